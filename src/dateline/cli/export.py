"""Filters and a format enter, a file for other tools leaves: CSV, JSON lines or GeoJSON, whole or not at all."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, TypeVar

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.filters import Filters, filtered
from dateline.cli.settings import settings_of
from dateline.cli.tables import undated_words
from dateline.export import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    Column,
    claim_place,
    event_place,
    whole_file,
    write_csv,
    write_geojson,
)
from dateline.model import Place

T = TypeVar("T")


class Format(enum.StrEnum):
    """What an export is written as."""

    csv = enum.auto()
    jsonl = enum.auto()
    geojson = enum.auto()


class What(enum.StrEnum):
    """What is exported."""

    events = enum.auto()
    claims = enum.auto()


@filtered
def export(
    context: typer.Context,
    filters: Filters,
    *,
    format: Annotated[Format, typer.Option("--format", help="What to write.")],  # noqa: A002 - the option's name
    what: Annotated[What, typer.Option(help="Events, or the claims that they are made of.")] = What.events,
    output: Annotated[Path | None, typer.Option(help="A file to write whole or not at all; else stdout.")] = None,
) -> None:
    """Write events or claims for other tools.

    csv has stable columns; text that a spreadsheet would run as a formula gets a leading apostrophe. jsonl has every
    detail. geojson has a point where a place is known and null where only a country is. A date is written only where
    the text states one; what the day of the report allows stands apart in the bound columns.
    """
    with late.archive(settings_of(context).archive) as archive, _opened(output) as stream:
        if what is What.events:
            count = _write(stream, format, archive.events(late.query(filters)), EVENT_COLUMNS, event_place)
            left_out = late.undated_left_out(filters, archive.count_events)
        else:
            lines = map(late.line_of, archive.claims(late.query(filters)))
            count = _write(stream, format, lines, CLAIM_COLUMNS, claim_place)
            left_out = late.undated_left_out(filters, archive.count_claims)
    if output:
        sys.stderr.write(f"wrote {count:,} {what} to {output}\n")
    if left_out:
        sys.stderr.write(f"{undated_words(left_out).lstrip()}\n")


def _write(
    stream: BinaryIO,
    form: Format,
    rows: Iterable[T],
    columns: Sequence[Column[T]],
    place_of: Callable[[T], Place | None],
) -> int:
    if form is Format.csv:
        return write_csv(stream, rows, columns)
    if form is Format.geojson:
        return write_geojson(stream, rows, columns, place_of)
    count = 0
    for row in rows:
        stream.write(msgspec.json.encode(row) + b"\n")
        count += 1
    return count


@contextlib.contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with whole_file(output) as stream:
            yield stream
    except OSError as error:
        raise UserError(
            f"cannot write {output}: {error.strerror}", "name a file in a folder you may write to"
        ) from error
