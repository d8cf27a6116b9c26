"""Words and filters enter, the reports that have them leave: coded or set aside, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from dateline.cli import late
from dateline.cli.filters import REPORT_STATUS, day_of, one_of
from dateline.cli.render import SHORT, console, counted, plain, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import ROWS, grid, row

if TYPE_CHECKING:
    from dateline.archive import FoundReport


def reports(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="Words of the text, in any script; a phrase in quotation marks of its own ('\"cease fire\"')."
        ),
    ] = None,
    *,
    outlet: Annotated[str | None, typer.Option(help="Words of the outlet's name.")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1: en, ar, ru, zh.")] = None,
    since: Annotated[str | None, typer.Option(help="Published from this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(help="Published to the end of this day, month or year.")] = None,
    undated: Annotated[bool, typer.Option("--undated", help="Also those whose day is not known.")] = False,
    status: Annotated[str | None, typer.Option(help="coded or aside (kept and not coded).")] = None,
    story: Annotated[
        str | None, typer.Option(help="Of the story that the report with this id tells, its copies too.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="How many at most.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One a line; all of them unless --limit is given.")] = False,
) -> None:
    """List reports, coded or set aside, and search them by their text: every language, with or without accents."""
    asked = late.report_search(
        words=" ".join(words or ()) or None,
        outlet=outlet,
        language=language,
        since=day_of(since, "--since", last=False),
        until=day_of(until, "--until", last=True),
        undated=undated,
        status=one_of(status and status.lower(), REPORT_STATUS, "--status"),
        story=story,
        limit=limit if json else (limit or ROWS),
    )
    with late.archive(settings_of(context).archive) as archive:
        if json:
            for found in archive.search_reports(asked):
                write_line(found)
            return
        page = console()
        table = grid("id", "published", "outlet", "language", "prints", "report")
        shown = list(archive.search_reports(asked))
        total = archive.count_reports(asked)
        left_out = late.undated_reports_left_out(asked, archive.count_reports)
    for found in shown:
        day = str(found.published or "no date")
        prints = f"{found.prints:,}" if found.prints > 1 else ""
        row(table, found.id[:SHORT], day, found.outlet or "", found.language or "?", prints, _said(found))
    page.print(table)
    more = f" of {total:,}; --limit N shows N of them, --json all" if total > len(shown) else ""
    page.print(f"{counted(len(shown), 'report')}{more}")
    if left_out:
        page.print(f"{counted(left_out, 'more report')} of no known day: --undated shows them too")


def _said(found: FoundReport) -> Text:
    """Give the headline, why it is not coded, and the snippet with what was looked for in bold."""
    lines = [Text(plain(found.title), style="bold")] if found.title else []
    if found.aside is not None:
        lines.append(Text(f"set aside: {found.aside.reason}", style="yellow"))
    snippet = Text(plain(found.snippet.text))
    for hit in found.snippet.hits:
        snippet.stylize("bold", hit.start, hit.end)
    return Text("\n").join([*lines, snippet])
