"""Takes a reader's draft; gives the finished `Report`, and behind it a `Rejected` for what of it could not be used."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import Rejected, Report
from dateline.read.dates import address_date
from dateline.read.desk import Draft
from dateline.read.rejects import rejected
from dateline.read.report import assemble


def finish(draft: Draft) -> Iterator[Report | Rejected]:
    """Make the report of a draft; one without a word is rejected."""
    text = draft.body if draft.title_end is not None else f"{draft.title}\n{draft.body}"
    if not text.strip():
        yield rejected("no-text", draft.source, "both title and text are empty")
        return
    yield assemble(
        text,
        len(draft.title) if draft.title_end is None else draft.title_end,
        url=draft.url,
        outlet=draft.outlet,
        author=draft.author,
        published=next(iter(draft.dates), None) or (address_date(draft.url) if draft.url else None),
        source=draft.source,
        language=draft.language,
    )
    if draft.unread_date:
        detail = f"the date {draft.unread_date!r} cannot be read or is in no calendar"
        yield rejected("bad-date", draft.source, detail)
