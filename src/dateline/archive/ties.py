"""Events enter and are kept under the keys of their stories; an event enters, those that may be tied to it leave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, insert, select

from dateline.archive import causes, schema
from dateline.archive.rows import chunks, event_of
from dateline.model import CauseKind, Event, EventCause
from dateline.weave.stories import Footing, days_of, footing_of, keys_of, nearby_keys

# Of those that share a key or a report with an event so many are looked at, the most reported first: a report that
# lists a hundred events ties none of them closely, and a story must come at once.
_MET = 150


def keep(connection: Connection, events: Iterable[Event]) -> None:
    """Keep the keys of events that are new."""
    rows = [{"key": key, "event": event.id} for event in events for key in keys_of(event)]
    if rows:
        connection.execute(insert(schema.story_keys), rows)


class Window(msgspec.Struct, frozen=True):
    """The days that a story may have, both included; an open end is None."""

    since: dt.date | None = None
    until: dt.date | None = None

    def holds(self, event: Event) -> bool:
        """Tell whether an event shares a day with the window; what has no day lies in none."""
        days = days_of(event)
        if days is None:
            return False
        return (self.until is None or days[0] <= self.until) and (self.since is None or days[1] >= self.since)


class Ties:
    """Looks up which events may be tied to one, each event read once; it lives for one question."""

    def __init__(self, connection: Connection, window: Window) -> None:
        self._connection = connection
        self._window = window
        self._known: dict[str, Footing | None] = {}
        self.events: dict[str, Event] = {}

    def footings(self, ids: Iterable[str]) -> list[Footing]:
        """Give the footings of those events that lie in the window, in the order of ids."""
        wanted = sorted(set(ids))
        self._read([id_ for id_ in wanted if id_ not in self._known])
        return [footing for id_ in wanted if (footing := self._known[id_]) is not None]

    def near(self, footing: Footing) -> list[tuple[Footing, CauseKind | None]]:
        """Give the events that share a key, a report or a named cause with one, each with how a report names it."""
        named = _named(causes.of_events(self._connection, [footing.event]), footing.event)
        met = self._sharing_keys(footing.event) | self._sharing_reports(footing)
        most = sorted(met, key=lambda id_: (-met[id_], id_))[:_MET]
        found = self.footings({*most, *named} - {footing.event})
        return [(other, named.get(other.event)) for other in found]

    def _sharing_keys(self, event: str) -> dict[str, int]:
        """Give the number of reports of each event that shares a key."""
        keys, events = schema.story_keys, schema.events
        found: dict[str, int] = {}
        for some in chunks(nearby_keys(self.events[event])):
            asked = select(keys.c.event, events.c.reports).join_from(keys, events).where(keys.c.key.in_(some))
            found.update((row[0], row[1]) for row in self._connection.execute(asked))
        return found

    def _sharing_reports(self, footing: Footing) -> dict[str, int]:
        claims, members, events = schema.claims, schema.members, schema.events
        found: dict[str, int] = {}
        for some in chunks(sorted(footing.reports)):
            asked = select(events.c.id, events.c.reports).join_from(events, members).join(claims).distinct()
            rows = self._connection.execute(asked.where(claims.c.report_id.in_(some)))
            found.update((row[0], row[1]) for row in rows)
        return found

    def _read(self, ids: Sequence[str]) -> None:
        events = schema.events
        for some in chunks(ids):
            bodies = self._connection.execute(select(events.c.body).where(events.c.id.in_(some))).scalars()
            inside = [event for event in map(event_of, bodies) if self._window.holds(event)]
            self.events.update({event.id: event for event in inside})
            reports, families = self._told_in([event.id for event in inside])
            self._known.update(dict.fromkeys(some))
            for event in inside:
                self._known[event.id] = footing_of(event, reports[event.id], families[event.id])

    def _told_in(self, events: Sequence[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Give the reports that tell events, and the families of these."""
        claims, members, standings = schema.claims, schema.members, schema.standings
        asked = (
            select(members.c.event, claims.c.report_id, standings.c.family)
            .join_from(members, claims)
            .join(standings, standings.c.report_id == claims.c.report_id)
            .where(members.c.event.in_(events))
        )
        reports: dict[str, set[str]] = defaultdict(set)
        families: dict[str, set[str]] = defaultdict(set)
        for event, report, family in self._connection.execute(asked):
            reports[event].add(report)
            families[event].add(family)
        return reports, families


def _named(found: Iterable[EventCause], event: str) -> dict[str, CauseKind]:
    """Give how reports join other events to one; a cause says more than mere order."""
    kinds: dict[str, CauseKind] = {}
    for one in found:
        other = one.cause if one.effect == event else one.effect
        if kinds.get(other) != "cause":
            kinds[other] = one.said.kind
    return kinds
