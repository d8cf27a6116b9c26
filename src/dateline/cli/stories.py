"""Names, an id or a period enter, a story's timeline leaves: key events by day, what led to what, and its key days."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.cli import late
from dateline.cli.errors import usage
from dateline.cli.filters import day_of
from dateline.cli.render import SHORT, console, counted, plain, status_text, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row
from dateline.model import EventCause, KeyDay, Story, StoryEvent

BAR = 24
"""Columns of the bar of a story's heaviest day."""

Since = Annotated[str | None, typer.Option(help="From this day, month or year on (2020-03-01, 2020-03, 2020).")]
Until = Annotated[str | None, typer.Option(help="To the end of this day, month or year.")]


def story(
    context: typer.Context,
    seed: Annotated[
        list[str],
        typer.Argument(
            help="Where the story begins: the id of an event or report, or names that one event must bear: Iran, "
            "Hezbollah, “Syrian civil war”. A name of several words stands in quotation marks."
        ),
    ],
    *,
    since: Since = None,
    until: Until = None,
    events: Annotated[int, typer.Option(min=1, help="At most so many key events.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print it as one line of JSON, with all its events.")] = False,
) -> None:
    """Tell one story: its key events in the order of days, what is said to have led to what, and its key days."""
    first, last = _days(since, until)
    with late.archive(settings_of(context).archive) as archive:
        found = archive.story(*seed, since=first, until=last, events=events)
    if json:
        write_line(found)
        return
    _print_story(found, console())


def stories(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="One story a line, with all its events.")] = False,
) -> None:
    """List the largest stories of a period; each grows from its heaviest event."""
    first, last = _days(since, until)
    page = console()
    table = grid("seed", "days", "events", "key events")
    with late.archive(settings_of(context).archive) as archive:
        for found in archive.stories(since=first, until=last, limit=limit):
            if json:
                write_line(found)
            else:
                row(table, *_cells(found))
    if not json:
        page.print(table)
        page.print("dateline story SEED tells one of them" if table.row_count else "no event lies in these days")


def _days(since: str | None, until: str | None) -> tuple[dt.date | None, dt.date | None]:
    first, last = day_of(since, "--since", last=False), day_of(until, "--until", last=True)
    if first and last and first > last:
        raise usage(f"--since {first} is after --until {last}", "swap them")
    return first, last


def _cells(found: Story) -> Iterator[str]:
    seed = next(one for one in found.events if one.tie.other is None)
    days = sorted({day for one in found.events for day in _day(one)})
    yield seed.event.id[:SHORT]
    yield f"{days[0]} –\n{days[-1]}" if len(days) > 1 else str(days[0])
    yield f"{len(found.events):,}"
    shown = [one for one in found.events if one.key] or [seed]
    yield "\n".join(one.event.headline for one in shown)


def _day(one: StoryEvent) -> list[dt.date]:
    day = one.event.stated.start if one.event.stated else one.event.first_reported
    return [day] if day else []


def _print_story(found: Story, page: Console) -> None:
    shown = [one for one in found.events if one.key]
    page.print(
        Text(plain(f"{found.asked}: {counted(len(found.events), 'event')}, {len(shown):,} of them key"), style="bold")
    )
    if not shown:
        page.print("no event of it has more than one source, a toll, an agreement or a later mention")
    numbers = {one.event.id: number for number, one in enumerate(shown, start=1)}
    causes = _causes_of(found.causes)
    every = {one.event.id: one for one in found.events}
    for day, told in itertools.groupby(shown, key=_when):
        page.print(Text(f"\n{day}", style="bold"))
        for one in told:
            _print_event(one, numbers, page)
            for line in _cause_lines(causes.get(one.event.id, ()), numbers, every):
                page.print(Padding(line, (0, 0, 0, 6)))
    if found.days:
        page.print(Text("\nKey days", style="bold"))
        page.print(_day_table(found.days, fancy=not page.options.ascii_only))
    page.print(f"\n{found.stopped}", style="dim")


def _when(one: StoryEvent) -> str:
    stated = one.event.stated
    if stated:
        return f"{stated.start} {stated.start:%A}" if stated.start == stated.end else f"{stated.start} to {stated.end}"
    return f"reported {one.event.first_reported}" if one.event.first_reported else "day not known"


def _print_event(one: StoryEvent, numbers: Mapping[str, int], page: Console) -> None:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=4, justify="right", style="dim")
    table.add_column(ratio=1, overflow="fold")
    line = Text(plain(one.event.headline))
    if one.event.status != "reported":
        line.append("  ").append_text(status_text(one.event))
    line.append(f"\n{'; '.join(one.why)} · {one.event.id[:SHORT]}", style="dim")
    row(table, f"{numbers[one.event.id]}.", line)
    page.print(table)


def _causes_of(causes: Iterable[EventCause]) -> dict[str, list[EventCause]]:
    """Give the causes named for each event; where several reports name one pair, the first stands for all."""
    found: dict[str, dict[str, EventCause]] = defaultdict(dict)
    for one in causes:
        found[one.effect].setdefault(one.cause, one)
    return {effect: list(named.values()) for effect, named in found.items()}


def _cause_lines(
    causes: Iterable[EventCause], numbers: Mapping[str, int], every: Mapping[str, StoryEvent]
) -> Iterator[Text]:
    """Say what a key event came of: by its number where that is key too, else by its headline."""
    for one in causes:
        number = numbers.get(one.cause)
        words = f"{number}. " if number else ""
        arrow = "⇐" if one.said.kind == "cause" else "←"
        line = Text(f"{arrow} {plain(one.said.words.lower())}: ", style="cyan")
        yield line.append(plain(f"{words}{every[one.cause].event.headline}"), style="default")


def _day_table(days: Sequence[KeyDay], *, fancy: bool) -> Table:
    table = grid("day", "weight", "told that day", "dated to it", "pointed back to later")
    most = max(one.weight for one in days) or 1.0
    for one in days:
        bar = ("█" if fancy else "#") * max(1, round(BAR * one.weight / most))
        row(table, str(one.day), bar, f"{one.told:,}", f"{one.dated:,}", f"{one.pointed:,}")
    return table
