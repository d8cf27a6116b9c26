"""Claims just kept enter, the causes that their reports name are kept with them; an event enters, its causes leave."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, insert, select

from dateline.archive import schema
from dateline.archive.rows import chunks, packed
from dateline.model import Cause, EventCause
from dateline.weave import Evidence
from dateline.weave.stories import causes_of

_cause = msgspec.json.Decoder(Cause)


def keep(connection: Connection, told: Iterable[tuple[Evidence, str]]) -> None:
    """Keep the causes named between claims that are new, each given with its report's text."""
    by_report = itertools.groupby(
        sorted(told, key=lambda one: (one[0].claim.report_id, one[0].claim.id)), key=lambda one: one[0].claim.report_id
    )
    rows = [
        {"effect": cause.effect, "cause": cause.cause, "body": packed(cause)}
        for _, some in by_report
        for cause in _of_report(list(some))
    ]
    if rows:
        connection.execute(insert(schema.causes), rows)


def of_events(connection: Connection, events: Iterable[str]) -> list[EventCause]:
    """Give the causes in which events are effect or cause, by effect, cause and words; those within an event are none."""
    found: dict[tuple[str, str], Cause] = {}
    for ids in chunks(sorted(set(events))):
        mine = select(schema.claims.c.id).join(schema.members).where(schema.members.c.event.in_(ids))
        for column in (schema.causes.c.effect, schema.causes.c.cause):
            bodies = connection.execute(select(schema.causes.c.body).where(column.in_(mine))).scalars()
            found.update({(cause.effect, cause.cause): cause for cause in map(_cause.decode, bodies)})
    return _between_events(connection, list(found.values()))


def _of_report(told: Sequence[tuple[Evidence, str]]) -> tuple[Cause, ...]:
    return causes_of([evidence.claim for evidence, _ in told], told[0][1])


def _between_events(connection: Connection, causes: Sequence[Cause]) -> list[EventCause]:
    claims, members = schema.claims, schema.members
    where: dict[str, tuple[str, str]] = {}
    for ids in chunks(sorted({id_ for cause in causes for id_ in (cause.effect, cause.cause)})):
        asked = select(claims.c.id, members.c.event, claims.c.report_id).join_from(claims, members)
        rows = connection.execute(asked.where(claims.c.id.in_(ids)))
        where.update({id_: (event, report) for id_, event, report in rows})
    found = (
        EventCause(
            effect=where[cause.effect][0], cause=where[cause.cause][0], report=where[cause.effect][1], said=cause
        )
        for cause in causes
    )
    return sorted((one for one in found if one.effect != one.cause), key=_order)


def _order(one: EventCause) -> tuple[str, str, str, str]:
    return one.effect, one.cause, one.said.kind, one.said.effect
