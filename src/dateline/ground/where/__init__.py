"""Words of a report go in; the places they mean come out, with coordinates where the words allow them, and reasons."""

from dateline.ground.where.context import Nearby, PlaceContext
from dateline.ground.where.gazetteer import Gazetteer, shipped
from dateline.ground.where.phrase import PlacePart
from dateline.ground.where.resolve import resolve_document, resolve_place, split_places
from dateline.ground.where.scan import PlaceMention, find_places
from dateline.ground.where.store import GazetteerError

__all__ = [
    "Gazetteer",
    "GazetteerError",
    "Nearby",
    "PlaceContext",
    "PlaceMention",
    "PlacePart",
    "find_places",
    "resolve_document",
    "resolve_place",
    "shipped",
    "split_places",
]
