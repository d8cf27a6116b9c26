"""One report's claims enter, `Traits` leave: the few comparable facts of what it tells of each event, all told together.

A report spreads an event over its sentences: the place stands in one, the toll in the next, who claims it in a third.
So its claims about one event are compared as one, and the unit that is linked across reports is what a report tells of
an event, named by the first of the claims.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from dateline.model import Actor, Claim, Count, EventType, Interval, Place, PlacePrecision, Sector, Span
from dateline.weave.evidence import Evidence
from dateline.weave.parties import chosen
from dateline.weave.words import folded, stems

T = TypeVar("T")

# What a place's name may be away from where the event was, where the gazetteer gives no radius.
_RADIUS_KM: dict[PlacePrecision, float] = {"site": 5.0, "town": 15.0, "district": 40.0, "province": 150.0}

_AREAS: frozenset[PlacePrecision] = frozenset({"province", "country", "region"})

_EARTH_KM = 6371.0


class Side(msgspec.Struct, frozen=True, array_like=True):
    """One party; `person` tells one human being from a body or a class of people such as "police"."""

    identity: str | None
    person: bool
    name: str
    country: str | None
    sector: Sector | None


class Spot(msgspec.Struct, frozen=True, array_like=True):
    """One place; without coordinates only its country can be compared."""

    id: str | None
    name: str
    country: str | None
    precision: PlacePrecision
    lat: float | None
    lon: float | None
    radius_km: float


class Days(msgspec.Struct, frozen=True, array_like=True):
    """Days as proleptic ordinals, both included."""

    start: int
    end: int

    @property
    def width(self) -> int:
        """How many days the interval has."""
        return self.end - self.start + 1

    def gap(self, other: Days) -> int:
        """How many days lie from one interval to the other; 0 where they share a day, 1 where they touch."""
        return max(0, self.start - other.end, other.start - self.end)


class Range(msgspec.Struct, frozen=True, array_like=True):
    """A number as said; an open end is None."""

    low: int | None
    high: int | None


class Traits(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """What is compared of what one report tells of one event; stems are as in `words`.

    `claims` are in the order of the text, and `trigger` is the first one's. `told` is the report's own name of the
    event, which its claims of other types may share. Each of `wordings` is one quote's words other than names.
    """

    claims: tuple[str, ...]
    report: str
    text: str
    told: str
    type: EventType
    modes: tuple[str, ...]
    trigger: Span
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    spots: tuple[Spot, ...]
    stated: tuple[Days, ...]
    bound: Days | None
    killed: tuple[Range, ...]
    injured: tuple[Range, ...]
    trigger_stems: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]
    instrument_stems: tuple[str, ...]

    @property
    def head(self) -> str:
        """The claim that stands for all of them."""
        return self.claims[0]


def traits_of(told: Iterable[Evidence], text: str) -> list[Traits]:
    """Give the traits of one report's claims, those of one type about one event together; `text` is the report's."""
    groups: dict[tuple[str, EventType], list[Evidence]] = {}
    for evidence in sorted(told, key=lambda one: (one.claim.trigger, one.claim.type, one.claim.id)):
        groups.setdefault((evidence.claim.event, evidence.claim.type), []).append(evidence)
    return [traits for group in groups.values() for traits in _at_one(group, text)]


def days_apart(one: Days, other: Days) -> bool:
    """Tell whether two intervals lie further apart than a day, or than three where one is a week or more."""
    return one.gap(other) > (3 if max(one.width, other.width) >= 7 else 1)


def distance_km(one: Spot, other: Spot) -> float | None:
    """Give the great-circle distance in kilometres, None where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _at_one(told: Sequence[Evidence], text: str) -> list[Traits]:
    """Put claims together, or leave them apart where their dates contradict each other: they may be several events'."""
    alone = [_pooled([evidence], text) for evidence in told]
    stated = {days for one in alone for days in one.stated}
    if any(days_apart(left, right) for left, right in itertools.combinations(stated, 2)):
        return alone
    return [_pooled(told, text)]


def _pooled(told: Sequence[Evidence], text: str) -> Traits:
    claims = [evidence.claim for evidence in told]
    first = claims[0]
    whens = [claim.timing.when.choice for claim in claims if claim.timing.when and claim.timing.when.choice]
    return Traits(
        claims=tuple(claim.id for claim in claims),
        report=first.report_id,
        text=told[0].text_id,
        told=first.event,
        type=first.type,
        modes=_each_once(claim.mode for claim in claims if claim.mode),
        trigger=first.trigger,
        actors=_each_once(map(_side, chosen(party for claim in claims for party in claim.actors))),
        recipients=_each_once(map(_side, chosen(party for claim in claims for party in claim.recipients))),
        spots=_spots(claims),
        stated=_each_once(_days(when.stated) for when in whens if when.stated),
        bound=next((_days(when.bound) for when in whens if when.bound), None),
        killed=_ranges(claim.killed for claim in claims),
        injured=_ranges(claim.injured for claim in claims),
        trigger_stems=stems(" ".join(claim.trigger.of(text) for claim in claims)),
        wordings=_each_once(_other_stems(claim, text) for claim in claims),
        instrument_stems=stems(" ".join(claim.instrument.text for claim in claims if claim.instrument)),
    )


def _each_once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _other_stems(claim: Claim, text: str) -> tuple[str, ...]:
    # Names and the trigger are compared as such: counted as words too, one agreement would count twice.
    parties = (*claim.actors, *claim.recipients)
    said = [claim.trigger.of(text), *(party.text for party in parties), *(at.text for at in claim.places)]
    said += [party.actor.choice.name for party in parties if party.actor and party.actor.choice]
    said += [at.place.choice.name for at in claim.places if at.place and at.place.choice]
    if claim.instrument:
        said.append(claim.instrument.text)
    counted = set(stems(" ".join(said)))
    return tuple(stem for stem in stems(claim.quote.of(text)) if stem not in counted)


def _side(actor: Actor) -> Side:
    return Side(actor.identity, actor.is_person, folded(actor.name), actor.country, actor.sector)


def _spots(claims: Iterable[Claim]) -> tuple[Spot, ...]:
    """Give the places, without the areas of a country in which a narrower place is named too: they would fit any."""
    choices = (at.place.choice for claim in claims for at in claim.places if at.place and at.place.choice)
    found = _each_once(map(_spot, choices))
    narrow = {spot.country for spot in found if spot.precision not in _AREAS}
    return tuple(spot for spot in found if spot.precision not in _AREAS or spot.country not in narrow)


def _spot(place: Place) -> Spot:
    radius = place.radius_km if place.radius_km is not None else _RADIUS_KM.get(place.precision, 0.0)
    return Spot(place.id, folded(place.name), place.country, place.precision, place.lat, place.lon, radius)


def _days(interval: Interval) -> Days:
    return Days(interval.start.toordinal(), interval.end.toordinal())


def _ranges(counts: Iterable[Count | None]) -> tuple[Range, ...]:
    found = (count for count in counts if count and (count.low is not None or count.high is not None))
    return _each_once(Range(count.low, count.high) for count in found)
