"""Takes a parsed page; gives the works that its structured data (JSON-LD) describe: stories, their words, live updates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml.html import HtmlElement

from dateline.read.fragment import fragment_text

MOST_NODES: Final = 50_000
"""Objects and lists of one block of data that are looked at: a live blog of 2,000 entries has 20,000."""

_OF_OTHERS: Final = frozenset(
    "itemListElement hasPart isPartOf mentions citation comment review image subjectOf about relatedLink".split()
)
"""Properties whose values are other works than the page's own."""


class Work(msgspec.Struct, frozen=True):
    """One work: its types as written, and what is said of it, empty where nothing is."""

    types: tuple[str, ...]
    headline: str = ""
    body: str = ""
    published: str = ""
    created: str = ""
    uploaded: str = ""
    modified: str = ""
    url: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    updates: tuple[Work, ...] = ()

    @property
    def is_story(self) -> bool:
        """Tell whether it is an article, a post or a report."""
        return any(kind.endswith(("Article", "Posting", "Report")) for kind in self.types)

    @property
    def is_page(self) -> bool:
        """Tell whether it is the page itself."""
        return any(kind.endswith("Page") for kind in self.types)

    @property
    def is_live(self) -> bool:
        """Tell whether it is a live blog."""
        return "LiveBlogPosting" in self.types


def works_of(tree: HtmlElement) -> tuple[Work, ...]:
    """Read every block of structured data; one that is no JSON is passed over."""
    found: list[Work] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                found += _works(json.loads(script.text, strict=False))
            except (ValueError, RecursionError):
                continue
    return tuple(found)


def _works(top: object) -> Iterator[Work]:
    """Give the works below a node in order; what is said of other works is not gone into."""
    left: list[object] = [top]
    for _ in range(MOST_NODES):
        if not left:
            return
        node = left.pop()
        if isinstance(node, list):
            left += reversed(node)
        elif isinstance(node, dict):
            if types := _texts(node.get("@type")):
                yield _work(node, types)
            below = [value for name, value in node.items() if name not in _OF_OTHERS and name != "liveBlogUpdate"]
            left += [value for value in reversed(below) if isinstance(value, dict | list)]


def _work(node: dict[str, object], types: tuple[str, ...]) -> Work:
    updates = node.get("liveBlogUpdate")
    listed = updates if isinstance(updates, list) else [updates]
    return Work(
        types=types,
        headline=fragment_text(_text(node.get("headline")) or _text(node.get("name"))),
        body=fragment_text(_text(node.get("articleBody"))),
        published=_date(node.get("datePublished")),
        created=_date(node.get("dateCreated")),
        uploaded=_date(node.get("uploadDate")),
        modified=_date(node.get("dateModified")),
        url=_text(node.get("url")) or _text(node.get("@id")) or _named(node.get("mainEntityOfPage"), "@id"),
        authors=_names(node.get("author")),
        publisher=_named(node.get("publisher"), "name"),
        updates=tuple(_work(one, _texts(one.get("@type"))) for one in listed if isinstance(one, dict)),
    )


def _names(value: object) -> tuple[str, ...]:
    people = value if isinstance(value, list) else [value]
    named = (one if isinstance(one, str) else _named(one, "name") for one in people)
    return tuple(fragment_text(name) for name in named if name)


def _named(value: object, name: str) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return _text(first.get(name)) if isinstance(first, dict) else _text(first)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _date(value: object) -> str:
    """Give the words of a date, which may be a number of seconds."""
    return str(value) if isinstance(value, int) else _text(value)


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one.rpartition("/")[2] for one in values if isinstance(one, str))
