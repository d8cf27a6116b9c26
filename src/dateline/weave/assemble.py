"""The claims of one event enter, the `Event` they give together leaves; every claim keeps its own version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

import msgspec

from dateline.model import Actor, Claim, Count, Event, EventType, Interval, Place, Toll, When
from dateline.weave.evidence import Evidence
from dateline.weave.features import RECIPROCAL
from dateline.weave.headline import headline
from dateline.weave.parties import Key, chosen, is_within, key_of
from dateline.weave.standing import factuality_of, origins, status_of
from dateline.weave.words import folded

V = TypeVar("V", bound=Hashable)

# Most exact first.
_PRECISION = ("site", "town", "district", "province", "country", "region")


def assemble(claims: Sequence[Evidence]) -> Event:
    """Put the claims of one event together; their order does not matter.

    Each value is the one that most independent outlets give, then the most exact, then the first told.

    Raises:
        ValueError: where there are no claims.
    """
    if not claims:
        raise ValueError("an event needs at least one claim")
    told = sorted(claims, key=_first_told)
    type_: EventType = _best(told, _type, lambda _: 0) or told[0].claim.type
    same_type = [evidence for evidence in told if evidence.claim.type == type_]
    actors, recipients = _parties(same_type, reciprocal=type_ in RECIPROCAL)
    days = [evidence.published for evidence in told if evidence.published]
    event = Event(
        id=min(evidence.claim.id for evidence in told),
        claims=tuple(sorted(evidence.claim.id for evidence in told)),
        type=type_,
        mode=_best(same_type, lambda claim: claim.mode, lambda _: 0),
        factuality=factuality_of(told),
        status=status_of(told),
        actors=actors,
        recipients=recipients,
        places=_places(told),
        stated=_stated(told),
        bound=_bound(told),
        killed=_toll(told, lambda claim: claim.killed),
        injured=_toll(told, lambda claim: claim.injured),
        reports=len({evidence.claim.report_id for evidence in told}),
        outlets=tuple(sorted({evidence.outlet for evidence in told if evidence.outlet})),
        first_reported=min(days, default=None),
        last_reported=max(days, default=None),
        headline="",
    )
    return msgspec.structs.replace(event, headline=headline(event))


def _type(claim: Claim) -> EventType:
    return claim.type


def _first_told(evidence: Evidence) -> tuple[dt.date, str, int, str]:
    claim = evidence.claim
    return evidence.published or dt.date.max, claim.report_id, claim.trigger.start, claim.id


def _best(told: Sequence[Evidence], value: Callable[[Claim], V | None], vagueness: Callable[[V], int]) -> V | None:
    """Give the value that most independent outlets give, then the least vague, then the first told."""
    said: dict[V, list[Evidence]] = {}
    for evidence in told:
        found = value(evidence.claim)
        if found is not None:
            said.setdefault(found, []).append(evidence)
    # `said` keeps the order of telling and `min` the first of equals.
    return min(said, key=lambda one: (-origins(said[one]), vagueness(one)), default=None)


def _parties(told: Sequence[Evidence], *, reciprocal: bool) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    if reciprocal:
        # Who is actor and who is recipient varies by report: taken apart, one side could appear in both.
        both = _best(told, _both_sides, lambda sides: _party_vagueness(sides[0] + sides[1]))
        return both or ((), ())
    acting = _acting(told)

    def actors_of(claim: Claim) -> tuple[Actor, ...] | None:
        return tuple(one for one in chosen(claim.actors) if acting.get(key_of(one), True)) or None

    def recipients_of(claim: Claim) -> tuple[Actor, ...] | None:
        return tuple(one for one in chosen(claim.recipients) if not acting.get(key_of(one), False)) or None

    actors = _best(told, actors_of, _party_vagueness) or ()
    # Whom the same actors acted on, where a claim says so: two versions are not to be mixed into a third.
    beside = [e for e in told if not e.claim.actors or _share(actors_of(e.claim) or (), actors)]
    recipients = _best(beside, recipients_of, _party_vagueness) or _best(told, recipients_of, _party_vagueness)
    return actors, recipients or ()


def _acting(told: Sequence[Evidence]) -> dict[Key, bool]:
    """Tell of those who are actor in one claim and recipient in another, whether more sources, or the first, say actor.

    Where all is equal they are taken to be acted on: who was hit is told before who did it is known.
    """
    sides = [(evidence, chosen(evidence.claim.actors), chosen(evidence.claim.recipients)) for evidence in told]
    acting: dict[Key, bool] = {}
    for one in dict.fromkeys(actor for _, *both in sides for side in both for actor in side):
        as_actor = [at for at, (_, actors, _) in enumerate(sides) if any(_same(one, other) for other in actors)]
        as_recipient = [at for at, (_, _, side) in enumerate(sides) if any(_same(one, other) for other in side)]
        if as_actor and as_recipient:
            more = origins(told[at] for at in as_actor) - origins(told[at] for at in as_recipient)
            rank = more or len(as_actor) - len(as_recipient) or as_recipient[0] - as_actor[0]
            acting[key_of(one)] = rank > 0
    return acting


def _same(one: Actor, other: Actor) -> bool:
    # A state and its ministry may act on each other; a phrase beside a name is taken to mean it.
    named = one.identity is not None and other.identity is not None
    return key_of(one) == key_of(other) if named else is_within(one, other) or is_within(other, one)


def _share(some: Iterable[Actor], others: Iterable[Actor]) -> bool:
    return not {key_of(one) for one in some}.isdisjoint(map(key_of, others))


def _both_sides(claim: Claim) -> tuple[tuple[Actor, ...], tuple[Actor, ...]] | None:
    actors = chosen(claim.actors)
    recipients = tuple(one for one in chosen(claim.recipients) if not any(is_within(one, actor) for actor in actors))
    return (actors, recipients) if actors or recipients else None


def _party_vagueness(actors: tuple[Actor, ...]) -> int:
    """Score lower what names more: a known identity counts most, then a country, then a sector."""
    return -sum(4 * (one.identity is not None) + 2 * (one.country is not None) + 1 for one in actors)


def _places(told: Sequence[Evidence]) -> tuple[Place, ...]:
    """Give the places of the best claim; a wider place of the same country supports a narrower one."""
    said: dict[tuple[Place, ...], None] = {}
    for evidence in told:
        said.setdefault(_chosen_places(evidence.claim))
    said.pop((), None)

    def rank(places: tuple[Place, ...]) -> tuple[int, int, int]:
        support = origins(e for e in told if _supports(_chosen_places(e.claim), places))
        return -support, min(_PRECISION.index(place.precision) for place in places), -len(places)

    return min(said, key=rank, default=())


def _chosen_places(claim: Claim) -> tuple[Place, ...]:
    found = dict.fromkeys(at.place.choice for at in claim.places if at.place and at.place.choice)
    return tuple(place for place in found if not any(_holds(place, other) for other in found))


def _holds(area: Place, place: Place) -> bool:
    """Tell whether a place is named with the country or province around it: these are one place told exactly."""
    if area.country is None or area.country != place.country or area.precision not in {"country", "province"}:
        return False
    if _PRECISION.index(place.precision) >= _PRECISION.index(area.precision):
        return False
    return area.precision == "country" or (place.admin1 is not None and folded(place.admin1) == folded(area.name))


def _supports(said: tuple[Place, ...], places: tuple[Place, ...]) -> bool:
    return any(
        one == other
        or (one.id is not None and one.id == other.id)
        or (
            one.country is not None
            and one.country == other.country
            and one.precision in {"province", "country"}
            and _PRECISION.index(one.precision) > _PRECISION.index(other.precision)
        )
        for one in said
        for other in places
    )


def _when(claim: Claim) -> When | None:
    return claim.timing.when.choice if claim.timing.when else None


def _stated(told: Sequence[Evidence]) -> Interval | None:
    """Give the interval that most outlets' intervals share days with, the shortest of these."""
    said = [(e, when.stated) for e in told if (when := _when(e.claim)) and when.stated]

    def rank(interval: Interval) -> tuple[int, int, dt.date]:
        support = origins(e for e, other in said if interval.start <= other.end and other.start <= interval.end)
        return -support, (interval.end - interval.start).days, interval.start

    return min((interval for _, interval in said), key=rank, default=None)


def _bound(told: Sequence[Evidence]) -> Interval | None:
    """Give the earliest bound: what happened before the first report happened before all of them."""
    said = [when.bound for e in told if (when := _when(e.claim)) and when.bound]
    return min(said, key=lambda bound: (bound.end, bound.start), default=None)


def _toll(told: Sequence[Evidence], count: Callable[[Claim], Count | None]) -> Toll | None:
    """Give the lowest, the highest and the latest number of those who say that it happened (of all, if none does)."""
    happened = [e for e in told if e.claim.factuality == "occurred"] or told
    said = [found for e in happened if (found := count(e.claim)) and (found.low is not None or found.high is not None)]
    if not said:
        return None
    lows = [found.low for found in said if found.low is not None]
    highs = [high for found in said if (high := _upper(found)) is not None]
    latest = said[-1]
    return Toll(
        min(lows, default=None), max(highs, default=None), latest.low if latest.low is not None else latest.high
    )


def _upper(count: Count) -> int | None:
    return count.high if count.high is not None else count.low
