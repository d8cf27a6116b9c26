"""The installation enters, what is there and what is missing leaves, with the command that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.text import Text

from dateline.cli.errors import Exit
from dateline.cli.render import console, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row

if TYPE_CHECKING:
    from dateline.cli.checkup import Finding

STYLES = {"ok": "green", "absent": "", "missing": "bold red"}


class Checkup(msgspec.Struct, frozen=True):
    """Whether all that is required is there, and what was found."""

    well: bool
    findings: tuple[Finding, ...]


def doctor(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check Python, packages, the model, the shipped tables, SQLite, the archive and the terminal.

    Exit code 1 where something required is missing or damaged; each such line says what mends it.
    """
    from dateline.cli.checkup import findings  # noqa: PLC0415 - --help should not wait for what only this needs

    found = tuple(findings(settings_of(context).archive))
    checkup = Checkup(all(finding.state != "missing" for finding in found), found)
    if json:
        write_line(checkup)
    else:
        table = grid("", "what", "found", "what helps")
        for finding in found:
            row(table, Text(finding.state, style=STYLES[finding.state]), finding.what, finding.found, finding.mend)
        page = console()
        page.print(table)
        page.print("all that is required is there" if checkup.well else "something required is missing")
    if not checkup.well:
        raise typer.Exit(Exit.FAILED)
