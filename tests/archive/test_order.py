"""The same reports give the same archive: in any order, in any batches, and killed at any moment on the way."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, errors
from dateline.model import Rejected, Source
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN

ROOT = Path(__file__).resolve().parents[2]
SMALL = world(7, 14, claims=3, span=5, retold=6, guessed=True)

# Adds a world to an archive, leaving out what is there, as `dateline add` does after a kill.
ADDING = """
import sys
from dateline.archive import Archive, errors
from dateline.model import Rejected, Source
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN
with Archive.open(sys.argv[1]) as archive:
    for start in range(0, 600, 30):
        batch = world(21, 600)[start : start + 30]
        archive.reject(Rejected(source=Source(f"bad-{start}"), reason="empty", detail="", mend=""))
        there = archive.known([report.id for report, _ in batch], ORIGIN)
        archive.add_many([pair for pair in batch if pair[0].id not in there], ORIGIN)
"""


def filled(path: Path, order: list[int], sizes: list[int]) -> str:
    """Add the small world in an order and in batches; give the fingerprint."""
    left = list(order)
    with Archive.open(path) as archive:
        for size in [*sizes, len(order)]:
            archive.add_many([SMALL[at] for at in left[:size]], ORIGIN)
            left = left[size:]
        assert archive.faults() == []
        return archive.fingerprint()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The fingerprint of the small world added in order and at once to a file, which every back end must come to."""
    return filled(tmp_path_factory.mktemp("plain") / "plain.sqlite", list(range(len(SMALL))), [])


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(SMALL))), st.lists(st.integers(1, 6), max_size=5))
def test_any_order_and_any_batches_give_one_archive(
    tmp_path_factory: pytest.TempPathFactory, plain: str, order: list[int], sizes: list[int]
) -> None:
    assert filled(tmp_path_factory.mktemp("order") / "mixed.db", order, sizes) == plain


def test_the_small_world_has_events_that_several_reports_tell(tmp_path: Path) -> None:
    filled(tmp_path / "news.db", list(range(len(SMALL))), [])
    with Archive.open(tmp_path / "news.db") as archive:
        assert sum(event.reports > 1 for event in archive.events()) >= 3


def test_rebuilding_changes_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many(world(5, 80), ORIGIN)
        before = archive.fingerprint()
        archive.rebuild()
        assert archive.fingerprint() == before


def test_fingerprints_tell_archives_apart(tmp_path: Path) -> None:
    prints = set()
    for number in (3, 4):
        with Archive.open(tmp_path / f"{number}.db") as archive:
            archive.add_many(SMALL[:number], ORIGIN)
            prints.add(archive.fingerprint())
            archive.reject(Rejected(source=Source("a"), reason="empty", detail="", mend=""))
            prints.add(archive.fingerprint())
    assert len(prints) == 4


def test_killed_at_any_moment_and_started_again_gives_the_same_archive(
    tmp_path: Path, backend: str, request: pytest.FixtureRequest
) -> None:
    dice = random.Random(1)
    undisturbed, killed = (
        request.getfixturevalue("postgres").address(tmp_path / name)
        if backend == "postgresql"
        else str(tmp_path / name)
        for name in ("undisturbed.db", "killed.db")
    )
    assert _adding(undisturbed).wait() == 0
    kills = 0
    for _ in range(8):
        process = _adding(killed)
        if kills % 2 == 0:
            _await_archive(process, killed)
        time.sleep(dice.uniform(0.0, 0.5))
        os.kill(process.pid, signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        with Archive.open(killed) as archive:
            assert archive.faults() == []
    assert kills, "the archive was finished before it could be disturbed"
    assert _adding(killed).wait() == 0
    with Archive.open(undisturbed) as one, Archive.open(killed) as other:
        assert one.counts() == other.counts()
        assert one.fingerprint() == other.fingerprint()


def _adding(address: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))}
    return subprocess.Popen([sys.executable, "-c", ADDING, address], cwd=ROOT, env=environment)


def _await_archive(process: subprocess.Popen[bytes], address: str) -> None:
    """Wait until the archive has been made, so that the kill falls into the adding."""
    while process.poll() is None:
        with contextlib.suppress(errors.ArchiveError), Archive.open(address, read_only=True):
            return
        time.sleep(0.01)
