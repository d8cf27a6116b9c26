"""The types of the tidy tables enter, what their columns are leaves: for the schema of Parquet and as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeVar

import msgspec
from msgspec import inspect

from dateline.export.columns import Column
from dateline.export.tidy import TABLES, Row

T = TypeVar("T")
Holds = Literal["text", "day", "moment", "whole number", "number", "yes or no"]
"""What kind of value a column holds."""

_KINDS: tuple[tuple[type[inspect.Type], Holds], ...] = (
    (inspect.BoolType, "yes or no"),
    (inspect.IntType, "whole number"),
    (inspect.FloatType, "number"),
    (inspect.DateType, "day"),
    (inspect.DateTimeType, "moment"),
)

_LISTED = 8
"""Values of a column that are named; the types and modes of PLOVER have a page of their own."""

_HEAD = """# The tables of a Parquet export

`dateline export --format parquet --output FOLDER` writes five tables and this page. One row is one observation, and no
cell holds two values. `event_id` and `claim_id` join them. What is not known or not said is null: nothing is filled in.
What an event is told to have been in turn, and what its sources quarrel over, is only in `--format jsonl`.
"""


class Described(msgspec.Struct, frozen=True):
    """A column: its name, what it holds in words, the kind of value, whether it may be empty, and all values it can have.

    `values` is empty where they are not a closed list.
    """

    name: str
    words: str
    kind: Holds
    optional: bool
    values: tuple[str, ...]


def described(row: type[msgspec.Struct]) -> Iterator[Described]:
    """Give the columns of a table, read from the type of its rows."""
    told = inspect.type_info(row)
    assert isinstance(told, inspect.StructType)  # noqa: S101 - rows are structs
    for field in told.fields:
        own, words = _words(field.type)
        kind, optional = _without_none(own)
        values = tuple(map(str, kind.values)) if isinstance(kind, inspect.LiteralType) else ()
        yield Described(field.name, words, _kind(kind), optional, values)


def _words(kind: inspect.Type) -> tuple[inspect.Type, str]:
    if isinstance(kind, inspect.Metadata):
        return kind.type, str((kind.extra_json_schema or {})["description"])
    # The names of what an archive counts say enough.
    return kind, ""


def _without_none(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    if not isinstance(kind, inspect.UnionType):
        return kind, False
    (own,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    return own, True


def _kind(kind: inspect.Type) -> Holds:
    return next((holds for type_, holds in _KINDS if isinstance(kind, type_)), "text")


def codebook() -> str:
    """Give the page that says what each column of each table holds."""
    return "\n".join([_HEAD, *(_section(name, row) for name, row in TABLES.items())])


def _section(name: str, row: type[Row]) -> str:
    lines = [f"## {name}", "", row.__doc__ or "", "", "| column | kind | may be empty | holds |", "|---|---|---|---|"]
    for one in described(row):
        empty = "yes" if one.optional else ""
        lines.append(f"| `{one.name}` | {one.kind} | {empty} | {one.words}{_values(one.values)} |")
    return "\n".join([*lines, ""])


def _values(values: tuple[str, ...]) -> str:
    return f" ({', '.join(f'`{value}`' for value in values)})" if 0 < len(values) <= _LISTED else ""


def field_table(columns: Iterable[Column[T]]) -> str:
    """Give the table of Markdown that says where each column of a flat format comes from."""
    lines = ["| column | comes from |", "|---|---|", *(f"| `{one.name}` | {one.holds} |" for one in columns)]
    return "\n".join(lines)
