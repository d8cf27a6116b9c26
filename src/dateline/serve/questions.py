"""The parameters of a request enter, a `Query` or a `ReportSearch` leaves: what a client can ask is written here once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Annotated, Final, Generic, TypeVar

import msgspec
from litestar.di import NamedDependency, Provide
from litestar.params import PathParameter, QueryParameter, SkipValidation

from dateline.archive import Archive, FoundReport, Query, ReportSearch, StoredClaim, cursor_of
from dateline.archive.records import ReportStatus, Undated
from dateline.model import Event, EventType, Factuality, Status

T = TypeVar("T")
Item = TypeVar("Item", Event, StoredClaim, FoundReport)

_WORDS: Final = 200
"""Characters of a name or of words to look for: more is no name, and each word costs a look-up."""

PAGE: Final = 100
"""Items of a page unless the client says another number."""

LARGEST_PAGE: Final = 1000
"""Items of a page at most; `/export` gives all."""

_ID: Final = "^[0-9a-f]{1,20}$"

Kept = NamedDependency[SkipValidation[Archive]]
"""The archive that is served."""

Asked = NamedDependency[SkipValidation[Query]]
"""What the filters ask."""

Searched = NamedDependency[SkipValidation[ReportSearch]]
"""What the filters of reports ask."""

EventId = Annotated[
    str, PathParameter(pattern=_ID, description="An id that the event has or ever had, or its beginning.")
]
ClaimId = Annotated[str, PathParameter(pattern=_ID, description="The id of a claim, or its beginning.")]
ReportId = Annotated[
    str,
    PathParameter(
        max_length=_WORDS, description="The id of a report, its beginning, or the name that its source gave the report."
    ),
]
Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_PAGE, description="At most so many.")]
EventCursor = Annotated[
    str | None,
    QueryParameter(pattern="^[0-9]{1,7}-[0-9a-f]{1,20}$", description="The `next` of the page before."),
]
ClaimCursor = Annotated[
    str | None,
    QueryParameter(
        pattern="^[0-9]{1,7}-[0-9a-f]{1,20}-[0-9]{1,7}-[0-9a-f]{1,20}$", description="The `next` of the page before."
    ),
]
AsOf = Annotated[dt.date | None, QueryParameter(description="As the archive showed them at the end of this day (UTC).")]
Since = Annotated[dt.date | None, QueryParameter(description="From this day on.")]
Until = Annotated[dt.date | None, QueryParameter(description="To the end of this day.")]


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some items of a list; `next` is the cursor for those that follow (`after`), null where there are none."""

    items: tuple[T, ...]
    next: str | None


def asked(
    *,
    actor: Annotated[
        str | None, QueryParameter(max_length=_WORDS, description="Who acted or was acted on, by any name.")
    ] = None,
    country: Annotated[
        str | None,
        QueryParameter(max_length=_WORDS, description="Country of a party or place, by name or ISO 3166-1 alpha-3."),
    ] = None,
    type: Annotated[  # noqa: A002 - the parameter's name
        EventType | None, QueryParameter(description="PLOVER type.")
    ] = None,
    factuality: Annotated[Factuality | None, QueryParameter(description="Whether it is said to have happened.")] = None,
    status: Annotated[Status | None, QueryParameter(description="What the claims of the event amount to.")] = None,
    place: Annotated[
        str | None, QueryParameter(max_length=_WORDS, description="A place by name, or all that lies in a country.")
    ] = None,
    since: Since = None,
    until: Until = None,
    undated: Annotated[
        Undated,
        QueryParameter(
            description="What is given of that which states no day: what can only lie `within` the days asked for, "
            "what may lie there (`touching`), or `none`."
        ),
    ] = "within",
    text: Annotated[
        str | None, QueryParameter(max_length=_WORDS, description="Words in the sentences that say so.")
    ] = None,
) -> Query:
    """Give the question that the filters ask."""
    return Query(
        actor=actor,
        country=country,
        type=type,
        factuality=factuality,
        status=status,
        place=place,
        since=since,
        until=until,
        undated=undated,
        text=text,
    )


FILTERS: Final = {"filters": Provide(asked, sync_to_thread=False)}
"""What gives an operation the filters of events and claims."""


def searched(
    *,
    outlet: Annotated[
        str | None, QueryParameter(max_length=_WORDS, description="Words in the name of the outlet.")
    ] = None,
    language: Annotated[str | None, QueryParameter(max_length=_WORDS, description="ISO 639-1.")] = None,
    since: Since = None,
    until: Until = None,
    undated: Annotated[bool, QueryParameter(description="Also reports without a day of publication.")] = False,
    status: Annotated[ReportStatus | None, QueryParameter(description="Coded, or kept uncoded.")] = None,
) -> ReportSearch:
    """Give the search for reports that the filters ask."""
    return ReportSearch(outlet=outlet, language=language, since=since, until=until, undated=undated, status=status)


def page_of(find: Callable[[int], Iterable[Item]], limit: int) -> Page[Item]:
    """Give a page, with the cursor of the next where there is one; `find` gives at most so many."""
    found = list(find(limit + 1))
    shown = tuple(found[:limit])
    return Page(shown, cursor_of(shown[-1]) if len(found) > limit else None)
