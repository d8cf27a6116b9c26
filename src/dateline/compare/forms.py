"""A row of an ACLED, UCDP GED or GDELT table enters, its event leaves; a row that cannot be one says what is wrong."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping

from dateline.archive.names import country_of, names_in
from dateline.compare.types import Dead, Spot, TableForm, Theirs
from dateline.model import EventType
from dateline.ontology import by_code, ontology

Row = Mapping[str, str]


class BadRowError(Exception):
    """A row that is no event: what is wrong with it, and what would mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what = what
        self.mend = mend


NEEDED: dict[TableForm, frozenset[str]] = {
    "acled": frozenset({"event_id_cnty", "event_date", "event_type", "country", "latitude", "longitude"}),
    "ucdp": frozenset({"id", "date_start", "date_end", "type_of_violence", "country", "best"}),
    "gdelt": frozenset({"globaleventid", "day", "eventcode", "actiongeo_countrycode"}),
}
"""Columns, in lower case, by which a table is known and without which it cannot be read."""

# How far off a point may be, in kilometres, by the codes of precision of each data set: its codebook says a town, the
# surroundings of one, a district, a province; a country has no point.
_UCDP_KM = {"1": 5.0, "2": 25.0, "3": 50.0, "4": 150.0, "5": 100.0}
_ACLED_KM = {"1": 5.0, "2": 30.0, "3": 100.0}
_GDELT_KM = {"2": 150.0, "3": 10.0, "4": 10.0, "5": 150.0}

# Days before and after its date on which an ACLED event may lie.
_ACLED_DAYS = {"1": 0, "2": 3, "3": 15}

_ACLED_TYPES: dict[str, frozenset[EventType]] = {
    "battles": frozenset({"ASSAULT"}),
    "explosions/remote violence": frozenset({"ASSAULT"}),
    "violence against civilians": frozenset({"ASSAULT", "COERCE"}),
    "protests": frozenset({"PROTEST"}),
    "riots": frozenset({"PROTEST", "ASSAULT"}),
}

_ACLED_CIVIL = {"battles": False, "violence against civilians": True}

_UCDP_CIVIL = {"1": False, "2": False, "3": True}

_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}

_DAY_FORMS = ("%Y-%m-%d", "%d %B %Y", "%Y%m%d", "%d/%m/%Y")


def theirs_of(form: TableForm, row: Row, line: int) -> Theirs:
    """Give the event of a row.

    Raises:
        BadRowError: It has no id, or its day or a number cannot be read.
    """
    return {"acled": _acled, "ucdp": _ucdp, "gdelt": _gdelt}[form](row, line)


def _acled(row: Row, line: int) -> Theirs:
    day = _day(row, "event_date")
    slack = dt.timedelta(days=_ACLED_DAYS.get(row.get("time_precision", ""), 0))
    sides = _said(row, "actor1", "actor2")
    deaths = _number(row, "fatalities")
    return Theirs(
        id=_text(row, "event_id_cnty"),
        line=line,
        start=day - slack,
        end=day + slack,
        kind=row.get("sub_event_type") or _text(row, "event_type"),
        types=_ACLED_TYPES.get(row["event_type"].casefold(), frozenset()),
        civil=_ACLED_CIVIL.get(row["event_type"].casefold()),
        where=_spot(row, row.get("location", ""), _ACLED_KM.get(row.get("geo_precision", "1"))),
        sides=sides,
        marks=_marks(sides),
        # ACLED writes 0 also where no number is told.
        killed=Dead(deaths, deaths, deaths) if deaths else None,
    )


def _ucdp(row: Row, line: int) -> Theirs:
    start, end = _day(row, "date_start"), _day(row, "date_end")
    if end < start:
        raise BadRowError(f"date_end {end} is before date_start {start}", "swap the two days")
    sides = _said(row, "side_a", "side_b")
    best = _number(row, "best")
    low, high = _number(row, "low"), _number(row, "high")
    states = {by_code("gw").get(row.get(name, "").removesuffix(".0")) for name in ("gwnoa", "gwnob")}
    return Theirs(
        id=_text(row, "id"),
        line=line,
        start=start,
        end=end,
        kind=_VIOLENCE.get(row["type_of_violence"], row["type_of_violence"]),
        types=frozenset({"ASSAULT"}),
        civil=_UCDP_CIVIL.get(row["type_of_violence"]),
        where=_spot(row, row.get("where_coordinates", ""), _UCDP_KM.get(row.get("where_prec", "1"))),
        sides=sides,
        marks=_marks(sides) | {state for state in states if state},
        killed=Dead(best if low is None else low, best, best if high is None else high) if best is not None else None,
    )


def _gdelt(row: Row, line: int) -> Theirs:
    day = _day(row, "day")
    code = _text(row, "eventcode")
    sides = _said(row, "actor1name", "actor2name")
    countries = {by_code("cameo").get(row.get(f"actor{number}countrycode", "")) for number in (1, 2)}
    iso3 = by_code("fips").get(_text(row, "actiongeo_countrycode", empty=True))
    precise = row.get("actiongeo_type", "")
    return Theirs(
        id=_text(row, "globaleventid"),
        line=line,
        start=day,
        end=day,
        kind=code,
        types=ontology().types_of(code),
        where=_point(
            row, ("actiongeo_lat", "actiongeo_long"), row.get("actiongeo_fullname", ""), iso3, _GDELT_KM.get(precise)
        ),
        sides=sides,
        marks=frozenset(one for one in countries if one) | _marks(tuple(side.title() for side in sides)),
    )


def _spot(row: Row, name: str, within_km: float | None) -> Spot:
    iso3 = by_code("numeric").get(row.get("iso", "").removesuffix(".0")) or _country(row.get("country", ""))
    return _point(row, ("latitude", "longitude"), name or row.get("country", ""), iso3, within_km)


def _point(row: Row, columns: tuple[str, str], name: str, iso3: str | None, within_km: float | None) -> Spot:
    lat, lon = (_degrees(row, column, most) for column, most in zip(columns, (90, 180), strict=True))
    if within_km is None or lat is None or lon is None:
        return Spot(name=name, country=iso3)
    return Spot(name=name, country=iso3, lat=lat, lon=lon, within_km=within_km)


@functools.lru_cache(maxsize=4096)
def _country(name: str) -> str | None:
    # UCDP adds older names in brackets: `Yemen (North Yemen)`.
    return country_of(name) or country_of(name.partition(" (")[0])


@functools.lru_cache(maxsize=65536)
def _marks(sides: tuple[str, ...]) -> frozenset[str]:
    """Give the countries and identities that the words for the sides name."""
    return frozenset(meant for side in sides for _, meant in names_in(side))


def _said(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(row[column] for column in columns if row.get(column))


def _text(row: Row, column: str, *, empty: bool = False) -> str:
    value = row.get(column, "")
    if not value and not empty:
        raise BadRowError(f"{column} is empty", f"give it a value in {column}")
    return value


def _day(row: Row, column: str) -> dt.date:
    value = _text(row, column).partition(" 00:00")[0].partition("T00:00")[0]
    for form in _DAY_FORMS:
        try:
            return dt.datetime.strptime(value, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise BadRowError(f"{column} {value[:40]!r} is no day", "write days as 2020-03-01")


def _number(row: Row, column: str) -> int | None:
    value = row.get(column, "").removesuffix(".0")
    if not value:
        return None
    if not value.isdecimal():
        raise BadRowError(f"{column} {value[:40]!r} is no number of people", "write it in digits, or leave it empty")
    return int(value)


def _degrees(row: Row, column: str, most: int) -> float | None:
    value = row.get(column, "")
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        degrees = float("nan")
    if not -most <= degrees <= most:
        raise BadRowError(f"{column} {value[:40]!r} is no number of degrees", f"write degrees from -{most} to {most}")
    return degrees
