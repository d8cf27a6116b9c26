"""A folded name goes in; the rows of places that bear it come out, and each row's `Place`."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from dateline.ground.where.flags import DEMONYM, DERIVED_NAME, OTHER_NAME, ROW
from dateline.ground.where.fold import fold, key, skeleton
from dateline.ground.where.kinds import CODES, KINDS, Kind, precision_of, town_radius_km
from dateline.ground.where.store import GazetteerError, Header, Land, unpack
from dateline.model import Place

SHIPPED = Path(__file__).parent / "data" / "gazetteer.bin"
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NOWHERE = Land("", "", "")


class Hit(NamedTuple):
    """A row that bears a name, and how: not its usual name, a name cut short, or a people's name."""

    row: int
    other: bool
    derived: bool
    demonym: bool


class Gazetteer:
    """A compiled gazetteer, mapped from its file; it never changes, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        """Map the file at `path`.

        Raises:
            GazetteerError: the file is absent, damaged, or of another format version.
        """
        arrays = unpack(path)
        try:
            header = msgspec.json.decode(arrays["header"].tobytes(), type=Header)
            self._keys, self._rows = arrays["keys"].data, arrays["rows"].data
            self._sound_keys, self._sound_rows = arrays["sound_keys"].data, arrays["sound_rows"].data
            self._lat, self._lon, self._geonames = arrays["lat"].data, arrays["lon"].data, arrays["geonames"].data
            self._people, self._province = arrays["people"].data, arrays["province"].data
            self._land, self._kind = arrays["land"].data, arrays["kind"].data
            self._radius, self._names = arrays["radius"].data, arrays["names"]
            self._ends = np.cumsum(arrays["length"], dtype=np.int64)
        except (KeyError, msgspec.DecodeError) as error:
            raise GazetteerError(f"{path} lacks a section or its header cannot be read: {error}") from error
        self._lands = [_NOWHERE, *header.lands]
        self._provinces = header.provinces
        alpha3 = {land.iso2: land.iso3 for land in header.lands}
        self.short = {form: [(alpha3[iso2], name) for iso2, name in all_] for form, all_ in header.short.items()}
        """Short forms of provinces as written (`La.`): (ISO 3166-1 alpha-3, province) for each meaning."""
        self.capitals = self._by_country(arrays["kind"] == CODES["capital"])
        """The row of each state's capital, by ISO 3166-1 alpha-3."""
        self.states = self._by_country(arrays["kind"] == CODES["country"])
        """The row of each state, by ISO 3166-1 alpha-3."""

    def _by_country(self, chosen: npt.NDArray[np.bool_]) -> dict[str, int]:
        return {self.country(int(row)): int(row) for row in np.flatnonzero(chosen)}

    @property
    def listed(self) -> int:
        """The number of rows before the towns: states, written places, areas and airfields."""
        return len(self._radius)

    def __len__(self) -> int:
        """Count the places."""
        return len(self._kind)

    def find(self, folded: str) -> list[Hit]:
        """Give the rows that bear a folded name, in row order; none for a name that nothing bears."""
        wanted = key(folded)
        at = bisect_left(self._keys, wanted)
        hits = []
        while at < len(self._keys) and self._keys[at] == wanted:
            value = self._rows[at]
            hits.append(Hit(value & ROW, bool(value & OTHER_NAME), bool(value & DERIVED_NAME), bool(value & DEMONYM)))
            at += 1
        return hits

    def knows(self, folded: str) -> bool:
        """Tell whether anything bears a folded name."""
        wanted = key(folded)
        at = bisect_left(self._keys, wanted)
        return at < len(self._keys) and self._keys[at] == wanted

    def sounding(self, folded: str) -> list[int]:
        """Give the rows whose usual name has the consonants of a folded name, for transliterated names only."""
        bare = skeleton(folded)
        if not bare:
            return []
        wanted = key(bare) & 0xFFFFFFFF
        at = bisect_left(self._sound_keys, wanted)
        rows = []
        while at < len(self._sound_keys) and self._sound_keys[at] == wanted:
            rows.append(self._sound_rows[at])
            at += 1
        return rows

    def name(self, row: int) -> str:
        """Give a row's usual name."""
        end = int(self._ends[row])
        start = int(self._ends[row - 1]) if row else 0
        return self._names[start:end].tobytes().decode("utf-8")

    def kind(self, row: int) -> Kind:
        """Say what a row is."""
        return KINDS[self._kind[row]]

    def written(self, row: int) -> bool:
        """Tell whether we wrote the place down because news speaks of it."""
        return not self._geonames[row] and self.kind(row) not in {"province", "district", "airport"}

    def country(self, row: int) -> str:
        """Give a row's ISO 3166-1 alpha-3, empty for what lies in no one state."""
        return self._lands[self._land[row]].iso3

    def province(self, row: int) -> str:
        """Give the name of a row's province, empty where it is not known; a province's own is its name."""
        return self.name(row) if self.kind(row) == "province" else self._provinces[self._province[row]]

    def people(self, row: int) -> float:
        """Give the natural logarithm of one more than a row's population."""
        return float(self._people[row]) / 1000

    def centre(self, row: int) -> tuple[float, float]:
        """Give a row's centre as (lat, lon) in degrees; for reckoning distances, never to be shown for a state."""
        return self._lat[row] / 1e5, self._lon[row] / 1e5

    def radius_km(self, row: int) -> float:
        """Give the radius of a disc about as large as the place."""
        if row < len(self._radius):
            return self._radius[row] / 10
        return town_radius_km(round(math.expm1(self.people(row))))

    def id(self, row: int) -> str:
        """Give a row's id: `geonames:` and a number, or `dateline:` and a name that only it has."""
        number = self._geonames[row]
        if number:
            return f"geonames:{number}"
        land = self._lands[self._land[row]].iso2.lower()
        parts = [self.name(row), land]
        if self.kind(row) == "airport":
            parts = [self.name(row), self._provinces[self._province[row]], land]
        if self.kind(row) in {"province", "district"}:
            parts = [land, self._provinces[self._province[row]], self.kind(row), self.name(row)]
        return "dateline:" + _NOT_SLUG.sub("-", " ".join(fold(part) for part in parts if part)).strip("-")

    def place(self, row: int) -> Place:
        """Give a row as a `Place`; states and wide regions have no coordinates."""
        precision = precision_of(self.kind(row), self.radius_km(row))
        lat, lon = self.centre(row)
        shown = precision not in {"country", "region"}
        return Place(
            id=self.id(row),
            name=self.name(row),
            country=self.country(row) or None,
            admin1=self.province(row) or None if precision != "country" else None,
            lat=lat if shown else None,
            lon=lon if shown else None,
            precision=precision,
            radius_km=round(self.radius_km(row), 1) if precision != "country" else None,
        )


@functools.cache
def shipped() -> Gazetteer:
    """Give the gazetteer that the package ships, mapped at first use."""
    return Gazetteer(SHIPPED)
