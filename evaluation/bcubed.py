"""Gold and found groups of the same items enter, B-cubed precision, recall and F1 leave (Bagga and Baldwin 1998).

For each item: of those found together with it, itself included, the share that belongs with it; of those that belong with
it, the share that was found together with it. Precision and recall are the means over items.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import msgspec


class BCubed(msgspec.Struct, frozen=True):
    """Mean precision and recall over items."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(gold: Sequence[Hashable], found: Sequence[Hashable], counted: Sequence[bool] | None = None) -> BCubed:
    """Score one group for each item against another; `counted` tells whose means are taken, all else stays in the groups."""
    belong, together = Counter(gold), Counter(found)
    both = Counter(zip(gold, found, strict=True))
    rows = [
        (both[due, said] / together[said], both[due, said] / belong[due])
        for at, (due, said) in enumerate(zip(gold, found, strict=True))
        if counted is None or counted[at]
    ]
    if not rows:
        return BCubed(0.0, 0.0)
    return BCubed(sum(p for p, _ in rows) / len(rows), sum(r for _, r in rows) / len(rows))
