"""The id of an event enters, what holds it together leaves; two ids, what keeps the two apart or joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import late
from dateline.cli.render import console, write_line
from dateline.cli.settings import settings_of
from dateline.cli.why_page import Account, accounts_of, apart_page, why_page
from dateline.export import line_of

if TYPE_CHECKING:
    from dateline.archive import Archive
    from dateline.model import Event


def why(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="The event: its id, or the beginning of it.")],
    other: Annotated[
        str | None, typer.Argument(help="Another event or claim: why it is, or is not, of the same event.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Show every link or comparison with its reasons.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print it as one line of JSON, with every link.")] = False,
) -> None:
    """Explain why claims are one event: the links between them, what each feature adds, and what people judged.

    With a second id, explain why the two are, or are not, one event.
    """
    with late.archive(settings_of(context).archive) as archive:
        one = archive.event(event)
        two = archive.event(other) if other else one
        told = _told(archive, one)
        if one.id != two.id:
            apart = archive.apart(one.id, two.id)
            told |= _told(archive, two, after=max(account.number for account in told.values()))
            page = apart_page(apart, told, every=every)
        else:
            apart = None
            holding = archive.why(one.id)
            claim = archive.claim(other).claim.id if other else None
            page = why_page(holding, told, claim=claim, every=every)
    if json:
        write_line(apart or holding)
    else:
        console().print(page)


def _told(archive: Archive, event: Event, *, after: int = 0) -> dict[str, Account]:
    return accounts_of(map(line_of, archive.claims_of(event)), after=after)
