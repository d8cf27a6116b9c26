"""Filters enter, the archive's claims leave as a table or as JSON lines."""

from __future__ import annotations

from typing import Annotated

import typer

from dateline.cli import late
from dateline.cli.filters import Filters, filtered
from dateline.cli.render import console, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import claim_table, page_of
from dateline.export import line_of


@filtered
def claims(
    context: typer.Context,
    filters: Filters,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="One claim a line; all of them unless --limit is given.")
    ] = False,
) -> None:
    """List claims: what each report says, who says so, and whether it is said to be done."""
    with late.archive(settings_of(context).archive) as archive:
        if json:
            for line in map(line_of, archive.claims(late.query(filters))):
                write_line(line)
            return
        left_out = late.undated_left_out(filters, archive.count_claims)
        found = page_of(filters, lambda asked: map(line_of, archive.claims(late.query(asked))), left_out)
    page = console()
    page.print(claim_table(found.rows, page))
    page.print(found.footer("claim"))
