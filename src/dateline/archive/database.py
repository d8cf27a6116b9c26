"""A connection or an address enters, the back end behind it leaves: what SQLite and PostgreSQL each do in their own way.

All else that an archive asks is one text for both, in SQLAlchemy's words.
"""

# ruff: noqa: D102 - what each function is for is said where SQLite has it

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, Insert, Table

from dateline.archive import postgres, sqlite
from dateline.archive.address import Address, Database
from dateline.archive.state import State

HIGHEST: Final = 2**63 - 1
"""The highest integer that a row can hold."""


class Changes(Protocol):
    """Tells by a mark whether anybody has written."""

    def look(self) -> str: ...
    def close(self) -> None: ...


class Backend(Protocol):
    """What a back end does for an archive that is open; `dateline.archive.sqlite` says of each what it is for."""

    def changes_of(self, engine: Engine) -> Changes: ...
    def limit(self, engine: Engine, seconds: float) -> None: ...
    def make_ready(self, engine: Engine) -> None: ...
    def state(self, connection: Connection) -> State: ...
    def create(self, connection: Connection) -> int: ...
    def mark(self, connection: Connection, *, version: int) -> None: ...
    def set_by(self, connection: Connection, beside: str) -> str: ...
    def check_erasable(self, connection: Connection) -> None: ...
    def erase(self, engine: Engine) -> bool: ...
    def faults(self, connection: Connection) -> list[str]: ...
    def add_sentences(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None: ...
    def drop_sentences(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None: ...
    def drop_all_sentences(self, connection: Connection) -> None: ...
    def add_texts(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None: ...
    def drop_texts(self, connection: Connection, rows: Iterable[tuple[int, str]]) -> None: ...
    def ranked(self, connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]: ...
    def between_ranks(
        self, connection: Connection, windows: Sequence[tuple[int, int, int]]
    ) -> Iterator[tuple[int, int, int]]: ...
    def first_under(self, connection: Connection, keys: Sequence[int], at_most: int) -> Iterator[tuple[int, int]]: ...
    def standing_at(self, connection: Connection, keys: Sequence[int], number: int) -> Iterator[tuple[int, int]]: ...
    def reports_beginning(self, connection: Connection, with_: Sequence[str]) -> Iterator[str]: ...
    def enter_keys(self, connection: Connection, rows: Iterable[tuple[int, int]]) -> None: ...
    def enter_blocks(self, connection: Connection, rows: Sequence[tuple[int, int, int]]) -> None: ...
    def new_rows(self, table: Table) -> Insert: ...


_BACKENDS: Final[dict[str, Backend]] = {"sqlite": sqlite, "postgresql": postgres}


def of(connection: Connection) -> Backend:
    """Give the back end behind a connection."""
    return _BACKENDS[connection.dialect.name]


def behind(engine: Engine) -> Backend:
    """Give the back end behind an engine."""
    return _BACKENDS[engine.dialect.name]


def engine_of(address: Address, *, read_only: bool) -> Engine:
    """Give an engine for what lies at an address.

    Raises:
        Refused: where a driver is missing.
    """
    if isinstance(address, Database):
        return postgres.engine_of(address, read_only=read_only)
    return sqlite.engine_of(address, read_only=read_only)


def translated(address: Address) -> AbstractContextManager[None]:
    """Turn the errors of what lies at an address into an archive's; others pass."""
    return postgres.translated(address) if isinstance(address, Database) else sqlite.translated(address)
