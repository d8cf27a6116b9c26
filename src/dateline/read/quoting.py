"""The first lines of a table in text enter; by which sign its cells are parted and how they are quoted leaves."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Literal

import msgspec

if TYPE_CHECKING:
    from _csv import Reader

DELIMITERS: Final = (",", "\t", ";", "|")

Quotes = Literal["doubled", "escaped", "none"]
"""How a quote stands in a quoted cell: twice (as spreadsheets write), behind a backslash (as data bases do); or no cell is
quoted at all."""

_QUOTES: Final[tuple[Quotes, ...]] = ("doubled", "escaped", "none")
_STATED: Final = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)

MOST_RECORDS: Final = 200
"""Rows of the head that are looked at."""

MOST_READ_AGAIN: Final = 256 * 1024
"""Characters behind broken quotes that are read again; four times what the head has."""


class Quoting(msgspec.Struct, frozen=True):
    """How a table is written; `stated` tells whether its first line says so (`sep=;`) and is no row."""

    delimiter: str
    quotes: Quotes
    stated: bool = False

    @property
    def signs(self) -> str:
        """The characters that mean something beside line breaks."""
        return self.delimiter + {"doubled": '"', "escaped": '"\\', "none": ""}[self.quotes]

    def reader(self, lines: Iterable[str]) -> Reader:
        """Read rows, raising an error where quotes do not pair."""
        if self.quotes == "none":
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE, strict=True)
        doubled = self.quotes == "doubled"
        escape = None if doubled else "\\"
        return csv.reader(lines, delimiter=self.delimiter, doublequote=doubled, escapechar=escape, strict=True)


def quoting_of(head: str, *, whole: bool) -> Quoting:
    """Tell how a table is written: so that most rows have as many cells as the first, and that is many.

    A row with a quote that is never closed counts as one such row, and so does, where nothing were quoted, a row with a
    cell that stands in quotes: or one broken quote would make quotation marks of the quotes of all other rows.
    Where the head is not the `whole` table its last row may be cut off, and does not count.
    """
    if stated := _STATED.match(head):
        return Quoting(stated[1], "doubled", stated=True)
    lines = list(io.StringIO(head, newline=""))
    quotes = [way for way in _QUOTES if way != "escaped" or '\\"' in head]
    ways = [Quoting(delimiter, way) for way in quotes for delimiter in DELIMITERS]
    return max(ways, key=lambda way: _fit(lines, way, whole=whole))


def _fit(lines: list[str], way: Quoting, *, whole: bool) -> tuple[float, int, int]:
    """Give the share of rows that have as many cells as the first, how usual the quotes are, and the number of cells."""
    widths = list(itertools.islice(_widths(lines, way, whole=whole), MOST_RECORDS))
    if not whole and len(widths) > 1 and len(widths) < MOST_RECORDS:
        widths.pop()
    if not widths or widths[0] < 2:
        return 0.0, 0, 0
    return round(widths.count(widths[0]) / len(widths), 2), -_QUOTES.index(way.quotes), widths[0]


def _widths(lines: list[str], way: Quoting, *, whole: bool) -> Iterator[int]:
    """Give the number of cells of each row, -1 for one whose quotes do not pair; behind it goes on with the next line."""
    start = back = 0
    reader = way.reader(lines)
    while True:
        begun = start + reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield -1
            swallowed = lines[begun + 1 : start + reader.line_num]
            back += sum(map(len, swallowed))
            if (whole or start + reader.line_num < len(lines)) and back <= MOST_READ_AGAIN:
                start = begun + 1
                reader = way.reader(itertools.islice(lines, start, None))
        else:
            if cells:
                yield -1 if way.quotes == "none" and any(map(_is_quoted, cells)) else len(cells)


def _is_quoted(cell: str) -> bool:
    return len(cell) > 1 and cell[0] == cell[-1] == '"'
