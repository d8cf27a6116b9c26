"""Requests enter, those that this server should answer leave: by Host, Origin, size and rate, with strict headers.

A page in a browser can reach a server on loopback, under the server's own name or (DNS rebinding) under another. So the
name in `Host` must be one that the server knows, and a page of another origin is only answered where it is allowed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import msgspec
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, ReceiveMessage, Scope, Send

from dateline.serve.problems import MEDIA_TYPE, Problem, problem
from dateline.serve.settings import LOOPBACK, Serving

_LONGEST_QUERY: Final = 8 * 1024
"""Bytes of a query string: all filters together at their longest, percent-encoded, stay below."""

_CLIENTS: Final = 10_000
"""Clients that are told apart; the ones that asked least lately are forgotten first."""

_BURST: Final = 10
"""Seconds' worth of requests that a client may make at once."""

_OPEN: Final = 256
"""Requests that are under way at once, waiting streams among them."""

_BODY_SECONDS: Final = 30.0
"""Time to send a body of the largest size over 64 KiB a second; a client that trickles is not waited for."""

_STRICT: Final = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
}

_PREFLIGHT: Final = {
    "access-control-allow-methods": "GET, POST, DELETE",
    "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, Last-Event-ID",
    "access-control-max-age": "600",
}


class Guard:
    """The app, for those who may ask it."""

    def __init__(self, app: ASGIApp, serving: Serving) -> None:
        self._app = app
        self._hosts = LOOPBACK | {host.lower() for host in serving.hosts}
        self._origins = serving.origins
        self._rates = Rates(serving.rate)
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say why not."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        headers = Headers.from_scope(scope)
        allowed = headers.get("origin") if headers.get("origin") in self._origins else None
        answer = _Strict(send, allowed).send
        refused = self._refusal(scope, headers)
        if refused:
            await _tell(refused, answer)
        elif allowed and scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await _send(answer, 204, _PREFLIGHT, b"")
        else:
            await self._pass(scope, _patient(receive), answer)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1

    def _refusal(self, scope: HTTPScope, headers: Headers) -> Problem | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        if _name(host) not in self._hosts:
            mend = "Call it by a name of its own, or start it with --allow-host NAME."
            return problem(421, f"This server is not called {host[:100]!r}.", mend)
        if origin is not None and origin not in self._origins and urlsplit(origin).netloc.lower() != host.lower():
            mend = "Start the server with --allow-origin ORIGIN to let pages of this origin ask."
            return problem(403, f"Pages of {origin[:100]!r} may not ask this server.", mend)
        if len(scope["query_string"]) > _LONGEST_QUERY:
            return problem(414, f"The query is longer than {_LONGEST_QUERY:,} bytes.", "Ask for less at once.")
        if self._open >= _OPEN:
            return problem(503, f"{_OPEN} requests are under way.", "Ask again.")
        if not self._rates.lets_pass(scope["client"][0] if scope["client"] else ""):
            return problem(429, "Too many requests in a short time.", "Ask again in a second.")
        return None


class Rates:
    """How often each client asks: a bucket of requests that fills again evenly."""

    def __init__(self, a_minute: int) -> None:
        self._a_second = a_minute / 60
        self._full = max(1.0, self._a_second * _BURST)
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def lets_pass(self, client: str, now: float | None = None) -> bool:
        """Tell whether a client may ask now, and count that it did."""
        now = time.monotonic() if now is None else now
        key = _network(client)
        left, since = self._buckets.pop(key, (self._full, now))
        left = min(self._full, left + (now - since) * self._a_second)
        self._buckets[key] = (left - 1 if left >= 1 else left, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return left >= 1


class _Strict:
    """Sends an answer with the headers that keep browsers from doing anything else with it."""

    def __init__(self, send: Send, origin: str | None) -> None:
        self._send = send
        self._origin = origin

    async def send(self, message: Message) -> None:
        """Send a message of the app."""
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders(message)
            for name, value in _STRICT.items():
                headers[name] = value
            headers.extend_header_value("vary", "Origin")
            if self._origin:
                headers["access-control-allow-origin"] = self._origin
                headers["access-control-expose-headers"] = "ETag, Retry-After"
        await self._send(message)


def _patient(receive: Receive) -> Receive:
    """Wait for the whole body so long and no longer; a client that sends no more counts as gone."""
    ends = time.monotonic() + _BODY_SECONDS
    whole = False

    async def receive_in_time() -> ReceiveMessage:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout(ends - time.monotonic()):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return receive_in_time


async def _tell(refused: Problem, send: Send) -> None:
    headers = {"content-type": MEDIA_TYPE} | ({"retry-after": "1"} if refused.status in {429, 503} else {})
    await _send(send, refused.status, headers, msgspec.json.encode(refused))


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    sized = {**headers, "content-length": str(len(body))} if body else headers
    raw = [(name.encode(), value.encode()) for name, value in sized.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": body, "more_body": False})


def _name(host: str) -> str:
    """Give the name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _network(client: str) -> str:
    """Give what counts as one client: an address, of IPv6 the network that one subscriber has to himself."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if address.version == 4:
        return client
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64)))
