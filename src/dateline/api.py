"""The two calls of the Python API beside the archive: paths enter and reports leave, reports enter and claims leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.code import Coded, load_coder
from dateline.model import Rejected, Report
from dateline.read import codable, read


def read_reports(*paths: str | Path) -> Iterator[Report | Rejected]:
    """Read files and folders; what cannot be read comes as a `Rejected` with its reason, in its place in the order."""
    return read(paths)


def code_reports(items: Iterable[Report | Rejected], *, coder: str = "encoder") -> Iterator[Coded]:
    """Code reports one after another; each comes back with its grounded claims.

    Rejects, and reports that are set aside (another language, no text), are passed over: ask `codable` why.

    Raises:
        UnknownCoderError: no coder of that name is installed.
    """
    reports = (item for item in items if isinstance(item, Report) and codable(item) is None)
    return load_coder(coder).code_batch(reports)
