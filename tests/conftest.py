"""Fixtures that several test files share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import Server, running

# The first example of a run loads tables and models; how long that takes is no fault of what is tested.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold sets beside the project; a skip where it is absent, a failure where it must be there.

    The project's own checks (`.ci/run`) set DATELINE_GOLD_REQUIRED: the sets are no part of the project, so that
    anyone else's checks go without them.
    """
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        if os.environ.get("DATELINE_GOLD_REQUIRED"):
            pytest.fail("the gold sets (../shared) are absent, and here they must be there")
        pytest.skip("the gold sets (../shared) are absent")
    return folder
