"""Reads numbers as news text writes them: a stretch of text enters, `Count`s with a low and a high end leave."""

from __future__ import annotations

import re
from decimal import Decimal

from dateline.model import Count, Span

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL: dict[str, int] = {word: n for n, word in enumerate(_UNITS)} | {w: 10 * n for n, w in enumerate(_TENS, 2)}
_LARGE = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
# Vague plurals stand for the least that the word can mean, with an open end.
_VAGUE = {
    "several": 3,
    "tens": 20,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2_000_000,
}

# No count of people or things is larger; longer rows of digits are telephone and account numbers.
MOST = 10**12

_DIGITS = r"[0-9]{1,3}(?:[,\u00a0][0-9]{3})+|[0-9]{1,16}(?:\.[0-9]{1,6})?"
_WORD = "|".join(
    sorted([*_SMALL, *_LARGE, "a hundred", "a thousand", "a million", "a dozen", "dozen"], key=len, reverse=True)
)
_NUMBER = rf"(?:(?:{_DIGITS}|{_WORD})(?:(?:[ -]|\sand\s)(?:{_WORD}))*)"
_ONE = r"an?(?=\s+[A-Za-z])"
_FIND = re.compile(
    rf"\b(?:(?P<between>between|from)\s+(?P<b1>{_NUMBER})\s+(?:and|to)\s+(?P<b2>{_NUMBER})"
    rf"|(?P<r1>{_NUMBER})\s+(?:to|or)\s+(?P<r2>{_NUMBER})"
    rf"|(?P<d1>{_DIGITS})\s?[-–—]\s?(?P<d2>{_DIGITS})"
    rf"|(?P<n>{_NUMBER})(?P<more>\s+or\s+more)?"
    rf"|(?P<vague>(?:tens\s+of\s+|hundreds\s+of\s+)?(?:{'|'.join(_VAGUE)}))"
    rf"|(?P<one>{_ONE}))\b",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(?:at least|more than|over|no fewer than|not less than|upwards of|minimum of|exceeding)\s+$", re.IGNORECASE
)
_UPPER = re.compile(
    r"\b(?:up to|as many as|nearly|almost|fewer than|less than|under|at most|no more than|close to)\s+$", re.IGNORECASE
)


def find_counts(text: str, span: Span) -> list[Count]:
    """Find the numbers in a stretch of text, in order; "a" and "an" count as one."""
    found = (_count(text, span, hit) for hit in _FIND.finditer(text, span.start, span.end))
    return [count for count in found if max(count.low or 0, count.high or 0) <= MOST]


def _count(text: str, span: Span, hit: re.Match[str]) -> Count:
    """Give the count of a match, opened on one side where the words before it say so."""
    low, high = _ends(hit)
    before = text[max(span.start, hit.start() - 20) : hit.start()]
    start = hit.start()
    if low == high and (bound := _LOWER.search(before)):
        high, start = None, hit.start() - len(before) + bound.start()
    elif low == high and (bound := _UPPER.search(before)):
        low, start = None, hit.start() - len(before) + bound.start()
    return Count(Span(start, hit.end()), text[start : hit.end()], low, high)


def _ends(hit: re.Match[str]) -> tuple[int | None, int | None]:
    if hit["between"]:
        return _ordered(hit["b1"], hit["b2"])
    if hit["r1"]:
        return _ordered(hit["r1"], hit["r2"])
    if hit["d1"]:
        return _ordered(hit["d1"], hit["d2"])
    if hit["vague"]:
        words = hit["vague"].lower().split()
        value = _VAGUE[words[-1]]
        return (value // 2 * _VAGUE[words[0]] if len(words) > 1 else value), None
    if hit["one"]:
        return 1, 1
    value = number(hit["n"])
    return value, None if hit["more"] else value


def _ordered(first: str, second: str) -> tuple[int, int]:
    low, high = sorted((number(first), number(second)))
    return low, high


def number(words: str) -> int:
    """Give the value of a number in digits or words ("3,000", "2.5 million", "two hundred and six", "a dozen")."""
    total, part = Decimal(0), Decimal(0)
    for word in re.findall(r"[0-9.,\u00a0]*[0-9]|[a-z]+", words.lower()):
        if word[-1].isdigit():
            part += Decimal(re.sub(r"[,\u00a0]", "", word))
        elif word in _SMALL:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, Decimal(1)) * 100
        elif word == "dozen":
            part = max(part, Decimal(1)) * 12
        elif word in _LARGE:
            total += max(part, Decimal(1)) * _LARGE[word]
            part = Decimal(0)
    return int((total + part).to_integral_value())
