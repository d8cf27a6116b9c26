"""`dateline code`: the annotators' form and full claims, streamed, with what is not coded told apart."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from dateline.cli.errors import Exit
from dateline.export import ClaimLine
from tests.cli.conftest import Cli, Process, write_reports


def test_claims_are_a_line_a_report_also_for_those_that_are_not_coded(cli: Cli, reports: Path) -> None:
    done = cli("code", reports, "--coder", "sample")
    rows = done.rows()
    assert done.code == 0
    assert [len(row["claims"]) for row in rows] == [0, 3, 3, 3]
    assert [row["id"] for row in rows][1:] == ["r1", "r2", "r3"]
    assert [claim["factuality"] for claim in rows[1]["claims"]] == ["occurred", "planned", "possible"]
    told = done.err.splitlines()
    assert len(told) == 2
    assert "not-english" in told[0]
    assert "x.txt: not-text: " in told[1]


def test_the_gold_checker_finds_no_fault_in_what_is_coded(cli: Cli, tmp_path: Path, shared: Path) -> None:
    many = write_reports(tmp_path, 40)
    claims = tmp_path / "claims.jsonl"
    claims.write_text(cli("code", many, "--coder", "sample").out)
    command = [sys.executable, str(shared / "gold" / "check.py"), str(many), str(claims)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "80 claims in 40 of 40 reports, 0 problems" in done.stdout


def test_full_claims_can_be_read_back_and_hold_their_words(cli: Cli, reports: Path) -> None:
    out = cli("code", reports, "--coder", "sample", "--format", "jsonl").out
    lines = [msgspec.json.decode(line, type=ClaimLine) for line in out.splitlines()]
    assert len(lines) == 9
    assert [line.trigger for line in lines[:3]] == ["attacked", "visit", "send"]
    assert lines[0].report.outlet == "Radio 1"
    assert all(line.trigger in line.sentence for line in lines)


def test_processes_do_not_change_a_byte(cli: Cli, reports: Path, tmp_path: Path) -> None:
    many = write_reports(tmp_path, 150)
    arguments = ("code", reports / "r1.jsonl", reports / "f.txt", reports / "x.txt", many, reports / "f.txt")
    alone = cli(*arguments, "--coder", "sample")
    assert cli(*arguments, "--coder", "sample", "--jobs", "2") == alone
    assert [len(row["claims"]) for row in alone.rows()] == [3, 0, *[2] * 150, 0]


def test_nothing_readable_is_code_three(cli: Cli, reports: Path) -> None:
    assert cli("code", reports / "x.txt", "--coder", "sample").code == 3


def test_a_line_is_written_before_the_next_report_comes(process: Process) -> None:
    running = process("code", "-", "--coder", "sample")
    assert running.stdin is not None
    assert running.stdout is not None
    row = {"id": "first", "title": "T", "text": "Veltia attacked rebels in Orvale, officials said on Monday."}
    running.stdin.write(json.dumps(row).encode() + b"\n")
    running.stdin.flush()
    assert json.loads(running.stdout.readline())["id"] == "first"
    _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")


def test_a_reader_that_leaves_is_no_error(process: Process, tmp_path: Path) -> None:
    running = process("code", write_reports(tmp_path, 400), "--coder", "sample", "--format", "jsonl")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == Exit.PIPE_CLOSED


def test_paths_that_hold_nothing_are_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "all" / "empty").mkdir(parents=True)
    done = cli("code", tmp_path / "all", "--coder", "sample")
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("dateline: error: there is nothing to read")


def test_a_path_that_is_not_there_does_not_stop_the_others(cli: Cli, reports: Path, tmp_path: Path) -> None:
    done = cli("code", tmp_path / "nothing", reports / "r1.jsonl", "--coder", "sample")
    assert done.code == 0
    assert len(done.rows()) == 1
    assert f"{tmp_path / 'nothing'}: unreadable: " in done.err
