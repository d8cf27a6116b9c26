"""Rows with a place enter, a GeoJSON FeatureCollection (RFC 7946) leaves as it is made: longitude before latitude.

A row whose place is a whole country or region, or is not known, is kept with a null geometry: no point stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO, Literal, TypeVar

import msgspec

from dateline.export.columns import Cell, Column
from dateline.model import Place

T = TypeVar("T")


class Point(msgspec.Struct, frozen=True):
    """A position: degrees east, degrees north (WGS 84)."""

    coordinates: tuple[float, float]
    type: Literal["Point"] = "Point"


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One event or claim on the map; `properties` has the columns of the CSV but for the coordinates."""

    type: Literal["Feature"] = "Feature"
    id: Cell
    geometry: Point | None
    properties: dict[str, Cell]


def write_geojson(
    stream: BinaryIO, rows: Iterable[T], columns: Sequence[Column[T]], place_of: Callable[[T], Place | None]
) -> int:
    """Write rows as one FeatureCollection, a feature a line, and give how many there were."""
    stream.write(b'{"type":"FeatureCollection","features":[')
    count = 0
    for count, row in enumerate(rows, start=1):
        stream.write(b"\n" if count == 1 else b",\n")
        stream.write(msgspec.json.encode(feature(row, columns, place_of(row))))
    stream.write(b"\n]}\n")
    return count


def feature(row: T, columns: Sequence[Column[T]], place: Place | None) -> Feature:
    """Give the feature of a row; the first column is its id."""
    kept = {column.name: column.get(row) for column in columns if column.name not in {"lat", "lon"}}
    return Feature(id=columns[0].get(row), geometry=point(place), properties=kept)


def point(place: Place | None) -> Point | None:
    """Give the point of a place, or None where it has none of its own."""
    if place is None or place.lat is None or place.lon is None or place.precision in {"country", "region"}:
        return None
    return Point((place.lon, place.lat))
