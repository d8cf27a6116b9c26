"""A `Query` enters, the places in their order of the events that it finds leave: SQL that reads little more than a page needs.

One of the filters leads. Events filed under few keys are read in order from where the page begins, and each is tested by the
other filters until the page is full. What few claims answer is looked up by these. Where nothing leads, all events are
read in their order. So what a page costs goes by the rarest of its filters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    and_,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    union,
    union_all,
)

from dateline.archive import claimed, conditions, filing, history, schema
from dateline.archive.claimed import Claimed
from dateline.archive.paging import event_place
from dateline.archive.records import Query
from dateline.archive.rows import LONG

_COUNTED: Final = 20_000
"""How far lists are counted to find the shortest: two milliseconds each."""

Conditions = Sequence[ColumnElement[bool]]

Columns = Sequence[ColumnElement[Any]]

Sought = Select[Any] | CompoundSelect[Any]
"""Asks for the `day` and the `id` of events, each once."""

_ORDER: Final = ("day", "id")

_EVENTS = schema.events.c
_KEYS = schema.event_keys.c


class Window(msgspec.Struct, frozen=True):
    """The days on which that stands which may share one with the days asked for; what is `long` may stand earlier."""

    first: dt.date | None
    last: dt.date | None

    @classmethod
    def of(cls, query: Query) -> Window:
        """Give the window of a query; where bounds may only touch the days, they may stand on any."""
        if query.undated == "touching":
            return cls(None, None)
        first = query.since and dt.date.fromordinal(max(1, query.since.toordinal() - LONG))
        return cls(first, query.until)

    def on(self, day: ColumnElement[dt.date]) -> Iterator[ColumnElement[bool]]:
        """Ask of a day whether it lies there."""
        if self.first:
            yield day >= self.first
        if self.last:
            yield day <= self.last


class _Filed(msgspec.Struct, frozen=True):
    """A filter whose events are filed under some keys."""

    keys: tuple[str, ...]

    def size(self, connection: Connection, window: Window) -> int:
        some = select(_KEYS.day).where(_KEYS.key.in_(self.keys), *window.on(_KEYS.day)).limit(_COUNTED)
        number: int = connection.execute(select(func.count()).select_from(some.subquery())).scalar_one()
        return number

    def lists(self, window: Window, tests: Conditions, also: Columns) -> Iterator[Select[Any]]:
        # Named, as both tables that may be joined have a day.
        listed = select(_KEYS.day.label("day"), _KEYS.event.label("id"), *also)
        # What is to be given of events is joined as what is to be tested.
        listed = _tested(listed, [*tests, true()] if also else tests)
        for key in self.keys:
            yield listed.where(_KEYS.key == key, *window.on(_KEYS.day))
            if window.first:
                yield listed.where(_KEYS.key == filing.ONLY_LONG + key, _KEYS.day < window.first)

    def holds(self, day: ColumnElement[dt.date], event: ColumnElement[str]) -> ColumnElement[bool]:
        other = schema.event_keys.alias().c
        return exists(select(1).where(other.key.in_(self.keys), other.day == day, other.event == event))


class _Told(msgspec.Struct, frozen=True):
    """A filter whose events have claims that answer it."""

    claims: Claimed

    def size(self, connection: Connection, _: Window) -> int | None:
        return self.claims.few(connection)

    def lists(self, _: Window, tests: Conditions, also: Columns) -> Iterator[Select[Any]]:
        members = schema.members.c
        of = select(members.event).where(members.claim.in_(self.claims.numbers))
        yield select(_EVENTS.day, _EVENTS.id, *also).where(_EVENTS.id.in_(of), *tests)

    def holds(self, _: ColumnElement[dt.date], event: ColumnElement[str]) -> ColumnElement[bool]:
        members = schema.members.alias().c
        return exists(select(1).where(members.event == event, self.claims.holds(members.claim)))


class _All:
    """All events, in their order."""

    def lists(self, window: Window, tests: Conditions, also: Columns) -> Iterator[Select[Any]]:
        listed = select(_EVENTS.day, _EVENTS.id, *also).where(*tests)
        yield listed.where(*window.on(_EVENTS.day))
        if window.first:
            yield listed.where(_EVENTS.long, _EVENTS.day < window.first)


def events(connection: Connection, query: Query, *also: ColumnElement[Any]) -> Sought:
    """Ask for all events of today that a query finds, in no order, and for more of their columns; of a day, if shown then."""
    return _joined(*_lists(connection, query, also))


def page(connection: Connection, query: Query) -> Sought:
    """Ask for those of the page of a query, in their order."""
    lists, apart = _lists(connection, query, ())
    lists = _behind(lists, query)
    if query.limit is not None and len(lists) > 1:
        firsts = (one.order_by(*_ORDER).limit(query.limit).subquery() for one in lists)
        lists = [select(*one.c) for one in firsts]
    return _joined(lists, apart).order_by(*_ORDER).limit(query.limit)


def filed(query: Query, kind: str) -> Select[Any]:
    """Ask for the `key` of a kind and the `event` of all that is filed so; of the filters only those of events hold."""
    window, tests = Window.of(query), list(of_event(schema.events, query))
    key = _KEYS.key

    def listed(plain: ColumnElement[str], first: str) -> Select[Any]:
        asked = select(plain.label("key"), _KEYS.event).where(key >= first, key < first[:-1] + chr(ord(first[-1]) + 1))
        return _tested(asked, tests)

    asked = listed(key, kind).where(*window.on(_KEYS.day))
    if not window.first:
        return asked
    long = listed(func.substr(key, 1 + len(filing.ONLY_LONG)), filing.ONLY_LONG + kind)
    return select(union_all(asked, long.where(_KEYS.day < window.first)).subquery())


def _tested(listed: Select[Any], tests: Conditions) -> Select[Any]:
    """Test filed events by their columns, in the index that has these and is in the order of the lists, as that of ids is not."""
    if not tests:
        return listed
    return listed.join(schema.events, and_(_EVENTS.day == _KEYS.day, _EVENTS.id == _KEYS.event)).where(*tests)


def past(query: Query, *also: ColumnElement[Any]) -> Select[Any]:
    """Ask for what was said of events at the end of the day of a query and is said no more: `day`, `id` and more columns."""
    table = schema.past
    asked = select(table.c.day, table.c.id, *also).where(*of_event(table, query))
    if query.as_of:
        end = history.end_of(query.as_of)
        # The same state stands under other ids too where its event was split since.
        asked = asked.where(table.c.event == table.c.id, table.c.since <= end, table.c.until > end)
    for one in claimed.filters(query):
        said = select(schema.claims.c.id).where(schema.claims.c.seq.in_(one.numbers))
        asked = asked.where(conditions.claims_include(table.c.body, said))
    return asked


def page_of_past(query: Query, *also: ColumnElement[Any]) -> Select[Any]:
    """Ask for those of the page of a query, in their order."""
    (asked,) = _behind([past(query, *also)], query)
    return asked.order_by(*_ORDER).limit(query.limit)


def of_event(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    """Give the conditions on the columns of events, or of what was said of them before."""
    yield from (*of_days(table, query), *of_type(table, query))
    if query.status:
        yield table.c.status == query.status


def of_days(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
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


def of_type(table: Table, query: Query) -> Iterator[ColumnElement[bool]]:
    """Ask for type and factuality."""
    if query.type:
        yield table.c.type == query.type
    if query.factuality:
        yield table.c.factuality == query.factuality


def _between(late: Column[Any], early: Column[Any], query: Query) -> Iterator[ColumnElement[bool]]:
    """Ask that `late` is not before the window and `early` not after it."""
    if query.since:
        yield late >= query.since
    if query.until:
        yield early <= query.until


def _lists(connection: Connection, query: Query, also: Columns) -> tuple[list[Select[Any]], bool]:
    """Give lists of `day`, `id` and more columns that together hold what a query finds today; and if none is in two."""
    window = Window.of(query)
    filters = [_filter(connection, one) for one in claimed.filters(query)]
    leader = _leader(connection, window, filters)
    tests = list(of_event(schema.events, query))
    if query.as_of:
        tests.append(_EVENTS.since <= history.end_of(query.as_of))
    lists = (leader or _All()).lists(window, tests, also)
    others = [one for one in filters if one is not leader]
    # Only who is filed under one of several keys may be filed under another.
    apart = not isinstance(leader, _Filed) or len(leader.keys) == 1
    return [one.where(*(other.holds(*_place(one)) for other in others)) for one in lists], apart


def _place(one: Select[Any]) -> tuple[ColumnElement[dt.date], ColumnElement[str]]:
    day, id_, *_ = one.selected_columns
    return day, id_


def _behind(lists: Sequence[Select[Any]], query: Query) -> list[Select[Any]]:
    """Begin behind the cursor of a query."""
    if query.after is None:
        return list(lists)
    return [one.where(tuple_(*_place(one)) > tuple_(*event_place(query.after))) for one in lists]


def _filter(connection: Connection, one: Claimed) -> _Filed | _Told:
    keys = one.keys(connection)
    return _Told(one) if keys is None else _Filed(keys or ("",))


def _leader(connection: Connection, window: Window, filters: Sequence[_Filed | _Told]) -> _Filed | _Told | None:
    """Give the filter that fewest events meet; where there are too many to look up, none leads."""
    if len(filters) == 1 and isinstance(filters[0], _Filed):
        return filters[0]
    sizes = [(size, at) for at, one in enumerate(filters) if (size := one.size(connection, window)) is not None]
    return filters[min(sizes)[1]] if sizes else None


def _joined(lists: Sequence[Select[Any]], apart: bool) -> Sought:  # noqa: FBT001 - what `_lists` gives
    if len(lists) == 1:
        return lists[0]
    return union_all(*lists) if apart else union(*lists)
