"""Takes a web archive (WARC); gives the drafts of its pages and texts, and one reject that counts what else is in it."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import urlsplit

import msgspec

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal, inside, whole
from dateline.read.encoding import recoded
from dateline.read.http import MARKUP, MAX_LINE_BYTES, Head, content_of, head_of
from dateline.read.rejects import rejected
from dateline.read.unpack import PIECE, stream_of

MOST_KINDS: Final = 12
"""Kinds of records passed over that are counted by name; an archive of pages has 5 to 10, the rest is counted together."""

LONGEST_KIND: Final = 60
"""Characters of a kind's name that are shown."""

_VERSION: Final = re.compile(rb"WARC/\d+\.\d+\r?\n")
_SIZE: Final = re.compile(r"\d{1,18}")
_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
}
"""The media types that are read, and the ending that tells the reader of each."""

_BREAKS: Final = (b"\r\n", b"\n")
_DOCUMENTS: Final = frozenset({".pdf"})
_OF_RECORDS: Final = frozenset({"response", "resource", "conversion"})


class _Record(msgspec.Struct, frozen=True):
    """What a record says of itself, where it begins and where it ends."""

    head: Head
    number: int
    start: int
    end: int

    @property
    def given_id(self) -> str | None:
        return self.head.get("warc-record-id").strip("<>") or None

    @property
    def kind(self) -> str:
        return self.head.get("warc-type").lower()

    @property
    def address(self) -> str | None:
        address = self.head.get("warc-target-uri").strip("<>")
        return address if address.lower().startswith(("http://", "https://")) else None

    @property
    def day(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.head.get("warc-date")[:10])
        except ValueError:
            return None


class _Archive:
    """The archive as it comes by, and how far it has come."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.at = 0

    def readline(self, size: int) -> bytes:
        line = self._stream.readline(size)
        self.at += len(line)
        return line

    def up_to(self, end: int) -> Iterator[bytes]:
        """Give what is left before a place, a piece at a time."""
        while self.at < end:
            piece = self._stream.read(min(end - self.at, PIECE))
            if not piece:
                detail = f"the archive is cut off at byte {self.at:,}, inside a record that ends at byte {end:,}"
                raise Refusal("bad-file", detail)
            self.at += len(piece)
            yield piece


class _Others:
    """What is not read, counted by kind, and what could be if something more were installed."""

    def __init__(self) -> None:
        self._kinds: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()

    def count(self, kind: str) -> None:
        """Count one; a thousand kinds are known by name, which no honest archive has."""
        self._kinds[kind[:LONGEST_KIND] if len(self._kinds) < 1000 else "of other kinds"] += 1

    def lack(self, detail: str) -> None:
        """Count one that lacks what the detail says."""
        self._lacking[detail] += 1

    def told(self, here: Source) -> Iterator[Rejected]:
        """Say how many of which kind, the commonest first."""
        for detail, count in sorted(self._lacking.items()):
            yield rejected("needs-extra", here, f"of {count:,} records: {detail}")
        ranked = sorted(self._kinds.items(), key=lambda item: (-item[1], item[0]))
        parts = [f"{count:,} {kind}" for kind, count in ranked[:MOST_KINDS]]
        if rest := sum(count for _, count in ranked[MOST_KINDS:]):
            parts.append(f"{rest:,} of other kinds")
        if parts:
            yield rejected("passed-over", here, f"records that hold no page or text: {', '.join(parts)}")


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read pages and texts that were fetched whole; requests, pictures, scripts, redirects and the like are counted.

    A page's address and outlet are the record's where the page names none, and the day on which the record was made is
    the last on which the page can have been published. `resource` and `conversion` records are read as the pages and
    texts that they are.

    Raises:
        Refusal: the archive is damaged or cut off; what comes before has been given.
    """
    archive = _Archive(stream)
    others = _Others()
    number, damage = 0, None
    try:
        while record := _next(archive, number + 1):
            number = record.number
            yield from _read_record(archive, record, here, desk, others)
            for _ in archive.up_to(record.end):
                pass
    except Refusal as refusal:
        damage = refusal
    yield from others.told(here)
    if damage:
        raise damage
    if not number:
        yield rejected("empty-file", here, "there is no record in it")


def _next(archive: _Archive, number: int) -> _Record | None:
    line, start = b"\n", 0
    while line in _BREAKS:
        start = archive.at
        line = archive.readline(MAX_LINE_BYTES)
    if not line:
        return None
    try:
        head = head_of(line, archive.readline)
    except Refusal as refusal:
        raise Refusal(refusal.reason, f"the record at byte {start:,}: {refusal.detail}") from refusal
    size = head.get("content-length")
    if not _VERSION.fullmatch(line) or not _SIZE.fullmatch(size):
        raise Refusal("bad-file", f"at byte {start:,} no sound record begins; what stands from there on is not read")
    return _Record(head, number, start, archive.at + int(size))


def _read_record(
    archive: _Archive, record: _Record, here: Source, desk: Desk, others: _Others
) -> Iterator[Draft | Rejected]:
    source = msgspec.structs.replace(inside(here, f"record {record.number}"), given_id=record.given_id)
    body = stream_of(archive.up_to(record.end), None)
    try:
        content = _content(record, body, desk)
        if isinstance(content, str):
            others.count(content)
            return
        yield from _read_content(record, content, source, desk)
    except Refusal as refusal:
        if refusal.reason == "needs-extra":
            others.lack(refusal.detail)
        else:
            yield rejected(refusal.reason, source, refusal.detail)


class _Content(msgspec.Struct, frozen=True):
    """What a record carries: its declared charset, the ending for its reader, and the stream with encodings undone."""

    ending: str
    charset: str | None
    stream: io.BufferedReader


def _content(record: _Record, body: io.BufferedReader, desk: Desk) -> _Content | str:
    """Give what a record carries, or the kind of it where it holds no page or text."""
    if record.kind not in _OF_RECORDS:
        return record.kind or "without a kind"
    head = record.head
    if record.kind == "response" and head.media_type == "application/http":
        head = head_of(body.readline(MAX_LINE_BYTES), body.readline)
        if head.status != "200":
            return f"{record.kind} with the status {head.status or 'that no one can read'}"
        body = content_of(head, body, desk)
    ending = _ENDINGS.get(head.media_type, "")
    if not ending and not head.media_type and MARKUP.match(body.peek(PIECE)):
        ending = ".html"
    if not ending:
        return f"{record.kind} of the type {head.media_type}" if head.media_type else f"{record.kind} without a type"
    return _Content(ending, head.charset, body)


def _read_content(record: _Record, content: _Content, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    stream: BinaryIO = content.stream
    if content.ending not in _DOCUMENTS:
        stream = io.BytesIO(recoded(whole(stream), content.charset))
    for item in desk.member(stream, here, f"record{content.ending}"):
        if isinstance(item, Rejected):
            yield item
            continue
        url = item.url or record.address
        outlet = item.outlet or (urlsplit(url).hostname if url else None)
        yield msgspec.structs.replace(item, url=url, outlet=outlet, not_after=item.not_after or record.day)
    if cut := record.head.get("warc-truncated"):
        detail = f"it was cut off when it was fetched ({cut[:LONGEST_KIND]}); what came before is kept"
        yield rejected("bad-file", here, detail)
