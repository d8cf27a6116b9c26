"""`dateline add`: what it keeps, what it says, how it stops and goes on."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from dateline.archive import Archive
from tests.cli.conftest import Cli, Process, write_reports


def fingerprint(path: Path) -> str:
    with Archive.open(path, create=False, read_only=True) as archive:
        return archive.fingerprint()


def test_the_summary_says_what_became_of_each_report(cli: Cli, reports: Path) -> None:
    done = cli("add", reports, "--coder", "sample", "--json")
    (summary,) = done.rows()
    assert done.code == 0
    assert (summary["read"], summary["coded"], summary["known"], summary["claims"]) == (4, 3, 0, 9)
    assert [(g["reason"], g["count"]) for g in summary["set_aside"]] == [("not-english", 1)]
    assert [(g["reason"], g["count"]) for g in summary["rejected"]] == [("not-text", 1)]
    assert summary["rejected"][0]["examples"][0]["source"]["path"].endswith("x.txt")
    assert summary["rejected"][0]["examples"][0]["mend"]


def test_the_table_names_the_reason_the_place_and_the_mend(cli: Cli, reports: Path) -> None:
    out = cli("add", reports, "--coder", "sample").out
    assert "could not be read: not-text (1)" in out
    assert "x.txt: byte 1 is 0" in out
    assert "what helps: Convert it" in out


def test_a_second_run_codes_nothing_again(cli: Cli, reports: Path) -> None:
    cli("add", reports, "--coder", "sample")
    (summary,) = cli("add", reports, "--coder", "sample", "--json").rows()
    assert (summary["read"], summary["known"], summary["coded"]) == (4, 3, 0)


def test_a_report_given_twice_is_coded_once(cli: Cli, reports: Path) -> None:
    (summary,) = cli("add", reports / "r1.jsonl", reports / "r1.jsonl", "--coder", "sample", "--json").rows()
    assert (summary["read"], summary["known"], summary["coded"]) == (2, 1, 1)


def test_a_path_that_is_not_there_is_counted_and_the_rest_goes_on(cli: Cli, reports: Path, tmp_path: Path) -> None:
    done = cli("add", tmp_path / "nothing", reports, "--coder", "sample", "--json")
    (summary,) = done.rows()
    assert (done.code, done.err) == (0, "")
    assert summary["coded"] == 3
    assert [(g["reason"], g["count"]) for g in summary["rejected"]] == [("unreadable", 1), ("not-text", 1)]
    assert summary["rejected"][0]["examples"][0]["source"]["path"] == str(tmp_path / "nothing")


def test_nothing_readable_is_code_three_and_the_summary_says_why(cli: Cli, reports: Path) -> None:
    done = cli("add", reports / "x.txt", "--coder", "sample")
    assert (done.code, done.err) == (3, "")
    assert "could not be read: not-text (1)" in done.out


def test_where_there_is_not_even_a_reason_what_helps_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "all" / "empty").mkdir(parents=True)
    done = cli("add", tmp_path / "all", "--coder", "sample")
    assert done.code == 3
    assert done.err == "dateline: error: there is nothing to read (name files or folders that hold reports)\n"


def test_a_summary_says_how_many_examples_it_leaves_out(cli: Cli, tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text("{}\n" * 5)
    out = cli("add", many, "--coder", "sample").out
    assert out.count("many.jsonl, line") == 3
    assert "\n  and 2 more\n" in out


def test_a_date_that_cannot_be_read_is_counted_and_the_report_kept(cli: Cli, tmp_path: Path) -> None:
    row = {"id": "r", "date": "2021-02-30", "text": "Veltia attacked rebels in Orvale, officials said on Monday."}
    (tmp_path / "r.jsonl").write_text(json.dumps(row))
    (summary,) = cli("add", tmp_path / "r.jsonl", "--coder", "sample", "--json").rows()
    assert summary["coded"] == 1
    assert [(g["reason"], g["count"]) for g in summary["rejected"]] == [("bad-date", 1)]
    assert "2021-02-30" in summary["rejected"][0]["examples"][0]["detail"]


def test_a_reject_goes_when_its_source_is_read_well(cli: Cli, tmp_path: Path) -> None:
    good = json.dumps({"text": "Veltia attacked rebels in Orvale, officials said on Monday."})
    lines, other, folder = tmp_path / "r.jsonl", tmp_path / "other.txt", tmp_path / "folder"
    folder.mkdir()
    lines.write_text(f"{good}\nbad\n[]\n")
    cli("add", lines, other, folder, "--coder", "sample")

    def found() -> list[tuple[str, str | None, str]]:
        rows = cli("rejects", "--json").rows()
        return sorted((Path(row["source"]["path"]).name, row["source"]["locator"], row["reason"]) for row in rows)

    assert found() == [
        ("folder", None, "empty-folder"),
        ("other.txt", None, "unreadable"),
        ("r.jsonl", "line 2", "bad-json"),
        ("r.jsonl", "line 3", "bad-row"),
    ]
    # The same line for another reason, a line less, a path that is there now, and a folder that holds something.
    lines.write_text(f"{good}\n[]\n")
    other.write_text("Port closed\n\nVeltia attacked rebels in Orvale, the officials said on Monday.")
    (folder / "r.jsonl").write_text(good)
    cli("add", lines, folder, "--coder", "sample")
    assert found() == [("other.txt", None, "unreadable"), ("r.jsonl", "line 2", "bad-row")]
    cli("add", other, "--coder", "sample")
    assert found() == [("r.jsonl", "line 2", "bad-row")]


def test_paths_are_kept_in_full(cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(reports.parent)
    cli("add", "reports/x.txt", "reports/r1.jsonl", "--coder", "sample")
    (reject,) = cli("rejects", "--json").rows()
    assert reject["source"]["path"] == str(reports / "x.txt")
    (story,) = cli("show", "r1", "--json").rows()
    assert story["report"]["source"]["path"] == str(reports / "r1.jsonl")


def test_an_unknown_coder_is_told_with_those_there_are(cli: Cli, reports: Path, tmp_path: Path) -> None:
    done = cli("add", reports, "--coder", "oracle")
    assert done.code == 2
    assert "no coder 'oracle'" in done.err
    assert "sample" in done.err
    assert not (tmp_path / "a.db").exists()


def test_a_file_that_is_no_archive_is_left_alone(cli: Cli, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("my diary")
    done = cli("add", reports, "--coder", "sample")
    assert done.code == 1
    assert done.err.startswith("dateline: error: ")
    assert "Traceback" not in done.err
    assert (tmp_path / "a.db").read_text() == "my diary"


def test_many_processes_keep_what_one_keeps(cli: Cli, tmp_path: Path) -> None:
    many = write_reports(tmp_path, 130)
    assert cli("add", many, "--coder", "sample", "--jobs", "2").code == 0
    (tmp_path / "a.db").rename(tmp_path / "two.db")
    assert cli("add", many, "--coder", "sample", "--jobs", "1").code == 0
    assert fingerprint(tmp_path / "two.db") == fingerprint(tmp_path / "a.db")


def kept(path: Path) -> int:
    """Count the reports that a running process has committed."""
    if not path.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            count: int = connection.execute("SELECT count(*) FROM reports").fetchone()[0]
        except sqlite3.OperationalError:
            return 0
    return count


def wait_for_first_batch(path: Path) -> None:
    for _ in range(600):
        if kept(path):
            return
        time.sleep(0.05)
    raise AssertionError("nothing was kept in half a minute")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_finishes_the_batch_and_the_next_run_goes_on(
    process: Process, cli: Cli, tmp_path: Path, jobs: str
) -> None:
    many = write_reports(tmp_path, 300)
    running = process("add", many, "--coder", "sample", "--jobs", jobs, SAMPLE_DELAY="0.02")
    wait_for_first_batch(tmp_path / "a.db")
    # To the whole group, as a terminal does.
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"give the same command again to go on" in err
    assert b"Traceback" not in err
    first = kept(tmp_path / "a.db")
    assert 0 < first < 300
    rows = re.findall(r"^(\w[\w, ]+?) {2,}(\d+) *$", out.decode(), re.MULTILINE)
    counts = {name: int(count) for name, count in rows}
    assert counts["coded now"] == first
    assert counts["read"] == first + counts["coded before"] + counts["kept, not coded"] + counts.get(
        "still to be coded", 0
    )
    (summary,) = cli("add", many, "--coder", "sample", "--json").rows()
    assert (summary["known"], summary["coded"]) == (first, 300 - first)


def test_a_killed_run_leaves_an_archive_that_the_next_run_completes(process: Process, cli: Cli, tmp_path: Path) -> None:
    many = write_reports(tmp_path, 100)
    running = process("add", many, "--coder", "sample", "--jobs", "1", SAMPLE_DELAY="0.02")
    wait_for_first_batch(tmp_path / "a.db")
    running.kill()
    running.communicate(timeout=60)
    (summary,) = cli("add", many, "--coder", "sample", "--json").rows()
    assert summary["known"] > 0
    assert summary["known"] + summary["coded"] == 100
    (tmp_path / "a.db").rename(tmp_path / "killed.db")
    cli("add", many, "--coder", "sample")
    assert fingerprint(tmp_path / "killed.db") == fingerprint(tmp_path / "a.db")


def test_a_pool_whose_processes_die_is_told_in_one_line(process: Process, tmp_path: Path) -> None:
    many = write_reports(tmp_path, 150)
    _, err = (running := process("add", many, "--coder", "sample", "--jobs", "2", SAMPLE_CRASH="1")).communicate(
        timeout=60
    )
    assert running.returncode == 1
    assert err == b"dateline: error: a coding process was killed (memory may be short: try --jobs 1)\n"


def test_the_standard_input_is_a_path(process: Process) -> None:
    row = json.dumps({"id": "s", "title": "T", "text": "Veltia attacked rebels in Orvale, officials said on Monday."})
    running = process("add", "-", "--coder", "sample", "--json")
    out, err = running.communicate(row.encode() + b"\n", timeout=60)
    assert running.returncode == 0, err
    assert json.loads(out)["coded"] == 1


def test_rejects_are_listed_in_the_order_in_which_a_file_is_gone_through(cli: Cli, tmp_path: Path) -> None:
    lines = ['{"title": "without a text"}'] * 12
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    cli("add", str(tmp_path / "a.jsonl"))
    listed = [
        int(line.split("line ")[1].split(":")[0]) for line in cli("rejects").out.splitlines() if ", line " in line
    ]
    assert listed == sorted(listed)
    assert len(listed) == 12
