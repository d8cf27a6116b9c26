"""Fills what a claim leaves out from other claims of its event in the same report: claims enter, fuller claims leave.

A value that was inherited keeps the span it was read from and says in its reasons which claim it came from. Counts
are never inherited: a toll belongs to the statement that gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from dateline.ground.same import THRESHOLD, Pair
from dateline.model import Claim, Location, Party, Resolution, Timing

T = TypeVar("T")
REASON = "said of the same event at offset {}"


def inherit(claims: tuple[Claim, ...], found: Sequence[Pair]) -> tuple[Claim, ...]:
    """Give each claim the parties, places and date of the claim that is most surely of its event, where it has none."""
    known = {claim.id: claim for claim in claims}
    near: dict[str, list[tuple[float, Claim]]] = {claim.id: [] for claim in claims}
    for pair in found:
        if pair.chance >= THRESHOLD:
            near[pair.first].append((pair.chance, known[pair.second]))
            near[pair.second].append((pair.chance, known[pair.first]))
    return tuple(_filled(claim, near[claim.id]) for claim in claims)


def _filled(claim: Claim, near: Sequence[tuple[float, Claim]]) -> Claim:
    away = {other.id: abs(other.trigger.start - claim.trigger.start) for _, other in near}
    others = [other for _, other in sorted(near, key=lambda pair: (-pair[0], away[pair[1].id]))]
    changes: dict[str, object] = {}
    if not claim.actors and not claim.recipients:
        changes |= _parties(others)
    if not claim.places:
        changes["places"] = _places(others)
    if claim.timing.span is None:
        changes["timing"] = _timing(claim, others)
    return msgspec.structs.replace(claim, **changes) if changes else claim


def _parties(others: Sequence[Claim]) -> dict[str, object]:
    """Take both sides from one claim: sides of two claims together might say what no sentence says."""
    for other in others:
        if other.actors or other.recipients:
            return {"actors": _from(other.actors, other), "recipients": _from(other.recipients, other)}
    return {}


def _from(parties: tuple[Party, ...], other: Claim) -> tuple[Party, ...]:
    return tuple(msgspec.structs.replace(party, actor=_with_reason(party.actor, other)) for party in parties)


def _places(others: Sequence[Claim]) -> tuple[Location, ...]:
    for other in others:
        if other.places:
            return tuple(msgspec.structs.replace(p, place=_with_reason(p.place, other)) for p in other.places)
    return ()


def _timing(claim: Claim, others: Sequence[Claim]) -> Timing:
    for other in others:
        when = other.timing.when
        if when is not None and when.choice is not None and when.choice.stated is not None:
            return msgspec.structs.replace(other.timing, when=_with_reason(when, other))
    return claim.timing


def _with_reason(resolution: Resolution[T] | None, other: Claim) -> Resolution[T] | None:
    if resolution is None:
        return None
    reason = REASON.format(other.trigger.start)
    return msgspec.structs.replace(resolution, reasons=(*resolution.reasons, reason))
