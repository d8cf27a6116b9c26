"""Events and claims enter, tables that fit the terminal leave: the same columns in every command that lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.filters import Filters
from dateline.cli.render import (
    SHORT,
    according_to,
    claim_sides,
    counted,
    course_words,
    day_words,
    event_sides,
    factuality_text,
    place_words,
    places_words,
    plain,
    stated_of,
    status_text,
    type_words,
)
from dateline.export import ClaimLine
from dateline.model import Event

T = TypeVar("T")
Cell = str | Text

ROWS = 50
"""Rows of a table where no limit is given; JSON lines give all."""

WIDE = 100
"""Terminal columns from which a table has room for whole phrases."""


class Field(msgspec.Struct, frozen=True):
    """One column of a table: fixed (`width`) or sharing what is left (`share`).

    `wide_only` are those that a narrow terminal can do without, because the headline or sentence says the same.
    """

    title: str
    get: Callable[..., Cell]
    width: int | None = None
    share: int | None = None
    wide_only: bool = False


def _where(line: ClaimLine) -> str:
    """Name the place that was chosen, else give the report's words in quotation marks."""
    first = line.claim.places[0] if line.claim.places else None
    if first is None:
        return ""
    return place_words(first.place.choice) if first.place and first.place.choice else f"“{first.text}”"


def _source(line: ClaimLine) -> str:
    """Name the outlet, else the report by the name that its source gave it, else by its id."""
    report = line.report
    return report.outlet or (report.name if report.name != report.id else report.id[:SHORT])


def _said(line: ClaimLine) -> Text:
    """Say the factuality and who says so."""
    text = factuality_text(line.claim.factuality)
    speakers = according_to(line.claim)
    return text.append(f"\n{plain(speakers)}", style="italic") if speakers else text


def _standing(event: Event) -> Text:
    """Say the status and how it came to it."""
    text, course = status_text(event), course_words(event)
    return text.append(f"\n{course}", style="italic") if course else text


EVENT_FIELDS = (
    Field("id", lambda event: event.id[:SHORT], width=SHORT),
    Field("when", lambda event: day_words(event.stated, event.first_reported), width=11),
    Field("what", lambda event: type_words(event.type, event.mode), width=14),
    Field("who → whom", event_sides, share=3, wide_only=True),
    Field("where", lambda event: places_words(event.places), share=2, wide_only=True),
    Field("status", _standing, width=12),
    Field("reports", lambda event: f"{event.reports:,}", width=7),
    Field("sources", lambda event: f"{event.origins:,}", width=7, wide_only=True),
    Field("headline", lambda event: event.headline, share=4),
)

CLAIM_FIELDS = (
    Field("id", lambda line: line.claim.id[:SHORT], width=SHORT),
    Field("when", lambda line: day_words(stated_of(line.claim), line.report.published), width=11),
    Field("what", lambda line: type_words(line.claim.type, line.claim.mode), width=14),
    Field("who → whom", lambda line: claim_sides(line.claim), share=3, wide_only=True),
    Field("where", _where, share=2, wide_only=True),
    Field("said to be", _said, width=12),
    Field("source", _source, share=2, wide_only=True),
    Field("sentence", lambda line: line.sentence, share=4),
)


def event_table(events: Iterable[Event], page: Console) -> Table:
    """Lay events out, one a row."""
    return _table(events, EVENT_FIELDS, page)


def claim_table(lines: Iterable[ClaimLine], page: Console) -> Table:
    """Lay claims out, one a row."""
    return _table(lines, CLAIM_FIELDS, page)


def grid(*titles: str) -> Table:
    """Give an empty table with these columns."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def row(table: Table, *cells: Cell) -> None:
    """Add a row; words from reports are stripped of what would steer a terminal."""
    table.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in cells))


def facts(*pairs: tuple[str, Cell]) -> Table:
    """Lay titles and words out in two columns; a pair without words is left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for title, words in pairs:
        if words:
            row(table, title, words)
    return table


def _table(rows: Iterable[T], fields: Sequence[Field], page: Console) -> Table:
    used = [field for field in fields if page.width >= WIDE or not field.wide_only]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), expand=True)
    for field in used:
        table.add_column(field.title, width=field.width, ratio=field.share, overflow="fold")
    for item in rows:
        row(table, *(field.get(item) for field in used))
    if len(used) < len(fields):
        left_out = ", ".join(field.title for field in fields if field not in used)
        table.caption = f"{WIDE} columns and more also show: {left_out}"
        table.caption_justify = "left"
    return table


class Page(msgspec.Struct, Generic[T], frozen=True):
    """The rows that a table shows, whether there are more, and how many without a date were left out."""

    rows: list[T]
    more: bool
    undated: int

    def footer(self, one: str) -> str:
        """Say how many there are, and how to see the rest."""
        said = counted(len(self.rows), one)
        if self.more:
            said += "; there are more: --limit N shows N of them, --json all"
        return said + undated_words(self.undated)


def undated_words(number: int) -> str:
    """Say on a line of its own how many without a date a window of days left out; empty where none."""
    if not number:
        return ""
    verb = "states" if number == 1 else "state"
    return f"\n{number:,} more {verb} no date and may lie in these days: --undated shows what does"


def page_of(filters: Filters, ask: Callable[[Filters], Iterable[T]], undated: int) -> Page[T]:
    """Ask for one row more than the table shows, so that the reader learns whether there are more."""
    limit = filters.limit or ROWS
    rows = list(ask(msgspec.structs.replace(filters, limit=limit + 1)))
    return Page(rows[:limit], len(rows) > limit, undated)
