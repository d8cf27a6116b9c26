"""The archive enters, what was set aside or could not be read leaves, with its reason and what would help."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli import late
from dateline.cli.render import console, source_words, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row


def rejects(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="One a line.")] = False,
) -> None:
    """List what could not be read or was set aside, why, and what would help."""
    with late.archive(settings_of(context).archive) as archive:
        kept = archive.rejects()
        if json:
            for rejected in kept:
                write_line(rejected)
            return
        table = grid("where", "reason", "found", "what helps")
        for rejected in kept:
            row(table, source_words(rejected.source), rejected.reason, rejected.detail, rejected.mend)
    page = console()
    if table.row_count:
        page.print(table)
    page.print(f"{table.row_count:,} set aside or not read")
