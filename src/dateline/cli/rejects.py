"""The archive enters, what was set aside or could not be read leaves, with its reason and what would help."""

from __future__ import annotations

import itertools
from typing import Annotated

import typer

from dateline.cli import late
from dateline.cli.render import console, print_reason, write_line
from dateline.cli.settings import settings_of


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
        found = list(kept)
    page = console()
    for reason, some in itertools.groupby(found, key=lambda rejected: rejected.reason):
        group = list(some)
        print_reason(page, f"{reason} ({len(group):,})", group, len(group))
        page.print()
    page.print(f"{len(found):,} set aside or not read")
