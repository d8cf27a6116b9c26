"""Foreign bytes and a name enter, the number of things read leaves, or an error where reading broke its word."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import msgspec

from dateline.model import Rejected, Report, Source
from dateline.read.desk import DEFAULTS, Desk, Notes
from dateline.read.finish import finish
from dateline.read.registry import FORMS, Form, read_stream

EXAMPLES: Final = Path(__file__).resolve().parents[2] / "examples" / "forms"


def form_named(name: str) -> Form:
    """Give the form of a name."""
    return next(form for form in FORMS if form.name == name)


def check(data: bytes, name: str) -> int:
    """Read bytes as a file of that name: each thing read must be whole and sound, and no fault of a reader's may show."""
    desk = Desk(DEFAULTS, Notes(), read_stream)
    count = 0
    for item in read_stream(io.BytesIO(data), Source(name), name, desk):
        for found in (item,) if isinstance(item, Rejected) else finish(item, DEFAULTS):
            count += 1
            _check_rejected(found) if isinstance(found, Rejected) else _check_report(found)
    assert count, "neither a report nor a reason came of it"
    return count


def _check_rejected(rejected: Rejected) -> None:
    assert rejected.reason != "reader-fault", rejected.detail
    assert rejected.detail
    assert msgspec.json.decode(msgspec.json.encode(rejected), type=Rejected) == rejected


def _check_report(report: Report) -> None:
    size = len(report.text)
    spans = [found.span for found in report.furniture] + [found.span for found in report.passages]
    assert all(0 <= span.start < span.end <= size for span in spans)
    assert 0 <= report.title_end <= size
    # A lone surrogate cannot be written down, so neither can the report.
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
