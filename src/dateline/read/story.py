"""Takes a report; gives the spans of its story: the headline, then the text between furniture and dateline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.model import Dateline, Furniture, Passage, Report, Span
from dateline.read.headline import headline_of
from dateline.read.layout import trimmed, units_of
from dateline.read.structure import item_starts


def headline_span(report: Report) -> Span | None:
    """Give the span of the headline: the title, else a first line of the body that looks like one, else None.

    A line with the dateline in it is the first sentence, however short, and one of a passage in another language is none.
    """
    head = headline_of(report.text, report.title_end, units_of(report.text, report.title_end))
    others = [passage.span for passage in report.passages]
    if report.dateline:
        others.append(report.dateline.span)
    return None if head and any(map(head.overlaps, others)) else head


def story_spans(report: Report) -> tuple[Span, ...]:
    """Give the story in order, as the longest stretches that hold no furniture, no dateline and no passage in another language.

    The headline is a stretch of its own. No stretch begins or ends with white space, and none is empty; a stretch may
    hold many lines and paragraphs. Text inside one is contiguous, so that a sentence may go on over a line's end.
    """
    head = headline_span(report)
    body = stretches(report.text, report.title_end, report.furniture, report.dateline, head, report.passages)
    return (head, *body) if head and head.start < report.title_end else tuple(body)


def stretches(
    text: str,
    title_end: int,
    furniture: Sequence[Furniture],
    dateline: Dateline | None,
    headline: Span | None = None,
    passages: Sequence[Passage] = (),
) -> Iterator[Span]:
    """Give the stretches of the body between furniture, dateline and passages; headline and list items are stretches of their own."""
    cuts = [(found.span, False) for found in furniture]
    cuts.extend((passage.span, False) for passage in passages)
    cuts.extend((Span(start, start), False) for start in item_starts(text, title_end))
    if dateline:
        cuts.append((dateline.span, False))
    if headline and headline.start >= title_end:
        cuts.append((headline, True))
    start = title_end
    for cut, kept in sorted(cuts):
        yield from _filled(text, start, cut.start)
        if kept:
            yield cut
        start = max(start, cut.end)
    yield from _filled(text, start, len(text))


def _filled(text: str, start: int, end: int) -> Iterator[Span]:
    stretch = trimmed(text, start, end)
    if stretch.start < stretch.end:
        yield stretch
