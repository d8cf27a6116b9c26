"""All that is SQLite's own: a path enters, an engine leaves; pragmas, transactions, full text, and its errors in ours."""

from __future__ import annotations

import json
import math
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlalchemy.sql.compiler import SQLCompiler

from dateline.archive.conditions import ClaimsInclude, Has, Number
from dateline.archive.errors import ArchiveError, Corrupt, Full, Locked, NotAnArchive, ReadOnly, Refused, TookTooLong
from dateline.archive.fulltext import spelled
from dateline.archive.state import State

# "DLNE" in ASCII; tells our files from other SQLite databases.
APPLICATION_ID = 0x444C4E45

# Where it stands in a file.
_MARK_AT = 68

BUSY_SECONDS = 10.0
"""How long to wait for another writer before `Locked`."""

_CACHE_KIB = 65_536

# Of a connection that only reads: a server has one for each question that it answers at once, and what they read stays in
# the system's own cache besides.
_READING_CACHE_KIB = 8_192

# Connections that are kept: more than a server answers questions at once, as one made anew begins with an empty cache.
_KEPT_OPEN = 16

# Steps of the database's machine between two looks at the clock: under a millisecond.
_STEPS = 10_000

# Pages of the log (64 MiB) before they are written to their places: block keys lie scattered, and what several transactions
# change is then written once.
_LOGGED_PAGES = 16_384

# Primary result codes of SQLite with what each means to the user.
_NAMED = {
    sqlite3.SQLITE_BUSY: (Locked, "is being written by another process.", "Wait until that is done and try again."),
    sqlite3.SQLITE_LOCKED: (Locked, "is being written by another process.", "Wait until that is done and try again."),
    sqlite3.SQLITE_CORRUPT: (Corrupt, "is damaged.", "Restore a copy, or add its reports to a new archive."),
    sqlite3.SQLITE_NOTADB: (NotAnArchive, "is not a Dateline archive.", "Name another file; this one is left alone."),
    sqlite3.SQLITE_INTERRUPT: (
        TookTooLong,
        "could not answer within the time that a question may take.",
        "Ask for fewer days, or for less at once.",
    ),
    sqlite3.SQLITE_FULL: (Full, "cannot grow: the disk is full.", "Make room and run the same command again."),
    sqlite3.SQLITE_READONLY: (ReadOnly, "cannot be written.", "Open it for writing, or check the file's permissions."),
    sqlite3.SQLITE_CANTOPEN: (
        Refused,
        "cannot be opened.",
        "Check that it is a file and that you may read and write it.",
    ),
    sqlite3.SQLITE_IOERR: (Refused, "cannot be read or written.", "Check the disk; nothing half done was kept."),
    sqlite3.SQLITE_PERM: (Refused, "may not be opened.", "Check the file's permissions."),
    sqlite3.SQLITE_AUTH: (Refused, "may not be opened.", "Check the file's permissions."),
}


def engine_of(path: Path, *, read_only: bool) -> Engine:
    """Give an engine whose connections check foreign keys and begin transactions when we say so."""
    uri = f"file:{quote(str(path.absolute()))}?{_reading_mode(path) if read_only else 'mode=rwc'}"

    def connect() -> sqlite3.Connection:
        # No isolation level: the driver would otherwise begin late and commit before schema changes.
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=_KEPT_OPEN)
    event.listen(engine, "connect", _on_connect)
    if read_only:
        event.listen(engine, "connect", _on_connect_to_read)
    event.listen(engine, "begin", _on_begin)
    return engine


def limit(engine: Engine, seconds: float) -> None:
    """Break off what a transaction asks once it has lasted so long."""

    def begin(connection: Connection) -> None:
        ends = time.monotonic() + seconds
        driver = connection.connection.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)

    event.listen(engine, "begin", begin)


class Changes:
    """Tells by a mark whether others have written: on a connection of its own, as each counts for itself."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of the archive; a connection is made when it is first looked at."""
        self._engine = engine
        self._line: Connection | None = None
        self._one_at_a_time = threading.Lock()

    def look(self) -> str:
        """Give the mark."""
        with self._one_at_a_time:
            if self._line is None:
                self._line = self._engine.connect()
            # In a transaction that ends at once: one that went on would see nothing new.
            with self._line.begin():
                return str(self._line.exec_driver_sql("PRAGMA data_version").scalar_one())

    def close(self) -> None:
        """Let go of the connection."""
        with self._one_at_a_time:
            if self._line is not None:
                self._line.close()
                self._line = None


def changes_of(engine: Engine) -> Changes:
    """Give what tells whether anybody has written."""
    return Changes(engine)


def make_ready(engine: Engine) -> None:
    """Let readers read while a writer writes; the file remembers it, so only a file known to be ours is touched."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode = WAL")


def state(connection: Connection) -> State:
    """Tell what is in the file."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    # A new file, or one that a kill left empty, has neither.
    empty = tables == 0
    return State(ours=application == APPLICATION_ID, empty=empty, version=version)


def create(_connection: Connection) -> int:
    """Give how many steps a new archive has had: none, they make all its tables."""
    return 0


def mark(connection: Connection, *, version: int) -> None:
    """Write the application id and the number of migrations done."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def set_by(connection: Connection, beside: str) -> str:
    """Copy the archive, as it is before a step, into a file beside it; give the path of that file."""
    as_it_is = Path(f"{_path(connection)}.{beside}")
    part = Path(f"{as_it_is}.part")
    part.unlink(missing_ok=True)
    copy(connection, part)
    part.replace(as_it_is)
    return str(as_it_is)


def copy(connection: Connection, to: Path) -> None:
    """Copy the file page by page, as it is at one moment, on a connection of its own; others may go on writing."""
    uri = f"file:{quote(_path(connection))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as here, closing(sqlite3.connect(to)) as there:
        here.backup(there)
    settle(to)


def settle(path: Path) -> None:
    """Write the log of a file that nobody uses into it, so that the file alone is the archive.

    Raises:
        Locked: somebody uses it.
    """
    with closing(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone() != ("delete",):
            raise Locked(f"{path} is being used.", "Stop what uses it, such as `dateline serve`, and try again.")


def is_ours(path: Path) -> bool:
    """Tell whether a file is an archive; where it is too damaged to be opened, by its head."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection:
            # Asked and not read: it may stand in the log alone.
            return bool(connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,))
    except sqlite3.DatabaseError:
        with path.open("rb") as file:
            file.seek(_MARK_AT)
            return file.read(4) == APPLICATION_ID.to_bytes(4, "big")


def _path(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT file FROM pragma_database_list WHERE name = 'main'").scalar_one())


def faults(connection: Connection) -> list[str]:
    """Look through the whole file and give what is wrong with it, nothing where all is well."""
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    strays = connection.exec_driver_sql("PRAGMA foreign_key_check")
    return found + [f"{table_} row {row} points to a missing row of {other}" for table_, row, other, _ in strays]


def add_sentences(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make sentences findable, each under the number of its claim."""
    given = [{"claim": claim, "sentence": sentence} for claim, sentence in rows]
    if given:
        connection.execute(text("INSERT INTO sentences (rowid, sentence) VALUES (:claim, :sentence)"), given)


def drop_sentences(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take sentences out again; each must be given as it went in."""
    given = [{"claim": claim, "sentence": sentence} for claim, sentence in rows]
    if given:
        drop = "INSERT INTO sentences (sentences, rowid, sentence) VALUES ('delete', :claim, :sentence)"
        connection.execute(text(drop), given)


def drop_all_sentences(connection: Connection) -> None:
    """Empty the full-text index."""
    connection.exec_driver_sql("INSERT INTO sentences (sentences) VALUES ('delete-all')")


def add_texts(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make texts of reports findable, each under its number in `searched`."""
    given = [{"number": number, "text": spelled(words)} for number, words in rows]
    if given:
        connection.execute(text("INSERT INTO fulltext (rowid, text) VALUES (:number, :text)"), given)


def drop_texts(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take texts of reports out again; each must be given as it went in."""
    given = [{"number": number, "text": spelled(words)} for number, words in rows]
    if given:
        drop = "INSERT INTO fulltext (fulltext, rowid, text) VALUES ('delete', :number, :text)"
        connection.execute(text(drop), given)


def check_erasable(connection: Connection) -> None:
    """Do nothing: whoever may write the file may write it anew."""


def erase(engine: Engine) -> bool:
    """Write the file anew, so that nothing is left in it of what was deleted; tell whether the log is empty too.

    What is deleted stays readable in free space, in free pages and in old parts of the full-text indexes until then. A
    reader that began earlier keeps what it reads in the log.
    """
    connection = engine.raw_connection()
    try:
        with closing(connection.cursor()) as cursor:
            for index in ("sentences", "fulltext"):
                cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
            # The copy that is made meanwhile is as large as the archive.
            cursor.execute("PRAGMA temp_store = FILE")
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            told = cursor.fetchone()
        return told is not None and not told[0]
    finally:
        # Not given back: its settings are its own.
        connection.invalidate()


def ranked(connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Give the rank that stands at a number under each of the block keys under which more than that many stand."""
    asked = text(
        "SELECT value, (SELECT rank FROM blocks WHERE key = value ORDER BY rank LIMIT 1 OFFSET :last)"
        " FROM json_each(:keys)"
        " WHERE EXISTS (SELECT 1 FROM blocks WHERE key = value LIMIT 1 OFFSET :number)"
    )
    given = {"keys": json.dumps(keys), "last": number - 1, "number": number}
    return ((key, rank) for key, rank in connection.execute(asked, given))


def between_ranks(connection: Connection, windows: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Give key, rank and claim of what stands under block keys, from one rank of each key to another."""
    asked = text(
        "SELECT blocks.key, blocks.rank, blocks.claim FROM json_each(:windows) AS given JOIN blocks"
        " ON blocks.key = json_extract(given.value, '$[0]') AND blocks.rank"
        " BETWEEN json_extract(given.value, '$[1]') AND json_extract(given.value, '$[2]')"
    )
    rows = connection.execute(asked, {"windows": json.dumps(windows)})
    return ((key, rank, claim) for key, rank, claim in rows)


def first_under(connection: Connection, keys: Sequence[int], at_most: int) -> Iterator[tuple[int, int]]:
    """Give the ranks of the reports that stand first under each key, in order; of a large block no more is read."""
    # One by one, rows take longer to hand over than to find.
    asked = text(
        "SELECT asked.value, stood.rank FROM json_each(:keys) AS asked JOIN sketch_keys AS stood"
        " ON stood.key = asked.value AND stood.rank <= coalesce((SELECT rank FROM sketch_keys"
        " WHERE key = asked.value ORDER BY rank LIMIT 1 OFFSET :last), :highest) ORDER BY asked.value, stood.rank"
    )
    given = {"keys": json.dumps(list(keys)), "last": at_most - 1, "highest": 2**63 - 1}
    rows = connection.execute(asked, given)
    return ((row[0], row[1]) for row in rows.all())


def standing_at(connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Give the rank that stands at a number, from 1, under each key under which so many stand."""
    asked = text(
        "SELECT value, (SELECT rank FROM sketch_keys WHERE key = value ORDER BY rank LIMIT 1 OFFSET :before)"
        " FROM json_each(:keys)"
    )
    rows = connection.execute(asked, {"keys": json.dumps(list(keys)), "before": number - 1})
    return ((row[0], row[1]) for row in rows.all() if row[1] is not None)


def reports_beginning(connection: Connection, with_: Sequence[str]) -> Iterator[str]:
    """Give the ids of reports that begin so, sorted."""
    asked = text(
        "SELECT reports.id FROM json_each(:given) AS asked JOIN reports"
        " ON reports.id >= asked.value AND reports.id < asked.value || 'g' ORDER BY reports.id"
    )
    return (row[0] for row in connection.execute(asked, {"given": json.dumps(with_)}).all())


def enter_keys(connection: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Put reports under keys, by their ranks; sorted, as rows of one page of the table are then written together."""
    # Tens of keys a report: as dictionaries they would take as long to hand over as to write.
    if given := sorted(rows):
        connection.exec_driver_sql("INSERT OR IGNORE INTO sketch_keys (key, rank) VALUES (?, ?)", given)


def enter_blocks(connection: Connection, rows: Sequence[tuple[int, int, int]]) -> None:
    """Put claims under block keys, in the order of the table."""
    connection.exec_driver_sql("INSERT INTO blocks (key, rank, claim) VALUES (?, ?, ?)", sorted(rows))


@compiles(Number, "sqlite")
def _number(element: Number, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - handed on as they come
    (index,) = element.clauses
    return f"{compiler.process(index, **options)}.rowid"


@compiles(Has, "sqlite")
def _has(element: Has, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as above
    index, asked, *_ = (compiler.process(clause, **options) for clause in list(element.clauses)[:2])
    return f"{index} MATCH {asked}"


@compiles(ClaimsInclude, "sqlite")
def _claims_include(element: ClaimsInclude, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as above
    body, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({body}, '$.claims') AS listed WHERE listed.value IN {values})"


def new_rows(table: Table) -> Insert:
    """Give what inserts rows and leaves those alone that are there."""
    return insert(table).on_conflict_do_nothing()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the database's errors into an archive's; others pass."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as fault:
        cause = fault.orig if isinstance(fault, DBAPIError) else fault
        raise _translation(path, cause) from fault


def _translation(path: Path, cause: BaseException | None) -> ArchiveError:
    # The low byte is the primary code; the rest tells variants of it apart.
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _NAMED:
        kind, found, mend = _NAMED[code]
        return kind(f"{path} {found}", mend)
    return ArchiveError(f"{path}: {cause}.", "Run `dateline doctor` and report this as a fault.")


def _on_connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # NORMAL loses at most the last transactions when the machine loses power, and never when the process dies.
    for pragma in (
        "foreign_keys = ON",
        "synchronous = NORMAL",
        f"cache_size = -{_CACHE_KIB}",
        f"wal_autocheckpoint = {_LOGGED_PAGES}",
        "temp_store = MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    if isinstance(connection, sqlite3.Connection) and not _has_floor(connection):
        connection.create_function("floor", 1, math.floor, deterministic=True)


def _has_floor(connection: sqlite3.Connection) -> bool:
    """Tell whether this build of SQLite has the function; a call of ours takes thirty times as long."""
    with closing(connection.execute("SELECT 1 FROM pragma_function_list WHERE name = 'floor'")) as found:
        return found.fetchone() is not None


def _on_connect_to_read(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only = ON")
    cursor.execute(f"PRAGMA cache_size = -{_READING_CACHE_KIB}")
    cursor.close()


def _reading_mode(path: Path) -> str:
    if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
        # In mode "ro" SQLite would make its two companion files and, on closing, leave them lying about.
        return "mode=rw"
    # Where these files cannot be made, it reads only what it is told will not change: nobody writes without them.
    return "mode=ro" if Path(f"{path}-wal").exists() else "mode=ro&immutable=1"


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: one that took it midway could fail after having read.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
