"""Questions enter, what the archive holds leaves: the routes that read reports, claims and events."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Annotated, TypeVar

import msgspec
from litestar import Response, get
from litestar.di import Provide
from litestar.params import PathParameter, QueryParameter

import dateline
from dateline.archive import (
    Change,
    Counts,
    FoundReport,
    Related,
    ReportSearch,
    StoredClaim,
    StoredJudgement,
    Why,
)
from dateline.model import Event, EventCause, Report, Versions
from dateline.serve import counting
from dateline.serve.access import OPEN
from dateline.serve.problems import documented
from dateline.serve.questions import (
    FILTERS,
    PAGE,
    Asked,
    AsOf,
    ClaimCursor,
    ClaimId,
    EventCursor,
    EventId,
    Kept,
    Limit,
    Page,
    ReportId,
    Searched,
    page_of,
    searched,
)
from dateline.serve.remembered import Counted

R = TypeVar("R", Report, FoundReport)

SEARCH = {"search": Provide(searched, sync_to_thread=False)}


class Health(msgspec.Struct, frozen=True):
    """That the server answers, and the version of Dateline that it runs."""

    status: str
    version: str


@get("/health", sync_to_thread=False, responses=documented(), opt=OPEN)
def health() -> Health:
    """Tell that the server answers."""
    return Health("ok", dateline.__version__)


@get("/totals", responses=documented())
async def totals(archive: Kept, counted: Counted) -> Response[Counts]:
    """Count all that the archive holds."""
    return await counted.answer(archive.counts, "totals")


@get("/reports", sync_to_thread=True, dependencies=SEARCH, responses=documented())
def reports(archive: Kept, search: Searched, after: EventCursor = None, limit: Limit = PAGE) -> Page[FoundReport]:
    """List reports, coded or not, by day of publication; those without one come last."""
    return _report_page(archive, msgspec.structs.replace(search, after=after), limit)


@get("/search", sync_to_thread=True, dependencies=SEARCH, responses=documented())
def search_texts(
    archive: Kept,
    search: Searched,
    q: Annotated[
        str,
        QueryParameter(
            min_length=1,
            max_length=200,
            description="Words of the text, in any order and script; words in quotation marks stand together. "
            "Nothing in it is read as query syntax.",
        ),
    ],
    after: EventCursor = None,
    limit: Limit = PAGE,
) -> Page[FoundReport]:
    """Search the whole texts of reports; each comes with a snippet in which the `hits` are marked."""
    return _report_page(archive, msgspec.structs.replace(search, words=q, after=after), limit)


def _report_page(archive: Kept, search: ReportSearch, limit: int) -> Page[FoundReport]:
    return page_of(
        lambda most: map(_named_only, archive.search_reports(msgspec.structs.replace(search, limit=most))), limit
    )


def _named_only(found: R) -> R:
    """Leave out where on the server's machine a report lies: its name and where in the file it stands are enough."""
    if found.source is None:
        return found
    source = msgspec.structs.replace(found.source, path=PurePath(found.source.path).name)
    return msgspec.structs.replace(found, source=source)


@get("/reports/{report:str}", sync_to_thread=True, responses=documented(404, 409))
def report(archive: Kept, report: ReportId) -> Report:
    """Give a report with its text, in which all spans count."""
    return _named_only(archive.report(report))


@get("/reports/{report:str}/related", sync_to_thread=True, responses=documented(404, 409))
def related(archive: Kept, report: ReportId) -> Related:
    """Give copies and versions of a report and other tellings of its story, with reasons."""
    return archive.related(report)


@get("/claims", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def claims(
    archive: Kept,
    filters: Asked,
    report: Annotated[
        str | None, QueryParameter(pattern="^[0-9a-f]{20}$", description="Only those of the report with this id.")
    ] = None,
    after: ClaimCursor = None,
    limit: Limit = PAGE,
) -> Page[StoredClaim]:
    """List claims with their sentences, by day, then report, then place in its text."""
    query = msgspec.structs.replace(filters, report=report, after=after)
    return page_of(lambda most: archive.claims(msgspec.structs.replace(query, limit=most)), limit)


@get("/claims/{claim:str}", sync_to_thread=True, responses=documented(404, 409))
def claim(archive: Kept, claim: ClaimId) -> StoredClaim:
    """Give a claim with its sentence; the id of one that a later coding replaced leads to its successor."""
    return archive.claim(claim)


@get("/events", sync_to_thread=True, dependencies=FILTERS, responses=documented())
def events(
    archive: Kept, filters: Asked, as_of: AsOf = None, after: EventCursor = None, limit: Limit = PAGE
) -> Page[Event]:
    """List events by day: the first stated one, else the day of the first report."""
    query = msgspec.structs.replace(filters, as_of=as_of, after=after)
    return page_of(lambda most: archive.events(msgspec.structs.replace(query, limit=most)), limit)


@get("/events/{event:str}", sync_to_thread=True, responses=documented(404, 409))
def event(archive: Kept, event: EventId) -> Event:
    """Give an event."""
    return archive.event(event)


@get("/events/{event:str}/claims", sync_to_thread=True, responses=documented(404, 409))
def event_claims(archive: Kept, event: EventId) -> list[StoredClaim]:
    """Give the claims of an event with their sentences, the first reported one first."""
    return archive.claims_of(archive.event(event))


@get("/events/{event:str}/versions", sync_to_thread=True, responses=documented(404, 409))
def event_versions(archive: Kept, event: EventId) -> Versions:
    """Give every value that the claims give for each field of an event, and who gives it."""
    return archive.versions(archive.event(event))


@get("/events/{event:str}/why", sync_to_thread=True, responses=documented(404, 409))
def event_why(archive: Kept, event: EventId) -> Why:
    """Say what holds an event together, and what is like it and is not part of it."""
    return archive.why(event)


@get("/events/{event:str}/causes", sync_to_thread=True, responses=documented(404, 409))
def event_causes(archive: Kept, event: EventId) -> list[EventCause]:
    """Give the causes that reports name between an event and others."""
    return archive.causes_of(archive.event(event))


@get("/events/{event:str}/history", sync_to_thread=True, responses=documented(404, 409))
def event_history(archive: Kept, event: EventId) -> list[Change]:
    """Give all that became of an event: what was said of it before, what is said since, and why it changed."""
    return archive.history(event)


@get("/events/{event:str}/as-of/{day:date}", sync_to_thread=True, responses=documented(404, 409))
def event_as_of(
    archive: Kept, event: EventId, day: Annotated[dt.date, PathParameter(description="The day.")]
) -> list[Event]:
    """Give what was said at the end of a day (UTC) of what is one event now: none, one, or several apart then."""
    return archive.as_of(event, day)


@get("/judgements", sync_to_thread=True, responses=documented())
def judgements(archive: Kept) -> list[StoredJudgement]:
    """Give all that people judged of events, with what has become of it."""
    return archive.judgements()


ROUTES = (
    health,
    totals,
    reports,
    search_texts,
    report,
    related,
    claims,
    claim,
    events,
    event,
    event_claims,
    event_versions,
    event_why,
    event_causes,
    event_history,
    event_as_of,
    judgements,
    *counting.ROUTES,
)
