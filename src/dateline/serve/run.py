"""An application and a socket enter; requests are answered until the process is told to stop."""

from __future__ import annotations

import socket
from typing import Final

import uvicorn
from litestar.types import ASGIApp

_LAST_SECONDS: Final = 3
"""How long requests that are under way may go on once the server is told to stop; streams never end by themselves."""

_IDLE_SECONDS: Final = 10
"""How long a connection without a request is kept."""


def listening(host: str, port: int) -> socket.socket:
    """Give a socket that listens; port 0 takes a free one.

    Raises:
        OSError: the address is not this machine's, or the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


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
