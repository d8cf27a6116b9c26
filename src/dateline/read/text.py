"""Takes the bytes of a plain-text file; gives its one `Report`, or a `Rejected` where they are no UTF-8 text."""

from __future__ import annotations

import re

from dateline.model import Rejected, Report, Source
from dateline.read.headline import is_headline
from dateline.read.kinds import kind_of
from dateline.read.layout import units_of
from dateline.read.rejects import rejected
from dateline.read.report import assemble, make_report

_LINE_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")


def read_text(data: bytes, source: Source) -> Report | Rejected:
    """Read a story whose first line is its title if it looks like a headline (`is_headline`) and is no furniture.

    With a title, the report's text is the file's, character for character (line breaks too, a byte order mark apart);
    without one it is the file's with a newline before it.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = f"byte {error.start + 1:,} (line {line:,}), {data[error.start]:#04x}, is no UTF-8"
        return rejected("invalid-utf8", source, detail)
    if not text.strip():
        return rejected("empty-file", source, "there is nothing in it but white space")
    end = _title_end(text)
    return assemble(text, end, source=source) if end else make_report(title="", body=text, source=source)


def _title_end(text: str) -> int:
    """Give the length of the title, 0 where the first line is none."""
    found = _LINE_BREAK.search(text)
    units = units_of(text, 0)
    if found is None or units[0].start > found.start() or units[0].end > found.start():
        return 0
    if kind_of(units[0].of(text), top=True, last=False) or not is_headline(text, units, 0):
        return 0
    return found.start()
