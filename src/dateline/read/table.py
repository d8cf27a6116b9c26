"""Rows of a table enter, whatever file they stand in; drafts of reports leave, and a `Rejected` for each row without one."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

import msgspec

from dateline.model import Rejected, Source
from dateline.read import dayorder
from dateline.read.dates import iso_date
from dateline.read.desk import Desk, Draft, Field, Refusal, inside
from dateline.read.fields import SAMPLED_ROWS, Columns, choose, unknown
from dateline.read.fragment import fragment_text
from dateline.read.language import language_code
from dateline.read.lists import Shelf, Wanted
from dateline.read.rejects import rejected

MAX_ROW_CHARACTERS: Final = 16 * 1024 * 1024
"""Characters beyond which a row is no report; as many as a line of JSON Lines may have bytes."""

SAMPLED_CHARACTERS: Final = 1024 * 1024
"""Characters after which no more rows are held to judge the columns by."""

LONGEST_SHOWN: Final = 60
"""Characters of a faulty value that are shown."""

_MARKUP: Final = re.compile(r"\s*<(?:!doctype\b|!--|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"<(?:p|br|div|li|h[1-6])[\s/>]", re.IGNORECASE)

_NAMING: Final[tuple[Field, ...]] = ("file", "id", "url")
"""What can tell of a row where its text is."""

_Make = Callable[[Draft, tuple[str, ...]], Iterator[Draft | Rejected]]
"""Takes what a row says of a report, and its cells; gives the report."""


class Row(msgspec.Struct, frozen=True):
    """One row: its number as a spreadsheet shows it, and its cells, empty where they hold nothing."""

    number: int
    cells: tuple[str, ...]


def words_of(value: object) -> str:
    """Write a cell as text: days and instants as ISO 8601, whole numbers without a point, a list with commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(words_of, value)))
    if isinstance(value, dt.datetime) and value.time() == dt.time() and value.tzinfo is None:
        value = value.date()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    nothing = value is None or isinstance(value, dict) or value != value  # noqa: PLR0124 - NaN alone is not itself
    return "" if nothing else value.decode() if isinstance(value, bytes) else str(value)


def read_rows(
    rows: Iterator[Row | Rejected], here: Source, desk: Desk, *, aligned: bool = True
) -> Iterator[Draft | Rejected]:
    """Read a table whose columns its own first rows tell; where it is not `aligned`, rows may be shorter or longer.

    Raises:
        Refusal: there is no row, or the columns are unknown.
    """
    held = _first(rows)
    found = [item for item in held if isinstance(item, Row)]
    if not found:
        raise Refusal("empty-file", "there is no row in it")
    if isinstance(held[0], Rejected):
        raise Refusal("bad-cells", f"its first row cannot be read: {held[0].detail}")
    columns = choose([row.cells for row in found if any(row.cells)], here, desk)
    body = held[1:] if columns.headed else held
    yield from drafts(columns, body, rows, here, desk, aligned=aligned)


def drafts(
    columns: Columns,
    held: Sequence[Row | Rejected],
    rows: Iterable[Row | Rejected],
    here: Source,
    desk: Desk,
    *,
    aligned: bool = True,
) -> Iterator[Draft | Rejected]:
    """Read the rows behind the header: those that are `held`, and then the others.

    Raises:
        Refusal: there is no row; or no column holds texts, and there are none beside the table.
    """
    make = _texts(columns) if "text" in columns.places else _listed(columns, held, here, desk)
    width = len(columns.header)
    first = dayorder.first_of(
        columns.cell(row.cells, "date") for row in held if isinstance(row, Row) and len(row.cells) >= width
    )
    empty: list[int] = []
    met = False
    for row in itertools.chain(held, rows):
        if isinstance(row, Rejected):
            met = True
            yield row
            continue
        if not any(row.cells):
            empty = [*empty[:1], row.number]
            continue
        if empty:
            yield _empty(empty, here)
            empty = []
        met = True
        source = inside(here, f"row {row.number}")
        if aligned and (len(row.cells) < width or any(row.cells[width:])):
            yield rejected("bad-cells", source, f"it has {len(row.cells):,} cells, and the header {width:,}")
            continue
        cells = row.cells + ("",) * (width - len(row.cells))
        yield from make(_told(columns, cells, source, first), cells)
    if empty:
        yield _empty(empty, here)
    elif not met:
        raise Refusal("empty-file", "there is no row behind its header")


def _first(rows: Iterator[Row | Rejected]) -> list[Row | Rejected]:
    """Take the rows by which the columns are judged; nothing before the first that holds something."""
    held: list[Row | Rejected] = []
    size = 0
    for row in rows:
        if not held and isinstance(row, Row) and not any(row.cells):
            continue
        held.append(row)
        size += sum(map(len, row.cells)) if isinstance(row, Row) else 0
        if len(held) > SAMPLED_ROWS or size > SAMPLED_CHARACTERS:
            break
    return held


def _empty(numbers: list[int], here: Source) -> Rejected:
    """Say that a row, or several in a row, hold nothing."""
    several = f"rows {numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else f"row {numbers[0]}"
    return rejected("no-text", inside(here, several), "there is nothing in any cell")


def _told(columns: Columns, cells: tuple[str, ...], here: Source, first: dayorder.First | None) -> Draft:
    """Give what a row says of its report, beside the text."""

    def cell(field: Field) -> str | None:
        return columns.cell(cells, field).strip() or None

    date = cell("date")
    stated = iso_date(dayorder.settled(date, first), "metadata") if date else None
    seen = iso_date(words, "metadata") if (words := cell("seen")) else None
    return Draft(
        title=columns.cell(cells, "title"),
        body="",
        url=cell("url"),
        outlet=cell("outlet"),
        author=cell("author"),
        language=language_code(cell("language")),
        dates=(stated,) if stated else (),
        unread_date=date[:LONGEST_SHOWN] if date and not stated else None,
        not_after=seen.day if seen and seen.precision == "day" else None,
        source=msgspec.structs.replace(here, given_id=cell("id")),
    )


def _texts(columns: Columns) -> _Make:
    def make(told: Draft, cells: tuple[str, ...]) -> Iterator[Draft | Rejected]:
        text = columns.cell(cells, "text")
        if _MARKUP.match(text) and _PARAGRAPH.search(text):
            text = fragment_text(text)
        if text.strip():
            yield msgspec.structs.replace(told, body=text)
        else:
            yield rejected("no-text", told.source, f"there is nothing in the column {columns.label('text')!r}")

    return make


def _listed(columns: Columns, held: Iterable[Row | Rejected], here: Source, desk: Desk) -> _Make:
    """Give what looks for the texts beside a list.

    Raises:
        Refusal: there is no folder to look in; or the list has ids alone, and none of the first names a text.
    """
    if desk.folder is None:
        raise Refusal(
            "no-local-text",
            "it is a list without texts, and there is no folder beside it to look in: unpack what it came in, and add the folder",
        )

    def wanted(cells: tuple[str, ...]) -> Wanted:
        file, id_, url = (columns.cell(cells, field) for field in _NAMING)
        return Wanted(file, id_, url)

    shelf = Shelf(desk.folder, PurePath(here.path).stem)
    rows = [row.cells for row in held if isinstance(row, Row) and len(row.cells) >= len(columns.header)]
    if not columns.places.keys() & {"file", "url"} and not any(shelf.find(wanted(cells)) for cells in rows):
        raise unknown(columns)
    return lambda told, cells: shelf.read(wanted(cells), told, desk)
