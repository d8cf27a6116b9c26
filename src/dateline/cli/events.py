"""Filters enter, the archive's events leave as a table or as JSON lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.filters import Filters, day_of, filtered
from dateline.cli.render import SHORT, console, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import event_table, page_of
from dateline.model import Event

NAMED = 5
"""Events of cut groups that are named under the table."""


@filtered
def events(
    context: typer.Context,
    filters: Filters,
    *,
    as_of: Annotated[
        str | None, typer.Option(help="As the archive showed them at the end of this day, month or year (UTC).")
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="One event a line; all of them unless --limit is given.")
    ] = False,
) -> None:
    """List events: who did what to whom, where, when, and what the reports of it amount to."""
    filters = msgspec.structs.replace(filters, as_of=day_of(as_of, "--as-of", last=True))
    with late.archive(settings_of(context).archive) as archive:
        if json:
            for event in archive.events(late.query(filters)):
                write_line(event)
            return
        left_out = late.undated_left_out(filters, archive.count_events)
        found = page_of(filters, lambda asked: archive.events(late.query(asked)), left_out)
        # How a group is cut is known of today only.
        cut = [] if filters.as_of else archive.cut(found.rows)
    page = console()
    page.print(event_table(found.rows, page))
    page.print(found.footer("event"))
    if cut:
        page.print(_cut_words(cut), style="yellow")


def _cut_words(cut: Sequence[Event]) -> str:
    """Say which events may be parts of one, and how to see what was left out."""
    named = ", ".join(event.id[:SHORT] for event in cut[:NAMED]) + (", …" if len(cut) > NAMED else "")
    verb = "lies" if len(cut) == 1 else "lie"
    return f"{len(cut):,} of them {verb} in a group that was too large to be woven whole ({named}): dateline why ID names the links left unused"
