"""The protocol of the timeline scorer: which run of days is a story's, and which outlets may not count for a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from evaluation.timeline import GAP_DAYS, Bar, Item, _barred, _longest

DAY = dt.date(2015, 3, 1)


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def test_a_story_ends_where_nothing_is_said_of_it_for_a_month() -> None:
    first = [day(number) for number in (0, 5, 9)]
    second = [day(9 + GAP_DAYS + 1 + number) for number in (0, 1, 2, 3)]
    assert _longest([*second, *first]) == second
    assert _longest([*first, day(9 + GAP_DAYS)]) == [*first, day(9 + GAP_DAYS)]


def bars() -> Callable[[dt.date], Bar]:
    items = [Item(str(number), day(number), "", sources=(f"Outlet {number}",)) for number in (0, 20, 21)]
    return _barred(items, [item.date for item in items])


def test_the_outlets_that_a_gold_day_cites_do_not_count_for_it() -> None:
    barred = bars()
    assert barred(day(20)).outlets == {"Outlet 20"}
    # A day that is not gold bars as many, from a gold day that is not next to it.
    assert barred(day(19)).outlets == {"Outlet 0"}
    assert barred(day(1)).outlets == {"Outlet 20"}


def test_what_was_published_on_the_day_that_lends_its_outlets_still_counts() -> None:
    bar = bars()(day(1))
    assert bar.holds("Outlet 20", day(19))
    assert not bar.holds("Outlet 20", day(20))
    assert not bar.holds("Outlet 0", day(19))
