"""An archive enters, the same archive leaves with what earlier runs could not read or code and a new try could."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import Exit
from dateline.cli.intake import Coder, How, Jobs, Json, Private, ReportFile, Work, leave, take_in
from dateline.cli.mapping import Map, columns_of
from dateline.cli.settings import settings_of
from dateline.model import Rejected

WORTH_A_TRY = ("coder-fault", "no-answer", "budget", "unfit-claims")
"""Why a report is set aside that another try, another coder or a later version may code."""


def retry(
    context: typer.Context,
    *,
    coder: Coder = "encoder",
    jobs: Jobs = None,
    map: Map = None,  # noqa: A002 - the option's name
    json: Json = False,
    report: ReportFile = None,
    allow_private: Private = False,
    forget_gone: Annotated[
        bool, typer.Option("--forget-gone", help="Strike from the list what is gone and cannot be read again.")
    ] = False,
) -> None:
    """Read again what earlier runs could not read, and code what they could not code.

    What is mended disappears from `dateline rejects`; what is gone from disk is said and stays there. Something inside
    a container is read by reading its container again. Exit codes as of `add`; 0 too where nothing is left to retry.
    """
    how = How(coder, jobs, json, report, columns_of(map), allow_private)
    address = settings_of(context).archive
    with late.archive(address) as archive:
        unread = list(archive.unread())
        aside = next(archive.reports_aside(WORTH_A_TRY), None) is not None
    work = _work(unread)
    if forget_gone:
        lost = {rejected.source.path for rejected in work.lost}
        with late.archive(address, create=True) as archive:
            archive.mended(rejected for rejected in unread if rejected.source.path in lost)
        work = msgspec.structs.replace(work, lost=())
    summary = take_in(address, work, how)
    if not (work.paths or work.lost or aside):
        if not json:
            typer.echo("nothing is left to be read or coded again")
        raise typer.Exit(Exit.WELL)
    leave(summary)


def _work(unread: Iterable[Rejected]) -> Work:
    """Part what can be read again, each path once, from what is not there any more."""
    first: dict[str, Rejected] = {}
    for rejected in unread:
        first.setdefault(rejected.source.path, rejected)
    lost = {path: detail for path in first if (detail := _lost(path))}
    there = {path: None for path in sorted(first) if path not in lost}
    return Work(
        # What lies below a folder that is read again is read with it.
        paths=tuple(path for path in there if not any(str(above) in there for above in Path(path).parents)),
        aside=WORTH_A_TRY,
        lost=tuple(late.gone(first[path].source, detail) for path, detail in sorted(lost.items())),
    )


def _lost(path: str) -> str | None:
    """Say why a path cannot be read again, or None where it can."""
    if path == "-":
        return "it came through the standard input, which cannot be read twice: pipe it to `dateline add -` again"
    if late.is_url(path) or not late.is_gone(path):
        return None
    return "it is gone from disk"
