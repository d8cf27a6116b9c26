"""Takes an HTTP answer as it came over the line; gives its fields, and the stream of what it carries, encodings undone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from dateline.read.desk import Desk, Refusal
from dateline.read.unpack import PIECE, Packed, can_unpack, stream_of, unpacked

MAX_LINE_BYTES: Final = 16 * 1024
"""Bytes beyond which a line of a head is an attack: servers refuse requests with half as much."""

MAX_FIELDS: Final = 500
"""Lines beyond which a head is an attack: answers have 5 to 60."""

MAX_CODINGS: Final = 3
"""Encodings over one another beyond which an answer is an attack: there is one, and two where a server is at fault."""

_CODINGS: Final = {
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "deflate",
    "br": "br",
    "zstd": "zstd",
}
_MAGIC: Final = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}

MARKUP: Final = re.compile(rb"\s*<(?:!doctype|!--|html|head|body|\?xml)", re.IGNORECASE)
"""What a page begins with."""

_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^\s;"',]+)""", re.IGNORECASE)
_SNIFFED: Final = 512


class Head(msgspec.Struct, frozen=True):
    """The head of a record or an answer: its first line, and its fields by their names in lower case."""

    first: str
    fields: dict[str, str]

    def get(self, name: str) -> str:
        """Give a field, empty where it is not there."""
        return self.fields.get(name, "")

    @property
    def media_type(self) -> str:
        """The type of what it carries, `text/html`, without what else is said about it."""
        return self.get("content-type").split(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The charset of what it carries, as it is declared."""
        return charset_of(self.get("content-type"))

    @property
    def status(self) -> str:
        """The number of an answer's status, empty where it has none."""
        found = re.match(r"HTTP/\S+\s+(\d{3})\b", self.first)
        return found[1] if found else ""


def charset_of(content_type: str) -> str | None:
    """Give the charset that a type of content declares."""
    found = _CHARSET.search(content_type)
    return found[1].lower() if found else None


def head_of(first: bytes, readline: Callable[[int], bytes]) -> Head:
    """Read the fields behind a first line, up to the empty line or the end.

    Raises:
        Refusal: there are too many, or one is too long.
    """
    fields: dict[str, str] = {}
    name = ""
    for _ in range(MAX_FIELDS):
        line = readline(MAX_LINE_BYTES)
        if not line.strip(b"\r\n"):
            return Head(_words(first).strip(), fields)
        if len(line) >= MAX_LINE_BYTES:
            raise Refusal("bad-file", f"a line of its head has more than {MAX_LINE_BYTES:,} bytes")
        said, colon, value = _words(line).partition(":")
        if line[:1] in b" \t" and name:
            fields[name] += f" {_words(line).strip()}"
        elif colon:
            name = said.strip().lower()
            fields.setdefault(name, value.strip())
    raise Refusal("bad-file", f"its head has more than {MAX_FIELDS:,} lines")


def _words(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def content_of(head: Head, body: io.BufferedReader, desk: Desk) -> io.BufferedReader:
    """Undo the transfer encoding and the content encodings of an answer.

    Who wrote the archive may have undone them and left the fields as they were, so each is undone where it is there.

    Raises:
        Refusal: one is unknown, or what unpacks it is not installed.
    """
    if "chunked" in head.get("transfer-encoding").lower() and _CHUNK.match(body.peek(_SNIFFED)):
        body = stream_of(_dechunked(body), None)
    codings = [coding for part in head.get("content-encoding").split(",") if (coding := part.strip().lower())]
    if len(codings) > MAX_CODINGS:
        raise Refusal("bad-file", f"it is encoded {len(codings)} times over, more than {MAX_CODINGS}")
    for coding in reversed(codings):
        body = _decoded(coding, body, desk)
    return body


def _decoded(coding: str, body: io.BufferedReader, desk: Desk) -> io.BufferedReader:
    start = body.peek(_SNIFFED)
    packing = _CODINGS.get(coding)
    if packing is None or MARKUP.match(start) or not start.startswith(_MAGIC.get(packing, b"")):
        return body
    if not can_unpack(packing):
        raise Refusal("needs-extra", f"it is encoded as {coding}: pip install 'dateline[brotli]'")
    return unpacked(Packed(body, None if desk.packed else desk.expansion), packing, desk.expansion)


def _dechunked(body: io.BufferedReader) -> Iterator[bytes]:
    """Take the sizes out from between the pieces."""
    while True:
        found = _CHUNK.fullmatch(body.readline(MAX_LINE_BYTES))
        if not found:
            raise Refusal("bad-file", "its transfer encoding is damaged or cut off: a chunk without a size")
        left = int(found[1], 16)
        if not left:
            return
        while left:
            piece = body.read(min(left, PIECE))
            if not piece:
                raise EOFError
            left -= len(piece)
            yield piece
        body.readline(MAX_LINE_BYTES)
