"""Rows enter, a CSV or TSV leaves as it is made: UTF-8, stable columns, no cell that a spreadsheet would run.

A text cell that begins with a tab or a line break, or, after any white space, with `=`, `+`, `-` or `@` (or a full-width
form of these) gets a leading apostrophe, because spreadsheets run such cells as formulas. Numbers stay as they are.
Many readers of tab separated tables know no quoting, and others do: no cell there has a tab, a line break or a straight
double quote; spaces and single quotes stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, TypeVar

from dateline.export.columns import Cell, Column

T = TypeVar("T")

SIGNS = frozenset("=+-@＝＋－＠")
"""Signs that make a spreadsheet take a text cell for a formula when they come first or after white space."""

_BREAKS = frozenset("\t\r\n")
_PLAIN = str.maketrans({'"': "'", "\t": " ", "\r": " ", "\n": " "})
_QUOTED = re.compile('[,"\r\n]')


def write_csv(stream: BinaryIO, rows: Iterable[T], columns: Sequence[Column[T]]) -> int:
    """Write rows as CSV with line feeds and give how many there were."""
    lines = csv_lines(rows, columns)
    stream.write(next(lines).encode())
    count = 0
    for line in lines:
        stream.write(line.encode())
        count += 1
    return count


def csv_lines(rows: Iterable[T], columns: Sequence[Column[T]]) -> Iterator[str]:
    """Give the header and then a line for each row, each with its line feed."""
    yield csv_line([column.name for column in columns])
    for row in rows:
        yield csv_line([column.get(row) for column in columns])


def csv_line(cells: Sequence[Cell]) -> str:
    """Give one line of CSV; None is an empty cell."""
    return ",".join(map(_field, cells)) + "\n"


def tsv_line(cells: Sequence[Cell]) -> str:
    """Give one line of TSV; None is an empty cell."""
    return "\t".join("" if cell is None else str(safe(cell)).translate(_PLAIN) for cell in cells) + "\n"


def _field(cell: Cell) -> str:
    """Write a cell, quoted where needed; the csv module of Python 3.11 leaves a lone carriage return unquoted."""
    text = "" if cell is None else str(safe(cell))
    if not _QUOTED.search(text):
        return text
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def safe(cell: Cell) -> Cell:
    """Give the cell so that no spreadsheet runs it: an apostrophe before what looks like a formula."""
    if isinstance(cell, str) and (cell[:1] in _BREAKS or cell.lstrip()[:1] in SIGNS):
        return f"'{cell}"
    return cell
