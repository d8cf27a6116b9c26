"""What is PostgreSQL's own: addresses, errors, many writers, older schemas, and that both back ends say the same."""

from __future__ import annotations

import builtins
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dateline.archive import Archive, Query, ReportSearch, errors, migrations, opening
from dateline.archive.address import Database, address_of
from dateline.archive.migrations import MIGRATIONS, Migration
from dateline.model import Claim, Report
from tests.archive.test_forget import SECRETS, secret, told_beside
from tests.archive.worlds import world
from tests.servers import Server
from tests.weave.builders import ORIGIN, claim, report

pytestmark = pytest.mark.backends("postgresql")

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("given", "shown", "schema"),
    [
        ("postgresql://ann:secret@db.test/news", "postgresql://ann:***@db.test/news?schema=dateline", "dateline"),
        ("postgres://db.test:5433/news?schema=a_1", "postgresql://db.test:5433/news?schema=a_1", "a_1"),
        (
            "postgresql://db.test/news?sslmode=require",
            "postgresql://db.test/news?schema=dateline&sslmode=require",
            "dateline",
        ),
    ],
)
def test_an_address_is_read_and_shown_without_its_password(given: str, shown: str, schema: str) -> None:
    found = address_of(given)
    assert isinstance(found, Database)
    assert (str(found), found.schema) == (shown, schema)
    assert "schema" not in found.url.query


@pytest.mark.parametrize("schema", ["A", "1a", "a b", 'a"b', "a;b", "pg_a", "a" * 51])
def test_a_schema_that_is_no_plain_name_is_refused(schema: str) -> None:
    with pytest.raises(errors.NotAnArchive, match="cannot hold an archive"):
        address_of(f"postgresql://db.test/news?schema={schema}")


def test_an_address_that_cannot_be_read_is_not_repeated() -> None:
    with pytest.raises(errors.NotAnArchive) as refusal:
        Archive.open("postgresql://ann:secret@db.test:port/news")
    assert "secret" not in str(refusal.value)


def test_what_cannot_be_reached_or_is_not_there_is_said(postgres: Server) -> None:
    with pytest.raises(errors.Refused, match="cannot be reached") as refusal:
        Archive.open("postgresql://ann:secret@127.0.0.1:1/news")
    assert "secret" not in str(refusal.value)
    with pytest.raises(errors.Refused, match="does not exist"):
        Archive.open(postgres.uri.replace("/postgres?", "/nothing?"))
    with pytest.raises(errors.ArchiveMissing):
        Archive.open(postgres.address("missing"), create=False)
    with pytest.raises(errors.ArchiveMissing):
        Archive.open(postgres.address("missing"), read_only=True)


def test_without_the_driver_it_says_what_to_install(postgres: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    known = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "psycopg":
            raise ModuleNotFoundError(name)
        return known(name, *rest)  # type: ignore[arg-type] # handed on as they come

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(errors.Refused, match=r"dateline\[postgres\]"):
        Archive.open(postgres.address("undriven"))


def test_another_programs_schema_is_left_alone(postgres: Server, tmp_path: Path) -> None:
    address = address_of(postgres.address(tmp_path))
    with Archive.open(postgres.address("any")) as archive, archive._writing() as connection:
        connection.execute(text(f"CREATE SCHEMA {_schema(address)}"))
        connection.execute(text(f"CREATE TABLE {_schema(address)}.mine (x integer)"))
        connection.execute(text(f"INSERT INTO {_schema(address)}.mine VALUES (1)"))
    with pytest.raises(errors.NotAnArchive):
        Archive.open(tmp_path)
    with Archive.open(tmp_path / "copy.sqlite") as copy:
        copy.add_many(world(1, 3), ORIGIN)
    for replace in (False, True):
        with pytest.raises(errors.NotAnArchive):
            Archive.restore(tmp_path / "copy.sqlite", postgres.address(tmp_path), replace=replace)
    with Archive.open(postgres.address("any")) as archive, archive._reading() as connection:
        assert connection.execute(text(f"SELECT x FROM {_schema(address)}.mine")).scalar() == 1


def test_one_who_may_only_read_reads(postgres: Server, tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.add_many(world(1, 10), ORIGIN)
        expected = archive.fingerprint()
        with archive._writing() as connection:
            schema = _schema(address_of(postgres.address(tmp_path)))
            user = f"reader_{schema}"
            connection.execute(text(f"CREATE USER {user}"))
            connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {user}"))
            connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {user}"))
    theirs = postgres.address(tmp_path).replace("postgres:@", f"{user}:@")
    with Archive.open(theirs, read_only=True) as reader:
        assert reader.fingerprint() == expected
    with Archive.open(theirs) as reader, pytest.raises(errors.Refused, match="may not be used so"):
        reader.add_many(world(2, 1), ORIGIN)


def _schema(address: object) -> str:
    assert isinstance(address, Database)
    return address.schema


WRITING = """
import sys
from concurrent.futures import ThreadPoolExecutor
from dateline.archive import Archive
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN
def write(number):
    with Archive.open(sys.argv[1]) as archive:
        for pair in world(31, 200)[4 * number : 4 * number + 4]:
            archive.add(*pair, ORIGIN)
with ThreadPoolExecutor(10) as pool:
    list(pool.map(write, range(int(sys.argv[2]), int(sys.argv[2]) + 10)))
"""


def test_fifty_writers_at_once_lose_nothing(postgres: Server, tmp_path: Path) -> None:
    address = postgres.address(tmp_path / "many")
    started = [
        subprocess.Popen([sys.executable, "-c", WRITING, address, str(first)], cwd=ROOT, env=_environment())
        for first in range(0, 50, 10)
    ]
    assert [process.wait() for process in started] == [0] * 5
    with Archive.open(tmp_path / "one") as one, Archive.open(address) as many:
        one.add_many(world(31, 200), ORIGIN)
        assert many.counts() == one.counts()
        assert many.fingerprint() == one.fingerprint()
        assert many.faults() == []


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}


def test_a_reader_meets_no_half_written_batch(tmp_path: Path) -> None:
    stories = world(3, 60)
    with Archive.open(tmp_path) as writer, Archive.open(tmp_path, read_only=True) as reader:
        with ThreadPoolExecutor(1) as pool:
            done = pool.submit(lambda: [writer.add_many(stories[at : at + 6], ORIGIN) for at in range(0, 60, 6)])
            seen = set()
            while not done.done():
                counts = reader.counts()
                assert sum(1 for _ in reader.claims()) % 18 == 0
                seen.add((counts.reports, counts.claims))
        done.result()
    assert all(claims == 3 * reports and reports % 6 == 0 for reports, claims in seen)


def test_an_older_schema_is_copied_and_brought_up_to_date(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(tmp_path) as archive:
        archive.add_many(world(4, 20), ORIGIN)
        expected = archive.fingerprint()
    steps = (*MIGRATIONS, Migration("9999-later", ("CREATE TABLE later (id INTEGER PRIMARY KEY)",)))
    for module in (migrations, opening):
        monkeypatch.setattr(module, "MIGRATIONS", steps)
    with pytest.raises(errors.ReadOnly, match="older"):
        Archive.open(tmp_path, read_only=True)
    with Archive.open(tmp_path) as archive, archive._reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM later")).scalar() == 0
    with Archive.open(tmp_path, read_only=True) as archive:
        assert archive.fingerprint() == expected
    for module in (migrations, opening):
        monkeypatch.setattr(module, "MIGRATIONS", MIGRATIONS)
    with pytest.raises(errors.NewerSchema):
        Archive.open(tmp_path)
    copy = f"{postgres.address(tmp_path)}_before_{len(steps):04}"
    with Archive.open(copy) as before:
        assert before.fingerprint() == expected
        before.add_many(world(5, 5), ORIGIN)


def test_a_text_that_not_every_back_end_can_hold_is_refused(tmp_path: Path) -> None:
    broken, whole = report("Army shells\0port\nIt shelled."), report("Army shells port\nIt shelled.")
    with Archive.open(tmp_path) as archive:
        with pytest.raises(errors.Unfit, match="NUL"):
            archive.add(broken, [], ORIGIN)
        assert archive.add(whole, [claim(whole, "shelled")], ORIGIN)


def test_no_word_of_what_is_forgotten_is_left_in_the_tables(postgres: Server, tmp_path: Path) -> None:
    def left() -> set[str]:
        with archive._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
        own = "SELECT oid FROM pg_class WHERE relnamespace = CAST(current_schema() AS regnamespace)"
        asked = f"SELECT pg_relation_filepath(oid) FROM pg_class WHERE oid IN ({own}) OR oid IN (SELECT reltoastrelid FROM pg_class WHERE oid IN ({own}))"
        with archive._reading() as connection:
            files = [path for path in connection.execute(text(asked)).scalars() if path]
        contents = [(postgres.data / path).read_bytes().lower() for path in files]
        return {word for content in contents for word in SECRETS if word.encode() in content}

    with Archive.open(tmp_path) as archive:
        archive.add_many([secret(), told_beside(), *world(3, 10)], ORIGIN)
        archive.merge([secret()[1][0].id, told_beside()[1][0].id], author="ann")
        assert left() == set(SECRETS)
        archive.forget([secret()[0].id], author="ann")
        assert left() == set()
        assert archive.faults() == []


LETTERS = st.text(
    st.one_of(
        st.sampled_from("abé ий كتاب إنّ 北京の タ ไทย हिं ﬁ ß \"'.\n-_%\\{}12"),
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@settings(max_examples=30)
@given(
    st.lists(LETTERS.filter(str.strip), min_size=1, max_size=4, unique=True),
    st.lists(LETTERS, min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_both_back_ends_find_the_same_words(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], asked: list[str], dice: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("words")
    stories: list[tuple[Report, Sequence[Claim]]] = []
    for number, words in enumerate(texts):
        of = report(f"Title {number}\n{words} shelled")
        stories.append((of, [claim(of, "shelled")]))
    # Words that stand in a text, in order and out of it, with and without quotation marks.
    own = [word for words in texts for word in words.split()]
    asked += [" ".join(dice.sample(own, min(2, len(own)))), f'"{" ".join(own[:2])}"']
    with Archive.open(folder / "news") as here, Archive.open(folder / "news.sqlite") as there:
        for archive in (here, there):
            archive.add_many(stories, ORIGIN)
        for words in asked:
            found = [
                (
                    [one.id for one in archive.search_reports(ReportSearch(words=words))],
                    [one.claim.id for one in archive.claims(Query(text=words))],
                )
                for archive in (here, there)
            ]
            assert found[0] == found[1], words
