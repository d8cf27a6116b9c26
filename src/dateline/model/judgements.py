"""Types of what people judge: a `Judgement` says which claims are of one event or not, who says so, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec

from dateline.model.claims import Claim, EventType
from dateline.model.text import Span

JudgementKind = Literal["merge", "split"]
"""`merge`: the sides are one event. `split`: the first side is an event of its own, apart from the second."""


class Mark(msgspec.Struct, frozen=True, order=True):
    """Where a judged claim stands, so that it is found again when its report is coded anew."""

    claim: str
    report: str
    trigger: Span
    type: EventType


class Withdrawal(msgspec.Struct, frozen=True):
    """Who took a judgement back, and when."""

    by: str
    at: dt.datetime


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What a person judged of events as they stood then; it is taken back, never deleted.

    `sides` are the claims of each of the events that a merge joins; of a split the claims that it names and the rest of
    the event. `number` counts the judgements of one archive.
    """

    number: int
    kind: JudgementKind
    author: str
    at: dt.datetime
    note: str = ""
    sides: tuple[tuple[Mark, ...], ...]
    withdrawn: Withdrawal | None = None


def mark_of(claim: Claim) -> Mark:
    """Give the mark of a claim."""
    return Mark(claim.id, claim.report_id, claim.trigger, claim.type)


def successor(mark: Mark, claims: Iterable[Claim]) -> Claim | None:
    """Give, of a report's claims, the one that stands where the marked one stood; one of its type comes first."""
    over = [claim for claim in claims if claim.trigger.overlaps(mark.trigger)]
    return min(over, key=lambda claim: (claim.type != mark.type, claim.trigger.start, claim.id), default=None)
