"""An unknown name and its report enter, how the report introduces the one who bears it leaves."""

from __future__ import annotations

import re

from dateline.ground.who.book import ActorBook
from dateline.ground.who.phrase import LINKS, MARKS
from dateline.ground.who.report import ReportActors
from dateline.ground.who.tokens import Token, fold, word_set

# Words that may stand between a title and a name, or begin a description.
_ARTICLES = frozenset(
    {"the", "a", "an", "former", "ex", "senior", "deputy", "acting", "then", "late", "its", "mr", "mrs", "ms", "dr"}
)
# Words that open a sentence and are capitalised only there.
_OPENERS = word_set(
    "but and or when while if as then yet so although though because since meanwhile however later earlier today yesterday "
    "now still even only not both after before once until on in at for with by from of to he she they it his her their"
)
_NO_NAMES = _ARTICLES | _OPENERS | LINKS
_SMALL = word_set("of the for and de la del du des e y da do in on")
_LEFT, _RIGHT = 7, 14
_STOP = re.compile(r"[.!?\n]")


def full_name(name: tuple[str, ...], report: ReportActors) -> tuple[Token, ...] | None:
    """Give the longest capitalised run of two to four words in the report that ends in this one-word name."""
    best: tuple[Token, ...] = ()
    for i in report.places_of(name):
        start = i
        while start > 0 and i - start < 3 and _part_of_name(report, start - 1):
            start -= 1
        if i - start + 1 > max(1, len(best)):
            best = report.words[start : i + 1]
    return best or None


def _part_of_name(report: ReportActors, at: int) -> bool:
    token = report.words[at]
    return token.capital and token.fold not in _NO_NAMES and _same_phrase(report, at)


def _same_phrase(report: ReportActors, at: int) -> bool:
    """Tell whether a word and the next may be of one name: on a line, and a full stop between only after "Gen." or "J."."""
    between = report.text[report.words[at].end : report.words[at + 1].start]
    return (between.strip() in {"", "-"} and "\n" not in between) or (
        between == ". " and len(report.words[at].text) < 5
    )


def spelled_out(acronym: str, report: ReportActors) -> tuple[str, bool] | None:
    """Give the capitalised words before "(ACRONYM)" in the report, and whether their initials spell it."""
    words = report.words
    for i in report.places_of((fold(acronym),)):
        if not 1 < i < len(words) - 1 or (words[i - 1].fold, words[i + 1].fold) != ("(", ")"):
            continue
        start = i - 1
        while start > 0 and i - start < _RIGHT and (start == i - 1 or _same_phrase(report, start - 1)):
            if not words[start - 1].capital and words[start - 1].fold not in _SMALL:
                break
            start -= 1
            initials = "".join(t.fold[0] for t in words[start : i - 1] if t.capital)
            whole = "".join(t.fold[0] for t in words[start : i - 1])
            if words[start].capital and fold(acronym) in {initials, whole}:
                return report.text[words[start].start : words[i - 2].end], True
        while start < i - 1 and not words[start].capital:
            start += 1
        if start < i - 1:
            return report.text[words[start].start : words[i - 2].end], False
    return None


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
