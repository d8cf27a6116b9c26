"""Events with their claims enter, the columns of the UCDP Georeferenced Event Dataset leave: all 49, in order.

That data set has only force that killed; so has the table: other events are left out and counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from dateline.export.columns import Cell, Column
from dateline.export.gdelt import number_of
from dateline.export.told import (
    ARMED,
    STATE,
    at,
    country_name,
    empty,
    first,
    happened,
    names,
    of_reports,
    place_of,
    places_said,
    point_of,
    sectors,
    where,
    year_of,
)
from dateline.model import Actor, Interval, Place, PlacePrecision
from dateline.ontology import country

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

_PLACE_CODES: dict[PlacePrecision, int] = {
    "site": 1,
    "town": 1,
    "district": 3,
    "province": 4,
    "country": 6,
    "region": 7,
}

_DATE_CODES = ((1, 1), (6, 2), (7, 3), (31, 4))
"""Days up to which a date has each code of precision; beyond that it is 5."""

_CELLS = 720
"""Cells of half a degree around the globe."""


def killed(told: Told) -> bool:
    """Tell whether an event is force that happened and killed someone."""
    toll = told.event.killed
    return happened(told) and told.event.type == "ASSAULT" and toll is not None and toll.best > 0


def violence_of(told: Told) -> int | None:
    """Give UCDP's type: 1 a state fights, 2 none of the armed is a state, 3 the armed kill civilians; None where untold."""
    by, against = sectors(told.event.actors), sectors(told.event.recipients)
    if by & ARMED and against == {"CVL"}:
        return 3
    if not (by & ARMED and against & ARMED):
        return None
    return 1 if (by | against) & STATE else 2


def date_code(stated: Interval | None) -> int | None:
    """Give UCDP's precision of a date: 1 the day, 2 up to six days, 3 a week, 4 up to a month, 5 more."""
    if stated is None:
        return None
    length = (stated.end - stated.start).days + 1
    return next((code for most, code in _DATE_CODES if length <= most), 5)


def grid_cell(lat: float, lon: float) -> int:
    """Give the number of the PRIO-GRID cell of a point: half degrees, row by row from the south-west."""
    return math.floor((lat + 90) * 2) * _CELLS + math.floor((lon + 180) * 2) + 1


def _cell(told: Told) -> Cell:
    place = point_of(told)
    return grid_cell(place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None


def _point(told: Told) -> Cell:
    place = point_of(told)
    return f"POINT ({place.lon} {place.lat})" if place else None


def _state_number(get: Callable[[Told], Iterable[Actor]]) -> Callable[[Told], Cell]:
    def of(told: Told) -> Cell:
        actor = first(get(told))
        found = country(actor.country) if actor and actor.sector in STATE else None
        return found.gw or None if found else None

    return of


def _dead(civilians: bool) -> Callable[[Told], Cell]:  # noqa: FBT001 - told by its name at both calls
    def of(told: Told) -> Cell:
        toll = told.event.killed
        return toll.best if toll and (sectors(told.event.recipients) == {"CVL"}) is civilians else None

    return of


def _article(one: StoredClaim) -> str:
    return ",".join((one.outlet or "", one.published.isoformat() if one.published else "", one.title))


def _number(place: Place) -> str | None:
    found = country(place.country)
    return found.gw or None if found else None


_OWN = "UCDP's numbers are its own"


def _dyad(told: Told) -> str | None:
    one, other = names(told.event.actors), names(told.event.recipients)
    return f"{one} - {other}" if one and other else None


GED_COLUMNS: tuple[Column[Told], ...] = (
    Column("id", "the first 15 hex digits of the event's id, as a number", lambda told: number_of(told.event.id)),
    Column("relid", "the event's id", lambda told: told.event.id),
    Column("year", "year in which all stated days lie", year_of),
    empty("active_year", "what UCDP reckons of a year of a conflict"),
    empty("code_status", "how far UCDP has checked it"),
    Column("type_of_violence", "1 state, 2 non-state, 3 one-sided, by the sectors of both sides", violence_of),
    empty("conflict_dset_id", _OWN),
    empty("conflict_new_id", _OWN),
    empty("conflict_name", "conflicts are not told apart"),
    empty("dyad_dset_id", _OWN),
    empty("dyad_new_id", _OWN),
    Column("dyad_name", "both sides, where both are named", _dyad),
    empty("side_a_dset_id", _OWN),
    empty("side_a_new_id", _OWN),
    Column("side_a", "who acted", lambda told: names(told.event.actors)),
    empty("side_b_dset_id", _OWN),
    empty("side_b_new_id", _OWN),
    Column("side_b", "who was acted on", lambda told: names(told.event.recipients)),
    Column("number_of_sources", "how many independent sources tell of it", lambda told: told.event.origins),
    Column("source_article", "outlet, day and headline of each report", lambda told: of_reports(told, _article)),
    Column("source_office", "outlets", lambda told: of_reports(told, lambda one: one.outlet)),
    Column(
        "source_date",
        "days of the reports",
        lambda told: of_reports(told, lambda one: one.published.isoformat() if one.published else None),
    ),
    Column("source_headline", "headlines of the reports", lambda told: of_reports(told, lambda one: one.title)),
    Column(
        "source_original",
        "who says so in the reports, outermost first",
        lambda told: of_reports(told, lambda one: ", ".join(voice.text for voice in one.claim.attribution)),
    ),
    where(
        "where_prec",
        "1 town or site, 3 district, 4 province, 6 country, 7 region",
        place_of,
        lambda p: _PLACE_CODES[p.precision],
    ),
    where("where_coordinates", "its most exact place", place_of, lambda place: place.name),
    Column("where_description", "the reports' words for places", places_said),
    where("adm_1", "province that the place lies in", place_of, lambda place: place.admin1),
    Column("adm_2", "the place, where it is a district", at(("district",))),
    where("latitude", "degrees north; empty for countries", point_of, lambda place: place.lat),
    where("longitude", "degrees east; empty for countries", point_of, lambda place: place.lon),
    Column("geom_wkt", "the point as well-known text", _point),
    Column("priogrid_gid", "number of the PRIO-GRID cell of the point", _cell),
    where("country", "name of the place's country", place_of, country_name),
    where("country_id", "Gleditsch-Ward number of that country", place_of, _number),
    empty("region", "UCDP's regions are its own"),
    empty("event_clarity", "what UCDP judges of its sources"),
    Column(
        "date_prec", "1 one day, 2 up to six, 3 a week, 4 up to a month, 5 more", lambda t: date_code(t.event.stated)
    ),
    Column("date_start", "first stated day", lambda t: s.start.isoformat() if (s := t.event.stated) else None),
    Column("date_end", "last stated day", lambda t: s.end.isoformat() if (s := t.event.stated) else None),
    empty("deaths_a", "the dead of a side are not told apart from all"),
    empty("deaths_b", "the dead of a side are not told apart from all"),
    Column("deaths_civilians", "the best toll, where all those acted on are civilians", _dead(civilians=True)),
    Column("deaths_unknown", "the best toll elsewhere", _dead(civilians=False)),
    Column("best", "toll of killed that is best founded", lambda told: k.best if (k := told.event.killed) else None),
    Column("high", "highest toll; empty where it is open", lambda told: k.high if (k := told.event.killed) else None),
    Column("low", "lowest toll; empty where it is open", lambda told: k.low if (k := told.event.killed) else None),
    Column("gwnoa", "Gleditsch-Ward number of side a, where it is a state", _state_number(lambda t: t.event.actors)),
    Column(
        "gwnob", "Gleditsch-Ward number of side b, where it is a state", _state_number(lambda t: t.event.recipients)
    ),
)
"""The columns of UCDP GED, in order."""
