"""Takes a mailbox; gives what `eml` gives of each message in it, one message at a time."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.model import Rejected, Source
from dateline.read.desk import MAX_DOCUMENT_BYTES, Desk, Draft, Refusal, inside
from dateline.read.rejects import rejected

_LINE: Final = 64 * 1024
"""Bytes of a line that are taken at once: longer lines come in pieces."""

_SEPARATOR: Final = re.compile(
    rb"From (?:.{1,300} )?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:[A-Z][a-z]{2} +\d{1,2}|\d{1,2} +[A-Z][a-z]{2})\b"
    rb"(?=.{0,60}\b\d\d:\d\d)(?=.{0,60}\b\d{4}\b)[^\r\n]*\r?\n?\Z"
)
"""A line that parts messages has its date in full; `From` at the start of a paragraph has not, so no text is parted."""

_ESCAPED: Final = re.compile(rb">+From ")


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read each message as its own form; one that is too large is told, and the rest goes on.

    Raises:
        Refusal: it does not begin as a mailbox.
    """
    number = 0
    for number, message in enumerate(_messages(stream), 1):
        place = inside(here, f"message {number}")
        if message is None:
            yield rejected("too-large", place, f"the message has more than {MAX_DOCUMENT_BYTES:,} bytes")
        else:
            yield from desk.member(io.BytesIO(message), place, "message.eml")
    if not number:
        raise Refusal("bad-file", "it does not begin with a line that opens a message (`From`, a sender and a date)")


def _messages(stream: BinaryIO) -> Iterator[bytes | None]:
    """Give each message; None for one that is too large, of which nothing is kept."""
    message: bytearray | None = None
    size = -1
    begins = True
    while line := stream.readline(_LINE):
        if begins and _SEPARATOR.match(line):
            if size >= 0:
                yield None if message is None else bytes(message)
            message, size = bytearray(), 0
        elif size >= 0:
            size += len(line)
            if size > MAX_DOCUMENT_BYTES:
                message = None
            if message is not None:
                message += line[1:] if begins and _ESCAPED.match(line) else line
        elif line.strip():
            return
        begins = line.endswith(b"\n")
    if size >= 0:
        yield None if message is None else bytes(message)
