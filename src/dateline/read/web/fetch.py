"""Takes addresses of pages; gives what stands there as open streams, within limits and as the sites wish."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast
from urllib.parse import unquote, urljoin

import msgspec
from urllib3.exceptions import LocationParseError
from urllib3.response import BaseHTTPResponse
from urllib3.util.url import Url, parse_url

from dateline.read.desk import MAX_DOCUMENT_BYTES, SPOOLED_BYTES, Refusal
from dateline.read.encoding import recoded
from dateline.read.http import charset_of
from dateline.read.web.addresses import Allowed, public
from dateline.read.web.connect import AGENT, asked
from dateline.read.web.robots import MAX_BYTES, Robots, robots_of

MAX_REDIRECTS: Final = 5
"""Redirects that are followed: a short link, a consent page and a move to https make three."""

TIMEOUT: Final = 20.0
"""Seconds to wait for a connection, and for more bytes."""

DEADLINE: Final = 120.0
"""Seconds for one request as a whole."""

PAUSE: Final = 1.0
"""Seconds between two requests to one host."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PIECE: Final = 64 * 1024
_NOT_TEXT: Final = ("image", "audio", "video", "font")
_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/pdf": ".pdf",
    "application/feed+json": ".json",
    "application/json": ".json",
    "text/csv": ".csv",
}
"""The ending by which a type of content is read; other types are read by the ending of the address, or by content."""


class Fetched(msgspec.Struct, frozen=True):
    """What stands at an address: the address that answered in the end, a name that tells its form, its bytes."""

    url: str
    name: str
    stream: BinaryIO


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how much: seconds for a wait, a request and the pause between two, bytes of an answer."""

    timeout: float = TIMEOUT
    deadline: float = DEADLINE
    pause: float = PAUSE
    most: int = MAX_DOCUMENT_BYTES


class Fetcher:
    """Fetches pages one at a time; keeps what each site's robots.txt says and when each host was last asked."""

    def __init__(self, allowed: Allowed = public, limits: Limits = Limits()) -> None:  # noqa: B008 - a frozen struct
        self._allowed = allowed
        self._limits = limits
        self._robots: dict[str, Robots] = {}
        self._asked: dict[str, float] = {}

    @contextlib.contextmanager
    def fetch(self, url: str) -> Iterator[Fetched]:
        """Give what stands at an address, redirects followed, each checked as the first was.

        Raises:
            Refusal: it may not be fetched, or could not be; the reason says which.
        """
        here = _parsed(url)
        with tempfile.SpooledTemporaryFile(SPOOLED_BYTES) as body:
            for _ in range(MAX_REDIRECTS + 1):
                self._wait(here, self._allowed_by_robots(here))
                found = self._step(here, cast("BinaryIO", body))
                if isinstance(found, Fetched):
                    yield found
                    return
                here = found
        raise Refusal("not-fetched", f"more than {MAX_REDIRECTS} redirects, the last to {here.url}")

    def _step(self, url: Url, body: BinaryIO) -> Fetched | Url:
        """Ask for a page; give what came, written into `body`, or the address to ask instead."""
        with self._ask(url) as answer:
            if answer.status in _REDIRECTS:
                return _next(url, answer)
            if answer.status != 200:
                raise Refusal("not-fetched", f"{url.host} answered {answer.status} {answer.reason or ''}".rstrip())
            if (kind := _kind(answer)).startswith(_NOT_TEXT):
                raise Refusal("not-text", f"{url.host} says that it is {kind}")
            size = sum(body.write(piece) for piece in _pieces(answer, self._limits.most + 1))
            if size > self._limits.most:
                raise Refusal("too-large", f"it has more than {self._limits.most:,} bytes")
            body.seek(0)
            charset = charset_of(str(answer.headers.get("Content-Type") or ""))
            if charset and kind.startswith("text/"):
                body = io.BytesIO(recoded(body.read(), charset))
            return Fetched(url.url, _name(url, answer), body)

    def _allowed_by_robots(self, url: Url) -> float:
        """Give the pause that the site wants.

        Raises:
            Refusal: its robots.txt asks programs not to fetch the page.
        """
        site = f"{url.scheme}://{url.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(_parsed(f"{site}/robots.txt"))
        if not self._robots[site].allows(url.url, AGENT):
            raise Refusal("forbidden-by-robots", f"{site}/robots.txt does not allow {url.request_uri}")
        return self._robots[site].delay(AGENT)

    def _read_robots(self, url: Url) -> Robots:
        for _ in range(MAX_REDIRECTS + 1):
            with self._ask(url) as answer:
                if answer.status in _REDIRECTS:
                    url = _next(url, answer)
                    continue
                return robots_of(answer.status, b"".join(_pieces(answer, MAX_BYTES)))
        return Robots(None, closed=True)

    def _ask(self, url: Url) -> contextlib.AbstractContextManager[BaseHTTPResponse]:
        return asked(url, self._allowed, timeout=self._limits.timeout, deadline=self._limits.deadline)

    def _wait(self, url: Url, wanted: float) -> None:
        """Let as much time pass since the last page of the host as it wants, or as is polite."""
        host = url.host or ""
        now = time.monotonic()
        due = self._asked.get(host, now - 1e9) + max(self._limits.pause, wanted)
        if due > now:
            time.sleep(due - now)
        self._asked[host] = time.monotonic()


def _pieces(answer: BaseHTTPResponse, most: int) -> Iterator[bytes]:
    """Give the body piece by piece, unpacked, up to `most` bytes."""
    left = most
    while left > 0 and (piece := answer.read(min(_PIECE, left), decode_content=True)):
        left -= len(piece)
        yield piece


def _parsed(url: str) -> Url:
    """Take an address apart.

    Raises:
        Refusal: it is no address of a page, or names a user.
    """
    try:
        found = parse_url(url.strip())
    except LocationParseError as error:
        raise Refusal("not-fetched", f"{url!r} is no address") from error
    if found.scheme not in {"http", "https"} or not found.host:
        raise Refusal("not-fetched", f"{url!r} is no address of a page: it must begin with http:// or https://")
    if found.auth:
        raise Refusal("not-fetched", "the address names a user or a password, which is not sent")
    return found._replace(fragment=None)


def _next(here: Url, answer: BaseHTTPResponse) -> Url:
    to = answer.headers.get("Location")
    if not to:
        raise Refusal("not-fetched", f"{here.host} sends on without saying where to")
    return _parsed(urljoin(here.url, to))


def _kind(answer: BaseHTTPResponse) -> str:
    return str(answer.headers.get("Content-Type") or "").partition(";")[0].strip().lower()


def _name(url: Url, answer: BaseHTTPResponse) -> str:
    """Give a name whose ending tells the form: by the type that the server states, else by the address."""
    last = PurePosixPath(unquote(url.path or "")).name or "page"
    return f"{PurePosixPath(last).stem}{_ENDINGS.get(_kind(answer)) or PurePosixPath(last).suffix}"
