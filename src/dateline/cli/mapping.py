"""What a user says of a table's columns enters, columns by field leave; and how tables were read, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import late
from dateline.cli.errors import usage

if TYPE_CHECKING:
    from dateline.read.desk import TableRead

Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        help="Which column of a table holds what: text=body,date=pubdate. A column may be named by its number.",
        metavar="FIELD=COLUMN,...",
        show_default=False,
    ),
]
"""The option of the commands that read."""


def columns_of(given: Sequence[str] | None) -> dict[str, str]:
    """Parse the values of `--map`.

    Raises:
        UserError: a field is unknown or given twice, or a part has no column.
    """
    fields = late.fields()
    columns: dict[str, str] = {}
    for part in (part for words in given or () for part in words.split(",")):
        field, _, column = (side.strip() for side in part.partition("="))
        if not field or not column:
            raise usage(
                f"--map {part.strip()!r} is not FIELD=COLUMN", "a column with a comma in its name can be numbered"
            )
        if field not in fields:
            raise usage(f"--map knows no field {field!r}", f"fields are {', '.join(fields)}")
        if field in columns:
            raise usage(f"--map gives the field {field!r} twice", "name one column for each field")
        columns[field] = column
    return columns


def told(tables: Iterable[TableRead]) -> Iterator[str]:
    """Say of each new kind of table by which columns it was read; of one that is known from before nothing."""
    for table in tables:
        known = list(dict.fromkeys(table.known.values()))
        if known != ["remembered"]:
            yield f"columns of {PurePath(table.source.path).name}: " + ", ".join(_group(table, how) for how in known)


def _group(table: TableRead, how: str) -> str:
    return (
        ", ".join(f"{field}={name}" for field, name in table.columns.items() if table.known[field] == how) + f" ({how})"
    )
