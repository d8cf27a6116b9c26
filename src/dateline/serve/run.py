"""An application and a socket enter; requests are answered until the process is told to stop."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import Final, cast

import uvicorn
from litestar.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

_LAST_SECONDS: Final = 3
"""How long requests that are under way may go on once the server is told to stop; streams never end by themselves."""

_WAITING: Final = 128
"""Connections that wait to be taken."""

_IDLE_SECONDS: Final = 10
"""How long a connection without a request is kept."""

_HEADER_SECONDS: Final = 10.0
"""How long a client may take from its first byte, or from connecting, to the end of its headers."""


class Prompt(H11Protocol):
    """HTTP on one connection, which is closed where the headers of a request do not come to their end in time."""

    late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Wait on where no request is under way yet; one that is has a patience of its own (see `guard`)."""
        super().data_received(data)
        # There is none before the first request, though the type does not say so.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        if cycle is None or cycle.response_complete:
            self._wait()
        else:
            self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._go_on()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self.late is None:
            self.late = self.loop.call_later(_HEADER_SECONDS, self.transport.close)

    def _go_on(self) -> None:
        if self.late is not None:
            self.late.cancel()
            self.late = None


def listening(host: str, port: int) -> socket.socket:
    """Give a socket that listens; port 0 takes a free one.

    Raises:
        OSError: the address is not this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Said to be TCP: only then asyncio sends small pieces at once, else each answer waits 40 ms for an acknowledgement.
    at = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            at.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        at.bind((host, port))
        at.listen(_WAITING)
    except OSError:
        at.close()
        raise
    return at


def run(app: ASGIApp, at: socket.socket) -> None:
    """Answer requests until SIGINT or SIGTERM.

    Raises:
        SystemExit: the application could not begin.
    """
    uvicorn.Server(config(app)).run(sockets=[at])


def config(app: ASGIApp) -> uvicorn.Config:
    """Give how an application is run."""
    return uvicorn.Config(
        app,
        http=Prompt,
        access_log=False,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
