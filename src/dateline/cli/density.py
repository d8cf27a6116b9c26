"""Dated intervals enter, bars by day, week, month or year leave: how much happened when, at a glance."""

from __future__ import annotations

import collections
import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from dateline.model import Interval

Unit = Literal["day", "week", "month", "year"]

LONGEST: dict[Unit, int] = {"day": 62, "week": 62, "month": 72, "year": 10_000}
"""Most bars that are drawn in a unit before the next wider one is taken: what fits beside a label in 80 columns."""

BARS = "▁▂▃▄▅▆▇█"
PLAIN_BARS = ".:-=+*%#"


class Density(msgspec.Struct, frozen=True):
    """Counts by unit, without gaps: `starts` has the first day of each bar; `wide` intervals fit into none."""

    unit: Unit
    starts: tuple[dt.date, ...]
    counts: tuple[int, ...]
    wide: int


def density(intervals: Iterable[Interval]) -> Density | None:
    """Count intervals by the narrowest unit that gives few enough bars; None where there are none.

    An interval that reaches over more than one bar is counted in none, because the text does not say in which.
    """
    known = list(intervals)
    if not known:
        return None
    unit = _unit(known)
    counts = collections.Counter(
        start for interval in known if (start := _begin(interval.start, unit)) == _begin(interval.end, unit)
    )
    if not counts:
        return Density(unit, (), (), len(known))
    starts = [min(counts)]
    while starts[-1] < max(counts):
        starts.append(_next(starts[-1], unit))
    return Density(unit, tuple(starts), tuple(counts[start] for start in starts), len(known) - counts.total())


def _unit(intervals: list[Interval]) -> Unit:
    first, last = min(i.start for i in intervals), max(i.start for i in intervals)
    lengths: dict[Unit, int] = {
        "day": (last - first).days,
        "week": (last - first).days // 7,
        "month": (last.year - first.year) * 12 + last.month - first.month,
        "year": last.year - first.year,
    }
    return next(unit for unit, length in lengths.items() if length < LONGEST[unit])


def _begin(day: dt.date, unit: Unit) -> dt.date:
    """Give the first day of the unit that a day lies in; weeks begin on Monday."""
    if unit == "week":
        return day - dt.timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=1, day=1) if unit == "year" else day


def _next(start: dt.date, unit: Unit) -> dt.date:
    """Give the first day of the following unit."""
    if unit == "day":
        return start + dt.timedelta(days=1)
    if unit == "week":
        return start + dt.timedelta(days=7)
    if unit == "year":
        return start.replace(year=start.year + 1)
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def bars(counts: Iterable[int], *, fancy: bool) -> str:
    """Draw counts as bars of eight heights; zero is a space, and the highest count has the full height."""
    values = list(counts)
    top = max(values, default=0)
    heights = BARS if fancy else PLAIN_BARS
    return "".join(heights[-(-value * len(heights) // top) - 1] if value else " " for value in values)


def label(start: dt.date, unit: Unit) -> str:
    """Name a bar."""
    if unit == "year":
        return str(start.year)
    if unit == "month":
        return f"{start:%Y-%m}"
    return f"week of {start}" if unit == "week" else start.isoformat()
