"""Where reports, claims and the events they give are kept and asked for."""

from dateline.archive import errors
from dateline.archive.address import is_database
from dateline.archive.errors import ArchiveError
from dateline.archive.history import Change, FieldChange
from dateline.archive.news import News
from dateline.archive.paging import cursor_of
from dateline.archive.records import (
    Added,
    Apart,
    Beside,
    Counts,
    Erasure,
    Fault,
    FoundReport,
    Query,
    Related,
    ReportSearch,
    StoredClaim,
    StoredJudgement,
    Told,
    Tombstone,
    Uncoded,
    Verdict,
    Why,
)
from dateline.archive.store import Archive
from dateline.archive.tallies import ActorCount, CellCount, CountryCount, DayCount, PlaceCount, TypeCount

__all__ = [
    "ActorCount",
    "Added",
    "Apart",
    "Archive",
    "ArchiveError",
    "Beside",
    "CellCount",
    "Change",
    "CountryCount",
    "Counts",
    "DayCount",
    "Erasure",
    "Fault",
    "FieldChange",
    "FoundReport",
    "News",
    "PlaceCount",
    "Query",
    "Related",
    "ReportSearch",
    "StoredClaim",
    "StoredJudgement",
    "Told",
    "Tombstone",
    "TypeCount",
    "Uncoded",
    "Verdict",
    "Why",
    "cursor_of",
    "errors",
    "is_database",
]
