"""Takes a parsed page and its address; gives the publication dates that it states, the best supported first.

What is weighed: metadata and structured data, the visible date beside the headline, the date in the address. There is
no file time and no clock. `docs/codebook.md` says which date wins and how sure it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final, Literal

import msgspec
from lxml.html import HtmlElement

from dateline.model import Published
from dateline.read.dates import Moment, address_date
from dateline.read.doubts import ZERO_DATES
from dateline.read.page.works import Work
from dateline.read.stamps import Stamps, stamps_of
from dateline.read.zones import UTC, offset_of, written

_DAY: Final = dt.timedelta(days=1)
_NO_LATER_CLOCK: Final = dt.time(11)
"""A time in UTC before this may fall on the day before: the westernmost zone that has people is 11 hours behind."""

_NO_EARLIER_CLOCK: Final = dt.time(10)
"""A time in UTC from this on may fall on the day after: the easternmost zone is 14 hours ahead."""


class _Witness(msgspec.Struct, frozen=True):
    """One kind of evidence: the date that it gives, and whether it says plainly that this is the publication date."""

    kind: Literal["metadata", "page", "url"]
    moment: Moment
    plain: bool


def page_date(tree: HtmlElement, url: str | None, works: Sequence[Work]) -> tuple[Published, ...]:
    """Give the dates of the page and of its structured data (`works`) with how sure they are, the best supported first."""
    stamps = stamps_of(tree, works)
    address = address_date(url) if url else None
    machine, shown = _machine(stamps), _shown(stamps)
    path = _Witness("url", Moment(address.day, address.precision), address.sure == "likely") if address else None
    ranked = _agreed(machine, shown, path) or _single(stamps, machine, shown, path)
    rest = [moment.published("metadata", "unsure") for moment in (*stamps.stated, *stamps.weak)]
    return _distinct([*ranked, *rest])


def _machine(stamps: Stamps) -> _Witness | None:
    """Give the date of the metadata, on the outlet's own day where the page tells its zone."""
    for values, plain in ((stamps.stated, True), (stamps.weak, False)):
        if real := [moment for moment in values if moment.day not in ZERO_DATES]:
            # A bare day is often cut off a time in UTC that stands elsewhere in full.
            full = next((one for one in real if one.day == real[0].day and one.zone), real[0])
            return _Witness("metadata", _at_home(full, _zone(stamps)), plain)
    return None


def _shown(stamps: Stamps) -> _Witness | None:
    return _Witness("page", stamps.shown, stamps.marked) if stamps.shown else None


def _zone(stamps: Stamps) -> str | None:
    """Give the outlet's zone: one that it states itself, else how far its visible times are from the same in UTC."""
    for moment in (*stamps.stated, *stamps.weak, *stamps.changed):
        if moment.zone and moment.zone != UTC:
            return moment.zone
    for exact, told in stamps.pairs:
        if exact.zone == UTC and exact.clock and told.clock and told.zone != UTC:
            there = dt.datetime.combine(told.day, told.clock.replace(second=0))
            if zone := written(there - dt.datetime.combine(exact.day, exact.clock.replace(second=0, microsecond=0))):
                return zone
    return None


def _at_home(moment: Moment, zone: str | None) -> Moment:
    """Move a time in UTC to the outlet's zone."""
    if moment.zone != UTC or moment.clock is None or zone is None:
        return moment
    try:
        there = dt.datetime.combine(moment.day, moment.clock) + offset_of(zone)
    except OverflowError:
        return moment  # the first or the last day of the calendar
    return Moment(there.date(), moment.precision, there.time(), zone)


def _agreed(machine: _Witness | None, shown: _Witness | None, path: _Witness | None) -> list[Published]:
    """Give the day of the first two kinds of evidence that agree, then what the third says; nothing where none do.

    Of two that agree over a change of day the visible date is right, and the address before the metadata.
    """
    for first, second, third in ((shown, machine, path), (shown, path, machine), (path, machine, shown)):
        if first and second and _fit(first.moment, second.moment, exact=first is path and not path.plain):
            same_day = first.moment.day == second.moment.day
            zone = first.moment.zone or (second.moment.zone if same_day else None)
            known = second.kind if same_day and second.kind == "metadata" else first.kind
            best = Published(first.moment.day, "day", known, "certain", zone)
            return [best, *([third.moment.published(third.kind, "unsure")] if third else [])]
    return []


def _fit(own: Moment, other: Moment, *, exact: bool) -> bool:
    """Tell whether two dates can be of one point in time: the same day, or a day apart where the other may be in UTC."""
    if own.precision != "day" or other.precision != "day":
        return False
    if own.day == other.day:
        return True
    if exact or other.clock is None or other.zone not in {None, UTC}:
        return False
    if other.day - own.day == _DAY:
        return other.clock < _NO_LATER_CLOCK
    return own.day - other.day == _DAY and other.clock >= _NO_EARLIER_CLOCK


def _single(stamps: Stamps, machine: _Witness | None, shown: _Witness | None, path: _Witness | None) -> list[Published]:
    """Rank dates that do not support each other: what is plain first, and of two that are the one before a change."""
    order = [one for one in (machine, shown, path) if one]
    if machine and shown and shown.moment.day < machine.moment.day and machine.moment in stamps.changed:
        order.sort(key=lambda one: one is machine)
    if path and path.plain and any(one.moment.day > path.moment.day for one in order):
        order.sort(key=lambda one: one is not path)
    order.sort(key=lambda one: not one.plain)
    alone = sum(one.plain for one in order) == 1
    return [one.moment.published(one.kind, "likely" if one.plain and alone else "unsure") for one in order]


def _distinct(dates: list[Published]) -> tuple[Published, ...]:
    """Give each day once, by its best support."""
    seen: dict[tuple[dt.date, str], Published] = {}
    for date in dates:
        seen.setdefault((date.day, date.precision), date)
    return tuple(seen.values())
