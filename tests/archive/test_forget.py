"""Forgetting leaves an archive as if the report had never been there, and no word of it in the file."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from dateline.archive import Archive, Query, ReportSearch, errors, linking, meetings, sqlite
from dateline.archive.rows import chunks
from dateline.model import Claim, Origin, Party, Rejected, Report, Retelling, Source, Span, claim_id, digest
from tests.archive.prints import OUTLETS, article, reprint, with_url
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, place, report

LATER = Origin("test", "2")
ASIDE = Rejected(source=Source("-"), reason="not-english", detail="", mend="")
Coded = tuple[Report, list[Claim]]


def printed(of: Coded, outlet: str) -> Coded:
    """The very same text by another outlet, with the same claims."""
    original, claims = of
    other = msgspec.structs.replace(original, id=digest(original.id, outlet), outlet=outlet, url=f"https://{outlet}/1")
    ids = {one.id: claim_id(other.id, one.trigger, one.type) for one in claims}
    return other, [_moved(one, other.id, ids) for one in claims]


def _moved(one: Claim, report_id: str, ids: dict[str, str]) -> Claim:
    retells = Retelling(ids[one.retells.claim], one.retells.score) if one.retells else None
    return msgspec.structs.replace(one, id=ids[one.id], report_id=report_id, event=ids[one.event], retells=retells)


def again(of: Coded) -> Coded:
    """The same report coded by a later version, which leaves out its last claim."""
    return of[0], [msgspec.structs.replace(one, origin=LATER) for one in of[1][:-1]]


def pool() -> list[Coded]:
    """Reports of one world with copies of their texts, prints of articles in crowded blocks, and versions."""
    dice = random.Random(4)
    told: list[Coded] = world(7, 12, claims=3, span=5, retold=6, guessed=True)
    copies = [printed(told[at], outlet) for at, outlet in ((0, "Echo E"), (0, "Gazette F"), (3, "Echo E"))]
    prints: list[Coded] = [(reprint(article(9), dice, outlet=outlet, keep=1.0), []) for outlet in OUTLETS]
    first = article(9)
    grown = [
        f"{first.text}\n{line}" for line in ("Workers searched the ruins by night.", "Four bodies were found at dawn.")
    ]
    versions = [with_url(one, "http://daily.example/news/story-60411") for one in (first, *(map(report, grown)))]
    return [*told, *copies, *prints, *((one, []) for one in versions)]


POOL = pool()


def filled(archive: Archive, order: Sequence[int], recoded: int) -> None:
    for at in order:
        archive.add_many([POOL[at]], ORIGIN)
    archive.add_many([again(POOL[at]) for at in sorted(order) if at % 5 == recoded and POOL[at][1]], LATER)


@pytest.mark.parametrize("most", [2, 32])
@settings(max_examples=15, deadline=None)
@given(
    order=st.permutations(range(len(POOL))),
    going=st.sets(st.integers(0, len(POOL) - 1), min_size=1, max_size=8),
    recoded=st.integers(0, 4),
    at_once=st.sampled_from([1, 9]),
)
def test_what_is_forgotten_might_never_have_been_there(
    tmp_path_factory: pytest.TempPathFactory, most: int, order: list[int], going: set[int], recoded: int, at_once: int
) -> None:
    folder = tmp_path_factory.mktemp("forget")
    ids = sorted(POOL[at][0].id for at in going)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(meetings, "MOST", most)
        patched.setattr(linking, "SAMPLE", most)
        with Archive.open(folder / "whole.db") as archive, Archive.open(folder / "kept.db") as kept:
            filled(archive, order, recoded)
            for some in chunks(ids, at_once):
                archive.forget(some, author="ann")
            filled(kept, [at for at in range(len(POOL)) if at not in going], recoded)
            assert archive.fingerprint() == kept.fingerprint()
            assert archive.faults() == []
            assert [stone.report for stone in archive.forgotten()] == ids or at_once == 1
        for table in ("event_keys", "sketch_keys", "blocks", "traits", "searched", "texts"):
            assert rows(folder / "whole.db", table) == rows(folder / "kept.db", table), table
        for table in ("actors", "places"):
            # Of names that only an earlier coding gave some are left over in both.
            assert set(rows(folder / "whole.db", table)) <= set(rows(folder / "kept.db", table)), table


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    """Give the rows of a table; numbers of claims and of texts are given in the order of adding, and are left out."""
    own = {"event_keys": "key, day, event", "sketch_keys": "key, rank", "blocks": "key, rank", "traits": "head, body"}
    columns = own.get(table, "text_id" if table == "searched" else "id")
    with Archive.open(path) as archive, archive._reading() as connection:
        return sorted(tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table}")))


def test_the_pool_has_what_it_is_for(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        filled(archive, range(len(POOL)), 0)
        assert sum(event.reports > 1 for event in archive.events()) >= 3
        assert archive.counts().superseded > 0
        found = [archive.related(one.id) for one, _ in POOL]
        assert any(one.copies for one in found)
        assert any(one.versions for one in found)


STORY = (
    "Quixandral verdict\nThe Zorbivian brigade shelled Wexelburgh with trebuchets, killing Yolandrix and "
    "Prumthistle, said Oggleforth."
)
SECRETS = ("quixandral", "zorbivi", "wexelburgh", "yolandrix", "prumthistl", "oggleforth", "trebuchet", "secretoutlet")


def secret() -> Coded:
    of = report(STORY, outlet="Secretoutlet", day=DAY, name="secretname")
    where = Party(Span(24, 41), "The Zorbivian brigade")
    one = claim(of, "shelled", actors=[actor("Zorbivian brigade", "ARL", "REB")], places=[place("Wexelburgh", "ARL")])
    other = claim(of, "killing", "COERCE", stated=days(DAY))
    return of, [msgspec.structs.replace(one, recipients=(where,)), other]


def told_beside() -> Coded:
    """Another report, of the same day, that a person judges to tell of the same event."""
    of = report("Shells\nThe army shelled the old fort at dawn and went home.", outlet="Herald B")
    return of, [claim(of, "shelled", stated=days(DAY), places=[place("Old fort", "ARL")])]


def bytes_of(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*"))).lower()


def left_of(path: Path) -> set[str]:
    found = bytes_of(path)
    return {word for word in SECRETS if word.encode() in found}


@pytest.mark.backends("sqlite")
def test_no_word_is_left_in_the_file_or_its_log(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    beside = told_beside()
    with Archive.open(path) as archive, Archive.open(path, read_only=True) as reader:
        archive.add_many(world(3, 40), ORIGIN)
        archive.add_many([beside], ORIGIN)
        archive.add_many([secret()], ORIGIN)
        archive.merge([secret()[1][0].id, beside[1][0].id], author="ann")
        archive.add_many([again(secret())], LATER)
        archive.add_many(world(4, 10), ORIGIN)
        assert list(reader.search_reports(ReportSearch(words="trebuchets")))
        assert left_of(path) == set(SECRETS)
        (stone,) = archive.forget([secret()[0].id[:8]], author="ann", reason="at the wish of the family")
        assert left_of(path) == set()
        assert (stone.report, stone.author, stone.reason) == (secret()[0].id, "ann", "at the wish of the family")
        assert not list(reader.search_reports(ReportSearch(words="trebuchets")))
        assert not list(reader.claims(Query(text="brigade")))
        assert not list(archive.events(Query(as_of=dt.date(2999, 1, 1), text="brigade")))
        assert archive.faults() == []
    assert left_of(path) == set()


@pytest.mark.backends("sqlite")
def test_the_indexes_know_none_of_its_words(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([secret(), told_beside()], ORIGIN)
        archive.forget([secret()[0].id], author="ann")
    with sqlite3.connect(tmp_path / "a.db") as connection:
        for index in ("sentences", "fulltext"):
            connection.execute(f"CREATE VIRTUAL TABLE temp.v_{index} USING fts5vocab(main, {index}, row)")
            terms = {term for (term,) in connection.execute(f"SELECT term FROM v_{index}")}
            assert terms
            assert not {term for term in terms if term.startswith(SECRETS)}
    connection.close()


@pytest.mark.backends("sqlite")
def test_a_text_stays_as_long_as_another_report_holds_it(tmp_path: Path) -> None:
    copy = printed(secret(), "Herald B")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([secret(), copy], ORIGIN)
        going = archive.erasure([secret()[0].id])
        assert going.reports[0].text_stays
        archive.forget([secret()[0].id], author="ann")
        assert archive.report(copy[0].id).text == STORY
        assert [found.id for found in archive.search_reports(ReportSearch(words="Wexelburgh"))] == [copy[0].id]
        assert left_of(tmp_path / "a.db") == {*SECRETS} - {"secretoutlet"}
        assert not archive.erasure([copy[0].id]).reports[0].text_stays
        archive.forget([copy[0].id], author="ann")
    assert left_of(tmp_path / "a.db") == set()


def test_what_goes_is_told_before(tmp_path: Path) -> None:
    beside = told_beside()
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([secret(), beside], ORIGIN)
        archive.merge([secret()[1][0].id, beside[1][0].id], author="ann")
        archive.add_many([again(secret())], LATER)
        told = archive.erasure([secret()[0].id])
        before = archive.fingerprint()
        (going,) = told.reports
        assert (going.title, going.claims, told.superseded) == ("Quixandral verdict", 1, 2)
        assert (len(told.gone), len(told.changed)) == (0, 1)
        assert told.past >= 1
        assert archive.fingerprint() == before


def test_history_says_that_something_was_forgotten_and_not_what(tmp_path: Path) -> None:
    beside, moments = told_beside(), iter(dt.datetime(2021, 1, day, tzinfo=dt.UTC) for day in range(1, 20))
    with Archive.open(tmp_path / "a.db", clock=lambda: next(moments)) as archive:
        archive.add_many([beside], ORIGIN)
        archive.add_many([secret()], ORIGIN)
        archive.merge([secret()[1][0].id, beside[1][0].id], author="ann")
        id_ = beside[1][0].id
        assert len(archive.event(id_).claims) == 2
        archive.forget([secret()[0].id], author="ann")
        changes = archive.history(id_)
        assert changes[-1].cause == f"report {secret()[0].id} forgotten"
        assert [event.claims for event in changes[-1].after] == [(id_,)]
        assert all(set(event.claims) <= {id_} for change in changes for event in (*change.before, *change.after))


def test_it_is_not_taken_again_until_it_is_readmitted(tmp_path: Path) -> None:
    of, claims = secret()
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([(of, claims)], ORIGIN)
        number = archive.latest_news()
        archive.forget([of.id], author="ann", reason="a wish")
        with pytest.raises(errors.Forgotten, match=rf"Report {of.id} was forgotten on .* by ann: a wish"):
            archive.add(of, claims, ORIGIN)
        added = archive.add_many([(of, claims), told_beside()], ORIGIN)
        assert (added.new, [stone.report for stone in added.forgotten]) == (1, [of.id])
        assert not archive.keep(of, ASIDE)
        assert archive.known([of.id]) == set()
        assert [one.number for one in archive.news(number)] == [number + 1]
        with pytest.raises(errors.NotFound, match="was forgotten on"):
            archive.report(of.id[:6])
        assert archive.readmit([of.id]) == 1
        assert archive.add(of, claims, ORIGIN)
        assert archive.report(of.id).text == STORY


def test_forgetting_twice_keeps_the_first_tombstone(tmp_path: Path) -> None:
    of, claims = secret()
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([(of, claims)], ORIGIN)
        first = archive.forget([of.id], author="ann", reason="one")
        assert archive.forget([of.id], author="ben", reason="two") == first
        with pytest.raises(errors.NotFound):
            archive.forget(["ffffffff"], author="ann")


@pytest.mark.backends("sqlite")
def test_a_log_that_another_process_reads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.2)
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add_many([secret(), told_beside()], ORIGIN)
        reader = sqlite3.connect(path, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reports").fetchone()
        with pytest.raises(errors.StillRead, match="-wal"):
            archive.forget([secret()[0].id], author="ann")
        assert archive.counts().reports == 1
        reader.close()
        archive.forget([secret()[0].id], author="ann")
        assert left_of(path) == set()


def test_an_id_of_an_event_that_is_gone_leads_nowhere(tmp_path: Path) -> None:
    of, claims = secret()
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many([(of, claims), told_beside()], ORIGIN)
        archive.forget([of.id], author="ann")
        for one in claims:
            with pytest.raises(errors.NotFound):
                archive.event(one.id)
        assert archive.counts().events == 1
