"""Takes the pieces of text of a page; gives its lines in the order in which they are read, column by column."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import msgspec

from dateline.read.pdfpages import Piece

GUTTER: Final = 0.8
"""Heights of a letter between two columns at least; newspapers set 1 to 3, and words of a line stand under 0.6 apart."""

FEWEST_LINES: Final = 3
"""Lines that each of two columns has at least; less than that is a table or a letterhead."""

FEWEST_CHARACTERS: Final = 15
"""Characters that the lines of a column have at the median; the cells of tables mostly have fewer."""

APART: Final = 2.2
"""Heights of a letter below the other column's end from which a line is none of its column: paragraphs stand closer."""

MOST_PIECES: Final = 800
"""Pieces of a page beyond which no columns are looked for: newspaper pages have under 600."""

WORD_GAP: Final = 0.12
"""Heights of a letter between two words at least; a blank is 0.2 to 0.3 wide, and less in lines set tight."""

_SAME_ROW: Final = 0.5


class Line(msgspec.Struct, frozen=True):
    """A line of a page; `region` tells which lines stand under one another in one column."""

    left: float
    right: float
    foot: float
    height: float
    text: str
    region: int


class _Reader:
    """Numbers the regions of a page while its lines are put in order."""

    def __init__(self) -> None:
        self.region = 0
        self.lines: list[Line] = []

    def take(self, pieces: list[Piece], *, columns: bool) -> None:
        """Put the pieces in order: runs of two columns one column after the other, all else row by row."""
        left = min((piece.left for piece in pieces), default=0.0)
        right = max((piece.right for piece in pieces), default=0.0)
        while pieces:
            split = _columns(pieces, left, right) if columns else None
            if split is None:
                row, pieces = _row(pieces)
                self.lines.append(_line(row, self.region))
                continue
            *sides, pieces = split
            for side in sides:
                self.region += 1
                self.take(side, columns=True)
            self.region += 1


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """Give the lines of a page."""
    reader = _Reader()
    reader.take(sorted(pieces, key=lambda piece: (piece.foot, piece.left)), columns=len(pieces) <= MOST_PIECES)
    return reader.lines


def _row(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part the topmost row from the rest."""
    first = pieces[0]
    stop = next(
        (n for n, piece in enumerate(pieces) if piece.foot - first.foot > _SAME_ROW * first.height), len(pieces)
    )
    return sorted(pieces[:stop], key=lambda piece: piece.left), pieces[stop:]


def _line(row: list[Piece], region: int) -> Line:
    longest = max(row, key=lambda piece: len(piece.text))
    text = row[0].text
    for before, piece in pairwise(row):
        parted = piece.left - before.right >= WORD_GAP * longest.height
        text += f" {piece.text}" if parted else piece.text
    return Line(row[0].left, max(piece.right for piece in row), longest.foot, longest.height, text, region)


def _columns(pieces: list[Piece], left: float, right: float) -> tuple[list[Piece], list[Piece], list[Piece]] | None:
    """Part two columns that begin with the first piece, and the rest below them; None where there are none."""
    free = [(left, right)]
    narrowest = GUTTER * statistics.median(piece.height for piece in pieces[:100])
    stop = 0
    for piece in pieces:
        still = [gap for gap in _without(free, piece) if gap[1] - gap[0] >= narrowest]
        if not any(left < start and end < right for start, end in still) and not _open(still, pieces[: stop + 1]):
            break
        free, stop = still, stop + 1
    for start, end in sorted(free, key=lambda gap: gap[0] - gap[1]):
        sides = _sides(pieces[:stop], (start + end) / 2)
        if sides is not None:
            first, second, below = sides
            return first, second, sorted([*below, *pieces[stop:]], key=lambda piece: (piece.foot, piece.left))
    return None


def _open(free: list[tuple[float, float]], taken: list[Piece]) -> bool:
    """Tell whether a gap at the side may still turn out to be a gutter: all so far stands on one side of it."""
    outer = min(piece.left for piece in taken), max(piece.right for piece in taken)
    return any(start >= outer[1] or end <= outer[0] for start, end in free)


def _without(free: list[tuple[float, float]], piece: Piece) -> list[tuple[float, float]]:
    left: list[tuple[float, float]] = []
    for start, end in free:
        if piece.right <= start or piece.left >= end:
            left.append((start, end))
            continue
        left.extend(gap for gap in ((start, piece.left), (piece.right, end)) if gap[1] > gap[0])
    return left


def _sides(pieces: list[Piece], middle: float) -> tuple[list[Piece], list[Piece], list[Piece]] | None:
    first = [piece for piece in pieces if piece.right <= middle]
    second = [piece for piece in pieces if piece.left >= middle]
    if not (_is_column(first) and _is_column(second)):
        return None
    end = min(_end(first, second[-1].foot), _end(second, first[-1].foot))
    below = [piece for piece in pieces if piece.foot >= end]
    first, second = ([piece for piece in side if piece.foot < end] for side in (first, second))
    if not (_is_column(first) and _is_column(second)):
        return None
    shared = min(first[-1].foot, second[-1].foot) - max(first[0].foot, second[0].foot)
    return (first, second, below) if shared > (FEWEST_LINES - 1.5) * first[0].height else None


def _is_column(side: list[Piece]) -> bool:
    lengths = [len(piece.text) for piece in side]
    return len(side) >= FEWEST_LINES and statistics.median(lengths) >= FEWEST_CHARACTERS


def _end(side: list[Piece], other: float) -> float:
    """Give the foot from which the pieces of a side stand by themselves below the other side's last line."""
    for before, piece in itertools.pairwise(side):
        if piece.foot > other and piece.foot - before.foot > APART * piece.height:
            return piece.foot
    return float("inf")
