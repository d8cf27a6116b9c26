"""Sketches enter, outlines leave: rows of numbers of one size, which tell of many reports at once how alike they are at most.

Of the reports that meet, one pair in ten tells one story. The other nine are left behind by their outlines, which are read
without unpacking anything. What these give is never less than the likeness: two words may stand in them as one number, and
shared numbers and days that only a text names are taken for granted wherever they may be.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.weave.reports.likeness import (
    FAR_DAYS,
    LONG,
    NEAR_DAYS,
    NUMBERS,
    RARITY_FULL,
    SAME_DAY,
    WEIGHTS,
    WORDS_FULL,
    WORDS_TOLD,
    Side,
)
from dateline.weave.reports.sketch import TERMS

Rows = npt.NDArray[np.void]
Values = npt.NDArray[np.float64]
Pairs = npt.NDArray[np.intp]

# Undated reports have this day.
_NO_DAY = -1

# Words are numbered below this: few enough numbers that a table of all stays in the cache of a processor, enough that two
# words of two reports seldom have the same. 0 is no word.
_NUMBERED = 1 << 16

_NAME, _OPENING, _MAIN = 1, 2, 4

# Rarities are kept in eighths, rounded up.
_STEPS = 8

_PACKED = struct.Struct(f"<iBBQ3f2f{TERMS}H{TERMS}B{TERMS}B{TERMS}f")
_ROW = np.dtype(
    [
        ("day", "<i4"),
        ("count", "u1"),
        ("numbers", "u1"),
        ("which numbers", "<u8"),
        ("lengths", "<f4", 3),
        ("totals", "<f4", 2),
        ("words", "<u2", TERMS),
        ("marks", "u1", TERMS),
        ("rarities", "u1", TERMS),
        ("weights", "<f4", TERMS),
    ]
)

# More than the log-odds that rounding takes away, of what stands in a row and of the likeness.
_ROUNDING = 1e-3


def outline_of(side: Side) -> bytes:
    """Give the outline of a sketch that was made ready to be compared."""
    terms = side.terms.by_stem
    numbers = list(map(_number, terms))
    parts = ((_NAME, side.names.by_stem), (_OPENING, side.opening.by_stem), (_MAIN, side.main.by_stem))
    # Words that have one number have the marks of all of them, so that none is taken for less than it is.
    marks, rarities = dict.fromkeys(numbers, 0), dict.fromkeys(numbers, 0)
    for stem, number in zip(terms, numbers, strict=True):
        for mark, part in parts:
            marks[number] |= mark * (stem in part)
        rarities[number] = max(rarities[number], math.ceil(_STEPS * side.rare.get(stem, 0)))
    rest = (0,) * (TERMS - len(terms))
    return _PACKED.pack(
        _NO_DAY if side.published is None else side.published,
        len(terms),
        len(side.numbers),
        _which(side.numbers),
        side.terms.length,
        side.names.length,
        side.opening.length,
        side.opening.total,
        side.main.total,
        *numbers,
        *rest,
        *map(marks.__getitem__, numbers),
        *rest,
        *map(rarities.__getitem__, numbers),
        *rest,
        *terms.values(),
        *rest,
    )


def rows_of(outlines: Iterable[bytes]) -> Rows:
    """Put outlines below one another."""
    return np.frombuffer(b"".join(outlines), _ROW)


def may_reach(likeness: float, left: Rows, right: Rows, pairs: Pairs) -> npt.NDArray[np.bool_]:
    """Tell which pairs may be as alike as that.

    `pairs` has two columns, the places of each pair in `left` and in `right`.
    """
    one, other = left[pairs[:, 0]], right[pairs[:, 1]]
    shared = _Shared(left, one, other, pairs[:, 0])
    dated = (one["day"] != _NO_DAY) & (other["day"] != _NO_DAY)
    apart = np.where(dated, np.abs(one["day"] - other["day"]), 0)
    odds = WEIGHTS["always"] + _of_words(one, other, shared) + _of_numbers(one, other)
    odds += _of_days(apart, shared.cosines[0])
    reached: npt.NDArray[np.bool_] = odds >= math.log(likeness / (1 - likeness)) - _ROUNDING
    return reached


class _Shared:
    """What the words come to that the reports of each pair share."""

    def __init__(self, left: Rows, one: Rows, other: Rows, at: npt.NDArray[np.intp]) -> None:
        words = other["words"].astype(np.intp)
        # Where each word stands in the report compared, from 1, if it does.
        places = _places(left)[at[:, None], words].reshape(-1)
        found = np.flatnonzero(places)
        self._pair, self._size = found // TERMS, len(other)
        its = _Parts(other, found)
        own = _Parts(left, at[self._pair] * TERMS + places[found] - 1)
        products = (own.all * its.all, own.names * its.names, own.opening * its.opening)
        lengths = one["lengths"].astype(np.float64) * other["lengths"]
        self.cosines = [_share(self._sum(values), lengths[:, part]) for part, values in enumerate(products)]
        self.openings = [
            _share(self._sum(parts.opening), of["totals"][:, 0]) for parts, of in ((own, one), (its, other))
        ]
        self.mains = [_share(self._sum(parts.main), of["totals"][:, 1]) for parts, of in ((own, one), (its, other))]
        self.rarity, self.count = self._sum(own.rarities), self._sum(np.ones(len(found)))

    def _sum(self, values: npt.NDArray[Any]) -> Values:
        return np.bincount(self._pair, values, self._size).astype(np.float64, copy=False)


class _Parts:
    """Terms of rows, given by their places among all terms: the weight of each in all parts that it belongs to."""

    def __init__(self, rows: Rows, at: npt.NDArray[np.intp]) -> None:
        marks = rows["marks"].reshape(-1)[at]
        self.all = rows["weights"].reshape(-1)[at].astype(np.float64)
        self.names = self.all * ((marks & _NAME) > 0)
        self.opening = self.all * ((marks & _OPENING) > 0)
        self.main = self.all * ((marks & _MAIN) > 0)
        self.rarities = rows["rarities"].reshape(-1)[at] / _STEPS


def _places(rows: Rows) -> npt.NDArray[np.uint8]:
    """Give for each row and each number of a word its place there from 1 on, else 0.

    Of two words of a row with one number the heavier one stands for both; it comes first in a row.
    """
    found = np.zeros((len(rows), _NUMBERED), np.uint8)
    row, column = np.nonzero(rows["words"])
    found[row[::-1], rows["words"][row, column][::-1]] = (column + 1)[::-1]
    return found


def _of_words(one: Rows, other: Rows, shared: _Shared) -> Values:
    length = np.log1p(np.minimum(one["count"], other["count"])) / math.log1p(LONG)
    sums: Values = (
        WEIGHTS["words"] * shared.cosines[0]
        + WEIGHTS["names"] * shared.cosines[1]
        + WEIGHTS["openings"] * shared.cosines[2]
        + WEIGHTS["one opening retold"] * np.maximum(*shared.openings)
        + WEIGHTS["both openings retold"] * np.minimum(*shared.openings)
        + WEIGHTS["length"] * length
        + WEIGHTS["count of words"] * np.minimum(1, shared.count / WORDS_FULL)
        + WEIGHTS["rare words"] * np.minimum(1, shared.rarity / RARITY_FULL)
        + WEIGHTS["main names"] * np.minimum(*shared.mains)
    )
    return sums


def _of_numbers(one: Rows, other: Rows) -> Values:
    may_share = (one["which numbers"] & other["which numbers"]) > 0
    silent = np.minimum(one["numbers"], other["numbers"]) >= NUMBERS
    sums: Values = np.where(may_share, WEIGHTS["numbers"], WEIGHTS["no number shared"] * silent.astype(np.float64))
    return sums


def _of_days(apart: npt.NDArray[np.int32], words: Values) -> Values:
    near = np.where(apart <= SAME_DAY, WEIGHTS["same day"], WEIGHTS["days near"] * (apart <= NEAR_DAYS))
    sums: Values = np.where(apart > FAR_DAYS, WEIGHTS["days far"], near * np.minimum(1, words / WORDS_TOLD))
    return sums


def _share(part: Values, whole: npt.NDArray[Any]) -> Values:
    shares: Values = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return shares


def _which(numbers: Iterable[str]) -> int:
    """Give one bit for each number; two may have the same."""
    found = 0
    for number in numbers:
        found |= 1 << (zlib.crc32(number.encode()) & 63)
    return found


def _number(stem: str) -> int:
    return zlib.crc32(stem.encode()) % (_NUMBERED - 1) + 1
