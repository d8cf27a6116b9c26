"""An archive of the first schema opens with all it held; the migrations make the tables that the code expects."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import sqlite3
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, inspect, select

from dateline.archive import Archive, derive, errors, schema, sqlite
from dateline.archive.migrations import MIGRATIONS
from dateline.archive.rows import claim_row, report_row
from dateline.archive.state import State
from dateline.model import Party
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, report

pytestmark = pytest.mark.backends("sqlite")


def first_schema(path: Path) -> None:
    """Write an archive as the first schema kept it, before anything was derived."""
    engine = sqlite.engine_of(path, read_only=False)
    with engine.execution_options(writes=True).begin() as connection:
        for statement in MIGRATIONS[0].statements:
            connection.exec_driver_sql(statement)
        sqlite.mark(connection, version=1)
        numbers = itertools.count(1)
        for number, (report, claims) in enumerate(world(4, 20), start=1):
            insert(connection, "texts", {"id": report.text_id, "text": report.text})
            insert(
                connection, "reports", {name: value for name, value in report_row(report).items() if name != "origin"}
            )
            run = {"id": number, "report_id": report.id, "coder": "test", "version": "1", "current": True}
            insert(connection, "runs", run)
            day = report.published.day if report.published else None
            for one in claims:
                row = claim_row(one, seq=next(numbers), run=number, published=day)
                insert(connection, "claims", {name: value for name, value in row.items() if name != "long"})
    engine.dispose()


def go_back(connection: Connection, to: int) -> None:
    """Forget that steps after the first `to` were taken, and undo the last one."""
    connection.exec_driver_sql("DROP TABLE forgotten")
    connection.exec_driver_sql("DELETE FROM migrations WHERE number > ?", (to,))
    sqlite.mark(connection, version=to)


def unfile(connection: Connection) -> None:
    """Undo the step that files events."""
    connection.exec_driver_sql("DROP TABLE event_keys")
    for table in ("claims", "events"):
        connection.exec_driver_sql(f"DROP INDEX {table}_long")
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN long")


def insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    connection.execute(schema.metadata.tables[table].insert(), row)


def dumped(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return [f"{connection.execute('PRAGMA user_version').fetchone()}", *connection.iterdump()]


def test_the_first_schema_becomes_todays(tmp_path: Path) -> None:
    first_schema(tmp_path / "old.db")
    with pytest.raises(errors.ReadOnly, match="older"):
        Archive.open(tmp_path / "old.db", read_only=True)
    with Archive.open(tmp_path / "new.db") as new:
        new.add_many(world(4, 20), ORIGIN)
        expected = new.fingerprint()
    before = dumped(tmp_path / "old.db")
    with Archive.open(tmp_path / "old.db") as old:
        assert old.fingerprint() == expected
        assert dumped(tmp_path / "old.db.before_0002") == before
        assert old.counts().events > 0
    with Archive.open(tmp_path / "old.db", read_only=True) as reader:
        assert reader.fingerprint() == expected


def test_links_lose_the_withdrawal_that_they_never_had(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(4, 20), ORIGIN)
        expected = archive.fingerprint()
    at = [step.name for step in MIGRATIONS].index("0009-links-in-force")
    engine = sqlite.engine_of(tmp_path / "news.db", read_only=False)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(
            "UPDATE links SET body = substr(body, 1, length(body) - 1) || ',\"withdrawn\":null}'"
        )
        unfile(connection)
        go_back(connection, at)
    engine.dispose()
    with Archive.open(tmp_path / "news.db") as archive:
        assert archive.counts().links > 0
        assert archive.fingerprint() == expected


def test_events_of_before_are_filed_as_those_of_today(tmp_path: Path) -> None:
    def filed(archive: Archive) -> list[tuple[object, ...]]:
        with archive._reading() as connection:
            rows = connection.execute(select(schema.event_keys)).all()
            far = connection.execute(select(schema.claims.c.id, schema.claims.c.long).order_by("id")).all()
        return sorted(map(tuple, rows)) + sorted(map(tuple, far))

    of = report("They fought for months and they marched")
    fought = claim(of, "fought", actors=[actor("Rebels", "DOR", "REB")], stated=days(DAY, DAY + dt.timedelta(days=90)))
    words = Party(fought.quote, "some people")
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(4, 20), ORIGIN)
        archive.add(of, [msgspec.structs.replace(fought, recipients=(words,))], ORIGIN)
        expected = filed(archive)
        assert {str(key)[0] for key, *_ in expected} >= set("anpcl*")
    engine = sqlite.engine_of(tmp_path / "news.db", read_only=False)
    with engine.execution_options(writes=True).begin() as connection:
        unfile(connection)
        go_back(connection, [step.name for step in MIGRATIONS].index("0012-events-by-actor-place-and-country"))
    engine.dispose()
    with Archive.open(tmp_path / "news.db") as archive:
        assert filed(archive) == expected


def test_migrations_make_the_tables_that_the_code_names(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive, archive._reading() as connection:
        made = inspect(connection)
        for name, table in schema.metadata.tables.items():
            columns = {column["name"]: str(column["type"]) for column in made.get_columns(name)}
            assert columns == {column.name: str(column.type.compile(connection.dialect)) for column in table.columns}
            nullable = {column["name"] for column in made.get_columns(name) if column["nullable"]}
            keys = {column.name for column in table.primary_key}
            assert nullable - keys == {column.name for column in table.columns if column.nullable} - keys
            indexes = {index["name"]: index["column_names"] for index in made.get_indexes(name)}
            assert indexes == {index.name: [column.name for column in index.columns] for index in table.indexes}
            points = {(key["constrained_columns"][0], key["referred_table"]) for key in made.get_foreign_keys(name)}
            assert points == {(key.parent.name, key.column.table.name) for key in table.foreign_keys}
        extra = {name for name in made.get_table_names() if not name.startswith(("sentences", "fulltext"))}
        assert extra == set(schema.metadata.tables)


def test_every_step_is_recorded_by_name(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive, archive._reading() as connection:
        steps = connection.execute(schema.migrations.select().order_by(schema.migrations.c.number)).all()
        assert [tuple(step) for step in steps] == [(at, step.name) for at, step in enumerate(MIGRATIONS, start=1)]
        assert sqlite.state(connection) == State(ours=True, empty=False, version=len(MIGRATIONS))
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_other_rules_of_weaving_make_the_derived_anew(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(4, 20), ORIGIN)
        expected = archive.fingerprint()
        with archive._writing() as connection:
            connection.execute(schema.facts.update().values(value="0"))
            connection.execute(schema.links.delete())
            assert derive.weaver(connection) == "0"
    with Archive.open(tmp_path / "news.db") as again:
        assert again.fingerprint() == expected
