"""Splits stretches of story text into sentences: text and spans enter, sentence spans in order leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dateline.model import Span

# Words after which a full stop does not end a sentence, by what follows them in news text.
_TITLES = (
    "mr mrs ms dr prof rev hon st sen rep gov gen lt col maj capt cmdr adm sgt cpl pvt brig supt det insp pres amb"
)
_SHORT = "vs etc inc ltd co corp bros dept univ est approx no nos fig vol pp al jan feb mar apr jun jul aug sep sept oct nov dec"
_ABBREVIATIONS = frozenset(f"{_TITLES} {_SHORT}".split())
# These end a sentence when a capital follows, else not ("5 p.m. on Tuesday", "in the U.S. The …").
_DOTTED = re.compile(r"(?:\b[A-Za-z]\.){2,}$")
_STARTERS = frozenset(
    "the a an in on at it he she they we but and this that these those there his her its their after before as when "
    "while if for from with by however meanwhile some many most several both police officials also".split()
)
# Possessive, and begun only where a run begins: a hostile run of dots or spaces must not be read again and again.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)")
_PARAGRAPH = re.compile(r"\n[ \t\r\u00a0]*+\n")
_LINE = re.compile(r"\n")
_WORD_BEFORE = re.compile(r"([\w.&'’-]+)$")
_NEXT_WORD = re.compile(r"[\s\"'“‘«(\[–—-]*(\w+)?")
_CLOSING = "'\"”’»)]"
_STOPS = (".", "!", "?", "…", ":", ";")
_INDENT = re.compile(r"[ \t\u00a0]{2,}[^\sa-z]")
# Lines are wrapped at a column between these, and one that reaches this share of it is full.
_NARROWEST, _WIDEST, _FULL = 40, 100, 0.7


def sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    """Split the given stretches of `text` into sentences; spans are trimmed of white space and never empty."""
    out: list[Span] = []
    for span in spans:
        for block in _blocks(text, span):
            out.extend(_split(text, block))
    return out


def _blocks(text: str, span: Span) -> Iterator[Span]:
    """Cut a stretch at blank lines, and at line ends unless its lines are wrapped at a column."""
    for part in _cut(text, span, _PARAGRAPH):
        column = _column(part.of(text))
        if column is None:
            yield from _cut(text, part, _LINE)
        else:
            yield from _paragraphs(text, part, column)


def _paragraphs(text: str, part: Span, column: int) -> Iterator[Span]:
    """Cut wrapped lines where a paragraph ends: after a short line that ends a sentence, and before an indented line."""
    start = part.start
    for hit in _LINE.finditer(text, part.start, part.end):
        line = text[max(start, text.rfind("\n", 0, hit.start()) + 1) : hit.start()].rstrip()
        short = len(line) < column * _FULL and line.rstrip(_CLOSING).endswith(_STOPS)
        if short or _INDENT.match(text, hit.end()):
            yield Span(start, hit.start())
            start = hit.end()
    yield Span(start, part.end)


def _cut(text: str, span: Span, at: re.Pattern[str]) -> Iterator[Span]:
    start = span.start
    for hit in at.finditer(text, span.start, span.end):
        yield Span(start, hit.start())
        start = hit.end()
    yield Span(start, span.end)


def _column(block: str) -> int | None:
    """Give the column at which a block's lines were broken, or None.

    Many lines are nearly full and in mid-sentence there, and hardly a short one is: in a list many are.
    """
    lines = [line.rstrip() for line in block.split("\n")]
    before = lines[:-1]
    column = max(map(len, before), default=0)
    if not _NARROWEST <= column <= _WIDEST:
        return None
    broken = [line for line in before if not line.rstrip(_CLOSING).endswith(_STOPS)]
    full = sum(len(line) >= column * _FULL for line in before)
    broken_full = sum(len(line) >= column * _FULL for line in broken)
    hardly = (len(broken) - broken_full) * 10 <= len(before)
    return column if hardly and broken_full * 2 > full and full * 3 > len(before) else None


def _split(text: str, block: Span) -> Iterator[Span]:
    start = block.start
    for hit in _END.finditer(text, block.start, block.end):
        if hit.end() >= block.end or not _ends(text, start, hit, block.end):
            continue
        if trimmed := _trim(text, start, hit.end()):
            yield trimmed
        start = hit.end()
    if trimmed := _trim(text, start, block.end):
        yield trimmed


def _ends(text: str, start: int, hit: re.Match[str], limit: int) -> bool:
    """Judge whether the punctuation at `hit` ends a sentence, from the word before and the word after."""
    ahead = _NEXT_WORD.match(text, hit.end(), limit)
    word = ahead.group(1) if ahead else None
    if word is None:
        return True
    if hit.group()[0] != ".":
        return not word[0].islower()
    before = _WORD_BEFORE.search(text[max(start, hit.start() - 24) : hit.start()])
    last = before.group(1) if before else ""
    if _DOTTED.search(last + "."):
        return word[0].isupper() and word.lower() in _STARTERS
    if last.lower() in _ABBREVIATIONS:
        return False
    if len(last) == 1 and last.isupper():  # an initial: "John F. Kennedy"
        return False
    return not word[0].islower()


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
