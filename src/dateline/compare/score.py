"""An event of a table and one of the archive enter, how likely they are one and the named reasons leave.

Five features are weighed: day, place, kind, those who took part, and toll. Each has a few levels, and the weight of a
level is the logarithm of how much more often pairs that are one have it than other pairs of the same days and country.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterator

import msgspec

from dateline.archive.names import spaced
from dateline.compare.types import Dead, Spot, Theirs
from dateline.export import event_place
from dateline.export.told import ARMED, sectors
from dateline.ground.where.globe import distance_km
from dateline.model import Event, Place, PlacePrecision, Reason

_REACH_KM: dict[PlacePrecision, float] = {"site": 2.0, "town": 10.0, "district": 30.0, "province": 150.0}
"""How far a place of ours reaches where the gazetteer does not say."""

NEAR_KM, FAR_KM = 25.0, 75.0
"""Beyond what both places reach: up to the first a neighbouring town, beyond the second another part of the country."""

NEAR_TOLL = 0.66
"""Share of the larger of two numbers that the smaller must have for both to be about the same: 4 and 6 are."""

# Measured by `python -m evaluation.tables` on rows up to 2012, and checked on those after. All these rows are of force in
# one country, so the weights of another kind, of a type among many and of other sides cannot be measured there: they are
# set by hand. So is that of others being hit (measured: -3.6), as the invented reports say more plainly than most who was.
WEIGHTS: dict[str, dict[str, float]] = {
    "day": {"same": 1.3, "overlap": -0.6, "1 off": -0.2, "2 off": -4.0, "3 off": -5.1, "not stated": -0.1},
    "place": {"same": 1.0, "inside": 0.8, "near": -1.4, "between": -2.9, "far": -3.8, "not told": -0.7},
    "kind": {"same": 0.4, "same type": 1.0, "unclear": -0.1, "others hit": -1.5, "other": -2.0},
    "sides": {"same": 0.2, "two countries": 0.5, "country": -0.2, "other": -1.0, "not told": 0.0},
    "toll": {"same": 1.5, "near": 0.4, "other": -1.6, "not told": 0.1},
}

BIAS = -2.0
"""The logarithm of how many pairs that are one there are for each other pair, measured likewise."""


class Ours(msgspec.Struct, frozen=True):
    """An event of the archive as it is compared: its days, stated or only bounded, and its place."""

    event: Event
    start: dt.date
    end: dt.date
    place: Place | None
    marks: frozenset[str]
    names: frozenset[str]

    @property
    def stated(self) -> bool:
        """Whether a text states the days."""
        return self.event.stated is not None


def ours_of(event: Event) -> Ours | None:
    """Give an event as it is compared; None where not even a bound of its days is known."""
    days = event.stated or event.bound
    if days is None:
        return None
    parties = (*event.actors, *event.recipients)
    marks = {mark for one in parties for mark in (one.identity, one.country) if mark}
    names = frozenset(_spelled(one.name) for one in parties)
    return Ours(event, days.start, days.end, event_place(event), frozenset(marks), names)


def levels_of(theirs: Theirs, ours: Ours) -> Iterator[tuple[str, str, str]]:
    """Give, of each feature, the level that a pair has, and what it was read from."""
    yield ("day", *_day(theirs, ours))
    yield ("place", *_place(theirs.where, ours.place))
    yield "kind", _kind(theirs, ours.event), f"{theirs.kind}, {ours.event.type}"
    yield "sides", _sides(theirs, ours), ", ".join(sorted(theirs.marks & ours.marks))
    yield ("toll", *_toll(theirs.killed, ours))


def scored(theirs: Theirs, ours: Ours) -> tuple[float, tuple[Reason, ...]]:
    """Give the probability that both are one event, and the weight of each feature."""
    reasons = tuple(
        Reason(feature, WEIGHTS[feature][level], f"{level}: {detail}" if detail else level)
        for feature, level, detail in levels_of(theirs, ours)
    )
    total = BIAS + math.fsum(reason.weight for reason in reasons)
    return round(1 / (1 + math.exp(-total)), 4), reasons


def days_apart(theirs: Theirs, ours: Ours) -> int:
    """Give the days between the last of the earlier and the first of the later; 0 where they share one."""
    return max(0, (theirs.start - ours.end).days, (ours.start - theirs.end).days)


def _day(theirs: Theirs, ours: Ours) -> tuple[str, str]:
    apart = days_apart(theirs, ours)
    said = f"{days_words(theirs.start, theirs.end)}, {days_words(ours.start, ours.end)}"
    if not ours.stated:
        return "not stated", said
    if apart:
        return f"{min(apart, 3)} off", said
    exact = theirs.start == theirs.end and ours.start == ours.end
    return ("same" if exact else "overlap"), said


def days_words(start: dt.date, end: dt.date) -> str:
    """Say days."""
    return start.isoformat() if start == end else f"{start} to {end}"


def gap_km(where: Spot, place: Place | None) -> tuple[float, float] | None:
    """Give how far two places are apart, and how much of that both reach; None where one has no point."""
    if place is None or where.lat is None or where.lon is None or place.lat is None or place.lon is None:
        return None
    if place.precision in {"country", "region"}:
        return None
    reach = place.radius_km or _REACH_KM[place.precision]
    apart = distance_km((where.lat, where.lon), (place.lat, place.lon))
    return apart, reach + (where.within_km or 0.0)


def _place(where: Spot, place: Place | None) -> tuple[str, str]:
    gap = gap_km(where, place)
    if gap is None or place is None:
        return "not told", f"{where.name}, {place.name}" if place else where.name
    apart, reach = gap
    words = f"{where.name}, {place.name}, {apart:.0f} km"
    exact = place.precision in {"site", "town"} and (where.within_km or 0) <= NEAR_KM
    if apart <= reach:
        return ("same" if exact else "inside"), words
    beyond = apart - reach
    return ("near" if beyond <= NEAR_KM else "between" if beyond <= FAR_KM else "far"), words


def _kind(theirs: Theirs, ours: Event) -> str:
    """Tell whether the kind is one; of force also whether both are against civilians, or both between armed sides."""
    if theirs.types and ours.type not in theirs.types:
        return "other"
    against = sectors(ours.recipients)
    civil = True if against == {"CVL"} else False if against & ARMED else None
    if theirs.civil is None:
        return "same type"
    if civil is None:
        return "unclear"
    return "same" if theirs.civil is civil else "others hit"


def _sides(theirs: Theirs, ours: Ours) -> str:
    if named_alike(theirs, ours):
        return "same"
    if not theirs.marks or not ours.marks:
        return "not told"
    common = theirs.marks & ours.marks
    if any("/" in mark for mark in common):
        return "same"
    return ("two countries" if len(common) > 1 else "country") if common else "other"


def named_alike(theirs: Theirs, ours: Ours) -> bool:
    """Tell whether someone has one name in both."""
    return any(_spelled(side) in ours.names for side in theirs.sides)


@functools.lru_cache(maxsize=65536)
def _spelled(name: str) -> str:
    return spaced(name)


def _toll(killed: Dead | None, ours: Ours) -> tuple[str, str]:
    toll = ours.event.killed
    if killed is None or toll is None:
        return "not told", ""
    words = f"{killed.best:,}, {toll.best:,}"
    if toll.best == killed.best:
        return "same", words
    return ("near" if near(killed, toll.best) else "other"), words


def near(killed: Dead, number: int) -> bool:
    """Tell whether a number lies in the table's range, or is about its best one."""
    less, more = sorted((killed.best, number))
    return killed.low <= number <= killed.high or (more > 0 and less / more >= NEAR_TOLL)
