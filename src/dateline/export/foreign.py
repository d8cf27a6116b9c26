"""Events with their claims enter, a table in the form of another data set leaves, and how many events it had no place for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, BinaryIO

from dateline.export.acled import ACLED_COLUMNS
from dateline.export.columns import Cell, Column
from dateline.export.gdelt import GDELT_COLUMNS
from dateline.export.ged import GED_COLUMNS, killed
from dateline.export.polecat import POLECAT_COLUMNS
from dateline.export.tables import csv_line, tsv_line
from dateline.export.told import happened
from dateline.export.written import Written

if TYPE_CHECKING:
    from dateline.archive import Told


@dataclasses.dataclass(frozen=True, slots=True)
class Foreign:
    """The form of another data set: its columns, how a line is written, and which events it has a place for."""

    columns: tuple[Column[Told], ...]
    line: Callable[[Sequence[Cell]], str]
    header: bool
    takes: Callable[[Told], bool]
    why: str


_HAPPENED = "it has no place for what is not told as having happened"

FOREIGN: Mapping[str, Foreign] = {
    "gdelt": Foreign(GDELT_COLUMNS, tsv_line, header=False, takes=happened, why=_HAPPENED),
    "polecat": Foreign(POLECAT_COLUMNS, tsv_line, header=True, takes=happened, why=_HAPPENED),
    "acled": Foreign(ACLED_COLUMNS, csv_line, header=True, takes=happened, why=_HAPPENED),
    "ged": Foreign(GED_COLUMNS, csv_line, header=True, takes=killed, why="it has a place only for force that killed"),
}
"""The forms by name; `why` says why events are left out."""


def write_foreign(stream: BinaryIO, rows: Iterable[Told], form: Foreign) -> Written:
    """Write events in the form of another data set."""
    count = left_out = 0
    if form.header:
        stream.write(form.line([column.name for column in form.columns]).encode())
    for told in rows:
        if form.takes(told):
            stream.write(form.line([column.get(told) for column in form.columns]).encode())
            count += 1
        else:
            left_out += 1
    return Written(count, left_out, form.why)
