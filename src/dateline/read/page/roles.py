"""Takes an element of a page; gives the role that its tag, its class and its id say it has, or None."""

from __future__ import annotations

import functools
import re
from typing import Final, Literal, NamedTuple

from lxml.html import HtmlElement

RoleName = Literal[
    "aside",
    "bio",
    "caption",
    "comments",
    "footer",
    "header",
    "list",
    "meta",
    "promo",
    "pull",
    "related",
    "share",
    "steering",
]


class Role(NamedTuple):
    """What an element is for; `apart` says that its text is a line of its own even where the element is inline."""

    name: RoleName
    apart: bool = False


_TAGS: Final[dict[str, Role]] = {
    "aside": Role("aside"),
    "figcaption": Role("caption"),
    "caption": Role("caption"),
    "footer": Role("footer"),
    "header": Role("header"),
}

_WORDS: Final[tuple[tuple[Role, str], ...]] = (
    (
        Role("caption", apart=True),
        r"(?:photo|image|img|picture|media|wp|fig|figure|lead|gallery|slide|video)?(?:caption|cutline|credit|credits)(?:text|wrapper|container)?",
    ),
    (Role("pull", apart=True), r"pull(?:ed)?quotes?|pull quotes?|blockquote pull"),
    (
        Role("related", apart=True),
        r"related\w*|readmore|read (?:more|also|next)|recommend\w*|recirc\w*|also (?:read|like|see)|see also|more (?:stories|on|news|from|articles|posts)|most (?:read|popular|viewed)|trending|popular|(?:next|prev|previous) (?:post|article|story)|teasers?|onward|suggested|outbrain|taboola|topstories|headlines",
    ),
    (Role("comments"), r"comments?|commentlist|disqus|respond|replies"),
    (Role("share"), r"shar(?:e|ing)\w*|social\w*|follow|addthis|sharedaddy"),
    (
        Role("bio"),
        r"(?:author|contributor|writer) (?:bio|box|info|card|description|about|profile)|authorbio|bio|biography|about (?:the )?author|boilerplate",
    ),
    (
        Role("promo"),
        r"newsletters?|signup|sign up|subscri\w*|paywall|promo\w*|cta|donat\w*|adverts?|advertisements?|ads?|sponsor\w*|cookies?|consent|gdpr|modal|popup|popover|overlay|tooltip|inline (?:offer|promo)|banner|widget|disclaimer|copyright|legal|reprints?|print|hidden|breaking|alert",
    ),
    (
        Role("meta"),
        r"bylines?|dateline|timestamp|(?:post|entry|article) (?:meta|date|info)|pubdate|tags?|tagcloud|taglist|keywords|topics|breadcrumbs?|categor(?:y|ies)|meta|rating|tools|toolbar|utility",
    ),
    (
        Role("steering"),
        r"nav|navbar|navigation|menu|submenu|megamenu|sidebar|pagination|pager|skip|login|search|footer|copyright|accessibility",
    ),
)
"""What the words of classes and ids call parts of news pages: general vocabulary, the more special first."""

LONGEST: Final = 300
"""Characters of a class or an id that are looked at."""

OTHERS: Final = frozenset(
    role
    for role in (*_TAGS.values(), *(role for role, _ in _WORDS))
    if role.name in {"bio", "comments", "footer", "meta", "promo", "related", "share", "steering"}
)
"""Roles of what is no part of a story."""

_PATTERNS: Final = tuple((role, re.compile(rf"(?:^|[ ])(?:{words})(?=$|[ ])")) for role, words in _WORDS)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[^a-z]+")


def role_of(element: HtmlElement) -> Role | None:
    """Give the role of an element."""
    if role := _TAGS.get(element.tag):
        return role
    named = f"{(element.get('class') or '')[:LONGEST]} {(element.get('id') or '')[:LONGEST]}"
    return _named(named) if named != " " and element.tag not in {"html", "body", "main"} else None


@functools.lru_cache(maxsize=4096)
def _named(names: str) -> Role | None:
    words = _PARTS.sub(" ", _CAMEL.sub(" ", names).lower())
    return next((role for role, pattern in _PATTERNS if pattern.search(words)), None)
