"""A `Query` or an id enters, rows of the archive leave: what is asked is turned into SQL here and nowhere else."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Table,
    exists,
    func,
    select,
    tuple_,
    union_all,
)

from dateline.archive import aliases, claimed, schema, sought, tombstones
from dateline.archive.errors import Ambiguous, CannotAsk, NotFound
from dateline.archive.paging import claim_place, place_of
from dateline.archive.records import Query, StoredClaim, Told
from dateline.archive.rows import chunks, claim_of, event_of, link_of
from dateline.model import Event, Link, mark_of, successor

# How many ids are named where one was not found, or was not enough.
_NEAR = 5

# Rows that a cursor brings at once.
_FETCHED = 500

# Events whose claims are brought at once: as many as make the question's cost small beside that of its rows.
_TOLD = 200

_COLUMNS = (
    schema.claims.c.seq,
    schema.claims.c.body,
    schema.members.c.event,
    schema.reports.c.text_id,
    schema.reports.c.outlet,
    schema.reports.c.origin,
    schema.reports.c.published,
    schema.reports.c.name,
    schema.reports.c.url,
    schema.reports.c.title_end,
    schema.standings.c.family,
    schema.standings.c.replaced_by,
    schema.texts.c.text,
)

_CLAIM_ORDER = (schema.claims.c.day, schema.claims.c.report_id, schema.claims.c.place_in_text, schema.claims.c.id)


def claims(connection: Connection, query: Query) -> Iterator[StoredClaim]:
    """Give the claims that a query finds, by day, then report, then place in its text.

    Raises:
        CannotAsk: where the query is about a day gone by, or its cursor is none of a claim's.
    """
    page = _in_order(_claims_asked(connection, query), query)
    # The page is chosen by number first: sorted with their texts, the claims of a wide query would fill the memory.
    for some in chunks((row.seq for row in _streamed(connection, page)), _FETCHED):
        rows = {row.seq: row for row in connection.execute(_stored().where(schema.claims.c.seq.in_(some)))}
        for number in some:
            yield _stored_claim(rows[number])


def events(connection: Connection, query: Query) -> Iterator[Event]:
    """Give the events that a query finds, by day: the first stated one, else the day of the first report."""
    if query.as_of is None:
        yield from _events_at(connection, sought.page(connection, query))
        return
    today = _events_at(connection, sought.page(connection, query))
    rows = _streamed(connection, sought.page_of_past(query, schema.past.c.body))
    before = (event_of(row.body) for row in rows)
    yield from itertools.islice(heapq.merge(today, before, key=place_of), query.limit)


def _events_at(connection: Connection, page: sought.Sought) -> Iterator[Event]:
    """Give the events of a page; what is sorted for it are places alone, as whole events could fill the memory."""
    table = schema.events
    for ids in chunks((row.id for row in _streamed(connection, page)), _FETCHED):
        rows = connection.execute(select(table.c.id, table.c.body).where(table.c.id.in_(ids)))
        bodies: dict[str, str] = {row.id: row.body for row in rows}
        for id_ in ids:
            yield event_of(bodies[id_])


def count_claims(connection: Connection, query: Query) -> int:
    """Count the claims that a query finds on all its pages together."""
    return _number_of(connection, union_all(*_claims_asked(connection, query)))


def count_events(connection: Connection, query: Query) -> int:
    """Count the events that a query finds on all its pages together."""
    past = [sought.past(query)] if query.as_of else []
    return sum(_number_of(connection, asked) for asked in (sought.events(connection, query), *past))


def _number_of(connection: Connection, asked: sought.Sought) -> int:
    number: int = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    return number


def claims_of(connection: Connection, event: str) -> list[StoredClaim]:
    """Give the claims of an event, the first reported one first."""
    asked = _stored().where(schema.members.c.event == event)
    found = [_stored_claim(row) for row in connection.execute(asked)]
    return sorted(found, key=_as_reported)


def told(connection: Connection, query: Query, *, links: bool) -> Iterator[Told]:
    """Give the events that a query finds with their claims and, where wanted, the links that begin at these.

    Raises:
        CannotAsk: where the query is about a day gone by.
    """
    if query.as_of:
        raise _no_claims_of_a_day()
    for some in chunks(events(connection, query), _TOLD):
        said: dict[str, list[StoredClaim]] = defaultdict(list)
        for row in connection.execute(_stored().where(schema.members.c.event.in_([event.id for event in some]))):
            said[row.event].append(_stored_claim(row))
        joined = _links_from(connection, some) if links else {}
        for event in some:
            its = tuple(sorted(said[event.id], key=_as_reported))
            yield Told(event=event, claims=its, links=joined.get(event.id, ()))


def _links_from(connection: Connection, some: Sequence[Event]) -> dict[str, tuple[Link, ...]]:
    """Give the links that begin at claims of these events, by event."""
    links, members, claims_ = schema.links, schema.members, schema.claims
    asked = (
        select(members.c.event, links.c.body)
        .join_from(members, claims_)
        .join(links, links.c.left == claims_.c.id)
        .where(members.c.event.in_([event.id for event in some]))
        .order_by(links.c.left, links.c.right, links.c.judge)
    )
    found: dict[str, list[Link]] = defaultdict(list)
    for event, body in connection.execute(asked):
        found[event].append(link_of(body))
    return {event: tuple(its) for event, its in found.items()}


def claim(connection: Connection, id_: str) -> StoredClaim:
    """Give the claim with an id or unambiguous beginning of one."""
    row = connection.execute(_stored().where(schema.claims.c.id == claim_id(connection, id_))).one()
    return _stored_claim(row)


def event(connection: Connection, id_: str) -> Event:
    """Give the event that has or ever had an id."""
    body = select(schema.events.c.body).where(schema.events.c.id == event_id(connection, id_))
    return event_of(connection.execute(body).scalar_one())


def claim_id(connection: Connection, given: str) -> str:
    """Give the id of the current claim meant by an id, a beginning of one, or the id of a claim replaced since.

    Raises:
        NotFound: where there is none.
        Ambiguous: where several begin so.
    """
    found = _beginning(connection, schema.claims, given)
    if len(found) == 1 or given in found:
        return given if given in found else found[0]
    if found:
        raise _ambiguous(given, found)
    return _successor(connection, given)


def event_id(connection: Connection, given: str) -> str:
    """Give the id of the event meant: every claim's id is an alias of its event, so ids shown before a merge hold.

    Raises:
        NotFound: where there is none.
        Ambiguous: where several begin so.
    """
    found = _beginning(connection, schema.claims, given)
    gone = None if found else aliases.event_of(connection, given)
    if gone is not None:
        return event_id(connection, gone)
    claim_ids = [given] if given in found else found or [_successor(connection, given)]
    joined = select(schema.members.c.event).join_from(schema.members, schema.claims)
    events_ = joined.where(schema.claims.c.id.in_(claim_ids)).distinct()
    of: list[str] = sorted(connection.execute(events_).scalars())
    if len(of) > 1 or len(found) >= _NEAR:
        raise _ambiguous(given, found)
    return of[0]


def report_id(connection: Connection, given: str) -> str:
    """Give the id of the report meant by an id, a beginning of one, or the name that its source gave it.

    Raises:
        NotFound: where there is none.
        Ambiguous: where several begin so or have that name.
    """
    found = _beginning(connection, schema.reports, given)
    if given in found:
        return given
    if not found:
        named = select(schema.reports.c.id).where(schema.reports.c.name == given).limit(_NEAR)
        found = list(connection.execute(named).scalars())
    if len(found) > 1:
        raise _ambiguous(given, found)
    if not found:
        raise _forgotten(connection, given) or _not_found(connection, schema.reports, given)
    return found[0]


def _stored() -> Select[Any]:
    return select(*_COLUMNS).select_from(
        schema.claims.join(schema.reports).join(schema.texts).join(schema.members).join(schema.standings)
    )


def _stored_claim(row: Row[Any]) -> StoredClaim:
    found = claim_of(row.body)
    return StoredClaim(
        claim=found,
        text_id=row.text_id,
        outlet=row.outlet,
        origin=row.origin,
        published=row.published,
        family=row.family,
        replaced_by=row.replaced_by,
        report_name=row.name,
        url=row.url,
        title=row.text[: row.title_end],
        sentence=found.sentence.of(row.text),
        quote=found.quote.of(row.text),
        trigger=found.trigger.of(row.text),
        event=row.event,
    )


def _as_reported(stored: StoredClaim) -> tuple[dt.date, str, int, str]:
    of = stored.claim
    return stored.published or dt.date.max, of.report_id, of.trigger.start, of.id


def _streamed(connection: Connection, asked: sought.Sought) -> Iterator[Row[Any]]:
    # Closed also where the reader stops midway.
    with connection.execution_options(yield_per=_FETCHED).execute(asked) as rows:
        yield from rows


def _claims_asked(connection: Connection, query: Query) -> list[Select[Any]]:
    """Give lists that together hold the claims that a query finds, none of them in two."""
    if query.as_of:
        raise _no_claims_of_a_day()
    table = schema.claims
    asked = select(table.c.seq, *_CLAIM_ORDER).where(*sought.of_days(table, query), *sought.of_type(table, query))
    if query.status:
        events_, members = schema.events, schema.members
        of = select(1).select_from(members.join(events_)).where(members.c.claim == table.c.seq)
        asked = asked.where(exists(of.where(events_.c.status == query.status)))
    filters = list(claimed.filters(query))
    sizes = [(size, at) for at, one in enumerate(filters) if (size := one.few(connection)) is not None]
    leader = filters[min(sizes)[1]] if sizes else None
    asked = asked.where(*(one.holds(table.c.seq) for one in filters if one is not leader))
    if leader:
        return [asked.where(table.c.seq.in_(leader.numbers))]
    window = sought.Window.of(query)
    far = [asked.where(table.c.long, table.c.day < window.first)] if window.first else []
    return [asked.where(*window.on(table.c.day)), *far]


def _in_order(lists: Sequence[Select[Any]], query: Query) -> sought.Sought:
    if query.after:
        place = tuple_(*claim_place(query.after))
        lists = [one.where(tuple_(*_CLAIM_ORDER) > place) for one in lists]
    asked = lists[0] if len(lists) == 1 else union_all(*lists)
    return asked.order_by(*(column.name for column in _CLAIM_ORDER)).limit(query.limit)


def _no_claims_of_a_day() -> CannotAsk:
    return CannotAsk("Claims are kept as reports make them, and not by day.", "Ask for events as of a day.")


def _beginning(connection: Connection, table: Table, given: str) -> list[str]:
    """Give the first ids that begin so; an empty beginning means none."""
    if not given:
        return []
    # A range and not LIKE, which would not use the index. "g" sorts after every hex digit.
    asked = select(table.c.id).where(table.c.id >= given, table.c.id < given + "g").order_by(table.c.id).limit(_NEAR)
    return list(connection.execute(asked).scalars())


def _successor(connection: Connection, given: str) -> str:
    """Give the current claim where one of an earlier run stood: the same words of the same report."""
    superseded, table = schema.superseded, schema.claims
    asked = select(superseded.c.body).where(superseded.c.id >= given, superseded.c.id < given + "g").limit(1)
    body = connection.execute(asked).scalar() if given else None
    if body is None:
        raise _not_found(connection, table, given)
    old = claim_of(body)
    beside = select(table.c.body).where(table.c.report_id == old.report_id).order_by(table.c.place_in_text, table.c.id)
    now = [claim_of(other) for other in connection.execute(beside).scalars()]
    here = successor(mark_of(old), now)
    if here is None:
        coders = sorted({f"{other.origin.coder} {other.origin.version}" for other in now}) or ["a later coding"]
        raise NotFound(
            f"Claim {old.id} was made by {old.origin.coder} {old.origin.version} and is not made by {coders[0]}.",
            f"Look at report {old.report_id}.",
            [other.id for other in now[:_NEAR]],
        )
    return here.id


def _not_found(connection: Connection, table: Table, given: str) -> NotFound:
    after = select(table.c.id).where(table.c.id >= given).order_by(table.c.id).limit(2)
    before = select(table.c.id).where(table.c.id < given).order_by(table.c.id.desc()).limit(2)
    near = [*reversed(connection.execute(before).scalars().all()), *connection.execute(after).scalars()]
    hint = f"The nearest ids are {', '.join(near)}." if near else "The archive is empty."
    return NotFound(f"Nothing here has the id {given!r}.", hint, near)


def _forgotten(connection: Connection, given: str) -> NotFound | None:
    """Say that what is asked for was forgotten; None where it was not."""
    stones = tombstones.beginning(connection, given)
    return NotFound(f"{stones[0].told}.", "Nothing of it is left.") if stones else None


def _ambiguous(given: str, found: Sequence[str]) -> Ambiguous:
    return Ambiguous(f"Several ids begin with {given!r}: {', '.join(found)}.", "Give more of its digits.", found)
