"""A publication date and a claim's factuality enter; the days that an event with no stated date lies in leave."""

from __future__ import annotations

from dateline.ground.when.calendars import Unreckonable, plus_days, plus_months
from dateline.model import Factuality, Interval, Published

_DAYS_BEFORE = 7
"""News of what has happened is of the week up to the report; older events are dated in the text."""

_MONTHS_AHEAD = 12
"""Nine in ten planned events with a date fall within about a year of the report."""


def bound(published: Published | None, factuality: Factuality) -> Interval | None:
    """Give the days that the report's own day allows for an undated event; None where that day is unknown.

    What is said to have happened (or not) lies in the seven days up to publication, what is planned or possible in the
    year from it on. A label for counting and matching, never a date of the event.
    """
    if published is None or published.precision not in {"day", "instant"}:
        return None
    day = published.day
    try:
        if factuality in {"planned", "possible"}:
            return Interval(day, plus_months(day, _MONTHS_AHEAD), "range", "publication")
        return Interval(plus_days(day, -_DAYS_BEFORE), day, "range", "publication")
    except Unreckonable:
        return None
