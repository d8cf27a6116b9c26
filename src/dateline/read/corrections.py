"""Takes a report; gives the corrections that its outlet has printed with it, each with its day where that is stated."""

from __future__ import annotations

import msgspec

from dateline.model import Published, Report, Span
from dateline.read.dates import stated_date


class Correction(msgspec.Struct, frozen=True):
    """What an outlet says of a mistake in the report: where it stands, and when it was put right if that is said."""

    span: Span
    day: Published | None


def corrections_of(report: Report) -> tuple[Correction, ...]:
    """Give the corrections in the order in which they stand; a day without its year is left open."""
    spans = [found.span for found in report.furniture if found.kind == "correction"]
    return tuple(Correction(span, stated_date(span.of(report.text), "text")) for span in spans)
