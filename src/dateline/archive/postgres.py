"""All that is PostgreSQL's own: an address enters, an engine leaves; schema, locks, full text, and its errors in ours.

An archive is one schema of a database. Readers see one state from their first question to their last. Writers take turns
by a lock that the server gives in the order of asking: each weaves into all that was written before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, Insert, MetaData, String, Table, TextClause, create_engine, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler

from dateline.archive import schema
from dateline.archive.address import Database
from dateline.archive.conditions import ClaimsInclude, Has, Number
from dateline.archive.errors import (
    ArchiveError,
    Corrupt,
    Full,
    Locked,
    ReadOnly,
    Refused,
    TookTooLong,
)
from dateline.archive.fulltext import SENTENCES, TEXTS, Tokens, spelled
from dateline.archive.migrations import MIGRATIONS, record
from dateline.archive.state import State

WAITS: Final = "10min"
"""How long a writer waits for those before it: fifty that each weave a batch are done in less."""

_CONNECTIONS: Final = 40
"""Connections at once, as many as a server answers questions at once."""

_LONGEST_NAME: Final = 63
"""Letters of a name on PostgreSQL."""

_WORDS: Final = ("sentences", "fulltext")
"""Tables of the words of sentences and of texts, each word's number under its claim or text."""

# What the beginning of a server's code of an error means to the user; the longest that fits counts.
_NAMED: Final[dict[str, tuple[type[ArchiveError], str, str]]] = {
    "55P03": (Locked, "is being written by others.", "Wait until they are done and try again."),
    "40P01": (Locked, "is being written by others.", "Try again."),
    "57014": (
        TookTooLong,
        "could not answer within the time that a question may take.",
        "Ask for fewer days, or for less at once.",
    ),
    "53100": (Full, "cannot grow: the server's disk is full.", "Make room and run the same command again."),
    "53": (Refused, "has a server that cannot take more at present.", "Try again later, or ask who keeps it."),
    "25006": (ReadOnly, "cannot be written.", "Name the server that takes writes, not one that follows it."),
    "42501": (Refused, "may not be used so.", "Ask who keeps the database to let you use and create its schema."),
    "57P": (Refused, "has a server that is shutting down or starting.", "Try again when it runs."),
    "XX00": (Corrupt, "is damaged.", "Restore a backup."),
}


def engine_of(address: Database, *, read_only: bool) -> Engine:
    """Give an engine whose transactions see the archive's schema, and begin as readers or writers do.

    Raises:
        Refused: where the driver is missing.
    """
    try:
        engine = create_engine(
            address.url,
            connect_args={"application_name": "dateline"},
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=_CONNECTIONS - 5,
        )
    except ImportError as fault:
        raise Refused(
            "An archive on PostgreSQL needs the package psycopg.", "python -m pip install 'dateline[postgres]'"
        ) from fault

    event.listen(engine, "connect", _without_nul)

    def begin(connection: Connection) -> None:
        # For this transaction alone: a pool between us and the server may give the next one to somebody else.
        path = f"SET LOCAL search_path TO {address.schema}; SET LOCAL jit TO off"
        if connection.get_execution_options().get("writes", False) and not read_only:
            connection.exec_driver_sql(f"{path}; SET LOCAL lock_timeout TO '{WAITS}'")
            lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:schema, 0))")
            connection.execute(lock, {"schema": f"dateline archive {address.schema}"})
        else:
            connection.exec_driver_sql(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; {path}")

    event.listen(engine, "begin", begin)
    return engine


def _without_nul(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let what is looked for have a character NUL, which the server has not: it stands for one that no text has."""
    from psycopg.types.string import StrDumperUnknown  # noqa: PLC0415 - it is there only with the extra

    class Dumper(StrDumperUnknown):
        def dump(self, obj: str) -> Any:  # noqa: ANN401 - as the one that it stands for
            return super().dump(obj.replace("\0", "\ufffd"))

    connection.adapters.register_dumper(str, Dumper)


def limit(engine: Engine, seconds: float) -> None:
    """Break off what a transaction asks where one question of it takes so long."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout TO {max(1, round(1000 * seconds))}")

    event.listen(engine, "begin", begin)


def make_ready(engine: Engine) -> None:
    """Do nothing: readers and writers never wait for one another here."""


def state(connection: Connection) -> State:
    """Tell what is in the schema.

    Raises:
        Refused: it is there, and who is connected may not look into it.
    """
    own = _schema(connection)
    barred = "SELECT 1 FROM pg_namespace WHERE nspname = :own AND NOT has_schema_privilege(oid, 'USAGE')"
    if connection.execute(text(barred), {"own": own}).first():
        raise Refused(
            f"You may not use the schema {own}.",
            f"Ask who keeps the database to GRANT USAGE ON SCHEMA {own} and SELECT ON ALL TABLES IN SCHEMA {own} to you.",
        )
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    tables = set(connection.execute(text(asked)).scalars())
    if "migrations" not in tables:
        return State(ours=False, empty=not tables, version=0)
    version = connection.execute(text("SELECT coalesce(max(number), 0) FROM migrations")).scalar_one()
    return State(ours=True, empty=len(tables) == 1, version=version)


def mark(connection: Connection, *, version: int) -> None:
    """Do nothing: the steps that are recorded by name tell the version."""


def create(connection: Connection) -> int:
    """Make the schema with today's tables; give how many steps it has had with that: all."""
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {_schema(connection)}"))
    _tables().create_all(connection)
    for name in _WORDS:
        connection.execute(text(f"CREATE TABLE {name} (number INTEGER PRIMARY KEY, words TEXT[] NOT NULL)"))
        connection.execute(text(f"CREATE INDEX {name}_by_word ON {name} USING gin (words)"))
    record(connection)
    return len(MIGRATIONS)


def set_by(connection: Connection, beside: str) -> str:
    """Copy the archive, as it is before a step, into a schema of its own; give the name of that schema."""
    own = _schema(connection)
    copy = f"{own}_{beside}"[:_LONGEST_NAME]
    connection.execute(text(f"DROP SCHEMA IF EXISTS {copy} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {copy}"))
    asked = text("SELECT tablename FROM pg_tables WHERE schemaname = :own ORDER BY tablename")
    for (name,) in connection.execute(asked, {"own": own}).all():
        connection.execute(text(f'CREATE TABLE {copy}."{name}" (LIKE {own}."{name}" INCLUDING ALL)'))
        connection.execute(text(f'INSERT INTO {copy}."{name}" SELECT * FROM {own}."{name}"'))
    return copy


def put_aside(connection: Connection) -> str:
    """Give the schema another name, so that an archive can be made anew under its own; give that name."""
    own = _schema(connection)
    name = f"{own}_replaced"[:_LONGEST_NAME]
    connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
    connection.execute(text(f"ALTER SCHEMA {own} RENAME TO {name}"))
    return name


class Changes:
    """Tells by a mark whether anybody has written: by which transactions are over, here and elsewhere on the server."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine of the archive."""
        self._engine = engine

    def look(self) -> str:
        """Give the mark."""
        with self._engine.begin() as connection:
            return str(connection.execute(text("SELECT CAST(pg_current_snapshot() AS text)")).scalar_one())

    def close(self) -> None:
        """Do nothing: it holds nothing."""


def changes_of(engine: Engine) -> Changes:
    """Give what tells whether anybody has written."""
    return Changes(engine)


def check_erasable(connection: Connection) -> None:
    """Check that who is connected may write the tables anew; the server passes over those of others without a word.

    Raises:
        Refused: before anything is deleted that would stay readable.
    """
    asked = (
        "SELECT min(tableowner) FROM pg_tables"
        " WHERE schemaname = current_schema() AND NOT pg_has_role(tableowner, 'USAGE')"
    )
    owner = connection.execute(text(asked)).scalar()
    if owner is not None:
        raise Refused(
            f"Only a member of {owner} can forget reports here: nobody else may write the tables anew.",
            f"Ask who keeps the database to GRANT {owner} to you.",
        )


def erase(engine: Engine) -> bool:
    """Write all tables anew, so that nothing is left in them of what was deleted.

    What the server itself keeps, its log of changes and its backups, goes when whoever keeps it says so.
    """
    with engine.begin() as connection:
        schema = _schema(connection)
        asked = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema ORDER BY tablename")
        names = connection.execute(asked, {"schema": schema}).scalars().all()
    line = engine.raw_connection()
    try:
        # It writes a table anew outside of transactions alone.
        line.dbapi_connection.autocommit = True  # type: ignore[union-attr] # psycopg's has it
        with closing(line.cursor()) as cursor:
            cursor.execute(f"SET lock_timeout TO '{WAITS}'")
            for name in names:
                cursor.execute(f'VACUUM (FULL) {schema}."{name}"')
        return True
    finally:
        # Not given back: its settings are its own.
        line.invalidate()


def faults(connection: Connection) -> list[str]:
    """Give the indexes that the server holds for unfinished; it checks keys, types and pages as it reads and writes."""
    asked = (
        "SELECT of.relname FROM pg_index JOIN pg_class AS of ON of.oid = indexrelid"
        " WHERE NOT indisvalid AND of.relnamespace = CAST(current_schema() AS regnamespace) ORDER BY 1"
    )
    return [f"index {name} is not whole" for name in connection.execute(text(asked)).scalars()]


def add_sentences(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make sentences findable, each under the number of its claim."""
    _add_words(connection, "sentences", SENTENCES, rows)


def drop_sentences(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take sentences out again."""
    gone = text("DELETE FROM sentences WHERE number = ANY(CAST(:numbers AS integer[]))")
    connection.execute(gone, {"numbers": _numbers(number for number, _ in rows)})


def drop_all_sentences(connection: Connection) -> None:
    """Empty the index of sentences."""
    connection.execute(text("DELETE FROM sentences"))


def add_texts(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Make texts of reports findable, each under its number in `searched`."""
    _add_words(connection, "fulltext", TEXTS, ((number, spelled(words)) for number, words in rows))


def drop_texts(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Take texts of reports out again."""
    gone = text("DELETE FROM fulltext WHERE number = ANY(CAST(:numbers AS integer[]))")
    connection.execute(gone, {"numbers": _numbers(number for number, _ in rows)})


def _add_words(connection: Connection, table: str, tokenizer: str, rows: Iterable[tuple[int, str]]) -> None:
    with Tokens(tokenizer) as tokens:
        given = [{"number": number, "words": tokens.of(words)} for number, words in rows]
    if given:
        connection.execute(text(f"INSERT INTO {table} (number, words) VALUES (:number, :words)"), given)


def ranked(connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Give the rank that stands at a number under each of the block keys under which more than that many stand."""
    asked = text(
        "SELECT asked.key, stood.rank FROM unnest(CAST(:keys AS bigint[])) AS asked (key) CROSS JOIN LATERAL"
        " (SELECT rank FROM blocks WHERE blocks.key = asked.key ORDER BY rank OFFSET :last LIMIT 1) AS stood"
        " WHERE EXISTS (SELECT 1 FROM blocks WHERE blocks.key = asked.key OFFSET :number LIMIT 1)"
    )
    return _pairs(connection, asked, {"keys": _numbers(keys), "last": number - 1, "number": number})


def between_ranks(connection: Connection, windows: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Give key, rank and claim of what stands under block keys, from one rank of each key to another."""
    asked = text(
        "SELECT blocks.key, blocks.rank, blocks.claim"
        " FROM unnest(CAST(:keys AS bigint[]), CAST(:first AS bigint[]), CAST(:last AS bigint[]))"
        " AS asked (key, first, last) JOIN blocks"
        " ON blocks.key = asked.key AND blocks.rank BETWEEN asked.first AND asked.last"
    )
    keys, first, last = zip(*windows, strict=True)
    rows = connection.execute(asked, {"keys": _numbers(keys), "first": _numbers(first), "last": _numbers(last)})
    return ((key, rank, claim) for key, rank, claim in rows)


def first_under(connection: Connection, keys: Sequence[int], at_most: int) -> Iterator[tuple[int, int]]:
    """Give the ranks of the reports that stand first under each key, in order; of a large block no more is read."""
    asked = text(
        "SELECT asked.key, stood.rank FROM unnest(CAST(:keys AS bigint[])) AS asked (key) CROSS JOIN LATERAL"
        " (SELECT rank FROM sketch_keys WHERE sketch_keys.key = asked.key ORDER BY rank LIMIT :at_most) AS stood"
        " ORDER BY asked.key, stood.rank"
    )
    return _pairs(connection, asked, {"keys": _numbers(keys), "at_most": at_most})


def standing_at(connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]:
    """Give the rank that stands at a number, from 1, under each key under which so many stand."""
    asked = text(
        "SELECT asked.key, stood.rank FROM unnest(CAST(:keys AS bigint[])) AS asked (key) CROSS JOIN LATERAL"
        " (SELECT rank FROM sketch_keys WHERE sketch_keys.key = asked.key ORDER BY rank OFFSET :before LIMIT 1) AS stood"
    )
    return _pairs(connection, asked, {"keys": _numbers(keys), "before": number - 1})


def reports_beginning(connection: Connection, with_: Sequence[str]) -> Iterator[str]:
    """Give the ids of reports that begin so, sorted."""
    asked = text(
        "SELECT reports.id FROM unnest(CAST(:given AS text[])) AS asked (start) JOIN reports"
        " ON reports.id >= asked.start AND reports.id < asked.start || 'g' ORDER BY reports.id"
    )
    return (row[0] for row in connection.execute(asked, {"given": list(with_)}).all())


def enter_keys(connection: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Put reports under keys, by their ranks; those that stand there already stay."""
    if given := sorted(rows):
        keys, ranks = zip(*given, strict=True)
        enter = text(
            "INSERT INTO sketch_keys (key, rank)"
            " SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:ranks AS bigint[])) ON CONFLICT DO NOTHING"
        )
        connection.execute(enter, {"keys": _numbers(keys), "ranks": _numbers(ranks)})


def enter_blocks(connection: Connection, rows: Sequence[tuple[int, int, int]]) -> None:
    """Put claims under block keys."""
    keys, ranks, claims = zip(*sorted(rows), strict=True)
    enter = text(
        "INSERT INTO blocks (key, rank, claim) SELECT * FROM"
        " unnest(CAST(:keys AS bigint[]), CAST(:ranks AS bigint[]), CAST(:claims AS integer[]))"
    )
    connection.execute(enter, {"keys": _numbers(keys), "ranks": _numbers(ranks), "claims": _numbers(claims)})


def new_rows(table: Table) -> Insert:
    """Give what inserts rows and leaves those alone that are there."""
    return insert(table).on_conflict_do_nothing()


@contextmanager
def translated(address: Database) -> Iterator[None]:
    """Turn the server's errors into an archive's; others pass."""
    try:
        yield
    except PoolTimeout as fault:
        raise Refused(f"{address} answers too many at once.", "Try again later.") from fault
    except DBAPIError as fault:
        raise _translation(address, fault) from fault


def _translation(address: Database, fault: DBAPIError) -> ArchiveError:
    code = str(getattr(fault.orig, "sqlstate", None) or "")
    known = max((start for start in _NAMED if code.startswith(start)), key=len, default=None)
    if known is not None:
        kind, found, mend = _NAMED[known]
        return kind(f"{address} {found}", mend)
    said = str(fault.orig).strip().partition("\n")[0]
    if isinstance(fault, OperationalError):
        # Before there is a connection the server gives no code.
        return Refused(
            f"{address} cannot be reached: {said}.", "Check the address, the password and that the server runs."
        )
    return ArchiveError(f"{address}: {said}.", "Run `dateline doctor` and report this as a fault.")


@compiles(Number, "postgresql")
def _number(element: Number, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - handed on as they come
    (index,) = element.clauses
    return f"{compiler.process(index, **options)}.number"


@compiles(Has, "postgresql")
def _has(element: Has, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as above
    _, _, words, rows = element.clauses
    # The index finds what has the words; what must stand together is looked for in what it finds.
    asked, together = (f"CAST({compiler.process(one, **options)} AS text[])" for one in (words, rows))
    said = "strpos(' ' || array_to_string(words, ' ') || ' ', row) = 0"
    return f"words @> {asked} AND NOT EXISTS (SELECT 1 FROM unnest({together}) AS row WHERE {said})"


@compiles(ClaimsInclude, "postgresql")
def _claims_include(element: ClaimsInclude, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - as above
    body, values = (compiler.process(clause, **options) for clause in element.clauses)
    listed = f"json_array_elements_text(CAST({body} AS json) -> 'claims') AS listed (id)"
    return f"EXISTS (SELECT 1 FROM {listed} WHERE listed.id IN {values})"


def _schema(connection: Connection) -> str:
    # Each transaction begins by naming it alone.
    return str(connection.execute(text("SELECT current_setting('search_path')")).scalar_one())


def _tables() -> MetaData:
    """Give today's tables with words sorted by their letters' numbers, as SQLite sorts them, whatever the server's language."""
    copy = MetaData()
    for table in schema.metadata.sorted_tables:
        for column in table.to_metadata(copy).columns:
            if isinstance(column.type, String):
                column.type = type(column.type)(column.type.length, collation="C")
    return copy


def _numbers(values: Iterable[int]) -> str:
    """Write numbers as an array; as one value they are handed over faster than one by one."""
    return "{" + ",".join(map(str, values)) + "}"


def _pairs(connection: Connection, asked: TextClause, given: dict[str, object]) -> Iterator[tuple[int, int]]:
    return ((row[0], row[1]) for row in connection.execute(asked, given).all())
