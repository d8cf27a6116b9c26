"""Takes a feed (RSS, RDF, Atom); gives a draft for each entry, and a `Rejected` for one that is broken or cut off."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from dateline.model import Published, Rejected, Source
from dateline.read.dates import iso_date
from dateline.read.desk import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, Desk, Draft, Refusal, inside, whole
from dateline.read.encoding import decoded, wide
from dateline.read.entry import Head, entry_of, head_of
from dateline.read.rejects import rejected

MAX_HEAD_BYTES: Final = 1024 * 1024
"""Bytes of a feed's head, before its first entry, that are read; feeds of news have one to four thousand."""

LONGEST_SHOWN: Final = 60
"""Characters of a date that cannot be read that are shown."""

_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>)*+"
    rb"(?P<tag><(?P<name>(?:[\w.-]+:)?(?P<kind>rss|RDF|feed|urlset|sitemapindex)))(?=[\s/>])",
    re.DOTALL,
)
_ENTRY: Final = {b"rss": b"item", b"RDF": b"item", b"feed": b"entry"}
_DECLARED: Final = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]{2,40})""")
_NOT_LIKE_ASCII: Final = ("iso2022", "utf-16", "utf-32", "utf-7", "hz")
_ADDRESS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:url|sitemap)[\s>]")


class Stretch(msgspec.Struct, frozen=True):
    """Where an entry stands in a feed, and whether the feed goes on behind it."""

    start: int
    end: int
    closed: bool


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read one report an entry; each entry is parsed for itself, so a broken one costs no other.

    Raises:
        Refusal: the feed is too large, no feed, or without an entry.
    """
    data, label = _in_bytes_like_ascii(whole(stream, MAX_DOCUMENT_BYTES))
    root = _ROOT.match(data)
    if root is None:
        raise Refusal("not-text", "it is XML, but no feed, which is not read")
    if root["kind"] not in _ENTRY:
        yield _sitemap(data, here)
        return
    entries = _entries(data, root.end(), _ENTRY[root["kind"]])
    head: Head | None = None
    for number, entry in enumerate(entries, 1):
        if head is None:
            start = data[root.start("tag") : entry.start][:MAX_HEAD_BYTES]
            head = head_of(decoded(start, label)[0], atom=root["kind"] == b"feed")
        yield _read(data[entry.start : entry.end], label, head, inside(here, f"entry {number}"), closed=entry.closed)
    if head is None:
        raise Refusal("empty-file", "it is a feed without an entry")
    if entry.closed and data.find(b"</" + root["name"], entry.end) < 0:
        yield rejected("bad-file", here, f"the feed is cut off behind entry {number:,}: what stood there is missing")


def _in_bytes_like_ascii(data: bytes) -> tuple[bytes, str | None]:
    """Give the feed in an encoding whose markup is that of ASCII, and the label of that encoding, if it has one."""
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    label = declared[1].decode("ascii") if declared else None
    if (found := wide(data[:4096])) or _is_unlike_ascii(label):
        return decoded(data, found or label)[0].encode("utf-8", "replace"), "utf-8"
    return data, label


def _is_unlike_ascii(label: str | None) -> bool:
    try:
        return label is not None and codecs.lookup(label).name.startswith(_NOT_LIKE_ASCII)
    except LookupError:
        return False


def _entries(data: bytes, start: int, name: bytes) -> Iterator[Stretch]:
    """Give where entries stand; a tag in CDATA or in a comment is none, and one that is not closed ends at the next."""
    mark = re.compile(rb"<!\[CDATA\[|<!--|<(?P<end>/?)(?P<name>(?:[\w.-]{1,40}:)?" + name + rb")(?=[\s/>])")
    called: bytes | None = None
    opened = -1
    at = start
    while found := mark.search(data, at):
        at = found.end()
        if found["name"] is None:
            at = _behind(data, b"]]>" if found[0] == b"<![CDATA[" else b"-->", at)
            continue
        called = called or found["name"]
        if found["name"] != called:
            continue
        if found["end"]:
            at = _behind(data, b">", at)
            if opened >= 0:
                yield Stretch(opened, at, closed=True)
            opened = -1
        else:
            if opened >= 0:
                yield Stretch(opened, found.start(), closed=True)
            opened = found.start()
    if opened >= 0:
        yield Stretch(opened, len(data), closed=False)


def _behind(data: bytes, mark: bytes, start: int) -> int:
    found = data.find(mark, start)
    return len(data) if found < 0 else found + len(mark)


def _read(data: bytes, label: str | None, head: Head, here: Source, *, closed: bool) -> Draft | Rejected:
    if not closed:
        return rejected("bad-file", here, "the feed is cut off inside this entry")
    if len(data) > MAX_TEXT_BYTES:
        return rejected("too-large", here, f"the entry has more than {MAX_TEXT_BYTES:,} bytes")
    try:
        text, mend = decoded(data, label)
        entry = entry_of(text, head)
    except Refusal as refusal:
        return rejected(refusal.reason, here, refusal.detail)
    dates = _dates(entry.published, entry.updated)
    stated = (*entry.published, *entry.updated)
    return Draft(
        title=entry.title,
        body=entry.body,
        url=entry.url,
        outlet=entry.source or head.title,
        author=entry.author,
        dates=dates,
        unread_date=stated[0][:LONGEST_SHOWN] if stated and not dates else None,
        source=msgspec.structs.replace(here, given_id=entry.given_id),
        mends=(mend,) if mend else (),
    )


def _dates(published: tuple[str, ...], updated: tuple[str, ...]) -> tuple[Published, ...]:
    """Give the dates of publication; where none can be read, those of the last change, which are unsure."""
    if dates := tuple(date for words in published if (date := iso_date(words, "metadata"))):
        return dates
    changes = (date for words in updated if (date := iso_date(words, "metadata")))
    return tuple(msgspec.structs.replace(date, sure="unsure") for date in changes)


def _sitemap(data: bytes, here: Source) -> Rejected:
    count = sum(1 for _ in _ADDRESS.finditer(data))
    return rejected("passed-over", here, f"it is a sitemap of {count:,} addresses, and the text of none stands in it")
