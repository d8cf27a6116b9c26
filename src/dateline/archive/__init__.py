"""Where reports, claims and the events they give are kept and asked for."""

from dateline.archive import errors
from dateline.archive.errors import ArchiveError
from dateline.archive.history import Change, FieldChange
from dateline.archive.paging import cursor_of
from dateline.archive.records import (
    Added,
    Apart,
    Beside,
    Counts,
    FoundReport,
    Query,
    Related,
    ReportSearch,
    StoredClaim,
    StoredJudgement,
    Uncoded,
    Verdict,
    Why,
)
from dateline.archive.store import Archive

__all__ = [
    "Added",
    "Apart",
    "Archive",
    "ArchiveError",
    "Beside",
    "Change",
    "Counts",
    "FieldChange",
    "FoundReport",
    "Query",
    "Related",
    "ReportSearch",
    "StoredClaim",
    "StoredJudgement",
    "Uncoded",
    "Verdict",
    "Why",
    "cursor_of",
    "errors",
]
