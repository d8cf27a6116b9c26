"""Takes a JSON Feed; gives a draft for each item, and a `Rejected` for one that is none or is cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final
from urllib.parse import urljoin

import msgspec

from dateline.model import Rejected, Source
from dateline.read.dates import iso_date
from dateline.read.desk import MAX_DOCUMENT_BYTES, Desk, Draft, Refusal, inside, whole
from dateline.read.fragment import fragment_text
from dateline.read.rejects import rejected

LONGEST_SHOWN: Final = 60
"""Characters of a faulty value that are shown."""

_JSON: Final = json.JSONDecoder(parse_int=str, parse_float=str)
"""Numbers stay as they are written: an id is no quantity, and one of 10,000 digits costs nothing."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COMMA: Final = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_HALVES: Final = re.compile("[\ud800-\udfff]")


class Person(msgspec.Struct, frozen=True):
    """An author."""

    name: str | None = None


class Item(msgspec.Struct, frozen=True):
    """One item as versions 1.0 (`author`) and 1.1 (`authors`) of the format write it."""

    id: str | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: Person | None = None
    authors: list[Person] | None = None


class Head(msgspec.Struct, frozen=True):
    """What the feed says of itself."""

    title: str | None = None
    home_page_url: str | None = None
    feed_url: str | None = None


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read one report an item; what stands before a break in the document is kept.

    Raises:
        Refusal: the feed is too large, no UTF-8, no JSON object, or without an item.
    """
    data = whole(stream, MAX_DOCUMENT_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"byte {error.start + 1:,}, {data[error.start]:#04x}, is no UTF-8"
        raise Refusal("invalid-utf8", detail) from error
    head, start = _head(text)
    if isinstance(start, _Broken):
        raise Refusal("bad-json", str(start))
    if start is None:
        raise Refusal("empty-file", "it is a feed without an item")
    number = 0
    for number, value in enumerate(_values(text, start), 1):
        at = inside(here, f"item {number}")
        yield rejected("bad-json", at, str(value)) if isinstance(value, _Broken) else _read(value, head, at)
    if not number:
        raise Refusal("empty-file", "it is a feed without an item")


class _Broken(msgspec.Struct, frozen=True):
    """Where the document breaks off or is no JSON."""

    said: str

    def __str__(self) -> str:
        return f"the feed breaks off here, and what stood behind it is missing: {self.said}"


def _head(text: str) -> tuple[Head, int | _Broken | None]:
    """Read what stands in the object's own keys, and find the place behind the bracket that opens the items.

    Where there is none since the document breaks off before, that is said in its stead.
    """
    fields: dict[str, str] = {}
    items: int | _Broken | None = None
    at = _skipped(text, _skipped(text, 0) + 1)
    while text.startswith('"', at):
        key = _value(text, at)
        if isinstance(key, _Broken):
            items = key if items is None else items
            break
        at = _skipped(text, _skipped(text, key[1]) + 1)
        if key[0] == "items" and items is None and text.startswith("[", at):
            items = at + 1
        value = _value(text, at)
        if isinstance(value, _Broken):
            items = value if items is None else items
            break
        if isinstance(value[0], str):
            fields.setdefault(str(key[0]), _sound(value[0]))
        at = _COMMA.match(text, value[1]).end()  # type: ignore[union-attr]  # it matches nothing too
    return msgspec.convert(fields, Head), items


def _values(text: str, start: int) -> Iterator[object | _Broken]:
    """Give the members of the list that stands open at `start`."""
    at = _skipped(text, start)
    while not text.startswith("]", at):
        found = _value(text, at)
        if isinstance(found, _Broken):
            yield found
            return
        yield found[0]
        at = _skipped(text, found[1])
        if text.startswith(",", at):
            at = _skipped(text, at + 1)
        elif not text.startswith("]", at):
            yield _Broken(f"no comma or bracket at character {at + 1:,}")
            return


def _value(text: str, at: int) -> tuple[object, int] | _Broken:
    try:
        return _JSON.raw_decode(text, at)
    except json.JSONDecodeError as error:
        return _Broken(f"{error.msg} at character {error.pos + 1:,}")
    except RecursionError:
        return _Broken(f"too many things inside one another at character {at + 1:,}")


def _skipped(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _read(value: object, head: Head, here: Source) -> Draft | Rejected:
    try:
        item = msgspec.convert(value, Item)
    except msgspec.ValidationError as error:
        return rejected("bad-row", here, str(error))
    published = iso_date(item.date_published, "metadata") if item.date_published else None
    changed = iso_date(item.date_modified, "metadata") if item.date_modified else None
    date = published or (msgspec.structs.replace(changed, sure="unsure") if changed else None)
    stated = item.date_published or item.date_modified
    people = item.authors or ([item.author] if item.author else [])
    return Draft(
        title=" ".join(_sound(item.title).split()),
        body=_body(item),
        url=_address(item, head),
        outlet=head.title or None,
        author=_sound(", ".join(person.name for person in people if person.name)) or None,
        dates=(date,) if date else (),
        unread_date=_sound(stated)[:LONGEST_SHOWN] if stated and not date else None,
        source=msgspec.structs.replace(here, given_id=_sound(item.id) or None),
    )


def _body(item: Item) -> str:
    """Give the full text, as HTML or plain, before the summary."""
    words = fragment_text(_sound(item.content_html)) or _sound(item.content_text).strip()
    return words or _sound(item.summary).strip()


def _address(item: Item, head: Head) -> str | None:
    stated = _sound(item.url or item.external_url).strip()
    try:
        address = urljoin(head.home_page_url or head.feed_url or "", stated) if stated else ""
    except ValueError:  # an address that is none: `http://[`
        address = stated
    return address if address.lower().startswith(("http://", "https://")) else None


def _sound(words: str | None) -> str:
    """Give words without halves of characters, which JSON can write and nothing can store."""
    return _HALVES.sub("\ufffd", words or "")
