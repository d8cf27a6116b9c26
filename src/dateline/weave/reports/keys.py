"""A sketch enters, block keys leave: two reports are compared only where they share one.

A key is a few of the telling words of a report that are rare together: one rare name, or two or three words that seldom meet.
A dated report has keys of its fortnight as well, whose words may be more common, since far fewer reports are of one
fortnight. A dated and an undated report meet under keys without a day.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from dateline.weave.reports.blockkey import block_key
from dateline.weave.reports.rarity import rarity_of
from dateline.weave.reports.sketch import Sketch

# The telling words that keys are made of, and how many of them a key may have.
_WORDS, _IN_KEY = 8, 3
# The rarity that the words of a key must reach together. In a stream of 10,000 reports one met three others on average
# and one in a hundred met 50; of the reports of one story 0.92 (ECB+) and 0.86 (news clusters) hung together by keys.
_RARE, _RARE_IN_FORTNIGHT = 13.0, 8.0
_KEYS, _KEYS_OF_FORTNIGHT = 12, 8
_FORTNIGHT = 14
# What a report opens with, and names, make better keys than other words.
_OPENING, _NAME = 1.4, 1.2


class _Word(msgspec.Struct, frozen=True):
    stem: str
    weight: float
    rarity: float


def keys_of(sketch: Sketch) -> tuple[int, ...]:
    """Give the block keys of a sketch as signed 64-bit integers, sorted."""
    words = _words(sketch)
    found = {block_key("any day", *stems) for stems in _sets(words, _RARE, _KEYS)}
    for fortnight in _fortnights(sketch.published):
        found |= {block_key(fortnight, *stems) for stems in _sets(words, _RARE_IN_FORTNIGHT, _KEYS_OF_FORTNIGHT)}
    return tuple(sorted(found))


def _words(sketch: Sketch) -> list[_Word]:
    opening = frozenset(sketch.opening)
    words = [
        _Word(
            term.stem,
            term.weight * (_OPENING if term.stem in opening else 1) * (_NAME if term.name else 1),
            rarity_of(term.word)[1],
        )
        for term in sketch.terms
    ]
    return sorted(words, key=lambda word: (-word.weight, word.stem))[:_WORDS]


def _sets(words: Sequence[_Word], rare: float, most: int) -> list[tuple[str, ...]]:
    """Give the heaviest sets of words that are rare enough together and need each of their words for that.

    A report all of whose words are common has one set, of as many as may be.
    """
    found: list[tuple[float, tuple[str, ...]]] = []
    for size in range(1, _IN_KEY + 1):
        for some in itertools.combinations(words, size):
            rarity = sum(word.rarity for word in some)
            if rarity >= rare > rarity - min(word.rarity for word in some):
                weight = sum(word.weight for word in some) / size
                found.append((-weight, tuple(sorted(word.stem for word in some))))
    if words and not found:
        return [tuple(sorted(word.stem for word in words[:_IN_KEY]))]
    return [stems for _, stems in sorted(found)[:most]]


def _fortnights(day: int | None) -> Iterator[str]:
    """Give the two fortnights, half a one apart, that a day is in: days a week apart or less share one."""
    if day is not None:
        yield f"from {day // _FORTNIGHT * _FORTNIGHT}"
        yield f"from {(day + _FORTNIGHT // 2) // _FORTNIGHT * _FORTNIGHT - _FORTNIGHT // 2}"
