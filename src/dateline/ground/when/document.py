"""A report's text and publication date enter; every time expression in it with its TIMEX3 value leaves."""

from __future__ import annotations

import re

import msgspec

from dateline.ground.when.calendars import Unreckonable
from dateline.ground.when.find import find_times
from dateline.ground.when.reckon import reckon
from dateline.ground.when.senses import Date, DayTime, Exact, Near, Part, Period, Reference, Sense, Shift, TimeMention
from dateline.ground.when.tense import tense_at
from dateline.ground.when.timex import value_of
from dateline.model import Interval, Published

_BREAK = re.compile(r"(?<=[a-z0-9)\"”'])[.!?][\"”')]*\s+(?=[\"“'(A-Z])|\n+")


class TimexValue(msgspec.Struct, frozen=True):
    """A time expression with its TIMEX3 value, None where it needs a day that is unknown."""

    mention: TimeMention
    value: str | None


def times_of(text: str, published: Published | None) -> list[TimexValue]:
    """Give the time expressions of a whole text in order; "the following day" counts from the date named before it."""
    breaks = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    day = published.day if published is not None else None
    anchor: Interval | None = None
    quarter: Interval | None = None
    found: list[TimexValue] = []
    at = 0
    for mention in find_times(text):
        while breaks[at + 1] <= mention.span.start and at + 2 < len(breaks):
            at += 1
        start, end = breaks[at], max(breaks[at + 1], mention.span.end)
        tense = tense_at(text[start:end], mention.span.start - start, mention.span.end - start)
        sense = _compared(mention.sense) if quarter is not None else mention.sense
        reference = Reference(day, tense, _origin(sense, anchor, quarter))
        found.append(TimexValue(mention, value_of(sense, reference)))
        anchor = _placed(sense, reference) or anchor
        quarter = anchor if anchor is not None and anchor.precision == "quarter" else quarter
    return found


def _compared(sense: Sense) -> Sense:
    """Count "a year ago" from the quarter under report rather than from the report's day."""
    yearly = isinstance(sense, Shift) and sense.unit == "year" and sense.amount.exact == 1 and sense.sign < 0
    return Shift(sense.amount, "year", -1, then=True) if isinstance(sense, Shift) and yearly else sense


def _origin(sense: Sense, anchor: Interval | None, quarter: Interval | None) -> Interval | None:
    """Give what an expression counts from, where that is not the report's day.

    A report of a quarter's results compares them with those of "a year ago", that is of the same quarter.
    """
    match sense:
        case Period(number=0):
            return quarter
        case Shift(unit="year", sign=-1, then=True) if quarter is not None and sense.amount.exact == 1:
            return quarter
        case Shift() | Near() | Date() if sense.then:
            return anchor
        case DayTime(whole=Shift() | Near() | Date() as whole) | Part(whole=Near() as whole) if whole.then:
            return anchor
        case _:
            return None


def _placed(sense: Sense, reference: Reference) -> Interval | None:
    """Give the days of a date that later expressions may count from."""
    if not isinstance(sense, (Date, Exact, Near, Period)):
        return None
    try:
        return reckon(sense, reference).interval
    except Unreckonable:
        return None
