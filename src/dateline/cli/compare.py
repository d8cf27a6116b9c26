"""A table of another data set enters beside the archive, what both have and what each lacks leaves: page, JSON or HTML."""

from __future__ import annotations

import enum
import html as markup
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.render import SHORT, console, counted, plain, source_words, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row
from dateline.export import whole_file

if TYPE_CHECKING:
    from dateline.compare import Brief, Comparison, Pair, Theirs

SHOWN = 20
"""Rows of each list on a terminal; JSON and the page of HTML have all."""

BOTH, THEIRS, OURS = "Both have", "Only the table has", "Only the archive has"

_STYLE = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;"
    "border-bottom:1px solid #ccc}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}"
)


class Form(enum.StrEnum):
    """Which data set a table is of."""

    acled = enum.auto()
    ucdp = enum.auto()
    gdelt = enum.auto()


def compare(
    context: typer.Context,
    table: Annotated[Path, typer.Argument(help="A table of ACLED, UCDP GED or GDELT 2, as these publish it.")],
    *,
    form: Annotated[Form | None, typer.Option("--format", help="Which it is; else its columns tell.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole comparison as one line of JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="A page to write, with all of it.")] = None,
) -> None:
    """Compare a table of events with the archive: what both have, what each lacks, where they disagree.

    Events are paired one to one by day, place, kind, sides and toll. Compared is what lies in the days and countries
    that the table covers and is told as having happened.
    """
    with late.archive(settings_of(context).archive) as archive:
        found = late.compare(archive, table, form.value if form else None)
    if html:
        _write_page(html, found)
    if json:
        write_line(found)
    else:
        _print(found, console())


def _print(found: Comparison, page: Console) -> None:
    page.print(Text(_covered(found), style="bold"))
    for title, heads, rows in _lists(found):
        page.print(Text(f"\n{title}: {len(rows):,}", style="bold"))
        if rows:
            listed = grid(*heads)
            for cells in rows[:SHOWN]:
                row(listed, *map(plain, cells))
            page.print(listed)
        if len(rows) > SHOWN:
            page.print(f"and {len(rows) - SHOWN:,} more: --json and --html FILE give all")
    for line in _notes(found):
        page.print(f"\n{line}", style="yellow")
    for one in found.aside[:SHOWN]:
        page.print(plain(f"  {source_words(one.source)}: {one.detail}; {one.mend}"), soft_wrap=True)


def _covered(found: Comparison) -> str:
    if found.since is None or found.until is None:
        return f"{found.table} has no events"
    where = ", ".join(found.countries) or "no known country"
    return f"{counted(found.rows, 'event')} of {found.form}, {found.since} to {found.until}, {where}"


def _lists(found: Comparison) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    pairs = ("line", "id", "how sure", "table", "archive", "disagree in")
    yield BOTH, pairs, [_pair_cells(pair) for pair in found.both]
    yield THEIRS, ("line", "when", "where", "kind", "who", "killed"), [_their_cells(one) for one in found.theirs]
    yield OURS, ("id", "when", "what"), [_our_cells(one) for one in found.ours]


def _pair_cells(pair: Pair) -> tuple[str, ...]:
    one = pair.theirs
    sure = f"{pair.score:.2f}" + (f", {counted(pair.rivals, 'rival')}" if pair.rivals else "")
    differ = "\n".join(f"{other.field}: {other.theirs} / {other.ours}" for other in pair.differences)
    return (str(one.line), pair.ours.id[:SHORT], sure, _words(one), pair.ours.headline, differ)


def _words(one: Theirs) -> str:
    killed = f", {one.killed.best:,} killed" if one.killed else ""
    return f"{_when(one)} {one.where.name}: {one.kind}, {' – '.join(one.sides)}{killed}"


def _their_cells(one: Theirs) -> tuple[str, ...]:
    killed = f"{one.killed.best:,}" if one.killed else ""
    return (str(one.line), _when(one), one.where.name, one.kind, " – ".join(one.sides), killed)


def _our_cells(one: Brief) -> tuple[str, ...]:
    when = f"{one.start} to {one.end}" if one.start != one.end else str(one.start or "")
    return (one.id[:SHORT], when if one.stated else f"not stated; {when}", one.headline)


def _when(one: Theirs) -> str:
    return str(one.start) if one.start == one.end else f"{one.start} to {one.end}"


def _notes(found: Comparison) -> Iterator[str]:
    rivals = sum(pair.rivals > 0 for pair in found.both)
    if rivals:
        yield f"{counted(rivals, 'pair')} of these could as well be made otherwise: their rivals are as likely"
    if found.loose:
        yield f"{counted(found.loose, 'event')} of the archive could not be compared: their day is known too loosely"
    if found.aside:
        yield f"{counted(len(found.aside), 'row')} of the table could not be read:"


def _write_page(path: Path, found: Comparison) -> None:
    """Write the comparison as a page that needs nothing else; what the table and the reports say is escaped."""
    try:
        with whole_file(path) as stream:
            stream.writelines(line.encode() + b"\n" for line in _page(found))
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}", "name a file in a folder you may write to") from error
    sys.stderr.write(f"wrote {path}\n")


def _page(found: Comparison) -> Iterator[str]:
    title = markup.escape(_covered(found))
    yield f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    yield f"<h1>{title}</h1>"
    for name, heads, rows in _lists(found):
        yield f"<h2>{name}: {len(rows):,}</h2><table><tr>{_cells(heads, 'th')}</tr>"
        yield from (f"<tr>{_cells(cells, 'td')}</tr>" for cells in rows)
        yield "</table>"
    for line in _notes(found):
        yield f"<p>{markup.escape(line)}</p>"
    for one in found.aside:
        yield f"<p>{markup.escape(f'{source_words(one.source)}: {one.detail}; {one.mend}')}</p>"


def _cells(cells: Iterable[str], tag: str) -> str:
    return "".join(f"<{tag}>{markup.escape(cell).replace(chr(10), '<br>')}</{tag}>" for cell in cells)
