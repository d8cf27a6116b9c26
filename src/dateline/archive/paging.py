"""The last item of a page enters, the cursor with which the next page is asked for leaves, and back: the place it stood at.

A cursor names a place in the order and no row. So what is written between two pages moves no item that stays as it is:
none is given twice or left out, also where the item that the cursor was made from is gone.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from dateline.archive.errors import CannotAsk
from dateline.archive.records import FoundReport, StoredClaim
from dateline.archive.rows import NO_DAY, day_of
from dateline.model import Event, When

_PARTED: Final = "-"

_LAST_DAY: Final = dt.date.max.toordinal()

EventPlace = tuple[dt.date, str]
"""Where an event stands among events, and a report among reports: its day and its id."""

ClaimPlace = tuple[dt.date, str, int, str]
"""Where a claim stands: its day, its report, its place in the text, its id."""


def cursor_of(item: Event | StoredClaim | FoundReport) -> str:
    """Give the cursor that stands behind an item: `Query.after` or `ReportSearch.after` of the next page."""
    if isinstance(item, Event):
        return _cursor(*place_of(item))
    if isinstance(item, FoundReport):
        return _cursor(item.published or NO_DAY, item.id)
    claim = item.claim
    when = claim.timing.when.choice if claim.timing.when else None
    day = day_of(when or When(), item.published)
    return _cursor(day, claim.report_id, str(claim.trigger.start), claim.id)


def place_of(event: Event) -> EventPlace:
    """Give the place of an event."""
    return day_of(When(stated=event.stated, bound=event.bound), event.first_reported), event.id


def event_place(cursor: str) -> EventPlace:
    """Give the place of an event or report.

    Raises:
        CannotAsk: where the cursor is none of theirs.
    """
    day, *rest = cursor.split(_PARTED)
    if len(rest) != 1:
        raise _no_cursor(cursor)
    return _day(day, cursor), rest[0]


def claim_place(cursor: str) -> ClaimPlace:
    """Give the place of a claim.

    Raises:
        CannotAsk: where the cursor is none of a claim's.
    """
    day, *rest = cursor.split(_PARTED)
    if len(rest) != 3:
        raise _no_cursor(cursor)
    report, start, id_ = rest
    return _day(day, cursor), report, _number(start, cursor), id_


def _cursor(day: dt.date, *rest: str) -> str:
    return _PARTED.join((str(day.toordinal()), *rest))


def _day(given: str, cursor: str) -> dt.date:
    return dt.date.fromordinal(min(max(1, _number(given, cursor)), _LAST_DAY))


def _number(given: str, cursor: str) -> int:
    # Longer numbers would not fit into a row.
    if not (given.isascii() and given.isdigit() and len(given) <= 9):
        raise _no_cursor(cursor)
    return int(given)


def _no_cursor(cursor: str) -> CannotAsk:
    return CannotAsk(f"{cursor!r} is no cursor of this list.", "Give the one that came with the page before.")
