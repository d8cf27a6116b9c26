"""Rows of tidy tables enter, a folder of Parquet files with their codebook leaves, whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.export.arrow import AT_ONCE, batch_of, schema_of
from dateline.export.atomic import whole_folder
from dateline.export.codebook import codebook
from dateline.export.missing import LibraryMissingError
from dateline.export.tidy import TABLES, Row, rows_of
from dateline.export.written import Written

try:
    from pyarrow import parquet as pq
except ImportError:  # it is an extra
    pq = None

if TYPE_CHECKING:
    from dateline.archive import Told

CODEBOOK = "codebook.md"
"""The file that says what each column holds."""

FILES = frozenset({CODEBOOK, *(f"{name}.parquet" for name in TABLES)})
"""What a folder of tables consists of."""


def write_parquet(folder: Path, rows: Iterable[Told]) -> Written:
    """Write all tables and the codebook into a folder; one that holds such tables is replaced as a whole.

    Raises:
        LibraryMissingError: pyarrow is not installed.
        OSError: the folder cannot be written, or holds something else.
    """
    if pq is None:
        raise LibraryMissingError("pyarrow", "parquet")
    count = 0
    with whole_folder(folder, FILES) as part:
        with contextlib.ExitStack() as stack:
            tables = {
                name: stack.enter_context(_table(part / f"{name}.parquet", kind)) for name, kind in TABLES.items()
            }
            for told in rows:
                count += 1
                for name, row in rows_of(told):
                    tables[name].add(row)
        (part / CODEBOOK).write_text(codebook(), encoding="utf-8")
    return Written(count)


class _Table:
    """One file that is being written, and the rows that wait for it."""

    def __init__(self, writer: Any, schema: Any) -> None:  # noqa: ANN401 - pyarrow ships no types
        self._writer, self._schema = writer, schema
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) == AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait."""
        if self._rows:
            self._writer.write_batch(batch_of(self._rows, self._schema))
            self._rows.clear()


@contextlib.contextmanager
def _table(path: Path, kind: type[Row]) -> Iterator[_Table]:
    schema = schema_of(kind)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        table = _Table(writer, schema)
        yield table
        table.flush()
