"""A `Query` enters, how many of the events that it finds fall on each day, type, actor, country or place cell leaves.

What is counted are events: one that has two actors counts for both, so the counts of actors, countries and cells may add
up to more than there are events.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Integer, Select, cast, distinct, func, select, union

from dateline.archive import claimed, filing, schema, sought
from dateline.archive.errors import CannotAsk
from dateline.archive.names import bears
from dateline.archive.records import Query
from dateline.archive.rows import NO_DAY
from dateline.model import EventType, PlacePrecision, Sector

SMALLEST_CELL = 0.01
"""Degrees of the side of a place cell, at least: a kilometre, which is what the gazetteer's coordinates are good for."""

LARGEST_CELL = 30.0
"""Degrees of the side of a place cell, at most."""

_POINTS: tuple[PlacePrecision, ...] = ("site", "town")


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many events fall on a day, the one by which chronologies sort; None where nothing says when they were.

    That is the first stated day, else the last one possible, else that of the first report.
    """

    day: dt.date | None
    events: int


class TypeCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many events are of a type."""

    type: EventType
    events: int


class ActorCount(msgspec.Struct, frozen=True, kw_only=True):
    """An actor or recipient, and in how many events claims name it; `id` is of this archive."""

    id: str
    identity: str | None
    name: str
    country: str | None
    sector: Sector | None
    events: int


class PlaceCount(msgspec.Struct, frozen=True, kw_only=True):
    """A place, and how many events are said to be there; `id` is of this archive, `gazetteer_id` of the gazetteer."""

    id: str
    gazetteer_id: str | None
    name: str
    country: str | None
    precision: PlacePrecision
    lat: float | None
    lon: float | None
    events: int


class CountryCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many events name a country by a party or a place."""

    country: str
    events: int


class CellCount(msgspec.Struct, frozen=True, kw_only=True):
    """How many events are said to be at a site or in a town of a cell: from its south-west corner, `size` degrees each way."""

    south: float
    west: float
    size: float
    events: int


def by_day(connection: Connection, query: Query) -> Iterator[DayCount]:
    """Count the events of each day, in the order of days."""
    past = [sought.past(query)] if query.as_of else []
    for day, number in sorted(_tallied(connection, "day", [sought.events(connection, query), *past]).items()):
        yield DayCount(day=None if day == NO_DAY else day, events=number)


def by_type(connection: Connection, query: Query) -> Iterator[TypeCount]:
    """Count the events of each type, the most first."""
    past = [sought.past(query, schema.past.c.type)] if query.as_of else []
    lists = [sought.events(connection, query, schema.events.c.type), *past]
    for type_, number in sorted(_tallied(connection, "type", lists).items(), key=lambda one: (-one[1], one[0])):
        yield TypeCount(type=type_, events=number)


def _tallied(connection: Connection, column: str, lists: Sequence[sought.Sought]) -> Counter[Any]:
    """Count the rows of lists by a column."""
    counted: Counter[Any] = Counter()
    for asked in lists:
        by = asked.subquery().c[column]
        for value, number in connection.execute(select(by, func.count()).group_by(by)):
            counted[value] += number
    return counted


def actors(connection: Connection, query: Query, name: str | None, limit: int | None) -> Iterator[ActorCount]:
    """Count the events of each actor who was resolved, with these words in its name, the most first.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    table = schema.actors
    columns = (table.c.id, table.c.identity, table.c.name, table.c.country, table.c.sector)
    counted = _counted(connection, query, filing.ACTOR, schema.actor_resolutions.c.actor)
    for row in connection.execute(_most(columns, counted, name, limit)).mappings():
        yield msgspec.convert(row, ActorCount)


def places(connection: Connection, query: Query, name: str | None, limit: int | None) -> Iterator[PlaceCount]:
    """Count the events of each place that was resolved, with these words in its name, the most first.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    kept = schema.places.c
    columns = (kept.id, kept.gazetteer_id, kept.name, kept.country, kept.precision, kept.lat, kept.lon)
    counted = _counted(connection, query, filing.PLACE, schema.place_resolutions.c.place)
    for row in connection.execute(_most(columns, counted, name, limit)).mappings():
        yield msgspec.convert(row, PlaceCount)


def by_country(connection: Connection, query: Query) -> Iterator[CountryCount]:
    """Count the events of each country, the most first.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    if _of_events_alone(query):
        counted = _filed(query, filing.COUNTRY)
    else:
        actors_, places_ = schema.actors.c, schema.places.c
        parties = _told(connection, query, schema.actor_resolutions.c.actor).subquery().c
        where = _told(connection, query, schema.place_resolutions.c.place).subquery().c
        named = union(
            select(actors_.country.label("name"), parties.event).where(actors_.id == parties.name),
            select(places_.country.label("name"), where.event).where(places_.id == where.name),
        )
        counted = _number_of(named)
    found = counted.subquery().c
    asked = select(found.name, found.events).where(found.name.is_not(None))
    for country, number in connection.execute(asked.order_by(found.events.desc(), found.name)):
        yield CountryCount(country=country, events=number)


def by_cell(connection: Connection, query: Query, size: float) -> Iterator[CellCount]:
    """Count the events of each cell of a grid of so many degrees, from south to north and west to east.

    Only sites and towns are points; what is known to be in a province or country is counted nowhere.

    Raises:
        CannotAsk: where the query is about a day gone by, or a cell has another size than it may have.
    """
    if not SMALLEST_CELL <= size <= LARGEST_CELL:
        raise CannotAsk(
            f"A place cell cannot be {size} degrees wide.",
            f"Choose from {SMALLEST_CELL} to {LARGEST_CELL:.0f} degrees.",
        )
    table = schema.places.c
    if _of_events_alone(query):
        filed = sought.filed(query, filing.PLACE).subquery().c
        told = select(_name(filed.key), filed.event).subquery().c
    else:
        told = _told(connection, query, schema.place_resolutions.c.place).subquery().c
    row, column = (cast(func.floor(degrees / size), Integer) for degrees in (table.lat, table.lon))
    asked = select(row, column, func.count(distinct(told.event))).where(
        table.id == told.name, table.precision.in_(_POINTS), table.lat.is_not(None)
    )
    for south, west, count in connection.execute(asked.group_by(row, column).order_by(row, column)):
        yield CellCount(south=round(south * size, 6), west=round(west * size, 6), size=size, events=count)


def _of_events_alone(query: Query) -> bool:
    """Tell whether no filter is about claims; what is filed is then counted, and not the claims of each event looked through.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    if query.as_of:
        raise CannotAsk("Who and where is kept as it is told now, and not by day.", "Count days or types as of a day.")
    return not any(claimed.filters(query))


def _counted(connection: Connection, query: Query, kind: str, tied: Column[str]) -> Select[Any]:
    """Count, by `name`, the events that a query finds of all that events are tied to in one way."""
    return _filed(query, kind) if _of_events_alone(query) else _number_of(_told(connection, query, tied))


def _filed(query: Query, kind: str) -> Select[Any]:
    """Count events by what they are filed under, of one kind: its id or code as `name`."""
    filed = sought.filed(query, kind).subquery().c
    columns: tuple[ColumnElement[Any], ...] = (_name(filed.key), func.count().label("events"))
    return select(*columns).group_by(filed.key)


def _name(key: ColumnElement[str]) -> ColumnElement[str]:
    return func.substr(key, 2).label("name")


def _told(connection: Connection, query: Query, tied: Column[str]) -> Select[Any]:
    """Ask for pairs, each once, of a resolved `name` and an `event` that a query finds."""
    members, ties = schema.members.c, tied.table.c
    found = sought.events(connection, query).subquery().c
    asked = select(tied.label("name"), members.event).where(members.event == found.id, ties.claim == members.claim)
    return asked.where(ties.score.is_not(None)).distinct()


def _number_of(pairs: sought.Sought) -> Select[Any]:
    of = pairs.subquery().c
    return select(of.name, func.count().label("events")).group_by(of.name)


def _most(columns: Sequence[Column[Any]], counted: Select[Any], name: str | None, limit: int | None) -> Select[Any]:
    """Put the most told first, with these words in their names."""
    table, of = columns[0].table.c, counted.subquery().c
    asked = select(*columns, of.events).where(table.id == of.name)
    if name is not None:
        asked = asked.where(bears(table.folded, name, whole=False))
    return asked.order_by(of.events.desc(), table.name, table.id).limit(limit)
