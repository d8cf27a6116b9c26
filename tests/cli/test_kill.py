"""`dateline add` killed at random moments and started again ends with the archive of an undisturbed run."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from dateline.archive import Archive
from tests.cli.conftest import Process

REPORTS = 150


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
        running = process(*command, SAMPLE_DELAY="0.004")
        time.sleep(dice.uniform(0.2, 1.6))
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            kills += 1
        running.wait()
        if running.returncode == 0:
            break
    assert process(*command).wait() == 0
    killed = tmp_path / "a.db"
    disturbed = logical(killed)
    for leftover in tmp_path.glob("a.db*"):
        leftover.unlink()
    assert process(*command).wait() == 0
    assert logical(killed) == disturbed
    assert disturbed[1:] == (REPORTS, 2)
    assert kills, "no run lived long enough to be killed"
