"""What every reckoning gives and asks for: days with a precision, a basis and the reason."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from dateline.ground.when.calendars import Unreckonable
from dateline.ground.when.senses import Reference, Unit
from dateline.model import Interval, Precision

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Days = tuple[dt.date, dt.date]
"""The first and the last day of a stretch."""


class Reckoned(NamedTuple):
    """Days from `start` to `end`, both included, with precision, basis, and why these."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: str
    why: str

    @property
    def interval(self) -> Interval:
        """The days as the type that travels."""
        return Interval(self.start, self.end, self.precision, self.basis)


def origin_of(reference: Reference) -> dt.date:
    """Give the report's day; raises Unreckonable where it is unknown."""
    if reference.day is None:
        raise Unreckonable("reckoned from the report's day, which is unknown")
    return reference.day


# How long another event may last for so many days, or weeks, to be counted from it.
_LONGEST: dict[Unit, int] = {"second": 2, "minute": 2, "hour": 2, "day": 7, "week": 14, "weekend": 14, "month": 62}


def anchor_of(reference: Reference, unit: Unit) -> Interval:
    """Give the other event's days; raises Unreckonable where they are unknown or too many to count a unit from."""
    anchor = reference.anchor
    if anchor is None:
        raise Unreckonable("reckoned from another event, whose day is unknown")
    length = (anchor.end - anchor.start).days + 1
    if length > _LONGEST.get(unit, length):
        raise Unreckonable(f"reckoned in {unit}s from another event, of which only the {anchor.precision} is known")
    return anchor


def with_weekday(day: dt.date) -> str:
    """Write a day with its weekday."""
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}"


def precision_of(unit: Unit) -> Precision:
    """Give how exact a date in a unit is."""
    match unit:
        case "second" | "minute" | "hour":
            return "day"
        case "weekend" | "century":
            return "range"
        case _:
            return unit
