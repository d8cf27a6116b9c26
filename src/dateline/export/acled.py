"""Events with their claims enter, the columns of ACLED's data files leave: all 31, under their names and in order.

ACLED's types of event are told from type, mode and who stands on each side; where these do not tell, the type is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.export.columns import Cell, Column, joined
from dateline.export.told import (
    ARMED,
    POINTS,
    STATE,
    at,
    country_name,
    empty,
    first,
    names,
    place_of,
    point_of,
    sectors,
    where,
    year_of,
)
from dateline.model import Actor, Event, Interval, Place, PlacePrecision
from dateline.ontology import country

if TYPE_CHECKING:
    from dateline.archive import Told

WEEK, MONTH = 7, 31
"""Days up to which ACLED gives a date as known to the week, or to the month; what is told more loosely has none here."""


class Kind(msgspec.Struct, frozen=True):
    """ACLED's type of an event; the sub-type is None where it cannot be told."""

    disorder: str
    type: str
    sub: str | None


_VIOLENCE, _SHOWN, _STEPS = "Political violence", "Demonstrations", "Strategic developments"
_BLASTS, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"

_KINDS: dict[tuple[str, str | None], Kind] = {
    ("ASSAULT", "aerial"): Kind(_VIOLENCE, _BLASTS, "Air/drone strike"),
    ("ASSAULT", "drone"): Kind(_VIOLENCE, _BLASTS, "Air/drone strike"),
    ("ASSAULT", "heavy-weapons"): Kind(_VIOLENCE, _BLASTS, "Shelling/artillery/missile attack"),
    ("ASSAULT", "explosives"): Kind(_VIOLENCE, _BLASTS, "Remote explosive/landmine/IED"),
    ("ASSAULT", "suicide-attack"): Kind(_VIOLENCE, _BLASTS, "Suicide bomb"),
    ("ASSAULT", "abduct"): Kind(_VIOLENCE, _CIVILIANS, "Abduction/forced disappearance"),
    ("ASSAULT", "sexual"): Kind(_VIOLENCE, _CIVILIANS, "Sexual violence"),
    ("ASSAULT", "destroy"): Kind(_STEPS, _STEPS, "Looting/property destruction"),
    ("PROTEST", "riot"): Kind(_SHOWN, "Riots", "Violent demonstration"),
    ("PROTEST", None): Kind(_SHOWN, "Protests", None),
    ("COERCE", "arrest"): Kind(_STEPS, _STEPS, "Arrests"),
    ("RETREAT", "ceasefire"): Kind(_STEPS, _STEPS, "Agreement"),
}
"""By type and mode; with None for every other mode of the type."""

_ATTACK = Kind(_VIOLENCE, _CIVILIANS, "Attack")
_CLASH = Kind(_VIOLENCE, "Battles", "Armed clash")


def kind_of(event: Event) -> Kind | None:
    """Give ACLED's type of an event, or None: force without a telling mode is told by who is on each side."""
    known = _KINDS.get((event.type, event.mode)) or _KINDS.get((event.type, None))
    if known or event.type != "ASSAULT":
        return known
    by, against = sectors(event.actors), sectors(event.recipients)
    if against == {"CVL"}:
        return _ATTACK
    return _CLASH if by & ARMED and against & ARMED else None


def _kind(read: Callable[[Kind], str | None]) -> Callable[[Told], Cell]:
    return lambda told: read(kind) if (kind := kind_of(told.event)) else None


def precision_of(stated: Interval | None) -> int | None:
    """Give ACLED's precision of a date: 1 the day, 2 the week, 3 the month; None where it is told more loosely."""
    if stated is None:
        return None
    length = (stated.end - stated.start).days + 1
    return next((code for code, most in ((1, 1), (2, WEEK), (3, MONTH)) if length <= most), None)


def _date(told: Told) -> str | None:
    stated = told.event.stated
    return stated.start.isoformat() if stated and precision_of(stated) else None


def _force(told: Told, actor: Actor | None) -> str | None:
    """Give ACLED's kind of an actor."""
    if actor is None or actor.sector is None:
        return None
    if actor.sector == "CVL":
        crowd = told.event.type == "PROTEST" and actor in told.event.actors
        return ("Rioters" if told.event.mode == "riot" else "Protesters") if crowd else "Civilians"
    if actor.sector in STATE:
        place = place_of(told)
        abroad = actor.country and place and place.country and place.country != actor.country
        return "External/Other forces" if abroad else "State forces"
    return "Rebel group" if actor.sector == "REB" else None


def _forces(told: Told) -> str | None:
    one, other = _force(told, first(told.event.actors)), _force(told, first(told.event.recipients))
    return f"{one}-{other}" if one and other else None


def _targeted(told: Told) -> str | None:
    return "Civilian targeting" if told.event.type == "ASSAULT" and sectors(told.event.recipients) == {"CVL"} else None


def _party(number: int, get: Callable[[Told], Iterable[Actor]]) -> tuple[Column[Told], ...]:
    who = ("acted", "were acted on")[number - 1]
    return (
        Column(f"actor{number}", f"the first of those who {who}", lambda t: a.name if (a := first(get(t))) else None),
        Column(f"assoc_actor_{number}", "the others", lambda told: names(tuple(get(told))[1:])),
        Column(f"inter{number}", "kind of the first, by sector and country", lambda t: _force(t, first(get(t)))),
    )


def _number(place: Place) -> int | None:
    found = country(place.country)
    return int(found.numeric) if found and found.numeric else None


_GEO_PRECISION: dict[PlacePrecision, int] = {"site": 1, "town": 1, "district": 2, "province": 3}

ACLED_COLUMNS: tuple[Column[Told], ...] = (
    Column("event_id_cnty", "the event's id", lambda told: told.event.id),
    Column("event_date", "first stated day; empty where a month or less is not stated", _date),
    Column("year", "its year, also where only the year is stated", year_of),
    Column("time_precision", "1 one day, 2 up to a week, 3 up to a month", lambda t: precision_of(t.event.stated)),
    Column("disorder_type", "ACLED's class of the type", _kind(lambda kind: kind.disorder)),
    Column("event_type", "told from type, mode and sides; empty where they do not tell", _kind(lambda kind: kind.type)),
    Column("sub_event_type", "likewise", _kind(lambda kind: kind.sub)),
    *_party(1, lambda told: told.event.actors),
    *_party(2, lambda told: told.event.recipients),
    Column("interaction", "both kinds, where both are known", _forces),
    Column("civilian_targeting", "where all those acted on by force are civilians", _targeted),
    where("iso", "ISO 3166-1 number of the place's country", place_of, _number),
    empty("region", "ACLED's regions are its own"),
    where("country", "name of that country", place_of, country_name),
    where("admin1", "province that the place lies in", place_of, lambda place: place.admin1),
    Column("admin2", "the place, where it is a district", at(("district",))),
    empty("admin3", "the gazetteer has no third level"),
    Column("location", "the place, where it is a town or a site", at(POINTS)),
    where("latitude", "degrees north; empty for countries", point_of, lambda place: place.lat),
    where("longitude", "degrees east; empty for countries", point_of, lambda place: place.lon),
    where(
        "geo_precision", "1 town or site, 2 district, 3 province", place_of, lambda p: _GEO_PRECISION.get(p.precision)
    ),
    Column("source", "outlets", lambda told: joined(told.event.outlets)),
    empty("source_scale", "the reach of outlets is not kept"),
    Column("notes", "the words that stand for it", lambda told: told.event.headline),
    Column(
        "fatalities",
        "toll of killed that is best founded; empty where none is told, which is not 0",
        lambda told: toll.best if (toll := told.event.killed) else None,
    ),
    empty("tags", "ACLED's tags are its own"),
    empty("timestamp", "when ACLED took it up"),
)
"""The columns of ACLED, in order."""
