"""Dateline reads news reports and keeps what they say happened.

The public surface is what `__all__` lists; everything else may change between minor versions. Names are loaded when
they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.api import code_reports, read_reports
    from dateline.archive import Archive, Query, ReportSearch
    from dateline.model import Claim, Event, Rejected, Report

__version__ = "0.1.0"

__all__ = ["Archive", "Claim", "Event", "Query", "Rejected", "Report", "ReportSearch", "code_reports", "read_reports"]

_HOMES = {
    "Archive": "dateline.archive",
    "Claim": "dateline.model",
    "Event": "dateline.model",
    "Query": "dateline.archive",
    "Rejected": "dateline.model",
    "Report": "dateline.model",
    "ReportSearch": "dateline.archive",
    "code_reports": "dateline.api",
    "read_reports": "dateline.api",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attributes are of any type
    if name not in _HOMES:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
