"""A report enters, the words of its story leave: spelled alike whatever the outlet, with its names and numbers apart."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

import msgspec

from dateline.model import Report, Span
from dateline.weave.reports.rarity import rarity_of

# A character of a script that is written without spaces is a word by itself.
_WORD = re.compile(
    r"[A-Za-z]+(?!['’\w])|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?"
)


SHORT = 40
"""Words below which a story is compared with its headline, which then tells as much as the story."""

# Rarity from which a word that is only written with a capital is a name and no common word that begins sentences.
_NAME_RARITY = 2.0

# Letters from which a word of a headline says what the story is about.
_TELLING = 4


class Words(msgspec.Struct, frozen=True, gc=False):
    """The words of a story in order, folded; `names` and `numbers` are those by which one story differs from another.

    `all` has each word once. `about` are the words of the headline that say what the story is about.
    """

    text: tuple[str, ...]
    all: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    about: frozenset[str]


def words_of(report: Report) -> Words:
    """Give the words of a report's story without furniture and dateline; a short one has its headline's too."""
    title = _WORD.findall(report.title)
    said = [word for span in _story(report) for word in _WORD.findall(span.of(report.text))]
    if len(said) < SHORT:
        said = title + said
    text = tuple(map(_folded, said))
    all_ = frozenset(text)
    forms = set(said)
    capital = {_folded(word) for word in forms if word[0].isupper()} - forms
    names = {key for key in capital if rarity_of(key)[1] >= _NAME_RARITY}
    numbers = {key for key in all_ if key[0].isdigit()}
    about = {_folded(word) for word in title if len(word) >= _TELLING or word[0].isdigit()}
    return Words(text, all_, frozenset(names), frozenset(numbers), frozenset(about))


def _story(report: Report) -> Iterator[Span]:
    cuts = [found.span for found in report.furniture]
    if report.dateline:
        cuts.append(report.dateline.span)
    start = report.title_end
    for cut in sorted(cuts):
        if start < cut.start:
            yield Span(start, cut.start)
        start = max(start, cut.end)
    yield Span(start, len(report.text))


# What is folded once is one string wherever it stands, which keeps the words of many reports small.
@functools.lru_cache(1 << 17)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
