"""The file of agent nouns enters, a lookup from words to sectors leaves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.ground.who.entries import BookError, split_list
from dateline.ground.who.tokens import Token, key
from dateline.model import Sector

Strength = Literal["strong", "member", "weak"]
"""`strong` nouns decide; `member` nouns take the sector of what they belong to; `weak` ones count where no other does."""


class Noun(msgspec.Struct, frozen=True):
    """What an agent noun says: a sector, how far it decides, and whether its bearers are often from elsewhere (`roams`)."""

    words: str
    sector: Sector
    strength: Strength
    roams: bool = False


class Nouns:
    """Agent nouns by their words, singular and plural."""

    def __init__(self, nouns: dict[tuple[str, ...], Noun]) -> None:
        self._nouns = nouns
        self._longest: dict[str, int] = {}
        for words in nouns:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def at(self, words: Sequence[Token], start: int) -> tuple[int, Noun] | None:
        """Give the longest noun that begins at `start`, with the index after it."""
        limit = self._longest.get(words[start].fold)
        if limit is None:
            return None
        for end in range(min(start + limit, len(words)), start, -1):
            noun = self._nouns.get(tuple(t.fold for t in words[start:end]))
            if noun is not None:
                return end, noun
        return None


def read_nouns(path: Path) -> Nouns:
    """Read the file of agent nouns.

    Raises:
        BookError: if a section names no sector or strength, or a noun is given twice.
    """
    nouns: dict[tuple[str, ...], Noun] = {}
    plurals: dict[tuple[str, ...], Noun] = {}
    sector, strength = None, None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line, where = raw.strip(), f"{path.name}, line {number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            sector, strength = _section(line, where)
            continue
        if sector is None or strength is None:
            raise BookError(where, "nouns before a section", "begin with a section such as [MIL] or [GOV member]")
        for noun in split_list(line):
            words = key(noun.rstrip("*"))
            if words in nouns:
                raise BookError(where, f"{noun!r} is given twice", "keep it in one section only")
            nouns[words] = Noun(noun.rstrip("*"), sector, strength, noun.endswith("*"))
            plurals[(*words[:-1], _plural(words[-1]))] = nouns[words]
    return Nouns({**plurals, **nouns})


def _section(line: str, where: str) -> tuple[Sector, Strength]:
    parts = (*line.strip("[]").split(), "strong")
    for sector in get_args(Sector):
        for strength in get_args(Strength):
            if (sector, strength) == parts[:2]:
                found: tuple[Sector, Strength] = (sector, strength)
                return found
    raise BookError(where, f"{line!r} is no section", "write [SECTOR], [SECTOR member] or [SECTOR weak]")


def _plural(word: str) -> str:
    if word.endswith("man"):
        return f"{word[:-3]}men"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "ch", "sh")) else f"{word}s"
