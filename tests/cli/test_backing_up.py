"""`dateline backup` copies an archive, `restore` puts the copy back, `check` says what is wrong, each in words and as JSON."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.conftest import Cli


def test_a_backup_is_made_looked_into_and_put_back(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("add", "--coder", "sample", reports)
    events = cli("events", "--json").out
    (made,) = cli("backup", tmp_path / "copy.db", "--json").rows()
    assert made == {
        "archive": str(tmp_path / "a.db"),
        "backup": str(tmp_path / "copy.db"),
        "bytes": (tmp_path / "copy.db").stat().st_size,
    }
    assert cli("--archive", tmp_path / "copy.db", "events", "--json").out == events
    assert "already" in cli("backup", tmp_path / "copy.db").err
    cli("forget", "r1", "--yes")
    assert cli("events", "--json").out != events
    refused = cli("restore", tmp_path / "copy.db")
    assert (refused.code, "--replace" in refused.err) == (1, True)
    done = cli("restore", tmp_path / "copy.db", "--replace")
    assert done.code == 0
    assert f"what was there before is kept as {tmp_path / 'a.db'}.replaced" in done.out
    assert cli("events", "--json").out == events
    (put,) = cli("--archive", tmp_path / "new.db", "restore", tmp_path / "copy.db", "--json").rows()
    assert put == {"backup": str(tmp_path / "copy.db"), "replaced": None}


def test_a_check_names_what_is_wrong_and_mends_what_can_be(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("add", "--coder", "sample", reports)
    well = cli("check")
    assert (well.code, "nothing is wrong" in well.out) == (0, True)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection, connection:
        connection.execute("DELETE FROM members WHERE claim = (SELECT min(claim) FROM members)")
        connection.execute("UPDATE reports SET outlet = 'Nobody' WHERE id = (SELECT min(id) FROM reports)")
    wrong = cli("check", "--json")
    assert wrong.code == 1
    assert {(fault["place"].split()[0], fault["derived"]) for fault in wrong.rows()} >= {
        ("claim", True),
        ("report", False),
    }
    mended = cli("check", "--mend")
    assert mended.code == 1
    assert "1 fault" in mended.out
    assert "says something else than what it is searched by" in mended.out
    assert "Restore a backup" in mended.out


def test_what_is_no_backup_is_refused(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing of the kind. " * 300)
    done = cli("restore", tmp_path / "notes.txt")
    assert (done.code, "not a Dateline archive" in done.err) == (1, True)
    assert not (tmp_path / "a.db").exists()
