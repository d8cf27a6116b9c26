"""An unknown name and its report enter, how the report introduces the one who bears it leaves."""

from __future__ import annotations

import re

from dateline.ground.who.book import ActorBook
from dateline.ground.who.phrase import LINKS, MARKS
from dateline.ground.who.report import ReportActors
from dateline.ground.who.tokens import Token

# Words that may stand between a title and a name, or begin a description.
_ARTICLES = frozenset(
    {"the", "a", "an", "former", "ex", "senior", "deputy", "acting", "then", "late", "its", "mr", "mrs", "ms", "dr"}
)
_LEFT, _RIGHT = 7, 14
_STOP = re.compile(r"[.!?\n]")


def full_name(name: tuple[str, ...], report: ReportActors) -> tuple[Token, ...] | None:
    """Give the longest capitalised run of two to four words in the report that ends in this one-word name."""
    best: tuple[Token, ...] = ()
    for i in report.places_of(name):
        start = i
        while start > 0 and i - start < 3 and _part_of_name(report.words[start - 1], report.words[start]):
            start -= 1
        if i - start + 1 > max(1, len(best)):
            best = report.words[start : i + 1]
    return best or None


def _part_of_name(token: Token, following: Token) -> bool:
    return (
        token.capital and token.fold not in _ARTICLES and token.fold not in LINKS and following.start - token.end <= 2
    )


def descriptions(name: tuple[str, ...], report: ReportActors, book: ActorBook) -> list[str]:
    """Give the words of the report that describe a name: the title before it and the apposition after it."""
    found: list[str] = []
    for i in report.places_of(name):
        left = _left(report, i, book)
        if left < i:
            found.append(report.text[report.words[left].start : report.words[i - 1].end])
        right = _right(report, i + len(name), book)
        if right is not None:
            found.append(report.text[report.words[right[0]].start : report.words[right[1] - 1].end])
    return found


def _left(report: ReportActors, at: int, book: ActorBook) -> int:
    """Walk left from a name over titles, states and nouns; stop at a new line, a mark or any other lower-case word."""
    words, start = report.words, at
    while start > 0 and at - start < _LEFT:
        token = words[start - 1]
        between = report.text[token.end : words[start].start]
        if token.fold in MARKS or token.fold in {"(", ")"} or between.strip(" .'’") or "\n" in between:
            break
        if "." in between and not (token.capital and len(token.text) < 6):
            break
        if token.fold in LINKS and token.fold not in {"of", "for"}:
            break
        if token.fold == "and":
            break
        told = (
            book.nouns.at(words, start - 1) is not None
            or token.capital
            or token.fold in _ARTICLES
            or token.fold == "'s"
        )
        if not told and not token.joined and not words[start].joined and token.fold not in {"of", "for"}:
            break
        start -= 1
    while start < at and (words[start].fold in LINKS or words[start].fold == "'s"):
        start += 1
    return start


def _right(report: ReportActors, at: int, book: ActorBook) -> tuple[int, int] | None:
    """Take ", a Kenyan lawyer" or "is the leader of" after a name, up to the next comma or the sentence's end."""
    words = report.words
    if at + 1 >= len(words):
        return None
    begins = words[at].fold in {",", "is", "was", "(", "-", "–", "who"}
    start = at + (2 if words[at + 1].fold in {"who", "is", "was"} else 1)
    if not begins or start >= len(words):
        return None
    describes = words[start].fold in _ARTICLES or book.nouns.at(words, start) or book.at(words, start)
    if not describes:
        return None
    end = start
    while end < len(words) and end - start < _RIGHT and words[end].fold not in {",", ";", ")", "(", "–", "said", "who"}:
        if end > start and _STOP.search(report.text, words[end - 1].end, words[end].start):
            break
        end += 1
    return (start, end) if end > start else None
