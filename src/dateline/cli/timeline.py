"""Filters enter, a chronology leaves: bars that show when much happened, then each day with its events."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli import late
from dateline.cli.density import bars, density, label
from dateline.cli.filters import Filters, filtered
from dateline.cli.render import (
    SHORT,
    console,
    counted,
    course_words,
    event_sides,
    interval_words,
    places_words,
    status_text,
    toll_words,
    type_words,
    write_line,
)
from dateline.cli.settings import settings_of
from dateline.cli.tables import row, undated_words
from dateline.model import Event


@filtered
def timeline(
    context: typer.Context,
    filters: Filters,
    *,
    json: Annotated[bool, typer.Option("--json", help="One event a line, in the order of the chronology.")] = False,
) -> None:
    """Show what happened when, day by day; what is dated less exactly as a range, what is not dated apart."""
    with late.archive(settings_of(context).archive) as archive:
        found = sorted(archive.events(late.query(filters)), key=_order)
        left_out = late.undated_left_out(filters, archive.count_events)
    if json:
        for event in found:
            write_line(event)
        return
    page = console()
    dated = [event for event in found if event.stated]
    undated = [event for event in found if not event.stated]
    _print_bars(dated, page)
    for day, events in itertools.groupby(dated, key=_stated_words):
        _print_group(day, events, page)
    if undated:
        page.print(Text("\nNo date is stated; by the day of the first report", style="bold"))
    for reported, events in itertools.groupby(undated, key=lambda event: event.first_reported):
        _print_group(f"reported {reported}" if reported else "day of report not known", events, page)
    page.print(f"\n{len(dated):,} dated, {len(undated):,} not dated{undated_words(left_out)}")


def _order(event: Event) -> tuple[bool, dt.date, dt.date, str]:
    """Order the dated by first and last day, then the undated by the day of their first report."""
    first = event.stated.start if event.stated else event.first_reported or dt.date.max
    last = event.stated.end if event.stated else first
    return event.stated is None, first, last, event.id


def _stated_words(event: Event) -> str:
    if event.stated is None:
        return ""
    words = interval_words(event.stated)
    return f"{words} {event.stated.start:%A}" if event.stated.start == event.stated.end else words


def _print_bars(dated: Iterable[Event], page: Console) -> None:
    found = density(event.stated for event in dated if event.stated)
    if found is None:
        return
    if found.starts:
        first, last = label(found.starts[0], found.unit), label(found.starts[-1], found.unit)
        page.print(bars(found.counts, fancy=not page.options.ascii_only), no_wrap=True, overflow="crop")
        page.print(f"{first} to {last}, a bar a {found.unit}, the highest {max(found.counts):,}")
    if found.wide:
        page.print(f"{found.wide:,} dated less exactly than to the {found.unit}, in no bar")


def _print_group(title: str, events: Iterable[Event], page: Console) -> None:
    page.print(Text(f"\n{title}", style="bold"))
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(no_wrap=True, style="dim", width=SHORT)
    table.add_column(width=14, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for event in events:
        row(table, event.id[:SHORT], status_text(event), _words(event))
    page.print(table)


def _words(event: Event) -> str:
    """Say an event in one line."""
    parts = (
        f"{type_words(event.type, event.mode)}: {event_sides(event)}",
        places_words(event.places),
        toll_words(event.killed, event.injured),
        course_words(event),
        f"{counted(event.reports, 'report')}, {counted(event.origins, 'independent source')}"
        if event.reports > 1
        else "",
    )
    return " · ".join(part for part in parts if part)
