"""Text enters, the time expressions in it leave, in order, none over another."""

from __future__ import annotations

import re

from dateline.ground.when.grammar import read, rules
from dateline.ground.when.reading import Tokens, merge_numbers
from dateline.ground.when.senses import (
    Date,
    DayTime,
    Kind,
    Length,
    Near,
    Nth,
    Part,
    Repeated,
    Sense,
    Shift,
    Stretch,
    TimeMention,
)
from dateline.ground.when.timex import counts_like_length
from dateline.ground.when.tokens import LETTERS, OTHER, Token, spell, tokens_of
from dateline.ground.when.words import UNIT_KINDS
from dateline.model import Span

# A run of tokens with none of these holds no time expression: it is only grammar ("in the", "at least 20").
_HEADS = (
    "year month weekday weekdays dayword tonight overnight decade short iso slash clock feast ref times part season"
    " quarter quarterno hijri persian recent current past future present moment num dom"
)
_RUN = re.compile(f"[^{re.escape(OTHER)}]+")
_HEAD = re.compile(
    "["
    + "".join(LETTERS[kind] for kind in _HEADS.split())
    + "".join(LETTERS[kind] for kind in sorted(UNIT_KINDS))
    + "]"
)
_LINKS = "comma hyphen poss of and or to in on for from by until since before after between than zone"
# Kinds that no time expression starts with.
_NEVER_FIRST = frozenset(_LINKS.split())


def find_times(text: str, start: int = 0, end: int | None = None) -> list[TimeMention]:
    """Find the time expressions of `text[start:end]`; spans count in `text`."""
    tokens = merge_numbers(tokens_of(text, start, end))
    letters = spell(tokens)
    found: list[TimeMention] = []
    for run in _RUN.finditer(letters):
        if _HEAD.search(run.group()):
            found += _in_run(text, tokens, letters, *run.span())
    return found


def _in_run(text: str, tokens: list[Token], letters: str, at: int, end: int) -> list[TimeMention]:
    found = []
    while at < end:
        hit = None if tokens[at].kind in _NEVER_FIRST else _longest(text, tokens, letters, at, end)
        if hit is None:
            at += 1
        else:
            found.append(hit[0])
            at = hit[1]
    return found


def _longest(text: str, tokens: list[Token], letters: str, at: int, end: int) -> tuple[TimeMention, int] | None:
    """Give the longest expression that starts at a token, and the token after it."""
    ends = {match.end() for rule, _ in rules() if (match := rule.match(letters, at, end))}
    for stop in sorted(ends, reverse=True):
        words = tuple(tokens[at:stop])
        sense = read(words)
        if sense is not None and _stands(text, tokens, at, stop):
            span = Span(words[0].start, _last(words, sense).end)
            return TimeMention(span, span.of(text), kind_of(sense), sense), stop
    return None


def _last(words: Tokens, sense: Sense) -> Token:
    """Give the last word of the span: TIMEX3 leaves "later" and "after" out of "three days later"."""
    trailing = isinstance(sense, Shift) and counts_like_length(sense) and words[-1].kind in {"edge", "before", "after"}
    return words[-2] if trailing else words[-1]


# Months and seasons that are also names or verbs: alone they need a word before them that takes a time.
_DOUBTFUL = frozenset({"may", "march", "april", "june", "august", "mar", "jan", "spring", "fall"})
_LEADERS = (
    "in on since until from by of for last this next past previous following before after between and to edge "
    "the that each about poss over comma hyphen"
)
_BEFORE_TIME = frozenset(_LEADERS.split())


def _stands(text: str, tokens: list[Token], at: int, stop: int) -> bool:
    """Tell whether an expression that is a word with another meaning is a time where it stands."""
    first = tokens[at]
    word = text[first.start : first.end].lower().rstrip(".")
    if stop - at > 1 or word not in _DOUBTFUL or (at == 0 and all(t.kind == "poss" for t in tokens[stop:])):
        return True
    return at > 0 and tokens[at - 1].kind in _BEFORE_TIME - ({"comma", "and", "the"} if len(word) == 3 else set())


def kind_of(sense: Sense) -> Kind:  # noqa: PLR0911 - one line for each sense
    """Give the TIMEX3 type of a sense."""
    match sense:
        case DayTime():
            return "TIME"
        case Length() | Stretch():
            return "DURATION"
        case Repeated():
            return "SET"
        case Nth(unit=unit, whole=Near() | Date()) if unit in {"minute", "hour"}:
            return "DURATION"
        case Shift() if counts_like_length(sense):
            return "DURATION"
        case Part(whole=whole):
            return kind_of(whole)
        case _:
            return "DATE"
