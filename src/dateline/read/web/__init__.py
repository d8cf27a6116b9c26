"""Takes an address given by hand; gives drafts of the reports behind it, fetched politely and only from public hosts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal
from dateline.read.rejects import rejected
from dateline.read.web.addresses import Allowed, anything, public
from dateline.read.web.fetch import Fetcher

__all__ = ["Allowed", "Fetcher", "anything", "public", "read_url"]


def read_url(url: str, fetcher: Fetcher, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read what stands at an address by its own form; a draft that names no address of its own gets the one that answered.

    What cannot be fetched comes as one `Rejected` with the reason.
    """
    here = Source(url)
    try:
        with fetcher.fetch(url) as found:
            for item in desk.member(found.stream, here, found.name):
                yield item if isinstance(item, Rejected) else _placed(item, found.url, desk)
    except Refusal as refusal:
        yield rejected(refusal.reason, here, refusal.detail)


def _placed(draft: Draft, url: str, desk: Desk) -> Draft:
    days = [day for day in (draft.not_after, desk.options.today) if day]
    return msgspec.structs.replace(draft, url=draft.url or url, not_after=min(days, default=None))
