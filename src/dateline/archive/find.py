"""A `Query` or an id enters, rows of the archive leave: what is asked is turned into SQL here and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Subquery,
    Table,
    and_,
    func,
    or_,
    select,
    tuple_,
    union_all,
)

from dateline.archive import aliases, history, schema, sqlite
from dateline.archive.errors import Ambiguous, CannotAsk, NotFound
from dateline.archive.names import bears, country_of, identities_of
from dateline.archive.paging import claim_place, event_place
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
    table = schema.claims
    asked = select(table.c.seq).where(*_claims_asked(query))
    if query.after:
        asked = asked.where(tuple_(*_CLAIM_ORDER) > tuple_(*claim_place(query.after)))
    # The page is chosen by number first: sorted with their texts, the claims of a wide query would fill the memory.
    page = asked.order_by(*_CLAIM_ORDER).limit(query.limit)
    for row in _streamed(connection, _stored().where(table.c.seq.in_(page)).order_by(*_CLAIM_ORDER)):
        yield _stored_claim(row)


def events(connection: Connection, query: Query) -> Iterator[Event]:
    """Give the events that a query finds, by day: the first stated one, else the day of the first report."""
    found = found_events(query)
    order = (found.c.day, found.c.id)
    asked = select(found.c.body).order_by(*order)
    if query.after:
        asked = asked.where(tuple_(*order) > tuple_(*event_place(query.after)))
    for (body,) in _streamed(connection, asked.limit(query.limit)):
        yield event_of(body)


def count_claims(connection: Connection, query: Query) -> int:
    """Count the claims that a query finds on all its pages together."""
    asked = select(func.count()).select_from(schema.claims).where(*_claims_asked(query))
    return connection.execute(asked).scalar_one()


def count_events(connection: Connection, query: Query) -> int:
    """Count the events that a query finds on all its pages together."""
    return connection.execute(select(func.count()).select_from(found_events(query))).scalar_one()


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
        raise _not_found(connection, schema.reports, given)
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


def _streamed(connection: Connection, asked: Select[Any]) -> Iterator[Row[Any]]:
    return iter(connection.execution_options(yield_per=_FETCHED).execute(asked))


def _claims_asked(query: Query) -> Iterator[ColumnElement[bool]]:
    if query.as_of:
        raise _no_claims_of_a_day()
    table = schema.claims
    yield from (*of_claim(table.c.seq, query), *_of_days(table, query), *_of_type(table, query))
    if query.status:
        with_status = select(schema.members.c.claim).join(schema.events).where(schema.events.c.status == query.status)
        yield table.c.seq.in_(with_status)


def _no_claims_of_a_day() -> CannotAsk:
    return CannotAsk("Claims are kept as reports make them, and not by day.", "Ask for events as of a day.")


def found_events(query: Query) -> Subquery:
    """Give the rows of events that a query finds: those of today or, of a day, those that were shown at its end."""
    table, past = schema.events, schema.past
    today = select(table.c.day, table.c.id, table.c.type, table.c.body).where(*_of_event(table, query))
    for condition in of_claim(schema.members.c.claim, query):
        today = today.where(table.c.id.in_(select(schema.members.c.event).where(condition)))
    if query.as_of is None:
        return today.subquery()
    end = history.end_of(query.as_of)
    # The same state stands under other ids too where its event was split since.
    then = select(past.c.day, past.c.id, past.c.type, past.c.body).where(
        past.c.event == past.c.id, past.c.since <= end, past.c.until > end, *_of_event(past, query)
    )
    for condition in of_claim(schema.claims.c.seq, query):
        then = then.where(sqlite.lists(past.c.body, "claims", select(schema.claims.c.id).where(condition)))
    return union_all(today.where(table.c.since <= end), then).subquery()


def _of_event(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    yield from (*_of_days(table, query), *_of_type(table, query))
    if query.status:
        yield table.c.status == query.status


def _of_days(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    """Ask of stated days that they share one with the window, of a bound what `Query.undated` says."""
    start, end, dated = table.c.start, table.c.end, table.c.dated
    if query.undated == "none":
        yield dated.is_(True)
    if query.since is None and query.until is None:
        return
    shares = and_(*_between(end, start, query))
    if query.undated == "touching":
        # What has not even a bound may have happened on any day.
        yield or_(shares, start.is_(None))
    else:
        yield shares
        yield or_(dated.is_(True), and_(*_between(start, end, query)))


def _between(late: Column[Any], early: Column[Any], query: Query) -> Iterator[ColumnElement[bool]]:
    """Ask that `late` is not before the window and `early` not after it."""
    if query.since:
        yield late >= query.since
    if query.until:
        yield early <= query.until


def _of_type(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    if query.type:
        yield table.c.type == query.type
    if query.factuality:
        yield table.c.factuality == query.factuality


def of_claim(claim: Column[Any], query: Query) -> Iterator[ColumnElement[bool]]:
    """Give the conditions on a claim's number that its parties, places, words and report make."""
    if query.actor:
        yield _resolved_to_actor(claim, _is_actor(query.actor))
    if query.country:
        code = country_of(query.country) or query.country.upper()
        yield or_(
            _resolved_to_actor(claim, schema.actors.c.country == code),
            _resolved_to_place(claim, schema.places.c.country == code),
        )
    if query.place:
        yield _resolved_to_place(claim, _is_place(query.place))
    if query.text and query.text.strip():
        yield sqlite.mentions(claim, query.text)
    if query.report:
        yield claim.in_(select(schema.claims.c.seq).where(schema.claims.c.report_id == query.report))


def _is_actor(name: str) -> ColumnElement[bool]:
    """Ask for those of a name, and, where the actor book knows it, for those whom it means."""
    identities = identities_of(name)
    named = bears(schema.actors.c.folded, name, whole=bool(identities))
    return or_(named, schema.actors.c.identity.in_(identities)) if identities else named


def _is_place(name: str) -> ColumnElement[bool]:
    """Ask for places of a name and, where it is a country's name or code, for all that lies in that country."""
    code = country_of(name)
    named = bears(schema.places.c.folded, name, whole=code is not None)
    return or_(named, schema.places.c.country == (code or name.upper()))


def _resolved_to_actor(claim: Column[Any], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    # One inside the other and not joined: SQLite then looks through the few actors first and not their many claims.
    found = select(schema.actors.c.id).where(condition)
    ties = schema.actor_resolutions
    return claim.in_(select(ties.c.claim).where(ties.c.actor.in_(found)))


def _resolved_to_place(claim: Column[Any], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found = select(schema.places.c.id).where(condition)
    ties = schema.place_resolutions
    return claim.in_(select(ties.c.claim).where(ties.c.place.in_(found)))


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


def _ambiguous(given: str, found: Sequence[str]) -> Ambiguous:
    return Ambiguous(f"Several ids begin with {given!r}: {', '.join(found)}.", "Give more of its digits.", found)
