"""Calendar arithmetic: days, units and named days of a year enter; Gregorian days leave."""

from __future__ import annotations

import calendar
import datetime as dt

from dateline.ground.when.senses import Calendar


class Unreckonable(Exception):  # noqa: N818 - it is an answer with a reason rather than a fault
    """A time that cannot be placed on the calendar; its message is the reason, for the reader."""


def plus_days(day: dt.date, count: int) -> dt.date:
    """Give the day `count` days after `day`; raises Unreckonable outside the years 1 to 9999."""
    ordinal = day.toordinal() + count
    if not 1 <= ordinal <= dt.date.max.toordinal():
        raise Unreckonable("it falls outside the calendar")
    return dt.date.fromordinal(ordinal)


def plus_months(day: dt.date, count: int) -> dt.date:
    """Give the same day `count` months on, or the month's last where there is none; raises as `plus_days`."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return make_day(year, month + 1, min(day.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    """Give the number of days of a month; raises Unreckonable outside the years 1 to 9999."""
    _check_year(year)
    return calendar.monthrange(year, month)[1]


def make_day(year: int, month: int, day: int) -> dt.date:
    """Give a date; raises Unreckonable where the calendar has no such day."""
    _check_year(year)
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise Unreckonable("the calendar has no such day") from error


def _check_year(year: int) -> None:
    if not 1 <= year <= 9999:  # what a date can hold
        raise Unreckonable("it falls outside the calendar")


def easter(year: int) -> dt.date:
    """Give Easter Sunday of the western churches (the Gregorian computus)."""
    _check_year(year)
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, short = divmod(century, 4)
    lag = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - lag + 15) % 30
    quarter, left = divmod(rest, 4)
    sunday = (32 + 2 * short + 2 * quarter - epact - left) % 7
    late = (golden + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * late + 114, 31)
    return make_day(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Give Easter Sunday of the eastern churches, in the Gregorian calendar."""
    _check_year(year)
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    drift = year // 100 - year // 400 - 2
    return plus_days(make_day(year, month, day + 1), drift)


# Day number of 1 Muharram of the year 1: Friday 16 July 622 Julian, the civil epoch.
_HIJRI_EPOCH = 227015
# Day number of 1 Farvardin of the year 1 by the 33-year cycle, which gives the new years that were kept in our time.
_PERSIAN_EPOCH = 226895


def hijri(year: int, month: int, day: int) -> dt.date:
    """Give the Gregorian day of a date in the tabular Islamic calendar, right to within a day or two of the moon."""
    before = (year - 1) * 354 + (3 + 11 * year) // 30
    return plus_days(dt.date.min, _HIJRI_EPOCH + before + (59 * (month - 1) + 1) // 2 + day - 2)


def persian(year: int, month: int, day: int) -> dt.date:
    """Give the Gregorian day of a date in the Solar Hijri calendar, by the 33-year cycle."""
    leaps = (8 * year + 21) // 33
    past = (month - 1) * 31 - max(0, month - 7)
    return plus_days(dt.date.min, _PERSIAN_EPOCH + (year - 1) * 365 + leaps + past + day - 2)


def month_of(name: Calendar, year: int, month: int) -> tuple[dt.date, dt.date]:
    """Give the first and the last Gregorian day of a month of another calendar."""
    make = hijri if name == "hijri" else persian
    after = make(year + 1, 1, 1) if month == 12 else make(year, month + 1, 1)
    return make(year, month, 1), plus_days(after, -1)


def year_before(name: Calendar, day: dt.date) -> int:
    """Give the year of another calendar that runs, or is about to run, on a Gregorian day (within one)."""
    solar = day.year - 621
    return solar if name == "persian" else int((day.toordinal() - _HIJRI_EPOCH) / 354.367) + 1


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """Give the nth (from 1; -1 is the last) Monday (0) to Sunday (6) of a month."""
    if nth < 0:
        last = make_day(year, month, days_in(year, month))
        return plus_days(last, -((last.weekday() - weekday) % 7))
    first = make_day(year, month, 1)
    return plus_days(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
