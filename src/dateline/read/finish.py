"""Takes a reader's draft; gives the finished `Report`, and behind it a `Rejected` for what of it could not be used."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import msgspec

from dateline.model import Furniture, Mend, Published, Rejected, Report, Span
from dateline.read.dates import address_date
from dateline.read.dayorder import is_open
from dateline.read.desk import Draft, Options
from dateline.read.doubts import Limits
from dateline.read.liveblog import entries_of
from dateline.read.mends import mended, summed
from dateline.read.rejects import rejected
from dateline.read.report import assemble

_UNREAD: Final = "cannot be read or is in no calendar"

PAGE: Final = "html"
"""The form whose dates are those of the web."""


def finish(draft: Draft, options: Options) -> Iterator[Report | Rejected]:
    """Make the report of a draft, or one of each entry of a live blog.

    What has no word is rejected, and so is a date that cannot be right.
    """
    for part in entries_of(draft):
        yield from _report(part, options)


def _report(draft: Draft, options: Options) -> Iterator[Report | Rejected]:
    kept = _mended(draft)
    if not kept.text.strip():
        yield rejected("no-text", draft.source, "both title and text are empty")
        return
    report = assemble(
        kept.text,
        kept.title_end,
        url=draft.url,
        outlet=draft.outlet,
        author=draft.author,
        dates=_dates(draft),
        limits=_limits(draft, options),
        source=draft.source,
        language=draft.language,
        furniture=kept.furniture,
        mends=kept.mends,
    )
    yield report
    for doubted in report.doubted:
        date = doubted.date
        detail = f"the date {date.day.isoformat()} ({date.known}) cannot be right: {doubted.why}"
        yield rejected("doubted-date", draft.source, detail)
    if draft.unread_date:
        why = "may be two days: nothing says which number is the month" if is_open(draft.unread_date) else _UNREAD
        yield rejected("bad-date", draft.source, f"the date {draft.unread_date!r} {why}")


def _dates(draft: Draft) -> tuple[Published, ...]:
    """Give the draft's dates and that of its address, where its reader has not weighed the address already."""
    address = address_date(draft.url) if draft.url else None
    if address is None or any(date.known == "url" for date in draft.dates):
        return draft.dates
    return (*draft.dates, address)


def _limits(draft: Draft, options: Options) -> Limits:
    is_page = (draft.source.form or "").split(" > ")[-1] == PAGE
    return Limits(today=options.today, not_after=draft.not_after, page=is_page)


class _Mended(msgspec.Struct, frozen=True):
    """A draft's text as it is kept, the end of its title, its furniture, and what was mended."""

    text: str
    title_end: int
    furniture: tuple[Furniture, ...]
    mends: tuple[Mend, ...]


def _mended(draft: Draft) -> _Mended:
    """Mend title, furniture and what stands between, each apart, so that none runs into another and offsets still lead there."""
    end = len(draft.title) if draft.title_end is None else draft.title_end
    text = f"{draft.title}\n{draft.body}" if draft.title_end is None else draft.body
    if draft.exact:
        return _Mended(text, end, draft.furniture, draft.mends)
    marks = {mark for found in draft.furniture for mark in (found.span.start, found.span.end)}
    cuts = sorted(marks | {0, end, len(text)})
    moved, parts, mends = {0: 0}, list[str](), [*draft.mends]
    for start, stop in pairwise(cuts):
        part, of_part = mended(text[start:stop])
        moved[stop] = moved[start] + len(part)
        parts.append(part)
        mends.extend(of_part)
    furniture = (
        msgspec.structs.replace(found, span=Span(moved[found.span.start], moved[found.span.end]))
        for found in draft.furniture
    )
    kept = tuple(found for found in furniture if found.span.start < found.span.end)
    return _Mended("".join(parts), moved[end], kept, summed(mends))
