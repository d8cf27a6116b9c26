"""Takes the dates that a source and its text state; gives the one that is used and those that cannot be right, with why."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence
from typing import Final

import msgspec

from dateline.model import Doubted, Published
from dateline.read.dates import full_dates

ZERO_DATES: Final = frozenset(
    {
        dt.date(1, 1, 1),
        dt.date(1899, 12, 30),
        dt.date(1899, 12, 31),
        dt.date(1900, 1, 1),
        dt.date(1904, 1, 1),
        dt.date(1969, 12, 31),
        dt.date(1970, 1, 1),
    }
)
"""Days that programs write where they have no date: the first days of their calendars."""

FIRST_WEB_YEAR: Final = 1990

_A_DAY: Final = dt.timedelta(days=1)
"""How much later than a day that is known a date may be: the outlet's clock may be half a day ahead."""

_LATER_BY: Final = dt.timedelta(days=366)
"""How much later than its publication a text must tell of things past before the date is doubted.

A year and a day: shorter spans are as often a slip of the year in the text itself.
"""

_TOLD_TWICE: Final = 2
"""Different later days that must be told as past: one alone may be a misprint."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_AHEAD: Final = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|can|must|due|until|till|before|by|plan\w*|schedul\w*|expect\w*|expir\w*|deadline"
    r"|propos\w*|slated|set|aim\w*|target\w*|agree\w*|postpon\w*|delay\w*|extend\w*|valid|end(?:s|ing)|begin(?:s|ning)|start(?:s|ing)"
    r"|next|upcoming|forthcoming|future|term|if|to)\b",
    re.IGNORECASE,
)
"""Words by which a sentence may look ahead; one with any of them is no proof."""

_PAST: Final = re.compile(
    r"\b(?:was|were|had|did|said|told|took|went|came|made|gave|held|won|lost|broke|struck|shot|\w{2,}ed)\b"
)
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z])|\n")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of when a report can have been published.

    `today` and `not_after` (fetched or sent) are days that it cannot be later than, `founded` is the year before which
    its outlet did not exist. `page` says that it is a web page.
    """

    today: dt.date | None = None
    not_after: dt.date | None = None
    founded: int | None = None
    page: bool = False


NO_LIMITS: Final = Limits()


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the text itself says of its publication: the dates of its date line and dateline, and a dateline's month and day."""

    dates: tuple[Published, ...] = ()
    month_day: tuple[int, int] | None = None


def settled(
    dates: Sequence[Published], said: Said, text: str, limits: Limits
) -> tuple[Published | None, tuple[Doubted, ...]]:
    """Give the first date that can be right, surer where the text bears it out, and all that cannot be."""
    doubted: list[Doubted] = []
    possible: list[Published] = []
    weighed = sorted(_borne_out([*dates, *said.dates], said), key=lambda date: date.sure == "unsure")
    for date in _distinct(weighed):
        if why := doubt(date, text, limits):
            doubted.append(Doubted(date, why))
        else:
            possible.append(date)
    return _contradicted(possible), tuple(doubted)


def doubt(date: Published, text: str, limits: Limits) -> str | None:
    """Say why a date cannot be the publication date, or None where it can; what the caller has given is taken as it is."""
    if date.known == "given":
        return None
    if why := _outside(date, limits):
        return why
    bare = date.sure != "certain"
    if date.day in ZERO_DATES and date.precision == "day" and (limits.page or (bare and date.known == "metadata")):
        return "programs write it where they have no date"
    if limits.page and bare and date.day.year < FIRST_WEB_YEAR:
        return f"there were no web pages before {FIRST_WEB_YEAR}, and nothing else bears it out"
    if later := _told_later(date, text):
        return f"the text tells of {later[0]} and {later[1]} as past"
    return None


def _outside(date: Published, limits: Limits) -> str | None:
    if limits.today and date.day - limits.today > _A_DAY:
        return f"it is later than today, {limits.today}"
    if limits.not_after and date.day - limits.not_after > _A_DAY:
        return f"it is later than the day on which the report was fetched or sent, {limits.not_after}"
    if limits.founded and date.day.year < limits.founded:
        return f"the outlet was founded in {limits.founded}"
    return None


def _borne_out(dates: list[Published], said: Said) -> list[Published]:
    """Put first, as certain, the date that a second kind of evidence bears out; without one the order stays."""
    if not dates or dates[0].sure == "certain":
        return dates
    for date in dates:
        if date.precision == "day" and (_is_seconded(date, dates) or _is_sent(date, said)):
            return [msgspec.structs.replace(date, sure="certain"), *(other for other in dates if other is not date)]
    return dates


def _contradicted(dates: Sequence[Published]) -> Published | None:
    """Give the first date, as unsure where other evidence that is as plain gives another day.

    A day is no contradiction: what is written late on one is dated the next, and so are times in another zone.
    """
    if not dates or dates[0].sure != "likely" or dates[0].precision != "day":
        return next(iter(dates), None)
    first, *rest = dates
    plain = [one for one in rest if one.sure == "likely" and one.precision == "day" and one.known != first.known]
    if any(abs(one.day - first.day) > _A_DAY for one in plain):
        return msgspec.structs.replace(first, sure="unsure")
    return first


def _is_seconded(date: Published, dates: Sequence[Published]) -> bool:
    return any(other.known != date.known and other.day == date.day and other.precision == "day" for other in dates)


def _is_sent(date: Published, said: Said) -> bool:
    """Tell whether an agency sent the report on that day or the day before: what is sent on one is printed on the next."""
    if date.known == "dateline" or date.day == dt.date.min:
        return False
    return said.month_day in {(day.month, day.day) for day in (date.day, date.day - _A_DAY)}


def _distinct(dates: Sequence[Published]) -> list[Published]:
    """Give each date once, as it is known best."""
    seen: dict[tuple[dt.date, str], Published] = {}
    for date in dates:
        seen.setdefault((date.day, date.precision), date)
    return list(seen.values())


def _told_later(date: Published, text: str) -> tuple[str, str] | None:
    """Give two full dates that the text tells of as past and that are more than a year later than its publication."""
    if not any(int(year) > date.day.year for year in _YEAR.findall(text)):
        return None
    days: dict[dt.date, str] = {}
    for found, day in itertools.islice(full_dates(text), _MOST_DATES):
        if day - date.day > _LATER_BY and _is_past(text, found.start(), found.end()):
            days.setdefault(day, " ".join(found.group().split()))
            if len(days) == _TOLD_TWICE:
                first, second = days.values()
                return first, second
    return None


_MOST_DATES: Final = 1000
"""Full dates that are looked at: a story has under twenty, and a table of thousands proves nothing."""

_SENTENCE: Final = 300
"""Characters either side of a date within which its sentence lies; a longer one is no proof."""


def _is_past(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence around a date is in the past tense and looks nowhere ahead."""
    before = _SENTENCE_END.split(text[max(0, start - _SENTENCE) : start])[-1]
    behind = _SENTENCE_END.split(text[end : end + _SENTENCE])[0]
    sentence = f"{before} {behind}"
    return _PAST.search(sentence) is not None and _AHEAD.search(sentence) is None
