"""Takes the lines of a text and a line's end with a hyphen; tells whether the hyphen divides a word or belongs to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LAST = re.compile(r"(?P<word>[^\W_]+(?:[-'’][^\W_]+)*)-$")
_FIRST = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")

_SECOND_PARTS: Final = frozenset(
    "backed based born brokered controlled elect era facing funded general held led linked long made mediated occupied"
    " old owned related run scale sponsored style supported term trained wide year".split()
)
"""Words that English hangs on to a name or a number with a hyphen: `Tarsia-led`, `two-year`."""

_FIRST_PARTS: Final = frozenset(
    "all cross ex far first half high long low mid mine multi near non one self semi short so two three four five six"
    " seven eight nine ten vice well year".split()
)
"""Words that English hangs on to the next with a hyphen, and that few divided words begin with."""

FEWEST_LETTERS: Final = 3
"""Letters of a half from which it counts as a word by itself; shorter ones stand everywhere."""


class Words:
    """The words of a text, by which the hyphens at the ends of its lines are judged."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        divided = False
        for line in lines:
            words = [found.group().casefold() for found in _WORD.finditer(line)]
            # The halves at a line's end are no evidence of a word.
            first, divided = int(divided), line.endswith("-")
            self._seen.update(words[first : len(words) - divided])

    def divides(self, line: str, following: str) -> bool:
        """Tell whether the hyphen that ends `line` divides a word that goes on in `following`.

        What the text shows elsewhere decides: the word joined, the word with its hyphen, or both halves as words. Where
        it shows neither, a hyphen behind capitals (`US-`), behind a word with a hyphen (`state-of-the-`) or in a common
        pair (`-led`, `self-`) belongs to the word, and any other divides it.
        """
        last, first = _LAST.search(line), _FIRST.match(following)
        if last is None or first is None or not following[0].islower():
            return False
        left, right = last["word"], first.group()
        joined, hyphened = self._times(left + right), self._times(f"{left}-{right}")
        if joined != hyphened:
            return joined > hyphened
        if "-" in left or left.isupper() or any(map(str.isdecimal, left)):
            return False
        if (right in _SECOND_PARTS and (left[0].isupper() or left in _FIRST_PARTS)) or left.casefold() in _FIRST_PARTS:
            return False
        return not (self._is_word(left) and self._is_word(right))

    def _times(self, word: str) -> int:
        return self._seen[word.casefold()]

    def _is_word(self, half: str) -> bool:
        return len(half) >= FEWEST_LETTERS and self._times(half) > 0
