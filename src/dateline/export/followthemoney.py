"""Events with their claims enter, entities of FollowTheMoney leave as JSON lines, each entity the first time it is needed.

An event comes after the people, bodies, places and articles that it points to. Someone whom the actor book knows in
several offices comes once for each, under one id, as the tools of FollowTheMoney expect of parts of one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dateline.export.seen import first_time
from dateline.export.told import POINTS, STATE, country_name, web_address
from dateline.export.written import Written
from dateline.model import Actor, Event, Interval, Place, Sector, digest
from dateline.ontology import country, ontology

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

PUBLIC: frozenset[Sector] = STATE | {"LEG", "JUD"}
"""Sectors whose bodies are public ones."""


class Entity(msgspec.Struct, frozen=True):
    """One entity: its id, the name of its schema in FollowTheMoney's model, and values by property."""

    id: str
    schema: str
    properties: dict[str, list[str]]


def write_followthemoney(stream: BinaryIO, rows: Iterable[Told]) -> Written:
    """Write events and what they point to, one entity a line; events of every factuality, which the keywords name."""
    count = 0
    with first_time() as is_new:
        for told in rows:
            for entity in _entities(told):
                line = msgspec.json.encode(entity)
                if is_new(digest(line.decode())):
                    stream.write(line + b"\n")
                    count += 1
    return Written(count)


def _entities(told: Told) -> Iterator[Entity]:
    event = told.event
    yield from map(_actor, (*event.actors, *event.recipients))
    yield from map(_place, event.places)
    for one in told.claims:
        yield _article(one)
    yield _event(told)


def _entity(id_: str, schema: str, **properties: Iterable[str | None]) -> Entity:
    """Make an entity of what is there; each value stands once."""
    listed = {name: list(dict.fromkeys(value for value in values if value)) for name, values in properties.items()}
    return Entity(id_, schema, {name: values for name, values in listed.items() if values})


def _event(told: Told) -> Entity:
    event = told.event
    parties = (*event.actors, *event.recipients)
    return _entity(
        event.id,
        "Event",
        name=[event.headline],
        summary=[_summary(event)],
        description=[one.sentence for one in told.claims],
        keywords=[event.type, event.mode, ontology().cameo(event.type, event.mode), event.factuality, event.status],
        **_dates(event.stated),
        country=[_iso2(place.country) for place in event.places],
        location=[place.name for place in event.places],
        addressEntity=[_place_id(place) for place in event.places],
        involved=[_actor_id(actor) for actor in parties],
        proof=[one.claim.report_id for one in told.claims],
        sourceUrl=[web_address(one.url) for one in told.claims],
        publisher=event.outlets,
        recordId=[event.id],
    )


def _summary(event: Event) -> str:
    words = [f"{event.status}: {event.type} {event.mode}" if event.mode else f"{event.status}: {event.type}"]
    words += [f"{toll.best} {what}" for toll, what in ((event.killed, "killed"), (event.injured, "injured")) if toll]
    return ", ".join(words)


def _dates(stated: Interval | None) -> dict[str, Sequence[str]]:
    """Give the stated days: one day as a date, several as the first and the last."""
    if stated is None:
        return {}
    if stated.start == stated.end:
        return {"date": [stated.start.isoformat()]}
    return {"startDate": [stated.start.isoformat()], "endDate": [stated.end.isoformat()]}


def _actor_id(actor: Actor) -> str:
    """Give the id of an actor: of whom the book knows by identity, of others by all that is known."""
    if actor.identity:
        return digest("actor", actor.identity)
    return digest("actor", None, actor.name, actor.country, actor.sector)


def _actor(actor: Actor) -> Entity:
    schema = _schema(actor)
    offices = {"position": [office.title for office in actor.offices]} if schema == "Person" else {}
    sector = ontology().sectors[actor.sector] if actor.sector and actor.sector != "UNK" else None
    return _entity(
        _actor_id(actor), schema, name=[actor.name], country=[_iso2(actor.country)], sector=[sector], **offices
    )


def _schema(actor: Actor) -> str:
    """Give the kind of an actor; a phrase that is only classed (`protesters`) may be people or a body."""
    if actor.is_person:
        return "Person"
    if actor.identity is None:
        return "LegalEntity"
    return "PublicBody" if actor.sector in PUBLIC else "Organization"


def _place_id(place: Place) -> str:
    return digest("place", place.id, place.name, place.country)


def _place(place: Place) -> Entity:
    point = place.precision not in {"country", "region"}
    return _entity(
        _place_id(place),
        "Address",
        full=[", ".join(dict.fromkeys(word for word in (place.name, place.admin1, country_name(place)) if word))],
        city=[place.name if place.precision in POINTS else None],
        state=[place.admin1],
        country=[_iso2(place.country)],
        latitude=[str(place.lat) if point and place.lat is not None else None],
        longitude=[str(place.lon) if point and place.lon is not None else None],
    )


def _article(one: StoredClaim) -> Entity:
    return _entity(
        one.claim.report_id,
        "Article",
        title=[one.title],
        publisher=[one.outlet],
        publishedAt=[one.published.isoformat() if one.published else None],
        sourceUrl=[web_address(one.url)],
    )


def _iso2(iso3: str | None) -> str | None:
    found = country(iso3)
    return found.iso2.lower() if found else None
