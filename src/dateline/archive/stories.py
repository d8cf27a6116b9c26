"""Words, an id or nothing but days enter, the story that grows from them leaves, with key events, causes and key days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from dateline.archive import causes, reports, schema
from dateline.archive.rows import chunks
from dateline.archive.seeds import Seeds, find_seeds, heaviest
from dateline.archive.ties import Ties, Window
from dateline.model import Event, EventCause, KeyDay, Story, Tie
from dateline.weave.stories import (
    LATER_DAYS,
    MOST,
    Telling,
    Told,
    days_of,
    grow,
    key_days,
    tellings_of,
    weighed,
    with_keys,
)

# Texts that are read for the days that they name: reading more would take longer than a second.
_READ = 100

# A list of stories looks no deeper than this: each of them is grown from its heaviest event.
_MOST_OF_MANY = 120


class Witness(msgspec.Struct, frozen=True):
    """One claim of an event: its report, the family of prints, the source, the day of publishing, its day if exact."""

    report: str
    family: str
    origin: str
    published: dt.date | None
    day: dt.date | None


def story(connection: Connection, words: Sequence[str], window: Window, *, events: int, days: int) -> Story:
    """Grow the story that words or an id ask for; `events` and `days` are how many of each are key."""
    seeds = find_seeds(connection, words, window)
    return _grown(connection, seeds, window, MOST, events, days)


def stories(connection: Connection, window: Window, number: int, *, events: int) -> Iterator[Story]:
    """Grow stories from the heaviest events of a period; an event that is part of one begins no other."""
    taken: set[str] = set()
    for id_ in heaviest(connection, window):
        if id_ in taken:
            continue
        one = _grown(connection, Seeds((id_,), f"event {id_}"), window, _MOST_OF_MANY, events, 0)
        taken.update(told.event.id for told in one.events)
        yield one
        number -= 1
        if not number:
            return


def _grown(connection: Connection, seeds: Seeds, window: Window, most: int, events: int, days: int) -> Story:
    around = Ties(connection, window)
    grown = grow(around.footings(seeds.events[:most]), around.near, most)
    told = {id_: around.events[id_] for id_ in grown.ties}
    sources = _sources(connection, told)
    named = [one for one in causes.of_events(connection, told) if one.effect in told and one.cause in told]
    of_event = _by_event(named)
    weights = (
        weighed(event, grown.ties[id_], _told(event, sources[id_]), of_event.get(id_, ()))
        for id_, event in told.items()
    )
    return Story(
        asked=seeds.asked,
        events=with_keys(weights, events),
        causes=tuple(named),
        days=_days(connection, sources, grown.ties, window, days) if days else (),
        stopped=grown.stopped,
    )


def _by_event(named: Iterable[EventCause]) -> dict[str, list[EventCause]]:
    found: dict[str, list[EventCause]] = defaultdict(list)
    for one in named:
        found[one.effect].append(one)
        found[one.cause].append(one)
    return found


def _sources(connection: Connection, events: Iterable[str]) -> Mapping[str, list[Witness]]:
    """Give who tells each event."""
    claims, members, printed, standings = schema.claims, schema.members, schema.reports, schema.standings
    asked = (
        select(
            members.c.event,
            printed.c.id,
            printed.c.text_id,
            standings.c.family,
            printed.c.origin,
            printed.c.published,
            claims.c.dated,
            claims.c.start,
            claims.c.end,
        )
        .join_from(members, claims)
        .join(printed, printed.c.id == claims.c.report_id)
        .join(standings, standings.c.report_id == claims.c.report_id, isouter=True)
    )
    found: dict[str, list[Witness]] = defaultdict(list)
    for ids in chunks(sorted(events)):
        rows = connection.execute(asked.where(members.c.event.in_(ids)))
        for event, report, text_id, family, origin, published, dated, start, end in rows:
            day = start if dated and start == end else None
            found[event].append(Witness(report, family or text_id, origin or "", published, day))
    return found


def _told(event: Event, rows: Sequence[Witness]) -> Told:
    days = days_of(event)
    late = [row for row in rows if days and row.published and (row.published - days[1]).days > LATER_DAYS]
    return Told(_independent(rows), _independent(late))


def _independent(rows: Sequence[Witness]) -> int:
    """Count sources as `origins` does: prints of one text are one, and so is all that one outlet says."""
    by_family: dict[str, str] = {}
    for row in rows:
        by_family[row.family] = min(by_family.get(row.family, row.origin), row.origin)
    return len(set(by_family.values()))


def _days(
    connection: Connection,
    sources: Mapping[str, Sequence[Witness]],
    ties: Mapping[str, Tie],
    window: Window,
    number: int,
) -> tuple[KeyDay, ...]:
    """Give the key days in the order of days; a report is as much of the story as its most strongly tied event."""
    shares: dict[str, float] = {}
    families: dict[str, str] = {}
    tellings: set[Telling] = set()
    for event, rows in sources.items():
        for row in rows:
            shares[row.report] = max(ties[event].strength, shares.get(row.report, 0.0))
            families[row.report] = row.family
            tellings.add(Telling(row.family, row.published, row.day, ties[event].strength))
    most = sorted(shares, key=lambda id_: (-shares[id_], id_))[:_READ]
    for report in reports.load(connection, most):
        for one in tellings_of(report, ()):
            tellings.add(Telling(families[report.id], one.published, one.day, shares[report.id]))
    days = {day for one in tellings for day in (one.day, one.published) if day is not None}
    inside = (day for day in days if (window.since or day) <= day <= (window.until or day))
    return tuple(sorted(key_days(tellings, inside)[:number], key=lambda one: one.day))
