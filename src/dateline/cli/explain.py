"""The id of a claim (or a phrase) enters, every choice made for it leaves with its candidates and reasons."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli import late
from dateline.cli.errors import usage
from dateline.cli.explanation import Choice, Evidence, explanation
from dateline.cli.explanation_page import actor_block, page_of, place_block, time_block
from dateline.cli.highlight import legend
from dateline.cli.render import console, write_line
from dateline.cli.settings import settings_of
from dateline.export import line_of
from dateline.model import Actor, Place, When

if TYPE_CHECKING:
    from dateline.archive import Archive


class Kind(enum.StrEnum):
    """What a phrase may say."""

    actor = enum.auto()
    place = enum.auto()
    time = enum.auto()


def explain(
    context: typer.Context,
    claim: Annotated[str | None, typer.Argument(help="The id of a claim, or the beginning of it.")] = None,
    *,
    text: Annotated[str | None, typer.Option(help="Without a claim: what a phrase would be taken to mean.")] = None,
    as_: Annotated[Kind, typer.Option("--as", help="What the phrase says.")] = Kind.actor,
    day: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the report that has the phrase.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as one line of JSON.")] = False,
) -> None:
    """Explain a claim: for each of its choices the candidates, their scores and the reasons, and what joined it.

    With --text, explain what a phrase alone would be taken to mean; no archive is needed then.
    """
    if (claim is None) == (text is None):
        raise usage("explain takes either a claim or a phrase", "give the id of a claim, or --text PHRASE")
    if claim is not None:
        _explain_claim(context, claim, json=json)
    elif text is not None:
        _explain_phrase(text, as_, day.date() if day else None, json=json)


def _explain_claim(context: typer.Context, claim: str, *, json: bool) -> None:
    with late.archive(settings_of(context).archive) as archive:
        evidence = _evidence(archive, claim)
    explained = explanation(evidence)
    if json:
        write_line(explained)
        return
    page = console()
    colour = page.color_system is not None and not page.no_color
    if colour:
        page.print(legend())
    page.print(page_of(explained, evidence.line, colour=colour))


def _explain_phrase(text: str, kind: Kind, day: dt.date | None, *, json: bool) -> None:
    choice: Choice[Actor] | Choice[Place] | Choice[When]
    match kind:
        case Kind.actor:
            choice = Choice(text=text, resolution=late.actor_of(text, day))
            block = actor_block("who", choice)
        case Kind.place:
            choice = Choice(text=text, resolution=late.place_of(text))
            block = place_block(choice)
        case Kind.time:
            choice = Choice(text=text, resolution=late.time_of(text, day))
            block = time_block(choice)
    if json:
        write_line(choice)
    else:
        console().print(block)


def _evidence(archive: Archive, asked: str) -> Evidence:
    """Fetch what the archive keeps, and look again at what it does not keep."""
    line = line_of(archive.claim(asked))
    report = archive.report(line.report.id)
    event = archive.event(line.event or line.claim.id)
    told = map(line_of, archive.claims(late.query_of_report(report.id)))
    siblings = tuple(sorted(told, key=lambda each: (each.claim.trigger, each.claim.type)))
    joined = {each.claim.id for each in siblings if each.claim.event == line.claim.event} - {line.claim.id}
    return Evidence(
        asked=asked,
        line=line,
        report=report,
        siblings=siblings,
        event=event,
        members=tuple(map(line_of, archive.claims_of(event))),
        links=tuple(archive.links_of(event)),
        sentences=late.sentences_of(report),
        coding=late.coding_of(report, line.claim, joined),
    )
