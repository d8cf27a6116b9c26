"""A sense and what it is reckoned from enter; its TIMEX3 value leaves."""

from __future__ import annotations

import datetime as dt

import msgspec

from dateline.ground.when.calendars import Unreckonable
from dateline.ground.when.reckon import reckon
from dateline.ground.when.reckoned import Reckoned
from dateline.ground.when.senses import (
    Age,
    Amount,
    Date,
    DayTime,
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

_SEASONS = ("SP", "SU", "FA", "WI")
_LETTERS: dict[Unit, str] = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}


def value_of(sense: Sense, reference: Reference) -> str | None:  # noqa: C901, PLR0911 - one line for each sense
    """Give the TIMEX3 value of a sense; None where it needs a day that is unknown."""
    match sense:
        case Vague(ref=ref):
            return ref
        case Repeated(value=value):
            return value
        case Length(amount=amount, unit=unit):
            return duration(amount, unit)
        case Stretch(amount=amount, unit=unit, sign=sign):
            if unit == "year" and amount.low == 1 and sign < 0 and reference.day is not None and reference.day.year > 1:
                return f"{reference.day.year - 1:04d}"  # "the past year" is annotated as the year before
            return duration(amount, unit)
        case Shift(amount=amount, unit=unit) if counts_like_length(sense):
            return duration(amount, unit)
        case Shift(amount=amount, unit=unit) if amount.exact is None:
            return "PAST_REF" if sense.sign < 0 else "FUTURE_REF"
        case Part(whole=whole):
            return value_of(whole, reference)
        case Pair(right=right):
            return value_of(right, reference)
        case Open(limit=limit):
            return value_of(limit, reference)
        case DayTime():
            return _time(sense, reference)
        case _:
            return _placed(sense, reference)


def counts_like_length(sense: Shift) -> bool:
    """Tell whether TIMEX3 takes "three days later" as the length alone; "the day before" and years are dates."""
    single_day = sense.unit == "day" and sense.amount.exact == 1
    return sense.then and sense.unit != "year" and not single_day


def duration(amount: Amount, unit: Unit | None) -> str:
    """Write a length of time: two years P2Y, a few hours PTXH, a decade and a half P15Y."""
    count = amount.exact
    if unit is None:
        return "PXX"
    if unit == "hour" and count is not None and count != int(count):
        hours = f"{int(count)}H" if count >= 1 else ""
        return f"PT{hours}{round(count % 1 * 60)}M"
    if unit == "day" and count is not None and count != int(count):
        return f"PT{count * 24:g}H"
    if unit in {"decade", "century"} and count is not None:
        return f"P{count * (10 if unit == 'decade' else 100):g}Y"
    letter = _LETTERS[unit]
    time = letter.startswith("T")
    number = "X" if count is None else f"{count:g}"
    return f"P{'T' if time else ''}{number}{letter[-1] if time else letter}"


def _placed(sense: Sense, reference: Reference) -> str | None:  # noqa: C901, PLR0911 - one line for each sense
    try:
        found = reckon(sense, reference)
    except Unreckonable:
        return _unplaced(sense)
    match sense:
        case Period(name="season", number=number):
            return f"{found.start.year:04d}-{_SEASONS[number - 1]}"
        case Period(name="half", number=number):
            return f"{found.start.year:04d}-H{number}"
        case Period(name="quarter") | Near(unit="quarter"):
            return f"{found.start.year:04d}-Q{(found.start.month + 2) // 3}"
        case Near(unit="weekend"):
            return f"{_week(found.start)}-WE"
        case Near(unit="century"):
            return f"{found.start.year // 100:02d}XX"
        case Age(unit="century", start=start):
            return f"{start // 100:02d}XX"
        case Holding(unit="week"):
            return _week(found.start)
        case Shift(unit="week") if sense.amount.exact is not None and not sense.approximate:
            # TIMEX3 counts "three weeks ago" to the day, though no reader does.
            return reckon(msgspec.structs.replace(sense, to_the_day=True), reference).start.isoformat()
        case Shift(unit="week"):
            return found.start.isoformat() if found.start == found.end else _week(found.start)
        case Run() | Nth(unit="month" | "week"):
            return _nth(sense, found)
        case _:
            return iso_value(found.start, found.precision)


def _nth(sense: Run | Nth, found: Reckoned) -> str:
    if isinstance(sense, Nth) and sense.count == 1:
        return _week(found.start) if sense.unit == "week" else iso_value(found.start, "month")
    return iso_value(found.end, "day")


def _unplaced(sense: Sense) -> str | None:
    """Give what can be said of a date whose year is not known."""
    match sense:
        case Date(month=int(month), day=None):
            return f"XXXX-{month:02d}"
        case Date(month=int(month), day=int(day)):
            return f"XXXX-{month:02d}-{day:02d}"
        case Date(weekday=int(weekday), month=None, year=None):
            return f"XXXX-WXX-{weekday + 1}"
        case Shift(sign=sign):
            return "PAST_REF" if sign < 0 else "FUTURE_REF"
        case _:
            return None


def _week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def iso_value(start: dt.date, precision: str) -> str:
    """Write a day, week, month, quarter, year or decade by its first day."""
    match precision:
        case "week":
            return _week(start)
        case "month":
            return f"{start.year:04d}-{start.month:02d}"
        case "quarter":
            return f"{start.year:04d}-Q{(start.month + 2) // 3}"
        case "year":
            return f"{start.year:04d}"
        case "decade":
            return f"{start.year // 10:03d}X"
        case _:
            return start.isoformat()


def _time(sense: DayTime, reference: Reference) -> str | None:
    whole = sense.whole if sense.whole is not None else Near("day", 0)
    if isinstance(whole, Pair):
        return None  # a night told by both its days has no one value
    day = value_of(whole, reference) or "XXXX-XX-XX"
    if sense.part == "overnight":
        return f"{day}TNI"
    return f"{day}{sense.part}" if sense.part.startswith("T") else f"{day}T{sense.part}"
