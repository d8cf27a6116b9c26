"""A kind of place and its radius go in; how exact it is, and how far it reaches, come out."""

from __future__ import annotations

import math
from typing import Literal, get_args

from dateline.model import PlacePrecision

Kind = Literal[
    "town",
    "capital",
    "country",
    "province",
    "district",
    "region",
    "continent",
    "quarter",
    "airport",
    "base",
    "nuclear",
    "oil",
    "prison",
    "camp",
    "holy",
    "crossing",
    "port",
    "dam",
    "pass",
    "site",
    "park",
    "island",
    "mountain",
    "lake",
    "river",
    "strait",
    "gulf",
    "sea",
    "ocean",
]
"""What a place is; its position in this list is its code in the compiled file, so new kinds go to the end."""

KINDS: tuple[Kind, ...] = get_args(Kind)
CODES: dict[str, int] = {kind: code for code, kind in enumerate(KINDS)}

POPULATED = frozenset({"town", "capital"})
SITES = frozenset(
    {"airport", "base", "nuclear", "oil", "prison", "camp", "holy", "crossing", "port", "dam", "pass", "site"}
)
WATERS = frozenset({"lake", "river", "strait", "gulf", "sea", "ocean"})

_DISTRICT_KM = 30.0
_PROVINCE_KM = 200.0
_PEOPLE_PER_KM2 = 3000.0  # dense enough for old towns, loose enough for suburbs


def precision_of(kind: Kind, radius_km: float) -> PlacePrecision:
    """Say how exact a place is; areas that no state draws are classed by their size.

    A strait of 60 km is as exact as a province, a sea as little as a region: what has a usable centre keeps it.
    """
    if kind in SITES:
        return "site"
    if kind in POPULATED:
        return "town"
    if kind in {"country", "province", "district"}:
        return "country" if kind == "country" else "province" if kind == "province" else "district"
    if kind == "continent":
        return "region"
    return "district" if radius_km <= _DISTRICT_KM else "province" if radius_km <= _PROVINCE_KM else "region"


def town_radius_km(population: int) -> float:
    """Give the radius of a disc that holds a town's people, between 1 and 30 km."""
    return min(30.0, max(1.0, math.sqrt(population / _PEOPLE_PER_KM2 / math.pi)))
