"""Takes an Excel workbook; gives a draft for each row of its sheets that has a text."""

from __future__ import annotations

import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, TypeVar
from xml.etree.ElementTree import ParseError

import openpyxl
from lxml.etree import LxmlError
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal, inside, seekable
from dateline.read.rejects import rejected
from dateline.read.table import MAX_ROW_CHARACTERS, Row, read_rows, words_of

MAX_UNPACKED_BYTES: Final = 2 * 1024 * 1024 * 1024
"""Bytes of all sheets beyond which a workbook is refused; sheets are read row by row, and a million rows of news have less."""

MAX_STRINGS_BYTES: Final = 256 * 1024 * 1024
"""Bytes of the parts that must be held as a whole (the strings of all cells, styles), beyond which it is refused."""

MOST_ROWS: Final = 1_048_576
"""Rows that a sheet can have."""

MOST_CELLS: Final = 100_000_000
"""Cells of a sheet, empty ones too, beyond which it is refused; a full sheet of news has some ten columns."""

CUT_AT: Final = 32_767
"""Characters that a cell can have; programs that write more cut them off there without a word."""

LONGEST_COMPLAINT: Final = 120
"""Characters of the library's complaint that are told."""

TAKEN_ROWS: Final = 64
"""Rows that are asked of the library at once: silencing its warnings takes as long as reading a few."""

_ENCRYPTED: Final = 0x1
_ESCAPED: Final = re.compile("_x00([01][0-9A-Fa-f])_")
_FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    LxmlError,
    NotImplementedError,
    OSError,
    ParseError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What the library is known to raise on damaged workbooks."""

_T = TypeVar("_T")


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read each sheet as a table of its own, one row after another; of a formula, the value that was stored with it.

    Raises:
        Refusal: it is damaged or too large, or no sheet has a row.
    """
    with seekable(stream) as back:
        _check(back, desk)
        book = _tried(lambda: openpyxl.load_workbook(back, read_only=True, data_only=True, keep_links=False), "it")
        rows = 0
        for sheet in book.worksheets:
            within = inside(here, f"sheet {sheet.title!r}")
            try:
                yield from read_rows(_rows(sheet, within), within, desk, aligned=False)
                rows += 1
            except Refusal as refusal:
                if refusal.reason != "empty-file":
                    rows += 1
                    yield rejected(refusal.reason, within, refusal.detail)
        if not rows:
            raise Refusal("empty-file", "no sheet has a row")


def _check(stream: BinaryIO, desk: Desk) -> None:
    """Refuse what would fill memory or take hours, before the library takes it in."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except _FAULTS as error:
        raise _damaged(error, "it") from error
    size = stream.seek(0, 2)
    stream.seek(0)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Refusal("encrypted", "its parts can be read with a password only")
    sheets = sum(part.file_size for part in parts if "/worksheets/" in part.filename)
    others = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))) - sheets
    if sheets > MAX_UNPACKED_BYTES or others > MAX_STRINGS_BYTES:
        raise Refusal("expands-too-much", f"its sheets have {sheets:,} bytes, and their strings and styles {others:,}")
    if not desk.packed:
        desk.expansion.take(size)
    desk.expansion.give(sheets + others)


def _tried(call: Callable[[], _T], place: str) -> _T:
    """Ask the library, without its warnings about what it does not show; what it raises says that the file is damaged."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return call()
    except _FAULTS as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system failed to deliver the file
        raise _damaged(error, place) from error


def _damaged(error: Exception, place: str) -> Refusal:
    words = str(error).partition("\n")[0][:LONGEST_COMPLAINT]
    return Refusal("bad-file", f"{place} is no sound Excel workbook ({type(error).__name__}: {words})")


def _rows(sheet: ReadOnlyWorksheet, here: Source) -> Iterator[Row | Rejected]:
    """Give the rows of a sheet; its own word on how many it has is not taken, since it may ask for a million empty ones."""
    sheet.reset_dimensions()
    rows = _tried(sheet.iter_rows, "the sheet")
    total = number = 0
    empty: list[Row] = []
    for cells in _sound(rows):
        number += 1
        total += len(cells)
        if number > MOST_ROWS or total > MOST_CELLS:
            yield rejected("too-large", inside(here, f"row {number:,} and all behind it"), "a sheet has no such row")
            return
        place = inside(here, f"row {number}")
        words = tuple(_words(cell.value, cell.data_type) for cell in cells)
        if sum(map(len, words)) > MAX_ROW_CHARACTERS:
            yield rejected("too-large", place, f"it has more than {MAX_ROW_CHARACTERS:,} characters")
            continue
        if not any(words):
            empty = [*empty[:1], Row(number, words)]
            continue
        yield from empty  # not those at the end: sheets often have empty rows behind their table
        empty = []
        yield Row(number, words)
        if any(len(cell) >= CUT_AT for cell in words):
            yield rejected("cut-off", place, f"a cell has {CUT_AT:,} characters, the most that Excel keeps")


def _sound(rows: Iterator[Sequence[ReadOnlyCell]]) -> Iterator[Sequence[ReadOnlyCell]]:
    """Give rows up to the first that is damaged."""
    taken: list[Sequence[ReadOnlyCell]] = []
    given, damage = 0, None
    while damage is None:
        taken.clear()
        try:
            _tried(lambda: taken.extend(itertools.islice(rows, TAKEN_ROWS)), f"the sheet, behind row {given:,},")
        except Refusal as refusal:
            damage = refusal
        if not taken and damage is None:
            return
        yield from taken
        given += len(taken)
    raise damage


def _words(value: object, kind: str) -> str:
    """Write a cell as text; an error (`#N/A`) holds nothing, and Excel writes marks of control as `_x000D_`."""
    if kind == "e":
        return ""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words_of(value))
