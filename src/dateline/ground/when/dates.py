"""Tokens of dates, months, years, seasons and named days enter; their senses leave."""

from __future__ import annotations

import datetime as dt
import re
from typing import cast

from dateline.ground.when.feasts import NAMES
from dateline.ground.when.reading import Tokens, one
from dateline.ground.when.senses import Age, Date, Exact, Feast, Foreign, Near, Pair, Period, Sense, Unit
from dateline.ground.when.words import UNIT_KINDS

_STEPS = {
    "this": 0,
    "current": 0,
    "that": 0,
    "same": 0,
    "last": -1,
    "past": -1,
    "previous": -1,
    "latest": -1,
    "next": 1,
    "following": 1,
}
# Told from another event rather than from the report's day.
_THEN = frozenset({"that", "same", "previous", "following"})
_PIVOT = 50  # two digits below this are of the 2000s


def step_of(tokens: Tokens) -> int | None:
    """Give -1, 0 or 1 for last, this and next; None where the tokens have none of them."""
    token = one(tokens, "last", "past", "next") or one(tokens, *_STEPS)  # "this past week" is the last
    return None if token is None else _STEPS[token.kind]


def near(tokens: Tokens, unit: Unit | None = None) -> Near | None:
    """Read "last week", "the following day", "yesterday"; `unit` stands in where the tokens have no unit."""
    if (dayword := one(tokens, "dayword")) is not None:
        return Near("day", int(dayword.number))
    if one(tokens, "period") is not None:  # "the latest period" of a company's report
        return Near("quarter", -1)
    word = next((token for token in tokens if token.kind in UNIT_KINDS), None)
    name = unit if word is None else cast("Unit", word.name or "quarter")
    if name is None or (word is not None and word.name == "fortnight"):
        return None
    step = _unit_step(tokens)
    if step is None:
        return None
    the_next_day = name == "day" and step == 1 and one(tokens, "the") is not None
    return Near(name, step, the_next_day or any(token.kind in _THEN for token in tokens))


def _unit_step(tokens: Tokens) -> int | None:
    """Give how many units off "last week", "the week before last" and the plain "the year" (0) are."""
    if one(tokens, "before", "after") is not None:
        return -2 if one(tokens, "before") is not None else 2
    step = step_of(tokens)
    return 0 if step is None and one(tokens, "the") is not None else step


def year_of(tokens: Tokens) -> int | Near | None:
    """Give the year that the tokens name, or the relative year ("last year"); None where there is neither."""
    if (year := one(tokens, "year")) is not None:
        return int(year.number)
    if (short := one(tokens, "short")) is not None:
        return int(short.number) + (2000 if short.number < _PIVOT else 1900)
    if one(tokens, "uyear") is not None and (step := step_of(tokens)) is not None:
        return Near("year", step)
    return None


def date(tokens: Tokens) -> Sense | None:
    """Read a day, a month, a year or a weekday with all that is said of it."""
    if one(tokens, "iso", "slash") is not None:
        return digits(tokens)
    weekday, month = one(tokens, "weekday"), one(tokens, "month")
    day = one(tokens, "dom", "nth", "ord") if month is not None or weekday is not None else None
    year = year_of(tokens)
    if one(tokens, "before") is not None and (word := one(tokens, "dayword")) is not None:
        return Near("day", int(word.number) - 1)
    if one(tokens, "uyear") is not None and (number := one(tokens, "num")) is not None:
        year = int(number.number)
    elif one(tokens, "num") is not None:
        return None
    week = Near("week", step_of(tokens) or 0) if one(tokens, "uweek") is not None else None
    return Date(
        year=year,
        month=int(month.number) if month is not None else None,
        day=int(day.number) if day is not None else None,
        weekday=int(weekday.number) if weekday is not None else None,
        week=week,
        step=None if week is not None or isinstance(year, Near) else step_of(tokens),
        then=week is None and month is None and weekday is not None and any(token.kind in _THEN for token in tokens),
    )


def digits(tokens: Tokens) -> Sense | None:
    """Read 2020-03-04 and 3/4/2020."""
    token = one(tokens, "iso", "slash")
    if token is None:
        return None
    if token.kind == "iso":
        year, month, day = (int(part) for part in re.split("[-/.]", token.name))
        exact = _day(year, month, day)
        return None if exact is None else Exact(exact)
    first, second, year = (int(part) for part in token.name.replace(".", "/").split("/"))
    year += 0 if year > 99 else 2000 if year < _PIVOT else 1900
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if "." in token.name:  # points are only written between day, month and year in that order
        return None if day_first is None else Exact(day_first)
    either = month_first or day_first
    swapped = day_first if month_first is not None and day_first != month_first else None
    return None if either is None else Exact(either, swapped)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def day_list(tokens: Tokens) -> Sense | None:
    """Read "5 to 7 March", "February 13, 16 and 18" from the first day to the last."""
    month, year = one(tokens, "month"), year_of(tokens)
    days = [int(token.number) for token in tokens if token.kind in {"dom", "nth"}]
    if month is None or days[0] >= days[-1]:
        return None
    first, last = (Date(year=year, month=int(month.number), day=day) for day in (days[0], days[-1]))
    return Pair(first, last)


def months(tokens: Tokens) -> Sense | None:
    """Read "April-June 1999"."""
    first, last = (int(token.number) for token in tokens if token.kind == "month")
    year = year_of(tokens)
    return Pair(Date(year=year, month=first), Date(year=year, month=last)) if first < last else None


def range_of_years(tokens: Tokens) -> Sense | None:
    """Read "2013-14" and "1980 to 1988"."""
    first, last = int(tokens[0].number), int(tokens[-1].number)
    last += first // 100 * 100 if last < 100 else 0
    return Pair(Date(year=first), Date(year=last)) if first < last < first + 200 else None


def period(tokens: Tokens) -> Sense | None:
    """Read a season, quarter or half."""
    year, step = year_of(tokens), step_of(tokens)
    step = None if isinstance(year, Near) else step
    if (token := one(tokens, "quarterno")) is not None:
        number = int(token.name[1])
        if token.name[0] in "Qq":
            return Period(name="quarter", number=number, year=year)
        return Period(name="half", number=number, year=year) if number <= 2 else None
    if (season := one(tokens, "season")) is not None:
        return Period(name="season", number=int(season.number), year=year, step=step)
    number = int(order.number) if (order := one(tokens, "ord", "nth")) is not None else 0
    half = one(tokens, "half") is not None
    if number > (2 if half else 4):
        return None
    return Period(name="half" if half else "quarter", number=number, year=year, step=step)


def feast(tokens: Tokens) -> Sense | None:
    """Read a named day with its year, where one is said."""
    token = one(tokens, "feast")
    if token is None or token.name not in NAMES:
        return None
    year = year_of(tokens)
    return Feast(token.name, year, None if isinstance(year, Near) else step_of(tokens))


def age(tokens: Tokens) -> Sense | None:
    """Read a decade or a century."""
    if (decade := one(tokens, "decade")) is not None:
        start = int(decade.number)
        return Age(start if start >= 1000 else 1900 + start, "decade", start >= 1000)
    number = one(tokens, "ord", "nth")
    return None if number is None or number.number > 99 else Age(int(number.number - 1) * 100, "century")


def alien(tokens: Tokens) -> Sense | None:
    """Read a date of the Hijri or Persian calendar."""
    month = one(tokens, "hijri", "persian")
    day = one(tokens, "dom", "nth", "ord")
    year = one(tokens, "year", "num")
    if month is None or day is None:
        return None
    number = int(year.number) if year is not None else None
    return Foreign("hijri" if month.kind == "hijri" else "persian", int(month.number), int(day.number), number)


_FIRST_GREGORIAN = 1700  # a year from here on, beside a month of another calendar, is a Gregorian year


def alien_month(tokens: Tokens) -> Sense | None:
    """Read "Ramadan 2020", "Muharram 1441", "Farvardin 1399"; a bare month is read for Ramadan alone."""
    month, year = one(tokens, "hijri", "persian"), one(tokens, "year", "num")
    if month is None:
        return None
    fasting = month.kind == "hijri" and month.number == 9
    if year is not None and year.number < _FIRST_GREGORIAN:
        return Foreign("hijri" if month.kind == "hijri" else "persian", int(month.number), None, int(year.number))
    if not fasting:  # the others are also names of people and papers
        return None
    return Feast("ramadan", int(year.number) if year is not None else None, step_of(tokens))
