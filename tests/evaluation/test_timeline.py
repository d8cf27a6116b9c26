"""The protocol of the timeline scorer: which run of days is a story's, and which outlets may not count for a day."""

from __future__ import annotations

import datetime as dt

from evaluation.timeline import GAP_DAYS, Item, _barred, _longest

DAY = dt.date(2015, 3, 1)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def test_a_story_ends_where_nothing_is_said_of_it_for_a_month() -> None:
    first = [day(number) for number in (0, 5, 9)]
    second = [day(9 + GAP_DAYS + 1 + number) for number in (0, 1, 2, 3)]
    assert _longest([*second, *first]) == second
    assert _longest([*first, day(9 + GAP_DAYS)]) == [*first, day(9 + GAP_DAYS)]


def test_the_outlets_that_a_gold_day_cites_do_not_count_for_it() -> None:
    items = [Item(str(number), day(number), "", sources=(f"Outlet {number}",)) for number in (0, 20, 21)]
    barred = _barred(items, [item.date for item in items])
    assert barred(day(20)) == {"Outlet 20"}
    # A day that is not gold bars as many, from a gold day that is not next to it.
    assert barred(day(19)) == {"Outlet 0"}
    assert barred(day(1)) == {"Outlet 20"}
