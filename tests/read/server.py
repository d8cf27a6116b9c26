"""A real HTTP server on loopback whose every answer a test decides: slow, broken, huge, redirecting or hostile."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Callable, Iterator

from typing_extensions import override

Answer = Callable[["Asked"], None]


class Asked(http.server.BaseHTTPRequestHandler):
    """One request; `answers` gives what is done for each path, and other paths are not found."""

    answers: dict[str, Answer]
    seen: list[tuple[str, dict[str, str]]]

    def do_GET(self) -> None:
        """Answer as the test says."""
        self.seen.append((self.path, dict(self.headers)))
        # Whoever asked may have left already; that is what many of these tests are about.
        with contextlib.suppress(ConnectionError):
            self.answers.get(self.path, missing)(self)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing on stderr."""

    def give(self, body: bytes, *, status: int = 200, **fields: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **fields}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Site:
    """A running server: its address, what was asked of it."""

    def __init__(self, port: int, seen: list[tuple[str, dict[str, str]]]) -> None:
        self.port = port
        self.seen = seen

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a path."""
        return f"http://{host}:{self.port}{path}"


def missing(asked: Asked) -> None:
    """Answer that there is no such page."""
    asked.give(b"", status=404)


def page(body: bytes, **fields: str) -> Answer:
    """Answer with a page."""
    typed = {"Content_Type": "text/html; charset=utf-8", **fields}
    return lambda asked: asked.give(body, status=200, **typed)


def redirect(to: str, status: int = 302) -> Answer:
    """Send on to another address."""
    return lambda asked: asked.give(b"", status=status, Location=to)


@contextlib.contextmanager
def serving(answers: dict[str, Answer]) -> Iterator[Site]:
    """Serve on a free port of loopback."""
    seen: list[tuple[str, dict[str, str]]] = []
    handler = type("Handler", (Asked,), {"answers": answers, "seen": seen})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Site(server.server_address[1], seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
