"""The id of an event, a claim or a report enters, all that is known of it leaves, down to the marked sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from dateline.cli import late
from dateline.cli.highlight import legend
from dateline.cli.related import print_related
from dateline.cli.render import (
    SHORT,
    actor_words,
    console,
    day_words,
    interval_words,
    names,
    place_words,
    plain,
    source_words,
    status_text,
    type_words,
    write_line,
)
from dateline.cli.settings import settings_of
from dateline.cli.story import claim_story
from dateline.cli.tables import facts
from dateline.cli.views import told_by, versions_table, view_lines
from dateline.export import ClaimLine, line_of
from dateline.model import Event, EventCause, Link, Rejected, Report, Versions

if TYPE_CHECKING:
    from dateline.archive import Archive, Related


SHOWN = 3000
"""Characters of a report without claims that are shown: most reports whole, of a book its first page."""


class EventStory(msgspec.Struct, frozen=True):
    """An event with all it rests on, every version of its fields, and the causes that reports name between it and the events in `beside`."""

    event: Event
    claims: tuple[ClaimLine, ...]
    versions: Versions
    links: tuple[Link, ...]
    causes: tuple[EventCause, ...] = ()
    beside: tuple[Event, ...] = ()


class ReportStory(msgspec.Struct, frozen=True):
    """A report with the claims that were found in it, in the order of its text; `aside` says why it was not coded.

    `related` are its copies, its versions and other reports of its story.
    """

    report: Report
    claims: tuple[ClaimLine, ...]
    aside: Rejected | None
    related: Related


def show(
    context: typer.Context,
    id: Annotated[str, typer.Argument(help="Of an event, a claim or a report: the id, or the beginning of it.")],  # noqa: A002 - the argument's name
    *,
    json: Annotated[bool, typer.Option("--json", help="Print it as one line of JSON.")] = False,
) -> None:
    """Show an event, a claim or a report with everything it rests on: sources, sentences, choices and reasons."""
    with late.archive(settings_of(context).archive) as archive:
        story = _story(archive, late.look_up(archive, id))
    if json:
        write_line(story)
        return
    page = console()
    if isinstance(story, EventStory):
        _print_event(story, page)
    elif isinstance(story, ReportStory):
        _print_report(story, page)
    else:
        _print_claims([story], page)
        page.print(f"part of event {story.event}; show that for all that is said of it")


def _story(archive: Archive, found: Event | ClaimLine | Report) -> EventStory | ClaimLine | ReportStory:
    """Fetch what belongs to what was found."""
    if isinstance(found, Event):
        claims = tuple(map(line_of, archive.claims_of(found)))
        causes = tuple(archive.causes_of(found))
        beside = sorted({id_ for cause in causes for id_ in (cause.effect, cause.cause)} - {found.id})
        links, others = tuple(archive.links_of(found)), tuple(map(archive.event, beside))
        return EventStory(found, claims, archive.versions(found), links, causes, others)
    if isinstance(found, Report):
        lines = map(line_of, archive.claims(late.query_of_report(found.id)))
        told = tuple(sorted(lines, key=lambda line: (line.claim.trigger, line.claim.type)))
        return ReportStory(found, told, archive.aside(found.id), archive.related(found.id))
    return found


def _print_event(story: EventStory, page: Console) -> None:
    event = story.event
    title = Text(f"{type_words(event.type, event.mode)} · ").append(status_text(event))
    page.print(title)
    page.print(Text(plain(event.headline), style="italic"))
    page.print(
        facts(
            ("event", event.id),
            ("who", names(map(actor_words, event.actors))),
            ("whom", names(map(actor_words, event.recipients))),
            ("where", names(map(place_words, event.places))),
            ("when", interval_words(event.stated) if event.stated else day_words(None, event.first_reported)),
            *view_lines(event),
            ("told by", told_by(event)),
        )
    )
    headlines = {one.id: one.headline for one in story.beside}
    page.print(facts(*((way, words) for cause in story.causes for way, words in [_cause_words(cause, headlines)])))
    if len(story.claims) > 1:
        page.print(versions_table(story.versions))
    page.print()
    _print_claims(story.claims, page)
    for link in story.links:
        page.print(_link_words(link))


def _print_report(story: ReportStory, page: Console) -> None:
    report = story.report
    page.print(Text(plain(report.title or "(no headline)"), style="bold"))
    published = report.published
    page.print(
        facts(
            ("report", f"{report.name} ({report.id})"),
            ("outlet", report.outlet or ""),
            ("published", f"{published.day} ({published.precision}, {published.known})" if published else "not known"),
            ("url", report.url or ""),
            ("read from", source_words(report.source) if report.source else ""),
            ("language", report.language or "not told"),
            ("set aside", f"{story.aside.reason}: {story.aside.detail}" if story.aside else ""),
            ("what helps", story.aside.mend if story.aside else ""),
            ("claims", "" if story.aside else f"{len(story.claims):,}"),
        )
    )
    print_related(story.related, page)
    page.print()
    if story.aside:
        # There are no claims that would show its sentences.
        _print_beginning(report, page)
    _print_claims(story.claims, page)


def _print_beginning(report: Report, page: Console) -> None:
    body = report.text[report.title_end :].strip()
    page.print(Text("\n".join(plain(line) for line in body[:SHOWN].splitlines())))
    if len(body) > SHOWN:
        page.print(f"… {len(body) - SHOWN:,} more characters; --json has all")


def _print_claims(claims: Iterable[ClaimLine], page: Console) -> None:
    colour = page.color_system is not None and not page.no_color
    if colour:
        page.print(legend())
    for line in claims:
        page.print(claim_story(line, colour=colour))


def _cause_words(cause: EventCause, headlines: Mapping[str, str]) -> tuple[str, str]:
    """Say what an event was a cause or an effect of, and in which words a report says so."""
    came_of = cause.cause in headlines
    ways = ("because of", "led to") if cause.said.kind == "cause" else ("came after", "came before")
    other = cause.cause if came_of else cause.effect
    return ways[0 if came_of else 1], f"{headlines[other]} · “{cause.said.words}” · event {other[:SHORT]}"


def _link_words(link: Link) -> str:
    """Say why two claims are, or are not, about one event."""
    verdict = "same event" if link.same else "different events"
    why = "; ".join(f"{reason.feature} {reason.weight:+.2f} ({reason.detail})" for reason in link.reasons)
    pair = f"{link.left[:SHORT]} and {link.right[:SHORT]}"
    return plain(f"{pair}: {verdict} {link.score:.2f} by {link.judge}: {why}")
