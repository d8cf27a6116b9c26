"""What an archive is asked with and what it answers with: `Query` enters, `StoredClaim`, `Event` and `Counts` leave."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from dateline.archive.fulltext import Snippet
from dateline.model import Event, EventType, Factuality, Judgement, Link, Reason, Rejected, Report, Source, Status
from dateline.weave import Evidence, State
from dateline.weave.why import Compared, Hindrance

Undated = Literal["within", "touching", "none"]
"""What a question about days finds of what states no day: bounds within these days, touching them, or none."""


ReportStatus = Literal["coded", "aside"]
"""Whether a report is coded or kept uncoded."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What to look for; every field that is given must hold, and an empty query finds everything.

    `actor` is a name of an actor or recipient, the beginning of a word in it, an identity, or any name by which the
    actor book knows one. `place` is a place's name or the beginning of a word in it, or a country, by ISO 3166-1 alpha-3
    code or name, for all that lies there. `country` is that of a party or of a place, by code or name. Case and accents
    do not count. `since` and `until` are days, both included, and hold where the stated days share one with them; what
    states no day is found where its bound lies wholly `within` them, or with `undated` where they are `touching`, or
    (`none`) not at all. `text` are words that the sentence of a claim must have (English endings aside), in any order;
    words in quotation marks must stand together. `report` is the id of a report. An event is found where its claims
    together satisfy the query. `as_of` asks for events as they were shown at the end of that day (UTC), found by what their
    claims say today. `after` is the cursor behind the last item of the page before (see `paging.cursor_of`), `limit` how
    many items a page has at most.
    """

    actor: str | None = None
    country: str | None = None
    type: EventType | None = None
    factuality: Factuality | None = None
    status: Status | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    undated: Undated = "within"
    text: str | None = None
    report: str | None = None
    as_of: dt.date | None = None
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


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event with its claims, the first reported one first, and the links that begin at them where they were asked for."""

    event: Event
    claims: tuple[StoredClaim, ...]
    links: tuple[Link, ...] = ()


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong in an archive: where, what was found, and what would help; what is `derived` can be made anew."""

    place: str
    found: str
    derived: bool
    mend: str

    def __str__(self) -> str:
        """Tell it in a sentence."""
        return f"{self.place} {self.found}"


class ReportSearch(msgspec.Struct, frozen=True, kw_only=True):
    """Which reports to look for; every field that is given must hold, and an empty search finds all.

    `words` are words of the text, in any script and order, English endings, case and accents aside; words in quotation
    marks must stand together. `outlet` has these words in its name. `language` is ISO 639-1. `since` and `until` are
    publication days, both included; a report without one is found only where `undated`. `status` is `coded` or `aside`.
    `story` is the id of a report: found are those that tell its story, and its copies and versions. `after` and `limit`
    are those of a `Query`.
    """

    words: str | None = None
    outlet: str | None = None
    language: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    undated: bool = False
    status: ReportStatus | None = None
    story: str | None = None
    after: str | None = None
    limit: int | None = None


class FoundReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that a search found, without its text: `aside` says why it is not coded, `snippet` what it says there.

    `family` names its copies and versions, of which there are `prints`, itself among them: all are one source.
    """

    id: str
    name: str
    title: str
    outlet: str | None
    url: str | None
    published: dt.date | None
    language: str | None
    source: Source | None
    aside: Rejected | None
    snippet: Snippet
    family: str
    prints: int


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A report that belongs together with another, without its text.

    `score` and `reasons` are those of the link between the two, empty where others lead from the one to the other.
    """

    id: str
    name: str
    title: str
    outlet: str | None
    url: str | None
    published: dt.date | None
    score: float | None = None
    reasons: tuple[Reason, ...] = ()


class Related(msgspec.Struct, frozen=True, kw_only=True):
    """What a report belongs together with: copies of its text, versions of it, other tellings of its story.

    Copies and versions are one family, which counts as one source. `versions` are in the order of their making,
    `latest` is the one that stands (None where there is but one). `tellings` are other reports of its story, the
    likeliest first, and `crowded` tells that links lead to more reports than are compared with each other, so that some
    may be left out. No report is in two of the three lists.
    """

    report: str
    family: str
    latest: str | None
    versions: tuple[Beside, ...]
    copies: tuple[Beside, ...]
    tellings: tuple[Beside, ...]
    crowded: bool


class Uncoded(msgspec.Struct, frozen=True):
    """Something that is not coded, and why: a report that is kept, or (None) what is none and could not be read.

    `mark` tells the file of the latter by its content, so that it is known again under another name.
    """

    why: Rejected
    report: Report | None = None
    mark: str | None = None


class StoredJudgement(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement with what has become of it: which later ones overrule it, and which claims it is about today.

    `claims` are by side and mark; None stands for one whose report is not here or is coded otherwise now.
    """

    judgement: Judgement
    state: State | Literal["withdrawn"]
    overruled_by: tuple[int, ...] = ()
    claims: tuple[tuple[str | None, ...], ...]


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What is left of a report that was forgotten: its id, when and by whom that was done, and why."""

    report: str
    at: dt.datetime
    author: str
    reason: str

    @property
    def told(self) -> str:
        """What happened, in words."""
        why = f": {self.reason}" if self.reason else ""
        return f"Report {self.report} was forgotten on {self.at:%Y-%m-%d} by {self.author}{why}"


class Going(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is to be forgotten. Where `text_stays`, another report is a print of the very same text."""

    report: str
    name: str
    title: str
    outlet: str | None
    published: dt.date | None
    url: str | None
    claims: int
    text_stays: bool


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """What forgetting reports would take away, by ids; `changed` events have other claims too and are woven anew.

    `superseded` counts claims of earlier codings, `past` what was said of events before.
    """

    reports: tuple[Going, ...]
    superseded: int
    gone: tuple[str, ...]
    changed: tuple[str, ...]
    past: int


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a judgement or of taking one back: the events of its claims before and after."""

    judgement: Judgement
    before: tuple[Event, ...]
    after: tuple[Event, ...]


class UnusedLink(msgspec.Struct, frozen=True):
    """A link that leads out of an event and was not used: the event at its other end, and why."""

    link: Link
    event: str
    why: Hindrance


class Near(msgspec.Struct, frozen=True):
    """An event that is like another and not linked to it, with the likest claims of both."""

    event: str
    headline: str
    compared: Compared


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """What holds an event together.

    `holds` are the strongest links that lead to every claim, people's only where the machine has none; `agree` are the
    others. `judgements` are about claims of the event, also those that are overruled. `unused` links lead out of the
    event, and `near` are the likest events that no link leads to.
    """

    event: Event
    holds: tuple[Link, ...]
    agree: tuple[Link, ...]
    judgements: tuple[StoredJudgement, ...] = ()
    unused: tuple[UnusedLink, ...]
    near: tuple[Near, ...]


class Apart(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps two events apart: a person's judgement, or what their claims say; `compared` has the likest first.

    `unused` are links between the two that were not used. The likest pair of claims would be linked
    from the score `asked` on.
    """

    one: Event
    other: Event
    asked: float
    judgement: Judgement | None = None
    unused: tuple[UnusedLink, ...] = ()
    compared: tuple[Compared, ...] = ()


class Added(msgspec.Struct, frozen=True):
    """What came of adding: how many reports were new to their origin, and by report id what is wrong with unfit ones.

    `forgotten` are those that were refused because they were forgotten before.
    """

    new: int
    unfit: dict[str, Rejected]
    forgotten: tuple[Tombstone, ...] = ()


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How much an archive holds; `rejects` and `set_aside` by reason, sorted by reason.

    `cut_groups` are the parts of groups of linked claims that were too large to be woven whole; `unused` are the links
    between these parts, which were left out for that. `crowded` are the blocks of reports that are so large that not
    every two of them were compared.
    """

    reports: int
    claims: int
    events: int
    links: int
    superseded: int
    cut_groups: int
    unused: int
    crowded: int
    rejects: dict[str, int]
    set_aside: dict[str, int]
