"""Takes a reader's draft; gives the finished `Report`, and behind it a `Rejected` for what of it could not be used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from dateline.model import Mend, Published, Rejected, Report
from dateline.read.dates import address_date
from dateline.read.desk import Draft, Options
from dateline.read.doubts import Limits
from dateline.read.liveblog import entries_of
from dateline.read.mends import mended, summed
from dateline.read.rejects import rejected
from dateline.read.report import assemble

PAGE: Final = "html"
"""The form whose dates are those of the web."""


def finish(draft: Draft, options: Options) -> Iterator[Report | Rejected]:
    """Make the report of a draft, or one of each entry of a live blog.

    What has no word is rejected, and so is a date that cannot be right.
    """
    for part in entries_of(draft):
        yield from _report(part, options)


def _report(draft: Draft, options: Options) -> Iterator[Report | Rejected]:
    text, title_end, mends = _mended(draft)
    if not text.strip():
        yield rejected("no-text", draft.source, "both title and text are empty")
        return
    report = assemble(
        text,
        title_end,
        url=draft.url,
        outlet=draft.outlet,
        author=draft.author,
        dates=_dates(draft),
        limits=_limits(draft, options),
        source=draft.source,
        language=draft.language,
        furniture=draft.furniture,
        mends=mends,
    )
    yield report
    for doubted in report.doubted:
        date = doubted.date
        detail = f"the date {date.day.isoformat()} ({date.known}) cannot be right: {doubted.why}"
        yield rejected("doubted-date", draft.source, detail)
    if draft.unread_date:
        detail = f"the date {draft.unread_date!r} cannot be read or is in no calendar"
        yield rejected("bad-date", draft.source, detail)


def _dates(draft: Draft) -> tuple[Published, ...]:
    """Give the draft's dates and that of its address, where its reader has not weighed the address already."""
    address = address_date(draft.url) if draft.url else None
    if address is None or any(date.known == "url" for date in draft.dates):
        return draft.dates
    return (*draft.dates, address)


def _limits(draft: Draft, options: Options) -> Limits:
    is_page = (draft.source.form or "").split(" > ")[-1] == PAGE
    return Limits(today=options.today, not_after=draft.not_after, page=is_page)


def _mended(draft: Draft) -> tuple[str, int, tuple[Mend, ...]]:
    """Give the text, the end of its title, and what was mended; title and body apart, so that neither runs into the other."""
    end = draft.title_end
    title, body = (draft.title, f"\n{draft.body}") if end is None else (draft.body[:end], draft.body[end:])
    if draft.exact:
        return title + body, len(title), draft.mends
    title, of_title = mended(title)
    body, of_body = mended(body)
    return title + body, len(title), summed((*draft.mends, *of_title, *of_body))
