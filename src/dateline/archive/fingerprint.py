"""An archive enters, one hash of all that it says leaves; the order in which things came leaves no trace in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from dateline.archive import schema
from dateline.archive.rows import judgement_of, report_of


def fingerprint(connection: Connection) -> str:
    """Hash the logical content: what was kept, and what links, events and the standing of reports it gives.

    Of judgements in force it is who judged what: when, and what was taken back, is history as the ids of past events
    are. Where a report was found is no part of it, as it is no part of a report's identity; the full-text index follows
    from the texts.
    """
    total = hashlib.blake2b(digest_size=16)
    for line in _lines(connection):
        total.update(msgspec.json.encode(line))
        total.update(b"\n")
    return total.hexdigest()


def _lines(connection: Connection) -> Iterator[tuple[object, ...]]:
    reports, texts, runs, claims = schema.reports, schema.texts, schema.runs, schema.claims
    bodies = select(reports.c.body, texts.c.text).join_from(reports, texts).order_by(reports.c.id)
    for body, text in connection.execute(bodies):
        yield "report", msgspec.structs.replace(report_of(body, text), source=None)
    in_force = select(schema.judgements.c.body).where(schema.judgements.c.withdrawn.is_(None))
    judged = map(judgement_of, connection.execute(in_force).scalars())
    for kind, author, note, sides in sorted((one.kind, one.author, one.note, one.sides) for one in judged):
        yield "judgement", kind, author, note, sides
    superseded, links, events, members = schema.superseded, schema.links, schema.events, schema.members
    ties, standings = schema.report_links, schema.standings
    run = (runs.c.coder, runs.c.version)
    asked: tuple[tuple[str, Select[Any]], ...] = (
        ("run", select(runs.c.report_id, *run, runs.c.current).order_by(runs.c.report_id, *run)),
        ("claim", select(claims.c.body, members.c.event).join_from(claims, members).order_by(claims.c.id)),
        ("superseded", select(superseded.c.body, *run).join_from(superseded, runs).order_by(superseded.c.id, *run)),
        ("link", select(links.c.body).order_by(links.c.left, links.c.right, links.c.judge)),
        ("cause", select(schema.causes.c.body).order_by(schema.causes.c.effect, schema.causes.c.cause)),
        ("event", select(events.c.body).order_by(events.c.id)),
        ("report link", select(ties.c.body).order_by(ties.c.left, ties.c.right, ties.c.kind)),
        ("standing", select(*standings.columns).order_by(standings.c.report_id)),
        (
            "aside",
            select(schema.set_aside.c.report_id, schema.set_aside.c.reason).order_by(schema.set_aside.c.report_id),
        ),
        ("reject", select(schema.rejects.c.body).order_by(schema.rejects.c.id)),
    )
    for name, rows in asked:
        for row in connection.execute(rows):
            yield name, *row
