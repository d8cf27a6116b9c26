"""A day and a unit of time enter; the day so many units on, or the unit that holds the day, leaves."""

from __future__ import annotations

import datetime as dt

from dateline.ground.when.calendars import make_day, plus_days, plus_months
from dateline.ground.when.senses import Unit

_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def add(day: dt.date, unit: Unit, count: int) -> dt.date:
    """Give the day `count` units after `day`; raises Unreckonable outside the years 1 to 9999."""
    if unit in _MONTHS:
        return plus_months(day, _MONTHS[unit] * count)
    if unit in {"week", "weekend"}:
        return plus_days(day, 7 * count)
    # Less than a day: the whole days that so many hours, minutes or seconds make.
    size = {"hour": 24, "minute": 24 * 60, "second": 24 * 3600}.get(unit, 1)
    return plus_days(day, int(count / size))


def around(day: dt.date, unit: Unit) -> tuple[dt.date, dt.date]:
    """Give the first and last day of the unit that holds `day`; weeks run from Monday to Sunday."""
    if unit in {"second", "minute", "hour", "day"}:
        return day, day
    if unit == "week":
        start = plus_days(day, -day.weekday())
        return start, plus_days(start, 6)
    if unit == "weekend":
        start = plus_days(day, 5 - day.weekday())
        return start, plus_days(start, 1)
    months = _MONTHS[unit]
    if unit in {"month", "quarter", "year"}:
        start = make_day(day.year, (day.month - 1) // months * months + 1, 1)
    else:
        years = months // 12
        start = make_day(max(1, day.year // years * years), 1, 1)
    return start, _end(start, months)


def _end(start: dt.date, months: int) -> dt.date:
    """Give the last day of so many months from `start`, held inside the calendar."""
    beyond = start.year * 12 + start.month - 1 + months >= 10000 * 12
    return dt.date.max if beyond else plus_days(plus_months(start, months), -1)
