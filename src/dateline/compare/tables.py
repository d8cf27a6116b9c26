"""A table's file enters, its events leave one after another; rows that cannot be read are set aside with line and mend."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

from dateline.compare.forms import NEEDED, BadRowError, theirs_of
from dateline.compare.types import TableForm, Theirs
from dateline.export import FOREIGN
from dateline.model import Rejected, Source

GDELT_2: Final = tuple(column.name.lower() for column in FOREIGN["gdelt"].columns)
"""The columns of GDELT's own files, which have no header."""

_LONGEST: Final = 1024 * 1024
_DAY_DIGITS: Final = 8

_OTHER_NAMES: Final = {"sqldate": "day", "data_id": "event_id_cnty", "event_id": "event_id_cnty"}
"""Names that older files and other services give the columns."""


class UnknownTableError(Exception):
    """A file that is no such table: what is wrong with it, and what would mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


class Table:
    """A table that is open for reading: `form` says of which data set it is."""

    def __init__(self, path: Path, stream: TextIO, form: TableForm | None) -> None:
        """Read the header and tell the form by it, where it is not given.

        Raises:
            UnknownTableError: The columns are those of no known data set, or not those of the form that is given.
        """
        self._path = path
        head = stream.readline(_LONGEST)
        delimiter = "\t" if head.count("\t") > head.count(",") else ","
        first = next(csv.reader([head], delimiter=delimiter), [])
        self._lead: list[Sequence[str]] = []
        if _is_gdelt(first):
            self._columns: tuple[str, ...] = GDELT_2
            self._lead.append(first)
        else:
            self._columns = tuple(_OTHER_NAMES.get(name, name) for name in (cell.strip().lower() for cell in first))
        self.form: TableForm = form or self._told()
        missing = sorted(NEEDED[self.form] - set(self._columns))
        if missing:
            raise UnknownTableError(
                f"{path} lacks {', '.join(missing)}, which a table of {self.form} has", "name another --format"
            )
        self._reader = csv.reader(stream, delimiter=delimiter)

    def _told(self) -> TableForm:
        for form, needed in NEEDED.items():
            if needed <= set(self._columns):
                return form
        raise UnknownTableError(
            f"the columns of {self._path} are not those of ACLED, UCDP GED or GDELT",
            "give a table as these publish it, or say with --format which it is to see what it lacks",
        )

    def rows(self) -> Iterator[Theirs | Rejected]:
        """Give the events, and what is said of rows that are none."""
        for cells in self._lead:
            yield self._event(cells, 1)
        while True:
            line = self._reader.line_num + 2
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._aside(line, f"it cannot be read: {error}", "close its quotes")
                continue
            last = self._reader.line_num + 1
            if len(cells) != len(self._columns) and last > line:
                yield self._aside(line, f"a quote that begins here runs to line {last}", "close it, or take it out")
                continue
            # Files of the Humanitarian Data Exchange have a line of tags under the header.
            if cells and not cells[0].startswith("#"):
                yield self._event(cells, line)

    def _event(self, cells: Sequence[str], line: int) -> Theirs | Rejected:
        if len(cells) != len(self._columns):
            what = f"it has {len(cells)} cells and the table {len(self._columns)} columns"
            return self._aside(line, what, "put text with a delimiter in it into quotes")
        row = {name: cell.strip() for name, cell in zip(self._columns, cells, strict=True)}
        try:
            return theirs_of(self.form, row, line)
        except BadRowError as error:
            return self._aside(line, error.what, error.mend)

    def _aside(self, line: int, what: str, mend: str) -> Rejected:
        return Rejected(source=Source(str(self._path), f"line {line}"), reason="bad-row", detail=what, mend=mend)


def _is_gdelt(cells: Sequence[str]) -> bool:
    """Tell a first line of GDELT's own files, which is an event and no header."""
    return len(cells) == len(GDELT_2) and cells[0].isdecimal() and (not cells[1] or len(cells[1]) == _DAY_DIGITS)
