"""Takes a stream of JSON Lines; gives a draft for each row, and a `Rejected` for a line that is none or a date that is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from dateline.model import Published, Rejected, Source
from dateline.read.dates import iso_date
from dateline.read.desk import Desk, Draft, inside
from dateline.read.language import language_code
from dateline.read.rejects import rejected

MAX_LINE_BYTES: Final = 16 * 1024 * 1024
"""Bytes beyond which a line is no report: the longest news pages known hold well under one megabyte of text."""

LONGEST_SHOWN: Final = 60
"""Characters of a faulty value that are shown."""

_ONE_DOCUMENT: Final = (
    "it is one JSON document and not one a line; of a list, `jq -c '.[]' FILE > FILE.jsonl` makes JSON Lines"
)

_BOM = b"\xef\xbb\xbf"
_PIECE = 1024 * 1024


class Row(msgspec.Struct, frozen=True):
    """One line as data sets write it; `published` and `pubdate` are other names of `date`, `language` is ISO 639."""

    text: str
    title: str | None = None
    id: str | int | None = None
    date: str | int | None = None
    published: str | int | None = None
    pubdate: str | int | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | list[str] | None = None
    language: str | None = None


_ROWS: Final = msgspec.json.Decoder(Row)


def read(stream: BinaryIO, source: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read one report a line, holding one line at a time; empty lines are passed over.

    A report's text is exactly the row's title, a newline and the row's text. Its `source` gives the line. A row whose
    date cannot be read is a report without that date, and a `Rejected` behind it says so.
    """
    number, lines = 0, 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        here = inside(source, f"line {number}")
        if len(line) > MAX_LINE_BYTES:
            _skip(stream, line)
            yield rejected("too-large", here, f"the line has more than {MAX_LINE_BYTES:,} bytes")
        elif bare := (line.removeprefix(_BOM) if number == 1 else line).strip():
            if not lines and (bare == b"{" or bare[:1] == b"["):
                yield rejected("bad-json", here, _ONE_DOCUMENT)
                return
            yield _read_row(bare, here)
        else:
            continue
        lines += 1
    if not lines:
        yield rejected("empty-file", source, "there is no line in it")


def _skip(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(_PIECE)


def _read_row(line: bytes, here: Source) -> Draft | Rejected:
    row = _row(line, here)
    if isinstance(row, Rejected):
        return row
    source = here if row.id is None else msgspec.structs.replace(here, given_id=str(row.id))
    stated = _stated(row)
    return Draft(
        title=row.title or "",
        body=row.text,
        url=row.url or None,
        outlet=row.outlet or None,
        author=", ".join(row.author) or None if isinstance(row.author, list) else row.author or None,
        dates=(stated,) if stated else (),
        unread_date=None if stated else _unread_date(row),
        source=source,
        language=language_code(row.language),
        exact=True,
    )


def _row(line: bytes, here: Source) -> Row | Rejected:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return rejected(
            "invalid-utf8", here, f"byte {error.start + 1} of the line, {line[error.start]:#04x}, is no UTF-8"
        )
    try:
        return _ROWS.decode(line)
    except msgspec.ValidationError as error:
        return rejected("bad-row", here, str(error))
    except (msgspec.DecodeError, RecursionError) as error:
        return rejected("bad-json", here, str(error))


def _stated(row: Row) -> Published | None:
    dates = (iso_date(words, "metadata") for words in _dates(row))
    return next((date for date in dates if date), None)


def _dates(row: Row) -> list[str]:
    """Give what the row says of its date, as it says it."""
    given = (value for value in (row.date, row.published, row.pubdate) if value is not None)
    return [words for value in given if (words := str(value).strip())]


def _unread_date(row: Row) -> str | None:
    """Give the words of the date where there are some, cut to a line's length."""
    return next((words[:LONGEST_SHOWN] for words in _dates(row)), None)
