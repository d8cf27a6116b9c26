"""An endpoint on loopback that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypedDict, Unpack

import msgspec

from dateline.code.llm import Settings


class Step(msgspec.Struct, frozen=True):
    """One response, or none: `stalls` lets the caller wait, `hangs_up` does not; `drips` sends it a byte at a time."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = {}
    stalls: bool = False
    hangs_up: bool = False
    drips: bool = False


class Asked(msgspec.Struct, frozen=True):
    """One request: its path, its headers, and its body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def user(self) -> str:
        """What the user's turn says."""
        return str(self.body["messages"][1]["content"])


def said(content: object, *, finish: str = "stop", usage: object = None) -> Step:
    """Give a chat completion; what is no string is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    whole: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": finish}]}
    if usage is not None:
        whole["usage"] = usage
    return Step(body=json.dumps(whole).encode())


def used(prompt: int, completion: int) -> dict[str, int]:
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


class More(TypedDict, total=False):
    """What a test sets of its own."""

    key: str | None
    budget: int
    timeout: float
    retries: int
    parallel: int


Answers = Callable[[Asked], Step]


class Server:
    """The endpoint: `answers` makes each response, `asked` are the requests in the order in which they came.

    `sent` is how many bytes of bodies were taken off its hands.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.asked: list[Asked] = []
        self.sent = 0
        self.over = threading.Event()
        self.lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked = Asked(self.path, dict(self.headers), json.loads(body))
                with server.lock:
                    server.asked.append(asked)
                with contextlib.suppress(ConnectionError):
                    self.give(server.answers(asked))

            def do_GET(self) -> None:
                raise AssertionError("nothing is ever fetched")

            def give(self, step: Step) -> None:
                if step.stalls:
                    server.over.wait(30)
                if step.stalls or step.hangs_up:
                    return
                self.send_response(step.status)
                for name, value in {"Content-Length": str(len(step.body)), **step.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                size = 1 if step.drips else 1 << 20
                for at in range(0, len(step.body), size):
                    server.sent += self.wfile.write(step.body[at : at + size])
                    if step.drips and server.over.wait(0.02):
                        return

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def settings(self, **more: Unpack[More]) -> Settings:
        """Give settings for this endpoint; a test that fails must not wait long."""
        return dataclasses.replace(Settings(self.url, "tiny", "sk-secret-1", timeout=10.0), **more)

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """Answer until the block ends."""
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.over.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def in_turn(steps: Sequence[Step]) -> Answers:
    """Give one step after another; the last again and again."""
    left = list(steps)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def serving(*steps: Step) -> contextlib.AbstractContextManager[Server]:
    """Run an endpoint that gives these responses in turn."""
    return Server(in_turn(steps)).running()
