"""The ids of events and claims enter, a judgement is kept or taken back; what the archive says of them now leaves."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dateline.cli import late
from dateline.cli.errors import usage
from dateline.cli.judgements import judgement_words
from dateline.cli.render import SHORT, console, counted, names, plain, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import event_table

if TYPE_CHECKING:
    from dateline.archive import Verdict
    from dateline.model import Judgement

Author = Annotated[
    str | None,
    typer.Option(
        envvar="DATELINE_AUTHOR", help="Who does it; your login name unless you say another.", show_default=False
    ),
]
Note = Annotated[str, typer.Option(help="Why, in your words.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print the judgement and the events before and after as one line.")]


def merge(
    context: typer.Context,
    events: Annotated[list[str], typer.Argument(help="The events that are one: their ids, or the beginnings of them.")],
    *,
    note: Note = "",
    author: Author = None,
    json: Json = False,
) -> None:
    """Judge that events are one. Later weaving holds to it, and `dateline undo` takes it back."""
    with late.archive(settings_of(context).archive, write=True) as archive:
        verdict = archive.merge(events, author=author_of(author), note=note)
    _tell(verdict, json=json)


def split(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="The event: its id, or the beginning of it.")],
    claims: Annotated[list[str], typer.Argument(help="Claims of it that together are another event.")],
    *,
    note: Note = "",
    author: Author = None,
    json: Json = False,
) -> None:
    """Judge that claims of an event are another event. Later weaving holds to it, and `dateline undo` takes it back."""
    with late.archive(settings_of(context).archive, write=True) as archive:
        verdict = archive.split(event, claims, author=author_of(author), note=note)
    _tell(verdict, json=json)


def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(help="Of the judgement (see `dateline judgements`); your last one unless given.")
    ] = None,
    *,
    author: Author = None,
    json: Json = False,
) -> None:
    """Take a judgement back. It stays on record, with who took it back and when."""
    with late.archive(settings_of(context).archive, write=True) as archive:
        verdict = archive.undo(number, author=author_of(author))
    _tell(verdict, json=json)


def author_of(given: str | None) -> str:
    """Give who judges or forgets: what is done without an author could not be asked about."""
    name = given.strip() if given else None
    if name is None:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = ""
    if not name:
        raise usage("it is not known who does it", "say so with --author NAME or set DATELINE_AUTHOR")
    return name


def _tell(verdict: Verdict, *, json: bool) -> None:
    if json:
        write_line(verdict)
        return
    page = console()
    judgement = verdict.judgement
    page.print(plain(_said(judgement)))
    _print_change(verdict, page)
    if judgement.withdrawn is None:
        page.print(f"`dateline undo {judgement.number}` takes it back.")


def _said(judgement: Judgement) -> str:
    """Say what was judged or taken back."""
    if judgement.withdrawn:
        return f"Judgement {judgement.number} ({judgement_words(judgement)}) is taken back by {judgement.withdrawn.by}."
    return f"Judgement {judgement.number} by {judgement.author}: {judgement_words(judgement)}."


def _print_change(verdict: Verdict, page: Console) -> None:
    """Show the events as they are now, and what became of those whose id is no more."""
    if verdict.before == verdict.after:
        page.print("No event changes by it.")
        return
    if verdict.judgement.kind == "split" and verdict.judgement.withdrawn is None:
        page.print(_parted(verdict))
    page.print(f"What was {counted(len(verdict.before), 'event')} is now {counted(len(verdict.after), 'event')}:")
    page.print(event_table(verdict.after, page))
    now = {event.id for event in verdict.after}
    gone = [event.id[:SHORT] for event in verdict.before if event.id not in now]
    if gone:
        page.print(f"No longer an event: {names(gone)}. An old id leads to where its claim is now.")


def _parted(verdict: Verdict) -> str:
    """Say where the claims that were named are now, and where the rest."""
    named, rest = ({mark.claim for mark in side} for side in verdict.judgement.sides)
    theirs = [event.id[:SHORT] for event in verdict.after if not named.isdisjoint(event.claims)]
    others = [event.id[:SHORT] for event in verdict.after if not rest.isdisjoint(event.claims)]
    return f"The claims that you named are event {names(theirs)} now, the rest {names(others)}."
