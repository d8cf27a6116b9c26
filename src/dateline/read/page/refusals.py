"""Takes a page in which no story was found, or next to none; says what it looks like, where that can be told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from dateline.read.page.blocks import Block, Node
from dateline.read.page.main_text import Kept, is_running
from dateline.read.page.works import Work

SHORT: Final = 80
"""Words below which a page that has the signs of an error or of a wall is one: the shortest story of 181 has 52 words
and none of the signs."""

FEWEST_WORDS: Final = 25
"""Words of a short page beside those of the wall itself below which there is no story in front of the wall."""

LOOKED_AT: Final = 20_000
"""Characters of a page without a story in which a wall is looked for."""

FEWEST_TEASERS: Final = 6
"""Paragraphs, each under a headline of its own that links elsewhere, from which a page is a list."""

ALONE: Final = 0.8
"""Share of the paragraphs that must stand so for the page to be a list of teasers."""

_LOST: Final = re.compile(
    r"^\W*(?:error\W{0,3})?(?:404|410)\b|\b(?:page|article|story|content) (?:not found|(?:can ?not|can[’']t|could not|couldn[’']t) be found|no longer (?:exists|available))"
    r"|^\W*(?:not found|page unavailable)\W*$|\b(?:error 404|404 (?:error|not found))\b",
    re.IGNORECASE,
)
_COOKIES: Final = re.compile(
    r"\bcookies?\b.{0,200}\b(?:accept|agree|consent|partners|personali[sz]\w+|privacy|preferences)\b|\b(?:accept|agree|consent)\b.{0,200}\bcookies?\b",
    re.IGNORECASE | re.DOTALL,
)
_LOGIN: Final = re.compile(
    r"\b(?:log ?in|sign ?in|sign ?up|register|subscribe|create (?:an|a free) account)\b.{0,80}\b(?:to (?:read|continue|view|access|keep reading)|for (?:full|unlimited) access|account)\b"
    r"|\b(?:subscribers?|members?)[- ]only\b|\b(?:forgot|reset) (?:your )?password\b|\bkeep me (?:logged|signed) in\b",
    re.IGNORECASE | re.DOTALL,
)


def nothing_found(tree: HtmlElement, title: str, works: Sequence[Work], blocks: Sequence[Block]) -> str:
    """Say of a page without a story what it looks like."""
    if sign := _wall(tree, title, _words(blocks)):
        return sign
    if any("VideoObject" in work.types for work in works) or next(tree.iter("video"), None) is not None:
        return "it looks like a page of a video, with no story beside it"
    if _linked(blocks) > FEWEST_TEASERS:
        return "it looks like a list of links to stories, with no story of its own"
    return "the page holds no story that can be told from its furniture"


def no_story(tree: HtmlElement, title: str, works: Sequence[Work], kept: Sequence[Kept]) -> str | None:
    """Say what a page looks like whose text is surely no story, or None for a story."""
    story = [one.block for one in kept if one.kind is None]
    left = sum(block.words for block in story if not (_COOKIES.search(block.text) or _LOGIN.search(block.text)))
    short = sum(block.words for block in story) < SHORT
    if short and (left < FEWEST_WORDS or _LOST.search(title)) and (sign := _wall(tree, title, _words(story))):
        return sign
    if not any(work.is_story for work in works) and not _is_called_article(tree) and _is_list(story):
        return "it looks like a list of teasers: each paragraph stands under a headline that links to another page"
    return None


def _words(blocks: Sequence[Block]) -> str:
    return " ".join(block.text for block in blocks)[:LOOKED_AT]


def _is_called_article(tree: HtmlElement) -> bool:
    """Tell whether the metadata call the page an article or give it a publication date."""
    return bool(
        tree.xpath("//meta[(@property='og:type' and @content='article') or starts-with(@property, 'article:')]")
    )


def _wall(tree: HtmlElement, title: str, words: str) -> str | None:
    if _LOST.search(title):
        return f"it looks like an error page: its title is {title[:80]!r}"
    if _COOKIES.search(words):
        return "it looks like a request to accept cookies, behind which the story stands"
    asked = len(words.split()) < SHORT and tree.find(".//input[@type='password']") is not None
    if asked or _LOGIN.search(words):
        return "it looks like a request to log in or to subscribe, behind which the story stands"
    return None


def _linked(blocks: Sequence[Block]) -> int:
    return sum(block.words >= 4 and block.link_share > 0.9 for block in blocks)


def _is_list(story: Sequence[Block]) -> bool:
    """Tell whether nearly every paragraph stands alone in a part of its own, under a heading that links elsewhere."""
    running = [block for block in story if is_running(block)]
    if len(running) < FEWEST_TEASERS:
        return False
    found: dict[Node, bool | None] = {}
    teasers = {part for block in running if (part := _teaser(block, found))}
    return len(teasers) >= ALONE * len(running)


def _teaser(block: Block, found: dict[Node, bool | None]) -> Node | None:
    """Give the lowest part around a block that has a heading, if it has one that links elsewhere and no other."""
    for node in block.node.up():
        if node not in found:
            found[node] = _is_teaser(node)
        if found[node] is not None:
            return node if found[node] else None
    return None


def _is_teaser(node: Node) -> bool | None:
    """Tell whether a part has one heading and it links elsewhere; None where it has no heading."""
    headings = list(itertools.islice(node.element.iter("h2", "h3", "h4", "h5"), 2))
    return (len(headings) == 1 and _links_elsewhere(headings[0])) if headings else None


def _links_elsewhere(heading: HtmlElement) -> bool:
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    return any((link.get("href") or "#")[0] != "#" for link in links)
