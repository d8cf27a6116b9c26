"""An archive enters, what is wrong in it leaves: what was damaged, lost or no longer fits together, each by its name.

The back end looks through its own pages and keys. Here is looked at what only we know: that a text is the one that its id
was made of, that claims stand in their texts, that what is searched says what the records say, and that every claim is
part of the event that counts it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, func, select

from dateline.archive import database, schema
from dateline.archive.records import Fault
from dateline.archive.rows import Row, claim_of, claim_row, event_of, event_row, report_of, report_row
from dateline.model import digest

_AT_ONCE: Final = 500

_RESTORE: Final = "Restore a backup (`dateline restore`), or add the report again to a new archive."
_REBUILD: Final = "`dateline check --mend` makes it anew from the claims."

_NEAR: Final = 5
"""Faults of one kind that are named; of more, how many there are."""


def faults(connection: Connection) -> list[Fault]:
    """Read all and give what is wrong, nothing where all is well."""
    found = [
        Fault(place="archive", found=one, derived=False, mend=_RESTORE)
        for one in database.of(connection).faults(connection)
    ]
    if found:
        # What the back end itself cannot read need not be read again.
        return found
    return [fault for look in _LOOKS for fault in _shortened(look(connection))]


def _texts(connection: Connection) -> Iterator[Fault]:
    table = schema.texts
    for row in _rows(connection, select(table.c.id, table.c.text).order_by(table.c.id)):
        if digest(row.text) != row.id:
            yield Fault(
                place=f"text {row.id}", found="is not the text that its id was made of", derived=False, mend=_RESTORE
            )


def _reports(connection: Connection) -> Iterator[Fault]:
    table, texts = schema.reports, schema.texts
    asked = select(*table.c, texts.c.text).join_from(table, texts).order_by(table.c.id)
    for row in _rows(connection, asked):
        place = f"report {row.id}"
        try:
            fits = _same(report_row(report_of(row.body, row.text)), row)
        except (msgspec.DecodeError, ValueError) as error:
            yield Fault(place=place, found=f"cannot be read: {error}", derived=False, mend=_RESTORE)
            continue
        if not fits:
            yield Fault(
                place=place, found="says something else than what it is searched by", derived=False, mend=_RESTORE
            )


def _claims(connection: Connection) -> Iterator[Fault]:
    table, reports, texts = schema.claims, schema.reports, schema.texts
    long = func.length(texts.c.text).label("length")
    asked = select(*table.c, reports.c.published, long).join_from(table, reports).join(texts).order_by(table.c.seq)
    for row in _rows(connection, asked):
        place = f"claim {row.id} of report {row.report_id}"
        try:
            claim = claim_of(row.body)
        except msgspec.DecodeError as error:
            yield Fault(place=place, found=f"cannot be read: {error}", derived=False, mend=_RESTORE)
            continue
        if max(claim.sentence.end, claim.quote.end, claim.trigger.end) > row.length:
            yield Fault(place=place, found="stands outside its text", derived=False, mend=_RESTORE)
        elif not _same(claim_row(claim, seq=row.seq, run=row.run, published=row.published), row):
            yield Fault(
                place=place, found="says something else than what it is searched by", derived=False, mend=_RESTORE
            )


def _events(connection: Connection) -> Iterator[Fault]:
    table, members, claims = schema.events, schema.members, schema.claims
    asked = (
        select(*table.c, claims.c.id.label("claim"))
        .select_from(
            table.outerjoin(members, members.c.event == table.c.id).outerjoin(claims, claims.c.seq == members.c.claim)
        )
        .order_by(table.c.id, claims.c.id)
    )
    for id_, rows in itertools.groupby(_rows(connection, asked), key=lambda row: row.id):
        some = list(rows)
        place = f"event {id_}"
        try:
            event = event_of(some[0].body)
        except msgspec.DecodeError as error:
            yield Fault(place=place, found=f"cannot be read: {error}", derived=True, mend=_REBUILD)
            continue
        if sorted(event.claims) != [row.claim for row in some]:
            yield Fault(place=place, found="does not have the claims that it counts", derived=True, mend=_REBUILD)
        elif not _same(event_row(event), some[0]):
            yield Fault(
                place=place, found="says something else than what it is searched by", derived=True, mend=_REBUILD
            )


def _without_event(connection: Connection) -> Iterator[Fault]:
    claims, members = schema.claims, schema.members
    asked = select(claims.c.id).where(claims.c.seq.not_in(select(members.c.claim))).order_by(claims.c.id)
    for (id_,) in _rows(connection, asked):
        yield Fault(place=f"claim {id_}", found="is part of no event", derived=True, mend=_REBUILD)


def _unsearched(connection: Connection) -> Iterator[Fault]:
    reports, searched = schema.reports, schema.searched
    asked = select(reports.c.id).where(reports.c.text_id.not_in(select(searched.c.text_id))).order_by(reports.c.id)
    for (id_,) in _rows(connection, asked):
        yield Fault(place=f"report {id_}", found="is not found by its words", derived=True, mend=_REBUILD)


_LOOKS: Final[tuple[Callable[[Connection], Iterator[Fault]], ...]] = (
    _texts,
    _reports,
    _claims,
    _without_event,
    _events,
    _unsearched,
)


def _rows(connection: Connection, asked: Select[Any]) -> Iterator[Any]:
    with connection.execution_options(yield_per=_AT_ONCE).execute(asked) as rows:
        yield from rows


def _same(wanted: Row, row: Any) -> bool:  # noqa: ANN401 - a row has the columns of its table
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's own name for it
    return all(found[name] == value for name, value in wanted.items())


def _shortened(found: Iterator[Fault]) -> Iterator[Fault]:
    """Give the first faults of a kind, and one for the others."""
    yield from itertools.islice(found, _NEAR)
    rest = list(found)
    if rest:
        yield msgspec.structs.replace(
            rest[0], place=f"{len(rest):,} more", found=f"such as {rest[0].place}: {rest[0].found}"
        )
