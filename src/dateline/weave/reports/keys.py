"""A sketch enters, block keys leave: two reports are compared only where they share one.

A key is one telling word of a report. A dated report has keys of its fortnight as well, whose words may be more common,
since far fewer reports are of one fortnight. A dated and an undated report meet under keys without a day.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator

import msgspec

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
_RARE, _RARE_IN_FORTNIGHT = 4.5, 4.0
_FORTNIGHT = 14
# What a report opens with, and names, make better keys than other words.
_OPENING, _NAME = 1.4, 1.2
_AT_MOST = 1.01 * _OPENING * _NAME


class _Word(msgspec.Struct, frozen=True):
    stem: str
    weight: float
    rarity: float


def keys_of(sketch: Sketch) -> tuple[int, ...]:
    """Give the block keys of a sketch as signed 64-bit integers, sorted."""
    words = _words(sketch)
    found = {block_key("word", word.stem) for word in words if word.rarity >= _RARE}
    for start in _fortnights(sketch.published):
        found |= {
            near(start, block_key("from", start, word.stem)) for word in words if word.rarity >= _RARE_IN_FORTNIGHT
        }
    if words and not found:
        found = {block_key("common words", *sorted(word.stem for word in words))}
    return tuple(sorted(found))


def _words(sketch: Sketch) -> list[_Word]:
    opening = frozenset(sketch.opening)
    found = []
    # Terms come heaviest first: behind so many, what is much lighter is not among the heaviest, whatever it is.
    least = sketch.terms[_WORDS - 1].weight / _AT_MOST if len(sketch.terms) >= _WORDS else 0
    for term in itertools.takewhile(lambda term: term.weight >= least, sketch.terms):
        stem, rarity = rarity_of(term.word)
        weight = term.weight * (_OPENING if stem in opening else 1) * (_NAME if term.name else 1)
        found.append((-weight, stem, rarity))
    return [_Word(stem, -weight, rarity) for weight, stem, rarity in heapq.nsmallest(_WORDS, found)]


def _fortnights(day: int | None) -> Iterator[int]:
    """Give the starts of the two fortnights, half a one apart, that a day is in: days a week apart share one."""
    if day is not None:
        yield day // _FORTNIGHT * _FORTNIGHT
        yield (day + _FORTNIGHT // 2) // _FORTNIGHT * _FORTNIGHT - _FORTNIGHT // 2
