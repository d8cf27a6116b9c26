"""The claims of one event enter, the `Event` they give together leaves; every claim keeps its own version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from dateline.model import Claim, Event, EventType, Factuality, Interval, Place, When
from dateline.weave.course import course_of, stated_by, stated_of
from dateline.weave.evidence import Evidence
from dateline.weave.features import RECIPROCAL
from dateline.weave.headline import headline
from dateline.weave.roles import roles_of
from dateline.weave.sides import torn
from dateline.weave.sources import Sources, days_of
from dateline.weave.standing import factuality_of, quarrels_of, status_of
from dateline.weave.tolls import toll_of
from dateline.weave.words import folded

# Most exact first.
_PRECISION = ("site", "town", "district", "province", "country", "region")


def assemble(claims: Sequence[Evidence]) -> Event:
    """Put the claims of one event together; their order does not matter.

    Each value is the one that most independent sources give, then the most exact, then the first told.

    Raises:
        ValueError: where there are no claims.
    """
    if not claims:
        raise ValueError("an event needs at least one claim")
    sources = Sources(claims)
    told = sources.told
    type_: EventType = sources.best(_type, lambda _: 0) or told[0].claim.type
    factuality = factuality_of(sources)
    same_type = sources.only(lambda evidence: evidence.claim.type == type_)
    # Who is only said to have planned it, or not to have done it, did not do what happened.
    as_it_is = same_type.only(lambda evidence: evidence.claim.factuality == factuality)
    actors, recipients = roles_of(as_it_is, same_type, reciprocal=type_ in RECIPROCAL)
    within = torn((*actors, *recipients))
    quarrels = quarrels_of(sources, within)
    first, last = days_of(told)
    event = Event(
        id=min(evidence.claim.id for evidence in told),
        claims=tuple(sorted(evidence.claim.id for evidence in told)),
        type=type_,
        mode=as_it_is.best(_mode, lambda _: 0) or same_type.best(_mode, lambda _: 0),
        factuality=factuality,
        status=status_of(sources, factuality, quarrels),
        actors=actors,
        recipients=recipients,
        places=_places(sources),
        stated=_stated(sources, factuality),
        bound=_bound(told),
        killed=toll_of(sources, lambda claim: claim.killed, within),
        injured=toll_of(sources, lambda claim: claim.injured, within),
        reports=len({evidence.claim.report_id for evidence in sources.current}),
        origins=sources.count(sources.current),
        outlets=tuple(sorted({evidence.outlet for evidence in sources.current if evidence.outlet})),
        first_reported=first,
        last_reported=last,
        course=course_of(sources),
        quarrels=quarrels,
        headline="",
    )
    return msgspec.structs.replace(event, headline=headline(event))


def _type(claim: Claim) -> EventType:
    return claim.type


def _mode(claim: Claim) -> str | None:
    return claim.mode


def _places(sources: Sources) -> tuple[Place, ...]:
    """Give the places of the best claim, each of them as often told as can be had.

    A wider place of the same country supports a narrower one. A place that one claim alone adds has one source.
    """
    said: dict[tuple[Place, ...], list[Evidence]] = {}
    for evidence, places in sources.saying(lambda claim: chosen_places(claim) or None):
        said.setdefault(places, []).append(evidence)

    def support(place: Place) -> int:
        return sources.count(evidence for one, some in said.items() if _supports(one, place) for evidence in some)

    def rank(places: tuple[Place, ...]) -> tuple[int, int, int]:
        least = min(support(place) for place in places)
        return -least, min(_PRECISION.index(place.precision) for place in places), -len(places)

    return min(said, key=rank, default=())


def chosen_places(claim: Claim) -> tuple[Place, ...]:
    """Give what a claim's places were resolved to, without the countries and provinces around a place among them."""
    found = dict.fromkeys(at.place.choice for at in claim.places if at.place and at.place.choice)
    return tuple(place for place in found if not any(_holds(place, other) for other in found))


def _holds(area: Place, place: Place) -> bool:
    """Tell whether a place is named with the country or province around it: these are one place told exactly."""
    if area.country is None or area.country != place.country or area.precision not in {"country", "province"}:
        return False
    if _PRECISION.index(place.precision) >= _PRECISION.index(area.precision):
        return False
    return area.precision == "country" or (place.admin1 is not None and folded(place.admin1) == folded(area.name))


def _supports(said: Iterable[Place], place: Place) -> bool:
    return any(
        one == place
        or (one.id is not None and one.id == place.id)
        or (
            one.country is not None
            and one.country == place.country
            and one.precision in {"province", "country"}
            and _PRECISION.index(one.precision) > _PRECISION.index(place.precision)
        )
        for one in said
    )


def _when(claim: Claim) -> When | None:
    return claim.timing.when.choice if claim.timing.when else None


def _stated(sources: Sources, factuality: Factuality) -> Interval | None:
    """Give the day on which it happened, where it did; the day that it was planned for only where none other is told."""
    said = [evidence for evidence, _ in sources.saying(stated_of)]
    as_it_is = [evidence for evidence in said if evidence.claim.factuality == factuality]
    return stated_by(sources, as_it_is) or stated_by(sources, said)


def _bound(told: Sequence[Evidence]) -> Interval | None:
    """Give the earliest bound: what happened before the first report happened before all of them."""
    said = [when.bound for e in told if (when := _when(e.claim)) and when.bound]
    return min(said, key=lambda bound: (bound.end, bound.start), default=None)
