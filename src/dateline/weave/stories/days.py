"""What reports say of days enters, the weight of each day in their story leaves.

A day counts by the reports that were published on it, by those that date something to it while it is news, and most by
those that still point back to it weeks later. Reports of the days around it count too: news of a day comes in on the next.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from dateline.ground.when import times_of
from dateline.model import Claim, KeyDay, Report, When

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

# Days after which a report that dates something is not news of it. Set with the weights: from three to four weeks the
# timelines are found about equally well, under two and over five worse.
_NEWS = 21

# What each kind of telling adds, on the logarithm of its number. Fitted by logistic regression within each story, on half
# of the timelines of a collection and, of a news digest, half of its twelve largest conflicts and the 48 next;
# `evaluation/timeline.py` reports the other halves.
_POINTED = 1.0
_DATED = 0.07
_TOLD = 0.3
_AROUND = 0.22

# How much a report counts for a day k days away: exp(-k / _FADE), and how far that is followed.
_FADE = 3.0
_REACH = 14


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
    news = _shares((one, 1.0) for one in about if not _points_back(one, day))
    pointed = _shares((one, 1.0) for one in about if _points_back(one, day))
    told = _shares((one, 1.0) for one in published.get(day, ()) if counts(one, day))
    around = _shares((one, fading) for one, fading in _around(day, published) if counts(one, day))
    weight = _POINTED * _grade(pointed) + _DATED * _grade(news) + _TOLD * _grade(told) + _AROUND * _grade(around)
    return KeyDay(day=day, weight=round(weight, 4), told=len(told), dated=len(news), pointed=len(pointed))


def _points_back(telling: Telling, day: dt.date) -> bool:
    return telling.published is not None and (telling.published - day).days > _NEWS


def _around(day: dt.date, published: Mapping[dt.date, Sequence[Telling]]) -> Iterator[tuple[Telling, float]]:
    """Give what is published on the days before and after, with what part of it counts."""
    for apart in range(1, _REACH + 1):
        fading = math.exp(-apart / _FADE)
        for other in (day - dt.timedelta(apart), day + dt.timedelta(apart)):
            yield from ((one, fading) for one in published.get(other, ()))


def _shares(tellings: Iterable[tuple[Telling, float]]) -> dict[str, float]:
    """Give the share of each family of prints: that of the print that is most of the story."""
    found: dict[str, float] = {}
    for one, part in tellings:
        found[one.family] = max(one.share * part, found.get(one.family, 0.0))
    return found


def _grade(shares: Mapping[str, float]) -> float:
    return math.log1p(math.fsum(shares.values()))
