"""A question enters, what it finds leaves: one thing after another, or all as a table of Arrow, polars or pandas.

`dateline.export` makes the tables, and it reads the types of the archive: so it is imported when a table is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import msgspec

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

T = TypeVar("T", bound=msgspec.Struct)
T_co = TypeVar("T_co", bound=msgspec.Struct, covariant=True)


class Tabular(Iterable[T_co]):
    """Things of one kind, which one call makes a table: its columns and their types are those of the codebook.

    The libraries come with the extras `parquet` (Arrow), `polars` and `pandas`. Where one is not installed, the
    `LibraryMissingError` says how to install it.
    """

    kind: type[T_co]

    def to_arrow(self) -> pa.Table:
        """Give them as an Arrow table, just as a Parquet file holds them."""
        from dateline.export.frames import to_arrow  # noqa: PLC0415 - see above

        return to_arrow(self.kind, self)

    def to_polars(self) -> pl.DataFrame:
        """Give them as a data frame of polars; what is a closed list of values is an `Enum`."""
        from dateline.export.frames import to_polars  # noqa: PLC0415 - see above

        return to_polars(self.kind, self)

    def to_pandas(self) -> pd.DataFrame:
        """Give them as a data frame of pandas; what is a closed list of values is a `Categorical`, days are `datetime64`."""
        from dateline.export.frames import to_pandas  # noqa: PLC0415 - see above

        return to_pandas(self.kind, self)


class Answer(Tabular[T_co]):
    """What a question finds. It holds nothing: each time it is gone through, the archive is asked anew, few at a time."""

    def __init__(self, kind: type[T_co], ask: Callable[[], Iterator[T_co]]) -> None:
        self.kind = kind
        self._ask = ask

    def __iter__(self) -> Iterator[T_co]:
        """Ask, and give what is found."""
        return self._ask()

    def __repr__(self) -> str:
        """Say what can be gone through, for a reader at a prompt."""
        return f"Answer({self.kind.__name__})"


class Listed(list[T], Tabular[T]):
    """A short answer, as a list."""

    def __init__(self, kind: type[T], items: Iterable[T]) -> None:
        super().__init__(items)
        self.kind = kind
