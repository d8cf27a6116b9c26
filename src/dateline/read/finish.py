"""Takes a reader's draft; gives the finished `Report`, and behind it a `Rejected` for what of it could not be used."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import Mend, Rejected, Report
from dateline.read.dates import address_date
from dateline.read.desk import Draft
from dateline.read.mends import mended, summed
from dateline.read.rejects import rejected
from dateline.read.report import assemble


def finish(draft: Draft) -> Iterator[Report | Rejected]:
    """Make the report of a draft; one without a word is rejected."""
    text, title_end, mends = _mended(draft)
    if not text.strip():
        yield rejected("no-text", draft.source, "both title and text are empty")
        return
    yield assemble(
        text,
        title_end,
        url=draft.url,
        outlet=draft.outlet,
        author=draft.author,
        published=next(iter(draft.dates), None) or (address_date(draft.url) if draft.url else None),
        source=draft.source,
        language=draft.language,
        furniture=draft.furniture,
        mends=mends,
    )
    if draft.unread_date:
        detail = f"the date {draft.unread_date!r} cannot be read or is in no calendar"
        yield rejected("bad-date", draft.source, detail)


def _mended(draft: Draft) -> tuple[str, int, tuple[Mend, ...]]:
    """Give the text, the end of its title, and what was mended; title and body apart, so that neither runs into the other."""
    end = draft.title_end
    title, body = (draft.title, f"\n{draft.body}") if end is None else (draft.body[:end], draft.body[end:])
    if draft.exact:
        return title + body, len(title), draft.mends
    title, of_title = mended(title)
    body, of_body = mended(body)
    return title + body, len(title), summed((*draft.mends, *of_title, *of_body))
