"""The archive enters, what was set aside or could not be read leaves, with its reason and what would help."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import late
from dateline.cli.render import console, print_reason, write_line
from dateline.cli.settings import settings_of

if TYPE_CHECKING:
    from dateline.model import Rejected


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
        group = sorted(some, key=_in_order)
        print_reason(page, f"{reason} ({len(group):,})", group, len(group))
        page.print()
    page.print(f"{len(found):,} set aside or not read")


def _in_order(rejected: Rejected) -> tuple[str, list[tuple[int, str]]]:
    """Put `row 10` behind `row 9`: a person goes through a file from its start."""
    parts = re.findall(r"\d+|\D+", rejected.source.locator or "")
    return rejected.source.path, [(int(part) if part.isdecimal() else -1, part) for part in parts]
