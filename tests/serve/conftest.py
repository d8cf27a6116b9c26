"""A server as a test asks it: a process of its own that serves over real HTTP on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import msgspec
import pytest

from dateline.archive import Archive
from tests import servers
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, place, report

PLUGIN = Path(__file__).parents[1] / "cli" / "plugin"
STARTED = 30.0
"""Seconds in which a server must be up, on a busy machine."""


class Kept(msgspec.Struct, frozen=True):
    """Where an archive is kept, and the options that say where its tokens are."""

    archive: str
    tokens: tuple[str, ...] = ()


class Server:
    """A running server; `client` asks it under `/api/v1`, `root` is where it listens."""

    def __init__(self, archive: Path | str, *options: str, **environment: str) -> None:
        path = os.pathsep.join((str(PLUGIN), os.environ.get("PYTHONPATH", "")))
        command = [
            sys.executable,
            "-W",
            "error",
            "-c",
            "from dateline.cli.main import run; run()",
            "--archive",
            str(archive),
        ]
        self.archive = archive
        self.process = subprocess.Popen(
            [*command, "serve", "--port", "0", "--json", *options],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path, **environment},
        )
        assert self.process.stdout
        told = json.loads(self.process.stdout.readline())
        self.root = told["schema"].removesuffix("/openapi.json")
        self.client = httpx.Client(base_url=told["url"], timeout=STARTED)

    def get(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401 - JSON is of any type
        """Ask and give what is answered."""
        answer = self.client.get(path, params=parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def end(self, *, kill: bool = False) -> int:
        """Stop the server; give its exit code."""
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.client.close()
        if self.process.stdout:
            self.process.stdout.close()
        return self.process.wait(STARTED)


Serve = Callable[..., Server]

Where = TypeVar("Where", Path, str)

BACKENDS = ("sqlite", "postgresql")


def kept_on(backend: str, path: Path, request: pytest.FixtureRequest) -> Kept:
    """Say where an archive is kept on a back end: at a path, or in the schema that stands for it."""
    if backend == "sqlite":
        return Kept(str(path))
    server: servers.Server = request.getfixturevalue("postgres")
    return Kept(server.address(path), ("--tokens", f"{path}.tokens"))


@pytest.fixture(params=BACKENDS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """A place for an archive of the test's own, on each back end."""
    return kept_on(request.param, tmp_path / "kept.db", request)


def a_world(path: Where) -> Where:
    """Make an archive of an invented world in which some events have odd names."""
    with Archive.open(path) as archive:
        archive.add_many(world(11, 60, span=20, undated=9), ORIGIN)
        of = report('Odd names\nThe <script>Front</script> of "100%" marched & sang.', day=DAY, name="odd/one")
        odd = actor("Front of 100%", "BEN", "REB", identity="BEN:front")
        archive.add(of, [claim(of, "marched", "PROTEST", actors=[odd], places=[place("Åland", "FIN")])], ORIGIN)
    return path


@pytest.fixture(scope="module", params=BACKENDS)
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a world for reading from each back end, to as many requests as a test has."""
    kept = kept_on(request.param, tmp_path_factory.mktemp("served") / "news.db", request)
    server = Server(a_world(kept.archive), "--rate", "100000", *kept.tokens)
    yield server
    server.end()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start servers with options of the test's own."""
    started: list[Server] = []

    def start(*options: str, archive: Path | str | None = None, **environment: str) -> Server:
        server = Server(archive or a_world(tmp_path / "a.db"), *options, **environment)
        started.append(server)
        return server

    yield start
    for server in started:
        server.end(kill=True)
