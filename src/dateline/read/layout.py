"""Takes a text; gives its units in order: lines, or whole paragraphs where the text is broken at a fixed width."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from dateline.model import Span
from dateline.read.structure import is_row, item_starts

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")

WRAPPED_SHARE: Final = 0.25
"""Share of lines going on in lower case from which a text counts as broken at a fixed width.

Agency wire copy of 60 to 70 columns has 0.5 to 0.8; running text with a line a paragraph stays under 0.05.
"""


def units_of(text: str, start: int) -> tuple[Span, ...]:
    """Give the spans of the units of `text` from `start` on, without the white space around them."""
    lines = [found.span() for found in _LINE.finditer(text, start) if not found.group().isspace()]
    joined = _joined(text, lines) if _is_wrapped(text, lines) else lines
    return tuple(trimmed(text, begin, end) for begin, end in joined)


def trimmed(text: str, start: int, end: int) -> Span:
    """Give the span from `start` to `end` without the white space at its ends (empty at `start` if it is all that)."""
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    return Span(start + left, max(start + left, start + len(stretch.rstrip())))


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    follows = sum(
        text[start].islower() for (_, before), (start, _) in pairwise(lines) if _breaks(text, before, start) == 1
    )
    return follows > 0 and follows >= WRAPPED_SHARE * (len(lines) - 1)


def _joined(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join lines to paragraphs, which an empty line, an indented first line or a list's item begins; a row stays alone."""
    items = frozenset(item_starts(text, lines[0][0]))
    paragraphs = [lines[0]]
    rows = [is_row(text[start:end]) for start, end in lines]
    for (start, end), row, row_before in zip(lines[1:], rows[1:], rows, strict=False):
        before = paragraphs[-1][1]
        alone = row or row_before or start in items
        if alone or _breaks(text, before, start) > 1 or text[start].isspace():
            paragraphs.append((start, end))
        else:
            paragraphs[-1] = (paragraphs[-1][0], end)
    return paragraphs


def _breaks(text: str, end: int, start: int) -> int:
    return len(_BREAK.findall(text[end:start]))
