"""Takes a report's text; gives the stretches of it that are page furniture and not story, in order, none overlapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from rapidfuzz import fuzz

from dateline.model import Furniture, FurnitureKind, Span
from dateline.read import wording
from dateline.read.headline import headline_of
from dateline.read.kinds import LONGEST, credit_tail, kind_of
from dateline.read.layout import trimmed
from dateline.read.structure import pulled_quotes, table_rows

TOP: Final = 12
"""Units at the start of the body where a bare date, a byline or an agency's name is furniture."""

NEAR: Final = 8
"""Units at the start of the body among which the headline may be repeated."""

SAME: Final = 93.0
"""Similarity in percent from which a line repeats the headline: a changed dash, quotation mark or short word."""

SHORTEST: Final = 12
"""Letters and digits below which a headline is too common a phrase to tell that it is repeated."""

LONGEST_LIST: Final = 6
"""Headlines taken as belonging to a `Related stories` heading above them."""

_HEADS: Final[tuple[tuple[re.Pattern[str], FurnitureKind], ...]] = (
    (wording.BYLINE_HEAD, "byline"),
    (wording.AGENCY_HEAD, "byline"),
    (wording.CREDIT_HEAD, "caption"),
)
"""What may run into a first sentence; only the last is looked for further down than the top."""

_PLAIN = re.compile(r"[\W_]+")
_HEADING = re.compile(r"[^\w\s]*\s?[A-Z0-9](?=.*\s.*\s).{0,130}$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def furniture_of(text: str, title_end: int, units: Sequence[Span]) -> tuple[Furniture, ...]:
    """Find the furniture among the `units` of the body of `text`; each stretch is a unit or one end of a unit."""
    repeats = {found.span.start: found for found in _repeats(text, title_end, units)}
    rows, pulled = table_rows(text, units), pulled_quotes(text, units)
    found: list[Furniture] = []
    for place, unit in enumerate(units):
        repeat = repeats.get(unit.start)
        if repeat is None and unit.start in rows:
            found.append(Furniture(unit, "table"))
            continue
        if repeat is not None:
            found.append(repeat)
            unit = trimmed(text, repeat.span.end, unit.end)  # noqa: PLW2901 - the rest of the unit is looked at like a unit
        if unit.start < unit.end:
            inside = list(_in_unit(text, unit, place, len(units)))
            found.extend(inside or ([Furniture(unit, "pull-quote")] if unit.start in pulled else []))
    return tuple(_with_lists(text, units, found))


def _in_unit(text: str, unit: Span, place: int, count: int) -> Iterator[Furniture]:
    """Give the unit itself if it is furniture, else the furniture at its two ends."""
    words = unit.of(text)
    kind = kind_of(words, top=place < TOP, last=place == count - 1)
    if kind:
        yield Furniture(unit, kind)
        return
    head = _head(words, _HEADS if place < TOP else _HEADS[-1:])
    if head:
        yield Furniture(trimmed(text, unit.start, unit.start + head[0]), head[1])
    first = head[0] if head else 0
    if tail := wording.REPORTING_TAIL.search(words, max(first, len(words) - LONGEST)):
        yield Furniture(Span(unit.start + tail.start(), unit.end), "byline")
    elif tail := wording.FOLLOW_TAIL.search(words, first):
        yield Furniture(trimmed(text, unit.start + tail.start(), unit.end), "follow")
    elif (start := credit_tail(words)) is not None and start >= first:
        yield Furniture(trimmed(text, unit.start + start, unit.end), "caption")


def _head(words: str, heads: tuple[tuple[re.Pattern[str], FurnitureKind], ...]) -> tuple[int, FurnitureKind] | None:
    """Give the end and the kind of the furniture that runs into the first sentence of `words`, if there is any."""
    found = ((pattern.match(words), kind) for pattern, kind in heads)
    return next(((match.end(), kind) for match, kind in found if match), None)


def _repeats(text: str, title_end: int, units: Sequence[Span]) -> Iterator[Furniture]:
    """Find the headline told again near the top of the body; a headline without a title is the body's first unit."""
    head = headline_of(text, title_end, units)
    words = head.of(text) if head else ""
    if head is None or len(_plain(words)) < SHORTEST:
        return
    for unit in [unit for unit in units if unit.start > head.start][:NEAR]:
        if (end := _repeated_until(words, unit.of(text))) is not None:
            yield Furniture(Span(unit.start, unit.start + end), "repeated-headline")


def _repeated_until(headline: str, words: str) -> int | None:
    """Tell up to which character `words` repeat the headline, or None; all of them or a start closed by a stop."""
    if len(words) <= 1.3 * len(headline) + 20 and _is_same(headline, words):
        return len(words)
    bare = headline.rstrip(" .")
    if words.startswith(bare) and (stop := re.match(r"\s*[.:|–—-]?\s+(?=\S)", words[len(bare) :])):
        closed = stop.group().strip() or words[len(bare) + stop.end()].isupper()
        return len(bare) + len(stop.group().rstrip()) if closed and len(bare) >= 20 else None
    return None


def _is_same(headline: str, words: str) -> bool:
    """Compare letters and digits; a site's name behind a bar or dash on either side does not count."""
    left, right = _plain(headline), _plain(words)
    if fuzz.ratio(left, right) >= SAME:
        return True
    parts = [_plain(part) for text in (headline, words) for part in re.split(r"\s+[|–—-]\s+", text)[:1]]
    return min(map(len, parts)) >= 20 and parts[0] == parts[1]


def _plain(words: str) -> str:
    return _PLAIN.sub(" ", words).strip().casefold()


def _with_lists(text: str, units: Sequence[Span], found: list[Furniture]) -> Iterator[Furniture]:
    """Add the headlines of other stories that a `Related stories` heading introduces."""
    known = {furniture.span.start for furniture in found}
    listed = {
        unit.start: unit
        for place, unit in enumerate(units)
        if unit.start in known and wording.RELATED_LIST.fullmatch(unit.of(text))
        for unit in _listed(text, units[place + 1 : place + 1 + LONGEST_LIST], known)
    }
    added = [Furniture(unit, "related") for unit in listed.values()]
    yield from sorted([*found, *added], key=lambda furniture: furniture.span)


def _listed(text: str, units: Sequence[Span], known: set[int]) -> Iterator[Span]:
    for unit in units:
        words = unit.of(text)
        if not _HEADING.match(words) or _SENTENCE_END.search(words) or unit.start in known:
            return
        yield unit
