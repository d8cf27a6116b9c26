"""What someone types to ask for a story enters, the ids of the events that it begins with leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from dateline.archive import claimed, find, schema
from dateline.archive.errors import NotFound
from dateline.archive.names import country_of, identities_of, names_in
from dateline.archive.records import Query
from dateline.archive.rows import event_of
from dateline.archive.ties import Window
from dateline.model import Event, Tie
from dateline.weave.stories import Told, weighed

# Of all that a name finds so many are read, the most reported first.
_READ = 5000

_ID = re.compile(r"[0-9a-f]{6,20}")


class Seeds(msgspec.Struct, frozen=True):
    """The ids of the events that a story begins with, the heaviest first, and in words what was asked for."""

    events: tuple[str, ...]
    asked: str


def find_seeds(connection: Connection, words: Sequence[str], window: Window) -> Seeds:
    """Find where a story begins: at an event or report, else at all that names everyone and everything given.

    Raises:
        NotFound: where nothing in these days names all of it.
    """
    if len(words) == 1 and (found := _by_id(connection, words[0])):
        return found
    queries = {query: said for one in words for query, said in asked(one).items()}
    said = " and ".join(queries.values())
    ids = _heaviest(connection, queries, window)
    if not ids:
        raise NotFound(f"No event here is about {said}.", "Try one name alone, or wider days.")
    return Seeds(ids, said)


def asked(words: str) -> dict[Query, str]:
    """Give what words ask for, each with how it is said: countries and actors known by name, else the words themselves.

    Of a phrase such as "Syrian civil war" the names in it are asked for, each of them.
    """
    found = {_naming_one(name): said for said, name in names_in(words)}
    if country_of(words) or identities_of(words):
        found = {_naming_one(country_of(words) or words): words}
    return found or {Query(text=words): f"“{words}”"}


def _naming_one(name: str) -> Query:
    code = country_of(name)
    return Query(country=code) if code else Query(actor=name)


def _by_id(connection: Connection, given: str) -> Seeds | None:
    """Give the event with an id or the beginning of one, or the events of the report with an id or name."""
    if _ID.fullmatch(given):
        try:
            return Seeds((find.event_id(connection, given),), f"event {given}")
        except NotFound:
            pass
    try:
        report = find.report_id(connection, given)
    except NotFound:
        return None
    claims, members = schema.claims, schema.members
    told = select(members.c.event).join_from(members, claims).where(claims.c.report_id == report).distinct()
    return Seeds(tuple(sorted(connection.execute(told).scalars())), f"report {given}")


def _heaviest(connection: Connection, queries: Iterable[Query], window: Window) -> tuple[str, ...]:
    """Give the events of which one claim answers all queries, the heaviest first."""
    read = (event_of(body) for body in connection.execute(_naming(queries, window)).scalars())
    found = [event for event in read if window.holds(event)]
    return tuple(event.id for event in sorted(found, key=lambda event: (-_weight(event), event.id)))


def _naming(queries: Iterable[Query], window: Window) -> Select[Any]:
    events, members = schema.events, schema.members
    conditions = [members.c.claim.in_(one.numbers) for query in queries for one in claimed.filters(query)]
    found = select(events.c.body).where(events.c.id.in_(select(members.c.event).where(*conditions)))
    if window.since:
        found = found.where(events.c.day >= window.since)
    if window.until:
        found = found.where(events.c.day <= window.until)
    return found.order_by(events.c.reports.desc(), events.c.id).limit(_READ)


def _weight(event: Event) -> float:
    return weighed(event, Tie(other=None, strength=1.0), Told(event.reports, 0), ()).weight


def heaviest(connection: Connection, window: Window) -> Iterator[str]:
    """Give the events of a period, the heaviest first."""
    yield from _heaviest(connection, (), window)
