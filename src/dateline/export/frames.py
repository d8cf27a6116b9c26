"""Events, claims and counts enter, a table of Arrow, polars or pandas leaves: the columns of the codebook, one by one.

Rows become columns a few thousand at a time, so that what is asked for is held once, as the table that leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from dateline.archive import StoredClaim
from dateline.export.arrow import batches_of, schema_of
from dateline.export.codebook import described
from dateline.export.missing import LibraryMissingError
from dateline.export.tidy import ClaimRow, EventRow, Row, row_of_claim, row_of_event
from dateline.model import Event

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

T = TypeVar("T", bound=msgspec.Struct)

# What has a row of its own in the tidy tables; whatever else is asked for as a table is flat as it is.
_ROWS: Mapping[type[msgspec.Struct], tuple[type[Row], Callable[[Any], Row]]] = MappingProxyType(
    {Event: (EventRow, row_of_event), StoredClaim: (ClaimRow, row_of_claim)}
)


def to_arrow(kind: type[T], items: Iterable[T]) -> pa.Table:
    """Lay things of one kind out as an Arrow table: exactly that of the Parquet files.

    Raises:
        LibraryMissingError: pyarrow is not installed.
    """
    row, rows = _rows(kind, items)
    schema = schema_of(row)
    return _installed("pyarrow", "parquet").Table.from_batches(batches_of(rows, schema), schema)


def to_polars(kind: type[T], items: Iterable[T]) -> pl.DataFrame:
    """Lay things of one kind out as a data frame of polars; what is a closed list of values is an `Enum`.

    Raises:
        LibraryMissingError: polars or pyarrow is not installed.
    """
    polars = _installed("polars", "polars")
    row, rows = _rows(kind, items)
    schema = schema_of(row)
    enums = {name: polars.Enum(values) for name, values in _closed(row).items()}
    whole: pl.DataFrame = polars.concat(polars.from_arrow(batch).cast(enums) for batch in batches_of(rows, schema))
    return whole


def to_pandas(kind: type[T], items: Iterable[T]) -> pd.DataFrame:
    """Lay things of one kind out as a data frame of pandas; what is a closed list of values is a `Categorical`.

    Days are `datetime64`. Whole numbers, words and truth values are of the types that have a value for what is not known.

    Raises:
        LibraryMissingError: pandas or pyarrow is not installed.
    """
    pandas, pa = _installed("pandas", "pandas"), _installed("pyarrow", "parquet")
    row, rows = _rows(kind, items)
    schema, lists = schema_of(row), _closed(row)
    coded = pa.dictionary(pa.int32(), pa.string())
    shown = pa.schema(field.with_type(coded) if field.name in lists else field for field in schema)
    batches = (_categorized(batch, lists, shown) for batch in batches_of(rows, schema))
    table = pa.Table.from_batches(batches, shown)
    types = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype(), pa.string(): pandas.StringDtype()}
    # Column by column, and each is let go of in Arrow before the next.
    return table.to_pandas(types_mapper=types.get, date_as_object=False, split_blocks=True, self_destruct=True)


def _categorized(batch: Any, lists: Mapping[str, tuple[str, ...]], schema: Any) -> Any:  # noqa: ANN401 - pyarrow ships no types
    """Give a batch in which the columns with closed lists point to the values of these."""
    pa, compute = _installed("pyarrow", "parquet"), _installed("pyarrow.compute", "parquet")
    columns = dict(zip(schema.names, batch.columns, strict=True))
    for name, values in lists.items():
        known = pa.array(values, type=pa.string())
        columns[name] = pa.DictionaryArray.from_arrays(compute.index_in(columns[name], value_set=known), known)
    return pa.record_batch(list(columns.values()), schema=schema)


def _closed(kind: type[msgspec.Struct]) -> dict[str, tuple[str, ...]]:
    """Give the values of the columns that have a closed list of them."""
    return {one.name: one.values for one in described(kind) if one.values}  # noqa: PD011 - no array's


def _rows(kind: type[T], items: Iterable[T]) -> tuple[type[msgspec.Struct], Iterable[msgspec.Struct]]:
    if kind not in _ROWS:
        return kind, items
    row, row_of = _ROWS[kind]
    return row, map(row_of, items)


def _installed(library: str, extra: str) -> ModuleType:
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        raise LibraryMissingError(library, extra) from error
