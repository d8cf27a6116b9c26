"""Takes an address of a page; gives the answer to one request, over a connection to an address that was checked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from functools import cache
from http.client import HTTPException
from typing import Final

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.response import BaseHTTPResponse
from urllib3.util.connection import create_connection
from urllib3.util.url import Url

import dateline
from dateline.read.desk import Refusal
from dateline.read.web.addresses import Allowed, allowed_addresses

AGENT: Final = f"Dateline/{dateline.__version__}"
"""How we name ourselves to a server, and what its robots.txt calls us."""

_ACCEPT: Final = "text/html, application/xhtml+xml, application/xml;q=0.9, application/pdf;q=0.9, */*;q=0.5"
LONGEST_SAID: Final = 120
"""Characters of a fault's own words that are told."""

_PORTS: Final = {"http": 80, "https": 443}


class _Checked(HTTPConnection):
    """A connection that goes to an address which was looked up once and found to be allowed."""

    allowed: Allowed
    line: socket.socket | None = None
    """What bytes come over; `sock` is given up before the last of them are read."""

    def connect(self) -> None:
        """Open the connection."""
        super().connect()
        self.line = self.sock

    def _new_conn(self) -> socket.socket:
        failure: OSError | None = None
        for address in allowed_addresses(self.host, self.port, self.allowed):
            try:
                self.line = create_connection((address, self.port), self.timeout, socket_options=self.socket_options)
            except OSError as error:
                failure = error
            else:
                return self.line
        raise NewConnectionError(self, str(failure)) from failure


class _CheckedTls(_Checked, HTTPSConnection):
    """The same over TLS; the certificate must be the host's."""


@contextlib.contextmanager
def asked(url: Url, allowed: Allowed, *, timeout: float, deadline: float) -> Iterator[BaseHTTPResponse]:
    """Send one request and give the answer, whose body is still to be read; no redirect is followed, no proxy used.

    `timeout` is for the connection and for each wait for bytes, `deadline` for all of it, both in seconds.

    Raises:
        Refusal: the host may not be asked, or no answer came.
    """
    connection = _connection(url, allowed, timeout)
    # A server that sends a byte now and then keeps every single wait short: only the clock ends that.
    late = threading.Event()
    watch = threading.Timer(deadline, _cut, (connection, late))
    watch.start()
    answer: BaseHTTPResponse | None = None
    try:
        connection.request(
            "GET",
            url.request_uri,
            headers={"User-Agent": AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
            preload_content=False,
        )
        answer = connection.getresponse()
        yield answer
        _in_time(late, url, deadline)
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        _in_time(late, url, deadline)
        raise Refusal("not-fetched", f"{url.host} gave no answer that can be read: {_said(error)}") from error
    finally:
        watch.cancel()
        for opened in (answer, connection, connection.line):
            if opened is not None:
                opened.close()


def _connection(url: Url, allowed: Allowed, timeout: float) -> _Checked:
    host, port = url.host or "", url.port or _PORTS[url.scheme or "http"]
    bare = host.strip("[]")
    if url.scheme == "https":
        connection: _Checked = _CheckedTls(bare, port, timeout=timeout, ssl_context=_trusted())
    else:
        connection = _Checked(bare, port, timeout=timeout)
    connection.allowed = allowed
    return connection


@cache
def _trusted() -> ssl.SSLContext:
    """Trust what the system trusts and, since many systems come without any, the usual authorities."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _cut(connection: _Checked, late: threading.Event) -> None:
    """End a connection from outside, so that whoever waits for its bytes waits no longer; say so before, not after."""
    late.set()
    with contextlib.suppress(OSError):
        if connection.line is not None:
            connection.line.shutdown(socket.SHUT_RDWR)


def _in_time(late: threading.Event, url: Url, deadline: float) -> None:
    if late.is_set():
        raise Refusal("not-fetched", f"{url.host} gave no whole answer within {deadline:g} seconds")


def _said(error: Exception) -> str:
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(f"{type(error).__name__}, {plain}".split())[:LONGEST_SAID]
