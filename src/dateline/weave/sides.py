"""The parties of an event enter, which side a person or a count of dead belongs to leaves: a country, or one camp in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from dateline.model import Actor, Claim, Count, Party
from dateline.weave.parties import chosen

_STATE = frozenset({"GOV", "MIL", "COP", "LEG", "JUD"})

# Letters between a number and those who are counted, as in "12 of the rebels".
_NEAR = 8

# What is attacked under these names is mostly a building.
_BODIES = frozenset({"GOV", "IGO"})


def torn(parties: Iterable[Actor]) -> frozenset[str]:
    """Give the countries in which an event's parties are of two camps, such as an army and rebels."""
    camps: dict[str, set[str]] = defaultdict(set)
    for actor in parties:
        if actor.country is not None and (camp := _camp(actor)):
            camps[actor.country].add(camp)
    return frozenset(country for country, some in camps.items() if len(some) > 1)


def side_of(actor: Actor, within: frozenset[str]) -> str | None:
    """Give the side of an actor: the country, in a torn one also the camp; None where that is not told."""
    if actor.country is None:
        return actor.name if actor.identity is not None else None
    if actor.country not in within:
        return actor.country
    camp = _camp(actor)
    return f"{actor.country} {camp}" if camp else None


def side_of_counted(claim: Claim, count: Count, within: frozenset[str]) -> str | None:
    """Give the side of those whom a claim counts: of the recipients that the number stands beside, where all are of one.

    Who is counted need not be who was attacked: an attack on an embassy kills passers-by.
    """
    beside = chosen(party for party in claim.recipients if _is_counted(party, count))
    sides = {side_of(actor, within) if actor.sector not in _BODIES else None for actor in beside}
    return sides.pop() if len(sides) == 1 else None


def side_of_speaker(claim: Claim, within: frozenset[str]) -> str | None:
    """Give the side of the one who says so first-hand."""
    voice = claim.attribution[-1] if claim.attribution else None
    speaker = voice.actor.choice if voice and voice.actor else None
    return side_of(speaker, within) if speaker else None


def sides_of(claims: Iterable[Claim], role: Callable[[Claim], Iterable[Party]], within: frozenset[str]) -> set[str]:
    """Give the sides that claims name in a role."""
    found = {side_of(actor, within) for claim in claims for actor in chosen(role(claim))}
    return {side for side in found if side is not None}


def _camp(actor: Actor) -> str | None:
    if actor.sector in _STATE:
        return "GOV"
    return actor.sector if actor.sector != "UNK" else None


def _is_counted(party: Party, count: Count) -> bool:
    # "Killing 12 of the rebels" and "12 rebels were killed", not "attacked the rebels, killing 12".
    return party.span.end >= count.span.start and party.span.start - count.span.end <= _NEAR
