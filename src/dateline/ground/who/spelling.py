"""Names in two spellings enter, whether they may be one person's leaves: transliterations differ in vowels and a few consonants."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.fuzz import ratio

# Pairs that romanisations of Arabic, Persian, Cyrillic and others write for one sound.
_SOUNDS = (
    ("tsch", "c"),
    ("tch", "c"),
    ("sch", "s"),
    ("dj", "j"),
    ("dh", "d"),
    ("th", "t"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("ou", "u"),
    ("ck", "k"),
    ("q", "k"),
    ("c", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("z", "s"),
)
_VOWELS = re.compile(r"(?<=.)[aeiouyh]")
_DOUBLE = re.compile(r"(.)\1+")
# Per word, in percent: "gaddafi" and "qadhafi" reach 71 to 77, names that only share consonants ("hamid", "humayd") less.
_ALIKE = 70.0


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """Give the consonants of a folded word, sounds that are romanised in several ways made one.

    A final i or y stays: it makes another name of the same root ("Baqer", "Baqeri").
    """
    ending = "i" if word.endswith(("i", "y")) else ""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", word)) + ending


def same_name(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether two names of as many folded words may be spellings of one, word by word."""
    return len(left) == len(right) and all(
        skeleton(a) == skeleton(b) and ratio(a, b) >= _ALIKE for a, b in zip(left, right, strict=True)
    )
