"""Where reports, claims and the events they give are kept and asked for."""

from dateline.archive import errors
from dateline.archive.errors import ArchiveError
from dateline.archive.records import Added, Counts, FoundReport, Query, ReportSearch, StoredClaim, Uncoded
from dateline.archive.store import Archive

__all__ = [
    "Added",
    "Archive",
    "ArchiveError",
    "Counts",
    "FoundReport",
    "Query",
    "ReportSearch",
    "StoredClaim",
    "Uncoded",
    "errors",
]
