"""Questions enter, counts of events leave: by day, type, country and place cell, the actors, the places, and stories."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from litestar import get
from litestar.params import QueryParameter

from dateline.archive import ActorCount, CellCount, CountryCount, DayCount, PlaceCount, TypeCount
from dateline.archive.tallies import LARGEST_CELL, SMALLEST_CELL
from dateline.model import Story
from dateline.serve.problems import documented
from dateline.serve.questions import FILTERS, PAGE, Asked, AsOf, Kept, Limit, Since, Until

Name = Annotated[str | None, QueryParameter(max_length=200, description="Words of the name, or beginnings of them.")]

_STORIES: Final = 50
"""Stories of a list at most: growing one takes up to a second."""


@get("/counts/day", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def count_by_day(archive: Kept, filters: Asked, as_of: AsOf = None) -> list[DayCount]:
    """Count events by the day that chronologies sort by; null is the day of those that nothing dates."""
    return archive.count_by_day(msgspec.structs.replace(filters, as_of=as_of))


@get("/counts/type", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def count_by_type(archive: Kept, filters: Asked, as_of: AsOf = None) -> list[TypeCount]:
    """Count events by type, the most first."""
    return archive.count_by_type(msgspec.structs.replace(filters, as_of=as_of))


@get("/counts/country", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def count_by_country(archive: Kept, filters: Asked) -> list[CountryCount]:
    """Count events by the countries of their parties and places; an event may count for several."""
    return archive.count_by_country(filters)


@get("/counts/cell", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def count_by_cell(
    archive: Kept,
    filters: Asked,
    size: Annotated[
        float, QueryParameter(ge=SMALLEST_CELL, le=LARGEST_CELL, description="Degrees of the side of a cell.")
    ] = 1.0,
) -> list[CellCount]:
    """Count events by the cell of a grid that a site or town of theirs lies in; areas are counted nowhere."""
    return archive.count_by_cell(filters, size=size)


@get("/actors", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def actors(archive: Kept, filters: Asked, name: Name = None, limit: Limit = PAGE) -> list[ActorCount]:
    """List those who act or are acted on in events, the most told first."""
    return archive.actors(filters, name=name, limit=limit)


@get("/places", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def places(archive: Kept, filters: Asked, name: Name = None, limit: Limit = PAGE) -> list[PlaceCount]:
    """List the places of events, the most told first."""
    return archive.places(filters, name=name, limit=limit)


@get("/stories", sync_to_thread=True, responses=documented())
def stories(
    archive: Kept,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, QueryParameter(ge=1, le=_STORIES, description="At most so many.")] = 10,
) -> list[Story]:
    """Give the largest stories of a period, each grown from its heaviest event."""
    return list(archive.stories(since=since, until=until, limit=limit))


@get("/story", sync_to_thread=True, responses=documented(404, 409))
def story(
    archive: Kept,
    seed: Annotated[
        list[str],
        QueryParameter(
            min_items=1,
            max_items=10,
            description="Where it begins: the id of an event or report, or names that one event must bear; repeated "
            "for each name.",
        ),
    ],
    since: Since = None,
    until: Until = None,
    events: Annotated[int, QueryParameter(ge=1, le=1000, description="At most so many key events.")] = 20,
) -> Story:
    """Give the story that begins with an event or report, or with all that names everyone given."""
    return archive.story(*seed, since=since, until=until, events=events)


ROUTES: Final = (count_by_day, count_by_type, count_by_country, count_by_cell, actors, places, stories, story)
