"""What an archive is asked with and what it answers with: `Query` enters, `StoredClaim`, `Event` and `Counts` leave."""

from __future__ import annotations

import datetime as dt

import msgspec

from dateline.model import EventType, Factuality, Status
from dateline.weave import Evidence


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; every field that is given must hold, and an empty query finds everything.

    `actor` is a part of a name or identity of an actor or recipient, `place` a part of a place's name or an ISO 3166-1
    alpha-3 code; both ignore case and accents. `country` is the alpha-3 code of a party or of a place. `since` and
    `until` are days, both included, and hold where the stated days share one with them; what states no day is found by
    its bound unless `undated` is False. `text` are words that the sentence of a claim must have (English endings
    aside), in any order; words in quotation marks must stand together. `report` is the id of a report. An event is
    found where its claims together satisfy the query. `after` is the id of the last item of the page before, `limit`
    how many items a page has at most.
    """

    actor: str | None = None
    country: str | None = None
    type: EventType | None = None
    factuality: Factuality | None = None
    status: Status | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = True
    text: str | None = None
    report: str | None = None
    after: str | None = None
    limit: int | None = None


class StoredClaim(Evidence, frozen=True, kw_only=True):
    """A claim as kept: with its report's name, url and headline, the words it stands on, and the event it is part of."""

    report_name: str
    url: str | None
    title: str
    sentence: str
    quote: str
    trigger: str
    event: str


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much an archive holds; `rejects` and `set_aside` by reason, sorted by reason."""

    reports: int
    claims: int
    events: int
    links: int
    superseded: int
    rejects: dict[str, int]
    set_aside: dict[str, int]
