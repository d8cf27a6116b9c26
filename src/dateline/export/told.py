"""An event with its claims enters, what several formats say of it leaves: its day, place, sides and reports."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dateline.export.columns import Cell, Column, event_place, joined
from dateline.model import Actor, Interval, Party, Place, PlacePrecision, Sector
from dateline.ontology import country

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

POINTS: frozenset[PlacePrecision] = frozenset({"site", "town"})
"""Places that are points; the others are areas."""

STATE: frozenset[Sector] = frozenset({"GOV", "MIL", "COP"})
"""Sectors that use force for a state."""

REBELS: frozenset[Sector] = frozenset({"REB", "CRM"})
"""Sectors that use force for no state."""

ARMED = STATE | REBELS


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def empty(name: str, why: str) -> Column[Told]:
    """Give a column of the format that stays empty, and why."""
    return Column(name, f"empty: {why}", lambda _: None)


def happened(told: Told) -> bool:
    """Tell whether an event is told as having happened; most formats have no place for what is planned or denied."""
    return told.event.factuality == "occurred"


def day_of(told: Told) -> dt.date | None:
    """Give the one day that the texts state, or None."""
    stated = told.event.stated
    return stated.start if stated and stated.start == stated.end else None


def within(stated: Interval | None, unit: str) -> dt.date | None:
    """Give the first stated day where all stated days lie in one `year` or in one `month` of one year, or None."""
    if stated is None or stated.start.year != stated.end.year:
        return None
    return stated.start if unit == "year" or stated.start.month == stated.end.month else None


def year_of(told: Told) -> int | None:
    """Give the year in which all stated days lie, or None."""
    day = within(told.event.stated, "year")
    return day.year if day else None


def place_of(told: Told) -> Place | None:
    """Give the place that stands for the event."""
    return event_place(told.event)


def point_of(told: Told) -> Place | None:
    """Give the place that stands for the event where it has a point of its own; a country or region has none."""
    place = place_of(told)
    return place if place and place.lat is not None and place.precision not in {"country", "region"} else None


def at(precisions: Iterable[PlacePrecision]) -> Callable[[Told], Cell]:
    """Read the name of the event's place where it is of one of these precisions."""
    wanted = frozenset(precisions)
    return lambda told: place.name if (place := place_of(told)) and place.precision in wanted else None


def first(actors: Iterable[Actor]) -> Actor | None:
    """Give the first of some actors."""
    return next(iter(actors), None)


def names(actors: Iterable[Actor]) -> str | None:
    """Give the names of actors in one cell."""
    return joined(actor.name for actor in actors)


def words(told: Told, parties: Callable[[StoredClaim], Iterable[Party]]) -> str | None:
    """Give the reports' words for parties of the claims in one cell."""
    return joined(party.text for one in told.claims for party in parties(one))


def of_reports(told: Told, get: Callable[[StoredClaim], str | None]) -> str | None:
    """Give a value of each of the event's reports in one cell, each once, the first report's first."""
    return joined(get(one) for one in told.claims)


def sectors(actors: Iterable[Actor]) -> frozenset[Sector]:
    """Give the sectors of actors, so far as they are known."""
    return frozenset(actor.sector for actor in actors if actor.sector and actor.sector != "UNK")


def where(name: str, holds: str, get: Callable[[Told], Place | None], read: Callable[[Place], Cell]) -> Column[Told]:
    """Give a column that holds something of the event's place."""
    return Column(name, holds, lambda told: read(place) if (place := get(told)) else None)


def places_said(told: Told) -> str | None:
    """Give the reports' words for places in one cell."""
    return joined(place.text for one in told.claims for place in one.claim.places)


def country_name(place: Place) -> str | None:
    """Give the name of the country that a place lies in."""
    found = country(place.country)
    return found.name if found else None


def web_address(url: str | None) -> str | None:
    """Give an address of the web as it is; what is none has no place in a link."""
    return url if url and _ADDRESS.fullmatch(url) else None
