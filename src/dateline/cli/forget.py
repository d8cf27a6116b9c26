"""Ids of reports enter, these reports are erased once that is agreed to; what went and a tombstone of each leave."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dateline.cli import late
from dateline.cli.errors import usage
from dateline.cli.judge import Author, author_of
from dateline.cli.render import SHORT, console, counted, plain, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row

if TYPE_CHECKING:
    from dateline.archive import Erasure


def forget(
    context: typer.Context,
    reports: Annotated[
        list[str],
        typer.Argument(
            help="The reports: their ids, the beginnings of them, or the names that their sources gave them."
        ),
    ],
    *,
    reason: Annotated[str, typer.Option(help="Why, in your words; it is kept with the tombstone.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    author: Author = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the tombstones, one a line; without --yes what would go, as one line.")
    ] = False,
) -> None:
    """Erase reports for good: their texts, all that quotes them, and every trace of both in the file.

    What would go is shown first. Only a tombstone stays, with id, time, author and reason; adding the report again is
    refused unless `dateline add --again` says so. Events that other reports tell of stay, as if these had never been there.
    """
    with late.archive(settings_of(context).archive, write=True) as archive:
        going = archive.erasure(reports)
        if json and not yes:
            write_line(going)
            return
        page = console()
        if not json:
            _print(going, page)
        if not (yes or _agreed()):
            page.print("Nothing was forgotten.")
            return
        stones = archive.forget(reports, author=author_of(author), reason=reason)
    if json:
        for stone in stones:
            write_line(stone)
        return
    for stone in stones:
        page.print(plain(f"{stone.told}."))


def _agreed() -> bool:
    """Ask whether it is to be done.

    Raises:
        UserError: nobody is there to be asked.
    """
    if not sys.stdin.isatty():
        raise usage("nobody is there to be asked whether to forget", "give --yes")
    return typer.confirm("Forget them? Nothing brings them back")


def _print(going: Erasure, page: Console) -> None:
    if not going.reports:
        page.print("Forgotten before; only the file would be cleaned once more.")
        return
    table = grid("id", "published", "outlet", "claims", "report")
    for one in going.reports:
        stays = " (another report holds the same text, which stays)" if one.text_stays else ""
        row(table, one.report[:SHORT], str(one.published or ""), one.outlet or "", f"{one.claims}", one.title + stays)
    page.print(table)
    page.print("; ".join(_with_them(going)) + ".")


def _with_them(going: Erasure) -> Iterator[str]:
    """Say what goes with the reports."""
    yield f"{counted(len(going.gone), 'event')} that nobody else tells of go with them"
    if going.changed:
        yield f"{counted(len(going.changed), 'event')} stay by what others tell"
    if going.superseded:
        yield f"{counted(going.superseded, 'claim')} of earlier codings go"
    if going.past:
        yield f"{counted(going.past, 'earlier state')} of events go"
