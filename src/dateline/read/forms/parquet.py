"""Takes a Parquet file; gives a draft for each row that has a text."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, TypeVar

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal, inside, seekable
from dateline.read.fields import SAMPLED_ROWS, choose
from dateline.read.rejects import rejected
from dateline.read.table import MAX_ROW_CHARACTERS, Row, drafts, words_of

try:
    import pyarrow as pa
    from pyarrow import parquet as pq
except ImportError:  # it is an extra
    pa = None

BATCH_ROWS: Final = 16
"""Rows that are held at once: with the longest texts known some megabytes."""

BUFFER_BYTES: Final = 1024 * 1024
"""Bytes of a column that are read ahead."""

LONGEST_COMPLAINT: Final = 120
"""Characters of the library's complaint that are told."""

_T = TypeVar("_T")


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read the rows, a few at a time, and of them the columns that are wanted; rows are counted from 1.

    Raises:
        Refusal: the library is not installed, the file is damaged, or its columns are unknown.
    """
    if pa is None:
        raise Refusal("needs-extra", "Parquet is read with pyarrow: pip install 'dateline[parquet]'")
    with seekable(stream) as back:
        table = _tried(lambda: pq.ParquetFile(back, pre_buffer=False, buffer_size=BUFFER_BYTES), "it")
        names = _tried(lambda: tuple(table.schema_arrow.names), "it")
        if not names or not table.metadata.num_rows:
            raise Refusal("empty-file", "there is no row in it")
        sample = itertools.islice(_rows(table, names, range(len(names)), here), SAMPLED_ROWS)
        found = [names, *(row.cells for row in sample if isinstance(row, Row))]
        columns = choose(found, here, desk, named=True)
        rows = _rows(table, names, sorted(columns.places.values()), here)
        yield from drafts(columns, list(itertools.islice(rows, SAMPLED_ROWS)), rows, here, desk)


def _tried(call: Callable[[], _T], place: str) -> _T:
    """Ask the library; what it raises says that the file is damaged."""
    try:
        return call()
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system failed to deliver the file
        words = " ".join(str(error).split())[:LONGEST_COMPLAINT]
        raise Refusal("bad-file", f"{place} is no sound Parquet ({words})") from error


def _rows(table: pq.ParquetFile, names: Sequence[str], wanted: Sequence[int], here: Source) -> Iterator[Row | Rejected]:
    """Give the rows with the cells of the wanted columns, the others left empty."""
    # The library takes names, and gives all columns of a name.
    taken = [place for place, name in enumerate(names) if any(names[one] == name for one in wanted)]
    asked = [names[place] for place in dict.fromkeys(taken)]
    batches = _tried(lambda: table.iter_batches(BATCH_ROWS, columns=asked, use_threads=False), "it")
    number = 0
    while (batch := _tried(lambda: next(batches, None), f"what stands behind row {number:,}")) is not None:
        columns = [_tried(functools.partial(_readable, column), "a column") for column in batch.columns]
        for at in range(batch.num_rows):
            number += 1
            yield _row(number, at, dict(zip(taken, columns, strict=True)), names, here)


def _readable(column: pa.Array) -> pa.Array:
    """Give a column whose values Python has: its instants know no nanoseconds."""
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        return column.cast(pa.timestamp("us", column.type.tz), safe=False)
    return column


def _row(number: int, at: int, columns: dict[int, pa.Array], names: Sequence[str], here: Source) -> Row | Rejected:
    place = inside(here, f"row {number}")
    cells = [""] * len(names)
    for column, values in columns.items():
        try:
            cells[column] = words_of(values[at].as_py())
        except UnicodeDecodeError as error:
            return rejected("invalid-utf8", place, f"column {names[column]!r}: {error.reason}")
        except (ArithmeticError, LookupError, ValueError) as error:
            words = str(error)[:LONGEST_COMPLAINT]
            return rejected("bad-cells", place, f"column {names[column]!r}: {words}")
    if sum(map(len, cells)) > MAX_ROW_CHARACTERS:
        return rejected("too-large", place, f"it has more than {MAX_ROW_CHARACTERS:,} characters")
    return Row(number, tuple(cells))
