"""Events with their claims enter, the columns of POLECAT's weekly files leave: all 40, under their names and in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import dateline
from dateline.export.columns import Column, joined
from dateline.export.told import (
    POINTS,
    at,
    day_of,
    empty,
    first,
    names,
    of_reports,
    place_of,
    places_said,
    point_of,
    where,
    words,
)
from dateline.model import Actor, Party, Place
from dateline.ontology import ontology

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

GEONAMES = "geonames:"
"""What the gazetteer's ids of places of GeoNames begin with."""


def _party(
    name: str, who: str, get: Callable[[Told], Iterable[Actor]], said: Callable[[StoredClaim], Iterable[Party]]
) -> tuple[Column[Told], ...]:
    return (
        Column(f"{name} Name", f"names of those who {who}", lambda told: names(get(told))),
        Column(f"{name} Country", "ISO 3166-1 alpha-3", lambda told: joined(a.country for a in get(told))),
        empty(f"{name} COW", "numbers of the Correlates of War are not kept"),
        Column(
            f"Primary {name} Sector", "PLOVER sector of the first", lambda t: a.sector if (a := first(get(t))) else None
        ),
        Column(f"{name} Sectors", "PLOVER sectors of all", lambda told: joined(a.sector for a in get(told))),
        Column(f"{name} Title", "offices that they are known by", lambda told: joined(_titles(get(told)))),
        Column(f"{name} Name Raw", "the reports' words", lambda told: words(told, said)),
        empty(f"Wikipedia {name} ID", "the actor book does not point to Wikipedia"),
    )


def _titles(actors: Iterable[Actor]) -> Iterable[str]:
    return (office.title for actor in actors for office in actor.offices)


def _geonames(place: Place) -> str | None:
    return place.id.removeprefix(GEONAMES) if place.id and place.id.startswith(GEONAMES) else None


def _province(place: Place) -> str | None:
    return place.name if place.precision == "province" else place.admin1


def _quad(told: Told) -> str:
    return ontology().types[told.event.type].class_.upper()


def _version(told: Told) -> str:
    coders = of_reports(told, lambda one: f"{one.claim.origin.coder} {one.claim.origin.version}")
    return f"dateline {dateline.__version__}; {coders}"


POLECAT_COLUMNS: tuple[Column[Told], ...] = (
    Column("Event ID", "the event's id", lambda told: told.event.id),
    Column(
        "Event Date",
        "stated day; empty where no one day is stated",
        lambda t: d.isoformat() if (d := day_of(t)) else None,
    ),
    Column("Event Type", "PLOVER type", lambda told: told.event.type),
    Column("Event Mode", "PLOVER mode", lambda told: told.event.mode),
    Column("Intensity", "weight of the type on Goldstein's scale", lambda told: ontology().weight(told.event.type)),
    Column("Quad Code", "class of the type, in capitals", _quad),
    empty("Contexts", "contexts are not coded"),
    *_party("Actor", "acted", lambda told: told.event.actors, lambda one: one.claim.actors),
    *_party("Recipient", "were acted on", lambda told: told.event.recipients, lambda one: one.claim.recipients),
    where("Placename", "its most exact place", place_of, lambda place: place.name),
    Column("City", "that place, where it is a town or a site", at(POINTS)),
    Column("District", "that place, where it is a district", at(("district",))),
    where("Province", "that place, where it is a province, else the province that it lies in", place_of, _province),
    where("Country", "ISO 3166-1 alpha-3 of the place", place_of, lambda place: place.country),
    where("Latitude", "degrees north; empty for countries", point_of, lambda place: place.lat),
    where("Longitude", "degrees east; empty for countries", point_of, lambda place: place.lon),
    where("GeoNames ID", "its number in GeoNames, where it has one", place_of, _geonames),
    Column("Raw Placename", "the reports' words for places", places_said),
    where("Feature Type", "site, town, district, province, country or region", place_of, lambda p: p.precision),
    Column("Source", "outlets", lambda told: joined(told.event.outlets)),
    Column(
        "Publication Date",
        "day of the first report",
        lambda t: d.isoformat() if (d := t.event.first_reported) else None,
    ),
    empty("Story People", "what else a report names is not listed"),
    empty("Story Organizations", "what else a report names is not listed"),
    empty("Story Locations", "what else a report names is not listed"),
    empty("Language", "kept with the report, not with the event"),
    Column("Version", "this software and the coders of the claims", _version),
)
"""The columns of POLECAT, in order."""
