"""Entries under block keys enter, the pairs that are to be compared leave: crowded keys are compared by a sample.

Where more than `SAMPLE` stand under a key, each of them is compared only with the `SAMPLE` of lowest rank. Ranks follow
from ids, which are hashes. So the sample is random, and the same for the same set, and what is compared under a key
grows with the number of its entries and not with the square.

Keys that hold no day would fill up with the years. Under some of them what has a day stands behind all that has none, and is
compared with that alone. Others are narrow: more than `NARROW` entries say that such a key tells no event from others, and
nothing is compared under it any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec

from dateline.weave.reports.blockkey import RANKED, rank_of

# Large enough that what several dozen reports tell under a key of thousands is all but sure to be in the sample, and is
# met by the rest; ordinary keys have fewer entries and are compared whole.
SAMPLE = 64

NARROW = 24
"""Entries beyond which a narrow key joins nothing: what is told of one act in years is seldom told more often by name."""

NOBODY = -1
"""The limit of what is compared where nothing is."""

# What stands behind has higher ranks than any that an id gives.
_BEHIND = 1 << 4 * RANKED

FRONT = _BEHIND - 1
"""The highest rank of what is compared with all that stands under its key, where the key is not crowded."""


class Keys(msgspec.Struct, frozen=True):
    """The block keys under which something stands, those under which it stands behind the others, and the narrow ones."""

    front: frozenset[int] = frozenset()
    behind: frozenset[int] = frozenset()
    narrow: frozenset[int] = frozenset()


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What stands under a block key: its number, and the rank by which samples are drawn."""

    key: int
    rank: int
    claim: int


def pairs_of(entering: Iterable[Entry], standing: Iterable[Entry], limits: Mapping[int, int]) -> set[tuple[int, int]]:
    """Give the pairs, by number, that the entering form with those standing under their keys, themselves among them.

    `limits` are the highest ranks in the samples of crowded keys.
    """
    by_key: dict[int, list[Entry]] = defaultdict(list)
    for entry in standing:
        by_key[entry.key].append(entry)
    found: set[tuple[int, int]] = set()
    for entry in entering:
        limit = limits.get(entry.key, FRONT)
        others = by_key[entry.key]
        if entry.rank > limit:
            others = [other for other in others if other.rank <= limit]
        found.update((min(entry.claim, other.claim), max(entry.claim, other.claim)) for other in others)
    return {pair for pair in found if pair[0] != pair[1]}


def is_narrow(key: int) -> bool:
    """Tell whether the key of an entry is narrow."""
    return bool(key & 1)


def entries_of(keys: Keys, head: str, claim: int) -> list[Entry]:
    """Give the entries of what is named by a claim's id under its keys; the last bit of a key says whether it is narrow."""
    rank = rank_of(head)
    ranked = ((keys.front, rank, 0), (keys.behind, rank + _BEHIND, 0), (keys.narrow, rank, 1))
    return [Entry(key, at, claim) for some, at, bit in ranked for key in sorted({key & ~1 | bit for key in some})]


def meet(one: Iterable[Entry], other: Iterable[Entry], limits: Mapping[int, int]) -> bool:
    """Tell whether two are compared under any key that they share, given the entries of both."""
    ranks = {entry.key: entry.rank for entry in one}
    shared = (entry for entry in other if entry.key in ranks)
    return any(min(entry.rank, ranks[entry.key]) <= limits.get(entry.key, FRONT) for entry in shared)
