"""Times counted from a day enter ("last week", "two days ago", "the past month"); the days that they are leave."""

from __future__ import annotations

import datetime as dt

from dateline.ground.when.calendars import Unreckonable, plus_days
from dateline.ground.when.parts import units_of
from dateline.ground.when.reckoned import Reckoned, anchor_of, origin_of, precision_of, with_weekday
from dateline.ground.when.senses import Near, Reference, Run, Shift, Stretch, Unit
from dateline.ground.when.units import add, around
from dateline.model import Interval, Precision


def reckon_near(sense: Near, reference: Reference) -> Reckoned:
    """Place "last week", "today", "the following day"."""
    _no_moment(sense.unit, sense.step)
    if sense.then:
        anchor = anchor_of(reference, sense.unit)
        from_day, basis = (anchor.end if sense.step > 0 else anchor.start), "anchor"
    else:
        from_day, basis = origin_of(reference), "publication"
    if sense.unit == "weekend":
        return _weekend(sense, from_day, reference, basis)
    start, end = around(add(from_day, sense.unit, sense.step), sense.unit)
    words = {-1: "before", 0: "of", 1: "after"}.get(sense.step, "counted from")
    source = "the other event" if sense.then else "the report's"
    return Reckoned(
        start, end, precision_of(sense.unit), basis, f"the {sense.unit} {words} {source} {with_weekday(from_day)}"
    )


def _no_moment(unit: Unit, count: float) -> None:
    """Refuse "the last minute", "this second": they say how late or how short, not when."""
    if unit in {"second", "minute"} and abs(count) <= 1:
        raise Unreckonable("a moment, not a date")


def _weekend(sense: Near, day: dt.date, reference: Reference, basis: str) -> Reckoned:
    """Choose a Saturday and Sunday: the one that runs counts as this one, the last one lies before the week."""
    saturday = plus_days(day, 5 - day.weekday())
    if sense.step < 0 or (sense.step == 0 and reference.tense == "past" and day.weekday() < 5):
        saturday = plus_days(saturday, -7)
    elif sense.step > 0 and day.weekday() >= 5:
        saturday = plus_days(saturday, 7)
    return Reckoned(saturday, plus_days(saturday, 1), "range", basis, f"the weekend seen from {with_weekday(day)}")


def reckon_shift(sense: Shift, reference: Reference) -> Reckoned:
    """Place "two days ago", "three months earlier"."""
    if sense.amount.low is None or sense.amount.high is None:
        raise Unreckonable(f"vague: how many {sense.unit}s is not said")
    if sense.then:
        anchor = anchor_of(reference, sense.unit)
        origin, basis = (anchor.end if sense.sign > 0 else anchor.start), "anchor"
    else:
        origin, basis = origin_of(reference), "publication"
    if (
        sense.then
        and sense.unit == "year"
        and reference.anchor
        and reference.anchor.precision in {"month", "quarter", "year"}
    ):
        return _years_from(sense, reference.anchor)
    ends = sorted(_shifted(origin, count * sense.sign, sense) for count in (sense.amount.low, sense.amount.high))
    start, end = ends[0][0], ends[-1][1]
    precision = _shift_precision(sense)
    side = "before" if sense.sign < 0 else "after"
    return Reckoned(start, end, precision, basis, f"counted {side} {with_weekday(origin)}")


def _years_from(sense: Shift, anchor: Interval) -> Reckoned:
    """Move a whole month, quarter or year: a year earlier than the third quarter is a third quarter."""
    years = int(sense.amount.low or 0) * sense.sign
    start = add(anchor.start, "year", years)
    end = plus_days(add(plus_days(anchor.end, 1), "year", years), -1)
    return Reckoned(start, end, anchor.precision, "anchor", f"{abs(years)} year(s) from {anchor.start}")


def _shift_precision(sense: Shift) -> Precision:
    if sense.amount.low != sense.amount.high:
        return "range"
    if sense.to_the_day:
        return "day"
    match sense.unit:
        case "week" | "weekend":
            return "week" if (sense.amount.low or 0) > 1 else "range"
        case "year":
            return "month" if _by_month(sense.amount.low or 0) else "year"
        case "decade" | "century":
            return "year"
        case _:
            return precision_of(sense.unit)


def _by_month(years: float) -> bool:
    """Tell whether so many years ago is a month: a year, or a number with a half; others blur to the year."""
    return years == 1 or years != int(years)


def _shifted(origin: dt.date, count: float, sense: Shift) -> tuple[dt.date, dt.date]:
    """Move a day by so many units and widen it to what the unit can tell: the month for months, the year for years."""
    whole = int(count)
    half = abs(count - whole) >= 0.25  # "a year and a half ago", "half a century ago"
    unit = sense.unit
    moved = add(origin, unit, whole)
    if half:
        moved = plus_days(moved, (1 if count > 0 else -1) * units_of(unit) // 2)
    if unit in {"second", "minute", "hour", "day"} or sense.to_the_day:
        return moved, moved
    if unit in {"week", "weekend"}:
        # "A week ago" is that day or one beside it; several weeks ago is told by the week.
        return around(moved, "week") if abs(count) > 1 else (plus_days(moved, -1), plus_days(moved, 1))
    if unit == "year" and _by_month(abs(count)):
        return around(moved, "month")
    return around(moved, "year" if unit in {"decade", "century"} else unit)


def reckon_stretch(sense: Stretch, reference: Reference) -> Reckoned:
    """Place "the past two weeks", "the next month"."""
    origin = origin_of(reference)
    count = sense.amount.exact
    if count is None:
        raise Unreckonable(f"vague: how many {sense.unit}s is not said")
    _no_moment(sense.unit, count)
    other = add(origin, sense.unit, int(count) * sense.sign)
    start, end = min(origin, other), max(origin, other)
    side = "up to" if sense.sign < 0 else "from"
    return Reckoned(start, end, "range", "publication", f"{count:g} {sense.unit}(s) {side} {with_weekday(origin)}")


def reckon_run(sense: Run, reference: Reference) -> Reckoned:
    """Place "the third consecutive day"."""
    origin = origin_of(reference)
    first, _ = around(add(origin, sense.unit, 1 - sense.count), sense.unit)
    return Reckoned(
        first, origin, "range", "publication", f"{sense.count} {sense.unit}s in a row up to {with_weekday(origin)}"
    )
