"""A sketch enters, block keys leave: two reports are compared only where they share one.

A key is one telling word of a report. A dated report has keys of its fortnight as well, whose words may be more common,
since far fewer reports are of one fortnight. A dated and an undated report meet under keys without a day.
"""

from __future__ import annotations

import functools
import heapq
from collections.abc import Iterator

from dateline.weave.reports.blockkey import block_key, near
from dateline.weave.reports.rarity import rarity_of
from dateline.weave.reports.sketch import Sketch

CROWDED = 12
"""Reports of a block beyond which only those with the smallest ids are compared with all of it: a name of the day.

Of the pairs that 32 linked in a news stream, 12 link 0.78, and lead from one report to the other in all but one of a
thousand; scores of stories and of copies are the same with 8, 12, 16 and 32.
"""

# Set on ECB+ and the news clusters, all of them, among 10,000 reports of a news stream: of the pairs of one story whose
# likeness was 0.3 or more, 0.99 and 0.95 met. Keys of two words gave no link that keys of one did not give.
_WORDS = 12
_RARE, _RARE_NEAR = 4.5, 4.0
_FORTNIGHT = 14
# What a report opens with, and names, make better keys than other words.
_OPENING, _NAME = 1.4, 1.2
_AT_MOST = 1.01 * _OPENING * _NAME


def keys_of(sketch: Sketch) -> tuple[int, ...]:
    """Give the block keys of a sketch as signed 64-bit integers, sorted."""
    daily, lasting = keys_by_days(sketch)
    return tuple(sorted({*daily, *lasting}))


def keys_by_days(sketch: Sketch) -> tuple[list[int], list[int]]:
    """Give the block keys that hold the fortnights of the report's day, none for an undated one, and those that hold none."""
    words = _words(sketch)
    daily = [near(start, key) for start in _fortnights(sketch.published) for rare, key in words if rare >= _RARE_NEAR]
    lasting = [key for rare, key in words if rare >= _RARE]
    if words and not daily and not lasting:
        return [], [block_key("common words", *sorted(key for _, key in words))]
    return daily, lasting


def _words(sketch: Sketch) -> list[tuple[float, int]]:
    """Give the words that tell most, each by its rarity and its key."""
    opening = frozenset(sketch.opening)
    found = []
    # Terms come heaviest first: behind so many, what is much lighter is not among the heaviest, whatever it is.
    least = sketch.terms[_WORDS - 1].weight / _AT_MOST if len(sketch.terms) >= _WORDS else 0
    for term in sketch.terms:
        if term.weight < least:
            break
        stem, rarity = rarity_of(term.word)
        weight = term.weight * (_OPENING if stem in opening else 1) * (_NAME if term.name else 1)
        found.append((-weight, stem, rarity))
    return [(rarity, _key(stem)) for _, stem, rarity in heapq.nsmallest(_WORDS, found)]


@functools.lru_cache(1 << 16)
def _key(stem: str) -> int:
    return block_key("word", stem)


def _fortnights(day: int | None) -> Iterator[int]:
    """Give the starts of the two fortnights, half a one apart, that a day is in: days a week apart share one."""
    if day is not None:
        yield day // _FORTNIGHT * _FORTNIGHT
        yield (day + _FORTNIGHT // 2) // _FORTNIGHT * _FORTNIGHT - _FORTNIGHT // 2
