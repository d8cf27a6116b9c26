"""A report's claims enter, its line in the annotators' form leaves: quotes that are unique, words instead of spans.

The form is the one that people annotate in and that scorers read: one line a report, each claim with a verbatim quote
that stands once in the report and holds the trigger.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable

import msgspec

from dateline.model import Claim, Count, EventType, Factuality, Location, Party, Phrase, Report, Sector, Span

SURE_PLAIN = 0.7
"""Confidence from which a claim counts as plain (3)."""

SURE_ARGUABLE = 0.4
"""Confidence from which a claim counts as arguable (2); below it as doubtful (1)."""

_WORD = re.compile(r"\S+")


class GuideParty(msgspec.Struct, frozen=True):
    """An actor or recipient: the report's words, ISO 3166-1 alpha-3, sector (`UNK` where none is known)."""

    text: str
    country: str | None
    sector: Sector


class GuidePlace(msgspec.Struct, frozen=True):
    """A place: the report's words and what they were resolved to, degrees to two decimals."""

    text: str
    name: str | None
    country: str | None
    lat: float | None
    lon: float | None


class GuideClaim(msgspec.Struct, frozen=True, kw_only=True):
    """One claim in the annotators' form; `start` is the offset of `quote` in title + newline + text."""

    id: str
    event: str
    quote: str
    start: int
    trigger: str
    type: EventType
    mode: str | None
    factuality: Factuality
    actors: tuple[GuideParty, ...]
    recipients: tuple[GuideParty, ...]
    places: tuple[GuidePlace, ...]
    date: tuple[str, str] | None
    attribution: tuple[str, ...]
    killed: tuple[int | None, int | None] | None
    injured: tuple[int | None, int | None] | None
    quantity: str | None
    instrument: str | None
    sure: int


class GuideRow(msgspec.Struct, frozen=True):
    """One report with its claims in text order; `id` is the name that the source gave the report."""

    id: str
    claims: tuple[GuideClaim, ...]


def guide_row(report: Report, claims: Iterable[Claim]) -> GuideRow:
    """Give the line of a report: claims numbered in text order, events in the order of their first claim."""
    ordered = sorted(claims, key=lambda claim: (claim.trigger, claim.type))
    events: dict[str, str] = {}
    rows = []
    for number, claim in enumerate(ordered, start=1):
        event = events.setdefault(claim.event, f"e{len(events) + 1}")
        rows.append(_guide_claim(report.text, claim, f"c{number}", event))
    return GuideRow(report.name, tuple(rows))


def _guide_claim(text: str, claim: Claim, number: str, event: str) -> GuideClaim:
    quote = quote_of(text, claim)
    return GuideClaim(
        id=number,
        event=event,
        quote=quote.of(text),
        start=quote.start,
        trigger=claim.trigger.of(text),
        type=claim.type,
        mode=claim.mode,
        factuality=claim.factuality,
        actors=tuple(map(_party, claim.actors)),
        recipients=tuple(map(_party, claim.recipients)),
        places=tuple(map(_place, claim.places)),
        date=_stated(claim),
        attribution=tuple(voice.text for voice in claim.attribution),
        killed=_range(claim.killed),
        injured=_range(claim.injured),
        quantity=_words(claim.quantity),
        instrument=_words(claim.instrument),
        sure=sure(claim.confidence),
    )


def _party(party: Party) -> GuideParty:
    actor = party.actor.choice if party.actor else None
    if actor is None:
        return GuideParty(party.text, None, "UNK")
    return GuideParty(party.text, actor.country, actor.sector or "UNK")


def _place(location: Location) -> GuidePlace:
    place = location.place.choice if location.place else None
    if place is None:
        return GuidePlace(location.text, None, None, None, None)
    return GuidePlace(location.text, place.name, place.country, _degrees(place.lat), _degrees(place.lon))


def _degrees(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _stated(claim: Claim) -> tuple[str, str] | None:
    when = claim.timing.when.choice if claim.timing.when else None
    if when is None or when.stated is None:
        return None
    return when.stated.start.isoformat(), when.stated.end.isoformat()


def _range(count: Count | None) -> tuple[int | None, int | None] | None:
    if count is None or (count.low is None and count.high is None):
        return None
    return count.low, count.high


def _words(phrase: Phrase | None) -> str | None:
    return phrase.text if phrase else None


def sure(confidence: float) -> int:
    """Give the annotators' 1 to 3 for a calibrated confidence in 0 to 1."""
    if confidence >= SURE_PLAIN:
        return 3
    return 2 if confidence >= SURE_ARGUABLE else 1


def quote_of(text: str, claim: Claim) -> Span:
    """Give a quote that stands once in the text and in which the trigger's words first occur at the trigger.

    The claim's own quote is kept where it already does; else it is cut after an earlier use of the same word and grown
    by whole words, to the right or else to the left or else both ways, until it is unique. Where a text repeats itself
    so that both cannot be had, the quote is unique.
    """
    quote = _after_earlier_use(text, claim.quote, claim.trigger)
    if _unique(text, quote):
        return quote
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    to_the_end = Span(quote.start, max(quote.end, words[-1].end))
    grown = _grow_right(text, quote, words) or _grow_left(text, quote, words) or _grow_left(text, to_the_end, words)
    # The whole text stands once, so growing both ways finds something; a quote of white space alone has no words.
    return grown or claim.quote  # the whole text stands once, so something was found


def _unique(text: str, span: Span) -> bool:
    needle = span.of(text)
    return text.find(needle) == span.start and text.find(needle, span.start + 1) < 0


def _after_earlier_use(text: str, quote: Span, trigger: Span) -> Span:
    """Cut the quote so that it begins after the last earlier use of the trigger's words, at a word."""
    earlier = text.rfind(trigger.of(text), quote.start, trigger.end - 1)
    if earlier < 0:
        return quote
    rest = _WORD.search(text, earlier + len(trigger.of(text)))
    return Span(min(rest.start(), trigger.start) if rest else trigger.start, quote.end)


def _grow_right(text: str, quote: Span, words: list[Span]) -> Span | None:
    """Give the shortest unique span from the quote's start that holds the quote and ends with a word."""
    after = bisect.bisect_left(words, quote.end, key=lambda word: word.end)
    ends = [word.end for word in words[after:]]
    at = bisect.bisect_left(ends, True, key=lambda end: _unique(text, Span(quote.start, end)))
    return Span(quote.start, ends[at]) if at < len(ends) else None


def _grow_left(text: str, quote: Span, words: list[Span]) -> Span | None:
    """Give the shortest unique span to the quote's end that holds the quote and begins with a word."""
    before = bisect.bisect_left(words, quote.start, key=lambda word: word.start)
    starts = [word.start for word in reversed(words[:before])]
    at = bisect.bisect_left(starts, True, key=lambda start: _unique(text, Span(start, quote.end)))
    return Span(starts[at], quote.end) if at < len(starts) else None
