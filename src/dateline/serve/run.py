"""An application and a socket enter; requests are answered until the process is told to stop."""

from __future__ import annotations

import os
import socket
from typing import Final

import uvicorn
from litestar.types import ASGIApp

_LAST_SECONDS: Final = 3
"""How long requests that are under way may go on once the server is told to stop; streams never end by themselves."""

_WAITING: Final = 128
"""Connections that wait to be taken."""

_IDLE_SECONDS: Final = 10
"""How long a connection without a request is kept."""


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
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        lifespan="on",
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[at])
