"""Keys enter one after another, whether each is new leaves: a set of any size that keeps little in memory."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator

CACHE_KIB = 2048
"""Memory for the set; what does not fit waits in a temporary file."""


@contextlib.contextmanager
def first_time() -> Iterator[Callable[[str], bool]]:
    """Give a function that tells of a key whether it is asked about for the first time."""
    # A data base without a name is kept in a temporary file, which goes with it.
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as base:
        base.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")

        def new(key: str) -> bool:
            return base.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

        yield new
