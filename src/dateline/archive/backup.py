"""An archive enters, a copy of it leaves, which is an archive in one SQLite file; such a copy is put back on any back end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, delete, func, insert, select

from dateline.archive import database, postgres, schema, sqlite
from dateline.archive.address import Address, Database
from dateline.archive.errors import ArchiveError, Corrupt, FolderMissing, NotAnArchive, Refused
from dateline.archive.opening import opened
from dateline.archive.rows import chunks, claim_of

_AT_ONCE: Final = 1000
"""Rows that are held at once."""


def make(connection: Connection, to: Path) -> Path:
    """Copy what a transaction sees into a new file.

    Raises:
        Refused: where there is something at the path already.
        FolderMissing: where the folder is not there.
    """
    _check_free(to)
    part = Path(f"{to}.part")
    _drop(part)
    try:
        if connection.dialect.name == "sqlite":
            sqlite.copy(connection, part)
        else:
            _into(part, connection)
    except BaseException:
        _drop(part)
        raise
    part.replace(to)
    return to


def put_back(backup: Path, address: Address, *, replace: bool, now: dt.datetime) -> str | None:
    """Make the archive at an address what a backup says; give where that lies now which it replaces, if anything.

    Raises:
        CannotOpen: the backup is none, or is damaged.
        Refused: there is an archive already and it is not to be replaced, or it is being used.
    """
    held = opened(backup, create=False, read_only=True, clock=lambda: now)
    try:
        with database.translated(backup), held.begin() as connection:
            if found := database.of(connection).faults(connection):
                raise Corrupt(f"{backup} is damaged: {found[0]}.", "Take another backup; nothing was changed.")
            if isinstance(address, Database):
                return _to_server(connection, address, replace=replace, now=now)
            return _to_file(connection, address, replace=replace)
    finally:
        held.dispose()


def _check_free(to: Path) -> None:
    if not to.parent.is_dir():
        raise FolderMissing(f"The folder {to.parent} is not there.", "Make it, or name another path.")
    if to.exists():
        raise Refused(f"There is something at {to} already.", "Name another path; a backup replaces nothing.")


def _into(part: Path, connection: Connection) -> None:
    engine = opened(part, create=True, read_only=False, clock=lambda: dt.datetime.now(dt.UTC))
    try:
        with database.translated(part), engine.execution_options(writes=True).begin() as target:
            copied(connection, target)
    finally:
        engine.dispose()
    sqlite.settle(part)


def _to_file(connection: Connection, path: Path, *, replace: bool) -> str | None:
    if not path.parent.is_dir():
        raise FolderMissing(f"The folder {path.parent} is not there.", "Make it, or name another path.")
    if path.exists() and not replace:
        raise Refused(f"There is an archive at {path} already.", "Say --replace to put the backup in its place.")
    if path.exists() and not sqlite.is_ours(path):
        raise NotAnArchive(f"{path} is not a Dateline archive.", "Name another path; this file is left alone.")
    part = Path(f"{path}.part")
    _drop(part)
    sqlite.copy(connection, part)
    aside = None
    if path.exists():
        aside = Path(f"{path}.replaced")
        _move(path, aside)
    part.replace(path)
    return str(aside) if aside else None


def _move(path: Path, aside: Path) -> None:
    """Move an archive that nobody uses; what is too damaged to be opened goes with its log."""
    try:
        with database.translated(path):
            sqlite.settle(path)
    except (Corrupt, NotAnArchive):
        for end in ("-wal", "-shm"):
            if Path(f"{path}{end}").exists():
                Path(f"{path}{end}").replace(f"{aside}{end}")
    path.replace(aside)


def _to_server(connection: Connection, address: Database, *, replace: bool, now: dt.datetime) -> str | None:
    engine = database.engine_of(address, read_only=False)
    moment = now.astimezone(dt.UTC).isoformat(timespec="microseconds")
    try:
        with database.translated(address), engine.execution_options(writes=True, moment=moment).begin() as target:
            there = database.of(target).state(target)
            if not there.ours and not there.empty:
                raise NotAnArchive(f"{address} is not a Dateline archive.", "Name another; this one is left alone.")
            if not there.empty and not replace:
                raise Refused(
                    f"There is an archive at {address} already.", "Say --replace to put the backup in its place."
                )
            aside = None if there.empty else postgres.put_aside(target)
            database.of(target).create(target)
            copied(connection, target)
            return aside
    finally:
        engine.dispose()


def copied(source: Connection, target: Connection) -> None:
    """Copy all rows from one archive into another that holds nothing, and make them findable there.

    Raises:
        ArchiveError: where a table did not come over whole.
    """
    for table in schema.metadata.sorted_tables:
        if table is schema.migrations:
            continue
        target.execute(delete(table))
        for rows in chunks(_rows(source, table), _AT_ONCE):
            target.execute(insert(table), rows)
        if _number(source, table) != _number(target, table):
            raise ArchiveError(
                f"Not all of {table.name} was copied.", "Run `dateline doctor` and report this as a fault."
            )
    database.of(target).add_texts(target, _texts(source))
    database.of(target).add_sentences(target, _sentences(source))


def _rows(source: Connection, table: Table) -> Iterator[dict[str, Any]]:
    with source.execution_options(yield_per=_AT_ONCE).execute(select(table)) as rows:
        yield from (dict(row) for row in rows.mappings())


def _texts(source: Connection) -> Iterator[tuple[int, str]]:
    searched, texts = schema.searched, schema.texts
    asked = select(searched.c.seq, texts.c.text).join_from(searched, texts).order_by(searched.c.seq)
    with source.execution_options(yield_per=_AT_ONCE).execute(asked) as rows:
        yield from ((row.seq, row.text) for row in rows)


def _sentences(source: Connection) -> Iterator[tuple[int, str]]:
    claims, reports, texts = schema.claims, schema.reports, schema.texts
    asked = select(claims.c.seq, claims.c.body, texts.c.text).join_from(claims, reports).join(texts)
    with source.execution_options(yield_per=_AT_ONCE).execute(asked.order_by(claims.c.seq)) as rows:
        yield from ((row.seq, claim_of(row.body).sentence.of(row.text)) for row in rows)


def _number(connection: Connection, table: Table) -> int:
    number: int = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return number


def _drop(part: Path) -> None:
    for end in ("", "-wal", "-shm"):
        Path(f"{part}{end}").unlink(missing_ok=True)
