"""Types of what is read: a source's text enters as a `Report`, every value in it is a `Span`."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Literal

import msgspec

Precision = Literal["instant", "day", "week", "month", "quarter", "year", "decade", "range"]
"""How exact a date is; `range` is an interval that is none of the named units."""

KnownFrom = Literal["given", "metadata", "page", "url", "dateline", "text"]
"""Where a publication date was read: given by the caller, page metadata, visible page, URL, dateline or text."""

Sureness = Literal["certain", "likely", "unsure"]
"""How sure it is that a date is the publication date of this very report (`docs/codebook.md` says from what)."""

FurnitureKind = Literal[
    "repeated-headline",
    "reading-time",
    "date",
    "byline",
    "caption",
    "follow",
    "related",
    "notice",
    "correction",
    "pull-quote",
    "table",
    "quoted",
    "signature",
]
"""Why a stretch of a page is not part of the story."""

MendKind = Literal["encoding", "mojibake", "ligature", "soft-hyphen", "invisible", "line-end-hyphen", "running-title"]
"""What was changed in a text while it was read."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A half-open interval of code points in `Report.text`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters that the span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Published(msgspec.Struct, frozen=True):
    """The publication date of a report: its day, how exact it is, how it is known and how surely.

    `day` is the day in the time zone that the source states; `zone` is that zone as an offset (`+03:00`, `+00:00`), or
    None where none is stated.
    """

    day: dt.date
    precision: Precision = "day"
    known: KnownFrom = "given"
    sure: Sureness = "certain"
    zone: str | None = None


class Doubted(msgspec.Struct, frozen=True):
    """A publication date that the source states and that cannot be right: it is kept beside the report and not used."""

    date: Published
    why: str


class Furniture(msgspec.Struct, frozen=True):
    """A stretch of `Report.text` that is not part of the story; it keeps its offsets and is never coded."""

    span: Span
    kind: FurnitureKind


class Dateline(msgspec.Struct, frozen=True):
    """An agency dateline such as `BAGHDAD, April 1 (Reuters) -`: the whole, the place, and, where said, outlet and day."""

    span: Span
    place: Span
    outlet: Span | None = None
    day: Span | None = None


class Mend(msgspec.Struct, frozen=True):
    """What was changed in a text while it was read: how often, and, where it can be said in a word, from what."""

    kind: MendKind
    count: int
    what: str | None = None


class Passage(msgspec.Struct, frozen=True):
    """A stretch of `Report.text` in another language (ISO 639-1) than the report's; it is kept and not coded."""

    span: Span
    language: str


class Source(msgspec.Struct, frozen=True):
    """Where a report was read: a path or `-`, a locator inside it (`line 12`), the id that the source gives it.

    `form` is the form that it was read as, with those around it: `zip > html`.
    """

    path: str
    locator: str | None = None
    given_id: str | None = None
    form: str | None = None


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One news report. `text` is title + newline + body, is what every offset counts in, and never changes.

    `id` is a hash of text, outlet, url and publication day; `text_id` of the text alone, for syndication.
    Where a report was found (`source`) is no part of its identity. `outlet` is the outlet as the source names it,
    `outlet_id` the actor book's identity of it, and `agency_id` that of the agency whose text it prints.
    """

    id: str
    text_id: str
    text: str
    title_end: int
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: Published | None = None
    doubted: tuple[Doubted, ...] = ()
    dateline: Dateline | None = None
    language: str | None = None
    passages: tuple[Passage, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    mends: tuple[Mend, ...] = ()
    outlet_id: str | None = None
    agency_id: str | None = None
    source: Source | None = None

    @property
    def title(self) -> str:
        """The headline, empty where the source has none."""
        return self.text[: self.title_end]

    @property
    def origin_id(self) -> str | None:
        """Who speaks in the report, by which independent sources are told apart: the agency, else the outlet."""
        return self.agency_id or self.outlet_id or self.outlet

    @property
    def name(self) -> str:
        """The id that the source gave the report, else its own."""
        return (self.source.given_id if self.source else None) or self.id


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be read or is kept aside: where, a stable reason code, and what the user can do.

    `reason` is one of the codes listed in `docs/codebook.md`; `detail` says what was found; `mend` what would help.
    """

    source: Source
    reason: str
    detail: str
    mend: str


def digest(*parts: str | None) -> str:
    """Hash strings to 20 hex digits (80 bits); absent and empty differ, and parts cannot run into each other."""
    packed = msgspec.json.encode(parts)
    return hashlib.blake2b(packed, digest_size=10).hexdigest()
