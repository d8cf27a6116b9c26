"""What an assistant hands over enters, typed questions leave: the arguments of each tool, with their bounds."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from dateline.archive import Query, ReportSearch
from dateline.model import EventType, Factuality, Status

MOST: Final = 25
"""Events, reports or sentences of one answer: with the longest quotations some 40 kB, which an assistant can still read."""

_Words = Annotated[str, Meta(min_length=1, max_length=200)]
_Id = Annotated[str, Meta(pattern="^[0-9a-f]{4,20}$", description="An id, or the beginning of one.")]
_Limit = Annotated[int, Meta(ge=1, le=MOST, description="How many at most.")]
_After = Annotated[str, Meta(max_length=100, description="`next` of the page before.")]
_Since = Annotated[dt.date, Meta(description="First day, 2020-01-31.")]
_Until = Annotated[dt.date, Meta(description="Last day, 2020-01-31.")]


class SearchEvents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which events to look for; every field that is given must hold."""

    words: Annotated[_Words | None, Meta(description="Words of a sentence that tells of it.")] = None
    actor: Annotated[_Words | None, Meta(description="Who acts or is acted on.")] = None
    country: Annotated[_Words | None, Meta(description="Country of a party or place, by name or code.")] = None
    place: Annotated[_Words | None, Meta(description="A place, or a country for all that lies in it.")] = None
    type: Annotated[EventType | None, Meta(description="PLOVER type.")] = None
    factuality: Factuality | None = None
    status: Status | None = None
    since: _Since | None = None
    until: _Until | None = None
    as_of: Annotated[dt.date | None, Meta(description="What the archive said at the end of this day.")] = None
    after: _After | None = None
    limit: _Limit = 10

    def query(self) -> Query:
        """Give the question that the archive is asked, for one more than the page has."""
        return Query(
            text=self.words,
            actor=self.actor,
            country=self.country,
            place=self.place,
            type=self.type,
            factuality=self.factuality,
            status=self.status,
            since=self.since,
            until=self.until,
            as_of=self.as_of,
            after=self.after,
            limit=self.limit + 1,
        )


class ReadEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which event to read, and which of its sentences."""

    event: _Id
    first: Annotated[int, Meta(ge=1, le=100_000, description="Which sentence to begin with.")] = 1
    limit: _Limit = MOST


class DrawTimeline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to draw a timeline of: a story, or what some actors did and suffered."""

    about: Annotated[
        list[_Words],
        Meta(
            min_length=1,
            max_length=5,
            description="Names of countries, people or groups; for a story also words, or one id of an event or report.",
        ),
    ]
    follow: Annotated[
        Literal["story", "actors"],
        Meta(description="The key events of the story that all of it names, or every event of any of these actors."),
    ] = "story"
    since: _Since | None = None
    until: _Until | None = None
    limit: _Limit = 15


class CompareVersions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which event to put what two sides say beside each other."""

    event: _Id
    one: Annotated[_Words, Meta(description="A side: a country, person, group or outlet that tells of it.")]
    other: Annotated[_Words, Meta(description="The other side.")]


class SearchReports(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reports to look for; every field that is given must hold."""

    words: Annotated[_Words | None, Meta(description="Words of the text; in quotation marks they stand together.")] = (
        None
    )
    outlet: Annotated[_Words | None, Meta(description="Words of the outlet's name.")] = None
    since: _Since | None = None
    until: _Until | None = None
    after: _After | None = None
    limit: _Limit = 10

    def search(self) -> ReportSearch:
        """Give the search that the archive is asked, for one more than the page has."""
        return ReportSearch(
            words=self.words,
            outlet=self.outlet,
            since=self.since,
            until=self.until,
            after=self.after,
            limit=self.limit + 1,
        )


class ReadReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which report to read, and from which character on."""

    report: _Id
    start: Annotated[int, Meta(ge=0, le=10_000_000, description="The character to begin with.")] = 0
