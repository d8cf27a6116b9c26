"""What reports say of days enters, the weight of each day in their story leaves.

A day counts by the reports that were published on it, by those that date something to it at once, and most by those that
still point back to it days later. Reports of the days around it count a little: news of a day comes in on the next.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from dateline.ground.when import times_of
from dateline.model import Claim, KeyDay, Report, When

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# Days after which a report that dates something is not fresh news of it.
_FRESH = 2

# What each kind of telling adds, on the logarithm of its number. Set on half of the topics of a collection of timelines
# and on half of twelve conflicts of a news digest; `evaluation/timeline.py` reports the other halves.
_POINTED = 1.0
_DATED = 0.3
_TOLD = 0.5

# Weight of what is published k days away, and how far that is followed. It is small, so that it decides where nothing
# is told of a day itself.
_AROUND = 0.03
_CLOSE, _WIDE, _WIDE_SHARE = 3.0, 15.0, 0.6
_REACH = 30


class Telling(msgspec.Struct, frozen=True):
    """One report speaks of a story: its family of prints, its day, and the day that it dates something to, if any.

    `share` is how much it is of the story, 1 where it surely is.
    """

    family: str
    published: dt.date | None
    day: dt.date | None
    share: float = 1.0


def tellings_of(report: Report, claims: Iterable[Claim], share: float = 1.0) -> tuple[Telling, ...]:
    """Give what a report tells of days: those that its claims are dated to, and those that its text names."""
    published = report.published.day if report.published else None
    days = {
        when.stated.start
        for when in map(_when, claims)
        if when and when.stated and when.stated.start == when.stated.end
    }
    named = (_day(time.value) for time in times_of(report.text, report.published) if time.value)
    days.update(day for day in named if day is not None)
    return tuple(Telling(report.text_id, published, day, share) for day in (None, *sorted(days)))


def _when(claim: Claim) -> When | None:
    return claim.timing.when.choice if claim.timing.when else None


def _day(value: str) -> dt.date | None:
    """Read a TIMEX3 value that is a day, or a time on one."""
    found = _DAY.match(value)
    if found is None:
        return None
    try:
        return dt.date.fromisoformat(found[0])
    except ValueError:
        return None


Counts = Callable[[Telling, dt.date], bool]
"""Tells whether a telling may count for a day."""


def key_days(tellings: Iterable[Telling], days: Iterable[dt.date], counts: Counts = lambda *_: True) -> list[KeyDay]:
    """Weigh the given days, the heaviest first and of equals the earliest."""
    published: dict[dt.date, list[Telling]] = defaultdict(list)
    dated: dict[dt.date, list[Telling]] = defaultdict(list)
    for telling in set(tellings):
        if telling.day is not None:
            dated[telling.day].append(telling)
        if telling.published is not None:
            published[telling.published].append(telling)
    found = (_weighed(day, published, dated[day], counts) for day in sorted(set(days)))
    return sorted(found, key=lambda one: (-one.weight, one.day))


def _weighed(
    day: dt.date, published: Mapping[dt.date, Sequence[Telling]], dated: Iterable[Telling], counts: Counts
) -> KeyDay:
    about = [one for one in dated if counts(one, day)]
    at_once = _shares(one for one in about if not _is_later(one, day))
    later = _shares(one for one in about if _is_later(one, day))
    told = _shares(one for one in published.get(day, ()) if counts(one, day))
    weight = _POINTED * _grade(later) + _DATED * _grade(at_once) + _TOLD * _grade(told)
    for apart in range(1, _REACH + 1):
        near = math.exp(-apart / _CLOSE) + _WIDE_SHARE * math.exp(-apart / _WIDE)
        for other in (day - dt.timedelta(apart), day + dt.timedelta(apart)):
            if other in published:
                weight += _AROUND * near * _grade(_shares(one for one in published[other] if counts(one, day)))
    return KeyDay(day=day, weight=round(weight, 4), told=len(told), dated=len(at_once), pointed=len(later))


def _is_later(telling: Telling, day: dt.date) -> bool:
    return telling.published is not None and (telling.published - day).days > _FRESH


def _shares(tellings: Iterable[Telling]) -> dict[str, float]:
    """Give the share of each family of prints: that of the print that is most of the story."""
    found: dict[str, float] = {}
    for one in tellings:
        found[one.family] = max(one.share, found.get(one.family, 0.0))
    return found


def _grade(shares: Mapping[str, float]) -> float:
    return math.log1p(math.fsum(shares.values()))
