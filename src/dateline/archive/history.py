"""Events before and after a transaction enter, what was said of them earlier is kept; what was said when leaves.

A state is kept once it has been shown: one that came and went within a transaction never was. A row of `past` names the
event that what it tells of is part of now, so that the pieces of a split lead back to the whole; the id that the event
had then stands in its body.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, insert, or_, select, text, update

from dateline.archive import schema
from dateline.archive.rows import Row, chunks, event_of, event_row
from dateline.model import Claim, Event

# How many reports a cause names before it only counts them.
_NAMED = 3

FORGOTTEN = "forgotten"
"""What is said to have been done with a report that was forgotten."""

_PAST_COLUMNS = frozenset(column.name for column in schema.past.columns)


class FieldChange(msgspec.Struct, frozen=True):
    """A field of an event with what it said before and what it says after."""

    name: str
    before: object
    after: object


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an event at one time: the states that ended and those that began, and why.

    There is nothing before where an event is new, and several where events became one.
    """

    at: dt.datetime
    cause: str
    before: tuple[Event, ...]
    after: tuple[Event, ...]
    fields: tuple[FieldChange, ...]


class _State(msgspec.Struct, frozen=True):
    """What was said of an event from one time to another; `until` is empty for what is said today."""

    event: Event
    since: str
    until: str | None = None
    cause: str = ""


class _Was(msgspec.Struct, frozen=True):
    """An event's row as it was before a transaction."""

    since: str
    body: str


def stamp(when: dt.datetime) -> str:
    """Write a time so that times sort as words."""
    return when.astimezone(dt.UTC).isoformat(timespec="microseconds")


def moment(connection: Connection) -> str:
    """Give the time of the transaction, which the archive's clock gave it."""
    return str(connection.get_execution_options()["moment"])


_CauseOf = Callable[[Iterable[str], Iterable[str]], str]
"""Gives the cause of a change from the claims that an event had and the events in which they are now."""


class Chronicle:
    """What one transaction changes of events: what they were before it, and which reports came or were coded anew."""

    def __init__(self, connection: Connection, cause: str = "") -> None:
        """Take the cause of changes to which no report of the transaction led."""
        self._connection = connection
        self._cause = cause
        self._was: dict[str, _Was] = {}
        self._acts: dict[str, str] = {}
        self._report_of: dict[str, str] = {}

    def note(self, claim: Claim, act: str) -> None:
        """Note what was done with a claim's report: `added` or `coded anew`; the first note of a report stands."""
        self._acts.setdefault(claim.report_id, act)
        self._report_of[claim.id] = claim.report_id

    def leave(self, event_ids: Sequence[str]) -> None:
        """Remember events that are about to be dropped, as they were before the transaction."""
        table = schema.events
        asked = select(table.c.id, table.c.since, table.c.body).where(table.c.id.in_(event_ids))
        for id_, since, body in self._connection.execute(asked):
            if since is not None and since != moment(self._connection):
                self._was.setdefault(id_, _Was(since, body))

    def close(self) -> None:
        """Write down what has changed, and give what has not its time back."""
        came: dict[str, set[str]] = defaultdict(set)
        for claim, event in _events_now(self._connection, self._report_of if self._was else ()).items():
            came[event].add(self._report_of[claim])

        def cause(claims: Iterable[str], events: Iterable[str]) -> str:
            left = {self._report_of[id_] for id_ in claims if id_ in self._report_of}
            reports = left.union(*(came[id_] for id_ in events)) or self._acts
            return _told((self._acts[report], report) for report in reports) or self._cause

        for ids in chunks(sorted(self._was)):
            _compare(self._connection, {id_: self._was[id_] for id_ in ids}, cause)


class Rebuilt:
    """What making all events anew changes of them; they wait in a table of their own, as there may be millions."""

    def __init__(self, connection: Connection, cause: str) -> None:
        """Take the events as they are before they are made anew."""
        self._connection = connection
        self._cause = cause
        # What was kept before times were has none, and its past begins today.
        kept = "CREATE TEMP TABLE was AS SELECT id, since, body FROM events WHERE since IS NOT NULL"
        connection.execute(text(kept))

    def close(self) -> None:
        """Write down what has changed, and give what has not its time back."""
        page = text("SELECT id, since, body FROM was WHERE id > :last ORDER BY id LIMIT 1000")
        last = ""
        while rows := self._connection.execute(page, {"last": last}).all():
            last = rows[-1][0]
            # What cannot be read can have been told by nobody; `Archive.faults` names it.
            was = {id_: _Was(since, body) for id_, since, body in rows if _is_whole(body)}
            _compare(self._connection, was, lambda *_: self._cause)
        self._connection.execute(text("DROP TABLE was"))


def history(connection: Connection, event_id: str) -> list[Change]:
    """Give all that became of an event that is there today, and of those that are now part of it, the first first."""
    states = _states(connection, event_id)
    times = {state.since for state in states} | {state.until for state in states if state.until}
    return [_change(connection, at, states) for at in sorted(times)]


def as_of(connection: Connection, event_id: str, day: dt.date) -> list[Event]:
    """Give what was said at the end of a day (UTC) of what is one event today; there may have been several, or none."""
    end = end_of(day)
    found = (state for state in _states(connection, event_id) if state.since <= end < (state.until or "~"))
    return sorted((state.event for state in found), key=lambda event: event.id)


def end_of(day: dt.date) -> str:
    """Give the last moment of a day."""
    return stamp(dt.datetime.combine(day, dt.time.max, dt.UTC))


def _is_whole(body: str) -> bool:
    try:
        event_of(body)
    except msgspec.DecodeError:
        return False
    return True


def _told(acts: Iterable[tuple[str, str]]) -> str:
    by_act: dict[str, list[str]] = defaultdict(list)
    for act, report in sorted(acts):
        by_act[act].append(report)
    return "; ".join(f"{_reports(reports)} {act}" for act, reports in sorted(by_act.items()))


def _reports(ids: Sequence[str]) -> str:
    if len(ids) == 1:
        return f"report {ids[0]}"
    if len(ids) <= _NAMED:
        return f"reports {', '.join(ids[:-1])} and {ids[-1]}"
    return f"reports {', '.join(ids[:_NAMED])} and {len(ids) - _NAMED} more"


def _compare(connection: Connection, was: Mapping[str, _Was], cause_of: _CauseOf) -> None:
    """Keep what was said of events where they say something else now or are gone."""
    table = schema.events
    now = dict(_rows(connection, select(table.c.id, table.c.body).where(table.c.id.in_(was))))
    same = [{"e": id_, "s": one.since} for id_, one in was.items() if now.get(id_) == one.body]
    if same:
        restored = update(table).where(table.c.id == bindparam("e")).values(since=bindparam("s"))
        connection.execute(restored, same)
    before = {id_: event_of(one.body) for id_, one in was.items() if now.get(id_) != one.body}
    if not before:
        return
    of = _events_now(connection, (claim for event in before.values() for claim in event.claims))
    led = dict(
        _rows(connection, select(schema.aliases.c.id, schema.aliases.c.event).where(schema.aliases.c.id.in_(before)))
    )
    rows: list[Row] = []
    for id_, event in sorted(before.items()):
        parts = {of[claim] for claim in event.claims if claim in of}
        cause = cause_of(event.claims, parts)
        leads = (id_, *sorted(parts - {id_, led.get(id_)}))
        rows += [_past_row(part, event, was[id_], cause, moment(connection)) for part in leads]
    connection.execute(insert(schema.past), rows)


def _rows(connection: Connection, asked: Select[Any]) -> Iterator[tuple[str, str]]:
    return ((row[0], row[1]) for row in connection.execute(asked))


def _past_row(part: str, event: Event, was: _Was, cause: str, until: str) -> Row:
    of_event = {name: value for name, value in event_row(event).items() if name in _PAST_COLUMNS}
    return {**of_event, "event": part, "since": was.since, "until": until, "cause": cause, "body": was.body}


def _events_now(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    claims, members = schema.claims, schema.members
    found: dict[str, str] = {}
    for ids in chunks(sorted(set(claim_ids))):
        asked = select(claims.c.id, members.c.event).join_from(claims, members).where(claims.c.id.in_(ids))
        found.update(_rows(connection, asked))
    return found


def _states(connection: Connection, event_id: str) -> list[_State]:
    """Give all that was said of an event and of those it was made from, each once."""
    table = schema.events
    asked = select(table.c.body, table.c.since).where(table.c.id == event_id, table.c.since.is_not(None))
    found = dict.fromkeys(_State(event_of(body), since) for body, since in connection.execute(asked))
    # What an event was part of before it was split off is told under that event's id, up to the split.
    lines: list[tuple[str, str]] = [(event_id, "~")]
    walked: dict[str, str] = {}
    while lines:
        id_, until = lines.pop()
        if until > walked.get(id_, ""):
            walked[id_] = until
            states = _past_of(connection, id_, until)
            found |= dict.fromkeys(states)
            lines += [(state.event.id, state.since) for state in states]
    return sorted(found, key=lambda state: (state.since, state.event.id))


def _past_of(connection: Connection, event_id: str, until: str) -> list[_State]:
    """Give what was said, up to a time, under the id of an event and the ids that lead to it."""
    table = schema.past
    led = select(schema.aliases.c.id).where(schema.aliases.c.event == event_id)
    asked = select(table.c.body, table.c.since, table.c.until, table.c.cause).where(
        or_(table.c.event == event_id, table.c.event.in_(led)), table.c.until <= until
    )
    return [_State(event_of(body), since, end, cause) for body, since, end, cause in connection.execute(asked)]


def _change(connection: Connection, at: str, states: Sequence[_State]) -> Change:
    before = [state for state in states if state.until == at]
    after = tuple(state.event for state in states if state.since == at)
    told = {id_ for state in before for id_ in state.event.claims}
    new = [event for event in after if told.isdisjoint(event.claims)]
    causes = {state.cause for state in before} | ({_begun(connection, at, new)} if new else set())
    return Change(
        at=dt.datetime.fromisoformat(at),
        cause="; ".join(sorted(causes)),
        before=tuple(state.event for state in before),
        after=after,
        fields=tuple(_fields([state.event for state in before], after)),
    )


def _begun(connection: Connection, at: str, events: Iterable[Event]) -> str:
    """Give the cause of what begins with no state before it: something was forgotten, or it is first told."""
    table = schema.forgotten
    gone = connection.execute(select(table.c.report_id).where(table.c.at == at)).scalars().all()
    return _told((FORGOTTEN, report) for report in gone) if gone else _first_told(connection, events)


def _first_told(connection: Connection, events: Iterable[Event]) -> str:
    """Give the cause of what begins with no state before it: the reports of its claims."""
    ids = sorted({id_ for event in events for id_ in event.claims})
    current = select(schema.claims.c.report_id).where(schema.claims.c.id.in_(ids))
    earlier = (
        select(schema.runs.c.report_id).join_from(schema.superseded, schema.runs).where(schema.superseded.c.id.in_(ids))
    )
    reports = set(connection.execute(current).scalars()) | set(connection.execute(earlier).scalars())
    return _told(("added", report) for report in reports)


def _fields(before: Sequence[Event], after: Sequence[Event]) -> Iterator[FieldChange]:
    """Compare the state that goes on under its id, else the first of each side."""
    if not before or not after:
        return
    known = {event.id: event for event in before}
    new = next((event for event in after if event.id in known), after[0])
    old = known.get(new.id, before[0])
    for name in new.__struct_fields__:
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield FieldChange(name, one, other)
