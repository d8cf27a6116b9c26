"""Words of a report enter, crude stems that can be compared across reports leave."""

from __future__ import annotations

import functools
import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

# Function words and the verbs of telling: they are shared by sentences about different events.
_EMPTY_WORDS = """
    a an the this that these those it its his her their our your my he she they we you i who whom whose which what
    and or but nor so yet if than then as at by for from in into of off on onto out over to under up with without
    about after again against before between during since through until upon while where when why how all any both
    each few more most other some such no not only own same too very also just is am are was were be been being
    has have had having do does did doing will would shall should can could may might must said say says told tell
    reported report reports according one two three new there here him them us
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())

# Past forms that share too little with their base for a prefix to find it.
_IRREGULAR = {
    "bought": "buy",
    "brought": "bring",
    "caught": "catch",
    "fought": "fight",
    "gave": "give",
    "given": "give",
    "held": "hold",
    "hit": "hit",
    "left": "leave",
    "met": "meet",
    "sent": "send",
    "shot": "shoot",
    "slain": "slay",
    "sold": "sell",
    "struck": "strike",
    "took": "take",
    "taken": "take",
    "threw": "throw",
    "thrown": "throw",
    "withdrew": "withdraw",
}

_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")

# Words whose stems are looked up quickly: a claim's sentence has few that were not in one before.
_REMEMBERED = 1 << 16

# Long enough to keep "deport" from "depart", short enough to join "deployed" and "deployment".
_STEM = 6


def folded(text: str) -> str:
    """Give the text in lower case, without accents, with single spaces: the form in which names are compared."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


@functools.lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """Give the stem of one folded word: endings off, at most six letters."""
    base = _IRREGULAR.get(word, word)
    base = _POSSESSIVE.sub("", base)
    if len(base) > 4:
        base = _ENDING.sub("", base)
    return base[:_STEM]


def stems(text: str) -> tuple[str, ...]:
    """Give the distinct stems of the words of a text that carry meaning, sorted."""
    words = _WORD.findall(folded(text))
    return tuple(sorted({stem(word) for word in words if word not in _EMPTY and len(word) > 1}))
