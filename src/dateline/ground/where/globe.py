"""Two points on the globe go in, the kilometres between them come out."""

from __future__ import annotations

import math

_DIAMETER_KM = 12742.0


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the great-circle distance of two (lat, lon) in degrees, in kilometres."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return _DIAMETER_KM * math.asin(math.sqrt(min(1.0, half)))
