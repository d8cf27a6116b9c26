"""The archive enters, what people judged of its events leaves, each with what has become of it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import late
from dateline.cli.render import SHORT, console, counted, names, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row

if TYPE_CHECKING:
    from dateline.archive import Archive, StoredJudgement
    from dateline.model import Judgement


def judgements(
    context: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="One judgement a line, with where its claims stand.")] = False,
) -> None:
    """List what people judged of events, and what has become of it: in force, overruled, taken back, without claims."""
    with late.archive(settings_of(context).archive) as archive:
        found = archive.judgements()
        if json:
            for stored in found:
                write_line(stored)
            return
        events = [_events_of(archive, stored) for stored in found]
    page = console()
    table = grid("no", "by", "day", "judgement", "events now", "state", "note")
    for stored, now in zip(found, events, strict=True):
        of = stored.judgement
        row(
            table, str(of.number), of.author, f"{of.at:%Y-%m-%d}", judgement_words(of), now, fate_words(stored), of.note
        )
    page.print(table)
    page.print(counted(len(found), "judgement"))


def judgement_words(judgement: Judgement) -> str:
    """Say what a judgement says, by the claims that it was made of."""
    sizes = [counted(len(side), "claim") for side in judgement.sides]
    if judgement.kind == "merge":
        return f"merge: {' and '.join(sizes)} are one event"
    return f"split: {sizes[0]} apart from {sizes[1]}"


def fate_words(stored: StoredJudgement) -> str:
    """Say what has become of a judgement, and why."""
    back = stored.judgement.withdrawn
    if back:
        return f"taken back by {back.by} on {back.at:%Y-%m-%d}"
    claims = list(itertools.chain.from_iterable(stored.claims))
    lost = f"{claims.count(None):,} of {counted(len(claims), 'claim')} not made now" if None in claims else ""
    if stored.state == "detached":
        return f"NOT IN FORCE: {lost}"
    if stored.state == "stands":
        return f"in force; {lost}" if lost else "in force"
    return f"{stored.state.upper()} by {names(map(str, stored.overruled_by))}"


def _events_of(archive: Archive, stored: StoredJudgement) -> str:
    """Name the events that the claims of a judgement are part of now."""
    claims = {id_ for id_ in itertools.chain.from_iterable(stored.claims) if id_}
    return names(sorted({archive.event(id_).id[:SHORT] for id_ in claims}))
