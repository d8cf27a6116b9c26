"""`dateline add` killed at random moments and started again ends with the archive of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline.archive import Archive
from tests.cli.conftest import Process

REPORTS = 400


def stream(path: Path) -> Path:
    rows = [
        {
            "id": f"r{n}",
            "title": "",
            "date": "2021-03-02",
            "outlet": f"Outlet {n % 7}",
            "text": f"Riverians attacked Hillfolk in Orvale on 2021-03-{n % 9 + 1:02d}, officials said. Number {n}.",
        }
        for n in range(REPORTS)
    ]
    broken = ['{"text": "cut in half', '{"title": "no text"}']
    path.write_text("\n".join([*map(json.dumps, rows[:70]), *broken, *map(json.dumps, rows[70:])]) + "\n")
    return path


def run_for(process: Process, command: Sequence[str | Path], seconds: float) -> bool:
    """Run a command and kill it after so long; tell whether it was still at work then."""
    running = process(*command, SAMPLE_DELAY="0.006")
    time.sleep(seconds)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    return running.wait() != 0


def logical(path: Path) -> tuple[str, int, int]:
    with Archive.open(path, read_only=True) as archive:
        counts = archive.counts()
        return archive.fingerprint(), counts.reports, sum(counts.rejects.values())


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_kill_nine_at_any_moment_loses_and_doubles_nothing(tmp_path: Path, process: Process, jobs: str) -> None:
    path = stream(tmp_path / "stream.jsonl")
    command = ("add", path, "--coder", "sample", "--jobs", jobs)
    dice, kills = random.Random(int(jobs)), 0
    while kills < 4:
        if not run_for(process, command, dice.uniform(0.4, 3.0)):
            break
        kills += 1
    assert process(*command).wait() == 0
    killed = tmp_path / "a.db"
    disturbed = logical(killed)
    for leftover in tmp_path.glob("a.db*"):
        leftover.unlink()
    assert process(*command).wait() == 0
    assert logical(killed) == disturbed
    assert disturbed[1:] == (REPORTS, 2)
    assert kills, "no run lived long enough to be killed"


FORMS = Path(__file__).resolve().parents[2] / "examples" / "forms"


def mixed(folder: Path) -> Path:
    """Make a folder with a file of every form, reports of our own, copies of both and things that are no report."""
    for number in range(3):
        inner = folder / f"part{number}"
        inner.mkdir(parents=True)
        for example in sorted(FORMS.iterdir()):
            (inner / f"{number}-{example.name}").write_bytes(example.read_bytes())
        (inner / "broken.txt").write_bytes(b"\0")
        (inner / "french.txt").write_text("Le gouvernement a annoncé mardi que les négociations reprendraient. " * 4)
        stream(inner / "stream.jsonl")
    return folder


def test_kill_nine_over_a_folder_of_several_forms_changes_nothing(tmp_path: Path, process: Process) -> None:
    folder, told = mixed(tmp_path / "in"), tmp_path / "r.jsonl"
    command = ("add", folder, "--coder", "sample", "--jobs", "1", "--report", told)
    dice, kills = random.Random(7), 0
    while kills < 5:
        if not run_for(process, command, dice.uniform(0.5, 3.5)):
            break
        kills += 1
        # What the report says is so: it never runs ahead of the archive.
        if told.exists() and told.stat().st_size:
            rows = [json.loads(line) for line in told.read_text().splitlines()]
            with Archive.open(tmp_path / "a.db") as archive:
                assert archive.known(row["report"] for row in rows if "report" in row) == {
                    row["report"] for row in rows if "report" in row
                }
    assert process(*command).wait() == 0
    disturbed = logical(tmp_path / "a.db")
    for leftover in tmp_path.glob("a.db*"):
        leftover.unlink()
    assert process(*command).wait() == 0
    assert logical(tmp_path / "a.db") == disturbed
    assert kills, "no run lived long enough to be killed"
