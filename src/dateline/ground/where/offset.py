"""The words before a name, and the place it means, go in; how far off it something lies, and the area that makes, come out."""

from __future__ import annotations

import re

import msgspec

from dateline.model import Place, PlacePrecision

_DIRECTION = (
    r"(?:(?:north|south|east|west)(?:[\s-]?(?:east|west))?(?:[\s-](?:north|south)[\s-]?(?:east|west))?)(?:wards?)?"
)
_UNIT = r"(?P<unit>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m|yards?)"
_DISTANCE = re.compile(
    rf"(?P<count>\d+(?:[.,]\d+)?|a\s+few|several|dozens\s+of)[\s-]*{_UNIT}\s*(?:\([^()]*\)\s*)?"
    rf"(?:(?:to\s+the\s+)?{_DIRECTION}\s+(?:of|from)|(?:away\s+)?from|outside(?:\s+of)?|off|beyond)\s+"
    r"(?:(?:the|[a-z]+)\s+){0,4}$",
    re.IGNORECASE,
)
# "A village east of Kirkuk", but not "the east of Kirkuk" nor "in west of Mosul", which are parts of it.
_SIDE = re.compile(rf"(?<!\bthe )(?<!\bin )\b(?:to\s+the\s+)?{_DIRECTION}\s+of\s+(?:(?:the|[a-z]+)\s+){{0,4}}$")
_KM = {"k": 1.0, "mi": 1.609, "m": 0.001, "y": 0.0009}
_COUNTS = {"a few": 4.0, "several": 6.0, "dozens of": 40.0}
_UNSAID_KM = 30.0  # where no distance is given: a day's news seldom tells a place by a town further off
_LARGEST_DISTRICT_KM = 100.0


def offset_before(left: str) -> float | None:
    """Give how many kilometres off the name that follows something is said to lie; None where it is not."""
    said = _DISTANCE.search(left)
    if said is None:
        return _UNSAID_KM if _SIDE.search(left) else None
    count = " ".join(said.group("count").lower().split())
    number = _COUNTS[count] if count in _COUNTS else float(count.replace(",", "."))
    return number * _scale(said.group("unit").lower())


def _scale(unit: str) -> float:
    return next(scale for start, scale in _KM.items() if unit.startswith(start))


def beside(place: Place, offset_km: float) -> Place:
    """Give the area around a place in which lies what is so far off it; its id is not the place's own."""
    reach = round(offset_km + (place.radius_km or 0.0), 1)
    precision: PlacePrecision = "district" if reach <= _LARGEST_DISTRICT_KM else "province"
    return msgspec.structs.replace(
        place, id=f"{place.id}#near", name=f"near {place.name}", precision=precision, radius_km=reach
    )
