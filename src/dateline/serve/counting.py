"""Questions enter, counts of events leave: by day, type, country and place cell, the actors, the places, and stories."""

from __future__ import annotations

from typing import Annotated, Final

import msgspec
from litestar import Response, get
from litestar.params import QueryParameter

from dateline.archive import ActorCount, CellCount, CountryCount, DayCount, PlaceCount, TypeCount
from dateline.archive.tallies import LARGEST_CELL, SMALLEST_CELL
from dateline.model import Story
from dateline.serve.problems import documented
from dateline.serve.questions import FILTERS, PAGE, Asked, AsOf, Kept, Limit, Since, Until
from dateline.serve.remembered import Counted

Name = Annotated[str | None, QueryParameter(max_length=200, description="Words of the name, or beginnings of them.")]

_STORIES: Final = 50
"""Stories of a list at most: growing one takes up to a second."""


@get("/counts/day", dependencies=FILTERS, responses=documented())
async def count_by_day(archive: Kept, counted: Counted, filters: Asked, as_of: AsOf = None) -> Response[list[DayCount]]:
    """Count events by the day that chronologies sort by; null is the day of those that nothing dates."""
    query = msgspec.structs.replace(filters, as_of=as_of)
    return await counted.answer(lambda: archive.count_by_day(query), "day", query, long=False)


@get("/counts/type", dependencies=FILTERS, responses=documented())
async def count_by_type(
    archive: Kept, counted: Counted, filters: Asked, as_of: AsOf = None
) -> Response[list[TypeCount]]:
    """Count events by type, the most first."""
    query = msgspec.structs.replace(filters, as_of=as_of)
    return await counted.answer(lambda: archive.count_by_type(query), "type", query, long=False)


@get("/counts/country", dependencies=FILTERS, responses=documented())
async def count_by_country(archive: Kept, counted: Counted, filters: Asked) -> Response[list[CountryCount]]:
    """Count events by the countries of their parties and places; an event may count for several."""
    return await counted.answer(lambda: archive.count_by_country(filters), "country", filters)


@get("/counts/cell", dependencies=FILTERS, responses=documented())
async def count_by_cell(
    archive: Kept,
    counted: Counted,
    filters: Asked,
    size: Annotated[
        float, QueryParameter(ge=SMALLEST_CELL, le=LARGEST_CELL, description="Degrees of the side of a cell.")
    ] = 1.0,
) -> Response[list[CellCount]]:
    """Count events by the cell of a grid that a site or town of theirs lies in; areas are counted nowhere."""
    return await counted.answer(lambda: archive.count_by_cell(filters, size=size), "cell", filters, size)


@get("/actors", dependencies=FILTERS, responses=documented())
async def actors(
    archive: Kept, counted: Counted, filters: Asked, name: Name = None, limit: Limit = PAGE
) -> Response[list[ActorCount]]:
    """List those who act or are acted on in events, the most told first."""
    return await counted.answer(lambda: archive.actors(filters, name=name, limit=limit), "actors", filters, name, limit)


@get("/places", dependencies=FILTERS, responses=documented())
async def places(
    archive: Kept, counted: Counted, filters: Asked, name: Name = None, limit: Limit = PAGE
) -> Response[list[PlaceCount]]:
    """List the places of events, the most told first."""
    return await counted.answer(lambda: archive.places(filters, name=name, limit=limit), "places", filters, name, limit)


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
