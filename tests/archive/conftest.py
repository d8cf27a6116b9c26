"""Every test of the archive runs on SQLite and on PostgreSQL, where the paths that it opens stand for schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline.archive import Archive
from dateline.archive.address import is_database
from tests.servers import Server

BACKENDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marked = metafunc.definition.get_closest_marker("backends")
    metafunc.parametrize("backend", marked.args if marked else BACKENDS, indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def backend(request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of the back end that the test runs on."""
    name = str(request.param)
    with pytest.MonkeyPatch.context() as patch:
        if name == "postgresql":
            server: Server = request.getfixturevalue("postgres")
            opened = Archive.open

            # Of the patched ones and of those that a test names by their address alike.
            def on_server(path: str | Path, **options: Any) -> Archive:  # noqa: ANN401 - handed on
                named = is_database(path) or str(path).endswith(".sqlite")
                return opened(path if named else server.address(path), **options)

            patch.setattr(Archive, "open", on_server)
        yield name


@pytest.fixture
def where(backend: str, request: pytest.FixtureRequest) -> Callable[[Path], str]:
    """Gives the address of the archive that a path stands for."""
    if backend == "sqlite":
        return str
    server: Server = request.getfixturevalue("postgres")
    return server.address
