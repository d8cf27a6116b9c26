"""Types of weaving and keeping: a `Link` joins claims with its reasons, an `Event` is the view that links give."""

from __future__ import annotations

import datetime as dt
from typing import Generic, Literal, TypeVar

import msgspec

from dateline.model.claims import EventType, Factuality
from dateline.model.grounding import Actor, Interval, Place

Status = Literal["reported", "corroborated", "disputed", "planned", "called-off", "possible", "negated", "unclear"]
"""What the claims of an event amount to: `reported` by one source as done, `corroborated` by more, and so on."""

QuarrelKind = Literal["denied", "not done", "not clear", "actor", "killed", "injured"]
"""What sources quarrel over: whether it happened, who did it, or how many it killed or injured."""

T = TypeVar("T")


class Reason(msgspec.Struct, frozen=True):
    """One named feature of a link and what it adds to (or takes from) its score."""

    feature: str
    weight: float
    detail: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims are (or are not) about the same event: score, reasons, who judged, and when where a person did.

    `left` < `right`, so that a pair has one form. `judge` is `machine:VERSION` or a person's name.
    """

    left: str
    right: str
    same: bool
    score: float
    reasons: tuple[Reason, ...] = ()
    judge: str
    judged: dt.datetime | None = None


class Number(msgspec.Struct, frozen=True):
    """A number of people as said: `low` to `high`, an open end is None."""

    low: int | None
    high: int | None


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers that sources give for one event; `low` <= `best` <= `high`, an open end is None.

    `best` and `latest` are numbers that were said; `as_said` is the best one with its range or open end. `why` says how
    it was chosen, `claims` and `by` who says so, `day` when they last did. `sides` has the dead or injured of each side
    where reports tell them apart; `side` then names it.
    """

    low: int | None
    best: int
    high: int | None
    latest: int
    as_said: Number
    why: str
    by: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    day: dt.date | None = None
    side: str | None = None
    sides: tuple[Toll, ...] = ()


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A step in the course of an event: from the day `said` it was told as planned, as called off, as having happened.

    `on` is the day that it was said to be for or on, `by` who said so.
    """

    factuality: Factuality
    said: dt.date | None = None
    on: Interval | None = None
    by: tuple[str, ...] = ()
    claims: tuple[str, ...]


class Quarrel(msgspec.Struct, frozen=True, kw_only=True):
    """What cannot both be true: what `claims` say, `by` whom, `against` what other claims say; `detail` in words."""

    kind: QuarrelKind
    detail: str
    by: tuple[str, ...] = ()
    claims: tuple[str, ...]
    against: tuple[str, ...] = ()


class Version(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One value of a field and who gives it: `claims` of so many `reports` and independent `origins`.

    `value` is None where no value could be made of the `words` with which reports give it. `by` are the speakers, and
    the outlets that say so themselves; `first` and `last` the days on which it was reported.
    """

    value: T | None
    words: tuple[str, ...] = ()
    claims: tuple[str, ...]
    by: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    reports: int
    origins: int
    first: dt.date | None = None
    last: dt.date | None = None


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """Every value that the claims of an event give for each field, the one that the event shows first."""

    type: tuple[Version[EventType], ...]
    mode: tuple[Version[str], ...]
    factuality: tuple[Version[Factuality], ...]
    actors: tuple[Version[tuple[Actor, ...]], ...]
    recipients: tuple[Version[tuple[Actor, ...]], ...]
    places: tuple[Version[tuple[Place, ...]], ...]
    date: tuple[Version[Interval], ...]
    killed: tuple[Version[Number], ...]
    injured: tuple[Version[Number], ...]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What linked claims say together; assembled, never edited. `id` is the smallest id of its claims.

    `origins` counts independent sources, `course` has the turns that it took, `quarrels` why it is disputed.
    """

    id: str
    claims: tuple[str, ...]
    type: EventType
    mode: str | None
    factuality: Factuality
    status: Status
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    stated: Interval | None = None
    bound: Interval | None = None
    killed: Toll | None = None
    injured: Toll | None = None
    reports: int
    origins: int
    outlets: tuple[str, ...] = ()
    first_reported: dt.date | None = None
    last_reported: dt.date | None = None
    course: tuple[Turn, ...] = ()
    quarrels: tuple[Quarrel, ...] = ()
    headline: str
