"""Takes the units of a story and its language; gives the stretches of it that are in another, and its language with them.

English is told from the rest by its small words, which costs little; the language model is asked only about what has few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dateline.model import Passage, Span
from dateline.read.language import language_of

ENGLISH: Final = "en"

FEWEST_LETTERS: Final = 80
"""Letters of a passage: a sentence that is only quoted, or a list of names, is mostly shorter."""

SURELY: Final = 0.95
"""Probability from which a stretch is in another language than its report."""

SMALL_WORDS: Final = 0.08
"""Share of words from which a stretch is English: news has 0.2 to 0.35 of them, other languages under 0.05."""

MIXED: Final = 0.18
"""Share of small words from which a paragraph in plain letters is English throughout: with as much again of another
language in it, it has half of what English has."""

ENGLISH_LETTERS: Final = 200
"""Letters of English from which a report in two languages is taken for an English one, if they are `ENGLISH_SHARE`."""

ENGLISH_SHARE: Final = 0.3
"""Share of a report's letters that its English part has; below it English is only quoted."""

_SMALL: Final = frozenset(
    "the of and that was were with for his by from said have has had which this who are be it not will they their been its "
    "but is to he she we you would there when after".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]*[\"”’)\]]*\s*")


def passages_of(text: str, units: Sequence[Span], language: str | None) -> tuple[str | None, tuple[Passage, ...]]:
    """Give the language of the report, which is English where enough of it is, and its passages in order."""
    shares = [_share(unit.of(text)) for unit in units]
    english = [_has_small_words(unit.of(text), share) for unit, share in zip(units, shares, strict=True)]
    if language not in {None, ENGLISH} and _has_english_part(text, units):
        language = ENGLISH
    base = language or ENGLISH
    alien = [is_english != (base == ENGLISH) for is_english in english]
    found = [passage for run in _runs(units, alien) for passage in _in_run(text, run, base)]
    if base == ENGLISH:
        mixed = [
            unit
            for unit, share, other in zip(units, shares, alien, strict=True)
            if not other and _may_mix(text, unit, share)
        ]
        found.extend(passage for unit in mixed for passage in _in_unit(text, unit, base))
    return language, tuple(sorted(found, key=lambda passage: passage.span))


def _is_english(words: str) -> bool:
    return _has_small_words(words, _share(words))


def _has_small_words(words: str, share: float) -> bool:
    """Tell whether a stretch has the small words of English; one of too few letters is not told apart."""
    return share >= SMALL_WORDS or (len(words) < FEWEST_LETTERS and words.isascii())


def _may_mix(text: str, unit: Span, share: float) -> bool:
    """Tell whether a paragraph is long enough, and far enough from English throughout, to hold a passage."""
    words = unit.of(text)
    return len(words) >= 2 * FEWEST_LETTERS and (share < MIXED or len(words.encode()) >= 1.1 * len(words))


def _share(words: str) -> float:
    """Give the share of words that are small words of English; 0 where there is no word."""
    found = _WORD.findall(words.lower())
    return sum(word in _SMALL for word in found) / len(found) if found else 0.0


def _has_english_part(text: str, units: Sequence[Span]) -> bool:
    sentences = [sentence.of(text) for unit in units for sentence in _sentences(text, unit)]
    part = "".join(filter(_is_english, sentences))
    mine = _letters(part)
    enough = mine >= ENGLISH_LETTERS and mine >= ENGLISH_SHARE * sum(map(_letters, sentences))
    return enough and language_of(part) == ENGLISH


def _sentences(text: str, unit: Span) -> list[Span]:
    return [Span(*found.span()) for found in _SENTENCE.finditer(text, unit.start, unit.end) if found.group()]


def _letters(words: str) -> int:
    return sum(map(str.isalpha, words))


def _runs(units: Sequence[Span], alien: Sequence[bool]) -> Iterator[list[Span]]:
    """Give the units that are of another language one behind the other."""
    for other, run in groupby(zip(units, alien, strict=True), key=lambda pair: pair[1]):
        if other:
            yield [unit for unit, _ in run]


def _in_run(text: str, run: Sequence[Span], base: str) -> Iterator[Passage]:
    """Judge units, short ones together with those behind them; neighbours in one language are one passage."""
    judged: list[Passage | None] = []
    start, letters = run[0].start, 0
    for place, unit in enumerate(run):
        letters += _letters(unit.of(text))
        if letters >= FEWEST_LETTERS or place + 1 == len(run):
            judged.append(_judged(text, Span(start, unit.end), base))
            start, letters = run[min(place + 1, len(run) - 1)].start, 0
    for language, same in groupby(judged, key=lambda passage: passage.language if passage else ""):
        stretch = [passage.span for passage in same if passage]
        if stretch:
            yield Passage(Span(stretch[0].start, stretch[-1].end), language)


def _in_unit(text: str, unit: Span, base: str) -> Iterator[Passage]:
    """Find two sentences or more in another language inside a paragraph; a single one is a quotation, and stays."""
    for english, run in groupby(_sentences(text, unit), key=lambda sentence: _is_english(sentence.of(text))):
        stretch = list(run)
        if not english and len(stretch) > 1 and (found := _judged(text, Span(stretch[0].start, stretch[-1].end), base)):
            yield found


def _judged(text: str, stretch: Span, base: str) -> Passage | None:
    words = stretch.of(text)
    if _letters(words) < FEWEST_LETTERS:
        return None
    language = language_of(words, sure=SURELY)
    bare = Span(stretch.start, stretch.start + len(words.rstrip()))
    return Passage(bare, language) if language not in {None, base} else None
