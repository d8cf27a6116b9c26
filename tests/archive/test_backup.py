"""A backup is the archive as it was at one moment, on whatever back end; what is wrong in an archive is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Connection, text

from dateline.archive import Archive, ReportSearch, errors, schema
from dateline.archive.rows import event_of, packed
from dateline.model import Rejected, Source
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, claim, report


def fill(archive: Archive) -> None:
    archive.add_many(world(11, 40, undated=9), ORIGIN)
    one, other = [event.id for event in archive.events()][:2]
    archive.merge([one, other], author="ann", note="the same")
    archive.reject(Rejected(source=Source("a.txt"), reason="empty", detail="", mend=""))
    aside = report("Une histoire\nqui attend.", day=DAY)
    archive.keep(aside, Rejected(source=Source("b.txt"), reason="language", detail="French", mend=""))
    gone = report("A story\nThat is taken back.")
    archive.add(gone, [claim(gone, "taken")], ORIGIN)
    archive.forget([gone.id], author="ann")


def test_a_backup_says_all_that_the_archive_said(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with Archive.open(tmp_path / "news.db") as archive:
        fill(archive)
        assert archive.backup(copy) == copy
        with Archive.open(copy) as backup:
            assert backup.fingerprint() == archive.fingerprint()
            assert backup.counts() == archive.counts()
            assert backup.forgotten() == archive.forgotten()
            event = next(iter(archive.events()))
            assert backup.history(event.id) == archive.history(event.id)
            for words in ("story", '"Story 7"'):
                search = ReportSearch(words=words)
                assert archive.count_reports(search)
                assert [one.id for one in backup.search_reports(search)] == [
                    one.id for one in archive.search_reports(search)
                ]
            assert backup.faults() == []
            # It goes on as the archive does.
            for each in (archive, backup):
                each.add_many(world(12, 10), ORIGIN)
            assert backup.fingerprint() == archive.fingerprint()


def test_a_backup_is_made_while_another_writes_and_replaces_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(11, 10), ORIGIN)
        before = archive.fingerprint()
        with archive._writing() as connection:
            connection.execute(schema.rejects.insert(), {"id": "x", "reason": "empty", "body": "{}"})
            archive.backup(tmp_path / "copy.sqlite")
        with Archive.open(tmp_path / "copy.sqlite", read_only=True) as backup:
            assert backup.fingerprint() == before
        with pytest.raises(errors.Refused, match="already"):
            archive.backup(tmp_path / "copy.sqlite")
        with pytest.raises(errors.FolderMissing):
            archive.backup(tmp_path / "nowhere" / "copy.sqlite")
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.sqlite"]


def test_a_backup_is_put_back_in_the_place_of_what_is_there(tmp_path: Path, where: Callable[[Path], str]) -> None:
    path, copy = tmp_path / "news.db", tmp_path / "copy.sqlite"
    with Archive.open(path) as archive:
        fill(archive)
        archive.backup(copy)
        before = archive.fingerprint()
        archive.add_many(world(12, 10), ORIGIN)
        after = archive.fingerprint()
    with pytest.raises(errors.Refused, match="--replace"):
        Archive.restore(copy, where(path))
    replaced = Archive.restore(copy, where(path), replace=True)
    with Archive.open(path) as archive:
        assert archive.fingerprint() == before
        assert archive.faults() == []
        archive.add_many(world(12, 10), ORIGIN)
        assert archive.fingerprint() == after
    assert replaced is not None
    aside = Path(replaced) if replaced.startswith("/") else None
    with Archive.open(aside or f"{where(path)}_replaced") as old:
        assert old.fingerprint() == after
    assert Archive.restore(copy, where(tmp_path / "new.db")) is None
    with Archive.open(tmp_path / "new.db", read_only=True) as new:
        assert new.fingerprint() == before


def test_what_is_no_backup_or_is_damaged_changes_nothing(tmp_path: Path, where: Callable[[Path], str]) -> None:
    path, copy = tmp_path / "news.db", tmp_path / "copy.sqlite"
    with Archive.open(path) as archive:
        fill(archive)
        archive.backup(copy)
        before = archive.fingerprint()
    (tmp_path / "notes.txt").write_text("Not a data base. " * 100)
    content = bytearray(copy.read_bytes())
    content[40_960:] = b"\xff" * (len(content) - 40_960)
    (tmp_path / "bad.sqlite").write_bytes(content)
    for wrong, kind in (
        ("notes.txt", errors.NotAnArchive),
        ("bad.sqlite", errors.Corrupt),
        ("none", errors.ArchiveMissing),
    ):
        with pytest.raises(kind):
            Archive.restore(tmp_path / wrong, where(path), replace=True)
    with Archive.open(path, read_only=True) as archive:
        assert archive.fingerprint() == before


@pytest.mark.backends("sqlite")
def test_a_damaged_archive_is_replaced_and_one_that_is_used_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.archive.sqlite.BUSY_SECONDS", 0.1)
    path, copy = tmp_path / "news.db", tmp_path / "copy.db"
    with Archive.open(path) as archive:
        archive.add_many(world(11, 30), ORIGIN)
        archive.backup(copy)
        before = archive.fingerprint()
        with pytest.raises(errors.Locked):
            Archive.restore(copy, path, replace=True)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert Archive.restore(copy, path, replace=True) == f"{path}.replaced"
    with Archive.open(path) as archive:
        assert archive.fingerprint() == before
    (tmp_path / "other.db").write_bytes(b"SQLite format 3\0" + bytes(4080))
    with pytest.raises(errors.NotAnArchive):
        Archive.restore(copy, tmp_path / "other.db", replace=True)


def spoil(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "place", "found", "derived"),
    [
        ("UPDATE texts SET text = 'x' || text WHERE id = (SELECT min(id) FROM texts)", "text", "made of", False),
        (
            "UPDATE reports SET outlet = 'Nobody' WHERE id = (SELECT min(id) FROM reports)",
            "report",
            "something else",
            False,
        ),
        ("UPDATE reports SET body = '{' WHERE id = (SELECT min(id) FROM reports)", "report", "cannot be read", False),
        ("UPDATE claims SET type = 'AID' WHERE id = (SELECT min(id) FROM claims)", "claim", "something else", False),
        ("UPDATE claims SET body = '{' WHERE id = (SELECT min(id) FROM claims)", "claim", "cannot be read", False),
        ("UPDATE events SET status = 'none' WHERE id = (SELECT min(id) FROM events)", "event", "something else", True),
        ("UPDATE events SET body = '{' WHERE id = (SELECT min(id) FROM events)", "event", "cannot be read", True),
        ("DELETE FROM members WHERE claim = (SELECT min(claim) FROM members)", "claim", "no event", True),
        ("DELETE FROM searched WHERE seq = (SELECT min(seq) FROM searched)", "report", "by its words", True),
    ],
)
def test_what_is_wrong_is_found_and_what_is_derived_is_mended(
    tmp_path: Path, statement: str, place: str, found: str, *, derived: bool
) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(11, 12), ORIGIN)
        before = archive.fingerprint()
        assert archive.faults() == []
        with archive._writing() as connection:
            spoil(connection, statement)
        faults = archive.faults()
        assert any(fault.place.startswith(place) and found in fault.found for fault in faults), faults
        assert any(fault.derived == derived for fault in faults)
        if derived:
            archive.rebuild()
            assert archive.faults() == []
            assert archive.fingerprint() == before


def test_an_event_without_its_claims_is_found(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(11, 12), ORIGIN)
        with archive._writing() as connection:
            row = connection.execute(schema.events.select().limit(1)).one()
            wrong = msgspec.structs.replace(event_of(row.body), claims=("f" * 20,))
            connection.execute(schema.events.update().where(schema.events.c.id == row.id).values(body=packed(wrong)))
        (fault,) = archive.faults()
        assert str(fault) == f"event {row.id} does not have the claims that it counts"


def test_many_faults_of_a_kind_are_told_in_short(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(11, 12), ORIGIN)
        with archive._writing() as connection:
            spoil(connection, "UPDATE reports SET outlet = 'Nobody'")
        faults = archive.faults()
        assert len(faults) == 6
        assert faults[-1].place == "7 more"
