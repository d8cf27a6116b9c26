"""Words, an id or nothing but days enter, the story that grows from them leaves, with key events, causes and key days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select

from dateline.archive import causes, schema
from dateline.archive.rows import chunks
from dateline.archive.seeds import Seeds, find_seeds, heaviest
from dateline.archive.ties import Ties, Window
from dateline.model import Event, EventCause, KeyDay, Story
from dateline.weave.stories import LATER_DAYS, MOST, Telling, Told, days_of, grow, key_days, weighed, with_keys

# A list of stories looks no deeper than this: each of them is grown from its heaviest event.
_MOST_OF_MANY = 120


class Witness(msgspec.Struct, frozen=True):
    """One claim of an event: its text's family of prints, the source, the day of publishing, and its day if exact."""

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
        days=_days(sources, window, days),
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
    claims, members, reports, standings = schema.claims, schema.members, schema.reports, schema.standings
    asked = (
        select(
            members.c.event,
            reports.c.text_id,
            standings.c.family,
            reports.c.origin,
            reports.c.published,
            claims.c.dated,
            claims.c.start,
            claims.c.end,
        )
        .join_from(members, claims)
        .join(reports, reports.c.id == claims.c.report_id)
        .join(standings, standings.c.report_id == claims.c.report_id, isouter=True)
    )
    found: dict[str, list[Witness]] = defaultdict(list)
    for ids in chunks(sorted(events)):
        rows = connection.execute(asked.where(members.c.event.in_(ids)))
        for event, text_id, family, origin, published, dated, start, end in rows:
            day = start if dated and start == end else None
            found[event].append(Witness(family or text_id, origin or "", published, day))
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


def _days(sources: Mapping[str, Sequence[Witness]], window: Window, number: int) -> tuple[KeyDay, ...]:
    """Give the key days in the order of days."""
    tellings = {Telling(row.family, row.published, row.day) for rows in sources.values() for row in rows}
    days = {day for one in tellings for day in (one.day, one.published) if day is not None}
    inside = (day for day in days if (window.since or day) <= day <= (window.until or day))
    return tuple(sorted(key_days(tellings, inside)[:number], key=lambda one: one.day)) if number else ()
