"""Takes a plain-text file; gives the draft of its one report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dateline.model import Source
from dateline.read.desk import Desk, Draft, Refusal, whole
from dateline.read.encoding import decoded
from dateline.read.headline import is_headline
from dateline.read.kinds import kind_of
from dateline.read.layout import units_of

_LINE_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft]:
    """Read a story whose first line is its title if it looks like a headline (`is_headline`) and is no furniture.

    With a title, the draft's text is the file's, character for character (line breaks too, a byte order mark apart);
    without one it is the file's with a newline before it.

    Raises:
        Refusal: the file is too large or empty, or its encoding cannot be told.
    """
    text, mend = decoded(whole(stream))
    if not text.strip():
        raise Refusal("empty-file", "there is nothing in it but white space")
    yield Draft(body=text, title_end=_title_end(text) or None, source=here, mends=(mend,) if mend else ())


def _title_end(text: str) -> int:
    """Give the length of the title, 0 where the first line is none."""
    found = _LINE_BREAK.search(text)
    units = units_of(text, 0)
    if found is None or units[0].start > found.start() or units[0].end > found.start():
        return 0
    if kind_of(units[0].of(text), top=True, last=False) or not is_headline(text, units, 0):
        return 0
    return found.start()
