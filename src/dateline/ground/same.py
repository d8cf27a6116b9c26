"""Finds claims of one report that tell of one event: grounded claims enter, the same claims leave with the event of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import msgspec

from dateline.ground.alike import features, probability
from dateline.ground.told import kinds
from dateline.model import Claim, Report, Retelling

# From this probability on two claims are taken for one event. On annotated reports that no weight was fitted on pairwise F1
# of the groups falls from 0.62 to 0.61 between 0.3 and here, and precision rises from 0.58 to 0.65 (`python -m training.same`).
THRESHOLD = 0.38
# Claims of one type that are compared with those before them: a report that has more is a list, not a story.
REACH = 60


class Pair(msgspec.Struct, frozen=True):
    """Two claims of one report, by id, the earlier first, and the probability that they tell of one event."""

    first: str
    second: str
    chance: float


def pairs(report: Report, claims: tuple[Claim, ...]) -> list[Pair]:
    """Compare the claims of one type of a report with one another."""
    return [
        Pair(left.id, right.id, probability(features(left, right)))
        for kind in kinds(report, claims)
        for n, right in enumerate(kind)
        for left in kind[max(0, n - REACH) : n]
    ]


def group(claims: tuple[Claim, ...], found: Sequence[Pair], threshold: float = THRESHOLD) -> tuple[Claim, ...]:
    """Join claims that are probably about one event, the likeliest pairs first; the event is named by its first claim.

    Two groups are joined where the mean over their pairs reaches the threshold: a chain of likely pairs would lead from
    one event to the next. The later group's first claim keeps that mean, as the probability that it retells the other's.
    """
    order = {claim.id: n for n, claim in enumerate(claims)}
    chance = {frozenset((pair.first, pair.second)): pair.chance for pair in found}
    groups = {claim.id: [claim.id] for claim in claims}
    retells: dict[str, Retelling] = {}
    for pair in sorted(found, key=lambda pair: (-pair.chance, order[pair.first], order[pair.second])):
        one, other = groups[pair.first], groups[pair.second]
        if pair.chance < threshold:
            break
        if one is other:
            continue
        between = [chance.get(frozenset(ends), 0.0) for ends in product(one, other)]
        mean = sum(between) / len(between)
        if mean >= threshold:
            earlier, later = sorted((one, other), key=lambda group: order[group[0]])
            retells[later[0]] = Retelling(earlier[0], round(mean, 4))
            earlier += later
            groups |= dict.fromkeys(later, earlier)
    return tuple(
        msgspec.structs.replace(claim, event=groups[claim.id][0], retells=retells.get(claim.id)) for claim in claims
    )
