"""A sense and what it is reckoned from enter; a stretch of days with its precision and the reason leaves."""

from __future__ import annotations

import datetime as dt

from dateline.ground.when.calendars import Unreckonable, plus_days
from dateline.ground.when.counted import reckon_near, reckon_run, reckon_shift, reckon_stretch
from dateline.ground.when.named import (
    reckon_age,
    reckon_date,
    reckon_exact,
    reckon_feast,
    reckon_foreign,
    reckon_period,
)
from dateline.ground.when.parts import part_of
from dateline.ground.when.reckoned import Reckoned, origin_of, precision_of, with_weekday
from dateline.ground.when.senses import (
    Age,
    Away,
    Date,
    DayTime,
    Exact,
    Feast,
    Foreign,
    Holding,
    Length,
    Near,
    Nth,
    Open,
    Pair,
    Part,
    Period,
    Reference,
    Repeated,
    Run,
    Sense,
    Shift,
    Stretch,
    Unit,
    Vague,
)
from dateline.ground.when.units import add, around
from dateline.model import Precision


def reckon(sense: Sense, reference: Reference) -> Reckoned:  # noqa: C901, PLR0911, PLR0912 - one line for each sense
    """Place a sense on the calendar; raises Unreckonable with the reason where it cannot be placed."""
    match sense:
        case Near():
            return reckon_near(sense, reference)
        case Date():
            return reckon_date(sense, reference)
        case Period():
            return reckon_period(sense, reference)
        case Age():
            return reckon_age(sense)
        case Feast():
            return reckon_feast(sense, reference)
        case Foreign():
            return reckon_foreign(sense, reference)
        case Exact():
            return reckon_exact(sense, reference)
        case Shift():
            return reckon_shift(sense, reference)
        case Stretch():
            return reckon_stretch(sense, reference)
        case Run():
            return reckon_run(sense, reference)
        case Away():
            return _away(sense, reference)
        case Holding():
            return _holding(sense, reference)
        case Part():
            return _part(sense, reference)
        case Nth():
            return _nth(sense, reference)
        case DayTime():
            return _day_time(sense, reference)
        case Pair():
            return _pair(sense, reference)
        case Open():
            return _open(sense, reference)
        case Length():
            raise Unreckonable("a length of time, not a date")
        case Repeated():
            raise Unreckonable("a repeated time, not a date")
        case Vague():
            raise Unreckonable("vague: no day is said")


def _away(sense: Away, reference: Reference) -> Reckoned:
    whole = reckon(sense.whole, _of_whole(sense, reference))
    found = reckon_shift(sense.move, Reference(reference.day, reference.tense, whole.interval))
    return found._replace(basis=whole.basis, why=f"{found.why}; {whole.why}")


def _of_whole(sense: Away, reference: Reference) -> Reference:
    """Give what the day itself is told from: "a week ago Monday" is of the last Monday, "Friday week" of the coming."""
    if not sense.move.to_the_day:
        return reference
    return Reference(reference.day, "past" if sense.move.sign < 0 else "future", reference.anchor)


def _holding(sense: Holding, reference: Reference) -> Reckoned:
    whole = reckon(sense.whole, reference)
    start, end = around(whole.start, sense.unit)
    return Reckoned(start, end, precision_of(sense.unit), whole.basis, f"the {sense.unit} that holds: {whole.why}")


def _part(sense: Part, reference: Reference) -> Reckoned:
    whole = reckon(sense.whole, reference)
    if sense.edge in {"earlier", "later"}:
        return _cut(sense, whole, reference)
    start, end = part_of(sense.edge, whole.start, whole.end)
    precision: Precision = "range" if (start, end) != (whole.start, whole.end) else whole.precision
    return Reckoned(start, end, precision, whole.basis, f"the {sense.edge} part: {whole.why}")


def _cut(sense: Part, whole: Reckoned, reference: Reference) -> Reckoned:
    """Cut "earlier this year" at the report's day; a stretch that does not hold that day stays whole."""
    if whole.start == whole.end or reference.day is None or not whole.start <= reference.day <= whole.end:
        return whole
    start, end = (whole.start, reference.day) if sense.edge == "earlier" else (reference.day, whole.end)
    return Reckoned(start, end, "range", whole.basis, f"{sense.edge} in {whole.why}, cut at the report's day")


def _nth(sense: Nth, reference: Reference) -> Reckoned:
    whole = reckon(sense.whole, reference)
    if sense.weekday is not None:
        start = end = _nth_weekday(sense.number, sense.weekday, whole)
    else:
        unit: Unit = "day" if sense.unit == "weekday" else sense.unit
        start, end = _nth_units(sense.number, sense.count, unit, whole)
    if start > end:
        raise Unreckonable("it has no such part")
    precision: Precision = "day" if start == end else "range"
    return Reckoned(start, end, precision, whole.basis, f"counted inside: {whole.why}")


def _nth_weekday(number: int, weekday: int, whole: Reckoned) -> dt.date:
    first = plus_days(whole.start, (weekday - whole.start.weekday()) % 7)
    last = plus_days(whole.end, -((whole.end.weekday() - weekday) % 7))
    day = last if number < 0 else plus_days(first, 7 * (number - 1))
    if not whole.start <= day <= whole.end:
        raise Unreckonable("it has no such day")
    return day


def _nth_units(number: int, count: int, unit: Unit, whole: Reckoned) -> tuple[dt.date, dt.date]:
    if number < 0:
        start = plus_days(add(plus_days(whole.end, 1), unit, -count), 0)
        return max(start, whole.start), whole.end
    start = add(whole.start, unit, (number - 1) * count)
    end = plus_days(add(start, unit, count), -1) if unit not in {"second", "minute", "hour"} else start
    if start > whole.end:
        raise Unreckonable("it has no such part")
    return start, min(end, whole.end)


def _day_time(sense: DayTime, reference: Reference) -> Reckoned:
    """Place a time of day on its day: the day is all that is kept; a night told by the morning after is two days."""
    if sense.whole is not None:
        whole = reckon(sense.whole, reference)
        return whole._replace(why=f"{whole.why}; the hour is not kept")
    origin = origin_of(reference)
    if sense.part == "overnight":
        return Reckoned(
            plus_days(origin, -1), origin, "range", "publication", f"the night up to {with_weekday(origin)}"
        )
    raise Unreckonable("a time of day whose day is not said")


def _pair(sense: Pair, reference: Reference) -> Reckoned:
    right = reckon(sense.right, reference)
    left_sense = sense.left
    if isinstance(left_sense, Date) and isinstance(sense.right, Date) and left_sense.year is None and left_sense.month:
        # "from May to July 2019": the year said once is that of both, or the year before ("November to January 2020").
        left_sense = _with_year(left_sense, right.start.year)
    left = reckon(left_sense, reference)
    if left.start > right.end and _weekday_of(sense.right) and reference.day is not None:
        # "from Saturday until early Monday" told on Sunday: the Monday after that Saturday.
        right = reckon(sense.right, Reference(left.start, "future", reference.anchor))
    if left.start > right.end and isinstance(left_sense, Date) and isinstance(left_sense.year, int):
        left = reckon(_with_year(left_sense, left_sense.year - 1), reference)
    if left.start > right.end:
        raise Unreckonable("the two ends are in the wrong order")
    return Reckoned(left.start, right.end, "range", right.basis, f"from {left.start} to {right.end}: {right.why}")


def _weekday_of(sense: Sense) -> bool:
    if isinstance(sense, (Part, DayTime)):
        return sense.whole is not None and _weekday_of(sense.whole)
    return isinstance(sense, Date) and sense.weekday is not None and sense.month is None


def _with_year(sense: Date, year: int) -> Date:
    return Date(year=year, month=sense.month, day=sense.day, weekday=sense.weekday)


def _open(sense: Open, reference: Reference) -> Reckoned:
    limit = reckon(sense.limit, reference)
    match sense.side:
        case "since" | "from":
            return _from(sense, limit, reference)
        case "by" | "until":
            if reference.day is None or reference.day > limit.end or reference.tense == "past":
                return limit
            why = f"from the report's day to {limit.end}: {limit.why}"
            return Reckoned(reference.day, limit.end, "range", "publication", why)
        case "before":
            raise Unreckonable(f"before {limit.start}: no start is said")
        case "after":
            return limit


def _from(sense: Open, limit: Reckoned, reference: Reference) -> Reckoned:
    """Take what began at a time to last up to the report's day; what is to begin there keeps to that time."""
    day = reference.day
    if day is None or limit.start >= day or (sense.side == "from" and reference.tense == "future"):
        return limit
    return Reckoned(limit.start, day, "range", "publication", f"from {limit.start} up to the report's day: {limit.why}")
