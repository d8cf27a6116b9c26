"""An open archive and a clock enter, transactions leave: to read at any time, to write one at a time and with the moment."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from dateline.archive import database, history
from dateline.archive.address import Address
from dateline.archive.errors import ReadOnly

Clock = Callable[[], dt.datetime]
"""Tells the time, with its zone."""


class Transactions:
    """An archive, opened."""

    def __init__(self, address: Address, engine: Engine, *, read_only: bool, clock: Clock) -> None:
        """Take an engine that is ready."""
        self.address = address
        self.read_only = read_only
        self._clock = clock
        self._engine = engine
        self._closed = False
        event.listen(engine, "checkin", self._given_back)
        self._writer = engine.execution_options(writes=True)
        self._state = database.behind(engine).changes_of(engine)

    def close(self) -> None:
        """Let go of it."""
        self._closed = True
        self._state.close()
        self._engine.dispose()

    def _given_back(self, connection: DBAPIConnection | None, _: ConnectionPoolEntry) -> None:
        # What was still being gone through when the archive was closed; nobody takes it from the pool again.
        if self._closed and connection is not None:
            connection.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with database.translated(self.address), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _adding(self) -> Iterator[Connection]:
        """Write what is added at once, with the search for cycles put off until the end.

        Adding makes hundreds of thousands of small objects and hardly a cycle. The search would go through all that the
        process holds again and again: it took a third of the time, and more the more was kept at hand.
        """
        searching = gc.isenabled()
        gc.disable()
        try:
            with self._writing() as connection:
                yield connection
        finally:
            if searching:
                gc.enable()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self.read_only:
            raise ReadOnly(f"{self.address} was opened for reading only.", "Open it without `read_only`.")
        with database.translated(self.address), self._writer.begin() as connection:
            yield connection.execution_options(moment=history.stamp(self._clock()))
