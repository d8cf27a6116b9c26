"""The claims of one event enter, what they amount to leaves: its factuality, its status, and who counts as a source."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from dateline.model import Claim, Factuality, Status
from dateline.weave.evidence import Evidence
from dateline.weave.features import RECIPROCAL


def origins(told: Iterable[Evidence]) -> int:
    """Count independent sources: agencies and outlets; copies of one text count once, unknown sources as one."""
    by_text: dict[str, str] = {}
    for evidence in told:
        origin = evidence.origin or ""
        # The origin first in the alphabet stands for all that ran the same text.
        by_text[evidence.text_id] = min(by_text.get(evidence.text_id, origin), origin)
    known = {origin for origin in by_text.values() if origin}
    return max(len(known), 1) if by_text else 0


def factuality_of(told: Sequence[Evidence]) -> Factuality:
    """Say whether the event happened: once one report says so it occurred, and who denies it shows in the status.

    Before that, the latest of what was said in the report's own voice holds: a plan called off is negated.
    """
    said = {evidence.claim.factuality for evidence in told}
    if "occurred" in said:
        return "occurred"
    if "negated" in said and _latest_is_negated(told):
        return "negated"
    order: tuple[Factuality, ...] = ("planned", "unclear", "denied", "possible", "negated")
    return next(kind for kind in order if kind in said)


def status_of(told: Sequence[Evidence]) -> Status:
    """Say what the claims amount to.

    A denial presupposes that someone says otherwise, so it always makes a dispute; so do "not clear" and "did not
    happen" beside "happened", and two speakers who name actors of different countries.
    """
    said = {evidence.claim.factuality for evidence in told}
    happened = [evidence for evidence in told if evidence.claim.factuality == "occurred"]
    if "denied" in said or (happened and said & {"negated", "unclear"}) or _blamed_apart(happened):
        return "disputed"
    if happened:
        return "corroborated" if origins(happened) > 1 else "reported"
    match factuality_of(told):
        case "planned":
            return "planned"
        case "negated":
            return "negated"
        case "unclear":
            return "unclear"
        case _:
            return "possible"


def _latest_is_negated(told: Sequence[Evidence]) -> bool:
    days = [evidence.published for evidence in told if evidence.published]
    if not days:
        return True
    return any(e.claim.factuality == "negated" for e in told if e.published in {max(days), None})


def _blamed_apart(happened: Sequence[Evidence]) -> bool:
    blames = [(_speakers(e.claim), _countries(e.claim)) for e in happened if e.claim.type not in RECIPROCAL]
    said = [(speakers, countries) for speakers, countries in blames if speakers and countries]
    return any(
        one[0] != other[0] and one[1].isdisjoint(other[1]) for one, other in itertools.combinations(_distinct(said), 2)
    )


def _distinct(
    said: list[tuple[frozenset[str], frozenset[str]]],
) -> list[tuple[frozenset[str], frozenset[str]]]:
    return list(dict.fromkeys(said))


def _speakers(claim: Claim) -> frozenset[str]:
    choices = (voice.actor.choice if voice.actor else None for voice in claim.attribution)
    return frozenset(actor.identity or actor.name for actor in choices if actor)


def _countries(claim: Claim) -> frozenset[str]:
    choices = (party.actor.choice if party.actor else None for party in claim.actors)
    return frozenset(actor.country for actor in choices if actor and actor.country)
