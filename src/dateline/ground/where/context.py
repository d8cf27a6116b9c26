"""What a report says besides the phrase itself, as evidence for where it means."""

from __future__ import annotations

import msgspec


class Nearby(msgspec.Struct, frozen=True):
    """Another place that the report names, or one of several that the name may mean.

    `name` groups the meanings of one name; their `weight`s (probabilities) sum to at most 1. `lat` and `lon` are
    WGS 84 degrees, None for a state; `country` is ISO 3166-1 alpha-3.
    """

    name: str
    country: str | None
    province: str | None
    lat: float | None
    lon: float | None
    weight: float = 1.0


class PlaceContext(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence of the report around a phrase; every part may be missing.

    `countries` are (ISO 3166-1 alpha-3, weight) named in the report, weights summing to at most 1; `others` the
    places that it names elsewhere; `dateline` the place it was sent from; `home` the outlet's own place and
    `home_country` its state; `sentence` the words around the phrase.
    """

    countries: tuple[tuple[str, float], ...] = ()
    others: tuple[Nearby, ...] = ()
    dateline: Nearby | None = None
    home: Nearby | None = None
    home_country: str | None = None
    sentence: str = ""


class Within(msgspec.Struct, frozen=True):
    """What a phrase says the place lies in: a state, a province of it, or a disc around a point."""

    country: str | None
    province: str | None = None
    lat: float | None = None
    lon: float | None = None
    reach_km: float = 100.0
    text: str = ""
