"""The words of a report that say when, its publication date and the sentence enter; a day or stretch of days leaves."""

from __future__ import annotations

import re
from itertools import pairwise

from dateline.ground.when.calendars import Unreckonable
from dateline.ground.when.find import find_times, kind_of
from dateline.ground.when.reckon import reckon
from dateline.ground.when.reckoned import Reckoned
from dateline.ground.when.senses import (
    Date,
    DayTime,
    Exact,
    Feast,
    Foreign,
    Kind,
    Length,
    Open,
    Pair,
    Part,
    Reference,
    Repeated,
    Sense,
    Stretch,
    Tense,
    TimeMention,
    Vague,
)
from dateline.ground.when.tense import tense_at
from dateline.ground.when.timex import value_of
from dateline.model import Candidate, Interval, Published, Resolution, Span, When

# What stands before an expression and opens it on one side.
_OPENER = re.compile(
    r"\b(since|from|beginning|starting|effective|until|till|by|before|prior\s+to|ahead\s+of|after|following)\s+"
    r"(?:(?:on|in|at|the|early|late|mid|about|around|as\s+of)\s+)*$",
    re.IGNORECASE,
)
# "Since the mission began in 1999": what stands between is the event, the opener still holds.
_LEADING = re.compile(r"(since)\b", re.IGNORECASE)
# Turns of the day: what happens before or after one of these happens on the day that it belongs to.
_TURN = re.compile(
    r"(?:the\s+)?(?:\d|dawn|daybreak|sunrise|sunup|noon|midday|dusk|sunset|sundown|nightfall|midnight)", re.IGNORECASE
)
_SIDES = {
    "beginning": "from",
    "starting": "from",
    "effective": "from",
    "till": "until",
    "prior": "before",
    "ahead": "before",
    "following": "after",
}
# "The talks will open in two weeks": a length that starts now.
_WITHIN = re.compile(r"\b(?:in|within)\s+$", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*(?:to|into|and|until|till|through|[-–—])\s*(?:the\s+|on\s+|early\s+|late\s+)?", re.IGNORECASE
)
# How often the days are right: on half of the annotated claims 58 of 62 reckoned from the text alone and 195 of 212
# reckoned from publication; too few are reckoned from other events, or are open on one side, to measure.
_SCORES = {"text": 0.94, "publication": 0.92, "anchor": 0.75}
_OPEN_SCORE = 0.6
_DAYLESS = (Length, Repeated, Vague)


def resolve_time(
    phrase: str,
    *,
    published: Published | None,
    context: str = "",
    tense: Tense | None = None,
    anchor: Interval | None = None,
) -> Resolution[When]:
    """Place what a report says about when something happens; never consults the clock.

    `phrase` is the words that say when, loose at the edges; `context` the sentence that holds them, for the verb's tense
    where `tense` is None and for words cut off at the phrase's edges; `anchor` the days of an event that "two days
    earlier" counts from, or, of precision `year`, the year named earlier in the report that a bare month lies in.
    Where no days can be given the choice is None and the reasons say why.
    """
    mentions, text = _mentions(phrase, context)
    if not mentions:
        return Resolution(reasons=(f"'{phrase.strip()}' names no time that can be read",))
    at = mentions[0].span.start
    side = tense or tense_at(text, at, mentions[-1].span.end)
    known = published is not None and published.precision != "range"
    reference = Reference(published.day if published is not None and known else None, side, anchor)
    readings = _readings(mentions, text, phrase, ahead=side == "future")
    if all(isinstance(mention.sense, _DAYLESS) for mention in mentions):
        # The sentence makes a length of it ("a weekend curfew"); the phrase alone may still be a date.
        readings += [mention.sense for mention in find_times(phrase)]
    return _best(readings, reference, published)


def timex_value(phrase: str, *, published: Published | None, context: str = "") -> tuple[Kind, str] | None:
    """Give the TIMEX3 type and value of a phrase; None where it names no time or needs a day that is unknown."""
    mentions, text = _mentions(phrase, context)
    if not mentions:
        return None
    first = mentions[0]
    tense = tense_at(text, first.span.start, first.span.end)
    value = value_of(first.sense, Reference(published.day if published else None, tense))
    return None if value is None else (kind_of(first.sense), value)


def _mentions(phrase: str, context: str) -> tuple[list[TimeMention], str]:
    """Give the expressions of a phrase, whole as they stand in the context, and the text that they stand in."""
    at = context.find(phrase) if phrase else -1
    alone = find_times(phrase)
    if at < 0 or not alone:
        return alone, phrase
    stretch = Span(at, at + len(phrase))
    inside = [mention for mention in find_times(context) if mention.span.overlaps(stretch)]
    covered = sum(min(m.span.end, stretch.end) - max(m.span.start, stretch.start) for m in inside)
    if covered >= sum(m.span.end - m.span.start for m in alone):
        return inside, context
    return [_moved(mention, at) for mention in alone], context


def _moved(mention: TimeMention, by: int) -> TimeMention:
    span = Span(mention.span.start + by, mention.span.end + by)
    return TimeMention(span, mention.text, mention.kind, mention.sense)


def _readings(mentions: list[TimeMention], text: str, phrase: str, *, ahead: bool) -> list[Sense]:
    """Give the senses that the mentions may have, the likeliest first."""
    opener = _OPENER.search(text, 0, mentions[0].span.start) or _LEADING.match(phrase.strip())
    readings: list[Sense] = []
    if len(mentions) > 1 and _listed(mentions, text):
        readings.append(Pair(mentions[0].sense, mentions[-1].sense))
    merged = _merged(mentions)
    if merged is not None:
        readings.append(merged)
    side = opener.group(1).lower().split()[0] if opener is not None else ""
    if (
        ahead
        and isinstance(mentions[0].sense, Length)
        and mentions[0].sense.unit is not None
        and _WITHIN.search(text, 0, mentions[0].span.start)
    ):
        readings.append(Stretch(mentions[0].sense.amount, mentions[0].sense.unit, 1))
    for mention in sorted(mentions, key=_rank):
        if side in {"before", "after"} and isinstance(mention.sense, DayTime) and _TURN.match(mention.text):
            readings.append(mention.sense)
        elif mention is mentions[0] and side and not isinstance(mention.sense, (Pair, *_DAYLESS)):
            readings.append(Open(_SIDES.get(side, side), mention.sense))  # type: ignore[arg-type]  # the opener's words
        else:
            readings.append(mention.sense)
    return readings


def _listed(mentions: list[TimeMention], text: str) -> bool:
    """Tell whether expressions are one list or stretch: "2006, 2009 and 2013", "Monday to Friday"."""
    pairs = list(pairwise(mentions))
    between = [text[left.span.end : right.span.start].strip() for left, right in pairs]
    return _joined(*pairs[-1], text) and all(gap == "," for gap in between[:-1])


def _joined(left: TimeMention, right: TimeMention, text: str) -> bool:
    """Tell whether two expressions are the ends of one stretch."""
    same_kind = {left.kind, right.kind} <= {"DATE", "TIME"}
    return same_kind and _BETWEEN.fullmatch(text, left.span.end, right.span.start) is not None


def _merged(mentions: list[TimeMention]) -> Sense | None:
    """Put together what stands apart: a month and a year ("in March of the year 2014"), a feast and its year."""
    senses = [mention.sense for mention in mentions]
    year = next((s.year for s in senses if isinstance(s, Date) and s.month is None and isinstance(s.year, int)), None)
    if year is None:
        return None
    for sense in senses:
        if isinstance(sense, Feast) and sense.year is None:
            return Feast(sense.name, year)
        if isinstance(sense, Date) and sense.month is not None and sense.year is None:
            return Date(year=year, month=sense.month, day=sense.day, weekday=sense.weekday)
    return None


def _rank(mention: TimeMention) -> tuple[int, int]:
    """Order expressions by how much they say: days before months before lengths."""
    sense = mention.sense.whole if isinstance(mention.sense, (Part, DayTime)) else mention.sense
    match sense:
        case Exact() | Foreign() | Feast():
            rank = 0
        case Date():
            rank = 0 if sense.day else 1 if sense.weekday is not None else 2 if sense.month else 3
        case Length() | Repeated() | Vague() | None:
            rank = 5
        case _:
            rank = 2
    return rank, mention.span.start


def _best(readings: list[Sense], reference: Reference, published: Published | None) -> Resolution[When]:
    """Place the first reading that can be placed; the reasons of those that could not are kept where none can."""
    refused: list[str] = []
    for sense in readings:
        try:
            found = reckon(sense, reference)
            _check_precision(found, published)
        except Unreckonable as reason:
            refused.append(str(reason))
            continue
        return _resolution(sense, found, reference)
    return Resolution(reasons=tuple(dict.fromkeys(refused)))


_EXACTNESS = ("instant", "day", "week", "month", "quarter", "year", "decade")


def _check_precision(found: Reckoned, published: Published | None) -> None:
    """Refuse what is finer than the publication date that it is reckoned from."""
    if published is None or found.basis != "publication" or published.precision in {"instant", "day"}:
        return
    coarse = _EXACTNESS.index(published.precision) if published.precision in _EXACTNESS else len(_EXACTNESS)
    fine = _EXACTNESS.index(found.precision) if found.precision in _EXACTNESS else 0
    if fine < coarse:
        raise Unreckonable(f"the report's own date is known only to the {published.precision}")


def _resolution(sense: Sense, found: Reckoned, reference: Reference) -> Resolution[When]:
    score = _SCORES.get(found.basis, _OPEN_SCORE)
    if isinstance(sense, Open) and sense.side in {"after", "until", "by"}:
        score = _OPEN_SCORE
    # A pair or an open stretch has no one TIMEX3 value.
    timex = None if isinstance(sense, (Open, Pair)) else value_of(sense, reference)
    when = When(stated=found.interval, timex=timex)
    first = Candidate(when, score, (found.why,))
    other = _other_side(sense, found, reference)
    candidates = (first,) if other is None else (first, other)
    return Resolution(choice=when, score=score, reasons=(found.why,), candidates=candidates)


def _other_side(sense: Sense, found: Reckoned, reference: Reference) -> Candidate[When] | None:
    """Give what the phrase would mean in the other tense, where that is another day."""
    turned = Reference(reference.day, "past" if reference.tense == "future" else "future", reference.anchor)
    try:
        other = reckon(sense, turned)
    except Unreckonable:
        return None
    if (other.start, other.end) == (found.start, found.end):
        return None
    return Candidate(When(stated=other.interval, timex=value_of(sense, turned)), 0.1, (other.why,))
