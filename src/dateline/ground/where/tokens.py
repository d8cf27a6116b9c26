"""Text goes in; its words with offsets, and the longest stretches that are names in the gazetteer, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.words import Words
from dateline.model import Span

_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:Mt|St|Ft|Ste)\.|[^\W_]+(?:['’ʼ‘`-][^\W_]+)*(?:['’](?=\W|$))?")
_POSSESSIVE = re.compile(r"['’]s?$")
_GAP = re.compile(r"[ \t\u00a0]+|-|/")
_LONGEST = 6
# Between two words of one name there may be a space; a comma, full stop or bracket ends the name.


class Word(NamedTuple):
    """A word with its offsets; `owner` tells a possessive, whose ending the end offset leaves out."""

    start: int
    end: int
    text: str
    capital: bool
    owner: bool


class Named(NamedTuple):
    """A stretch of words that is a name in the gazetteer: first word, one past the last, the folded name."""

    first: int
    last: int
    folded: str


def words_of(text: str) -> list[Word]:
    """Split text into words; a possessive ending is left out of its word."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        ending = _POSSESSIVE.search(word)
        bare = word[: ending.start()] if ending and len(word) > len(ending.group()) else word
        first = next((letter for letter in bare if letter.isalnum()), "")
        capital = first.isupper() or first.isdigit() or (len(bare) > 2 and _inner_capital(bare))
        found.append(Word(match.start(), match.start() + len(bare), bare, capital, bare != word))
    return found


def _inner_capital(word: str) -> bool:
    """Tell whether a part after a hyphen or an apostrophe is capitalised, as in "al-Hol"."""
    return any(part[:1].isupper() for part in re.split(r"['’ʼ‘`-]", word)[1:])


def adjoining(text: str, one: Word, other: Word) -> bool:
    """Tell whether nothing but a space or a hyphen stands between two words and the first is no possessive."""
    return not one.owner and bool(_GAP.fullmatch(text, one.end, other.start))


def names_from(text: str, all_words: Sequence[Word], gazetteer: Gazetteer, lists: Words) -> Iterator[Named]:
    """Give the longest names, left to right and without overlap, that begin with a capital and end with one.

    A kind word in lower case may end a name ("Khuzestan province").
    """
    at = 0
    folds = [fold(word.text) for word in all_words]
    while at < len(all_words):
        named = _longest_at(at, text, all_words, folds, gazetteer, lists)
        if named:
            yield named
        at = named.last if named else at + 1


def _longest_at(
    at: int, text: str, all_words: Sequence[Word], folds: Sequence[str], gazetteer: Gazetteer, lists: Words
) -> Named | None:
    if not all_words[at].capital or (all_words[at].text == "The" and not _keeps_article(at, all_words)):
        return None
    first = at + 1 if all_words[at].text == "The" else at
    for last in reversed(_possible_ends(at, text, all_words, lists)):
        folded = " ".join(each for each in folds[first:last] if each)
        if folded and gazetteer.knows(folded):
            return Named(at, last, folded)
    return None


def _keeps_article(at: int, all_words: Sequence[Word]) -> bool:
    return at + 1 < len(all_words) and all_words[at + 1].text in {"Hague", "Gambia", "Bahamas"}


def _possible_ends(at: int, text: str, all_words: Sequence[Word], lists: Words) -> list[int]:
    ends = []
    for last in range(at + 1, min(len(all_words), at + _LONGEST) + 1):
        word = all_words[last - 1]
        if last - 1 > at and not adjoining(text, all_words[last - 2], word):
            break
        if word.capital:
            ends.append(last)
        elif word.text in lists.kinds and last - 1 > at:
            ends.append(last)
            break
        elif word.text not in lists.small:
            break
    return ends


def span_of(all_words: Sequence[Word], first: int, last: int) -> Span:
    """Give the span from one word to before another."""
    return Span(all_words[first].start, all_words[last - 1].end)
