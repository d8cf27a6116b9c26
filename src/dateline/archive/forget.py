"""Ids of reports enter, all that quotes them is deleted and a tombstone of each leaves; the rest is woven anew without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, delete, func, or_, select

from dateline.archive import conditions, coverage, database, derive, judgements, keep, reports, schema, tombstones
from dateline.archive.history import FORGOTTEN, Chronicle, moment
from dateline.archive.records import Erasure, Going
from dateline.archive.rows import actor_rows, chunks, claim_of, event_of, place_rows
from dateline.model import Claim


class _Traces(msgspec.Struct, frozen=True):
    """What reports have left beside their own rows: claims of now and of before, events, past states, names."""

    claims: frozenset[str]
    superseded: frozenset[str]
    events: frozenset[str]
    past: frozenset[int]
    actors: frozenset[str]
    places: frozenset[str]


def erasure(connection: Connection, ids: Sequence[str]) -> Erasure:
    """Tell what forgetting reports would take away."""
    traces = _traces(connection, ids)
    gone = _held_by_no_other(connection, traces.events, ids)
    return Erasure(
        reports=tuple(_going(connection, ids)),
        superseded=len(traces.superseded),
        gone=tuple(sorted(gone)),
        changed=tuple(sorted(traces.events - gone)),
        past=len(traces.past),
    )


def forget(connection: Connection, ids: Sequence[str], *, author: str, reason: str) -> None:
    """Forget reports that are here."""
    traces = _traces(connection, ids)
    chronicle = Chronicle(connection)
    left = derive.forget(connection, list(derive.kept_of(connection, ids)), chronicle, FORGOTTEN)
    tombstones.lay(connection, ids, moment(connection), author, reason, run=keep.last_run(connection))
    _drop_claims(connection, ids)
    moved = coverage.forget(connection, ids)
    _drop_reports(connection, ids)
    elsewhere = judgements.attach(connection, ids) | keep.claims_of(connection, moved)
    derive.derive(connection, [], left.and_elsewhere(elsewhere), chronicle)
    chronicle.close()
    _drop_past(connection, traces)
    _drop_aliases(connection, traces.events)
    _drop_names(connection, traces)


def _traces(connection: Connection, ids: Sequence[str]) -> _Traces:
    claims, superseded, members = schema.claims, schema.superseded, schema.members
    now = select(claims.c.id).where(claims.c.report_id.in_(ids))
    before = select(superseded.c.id).join_from(superseded, schema.runs).where(schema.runs.c.report_id.in_(ids))
    events = select(members.c.event).join_from(members, claims).where(claims.c.report_id.in_(ids)).distinct()
    said = list(_said(connection, (claims, superseded), ids))
    past = schema.past
    told = or_(conditions.claims_include(past.c.body, now), conditions.claims_include(past.c.body, before))
    return _Traces(
        claims=_ids(connection, now),
        superseded=_ids(connection, before),
        events=_ids(connection, events),
        past=frozenset(connection.execute(select(past.c.number).where(told)).scalars()),
        actors=frozenset(str(row["id"]) for claim in said for row, _ in actor_rows(claim, 0)),
        places=frozenset(str(row["id"]) for claim in said for row, _ in place_rows(claim, 0)),
    )


def _said(connection: Connection, tables: Iterable[Any], ids: Sequence[str]) -> Iterator[Claim]:
    """Give the claims of reports, those of earlier codings among them."""
    runs = schema.runs
    for table in tables:
        asked = select(table.c.body).join_from(table, runs, table.c.run == runs.c.id).where(runs.c.report_id.in_(ids))
        yield from map(claim_of, connection.execute(asked).scalars())


def _ids(connection: Connection, asked: Select[Any]) -> frozenset[str]:
    return frozenset(connection.execute(asked).scalars())


def _held_by_no_other(connection: Connection, events: Iterable[str], ids: Sequence[str]) -> set[str]:
    """Give those of the events that have no claim of another report."""
    claims, members = schema.claims, schema.members
    found: set[str] = set()
    for some in chunks(sorted(events)):
        others = select(members.c.event).join_from(members, claims).where(claims.c.report_id.not_in(ids))
        found.update(set(some).difference(connection.execute(others.where(members.c.event.in_(some))).scalars()))
    return found


def _going(connection: Connection, ids: Sequence[str]) -> Iterator[Going]:
    claims = schema.claims
    counted = select(claims.c.report_id, func.count()).where(claims.c.report_id.in_(ids)).group_by(claims.c.report_id)
    number = {row[0]: row[1] for row in connection.execute(counted)}
    shared = _shared_texts(connection, ids)
    for report in reports.load(connection, ids):
        yield Going(
            report=report.id,
            name=report.name,
            title=report.title,
            outlet=report.outlet,
            published=report.published.day if report.published else None,
            url=report.url,
            claims=number.get(report.id, 0),
            text_stays=report.text_id in shared,
        )


def _shared_texts(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Give the texts of reports that others hold too."""
    table = schema.reports
    theirs = select(table.c.text_id).where(table.c.id.in_(ids))
    asked = select(table.c.text_id).where(table.c.text_id.in_(theirs), table.c.id.not_in(ids)).distinct()
    return set(connection.execute(asked).scalars())


def _drop_claims(connection: Connection, ids: Sequence[str]) -> None:
    """Delete claims with all that points to them, and the codings that made them."""
    runs, claims, superseded, aside = schema.runs, schema.claims, schema.superseded, schema.set_aside
    connection.execute(delete(claims).where(claims.c.report_id.in_(ids)))
    of = select(runs.c.id).where(runs.c.report_id.in_(ids))
    connection.execute(delete(superseded).where(superseded.c.run.in_(of)))
    connection.execute(delete(runs).where(runs.c.report_id.in_(ids)))
    connection.execute(delete(aside).where(aside.c.report_id.in_(ids)))


def _drop_reports(connection: Connection, ids: Sequence[str]) -> None:
    """Delete reports, and those of their texts that no other report holds."""
    table, texts, searched = schema.reports, schema.texts, schema.searched
    theirs = set(connection.execute(select(table.c.text_id).where(table.c.id.in_(ids))).scalars())
    going = sorted(theirs - _shared_texts(connection, ids))
    asked = select(searched.c.seq, texts.c.text).join_from(searched, texts).where(texts.c.id.in_(going))
    database.of(connection).drop_texts(connection, ((row.seq, row.text) for row in connection.execute(asked).all()))
    connection.execute(delete(searched).where(searched.c.text_id.in_(going)))
    connection.execute(delete(table).where(table.c.id.in_(ids)))
    connection.execute(delete(texts).where(texts.c.id.in_(going)))


def _drop_past(connection: Connection, traces: _Traces) -> None:
    """Delete what was said of events together with what is forgotten, that which this very change has ended among it."""
    past = schema.past
    gone = traces.claims | traces.superseded
    ended = select(past.c.number, past.c.body).where(past.c.until == moment(connection))
    fresh = {number for number, body in connection.execute(ended) if not gone.isdisjoint(event_of(body).claims)}
    for numbers in chunks(sorted(traces.past | fresh)):
        connection.execute(delete(past).where(past.c.number.in_(numbers)))


def _drop_aliases(connection: Connection, events: Iterable[str]) -> None:
    """Delete the ids that led to events which are no more."""
    table, current = schema.aliases, schema.events
    for ids in chunks(sorted(events)):
        there = select(current.c.id).where(current.c.id.in_(ids))
        connection.execute(delete(table).where(table.c.event.in_(ids), table.c.event.not_in(there)))


def _drop_names(connection: Connection, traces: _Traces) -> None:
    """Delete actors and places that no claim names any more: of those not resolved, the name is the report's words."""
    for table, ties, ids in (
        (schema.actors, schema.actor_resolutions.c.actor, traces.actors),
        (schema.places, schema.place_resolutions.c.place, traces.places),
    ):
        for some in chunks(sorted(ids)):
            named = select(ties).where(ties.in_(some))
            connection.execute(delete(table).where(table.c.id.in_(some), table.c.id.not_in(named)))
