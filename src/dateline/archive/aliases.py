"""Event ids that changed enter, what each of them leads to leaves: an id that was ever shown stays good.

An event is named by its smallest claim, so its name changes as reports arrive and as they are coded anew. Which names
were shown depends on when the archive was looked at; so aliases are history, and no part of what an archive says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, delete, insert, select, update

from dateline.archive import schema
from dateline.archive.rows import chunks


def moved(connection: Connection, events: Mapping[str, str]) -> None:
    """Remember that events are now part of others: the id that was shown, and the event's id today."""
    table = schema.aliases
    changed = {old: new for old, new in events.items() if old != new}
    if changed:
        follow = update(table).where(table.c.event == bindparam("old")).values(event=bindparam("new"))
        connection.execute(follow, [{"old": old, "new": new} for old, new in sorted(changed.items())])
    _replace(connection, changed)
    # What names an event again is no alias.
    for ids in chunks(sorted(set(events.values()))):
        connection.execute(delete(table).where(table.c.id.in_(ids)))


def shown(connection: Connection) -> dict[str, str]:
    """Give all ids that name or named events, with the event's id today."""
    events, table = schema.events, schema.aliases
    found = {id_: id_ for id_ in connection.execute(select(events.c.id)).scalars()}
    return found | {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c.event))}


def renamed(connection: Connection, before: Mapping[str, str]) -> None:
    """Remember the ids that were shown before all events were made anew."""
    joined = select(schema.claims.c.id, schema.members.c.event).join_from(schema.members, schema.claims)
    now = {row[0]: row[1] for row in connection.execute(joined)}
    connection.execute(delete(schema.aliases))
    # An id that no claim has any more follows the event that it led to.
    current = {id_: now.get(id_) or now.get(event, event) for id_, event in before.items()}
    _replace(connection, {id_: event for id_, event in current.items() if id_ != event})


def event_of(connection: Connection, given: str) -> str | None:
    """Give what the alias with this id, or the first with this beginning, leads to."""
    return connection.execute(_beginning(given, schema.aliases.c.event)).scalar() if given else None


def is_name(connection: Connection, given: str) -> bool:
    """Tell whether an id, or one with this beginning, names or once named an event."""
    events = schema.events
    current = select(events.c.id).where(events.c.id >= given, events.c.id < given + "g").limit(1)
    named = (current, _beginning(given, schema.aliases.c.id))
    return bool(given) and any(connection.execute(asked).first() is not None for asked in named)


def _beginning(given: str, column: Column[str]) -> Select[Any]:
    table = schema.aliases
    return select(column).where(table.c.id >= given, table.c.id < given + "g").order_by(table.c.id).limit(1)


def _replace(connection: Connection, aliases: Mapping[str, str]) -> None:
    table = schema.aliases
    for ids in chunks(sorted(aliases)):
        connection.execute(delete(table).where(table.c.id.in_(ids)))
        connection.execute(insert(table), [{"id": id_, "event": aliases[id_]} for id_ in ids])
