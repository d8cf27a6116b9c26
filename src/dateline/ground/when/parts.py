"""A stretch of days and the name of a part of it enter; the days of that part leave."""

from __future__ import annotations

import datetime as dt

from dateline.ground.when.calendars import make_day, plus_days
from dateline.ground.when.senses import Edge, Unit

_DAYS: dict[Unit, int] = {
    "day": 1,
    "week": 7,
    "month": 30,
    "quarter": 91,
    "year": 365,
    "decade": 3652,
    "century": 36524,
}


def units_of(unit: Unit) -> int:
    """Give about how many days a unit has (0 for less than a day)."""
    return _DAYS.get(unit, 0)


def part_of(edge: Edge, start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Give the early, middle or late third; a month's thirds are 1 to 10, 11 to 20 and 21 to its end."""
    if start == end or edge in {"earlier", "later"}:
        return start, end
    length = (end - start).days + 1
    if length > _DAYS["decade"] - 1:
        return _of_years(edge, start, end)
    third = 10 if 28 <= length <= 31 and start.day == 1 else max(1, length // 3)
    if start.month == 1 and 365 <= length <= 366 and start.day == 1:
        return _of_year(edge, start, end)
    if edge == "early":
        return start, plus_days(start, third - 1)
    if edge == "mid":
        return plus_days(start, third), max(plus_days(start, third), plus_days(start, 2 * third - 1))
    return min(end, plus_days(start, 2 * third)), end


def _of_years(edge: Edge, start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Give a part of a decade or century in whole years: the mid-1990s are 1994 to 1996."""
    years = end.year - start.year + 1
    first, last = {"early": (0, 0.4), "mid": (0.4, 0.7), "late": (0.7, 1), "end": (0.9, 1)}[edge]
    begin, stop = start.year + round(years * first), start.year + round(years * last) - 1
    return make_day(begin, 1, 1), make_day(stop, 12, 31)


def _of_year(edge: Edge, start: dt.date, end: dt.date) -> tuple[dt.date, dt.date]:
    """Give a part of a year in whole months; its end is narrower than its late part."""
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (11, 12)}[edge]
    closing = end if last == 12 else plus_days(make_day(start.year, last + 1, 1), -1)
    return make_day(start.year, first, 1), closing
