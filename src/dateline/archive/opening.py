"""An address enters, an engine for an archive of today's schema leaves: found, made, or brought up to date."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine

from dateline.archive import database, derive, history, reports
from dateline.archive.address import Address
from dateline.archive.errors import ArchiveMissing, Corrupt, FolderMissing, NewerSchema, NotAnArchive, ReadOnly
from dateline.archive.migrations import MIGRATIONS, migrate
from dateline.archive.transactions import Clock
from dateline.weave import WEAVER

_log = logging.getLogger(__name__)


def opened(address: Address, *, create: bool, read_only: bool, clock: Clock) -> Engine:
    """Open what lies at an address; make it where it is missing and may be made.

    Raises:
        CannotOpen: one of its kinds says why.
        Locked: others are writing.
        ReadOnly: the archive is older than this version and was opened for reading only.
    """
    may_create = create and not read_only
    if isinstance(address, Path):
        _check_path(address, create=may_create)
    engine = database.engine_of(address, read_only=read_only)
    try:
        with database.translated(address):
            _make_ready(address, engine, create=may_create, read_only=read_only, clock=clock)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _check_path(path: Path, *, create: bool) -> None:
    if not path.parent.is_dir():
        raise FolderMissing(f"The folder {path.parent} is not there.", "Make it, or name another path.")
    if path.is_dir():
        raise NotAnArchive(f"{path} is a folder.", "Name a file in it, such as news.db.")
    if not create and not path.exists():
        raise _missing(path)


def _make_ready(address: Address, engine: Engine, *, create: bool, read_only: bool, clock: Clock) -> None:
    with engine.begin() as connection:
        done = _migrations_done(address, connection, create=create)
        current = done == len(MIGRATIONS) and derive.weaver(connection) == WEAVER
    if read_only and not current:
        raise ReadOnly(
            f"{address} was made by an older version.", "Open it once for writing, which brings it up to date."
        )
    if read_only:
        return
    database.behind(engine).make_ready(engine)
    if not current:
        now = history.stamp(clock())
        _bring_up_to_date(address, engine.execution_options(writes=True, moment=now), create=create)


def _bring_up_to_date(address: Address, writer: Engine, *, create: bool) -> None:
    with writer.begin() as connection:
        # Looked at again under the lock: another process may have done it meanwhile.
        done = _migrations_done(address, connection, create=create)
        backend = database.of(connection)
        if 0 < done < len(MIGRATIONS):
            copy = backend.set_by(connection, f"before_{done + 1:04}")
            _log.warning("%s is brought up to date; as it was it stays in %s", address, copy)
        if done == 0:
            done = backend.create(connection)
        rebuilds = migrate(connection, done=done)
        reports.index_missing(connection)
        backend.mark(connection, version=len(MIGRATIONS))
        if rebuilds or derive.weaver(connection) != WEAVER:
            derive.rebuild(connection)


def _migrations_done(address: Address, connection: Connection, *, create: bool) -> int:
    found = database.of(connection).state(connection)
    if found.empty and not found.ours:
        if create:
            return 0
        raise _missing(address)
    if not found.ours:
        raise NotAnArchive(f"{address} is not a Dateline archive.", "Name another; this one is left alone.")
    if found.version > len(MIGRATIONS):
        raise NewerSchema(
            f"{address} has schema {found.version}, and this version of Dateline knows {len(MIGRATIONS)}.",
            "Upgrade Dateline.",
        )
    if found.empty:
        raise Corrupt(f"{address} has lost its tables.", "Restore a copy, or add its reports to a new archive.")
    return found.version


def _missing(address: Address) -> ArchiveMissing:
    return ArchiveMissing(f"There is no archive at {address}.", "Check it, or make one with `dateline add`.")
