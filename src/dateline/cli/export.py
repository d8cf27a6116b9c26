"""Filters and a format enter, a file for other tools leaves, or a folder of tables, whole or not at all."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, get_args

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError, usage
from dateline.cli.filters import Filters, filtered
from dateline.cli.settings import settings_of
from dateline.cli.tables import undated_words
from dateline.export import (
    FlatForm,
    ToldForm,
    Written,
    whole_file,
    write_claims,
    write_events,
    write_told,
)

if TYPE_CHECKING:
    from dateline.archive import Archive, Query


class Format(enum.StrEnum):
    """What an export is written as."""

    csv = enum.auto()
    jsonl = enum.auto()
    geojson = enum.auto()
    parquet = enum.auto()
    gdelt = enum.auto()
    polecat = enum.auto()
    acled = enum.auto()
    ged = enum.auto()
    ftm = enum.auto()
    atom = enum.auto()


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
    output: Annotated[
        Path | None, typer.Option(help="A file, or for parquet a folder, to write whole or not at all; else stdout.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Tell on stderr as JSON what was written and left out.")] = False,
) -> None:
    """Write events or claims for other tools.

    csv has stable columns; text that a spreadsheet would run as a formula gets a leading apostrophe. jsonl has every
    detail. geojson has a point where a place is known and null where only a country is. parquet is a folder of tables
    that join, with a codebook. gdelt, polecat, acled and ged have the columns of these data sets; ftm has entities of
    FollowTheMoney, atom is a feed. A date is written only where the text states one.
    """
    asked = late.query(filters)
    claims = what is What.claims
    if claims and format.value not in get_args(FlatForm):
        raise usage(f"--what claims cannot be written as {format}", "choose csv, jsonl or geojson, or leave --what out")
    with late.archive(settings_of(context).archive) as archive:
        written = _write(archive, asked, format, output, claims=claims)
        left_out = late.undated_left_out(filters, archive.count_claims if claims else archive.count_events)
    _tell(written, "entities" if format is Format.ftm else str(what), output, left_out, json=json)


def _write(archive: Archive, asked: Query, form: Format, output: Path | None, *, claims: bool) -> Written:
    if form is Format.parquet:
        return _write_tables(archive, asked, output)
    with _opened(output) as stream:
        if form.value not in get_args(FlatForm):
            return write_told(stream, archive, asked, msgspec.convert(form.value, ToldForm))
        flat = msgspec.convert(form.value, FlatForm)
        return write_claims(stream, archive, asked, flat) if claims else write_events(stream, archive, asked, flat)


def _write_tables(archive: Archive, asked: Query, output: Path | None) -> Written:
    if output is None:
        raise usage("--format parquet writes several files", "name a folder with --output")
    return late.write_parquet(output, archive.told(asked, links=True))


class _Told(msgspec.Struct, frozen=True):
    """What `--json` tells of an export."""

    written: int
    what: str
    left_out: int
    why: str
    undated_left_out: int


def _tell(written: Written, what: str, output: Path | None, undated: int, *, json: bool) -> None:
    """Say on stderr how much was written, and what was left out and why."""
    if json:
        told = _Told(written.rows, what, written.left_out, written.why if written.left_out else "", undated)
        sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
        return
    if output:
        sys.stderr.write(f"wrote {written.rows:,} {what} to {output}\n")
    if written.left_out:
        sys.stderr.write(f"left out {written.left_out:,} events: {written.why}\n")
    if undated:
        sys.stderr.write(f"{undated_words(undated).lstrip()}\n")


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
