"""Two events enter, the tie between them leaves: how likely it is that one story tells both, with its reasons."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Iterator

import msgspec

from dateline.model import Actor, CauseKind, Event, Place, Reason

# What all stories of a country share ties none of them together.
_GENERAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "CVL", "IGO", "MED", "UNK", None})

_POINTS = frozenset({"site", "town", "district"})

# An event that is dated less exactly than this is taken to be of the day on which it was first reported.
_WIDEST_DAYS = 45

_WEEK = 7

# A story's next event mostly comes within two weeks.
_WEEKS_APART = 2

# Chances that two events are of one story before anything is compared, and what each feature adds, as log-odds. Set by
# hand on reports of 2013 to 2022; that a report names a cause, or tells both, says most.
_PRIOR = -2.6
_NAMED = {"cause": 4.0, "order": 3.0}
_TOLD_TOGETHER = 2.4
_TOLD_IN_PRINTS = 1.6
_WHO = 1.3
_SIDES = 1.8
_SPOT = 1.6
_NEAR = 0.8
_COUNTRY = 0.8
_AGES = ((1, 0.7), (7, 0.3), (14, -0.3), (30, -0.9), (90, -1.8))
_LONG_AGO = -3.0

_NEAR_KM = 60.0
_KM_PER_DEGREE = 111.2


class Footing(msgspec.Struct, frozen=True, kw_only=True):
    """What of an event is compared: its days as ordinals, who, which two sides, where, and the reports that tell it.

    `families` are those of its reports: prints of one text share one.
    """

    event: str
    first: int
    last: int
    who: frozenset[str]
    sides: frozenset[str]
    spots: tuple[tuple[str, float, float], ...]
    countries: frozenset[str]
    reports: frozenset[str]
    families: frozenset[str]


def footing_of(event: Event, reports: Iterable[str], families: Iterable[str]) -> Footing | None:
    """Give the footing of an event, None where no day of it is known."""
    days = days_of(event)
    if days is None:
        return None
    return Footing(
        event=event.id,
        first=days[0].toordinal(),
        last=days[1].toordinal(),
        who=frozenset(_who(event)),
        sides=frozenset(_sides(event)),
        spots=tuple(_spots(event.places)),
        countries=frozenset(_countries(event)),
        reports=frozenset(reports),
        families=frozenset(families),
    )


def keys_of(event: Event) -> tuple[int, ...]:
    """Give the keys under which events of one story meet, as signed 64-bit integers: a week, and who or where."""
    days = days_of(event)
    return tuple(sorted(set(_keys(event, days[0].toordinal() // _WEEK)))) if days else ()


def nearby_keys(event: Event) -> tuple[int, ...]:
    """Give the keys of an event for its own week and the weeks around it."""
    days = days_of(event)
    if days is None:
        return ()
    weeks = range(days[0].toordinal() // _WEEK - _WEEKS_APART, days[1].toordinal() // _WEEK + _WEEKS_APART + 1)
    return tuple(sorted({key for week in weeks for key in _keys(event, week)}))


def days_of(event: Event) -> tuple[dt.date, dt.date] | None:
    """Give the first and last day of an event; where none is stated closely enough, the day of the first report."""
    stated = event.stated
    if stated and (stated.end - stated.start).days <= _WIDEST_DAYS:
        return stated.start, stated.end
    return (event.first_reported, event.first_reported) if event.first_reported else None


def tie_of(one: Footing, other: Footing, named: CauseKind | None) -> tuple[float, tuple[Reason, ...]]:
    """Give the probability that one story tells both events, with the reasons; `named` where a report joins them."""
    reasons = tuple(_reasons(one, other, named))
    return 1 / (1 + math.exp(-(_PRIOR + sum(reason.weight for reason in reasons)))), reasons


def _reasons(one: Footing, other: Footing, named: CauseKind | None) -> Iterator[Reason]:
    if named is not None:
        yield Reason(named, _NAMED[named], "a report names the one as the other's cause or as before it")
    if one.reports & other.reports:
        yield Reason("report", _TOLD_TOGETHER, "told in one report")
    elif one.families & other.families:
        yield Reason("copies", _TOLD_IN_PRINTS, "told in prints of one text")
    if who := sorted(one.who & other.who):
        yield Reason("who", _WHO, f"{', '.join(who)} in both")
    if sides := sorted(one.sides & other.sides):
        yield Reason("sides", _SIDES, f"both between {', '.join(sides)}")
    yield from _where(one, other)
    gap = max(0, one.first - other.last, other.first - one.last)
    yield Reason("days", next((weight for most, weight in _AGES if gap <= most), _LONG_AGO), f"{gap} days apart")


def _where(one: Footing, other: Footing) -> Iterator[Reason]:
    apart = min((_distance_km(here, there) for here in one.spots for there in other.spots), default=None)
    if apart is not None and apart <= _NEAR_KM:
        # The same place tells more than its neighbourhood.
        yield Reason("place", _SPOT if apart < 1 else _NEAR, f"{apart:.0f} km apart")
    elif shared := sorted(one.countries & other.countries):
        yield Reason("country", _COUNTRY, f"{', '.join(shared)} in both")


def _keys(event: Event, week: int) -> Iterator[int]:
    for who in _who(event):
        yield _hash("who", who, week)
    for sides in _sides(event):
        yield _hash("sides", sides, week)
    for id_, _, _ in _spots(event.places):
        yield _hash("at", id_, week)


def _who(event: Event) -> Iterator[str]:
    """Give persons and groups of one kind only: a government or army is in half of its country's stories."""
    for actor in (*event.actors, *event.recipients):
        if actor.identity is not None and (actor.is_person or actor.sector not in _GENERAL):
            yield actor.identity


def _sides(event: Event) -> Iterator[str]:
    """Give who faces whom, in either direction: countries, and inside one country the kinds of party."""
    for actor in event.actors:
        for recipient in event.recipients:
            if actor.country and recipient.country:
                abroad = actor.country != recipient.country
                pair = sorted((_side(actor, abroad=abroad), _side(recipient, abroad=abroad)))
                yield " and ".join(pair)


def _side(actor: Actor, *, abroad: bool) -> str:
    return str(actor.country) if abroad else f"{actor.country} {actor.sector or '?'}"


def _spots(places: Iterable[Place]) -> Iterator[tuple[str, float, float]]:
    for place in places:
        if place.id is not None and place.precision in _POINTS and place.lat is not None and place.lon is not None:
            yield place.id, place.lat, place.lon


def _countries(event: Event) -> Iterator[str]:
    """Give the countries in which it took place, else those of the parties."""
    at = {place.country for place in event.places if place.country}
    yield from at or {actor.country for actor in (*event.actors, *event.recipients) if actor.country}


def _distance_km(one: tuple[str, float, float], other: tuple[str, float, float]) -> float:
    # On a plane: what matters is whether the two are next to each other.
    north = (one[1] - other[1]) * _KM_PER_DEGREE
    east = (one[2] - other[2]) * _KM_PER_DEGREE * math.cos(math.radians((one[1] + other[1]) / 2))
    return math.hypot(north, east)


def _hash(*parts: object) -> int:
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
