"""An archive and a typed question enter, the answer to it leaves: what each tool does."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator
from typing import Final

from dateline.archive import Archive, Query, cursor_of
from dateline.archive.errors import ArchiveError
from dateline.archive.paging import EventPlace, event_place
from dateline.assist import answers, questions
from dateline.assist.answers import brief, disputed, quotation, seen, short
from dateline.assist.sides import compared, of_side, told_by
from dateline.model import Event

WINDOW: Final = 10_000
"""Characters of a report that are read at once: most reports whole."""

_SPEAKERS: Final = 20
"""Speakers that are named where a side is not found."""


class UnknownSideError(ArchiveError):
    """Nobody of that name tells of the event."""


def search_events(archive: Archive, asked: questions.SearchEvents) -> answers.FoundEvents:
    """Find events by who, where, when, what, or words of a sentence; by day, a page at a time.

    Each comes with its id, its headline, how many independent sources tell of it, and whether they quarrel. Read one
    with `read_event` before you say what happened.
    """
    found = list(archive.events(asked.query()))
    page = found[: asked.limit]
    return answers.FoundEvents(
        total=archive.count_events(asked.query()),
        events=tuple(map(brief, page)),
        next=cursor_of(page[-1]) if len(found) > asked.limit else None,
    )


def read_event(archive: Archive, asked: questions.ReadEvent) -> answers.ReadEvent:
    """Read an event with its sentences: each with claim, report, outlet, day and where it stands in the report.

    Quote these sentences with outlet, day and claim id; do not retell from memory. `disputed` says what cannot both be true.
    """
    event = archive.event(asked.event)
    claims = archive.claims_of(event)
    return answers.ReadEvent(
        event=brief(event),
        disputed=disputed(event.quarrels),
        speakers=answers.speakers(claims),
        first=asked.first,
        of_sentences=len(claims),
        sentences=tuple(map(quotation, claims[asked.first - 1 :][: asked.limit])),
    )


def draw_timeline(archive: Archive, asked: questions.DrawTimeline) -> answers.Timeline:
    """Draw a timeline: the key events of a story, or all events of actors, by day, each with the sentence that told it first."""
    return _story(archive, asked) if asked.follow == "story" else _of_actors(archive, asked)


def compare_versions(archive: Archive, asked: questions.CompareVersions) -> answers.Compared:
    """Put what two sides say of one event beside each other: their sentences, and the fields in which they differ.

    A side is a country, person, group or outlet. `read_event` names those who speak.
    """
    event = archive.event(asked.event)
    claims = archive.claims_of(event)
    one, other = of_side(claims, asked.one), of_side(claims, asked.other)
    for name, said in ((asked.one, one), (asked.other, other)):
        if not said:
            known = ", ".join(answers.speakers(claims)[:_SPEAKERS]) or "nobody is named"
            raise UnknownSideError(f"{short(name)} does not tell of event {event.id}.", f"Those who do: {known}.")
    same, differences = compared(one, other)
    return answers.Compared(
        event=brief(event),
        one=told_by(asked.one, one),
        other=told_by(asked.other, other),
        same=same,
        differences=differences,
        disputed=disputed(event.quarrels),
    )


def search_reports(archive: Archive, asked: questions.SearchReports) -> answers.FoundReports:
    """Search the whole texts of reports, also of those that told no event; each with a snippet."""
    found = list(archive.search_reports(asked.search()))
    page = found[: asked.limit]
    return answers.FoundReports(
        total=archive.count_reports(asked.search()),
        reports=tuple(map(answers.found_report, page)),
        next=cursor_of(page[-1]) if len(found) > asked.limit else None,
    )


def read_report(archive: Archive, asked: questions.ReadReport) -> answers.ReadReport:
    """Read the text of a report, up to 10,000 characters of it at once; go on from `end`."""
    report = archive.report(asked.report)
    end = min(len(report.text), asked.start + WINDOW)
    return answers.ReadReport(
        report=report.id,
        title=short(report.title),
        outlet=short(report.outlet) if report.outlet else None,
        published=report.published.day if report.published else None,
        url=answers.address(report.url),
        start=asked.start,
        end=max(asked.start, end),
        length=len(report.text),
        quotation=seen(report.text[asked.start : end]),
    )


def _story(archive: Archive, asked: questions.DrawTimeline) -> answers.Timeline:
    story = archive.story(*asked.about, since=asked.since, until=asked.until, events=asked.limit)
    entries = [_entry(archive, one.event, one.why) for one in story.events if one.key]
    others = len(story.events) - len(entries)
    return answers.Timeline(
        about=short(story.asked),
        entries=tuple(entries),
        left_out=f"{others} events of the story are not key; it grew no further because {story.stopped}",
    )


def _of_actors(archive: Archive, asked: questions.DrawTimeline) -> answers.Timeline:
    events = list(itertools.islice(_events_of(archive, asked), asked.limit + 1))
    more = len(events) > asked.limit
    return answers.Timeline(
        about=short(", ".join(asked.about)),
        entries=tuple(_entry(archive, event, ()) for event in events[: asked.limit]),
        left_out=f"later events are left out; ask again with since={_place(events[-1])[0]}" if more else "nothing",
    )


def _events_of(archive: Archive, asked: questions.DrawTimeline) -> Iterator[Event]:
    """Give the events of any of the actors, each once, in the order of the archive."""
    each = [
        archive.events(Query(actor=name, since=asked.since, until=asked.until, limit=asked.limit + 1))
        for name in asked.about
    ]
    # The order is that of the archive's pages: the same cursor, the same place.
    merged = heapq.merge(*each, key=_place)
    return (event for event, _ in itertools.groupby(merged))


def _place(event: Event) -> EventPlace:
    return event_place(cursor_of(event))


def _entry(archive: Archive, event: Event, why: tuple[str, ...]) -> answers.Entry:
    return answers.Entry(
        event=brief(event), why=tuple(map(short, why)), sentence=quotation(archive.claims_of(event)[0])
    )
