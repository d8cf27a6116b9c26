"""Takes a parsed page; gives the entries of its live blog, each with its own time, or None where it is no live blog.

A live blog is told by what the page says of itself (`LiveBlogPosting`), or by entries that only one can have: parts side
by side, each with its own time of day and its own text, in order of time, which hold most of the page's text. Comments
and teasers look alike in all but the last: who replies, or a headline that leads elsewhere, gives them away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec
from lxml.html import HtmlElement

from dateline.model import Published
from dateline.read.dates import iso_date
from dateline.read.page.blocks import Block, blocks_of
from dateline.read.page.main_text import Kept, is_running, neutral_blocks
from dateline.read.page.roles import OTHERS, role_of
from dateline.read.page.works import Work

MOST_ENTRIES: Final = 2_000
"""Entries that are read; the longest live blogs of a day have some hundreds."""

FEWEST: Final = 3
"""Dated parts side by side from which a page that says nothing of itself can be a live blog."""

HELD: Final = 0.6
"""Share of the page's running text that the entries of a page that says nothing of itself must hold."""

ORDERED: Final = 0.8
"""Share of neighbours that must be in order of time."""

LONGEST_DAYS: Final = 7
"""Days that the entries may span: a list of stories spans more, or a day with one each."""

DAY: Final = 24 * 60
"""Minutes of a day."""

TEASER: Final = 60
"""Words below which an entry whose headline leads elsewhere is a teaser."""

DEEPEST: Final = 6
"""Elements above a time among which its entry is looked for."""

FEWEST_WORDS: Final = 5
"""Words below which an entry has nothing to say."""

LONGEST_STAMP: Final = 200
"""Characters beyond which the words of an element are more than a time and a headline."""

_ENTRY_TAGS: Final = frozenset("article section div li".split())
_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_CLOCK: Final = re.compile(
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?\s*(?:[A-Z]{2,5}|\([A-Z]{2,5}\))?"
)
_STAMPED: Final = re.compile(rf"(?P<stamp>{_CLOCK.pattern})\s*[|:–—-]\s+(?P<rest>\S.*)", re.DOTALL)
_ISO_CLOCK: Final = re.compile(r"\d[T ](?P<hour>\d\d):?(?P<minute>\d\d)")
_NAMED: Final = re.compile(
    r"\b(?:live\W?(?:blog|updates?|coverage|news|ticker|report(?:ing)?)|as it happened|minute[- ]by[- ]minute|newsticker)\b"
    r"|^live\b\s*[:|–—-]|\blive\s*(?:[:|–—-]|$)",
    re.IGNORECASE,
)
_REPLY: Final = re.compile(
    r"^(?:reply|replies|antworten|répondre|responder|report(?: abuse)?|permalink|like|upvote)\b", re.IGNORECASE
)


class Entry(msgspec.Struct, frozen=True):
    """One entry of a live blog: its headline or nothing, what it says, its day, and where it stands (an id or address)."""

    title: str
    text: tuple[str, ...]
    kept: tuple[Kept, ...]
    date: Published | None
    place: str
    authors: tuple[str, ...] = ()


class Live(msgspec.Struct, frozen=True):
    """A live blog: the blocks of its pinned summary, its entries, and how many there are beyond those read.

    `one_day` says that no entry states its day and that their clocks never pass midnight, so that all are of the page's.
    """

    summary: tuple[Kept, ...]
    entries: tuple[Entry, ...]
    beyond: int
    one_day: bool = False


class _Dated(msgspec.Struct, frozen=True):
    """A part of the page with its time: as the markup has it, and the minute of the day."""

    element: HtmlElement
    stamp: HtmlElement
    value: str
    minute: int | None


def live_blog(tree: HtmlElement, works: Sequence[Work], blocks: Sequence[Block], title: str) -> Live | None:
    """Give the live blog that a page is, or None; `title` is its headline."""
    stated = next((work for work in works if work.is_live), None)
    if stated and (entries := [_stated(update) for update in stated.updates]) and all(entry.text for entry in entries):
        return _live(blocks, entries)
    declared = stated is not None or bool(tree.xpath("//*[contains(@itemtype, 'LiveBlogPosting')]"))
    parts = _marked(tree) or _grouped(tree, blocks, declared=declared, named=_NAMED.search(title) is not None)
    entries = [entry for part in parts if (entry := _entry(part))]
    if not entries and stated:
        entries = [entry for update in stated.updates if (entry := _stated(update)).title]
    one_day = (
        all(part.minute is not None and not part.value for part in parts) and _in_order(parts, over_midnight=False) == 1
    )
    return _live(blocks, entries, one_day=one_day) if entries else None


def _live(blocks: Sequence[Block], entries: Sequence[Entry], *, one_day: bool = False) -> Live:
    beyond = max(0, len(entries) - MOST_ENTRIES)
    return Live(tuple(_summary(blocks, entries)), tuple(entries[:MOST_ENTRIES]), beyond, one_day)


def _stated(update: Work) -> Entry:
    date = iso_date(update.published, "metadata") if update.published else None
    return Entry(update.headline, tuple(filter(None, update.body.split("\n"))), (), date, update.url, update.authors)


def _summary(blocks: Sequence[Block], entries: Sequence[Entry]) -> Iterator[Kept]:
    """Give what stands between the headline and the first entry."""
    said = {
        line
        for entry in entries
        for line in (entry.title, *entry.text, *(one.block.text for one in entry.kept))
        if line
    }
    first = next((place for place, block in enumerate(blocks) if block.text in said), 0)
    neutral = set(neutral_blocks(blocks))
    head = next((place for place in range(first) if blocks[place].node.tag == "h1"), -1)
    for block in blocks[head + 1 : first]:
        points = block.node.tag == "li" and block.words >= FEWEST_WORDS and block.link_share < 0.5
        if (points or is_running(block)) and block in neutral:
            yield Kept(block)


def _marked(tree: HtmlElement) -> list[_Dated]:
    """Give the parts that the markup calls updates of a live blog."""
    marked = tree.xpath(
        "//*[@itemprop='liveBlogUpdate' or (contains(@itemtype, 'BlogPosting') and not(contains(@itemtype, 'LiveBlogPosting'))"
        " and ancestor::*[contains(@itemtype, 'LiveBlogPosting')])]"
    )
    return [_Dated(one, *(_stamp_in(one) or (one, "", None))) for one in marked]


def _stamp_in(element: HtmlElement) -> tuple[HtmlElement, str, int | None] | None:
    return next(((one, value, minute) for one, value, minute in _stamps(element)), None)


def _stamps(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str, int | None]]:
    """Give the elements that show a time of day, with its words and its minute; a date without one is none."""
    for element in tree.iter("time", "meta", *_HEADINGS, "p", "span", "strong", "b", "div", "a"):
        stated = element.get("datetime") or (
            element.get("content") if element.get("itemprop") == "datePublished" else None
        )
        if stated and (clock := _ISO_CLOCK.search(stated)):
            yield element, stated, int(clock["hour"]) * 60 + int(clock["minute"])
        elif (minute := _shown_minute(element)) is not None:
            yield element, "", minute


def _shown_minute(element: HtmlElement) -> int | None:
    """Give the minute of the day of an element that shows a clock and no more, or of a heading that begins with one."""
    start = (element.text or "").lstrip() or (element[0].text or "" if len(element) else "").lstrip()
    if (
        not start[:1].isdigit()
        or len(start) > LONGEST_STAMP
        or len(element) > 2
        or any(len(child) for child in element)
    ):
        return None
    words = " ".join(element.text_content().split())
    found = _CLOCK.fullmatch(words) or (_STAMPED.fullmatch(words) if element.tag in _HEADINGS else None)
    if not found:
        return None
    hour = int(found["hour"]) % 12 + (12 if found["half"][0] == "p" else 0) if found["half"] else int(found["hour"])
    return hour * 60 + int(found["minute"])


def _grouped(tree: HtmlElement, blocks: Sequence[Block], *, declared: bool, named: bool) -> list[_Dated]:
    """Give the dated parts side by side that hold most text, if they are the entries of a live blog."""
    groups: dict[HtmlElement, dict[HtmlElement, _Dated]] = {}
    for stamp, value, minute in _stamps(tree):
        element = stamp
        for _ in range(DEEPEST):
            above = element.getparent()
            if above is None:
                break
            if element.tag in _ENTRY_TAGS:
                groups.setdefault(above, {}).setdefault(element, _Dated(element, stamp, value, minute))
            element = above
    found = [parts for parts in map(_alike, groups.values()) if len(parts) >= (2 if declared else FEWEST)]
    best = max(found, key=_size, default=[])
    return best if best and not _is_foreign(best) and (declared or _is_live(best, blocks, named=named)) else []


def _alike(parts: dict[HtmlElement, _Dated]) -> list[_Dated]:
    """Give the parts that have the commonest tag among them and something to say."""
    tags = Counter(part.tag for part in parts)
    return [
        dated for part, dated in parts.items() if tags[part.tag] == max(tags.values()) and _words(part) >= FEWEST_WORDS
    ]


def _size(parts: Sequence[_Dated]) -> int:
    return sum(_words(part.element) for part in parts)


def _words(element: HtmlElement) -> int:
    return len(element.text_content().split())


def _is_foreign(parts: Sequence[_Dated]) -> bool:
    """Tell whether the parts are comments, or teasers of other stories."""
    above = parts[0].element.iterancestors()
    if any(_is_comment(element) for element in (*above, *(part.element for part in parts))):
        return True
    return 2 * sum(_is_teaser(part.element) or _is_answered(part.element) for part in parts) >= len(parts)


def _is_comment(element: HtmlElement) -> bool:
    role = role_of(element)
    kind = element.get("itemtype") or ""
    return kind.endswith("Comment") or (role is not None and role.name in {"comments", "related", "steering"})


def _is_answered(element: HtmlElement) -> bool:
    return any(_REPLY.match((one.text or "").strip()) for one in element.iter("a", "button"))


def _is_teaser(element: HtmlElement) -> bool:
    """Tell whether the headline, or all, of a short part leads to another page."""
    if _words(element) >= TEASER:
        return False
    if element.tag == "a" or next(element.iterancestors("a"), None) is not None:
        return True
    for heading in element.iter(*_HEADINGS):
        links = [*heading.iter("a"), *heading.iterancestors("a")]
        return any((link.get("href") or "#")[0] != "#" for link in links)
    return False


def _is_live(parts: Sequence[_Dated], blocks: Sequence[Block], *, named: bool) -> bool:
    """Tell whether dated parts are in order of time, near in time, and hold most of the page's running text.

    They must have headlines too, where the page's own headline does not say that it is live.
    """
    if any(part.minute is None for part in parts):
        return False
    days = [date.day for part in parts if part.value and (date := iso_date(part.value, "page"))]
    if days and (max(days) - min(days)).days > LONGEST_DAYS:
        return False
    if len(set(days)) == len(parts) > 1:
        return False
    if _in_order(parts, over_midnight=True) < ORDERED or not (
        named or 2 * sum(map(_has_headline, parts)) >= len(parts)
    ):
        return False
    own = {part.element for part in parts}
    running = [block for block in blocks if is_running(block)]
    held = sum(block.words for block in running if any(node.element in own for node in block.node.up()))
    return held >= HELD * sum(block.words for block in running) > 0


def _in_order(parts: Sequence[_Dated], *, over_midnight: bool) -> float:
    """Give the share of neighbours that are in the commoner order of time; clocks without a day may pass midnight."""
    dates = [iso_date(part.value, "page") if part.value else None for part in parts]
    times = [
        (date.day.toordinal() * DAY if date else 0) + (part.minute or 0)
        for date, part in zip(dates, parts, strict=True)
    ]
    steps = [after - before for before, after in pairwise(times)]
    if over_midnight and not any(dates):
        steps = [step - DAY if step > DAY / 2 else step + DAY if step < -DAY / 2 else step for step in steps]
    return max(sum(step <= 0 for step in steps), sum(step >= 0 for step in steps)) / max(1, len(steps))


def _has_headline(part: _Dated) -> bool:
    """Tell whether a part has a heading that is a clock or a headline; a reader's name over a comment is neither."""
    words = [" ".join(one.text_content().split()) for one in part.element.iter(*_HEADINGS)]
    return any(_CLOCK.fullmatch(one) or len(one.split()) >= FEWEST for one in words)


def _entry(part: _Dated) -> Entry | None:
    """Read one entry: its first heading is its headline, and its time is no text of it."""
    blocks = blocks_of(part.element)
    heading = next((one for one in part.element.iter(*_HEADINGS) if _heading(one)), None)
    title = _heading(heading) if heading is not None else ""
    told = {heading, part.stamp} if part.stamp is not part.element else {heading}
    stamp = " ".join(part.stamp.text_content().split())
    kept = [
        one
        for block in blocks
        if block.text != stamp and not any(node.element in told for node in block.node.up()) and (one := _kept(block))
    ]
    if not title and sum(one.block.words for one in kept) < FEWEST_WORDS:
        return None
    date = iso_date(part.value, "page") if part.value else None
    return Entry(title, (), tuple(kept), date, _anchor(part.element))


def _heading(element: HtmlElement) -> str:
    """Give the words of a heading without the time of day that it begins with."""
    words = " ".join(element.text_content().split())
    if _CLOCK.fullmatch(words):
        return ""
    stamped = _STAMPED.fullmatch(words)
    return stamped["rest"] if stamped else words


def _kept(block: Block) -> Kept | None:
    """Tell what a block of an entry is; None for a clock, a link and what is for sharing."""
    if _CLOCK.fullmatch(block.text):
        return None
    roles = [node.role for node in block.node.up() if node.role and node.above]
    if any(role.name == "caption" for role in roles):
        return Kept(block, "caption")
    quoted = any(node.tag == "blockquote" for node in block.node.up())
    if any(role in OTHERS for role in roles) and not quoted:
        return None
    if block.node.tag == "tr":
        return Kept(block, "table")
    return Kept(block) if block.link_share < 0.8 or is_running(block) or quoted else None


def _anchor(element: HtmlElement) -> str:
    """Give the id by which an entry can be linked to."""
    if own := element.get("id"):
        return f"#{own}"
    named = next(
        (
            one.get("id") or one.get("name")
            for one in element.iter("a", "article", "div")
            if one.get("id") or one.get("name")
        ),
        None,
    )
    return f"#{named}" if named else ""
