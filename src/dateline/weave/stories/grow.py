"""Events to begin with enter, the story that grows from them leaves: always the most strongly tied event next.

How strongly an event belongs to a story is the strength of its best chain of ties back to where the story began, each tie
being a probability. So a story thins out with distance from its beginning and does not wander off, and the same
events give the same story in whatever order they became known.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping

import msgspec

from dateline.model import CauseKind, Reason, Tie
from dateline.weave.stories.ties import Footing, tie_of

WEAKEST = 0.35
"""Events tied less strongly are not taken in; set on ten crises by where a reader would call it another story."""

MOST = 300
"""Events that a story has at most: more than these nobody reads, and it must come at once in the largest archive."""

Neighbours = Callable[[Footing], Iterable[tuple[Footing, CauseKind | None]]]
"""Gives the events that may be tied to one, each with how a report joins the two, if one does."""


class Grown(msgspec.Struct, frozen=True):
    """The events of a story with their ties, and why it grew no further."""

    ties: Mapping[str, Tie]
    stopped: str


def grow(seeds: Iterable[Footing], neighbours: Neighbours, most: int = MOST) -> Grown:
    """Grow a story from events; what has the same strength comes in the order of ids."""
    footings = {seed.event: seed for seed in seeds}
    offers: dict[str, Tie] = {id_: Tie(other=None, strength=1.0) for id_ in footings}
    queue = [(-1.0, id_) for id_ in sorted(footings)]
    ties: dict[str, Tie] = {}
    while queue:
        strength, id_ = heapq.heappop(queue)
        if id_ in ties or -strength < offers[id_].strength:
            continue
        if len(ties) == most:
            return Grown(
                ties, f"{most} events are the most that a story is given; narrow it by days or by another name"
            )
        ties[id_] = offers[id_]
        for footing, named in neighbours(footings[id_]):
            if footing.event in ties:
                continue
            tie = _through(footings[id_], footing, named, -strength)
            known = offers.get(footing.event)
            if tie.strength >= WEAKEST and (known is None or _rank(tie) < _rank(known)):
                offers[footing.event] = tie
                footings[footing.event] = footing
                heapq.heappush(queue, (-tie.strength, footing.event))
    return Grown(ties, "nothing else is tied to it strongly enough")


def _through(member: Footing, other: Footing, named: CauseKind | None, strength: float) -> Tie:
    reasons: tuple[Reason, ...]
    chance, reasons = tie_of(member, other, named)
    return Tie(other=member.event, strength=round(strength * chance, 6), reasons=reasons)


def _rank(tie: Tie) -> tuple[float, str]:
    return -tie.strength, tie.other or ""
