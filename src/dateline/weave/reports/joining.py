"""Reports and how likely each two of them are of one story enter, groups leave: joined by the mean likeness of their reports.

Joining goes from the likeliest two groups down. Two signs keep groups of several reports apart: reports of both are much
less alike than those inside each; or each group has names that most of its reports give and hardly any of the other's.
That is how two sackings of two coaches look, though each two reports of them share many words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.weave.reports.likeness import Side

WHOLE = 10_000
"""Likeness is summed in whole ten-thousandths: sums of whole numbers do not depend on their order."""

# Set on ECB+ and the news clusters, all of them: F1 changes by less than 0.01 within a quarter of each value.
_JOINED = 0.2
# Reports from which on more is asked for, in proportion: where likely pairs hang many reports together, it is by their
# topic. The two sets have parts of up to 60 reports; a month of one crisis, or a form letter, has hundreds.
_FEW = 50
_AGAINST_INSIDE = 0.55
# Reports that both groups must have before their names are held against each other, the share of its reports that give a
# name of a group, the share of the other's that may, and the weight that such names have among those of the group.
_SEVERAL = 4
_MOST, _HARDLY = 0.6, 0.1
_OWN_NAMES = 0.3

Likenesses = NDArray[np.int64]


def joined(likenesses: Likenesses, sides: Sequence[Side]) -> list[list[int]]:
    """Group reports, given by their places in a symmetric table of likenesses with nothing on its diagonal.

    Two groups that are kept apart are looked at again when one of them has grown.
    """
    groups = _Groups(likenesses, sides)
    while pair := groups.likeliest():
        if groups.differ(*pair):
            groups.part(*pair)
        else:
            groups.join(*pair)
    return [sorted(group) for group in groups.members if group]


class _Groups:
    """Groups of reports, with sums of likenesses between and inside them; a group that was joined to another is empty."""

    def __init__(self, likenesses: Likenesses, sides: Sequence[Side]) -> None:
        count = len(likenesses)
        self.members = [[at] for at in range(count)]
        self._sides = sides
        self._between = likenesses.copy()
        self._inside = [0] * count
        self._sizes = np.ones(count)
        self._apart = np.eye(count, dtype=bool)
        self._needed = WHOLE * _JOINED * max(1.0, count / _FEW)

    def likeliest(self) -> tuple[int, int] | None:
        """Give the two groups with the highest mean likeness that are not kept apart, if it is enough."""
        means = np.where(self._apart, -1.0, self._between / np.multiply.outer(self._sizes, self._sizes))
        one, other = sorted(divmod(int(means.argmax()), len(means)))
        return (one, other) if means[one, other] >= self._needed else None

    def differ(self, one: int, other: int) -> bool:
        """Tell whether two groups look like two stories."""
        sizes = [len(self.members[at]) for at in (one, other)]
        if min(sizes) < 2:
            return False
        mean = self._between[one, other] / math.prod(sizes)
        inside = min(self._inside[at] / math.comb(size, 2) for at, size in zip((one, other), sizes, strict=True))
        if mean < _AGAINST_INSIDE * inside:
            return True
        return min(sizes) >= _SEVERAL and min(self._own_names(one, other), self._own_names(other, one)) >= _OWN_NAMES

    def part(self, one: int, other: int) -> None:
        """Keep two groups apart until one of them grows."""
        self._apart[one, other] = self._apart[other, one] = True

    def join(self, one: int, other: int) -> None:
        """Put the other group into the one."""
        self._inside[one] += self._inside[other] + int(self._between[one, other])
        self._sizes[one] += self._sizes[other]
        self._between[one] += self._between[other]
        self._between[:, one] = self._between[one]
        self.members[one] += self.members[other]
        self.members[other] = []
        self._apart[one] = self._apart[:, one] = [not group for group in self.members]
        self._apart[one, one] = True
        self._apart[other] = self._apart[:, other] = True

    def _own_names(self, one: int, other: int) -> float:
        """Give the weight of names of a group that the other hardly has, as a share of the weight of all its names."""
        ours = [self._sides[at] for at in self.members[one]]
        theirs = [self._sides[at].terms.by_stem for at in self.members[other]]
        names = dict(_names_of_most(ours))
        own = (base for base in names if sum(base in terms for terms in theirs) <= _HARDLY * len(theirs))
        weight = math.fsum(names[base] for base in own)
        return weight / math.fsum(names.values()) if weight else 0.0


def _names_of_most(sides: Sequence[Side]) -> Iterator[tuple[str, float]]:
    """Give the names that most reports have, with their mean weight."""
    given = Counter(base for side in sides for base in side.names.by_stem)
    for base, count in sorted(given.items()):
        if count >= _MOST * len(sides):
            yield base, math.fsum(_weights(base, sides)) / count


def _weights(base: str, sides: Sequence[Side]) -> Iterator[float]:
    names: Iterator[Mapping[str, float]] = (side.names.by_stem for side in sides)
    return (some[base] for some in names if base in some)
