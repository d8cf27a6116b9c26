"""The rights that docs/postgres.md gives to writers and readers are enough for what they do, and for no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from dateline.archive import Archive
from dateline.archive.errors import Refused
from tests.cli.conftest import Cli, Done
from tests.servers import Server

PAGE = Path(__file__).resolve().parents[2] / "docs" / "postgres.md"

As = Callable[..., Done]


def say(postgres: Server, sql: str, database: str = "postgres") -> None:
    with psycopg.connect(postgres.uri.replace("/postgres?", f"/{database}?"), autocommit=True) as connection:
        for line in sql.split(";"):
            if line.strip():
                connection.execute(line.encode())


def told() -> list[str]:
    """Give the page's words for the server: to begin, for a writer, for readers."""
    return re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.fixture
def as_(postgres: Server, cli: Cli, reports: Path) -> Iterator[As]:
    """Run a command as a user of a database that is set up as the page says, with two reports in it."""

    def call(user: str, *args: str | Path) -> Done:
        return cli(*args, "--archive", address(postgres, user))

    begin, writer, readers = told()
    try:
        say(postgres, begin)
        for name in ("ann", "ben"):
            say(postgres, writer.replace("ann", name))
        assert call("ann", "add", reports / "r1.jsonl", "--coder", "sample").code == 0
        say(postgres, readers, "news")
        assert call("ben", "add", reports / "r2.jsonl", "--coder", "sample").code == 0
        yield call
    finally:
        say(postgres, "DROP DATABASE news WITH (FORCE); DROP ROLE IF EXISTS ann, ben, rita, eve, readers, archivists")


def address(postgres: Server, user: str) -> str:
    return postgres.uri.replace("postgres:@/postgres?", f"{user}@/news?")


def test_writers_write_and_forget_what_each_has_made(as_: As) -> None:
    made = {row["source"]["given_id"]: row["id"] for row in as_("rita", "reports", "--json").rows()}
    assert set(made) == {"r1", "r2"}
    done = as_("ben", "forget", made["r1"], "--yes")
    assert done.code == 0, done.err
    assert as_("rita", "show", made["r1"]).code == 1


def test_readers_only_read(as_: As, reports: Path) -> None:
    events = as_("ann", "events", "--json")
    assert events.rows()
    assert as_("rita", "events", "--json") == events
    (first, *_) = as_("rita", "reports", "--json").rows()
    for command in (("add", reports / "r3.jsonl", "--coder", "sample"), ("forget", first["id"], "--yes")):
        done = as_("rita", *command)
        assert done.code == 1
        assert "error" in done.err
    assert as_("rita", "events", "--json") == events


@pytest.mark.usefixtures("as_")
def test_readers_read_what_is_made_later(postgres: Server) -> None:
    say(postgres, "SET ROLE archivists; CREATE TABLE dateline.later AS SELECT 1 AS one", "news")
    with psycopg.connect(address(postgres, "rita")) as connection:
        assert connection.execute("SELECT one FROM dateline.later").fetchall() == [(1,)]


def test_who_may_not_look_is_told_what_to_ask_for(as_: As, postgres: Server) -> None:
    say(postgres, "CREATE ROLE eve LOGIN")
    done = as_("eve", "events")
    assert done.code == 1
    assert "You may not use the schema dateline (Ask who keeps the database to GRANT USAGE" in done.err


def test_who_could_not_wipe_what_is_deleted_deletes_nothing(as_: As, postgres: Server, reports: Path) -> None:
    rights = "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA dateline TO eve"
    sequences = "GRANT USAGE ON SCHEMA dateline TO eve; GRANT USAGE ON ALL SEQUENCES IN SCHEMA dateline TO eve"
    say(postgres, f"CREATE ROLE eve LOGIN; {rights}; {sequences}", "news")
    assert as_("eve", "add", reports / "r3.jsonl", "--coder", "sample").code == 0
    before = as_("eve", "events", "--json")
    (report, *_) = as_("eve", "reports", "--json").rows()
    done = as_("eve", "forget", report["id"], "--yes")
    assert done.code == 1
    assert "Only a member of archivists can forget reports here" in done.err
    assert as_("eve", "events", "--json") == before
    with Archive.open(address(postgres, "eve")) as archive, pytest.raises(Refused, match="archivists"):
        archive.forget([report["id"]], author="eve")
