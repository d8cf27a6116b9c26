"""Takes the bytes of a mail message; gives its parts with their headers decoded, whatever is broken in them.

The parts are found here, by place and without copies, since the library's own parser takes time that grows with parts
inside parts times lines; headers and packing are the library's (`email`, modern policy).
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import AddressHeader, ContentDispositionHeader, ContentTypeHeader
from email.message import Message
from email.policy import default
from typing import Final

import msgspec

from dateline.read.desk import Refusal
from dateline.read.encoding import decoded

MAX_HEADER_BYTES: Final = 256 * 1024
"""Bytes of headers beyond which a message is an attack: long ways through many servers leave 20,000."""

MAX_VALUE: Final = 4000
"""Characters of one header that are read; the library takes 50 ms for that many of the worst."""

MAX_PARTS: Final = 1000
"""Parts of one message: digests of mailing lists have up to some hundred."""

MAX_NESTED: Final = 20
"""Parts inside one another: forwarded newsletters with pictures have 4."""

_HEADERS: Final = re.compile(rb"(?:[!-9;-~]++[ \t]*+:[^\n]*+(?:\n|\Z)|[ \t]++[^\n]*+(?:\n|\Z)|>?From [^\n]*+\n)*+")
_FIELD: Final = re.compile(r"^([!-9;-~]++)[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE)
_EMPTY_LINE: Final = re.compile(rb"\r?\n")
_END_OF_LINE: Final = re.compile(rb"[ \t]*(?:\r?\n|\Z)")
_GUESSED: Final = re.compile(rb"(?:\r?\n)*--(?P<boundary>[^\s-][^\s]{0,69})[ \t]*\r?\n")
_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library is known to raise on broken headers."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A message or a part of one: its headers, where its content stands in `data`, and the parts in it.

    `kind` is its type in lower case (`text/plain`), `charset` the label that it states.
    """

    data: bytes
    start: int
    end: int
    headers: dict[str, tuple[str, ...]]
    kind: str
    charset: str | None
    name: str | None
    attached: bool
    parts: tuple[Part, ...] = ()

    def content(self) -> bytes:
        """Give the content as it was before it was packed for the way."""
        leaf = Message()
        leaf["Content-Transfer-Encoding"] = words(self, "content-transfer-encoding").strip().lower()[:40]
        leaf.set_payload(self.data[self.start : self.end].decode("ascii", "surrogateescape"))
        content = leaf.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""


def message_of(data: bytes) -> Part:
    """Read the message that `data` is.

    Raises:
        Refusal: its headers are too long, or its parts too many or too deep.
    """
    return _Reader(data).part(0, len(data), "text/plain", 0)


class _Reader:
    """Finds the parts of one message and counts them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.count = 0

    def part(self, start: int, end: int, usual: str, depth: int) -> Part:
        self.count += 1
        if self.count > MAX_PARTS:
            raise Refusal("too-large", f"the message has more than {MAX_PARTS:,} parts")
        if depth > MAX_NESTED:
            raise Refusal("nested-too-deep", f"the message has parts more than {MAX_NESTED} deep inside one another")
        headers, body = self._headers(start, end)
        stated = _parsed("content-type", headers)
        kind = (stated.content_type if isinstance(stated, ContentTypeHeader) else "").lower() or usual
        parameters = stated.params if isinstance(stated, ContentTypeHeader) else {}
        placed = _parsed("content-disposition", headers)
        given = placed.params if isinstance(placed, ContentDispositionHeader) else {}
        parts: tuple[Part, ...] = ()
        if kind.startswith("multipart/"):
            parts = self._parts(body, end, str(parameters.get("boundary") or ""), kind, depth)
            kind = kind if parts else "text/plain"
        return Part(
            data=self.data,
            start=body,
            end=end,
            headers=headers,
            kind=kind if "content-type" in headers else usual,
            charset=str(parameters.get("charset") or "") or None,
            name=str(given.get("filename") or parameters.get("name") or "") or None,
            attached=isinstance(placed, ContentDispositionHeader) and placed.content_disposition == "attachment",
            parts=parts,
        )

    def _headers(self, start: int, end: int) -> tuple[dict[str, tuple[str, ...]], int]:
        """Read the headers, which end at an empty line or at the first line that is none."""
        found = _HEADERS.match(self.data, start, end)
        stop = found.end() if found else start
        if stop - start > MAX_HEADER_BYTES:
            raise Refusal("too-large", f"its headers have more than {MAX_HEADER_BYTES:,} bytes")
        fields: dict[str, tuple[str, ...]] = {}
        for field in _FIELD.finditer(_header_text(self.data[start:stop])):
            name = field[1].lower()
            fields[name] = (*fields.get(name, ()), field[2].replace("\n", "").strip()[:MAX_VALUE])
        empty = _EMPTY_LINE.match(self.data, stop, end)
        return fields, empty.end() if empty else stop

    def _parts(self, start: int, end: int, boundary: str, kind: str, depth: int) -> tuple[Part, ...]:
        """Read the parts between boundaries; where the one that is stated is nowhere, the first line may be it."""
        places = self._places(boundary.encode("utf-8", "surrogateescape"), start, end) if boundary else []
        if not places and (guessed := _GUESSED.match(self.data, start, end)):
            places = self._places(guessed["boundary"], start, end)
        usual = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        return tuple(self.part(begin, stop, usual, depth + 1) for begin, stop in places)

    def _places(self, boundary: bytes, start: int, end: int) -> list[tuple[int, int]]:
        places: list[tuple[int, int]] = []
        mark = b"--" + boundary
        opened = -1
        at = start
        while (found := self.data.find(mark, at, end)) >= 0:
            at = found + len(mark)
            last = self.data.startswith(b"--", at, end)
            line = _END_OF_LINE.match(self.data, at + 2 * last, end)
            if line is None or (found > start and self.data[found - 1] != ord("\n")):
                continue
            if opened >= 0:
                places.append((opened, self._before(found, opened)))
            opened = -1 if last else line.end()
            at = line.end()
            if last or len(places) > MAX_PARTS:
                break
        return [*places, (opened, end)] if opened >= 0 else places

    def _before(self, boundary: int, start: int) -> int:
        """Give the end of what stands before a boundary, whose line break belongs to the boundary."""
        end = boundary - 1 if boundary > start else boundary
        return end - 1 if end > start and self.data[end - 1] == ord("\r") else end


def words(part: Part, name: str) -> str:
    """Give the words of a header, decoded and in one line; empty where there is none."""
    found = _parsed(name, part.headers)
    value = str(found) if found is not None else next(iter(part.headers.get(name, ())), "")
    return " ".join(_stored(value).split())


def people(part: Part, name: str) -> tuple[tuple[str, str], ...]:
    """Give name and address of each person in a header."""
    found = _parsed(name, part.headers)
    if not isinstance(found, AddressHeader):
        return ()
    try:
        pairs = [(_stored(one.display_name).strip(), _stored(one.addr_spec)) for one in found.addresses]
    except _FAULTS:
        return ()
    return tuple((shown, address) for shown, address in pairs if shown or "@" in address)


def _parsed(name: str, headers: dict[str, tuple[str, ...]]) -> object:
    values = headers.get(name)
    if not values:
        return None
    try:
        found: object = default.header_factory(name, values[0])
    except _FAULTS:
        return None
    return found


def _header_text(data: bytes) -> str:
    """Decode headers, in which bytes beyond ASCII have no business; where it cannot be told what they are, they go."""
    try:
        return decoded(data)[0].replace("\r", "")
    except Refusal:
        return data.decode("ascii", "replace").replace("\r", "")


def _stored(value: str) -> str:
    """Give words without halves of characters, which nothing can store."""
    return value.encode("utf-8", "replace").decode()
