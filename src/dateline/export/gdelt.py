"""Events with their claims enter, the columns of GDELT's event table (2.0) leave: all 61, in order.

GDELT has one row for each pair of actors; an event here is one row with the first of its actors and recipients. Codes of
countries are those that GDELT uses: CAMEO's for actors, FIPS 10-4 for places.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from typing import TYPE_CHECKING

from dateline.export.columns import Cell, Column
from dateline.export.told import day_of, empty, first, place_of, point_of, where, within, year_of
from dateline.model import Actor, Place
from dateline.ontology import country, ontology

if TYPE_CHECKING:
    from dateline.archive import Told

ID_DIGITS = 15
"""Hex digits of an event's id that make its number: as many as fit a signed number of 64 bits."""

_QUADS = ((5, 1), (9, 2), (14, 3), (20, 4))
"""GDELT's four classes: up to which CAMEO root each reaches. A class of PLOVER may differ: to concede is verbal there."""

_AREAS = frozenset({"district", "province"})


def number_of(event_id: str) -> int:
    """Give the number that stands for an event; in hex it is the beginning of the id."""
    return int(event_id[:ID_DIGITS], 16)


def _fraction(told: Told) -> Cell:
    """Give the year with the share of it that has passed, as GDELT reckons it, to four places."""
    day = day_of(told)
    if day is None:
        return None
    length = 366 if calendar.isleap(day.year) else 365
    return round(day.year + day.timetuple().tm_yday / length, 4)


def _cameo(told: Told) -> str:
    return ontology().event_code(told.event.type, told.event.mode)


def _quad(told: Told) -> int:
    root = int(_cameo(told)[:2])
    return next(quad for last, quad in _QUADS if root <= last)


def _country_code(actor: Actor) -> str | None:
    found = country(actor.country)
    return found.cameo if found else None


def _type_code(actor: Actor) -> str | None:
    return actor.sector if actor.sector != "UNK" else None


def _actor_code(actor: Actor) -> str | None:
    return "".join(code for code in (_country_code(actor), _type_code(actor)) if code) or None


def _actor(number: int, get: Callable[[Told], Actor | None]) -> tuple[Column[Told], ...]:
    who = ("acted", "was acted on")[number - 1]

    def column(name: str, holds: str, read: Callable[[Actor], Cell]) -> Column[Told]:
        return Column(f"Actor{number}{name}", holds, lambda told: read(actor) if (actor := get(told)) else None)

    def none(name: str, why: str) -> Column[Told]:
        return empty(f"Actor{number}{name}", why)

    return (
        column("Code", f"CAMEO country and type of the first that {who}", _actor_code),
        column("Name", "its name, in capitals", lambda actor: actor.name.upper()),
        column("CountryCode", "CAMEO code of its country", _country_code),
        none("KnownGroupCode", "groups have no CAMEO codes here"),
        none("EthnicCode", "not coded"),
        none("Religion1Code", "not coded"),
        none("Religion2Code", "not coded"),
        column("Type1Code", "its PLOVER sector, which CAMEO spells alike", _type_code),
        none("Type2Code", "an actor has one sector"),
        none("Type3Code", "an actor has one sector"),
    )


def _geo_type(told: Told) -> Cell:
    """Give GDELT's kind of place: 1 country, 2 and 3 state and town of the United States, 5 and 4 elsewhere."""
    place = place_of(told)
    if place is None or place.precision == "region":
        return None
    if place.precision == "country":
        return 1
    american = place.country == "USA"
    if place.precision in _AREAS:
        return 2 if american else 5
    return 3 if american else 4


def _fips(place: Place) -> str | None:
    found = country(place.country)
    return found.fips or None if found else None


_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _stamp(told: Told, form: str, unit: str) -> str | None:
    day = day_of(told) if unit == "day" else within(told.event.stated, unit)
    return day.strftime(form) if day else None


def _url(told: Told) -> str | None:
    return next((one.url for one in told.claims if one.url), None)


GDELT_COLUMNS: tuple[Column[Told], ...] = (
    Column("GlobalEventID", "the first 15 hex digits of the event's id, as a number", lambda t: number_of(t.event.id)),
    Column("Day", "stated day, as YYYYMMDD; empty where no one day is stated", lambda t: _stamp(t, "%Y%m%d", "day")),
    Column("MonthYear", "its month, also where no day is stated", lambda t: _stamp(t, "%Y%m", "month")),
    Column("Year", "its year, also where no month is stated", year_of),
    Column("FractionDate", "the stated day as a year with a fraction", _fraction),
    *_actor(1, lambda told: first(told.event.actors)),
    *_actor(2, lambda told: first(told.event.recipients)),
    empty("IsRootEvent", "where in a report an event stands is not weighed"),
    Column("EventCode", "the CAMEO code nearest to type and mode", _cameo),
    Column("EventBaseCode", "its first three digits", lambda told: _cameo(told)[:3]),
    Column("EventRootCode", "its first two digits", lambda told: _cameo(told)[:2]),
    Column("QuadClass", "by root: 1 to 05, 2 to 09, 3 to 14, 4 to 20", _quad),
    Column(
        "GoldsteinScale", "weight of the PLOVER type on Goldstein's scale", lambda t: ontology().weight(t.event.type)
    ),
    Column("NumMentions", "how many claims tell of it", lambda told: len(told.event.claims)),
    Column("NumSources", "how many independent sources tell of it", lambda told: told.event.origins),
    Column("NumArticles", "how many reports tell of it", lambda told: told.event.reports),
    empty("AvgTone", "tone is not measured"),
    *(empty(f"Actor1Geo_{name}", "where an actor is at home is not coded") for name in _GEO),
    *(empty(f"Actor2Geo_{name}", "where an actor is at home is not coded") for name in _GEO),
    Column("ActionGeo_Type", "1 country, 2 US state, 3 US town, 4 town, 5 province or district", _geo_type),
    where("ActionGeo_Fullname", "its most exact place", place_of, lambda place: place.name),
    where("ActionGeo_CountryCode", "FIPS 10-4 code of its country", place_of, _fips),
    empty("ActionGeo_ADM1Code", "the gazetteer has no FIPS codes of provinces"),
    empty("ActionGeo_ADM2Code", "the gazetteer has no codes of districts"),
    where("ActionGeo_Lat", "degrees north; empty for countries", point_of, lambda place: place.lat),
    where("ActionGeo_Long", "degrees east; empty for countries", point_of, lambda place: place.lon),
    empty("ActionGeo_FeatureID", "the gazetteer counts by GeoNames, not by GNS"),
    Column(
        "DATEADDED",
        "day of the first report, with 000000 for the hour",
        lambda told: f"{day:%Y%m%d}000000" if (day := told.event.first_reported) else None,
    ),
    Column("SOURCEURL", "address of the first report that has one", _url),
)
"""The columns of GDELT 2 events, in order."""
