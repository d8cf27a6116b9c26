"""A number enters, what has been coded since leaves: reports in the order in which they came, with their events of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Connection, select

from dateline.archive import keep, schema
from dateline.archive.rows import chunks, event_of
from dateline.model import Event


class News(msgspec.Struct, frozen=True, kw_only=True):
    """A report that was coded, for the first time or anew, and the events that its claims are part of now.

    `number` grows with each coding, so who has read up to one number asks for what comes after it.
    """

    number: int
    report: str
    events: tuple[Event, ...]


def latest(connection: Connection) -> int:
    """Give the number of the latest coding."""
    return keep.last_run(connection)


def after(connection: Connection, number: int, limit: int | None) -> Iterator[News]:
    """Give the codings after a number; one that a later coding replaced is left out."""
    runs = schema.runs
    asked = select(runs.c.id, runs.c.report_id).where(runs.c.id > number, runs.c.current.is_(True))
    for some in chunks(connection.execute(asked.order_by(runs.c.id).limit(limit)).all()):
        events = _events_of(connection, [row.id for row in some])
        for row in some:
            yield News(number=row.id, report=row.report_id, events=tuple(events.get(row.id, ())))


def _events_of(connection: Connection, runs: Sequence[int]) -> dict[int, list[Event]]:
    claims, members, events = schema.claims, schema.members, schema.events
    joined = select(claims.c.run, events.c.id, events.c.body).join_from(claims, members).join(events)
    asked = joined.where(claims.c.run.in_(runs)).distinct().order_by(claims.c.run, events.c.id)
    found: dict[int, list[Event]] = defaultdict(list)
    for run, _, body in connection.execute(asked):
        found[run].append(event_of(body))
    return found
