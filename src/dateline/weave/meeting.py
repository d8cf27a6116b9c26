"""Entries under block keys enter, the pairs that are to be compared leave: crowded keys are compared by a sample.

Where more than `SAMPLE` stand under a key, each of them is compared only with the `SAMPLE` of lowest rank. Ranks follow
from ids, which are hashes. So the sample is random, and the same for the same set, and what is compared under a key
grows with the number of its entries and not with the square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

# Large enough that what several dozen reports tell under a key of thousands is all but sure to be in the sample, and is
# met by the rest; ordinary keys have fewer entries and are compared whole.
SAMPLE = 64

# Hexadecimal digits of an id that fit a signed 64-bit integer.
_DIGITS = 15


class Entry(msgspec.Struct, frozen=True, gc=False):
    """What stands under a block key: its number, and the rank by which samples are drawn."""

    key: int
    rank: int
    claim: int


def rank_of(head: str) -> int:
    """Give the rank of what is named by a claim's id."""
    return int(head[:_DIGITS], 16)


def pairs_of(entering: Iterable[Entry], standing: Iterable[Entry], limits: Mapping[int, int]) -> set[tuple[int, int]]:
    """Give the pairs, by number, that the entering form with those standing under their keys, themselves among them.

    `limits` are the highest ranks in the samples of crowded keys.
    """
    by_key: dict[int, list[Entry]] = defaultdict(list)
    for entry in standing:
        by_key[entry.key].append(entry)
    found: set[tuple[int, int]] = set()
    for entry in entering:
        limit = limits.get(entry.key)
        others = by_key[entry.key]
        if limit is not None and entry.rank > limit:
            others = [other for other in others if other.rank <= limit]
        found.update((min(entry.claim, other.claim), max(entry.claim, other.claim)) for other in others)
    return {pair for pair in found if pair[0] != pair[1]}


def entries_of(keys: Iterable[int], head: str, claim: int) -> Iterator[Entry]:
    """Give the entries of what is named by a claim's id under its keys."""
    rank = rank_of(head)
    return (Entry(key, rank, claim) for key in keys)


def meet(one: Iterable[int], other: Iterable[int], lower_rank: int, limits: Mapping[int, int]) -> bool:
    """Tell whether two of these keys, of which the lower has that rank, are compared under any key they share."""
    return any(key not in limits or lower_rank <= limits[key] for key in set(one).intersection(other))
