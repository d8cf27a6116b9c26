"""What reports say of days enters, the weight of each day in their story leaves.

A day counts by the reports that were published on it, by those that date something to it at once, and most by those that
still point back to it days later. Reports of the days around it count a little: news of a day comes in on the next.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from dateline.model import KeyDay

# Days after which a report that dates something is not fresh news of it.
_FRESH = 2

# What each kind of telling adds, on the logarithm of its number. Set on half of the topics of a collection of timelines
# and on half of twelve conflicts of a news digest; `evaluation/timeline.py` reports the other halves.
_POINTED = 1.0
_DATED = 0.5
_TOLD = 0.3

# Weight of what is published k days away, and how far that is followed.
_AROUND = 0.1
_CLOSE, _WIDE, _WIDE_SHARE = 1.5, 10.0, 0.3
_REACH = 30


class Telling(msgspec.Struct, frozen=True):
    """One report speaks of a story: its family of prints, its day, and the day that it dates something to, if any."""

    family: str
    published: dt.date | None
    day: dt.date | None


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


def _weighed(day: dt.date, published: dict[dt.date, list[Telling]], dated: Sequence[Telling], counts: Counts) -> KeyDay:
    at_once = _families(one for one in dated if not _is_later(one, day) and counts(one, day))
    later = _families(one for one in dated if _is_later(one, day) and counts(one, day))
    told = _families(one for one in published.get(day, ()) if counts(one, day))
    around = 0.0
    for apart in range(1, _REACH + 1):
        share = math.exp(-apart / _CLOSE) + _WIDE_SHARE * math.exp(-apart / _WIDE)
        for near in (day - dt.timedelta(apart), day + dt.timedelta(apart)):
            if near in published:
                around += share * math.log1p(_families(one for one in published[near] if counts(one, day)))
    weight = _POINTED * math.log1p(later) + _DATED * math.log1p(at_once) + _TOLD * math.log1p(told) + _AROUND * around
    return KeyDay(day=day, weight=round(weight, 4), told=told, dated=at_once, pointed=later)


def _is_later(telling: Telling, day: dt.date) -> bool:
    return telling.published is not None and (telling.published - day).days > _FRESH


def _families(tellings: Iterable[Telling]) -> int:
    return len({telling.family for telling in tellings})
