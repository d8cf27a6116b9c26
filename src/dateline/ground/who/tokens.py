"""Words of a text enter, folded tokens leave: one spelling for case, diacritics, apostrophes, dots and hyphens."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:['’ʼ`‘][^\W_]+)*|[,;:()&/–—-]|['’]")
_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ß": "ss",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ə": "a",
        "'": None,
        "’": None,
        "ʼ": None,
        "`": None,
        "‘": None,
        ".": None,
    }
)
_HYPHENS = frozenset("-–")
_POSSESSIVE = frozenset({"'s", "’s", "'S", "’S"})


class Token(msgspec.Struct, frozen=True):
    """A word or mark: its characters, its folded form, its half-open interval, and whether a hyphen joins it leftwards."""

    text: str
    fold: str
    start: int
    end: int
    joined: bool = False

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def upper(self) -> bool:
        """Whether the word is written in capitals throughout."""
        return self.text.isupper()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Give the spelling that comparisons use: lower case, no diacritics, apostrophes or dots."""
    if word.isascii():
        return word.lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).lower())
    return "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)


def tokens(text: str) -> list[Token]:
    """Split a text into folded tokens; a possessive ending is a token of its own, folded to `'s`."""
    found: list[Token] = []
    joined = False
    for match in _WORD.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if word in _HYPHENS and found and found[-1].end == start and text[end : end + 1].isalnum():
            joined = True
            continue
        if word[-2:] in _POSSESSIVE and end - start > 2:
            found.append(Token(word[:-2], fold(word[:-2]), start, end - 2, joined))
            found.append(Token(word[-2:], "'s", end - 2, end))
        elif word in {"'", "’"}:
            # A bare apostrophe closes a plural possessive only right after a word that ends in s.
            if found and found[-1].end == start and found[-1].fold.endswith("s"):
                found.append(Token(word, "'s", start, end))
        else:
            found.append(Token(word, fold(word) if word[0].isalnum() else word, start, end, joined))
        joined = False
    return found


@lru_cache(maxsize=32768)
def key(name: str) -> tuple[str, ...]:
    """Give the folded words of a name, the form under which the book keeps it."""
    if name.isascii() and name.replace(" ", "").isalnum():
        return tuple(name.lower().split())
    return tuple(t.fold for t in tokens(name))


def word_set(listed: str) -> frozenset[str]:
    """Give the words of a list that is written as one string."""
    return frozenset(listed.split())
