"""A report enters, its words and numbers as it writes them leave: read once, for its sketch and to find its copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from dateline.model import Report, Span

# The first way to be a word holds for nearly all and is the quickest to tell.
WORD = re.compile(r"[A-Za-z]+(?!['’\w])|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W_]+)?")
"""A word or a number of a text."""


class Forms(msgspec.Struct, frozen=True, gc=False):
    """What stands in a report without its furniture, in order: in all of it, in its headline, and below without the dateline."""

    all: list[str]
    title: list[str]
    story: list[str]


def forms_of(report: Report) -> Forms:
    """Read the words and numbers of a report."""
    dateline = report.dateline.span if report.dateline else Span(0, 0)
    found = Forms([], [], [])
    for span in _pieces(report, dateline):
        forms = WORD.findall(report.text, span.start, span.end)
        found.all.extend(forms)
        if span.end <= report.title_end:
            found.title.extend(forms)
        elif not dateline.start <= span.start < dateline.end:
            found.story.extend(forms)
    return found


def stretches(report: Report) -> Iterator[Span]:
    """Give the text without its furniture."""
    start = 0
    for cut in sorted(piece.span for piece in report.furniture):
        if start < cut.start:
            yield Span(start, cut.start)
        start = max(start, cut.end)
    yield Span(start, len(report.text))


def _pieces(report: Report, dateline: Span) -> Iterator[Span]:
    """Cut the text where its headline ends, and before and behind its dateline."""
    cuts = sorted({report.title_end, dateline.start, dateline.end})
    for span in stretches(report):
        ends = [*(cut for cut in cuts if span.start < cut < span.end), span.end]
        yield from map(Span, [span.start, *ends[:-1]], ends)
