"""Takes the words of a date that name their own year; gives a `Published`, or None where it is no full, real date."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from dateline.model import KnownFrom, Published

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
"""A month's name or short form; for case-insensitive patterns."""

WEEKDAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?"
"""A weekday's name or short form; for case-insensitive patterns."""

YEAR: Final = r"(?:19|20)\d\d"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"

MONTH_DAY: Final = rf"(?:{MONTH}\s?{_DAY}|{_DAY}(?:\s+of)?[\s-]{MONTH})(?!\d)"
"""A day of a month in either order, without its year."""

WRITTEN: Final = (
    rf"(?:{MONTH}\s?{_DAY}\s?,?\s*{YEAR}|{_DAY}(?:\s+of)?[\s-]{MONTH}(?:\s?,\s*|\s+|-){YEAR}"
    rf"|{YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{YEAR})(?!\d)"
)
"""A full date as newspapers write it; for case-insensitive patterns."""

_MONTH_DAY_YEAR = re.compile(
    rf"(?P<month>{MONTH})\s?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s*(?P<year>{YEAR})(?!\d)", re.IGNORECASE
)
_DAY_MONTH_YEAR = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<month>{MONTH})(?:\s?,\s*|\s+|-)(?P<year>{YEAR})(?!\d)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"^\W*(?P<month>{MONTH})\s?,?\s*(?P<year>{YEAR})\W*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>{YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})[-/.](?P<second>\d{{1,2}})[-/.](?P<year>{YEAR})(?!\d)")
_ISO = re.compile(r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?(?:[T\s].*)?$", re.DOTALL)
_IN_ADDRESS = re.compile(
    rf"(?:/|=)(?P<year>{YEAR})[/-]?(?P<month>[01]\d|{MONTH})[/-]?(?P<day>[0-3]\d)(?=[/?&._-]|$)", re.IGNORECASE
)

NUMBER_MAX_MONTH: Final = 12


def stated_date(words: str, known: KnownFrom) -> Published | None:
    """Read the first full date in `words`, or a month alone with its year; None if there is none.

    A date in numbers alone with the year last (`03/04/2020`) is read only where one number can be no month.
    """
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_FIRST):
        if found := pattern.search(words):
            return _published(found["year"], found["month"], found["day"], known)
    if found := _YEAR_LAST.search(words):
        return _year_last(found, known)
    if found := _MONTH_YEAR.match(words):
        return _published(found["year"], found["month"], None, known)
    return None


def iso_date(value: str, known: KnownFrom) -> Published | None:
    """Read a date or date-time as data sets write it (ISO 8601, RFC 2822, `2020`, `2020-04`); None if it is neither.

    The day is the one written, in the time zone written. Only the day is kept, so a date-time has day precision.
    """
    words = value.strip()
    if (found := _ISO.match(words)) and found["year"] >= "1000":
        return _published(found["year"], found["month"], found["day"], known)
    return stated_date(words, known)


def address_date(url: str) -> Published | None:
    """Read the day that many outlets write into a story's address (`/2020/04/01/`); None if there is none."""
    found = _IN_ADDRESS.search(url)
    return _published(found["year"], found["month"], found["day"], "url") if found else None


def _year_last(found: re.Match[str], known: KnownFrom) -> Published | None:
    first, second = int(found["first"]), int(found["second"])
    if first > NUMBER_MAX_MONTH or first == second:
        return _published(found["year"], found["second"], found["first"], known)
    if second > NUMBER_MAX_MONTH:
        return _published(found["year"], found["first"], found["second"], known)
    return None


def _published(year: str, month: str | None, day: str | None, known: KnownFrom) -> Published | None:
    """Make the date if the calendar has it; what is missing lowers the precision and is set to the first."""
    try:
        date = dt.date(int(year), _month(month) if month else 1, int(day) if day else 1)
    except ValueError:
        return None
    return Published(date, "day" if day else "month" if month else "year", known)


def _month(words: str) -> int:
    return int(words) if words.isdecimal() else _MONTHS.index(words[:3].lower()) + 1
