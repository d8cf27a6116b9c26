"""Text enters; the tokens that time expressions can be made of leave, with a string of one letter for each token."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from dateline.ground.when.feasts import NAMES, canonical
from dateline.ground.when.words import LEXICON

OTHER = "."
"""The letter of a token that is no part of any time expression."""


class Token(msgspec.Struct, frozen=True):
    """A token: its kind in the grammar, where it stands, and the number and name that it gives."""

    kind: str
    start: int
    end: int
    number: float = 0.0
    name: str = ""


_KINDS = sorted(
    {word.kind for word in LEXICON.values()}
    | {"dom", "num", "nth", "year", "iso", "slash", "clock", "feast", "comma", "hyphen", "poss", "quarterno", "short"}
)
# Private letters from the Latin Extended blocks: none can be mistaken for the syntax of a regular expression.
LETTERS = {kind: chr(0x100 + number) for number, kind in enumerate(_KINDS)}
"""The letter of each kind of token."""


def _feasts() -> str:
    names = sorted(NAMES - {"ramadan", "ramazan", "new year"}, key=len, reverse=True)
    spelled = (re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return "|".join(re.sub(r"s\b(?!\+)", "['’]?s['’]?", name) for name in spelled)


_FEAST = re.compile(rf"(?:{_feasts()})\b", re.IGNORECASE)
# Only a word that begins a name is tried for one: the names are many and most words are none of them.
_FEAST_STARTS = frozenset(
    start for name in NAMES for first in [re.split(r"[ /-]", name)[0]] for start in (first, first.removesuffix("s"))
)
# Left to right, the first that fits: words first as the commonest, whole dates and clock times before bare numbers.
_TOKEN = re.compile(
    # "7/8 January" is two days, "7/8 inch" a fraction.
    r"""
      (?P<quarterno>\b[QH][1-4]\b)
    | (?P<word>[A-Za-z\u00c0-\u024f]+(?:-(?:al|ul)-[a-z]+|['’`]ban|['’]clock)?\.?)
    | (?P<space>[ \t\u00a0]+)
    | (?P<iso>\b\d{4}(?P<isosep>[-/.])\d\d(?P=isosep)\d\d)(?:T[\d:.]+Z?)?(?!\d)
    | (?P<slash>\b\d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:\d{4}|\d\d)\b)
    | (?P<clock>\b\d{1,2}(?:[:.]\d\d)?\s?[ap](?:\.\s?m\b\.?|m\b)|\b\d{1,2}:\d\d(?::\d\d)?\b)
    | (?P<decade>\b1\d\d0['’]?s\b|\b20\d0['’]?s\b|['’]?\b\d0['’]?s\b)
    | (?P<fraction>\b(?:\d{1,3}[ -])?[13]/[24]\b(?!/|[ ](?:MONTHS)))
    | (?P<nth>\b\d{1,2}(?:st|nd|rd|th)\b)
    | (?P<short>['’`]\d\d\b)
    | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)
    | (?P<poss>['’]s?(?=\W|$))
    | (?P<comma>,)
    | (?P<hyphen>[-–—]|(?<=\d)/(?=\d{1,2}[ ](?:MONTHS)))
    | (?P<rest>.|\n)
    """.replace("MONTHS", "jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec"),
    re.VERBOSE | re.IGNORECASE,
)
_ABBREVIATIONS = "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri"
# Abbreviations that end in a point which belongs to them; the point of any other word ends the sentence.
_DOTTED = frozenset(_ABBREVIATIONS.split())
# Words of the lexicon that are a month or a weekday only with a capital.
_CAPITAL = frozenset(
    {"may", "march", "mar", "mon", "wed", "fri", "dec", "jan", "tir", "dey", "mehr", "aban", "azar", "safar"}
)
# What makes a number of one or two digits a count where a day could stand ("In March 30 people").
_PEOPLE = re.compile(
    r"\s*(?:%|(?:people|persons|men|women|children|troops|soldiers|civilians|police|personnel|members|workers|others|"
    r"residents|prisoners|refugees|migrants|protesters|fighters|militants|students|percent|million|billion|points?)\b)",
    re.IGNORECASE,
)
# What a number of four digits is not a year after or before.
_NOT_YEARS = re.compile(
    r"(?:[$€£#]|\b(?:some|about|around|nearly|than|least|over|almost|another|other|no\.|rs\.?))\s*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\s*(?:%|(?:people|persons|men|women|children|troops|soldiers|civilians|police|personnel|members|workers|others|"
    r"residents|prisoners|refugees|migrants|protesters|demonstrators|fighters|militants|students|dead|killed|wounded|"
    r"injured|miles|kilomet\w+|km|met(?:er|re)s|feet|percent|per\scent|tons?|tonnes|dollars|euros|rupees|homes|houses|"
    r"million|billion|thousand|points?|shares|jobs|victims|deaths|cases|families|votes|employees)\b)",
    re.IGNORECASE,
)


# Stands for any stretch that is no part of a time expression; it is in no span, so one serves for all.
_GAP = Token(OTHER, 0, 0)


def tokens_of(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Give the tokens of a stretch of text, spaces apart; what lies between two that matter is one of kind `OTHER`."""
    stop = len(text) if end is None else end
    resume = start
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        kind = match.lastgroup
        if kind == "space" or match.start() < resume:
            continue
        if kind in _NAMED and (feast := _feast(text, match, stop)) is not None:
            resume = feast.end
            tokens.append(feast)
            continue
        token = _GAP if kind is None else _READERS.get(kind, _plain)(text, match)
        if token is not _GAP or not tokens or tokens[-1] is not _GAP:
            tokens.append(token)
        if kind == "word" and token is not _GAP and token.end < match.end():
            tokens.append(_GAP)  # the point that ends a sentence
    return tokens


_NAMED = frozenset({"word", "number", "nth"})


def spell(tokens: list[Token]) -> str:
    """Give the string of letters of tokens, one for each."""
    return "".join(LETTERS.get(token.kind, OTHER) for token in tokens)


def _word(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    raw = match.group().rstrip(".")
    lower = raw.lower()
    word = LEXICON.get(lower)
    if word is None or _miscased(raw, lower, word.kind):
        return _GAP
    if not (lower in _DOTTED and text[end - 1] == "."):
        end = start + len(raw)
    return Token(word.kind, start, end, word.number, word.name)


def _miscased(raw: str, lower: str, kind: str) -> bool:
    """Tell whether a word is a name or a verb by its case: a paper is the Daily, soldiers march."""
    return kind == "times" if raw[0].isupper() else lower in _CAPITAL


def _number(text: str, match: re.Match[str]) -> Token:
    start, end = match.span()
    raw = match.group()
    value = float(raw.replace(",", ""))
    if raw.isdecimal() and len(raw) == 4 and 1000 <= value <= 2100 and _is_year(text, start, end, int(value)):
        return Token("year", start, end, value)
    if raw.isdecimal() and len(raw) <= 2 and 1 <= value <= 31 and not _PEOPLE.match(text, end):
        return Token("dom", start, end, value)
    return Token("num", start, end, value)


def _is_year(text: str, start: int, end: int, value: int) -> bool:
    if _COUNTED.match(text, end) or _NOT_YEARS.search(text, max(0, start - 12), start):
        return False
    if 1900 <= value < 2050:  # a bare number in this range is nearly always a year in news
        return True
    return bool(_BEFORE_YEAR.search(text, max(0, start - 12), start))


_BEFORE_YEAR = re.compile(r"\b(?:in|since|of|until|from|by|to|year|before|after|[a-z]{3,9}\.?|\d,)\s*$", re.IGNORECASE)


def _clock(_: str, match: re.Match[str]) -> Token:
    raw = match.group().lower().replace(" ", "")
    hour, *rest = (int(part) for part in re.findall(r"\d+", raw))
    minute = rest[0] if rest else 0
    if "m" in raw:
        hour = hour % 12 + (12 if "p" in raw else 0)
    if hour > 24 or minute >= 60:
        return _GAP
    return Token("clock", match.start(), match.end(), 0, f"{hour:02d}:{minute:02d}")


_BEFORE_DECADE = re.compile(r"\b(?:the|early|mid|late|and|to)[\s-]$|\ds[-–]$", re.IGNORECASE)


def _decade(text: str, match: re.Match[str]) -> Token:
    digits = re.sub(r"\D", "", match.group())
    bare = len(digits) == 2 and match.group()[0].isdigit()
    if bare and not _BEFORE_DECADE.search(text, max(0, match.start() - 8), match.start()):
        return _GAP  # an age: "in his 30s"
    return Token("decade", match.start(), match.end(), int(digits))


def _short(_: str, match: re.Match[str]) -> Token:
    return Token("short", match.start(), match.end(), int(match.group()[1:]))


def _nth(_: str, match: re.Match[str]) -> Token:
    return Token("nth", match.start(), match.end(), int(match.group()[:-2]))


def _feast(text: str, match: re.Match[str], stop: int) -> Token | None:
    """Give the named day that begins at a word or number, if one does."""
    if match.group().lower() not in _FEAST_STARTS:
        return None
    named = _FEAST.match(text, match.start(), stop)
    if named is None:
        return None
    name = re.sub(r"\s+", " ", re.sub("['’]", "", named.group().lower()))
    return Token("feast", named.start(), named.end(), 0, canonical(name))


def _plain(_: str, match: re.Match[str]) -> Token:
    kind = match.lastgroup or OTHER
    return Token(kind, match.start(), match.end()) if kind in LETTERS else _GAP


def _verbatim(_: str, match: re.Match[str]) -> Token:
    return Token(match.lastgroup or OTHER, match.start(), match.end(), 0, match.group())


def _fraction(_: str, match: re.Match[str]) -> Token:
    *whole, upper, lower = (int(part) for part in re.findall(r"\d+", match.group()))
    return Token("num", match.start(), match.end(), sum(whole) + upper / lower)


_READERS: dict[str, Callable[[str, re.Match[str]], Token]] = {
    "word": _word,
    "fraction": _fraction,
    "number": _number,
    "clock": _clock,
    "decade": _decade,
    "short": _short,
    "nth": _nth,
    "iso": _verbatim,
    "slash": _verbatim,
    "quarterno": _verbatim,
}
