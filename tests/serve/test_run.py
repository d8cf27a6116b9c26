"""A client that sends its headers slowly is cut off, and one that waits for its answer is not."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from litestar.types import Receive, Scope, Send

from dateline.serve import run

SECONDS = 0.6
"""How long the headers may take here; the answer takes longer."""


async def slow(_scope: Scope, _receive: Receive, send: Send) -> None:
    await asyncio.sleep(2 * SECONDS)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok", "more_body": False})


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(run, "_HEADER_SECONDS", SECONDS)
    listens = run.listening("127.0.0.1", 0)
    config = run.config(slow)
    config.lifespan = "off"
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listens]})
    thread.start()
    yield listens.getsockname()
    server.should_exit = True
    thread.join()
    listens.close()


def until_closed(line: socket.socket, sent: bytes) -> float:
    """Send a byte of the headers again and again; give how long the server bears it."""
    started = time.monotonic()
    line.sendall(sent)
    line.settimeout(0.1)
    while time.monotonic() - started < 20 * SECONDS:
        try:
            line.sendall(b"x")
            if line.recv(100) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - started


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "])
def test_who_trickles_headers_is_cut_off(at: tuple[str, int], sent: bytes) -> None:
    with socket.create_connection(at) as line:
        assert SECONDS / 2 < until_closed(line, sent) < 10 * SECONDS


def test_who_waits_for_an_answer_is_not(at: tuple[str, int]) -> None:
    with socket.create_connection(at) as line:
        for _ in range(2):
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            line.settimeout(10 * SECONDS)
            answer = b""
            while not answer.endswith(b"ok"):
                answer += line.recv(1000)
            assert answer.startswith(b"HTTP/1.1 200")
        # A second request on the same connection is waited for no longer than the first.
        assert until_closed(line, b"GET / HTTP/1.1\r\nX-Slow: ") < 10 * SECONDS
