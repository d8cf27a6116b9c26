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
from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, cast, distinct, func, select, text, union_all

from dateline.archive import schema, sought
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
    table, ties = schema.actors, schema.actor_resolutions
    columns = (table.c.id, table.c.identity, table.c.name, table.c.country, table.c.sector)
    asked = _counted(connection, columns, ties, query).join(table, table.c.id == ties.c.actor).group_by(*columns)
    for row in connection.execute(_most(asked, table, name, limit)).mappings():
        yield msgspec.convert(row, ActorCount)


def places(connection: Connection, query: Query, name: str | None, limit: int | None) -> Iterator[PlaceCount]:
    """Count the events of each place that was resolved, with these words in its name, the most first.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    table, ties = schema.places, schema.place_resolutions
    kept = table.c
    columns = (kept.id, kept.gazetteer_id, kept.name, kept.country, kept.precision, kept.lat, kept.lon)
    asked = _counted(connection, columns, ties, query).join(table, table.c.id == ties.c.place).group_by(*columns)
    for row in connection.execute(_most(asked, table, name, limit)).mappings():
        yield msgspec.convert(row, PlaceCount)


def by_country(connection: Connection, query: Query) -> Iterator[CountryCount]:
    """Count the events of each country, the most first.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    of_parties, of_places = schema.actor_resolutions, schema.place_resolutions
    parties = _told(connection, select(schema.actors.c.country), of_parties, query)
    where = _told(connection, select(schema.places.c.country), of_places, query)
    told = union_all(
        parties.join(schema.actors, schema.actors.c.id == of_parties.c.actor),
        where.join(schema.places, schema.places.c.id == of_places.c.place),
    ).subquery()
    number = func.count(distinct(told.c.event)).label("events")
    asked = select(told.c.country, number).where(told.c.country.is_not(None)).group_by(told.c.country)
    for country, count in connection.execute(asked.order_by(number.desc(), told.c.country)):
        yield CountryCount(country=country, events=count)


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
    table, ties = schema.places, schema.place_resolutions
    row, column = (cast(func.floor(degrees / size), Integer) for degrees in (table.c.lat, table.c.lon))
    asked = _counted(connection, (row.label("row"), column.label("column")), ties, query)
    asked = asked.join(table, table.c.id == ties.c.place)
    asked = asked.where(table.c.precision.in_(_POINTS), table.c.lat.is_not(None)).group_by(row, column)
    for south, west, count in connection.execute(asked.order_by(row, column)):
        yield CellCount(south=round(south * size, 6), west=round(west * size, 6), size=size, events=count)


def _counted(connection: Connection, columns: Sequence[ColumnElement[Any]], ties: Table, query: Query) -> Select[Any]:
    """Ask for columns of actors or places, and for how many of the events that a query finds have a claim about them."""
    number = func.count(distinct(schema.members.c.event)).label("events")
    return _told(connection, select(*columns), ties, query).with_only_columns(*columns, number)


def _told(connection: Connection, asked: Select[Any], ties: Table, query: Query) -> Select[Any]:
    """Tie what is asked of actors or places to the events that a query finds."""
    if query.as_of:
        raise CannotAsk("Who and where is kept as it is told now, and not by day.", "Count days or types as of a day.")
    members = schema.members
    of = asked.add_columns(members.c.event).select_from(ties).join(members, members.c.claim == ties.c.claim)
    of = of.where(ties.c.score.is_not(None))
    if query == Query():
        return of
    return of.where(members.c.event.in_(select(sought.events(connection, query).subquery().c.id)))


def _most(asked: Select[Any], table: Table, name: str | None, limit: int | None) -> Select[Any]:
    """Put the most told first, with these words in their names."""
    if name is not None:
        asked = asked.where(bears(table.c.folded, name, whole=False))
    return asked.order_by(text("events DESC"), table.c.name, table.c.id).limit(limit)
