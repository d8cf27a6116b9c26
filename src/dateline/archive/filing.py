"""Ids of events enter; the events are filed under their actors, places and countries, or taken out again.

A list of what an actor did is then read in order from its beginning, however many events it has. A key is a letter for
its kind and an id or code; under the same key with a star before it only what is `long` is filed (see `rows.LONG`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import CTE, Connection, Select, bindparam, case, delete, insert, literal, select, union, union_all

from dateline.archive import schema
from dateline.archive.rows import chunks

ACTOR: Final = "a"
"""Before the id of an actor that a phrase was resolved to."""

NAMED: Final = "n"
"""Before the id under which the words are kept of a party that was not resolved."""

PLACE: Final = "p"
"""Before the id of a place that a phrase was resolved to."""

CALLED: Final = "q"
"""Before the id under which the words are kept of a place that was not resolved."""

COUNTRY: Final = "c"
"""Before the code of a country of a party or a place."""

LAND: Final = "l"
"""Before the code of a country that a place lies in."""

ONLY_LONG: Final = "*"
"""Before any of these."""

_KEY = schema.event_keys.c


def file(connection: Connection, events: Iterable[str]) -> None:
    """File events that are not filed, with the claims that they have now."""
    for ids in chunks(sorted(events)):
        connection.execute(insert(schema.event_keys).from_select(["key", "day", "event"], _keys(ids)))


def take_out(connection: Connection, events: Sequence[str]) -> None:
    """Take filed events out, whose claims must still be those with which they were filed."""
    # Row by row: SQLite would look for a list of rows by their keys alone, and one may have a hundred thousand events.
    rows = sorted(connection.execute(_keys(events)).all())
    gone = delete(schema.event_keys).where(
        _KEY.key == bindparam("k"), _KEY.day == bindparam("d"), _KEY.event == bindparam("e")
    )
    if rows:
        connection.execute(gone, [{"k": key, "d": day, "e": event} for key, day, event in rows])


def _keys(events: Sequence[str]) -> Select[Any]:
    table, members = schema.events, schema.members
    told = (
        select(members.c.claim, table.c.day, table.c.id, table.c.long)
        .join_from(table, members)
        .where(table.c.id.in_(events))
        .cte("told")
    )
    keys = union(*_of_parties(told), *_of_places(told)).subquery()
    plain = select(keys.c.key, keys.c.day, keys.c.id)
    starred = select(literal(ONLY_LONG).concat(keys.c.key), keys.c.day, keys.c.id).where(keys.c.long)
    return select(union_all(plain, starred).subquery())


def _of_parties(told: CTE) -> list[Select[Any]]:
    ties, actors = schema.actor_resolutions, schema.actors
    letter = case((ties.c.score.is_(None), NAMED), else_=ACTOR)
    events = (told.c.day, told.c.id, told.c.long)
    tied = told.join(ties, ties.c.claim == told.c.claim)
    country = literal(COUNTRY).concat(actors.c.country).label("key")
    return [
        select(letter.concat(ties.c.actor).label("key"), *events).select_from(tied),
        select(country, *events).select_from(tied.join(actors)).where(actors.c.country.is_not(None)),
    ]


def _of_places(told: CTE) -> list[Select[Any]]:
    ties, places = schema.place_resolutions, schema.places
    letter = case((ties.c.score.is_(None), CALLED), else_=PLACE)
    events = (told.c.day, told.c.id, told.c.long)
    tied = told.join(ties, ties.c.claim == told.c.claim)
    return [
        select(letter.concat(ties.c.place).label("key"), *events).select_from(tied),
        *(
            select(literal(letter_).concat(places.c.country).label("key"), *events)
            .select_from(tied.join(places))
            .where(places.c.country.is_not(None))
            for letter_ in (COUNTRY, LAND)
        ),
    ]
