"""Paths enter, an archive that holds their reports and claims leaves, with a summary of what became of each report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dateline.cli import late
from dateline.cli.intake import Coder, How, Jobs, Json, Private, ReportFile, Work, leave, take_in
from dateline.cli.mapping import Map, columns_of
from dateline.cli.settings import settings_of


def add(
    context: typer.Context,
    paths: Annotated[
        list[str], typer.Argument(help="Files, folders and addresses of pages to read; - is the standard input.")
    ],
    *,
    coder: Coder = "encoder",
    jobs: Jobs = None,
    map: Map = None,  # noqa: A002 - the option's name
    json: Json = False,
    report: ReportFile = None,
    allow_private: Private = False,
    again: Annotated[bool, typer.Option("--again", help="Take also what was forgotten (`dateline forget`).")] = False,
) -> None:
    """Read reports, code them and keep what they say in the archive.

    Reports that are already coded are skipped, so a run that was stopped goes on where it was when it is given again.
    Exit code 0 where anything was read, also if some was not (the summary says what and why); 3 where nothing was.
    """
    # In full, because the archive may be asked from another folder.
    whole = tuple(path if path == "-" or late.is_url(path) else str(Path(path).absolute()) for path in paths)
    how = How(coder, jobs, json, report, columns_of(map), allow_private, again)
    leave(take_in(settings_of(context).archive, Work(whole), how))
