"""The text of a report enters, the words that it is found by leave: any script, with or without accents or spaces.

What is looked for is spelled as what was indexed, so both sides meet. Scripts that put no spaces between words are
indexed a character at a time; a word of theirs is then a row of characters and found wherever it stands.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Self

import msgspec

from dateline.model import Span

TEXTS: Final = "porter unicode61 remove_diacritics 0 categories ''L* N* Co M*''"
"""FTS5's tokenizer of texts, quoted for SQL: marks are letters, since `spelled` has taken out those that are not."""

SENTENCES: Final = "porter unicode61 remove_diacritics 2"
"""FTS5's tokenizer of the sentences of claims."""

_LONGEST: Final = 255
"""Letters of a word by which it is known: an index of PostgreSQL takes no more than 2,700 bytes."""

_BEFORE: Final = 60
"""Characters of a snippet that stand before the first word found."""

_LENGTH: Final = 180
"""Characters of a snippet: two to three lines of a terminal."""

_OPEN, _CLOSE = "\2", "\3"

# Signs that writers leave out as they please: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs,
# the Arabic stretching stroke. Vowel signs of other scripts (Thai, Devanagari) are letters and stay.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)

# Thai, Lao, Burmese, Khmer, kana, Chinese characters.
_UNSPACED = re.compile(
    "[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)

# Letters that keyboards of Arabic, Persian and Urdu write differently for the same word.
_SAME_LETTER = str.maketrans("یىکٱ", "ييكا")


class _Spelling(dict[int, str]):
    """How each character is indexed, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        spelled = self[point] = _spelled(chr(point))
        return spelled


def _spelled(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cf":
        return ""
    if kind[0] in "CZ" and kind != "Co":
        return " "
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    bare = _LEFT_OUT.sub("", folded).translate(_SAME_LETTER)
    return _UNSPACED.sub(r" \g<0> ", bare)


_SPELLING = _Spelling()


def spelled(text: str) -> str:
    """Give the text as the index holds it."""
    return text.translate(_SPELLING)


def quoted(words: str) -> list[str]:
    """Give the words that are looked for, those in quotation marks together; any text is legal.

    What has no letter or digit is left out: it has no word to look for.
    """
    found = re.findall(r'"([^"]*)"|([^\s"]+)', words.replace("\0", " "))
    return [term for phrase, word in found if any(map(str.isalnum, term := phrase or word))]


def phrases(words: str) -> list[str]:
    """Give the same as texts are spelled, in whatever script."""
    terms = (spelled(term).replace('"', " ") for term in quoted(words))
    return [" ".join(term.split()) for term in terms if any(map(str.isalnum, term))]


def expression(terms: Iterable[str]) -> str:
    """Give what FTS5 is asked for: all the terms, the words of each together."""
    return " ".join(f'"{term}"' for term in terms)


class Tokens:
    """Splits texts into words as one of FTS5's tokenizers does, so that what else indexes them finds the same."""

    def __init__(self, tokenizer: str) -> None:
        self._index = sqlite3.connect(":memory:")
        self._index.execute(f"CREATE VIRTUAL TABLE one USING fts5 (text, tokenize='{tokenizer}')")
        self._index.execute("CREATE VIRTUAL TABLE words USING fts5vocab (one, instance)")

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the index."""
        self._index.close()

    def of(self, text: str) -> list[str]:
        """Give the words of a text in order."""
        with contextlib.closing(self._index.cursor()) as cursor:
            cursor.execute("DELETE FROM one")
            cursor.execute("INSERT INTO one (rowid, text) VALUES (1, ?)", (text,))
            return [word[:_LONGEST] for (word,) in cursor.execute('SELECT term FROM words ORDER BY "offset"')]


class Snippet(msgspec.Struct, frozen=True):
    """A stretch of a report's text; `hits` are the words looked for, counted in the stretch."""

    text: str
    hits: tuple[Span, ...] = ()


class Snippets:
    """Cuts from texts what answers a search; what is a hit, the tokenizer of the index itself says."""

    def __init__(self, words: str | None) -> None:
        self._asked = expression(phrases(words or ""))
        self._one = sqlite3.connect(":memory:")
        self._one.execute(f"CREATE VIRTUAL TABLE one USING fts5 (text, tokenize='{TEXTS}')")

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the index of one text."""
        self._one.close()

    def of(self, text: str, title_end: int) -> Snippet:
        """Give the stretch around the hits that stand closest together, else the beginning of the story."""
        hits = self._hits(text) if self._asked else []
        if not hits:
            return _cut(text, title_end, ())
        first = max(
            hits, key=lambda hit: (sum(hit.start <= other.start < hit.start + _LENGTH for other in hits), -hit.start)
        )
        return _cut(text, max(0, first.start - _BEFORE), hits)

    def _hits(self, text: str) -> list[Span]:
        with contextlib.closing(self._one.cursor()) as cursor:
            cursor.execute("DELETE FROM one")
            cursor.execute("INSERT INTO one (rowid, text) VALUES (1, ?)", (spelled(text),))
            asked = "SELECT highlight(one, 0, ?, ?) FROM one WHERE one MATCH ?"
            found = cursor.execute(asked, (_OPEN, _CLOSE, self._asked)).fetchone()
        return list(_original(text, _marked(found[0]))) if found else []


def _marked(highlighted: str) -> list[Span]:
    """Give where the marks stand, counted without them."""
    spans: list[Span] = []
    start = 0
    for number, mark in enumerate(re.finditer(f"[{_OPEN}{_CLOSE}]", highlighted)):
        at = mark.start() - number
        if mark[0] == _OPEN:
            start = at
        else:
            spans.append(Span(start, at))
    return spans


def _original(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Give the spans of the text as it is for spans of it as it is spelled; both in order."""
    if all(len(_SPELLING[ord(letter)]) == 1 for letter in set(text)):
        yield from spans
        return
    at, place = 0, -1
    for span in spans:
        while at <= span.start:
            place += 1
            at += len(_SPELLING[ord(text[place])])
        start = place
        while at < span.end:
            place += 1
            at += len(_SPELLING[ord(text[place])])
        # Signs that are left out belong to the letter before them.
        while place + 1 < len(text) and not _SPELLING[ord(text[place + 1])]:
            place += 1
        yield Span(start, place + 1)


def _cut(text: str, start: int, hits: Sequence[Span]) -> Snippet:
    """Cut a stretch of whole words, with dots where there is more; none before a story that follows its headline."""
    inside = start > 0 and "\n" not in text[start - 1 : start + 1]
    if inside and (space := text.find(" ", start, start + 15)) > 0:
        start = space
    end = min(len(text), start + _LENGTH)
    if end < len(text) and (space := text.rfind(" ", end - 15, end)) > 0:
        end = space
    stretch = text[start:end]
    lead = len(stretch) - len(stretch.lstrip())
    dots = "… " if inside else ""
    moved = start + lead - len(dots)
    shown = tuple(Span(hit.start - moved, hit.end - moved) for hit in hits if start <= hit.start and hit.end <= end)
    line = re.sub(r"\s", " ", stretch.strip())
    return Snippet(f"{dots}{line}{' …' if end < len(text) else ''}", shown)
