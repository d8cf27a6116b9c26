"""Evidence enters, `Traits` leave: the few comparable facts of a claim, small enough to score thousands of pairs."""

from __future__ import annotations

import math

import msgspec

from dateline.model import Actor, Claim, Count, EventType, Interval, Party, Place, PlacePrecision, Sector, Span
from dateline.weave.evidence import Evidence
from dateline.weave.words import folded, stems

# What a place's name may be away from where the event was, where the gazetteer gives no radius.
_RADIUS_KM: dict[PlacePrecision, float] = {"site": 5.0, "town": 15.0, "district": 40.0, "province": 150.0}

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


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """What of a claim is compared with other claims; `other_stems` are of the quote's words that no other trait holds."""

    claim: str
    report: str
    text: str
    told: str
    type: EventType
    mode: str | None
    trigger: Span
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    spots: tuple[Spot, ...]
    stated: Days | None
    bound: Days | None
    killed: Range | None
    injured: Range | None
    trigger_stems: tuple[str, ...]
    other_stems: tuple[str, ...]
    instrument_stems: tuple[str, ...]


def traits_of(evidence: Evidence, text: str) -> Traits:
    """Give the traits of a claim; `text` is the text of its report."""
    claim = evidence.claim
    stated, bound = _days(claim)
    return Traits(
        claim=claim.id,
        report=claim.report_id,
        text=evidence.text_id,
        told=claim.event,
        type=claim.type,
        mode=claim.mode,
        trigger=claim.trigger,
        actors=_sides(claim.actors),
        recipients=_sides(claim.recipients),
        spots=tuple(_spot(at.place.choice) for at in claim.places if at.place and at.place.choice),
        stated=stated,
        bound=bound,
        killed=_range(claim.killed),
        injured=_range(claim.injured),
        trigger_stems=stems(claim.trigger.of(text)),
        other_stems=_other_stems(claim, text),
        instrument_stems=stems(claim.instrument.text) if claim.instrument else (),
    )


def distance_km(one: Spot, other: Spot) -> float | None:
    """Give the great-circle distance in kilometres, None where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


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


def _sides(parties: tuple[Party, ...]) -> tuple[Side, ...]:
    return tuple(_side(party.actor.choice) for party in parties if party.actor and party.actor.choice)


def _side(actor: Actor) -> Side:
    # Only people hold offices, so an actor with offices is one person and not a body with many hands.
    return Side(actor.identity, bool(actor.offices), folded(actor.name), actor.country, actor.sector)


def _spot(place: Place) -> Spot:
    radius = place.radius_km if place.radius_km is not None else _RADIUS_KM.get(place.precision, 0.0)
    return Spot(place.id, folded(place.name), place.country, place.precision, place.lat, place.lon, radius)


def _days(claim: Claim) -> tuple[Days | None, Days | None]:
    when = claim.timing.when.choice if claim.timing.when else None
    if when is None:
        return None, None
    return _interval(when.stated), _interval(when.bound)


def _interval(interval: Interval | None) -> Days | None:
    return Days(interval.start.toordinal(), interval.end.toordinal()) if interval else None


def _range(count: Count | None) -> Range | None:
    if count is None or (count.low is None and count.high is None):
        return None
    return Range(count.low, count.high)
