"""Types of weaving and keeping: a `Link` joins claims with its reasons, an `Event` is the view that links give."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from dateline.model.claims import EventType, Factuality
from dateline.model.grounding import Actor, Interval, Place

Status = Literal["reported", "corroborated", "disputed", "planned", "possible", "negated", "unclear"]
"""What the claims of an event amount to: `reported` by one outlet as done, `corroborated` by more, and so on."""


class Reason(msgspec.Struct, frozen=True):
    """One named feature of a link and what it adds to (or takes from) its score."""

    feature: str
    weight: float
    detail: str


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims are (or are not) about the same event: score, reasons, who judged, when, and when it was withdrawn.

    `left` < `right`, so that a pair has one form. `judge` is `machine:VERSION` or a person's name.
    """

    left: str
    right: str
    same: bool
    score: float
    reasons: tuple[Reason, ...] = ()
    judge: str
    judged: dt.datetime | None = None
    withdrawn: dt.datetime | None = None


class Toll(msgspec.Struct, frozen=True):
    """Numbers that sources give for one event: the lowest, the highest, and the one of the latest report."""

    low: int | None
    high: int | None
    latest: int | None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What linked claims say together; assembled, never edited. `id` is the smallest id of its claims."""

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
    outlets: tuple[str, ...] = ()
    first_reported: dt.date | None = None
    last_reported: dt.date | None = None
    headline: str
