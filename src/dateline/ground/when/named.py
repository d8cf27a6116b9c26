"""Times with a name enter ("Tuesday", "11 March", "Christmas", "the 1990s"); the days that they are leave."""

from __future__ import annotations

import datetime as dt

from dateline.ground.when.calendars import Unreckonable, make_day, month_of, plus_days, year_before
from dateline.ground.when.counted import reckon_near
from dateline.ground.when.feasts import ONCE, SHIFTING, days_of
from dateline.ground.when.reckoned import WEEKDAYS, Days, Reckoned, anchor_of, origin_of, with_weekday
from dateline.ground.when.senses import Age, Date, Exact, Feast, Foreign, Near, Period, Reference
from dateline.ground.when.units import add, around
from dateline.model import Interval, Precision

# Days from which on a date is far; how many times nearer a date of the other side must be to be meant instead. Feasts
# are talked of as they come up.
_FAR, _NEAR_SHARE, _FEAST_SHARE = 240, 5, 3


def _year(year: int | Near | None, reference: Reference) -> tuple[int | None, str]:
    """Give a stated year with its basis; a relative year is counted from the report's."""
    if isinstance(year, Near):
        found = reckon_near(year, reference)
        return found.start.year, found.basis
    return year, "text"


def reckon_date(sense: Date, reference: Reference) -> Reckoned:
    """Place a day, month, year or weekday."""
    year, basis = _year(sense.year, reference)
    if sense.month is None and sense.weekday is not None:
        return _weekday(sense, reference)
    if sense.month is None:
        if year is None:
            raise Unreckonable("no month and no year is said")
        return Reckoned(make_day(year, 1, 1), make_day(year, 12, 31), "year", basis, f"the year {year:04d} is said")
    if year is None:
        return _choose_year(sense, reference)
    start, end = _in_year(sense, year)
    why = "the full date is said" if basis == "text" else "the year is counted from the report's"
    return Reckoned(start, end, "day" if sense.day else "month", basis, why)


def _in_year(sense: Date, year: int) -> tuple[dt.date, dt.date]:
    month = sense.month or 1
    if sense.day is not None:
        day = make_day(year, month, sense.day)
        return day, day
    return around(make_day(year, month, 1), "month")


def _choose_year(sense: Date, reference: Reference) -> Reckoned:
    """Choose the year of a month or day said without one: the nearest on the side that the tense is on."""
    precision: Precision = "day" if sense.day else "month"
    # A year that is only reckoned, as in "next year", says nothing of the days told after it.
    if reference.anchor is not None and (reference.anchor.precision, reference.anchor.basis) == ("year", "text"):
        start, end = _in_year(sense, reference.anchor.start.year)
        return Reckoned(start, end, precision, "anchor", f"in {start.year:04d}, the year named earlier in the report")
    day = origin_of(reference)
    options = [found for year in (day.year - 1, day.year, day.year + 1) if (found := _try_year(sense, year))]
    options += [
        found for year in range(day.year - 8, day.year + 9) if not options and (found := _try_year(sense, year))
    ]
    chosen = choose(options, day, reference.tense, sense.step)
    why = (
        f"the {'coming' if chosen[0] > day else 'most recent'} one seen from {day.isoformat()}, {reference.tense} tense"
    )
    return Reckoned(*chosen, precision, "publication", why)


def _try_year(sense: Date, year: int) -> tuple[dt.date, dt.date] | None:
    try:
        return _in_year(sense, year)
    except Unreckonable:
        return None


def choose(options: list[Days], day: dt.date, tense: str, step: int | None, share: int = _NEAR_SHARE) -> Days:
    """Choose among stretches in time order: the last begun in the past tense, the first unfinished in the future.

    `share` is how many times nearer the other side must be to be chosen all the same. `step` -1 (last) leaves out one that still runs, 1 (next) one that has begun, 0 (this) keeps to the nearest.
    """
    if step == 0:
        same_year = [option for option in options if option[0].year == day.year]
        picked = same_year or options
    elif step == 1 or (tense == "future" and step is None):
        picked = [option for option in options if (option[0] > day if step == 1 else option[1] >= day)]
        picked = _nearer(picked, options, day, share) if step is None else picked
    else:
        picked = [option for option in options if (option[1] < day if step == -1 else option[0] <= day)][::-1]
        single = bool(picked) and picked[0][0] == picked[0][1]  # "in November" told in October is of last year
        picked = _nearer(picked, options, day, share) if step is None and single else picked
    if not picked:
        raise Unreckonable("it falls outside the calendar")
    return picked[0]


def _nearer(picked: list[Days], options: list[Days], day: dt.date, share: int) -> list[Days]:
    """Prefer the other side of the report where the chosen one is months off and the other is nearer by `share`.

    A day said without its year is seldom more than eight months away: "payable Dec. 7" in a report of October is of
    that December whatever the verb.
    """
    if not picked:
        return picked
    gap = _gap(picked[0], day)
    close = [option for option in options if _gap(option, day) * share < gap and option[0].year > 1]
    return close[:1] or picked if gap > _FAR else picked


def _gap(days: Days, day: dt.date) -> int:
    return max((days[0] - day).days, (day - days[1]).days, 0)


def _weekday(sense: Date, reference: Reference) -> Reckoned:
    if sense.weekday is None:
        raise Unreckonable("no weekday is said")
    if sense.week is not None:
        week = reckon_near(sense.week, reference)
        day = plus_days(week.start, sense.weekday)
        return Reckoned(day, day, "day", week.basis, f"'{WEEKDAYS[sense.weekday]}' of that week")
    if sense.then:
        return _weekday_then(sense, sense.weekday, anchor_of(reference, "week"))
    origin = origin_of(reference)
    back, ahead = (origin.weekday() - sense.weekday) % 7, (sense.weekday - origin.weekday()) % 7
    if sense.step == 0:
        shift = _this_weekday(sense.weekday, origin, reference)
    elif sense.step == 1 or (sense.step is None and reference.tense == "future"):
        shift = ahead or (7 if sense.step == 1 else 0)
    else:
        shift = -(back or (7 if sense.step == -1 else 0))
    day = plus_days(origin, shift)
    place = "after" if shift > 0 else "before" if shift < 0 else "on"
    why = f"'{WEEKDAYS[sense.weekday]}' {place} the report's {with_weekday(origin)}, {reference.tense} tense"
    return Reckoned(day, day, "day", "publication", why)


def _weekday_then(sense: Date, weekday: int, anchor: Interval) -> Reckoned:
    """Place "the previous Tuesday", "the following Tuesday", "that Tuesday": told from another event."""
    if sense.step == 0:
        start, _ = around(anchor.start, "week")
        day = plus_days(start, weekday)
    elif sense.step == 1:
        day = plus_days(anchor.end, (weekday - anchor.end.weekday()) % 7 or 7)
    else:
        day = plus_days(anchor.start, -((anchor.start.weekday() - weekday) % 7 or 7))
    why = f"'{WEEKDAYS[weekday]}' told from the other event's {with_weekday(anchor.start)}"
    return Reckoned(day, day, "day", "anchor", why)


def _this_weekday(weekday: int, origin: dt.date, reference: Reference) -> int:
    """Keep "this Tuesday" in the report's week; the coming one where the tense is future and it has gone by."""
    shift = weekday - origin.weekday()
    return shift + 7 if shift < 0 and reference.tense == "future" else shift


def reckon_period(sense: Period, reference: Reference) -> Reckoned:
    """Place a season, quarter or half; without its year the nearest on the side of the tense."""
    year, basis = _year(sense.year, reference)
    precision: Precision = "quarter" if sense.name == "quarter" else "range"
    if sense.number == 0:
        anchor = anchor_of(reference, "quarter")
        if anchor.precision != precision:
            raise Unreckonable(f"which {sense.name} is not said")
        return Reckoned(anchor.start, anchor.end, precision, "anchor", f"the {sense.name} named earlier in the report")
    if year is not None:
        start, end = _period_in(sense, year)
        return Reckoned(start, end, precision, basis, f"the {sense.name} of {year:04d}")
    day = origin_of(reference)
    options = [_period_in(sense, near) for near in (day.year - 1, day.year, day.year + 1) if 1 < near < 9998]
    start, end = choose(options, day, reference.tense, sense.step)
    return Reckoned(
        start,
        end,
        precision,
        "publication",
        f"the {'coming' if start > day else 'most recent'} such {sense.name} seen from {day.isoformat()}",
    )


def _period_in(sense: Period, year: int) -> tuple[dt.date, dt.date]:
    """Give the days of a period; seasons are whole months, winter begins in December."""
    months, first = {"season": (3, 3 * sense.number), "quarter": (3, 3 * sense.number - 2)}.get(
        sense.name, (6, 6 * sense.number - 5)
    )
    start = make_day(year, first, 1)
    return start, plus_days(add(start, "month", months), -1)


def reckon_age(sense: Age) -> Reckoned:
    """Place a decade or century."""
    years = 10 if sense.unit == "decade" else 100
    start = make_day(max(1, sense.start), 1, 1)
    end = make_day(sense.start + years - 1, 12, 31)
    return Reckoned(start, end, "decade" if sense.unit == "decade" else "range", "text", f"the {sense.unit} is said")


def reckon_feast(sense: Feast, reference: Reference) -> Reckoned:
    """Place a named day; without its year the nearest on the side of the tense."""
    year, basis = _year(sense.year, reference)
    if sense.name in ONCE:
        return Reckoned(*days_of(sense.name, 1), "day", "text", "a day known by its name")
    moon = ", to within two days: it follows the moon" if sense.name in SHIFTING else ""
    if year is not None:
        start, end = days_of(sense.name, year)
        return Reckoned(start, end, "day" if start == end else "range", basis, f"its day in {year:04d}{moon}")
    day = origin_of(reference)
    options = []
    for near in (day.year - 1, day.year, day.year + 1):
        try:
            options.append(days_of(sense.name, near))
        except Unreckonable:
            continue
    start, end = choose(options, day, reference.tense, sense.step, _FEAST_SHARE)
    side = "coming" if start > day else "most recent"
    why = f"the {side} one seen from {day.isoformat()}{moon}"
    return Reckoned(start, end, "day" if start == end else "range", "publication", why)


def reckon_foreign(sense: Foreign, reference: Reference) -> Reckoned:
    """Place a date of the Hijri or Persian calendar."""
    names = {"hijri": "the tabular Islamic calendar, to within two days", "persian": "the Solar Hijri calendar"}
    if sense.year is not None:
        start, end = _foreign_in(sense, sense.year)
        basis = "text"
    else:
        day = origin_of(reference)
        around_year = year_before(sense.calendar, day)
        options = [_foreign_in(sense, year) for year in (around_year - 1, around_year, around_year + 1)]
        start, end = choose(options, day, reference.tense, None)
        basis = "publication"
    return Reckoned(start, end, "day" if start == end else "month", basis, f"by {names[sense.calendar]}")


def _foreign_in(sense: Foreign, year: int) -> tuple[dt.date, dt.date]:
    start, end = month_of(sense.calendar, year, sense.month)
    if sense.day is None:
        return start, end
    day = plus_days(start, sense.day - 1)
    if day > end:
        raise Unreckonable("the calendar has no such day")
    return day, day


def reckon_exact(sense: Exact, reference: Reference) -> Reckoned:
    """Place a date in digits; where day and month could be swapped, the report's day may rule one reading out."""
    if sense.swapped is None:
        return Reckoned(sense.day, sense.day, "day", "text", "the full date is said")
    both = (sense.day, sense.swapped)
    told = [day for day in both if reference.day and (day <= reference.day) == (reference.tense == "past")]
    if len(told) != 1:
        raise Unreckonable(f"day and month could be swapped: {sense.day.isoformat()} or {sense.swapped.isoformat()}")
    why = f"the other reading of the digits is on the wrong side of the report's day, {reference.tense} tense"
    return Reckoned(told[0], told[0], "day", "text", why)
