"""Takes the words of a date that name their own year; gives the `Moment` or `Published` written, None if it is no real date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from dateline.model import KnownFrom, Precision, Published, Sureness
from dateline.read.zones import UTC, zone_of

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
_CLOCK_BETWEEN = re.compile(
    rf"(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?(?:\s+(?:[A-Z]{{2,5}}|[+-]\d{{4}}))?\s+(?P<year>{YEAR})(?!\d)",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(
    rf"^(?:{WEEKDAY},\s?)?(?P<day>\d{{1,2}})[-\s](?P<month>{MONTH})[-\s](?P<year>\d\d)\s\d\d?:\d\d", re.IGNORECASE
)
_MONTH_YEAR = re.compile(rf"^\W*(?P<month>{MONTH})\s?,?\s*(?P<year>{YEAR})\W*$", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(?<!\d)(?P<year>{YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)")
_YEAR_LAST = re.compile(rf"(?<!\d)(?P<first>\d{{1,2}})[-/.](?P<second>\d{{1,2}})[-/.](?P<year>{YEAR})(?!\d)")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?)?(?:[T\s].*|(?P<zone>Z|[+-]\d\d:\d\d))?$", re.DOTALL
)
_COMPACT = re.compile(rf"(?P<year>{YEAR})(?P<month>[01]\d)(?P<day>[0-3]\d)[0-2]\d(?:[0-5]\d){{0,2}}$", re.ASCII)
_UNIX = re.compile(r"(?P<seconds>\d{9,10})(?P<thousandths>\d{3})?(?:\.\d+)?$", re.ASCII)
_CLOCK = re.compile(
    r"(?:(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"|(?<=\dT)(?P<hours>\d\d)(?P<minutes>\d\d)(?P<seconds>\d\d)?(?:[.,]\d+)?)(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_IN_PATH = re.compile(
    rf"(?:/|=)(?P<year>{YEAR})[/-]?(?P<month>[01]\d|{MONTH})[/-]?(?P<day>[0-3]\d)(?=[/?&._-]|$)", re.IGNORECASE
)
_IN_NAME = re.compile(rf"[-_](?P<year>{YEAR})(?P<dash>-?)(?P<month>[01]\d)(?P=dash)(?P<day>[0-3]\d)(?=[/?.]|$)")
_MONTH_IN_PATH = re.compile(rf"/(?P<year>{YEAR})/(?P<month>[01]?\d|{MONTH})/", re.IGNORECASE)

NUMBER_MAX_MONTH: Final = 12

_NOON: Final = 12

_FIRST_DAY: Final = "0001-01-01"
"""What many programs write where they have no date; no other year before 1000 is one."""

_FIRST_UNIX: Final = 631_152_000
"""A number of seconds below this (1990) is more likely another number: no outlet dated its stories so before the web."""

_FIRST_SHORT_YEAR: Final = 50
"""A year of two digits is one of 1950 to 2049: the obsolete dates of HTTP, mail and feeds (RFC 5322, 4.3)."""


class Moment(msgspec.Struct, frozen=True):
    """A date as it is written: the day, how exact it is, and the time of day and the zone where they stand there.

    `zone` is an offset (`+03:00`). A zone whose short form has two meanings (`IST`) is no zone.
    """

    day: dt.date
    precision: Precision = "day"
    clock: dt.time | None = None
    zone: str | None = None

    def published(self, known: KnownFrom, sure: Sureness = "likely") -> Published:
        """Give it as a publication date; only the day is kept."""
        return Published(self.day, self.precision, known, sure, self.zone)


def stated_date(words: str, known: KnownFrom) -> Published | None:
    """Read the first full date in `words`, or a month alone with its year; None if there is none.

    A date in numbers alone with the year last (`03/04/2020`) is read only where one number can be no month.
    """
    found = stated_moment(words)
    return found.published(known) if found else None


def iso_date(value: str, known: KnownFrom) -> Published | None:
    """Read a date or date-time as data sets write it (see `data_moment`); None if it is none."""
    found = data_moment(value)
    return found.published(known) if found else None


def stated_moment(words: str) -> Moment | None:
    """Read what `stated_date` reads, with time of day and zone."""
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _YEAR_FIRST, _CLOCK_BETWEEN):
        if found := pattern.search(words):
            return _moment(found["year"], found["month"], found["day"], words)
    if found := _YEAR_LAST.search(words):
        return _year_last(found, words)
    if found := _MONTH_YEAR.match(words):
        return _moment(found["year"], found["month"], None, "")
    return None


def data_moment(value: str) -> Moment | None:
    """Read a date as data sets write it: ISO 8601, RFC 2822, HTTP, `2020`, `2020-04`, seconds or milliseconds since 1970.

    The day is the one written, in the zone written; of seconds since 1970 it is the day in universal time.
    """
    words = value.strip()
    if (found := _ISO.match(words)) and (found["year"] >= "1000" or words.startswith(_FIRST_DAY)):
        moment = _moment(found["year"], found["month"], found["day"], words)
        return msgspec.structs.replace(moment, zone=zone_of(found["zone"])) if moment and found["zone"] else moment
    if found := _COMPACT.match(words):
        return _moment(found["year"], found["month"], found["day"], "")
    if found := _UNIX.match(words):
        return _unix(int(found["seconds"]))
    if found := _SHORT_YEAR.match(words):
        century = "19" if int(found["year"]) >= _FIRST_SHORT_YEAR else "20"
        return _moment(century + found["year"], found["month"], found["day"], words)
    return stated_moment(words)


def address_date(url: str) -> Published | None:
    """Read the date that many outlets write into a story's address; None if there is none.

    A day that is a part of the path (`/2020/04/01/`) is likely the publication date; one at the end of a name
    (`-20200401`) may be that of the event, and a month (`/2020/04/`) is no day: these are unsure.
    """
    for pattern in (_IN_PATH, _IN_NAME, _MONTH_IN_PATH):
        for found in pattern.finditer(url):
            parts = found.groupdict()
            if moment := _moment(found["year"], found["month"], parts.get("day"), ""):
                return moment.published("url", "likely" if pattern is _IN_PATH else "unsure")
    return None


def full_dates(text: str) -> Iterator[tuple[re.Match[str], dt.date]]:
    """Give each full date with its month in words in `text`, and where it stands."""
    for pattern in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        for found in pattern.finditer(text):
            if moment := _moment(found["year"], found["month"], found["day"], ""):
                yield found, moment.day


def _year_last(found: re.Match[str], words: str) -> Moment | None:
    first, second = int(found["first"]), int(found["second"])
    if first > NUMBER_MAX_MONTH or first == second:
        return _moment(found["year"], found["second"], found["first"], words)
    if second > NUMBER_MAX_MONTH:
        return _moment(found["year"], found["first"], found["second"], words)
    return None


def _unix(seconds: int) -> Moment | None:
    if seconds < _FIRST_UNIX:
        return None
    point = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return Moment(point.date(), "day", point.time(), UTC)


def _moment(year: str, month: str | None, day: str | None, words: str) -> Moment | None:
    """Make the date if the calendar has it; what is missing lowers the precision and is set to the first."""
    try:
        date = dt.date(int(year), _month(month) if month else 1, int(day) if day else 1)
    except ValueError:
        return None
    clock, zone = _clock(words) if day else (None, None)
    return Moment(date, "day" if day else "month" if month else "year", clock, zone)


def _clock(words: str) -> tuple[dt.time | None, str | None]:
    """Read the first time of day in `words` and the zone behind it."""
    found = _CLOCK.search(words)
    if not found:
        return None, None
    hour = int(found["hour"] or found["hours"])
    if half := found["half"]:
        hour = hour % _NOON + (_NOON if half.lower() == "p" else 0)
    minute, second = int(found["minute"] or found["minutes"]), int(found["second"] or found["seconds"] or 0)
    try:
        clock = dt.time(hour, minute, min(second, 59))  # a leap second is second 60
    except ValueError:
        clock = None  # `24:00` is the end of the day that is written
    return clock, zone_of(words[found.end() :])


def _month(words: str) -> int:
    return int(words) if words.isdecimal() else _MONTHS.index(words[:3].lower()) + 1
