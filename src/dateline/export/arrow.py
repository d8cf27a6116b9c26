"""Rows enter, Arrow leaves: the schema that the types of the rows say, and batches of a bounded number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from dateline.export.codebook import described
from dateline.export.missing import LibraryMissingError

try:
    import pyarrow as pa
except ImportError:  # it is an extra
    pa = None

AT_ONCE = 4096
"""Rows of a table that are held before they are written as one group: some megabytes of sentences."""


def schema_of(kind: type[msgspec.Struct]) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Give the Arrow schema of a table; each field carries the words of the codebook.

    Raises:
        LibraryMissingError: pyarrow is not installed.
    """
    if pa is None:
        raise LibraryMissingError("pyarrow", "parquet")
    arrow = {
        "text": pa.string(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
        "whole number": pa.int64(),
        "number": pa.float64(),
        "yes or no": pa.bool_(),
    }
    return pa.schema(
        pa.field(one.name, arrow[one.kind], nullable=one.optional, metadata={"description": one.words})
        for one in described(kind)
    )


def batch_of(rows: Sequence[msgspec.Struct], schema: Any) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Lay rows out by column."""
    arrays = [pa.array([getattr(row, field.name) for row in rows], type=field.type) for field in schema]
    return pa.record_batch(arrays, schema=schema)


def batches_of(rows: Iterable[msgspec.Struct], schema: Any) -> Iterator[Any]:  # noqa: ANN401 - pyarrow ships no types
    """Lay rows out by column, `AT_ONCE` at a time; there is a batch, if an empty one, where there is no row."""
    waiting: list[msgspec.Struct] = []
    for row in rows:
        if len(waiting) == AT_ONCE:
            yield batch_of(waiting, schema)
            waiting.clear()
        waiting.append(row)
    yield batch_of(waiting, schema)
