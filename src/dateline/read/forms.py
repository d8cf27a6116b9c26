"""Takes an open stream and its name; gives its reports by the form it is in: plain text, HTML or JSON Lines."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Literal, cast

from dateline.model import Rejected, Report, Source
from dateline.read.jsonl import read_jsonl
from dateline.read.rejects import rejected
from dateline.read.text import read_text

MAX_FILE_BYTES: Final = 8 * 1024 * 1024
"""Bytes beyond which a file that holds one report is refused unread; JSON Lines may be of any length."""

SNIFFED_BYTES: Final = 4096
"""Bytes at the start of a stream by which its form is told."""

Form = Literal["text", "html", "jsonl"]

BY_ENDING: Final[dict[str, Form]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}
"""The form that a file's ending names; other endings are told by content."""

_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an office document, which is one)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, a film or a picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
)
"""First bytes that are no text, whatever the file's name says."""

_BINARY_AFTER_ALL: Final = (b"MZ", b"BZh", b"ID3", b"RIFF", b"PAR1", b"GIF8", b"OggS")
"""Those of the first bytes that could begin a word: they need a control character near by."""

OTHER_ENDINGS: Final = {".csv": "a table", ".tsv": "a table", ".xml": "XML", ".rss": "a feed", ".atom": "a feed"}
"""Endings of texts that are no report and no page; read as plain text they would give nonsense."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|frameset|meta|title|\?xml[^>]*\?>\s*<(?:!doctype\s+html|html))\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<(?:\?xml|rss|feed|urlset)\b", re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def read_stream(stream: BinaryIO, source: Source, ending: str) -> Iterator[Report | Rejected]:
    """Read the reports of `stream`; its form is the one that `ending` (`.txt`, or empty) names, else told by content.

    A stream that is no text is refused whatever its ending. One that ends at once is `empty-file`.
    """
    if isinstance(stream, io.BufferedReader):
        yield from _read_sniffed(stream, stream.peek(SNIFFED_BYTES)[:SNIFFED_BYTES], source, ending)
        return
    buffered = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        yield from _read_sniffed(buffered, buffered.peek(SNIFFED_BYTES)[:SNIFFED_BYTES], source, ending)
    finally:
        buffered.detach()  # or the caller's stream would be closed with this one


def _read_sniffed(stream: BinaryIO, head: bytes, source: Source, ending: str) -> Iterator[Report | Rejected]:
    form = BY_ENDING.get(ending.lower())
    if not head:
        yield rejected("empty-file", source, "there is nothing in it")
    elif refused := _refused(head, source, form) or _other(head, source, form, ending):
        yield refused
    else:
        yield from FORMS[form or sniffed(head)](stream, source)


def sniffed(head: bytes) -> Form:
    """Tell the form of a text by its first bytes: an object is JSON Lines, an opening tag HTML, all else plain text."""
    bare = head.removeprefix(_BOM).lstrip()
    if bare.startswith(b"{") and bare[1:].lstrip()[:1] in {b'"', b"}", b""}:
        return "jsonl"
    return "html" if _PAGE.match(bare) else "text"


def _refused(head: bytes, source: Source, form: Form | None) -> Rejected | None:
    """Refuse what is no text; UTF-16 is text, which a page may be in and nothing else."""
    control = _CONTROL.search(head)
    for magic, name in _MAGIC:
        if head.startswith(magic) and (control or magic not in _BINARY_AFTER_ALL):
            return rejected("not-text", source, f"its first bytes are those of {name}")
    if head.startswith(_UTF16):
        return None if form == "html" else rejected("invalid-utf8", source, "it is UTF-16, not UTF-8")
    if form != "jsonl" and b"\0" in head:
        return rejected("not-text", source, f"byte {head.index(0) + 1} is 0, which no text has")
    return None


def _other(head: bytes, source: Source, form: Form | None, ending: str) -> Rejected | None:
    """Refuse a text that is neither a report nor a page, unless its ending says that it is to be read as one."""
    marked = _XML.match(head) and not _PAGE.match(head)
    name = OTHER_ENDINGS.get(ending.lower()) or ("XML" if marked else None)
    return rejected("not-text", source, f"it is {name}, which is not read") if name and form is None else None


def _whole(
    read: Callable[[bytes, Source], Report | Rejected],
) -> Callable[[BinaryIO, Source], Iterator[Report | Rejected]]:
    """Make a reader of streams of one that wants all bytes at once."""

    def read_whole(stream: BinaryIO, source: Source) -> Iterator[Report | Rejected]:
        data = stream.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            yield rejected("too-large", source, f"it has more than {MAX_FILE_BYTES:,} bytes, too many for one report")
        else:
            yield read(data, source)

    return read_whole


def _read_html(data: bytes, source: Source) -> Report | Rejected:
    """Read a page, loading the library for pages only when there is one: it takes as long as 200 reports."""
    from dateline.read.html import read_html  # noqa: PLC0415 - see above

    return read_html(data, source)


FORMS: Final[dict[Form, Callable[[BinaryIO, Source], Iterator[Report | Rejected]]]] = {
    "text": _whole(read_text),
    "html": _whole(_read_html),
    "jsonl": read_jsonl,
}
"""How each form is read: a new form is a module with such a function and a line here."""
