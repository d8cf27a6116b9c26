"""The words of two stories enter, how far the shorter one is told in the words of the longer one leaves."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

import msgspec

from dateline.model import Reason
from dateline.weave.reports.words import Words

T = TypeVar("T")

# Words of a run: fewer are met by chance, more are broken by every changed word.
_RUN = 3

# A story of less than this share of the other's length must be its beginning, else it is one item of a digest.
_CUT_SHORT = 0.5

# Words that may stand before such a beginning: a credit, a sentence of the outlet's own.
_BEFORE = 40

# Words that a story begins with.
_FIRST = 30


class Lacking(msgspec.Struct, frozen=True, kw_only=True):
    """Two stories by their length, with the names and numbers of the shorter one that the longer one does not have.

    One that `is_cut_short` may be the beginning of the other.
    """

    short: Words
    long: Words
    is_cut_short: bool
    names: frozenset[str]
    numbers: frozenset[str]


class Overlap(Lacking, frozen=True, kw_only=True):
    """How two stories share their words, told of the shorter one.

    `share` of its words stand in runs of the other, of its first words `first`; `alone` is the longest stretch that is
    not shared, as a share of all. One that `is_cut_short` is compared with the beginning of the other.
    """

    share: float
    first: float
    alone: float

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What was compared, in words."""
        sizes = len(self.short.text), len(self.long.text)
        return (
            Reason(
                "wording",
                round(self.share, 4),
                f"{self.share:.0%} of the words of the shorter stand in runs of the other",
            ),
            Reason("length", round(sizes[0] / max(1, sizes[1]), 4), f"{sizes[0]:,} and {sizes[1]:,} words"),
            _found("names", self.names, self.short.names),
            _found("numbers", self.numbers, self.short.numbers),
        )


def lacking(one: Words, other: Words) -> Lacking:
    """Tell what the shorter of two stories has and the longer lacks; the order of the two does not matter."""
    sizes = len(one.text), len(other.text)
    is_in_order = one.text <= other.text if sizes[0] == sizes[1] else sizes[0] < sizes[1]
    short, long = (one, other) if is_in_order else (other, one)
    return Lacking(
        short=short,
        long=long,
        is_cut_short=len(short.text) < _CUT_SHORT * len(long.text),
        names=short.names - long.all,
        numbers=short.numbers - long.numbers,
    )


def overlap(one: Words, other: Words) -> Overlap:
    """Compare two stories word by word; the order of the two does not matter."""
    lacks = lacking(one, other)
    short, long, is_cut_short = lacks.short, lacks.long, lacks.is_cut_short
    against = long.text[: _BEFORE + 3 * len(short.text) // 2] if is_cut_short else long.text
    inside = _inside(short.text, against)
    first = _inside(short.text[:_FIRST], long.text[: _BEFORE + _FIRST]) if is_cut_short else inside[:_FIRST]
    return Overlap(
        short=short,
        long=long,
        share=_mean(inside),
        first=_mean(first),
        is_cut_short=is_cut_short,
        alone=_longest_alone(inside) / max(1, len(inside)),
        names=lacks.names,
        numbers=lacks.numbers,
    )


def in_order(row: Sequence[T], size: int) -> zip[tuple[T, ...]]:
    """Give all runs of a row, of so many each, from the first to the last."""
    return zip(*(row[at:] for at in range(size)), strict=False)


def _inside(words: Sequence[str], told: Sequence[str]) -> list[bool]:
    """Tell of each word whether it stands in a run that both have; a row shorter than a run is one run."""
    if len(words) < _RUN:
        return [tuple(words) == tuple(told)] * len(words)
    common = set(in_order(told, _RUN))
    begins = [False] * (_RUN - 1)
    begins += map(common.__contains__, in_order(words, _RUN))
    begins += begins[: _RUN - 1]
    return list(map(any, in_order(begins, _RUN)))


def _mean(inside: Sequence[bool]) -> float:
    return sum(inside) / max(1, len(inside))


def _longest_alone(inside: Sequence[bool]) -> int:
    return max((sum(1 for _ in run) for shared, run in itertools.groupby(inside) if not shared), default=0)


def _found(feature: str, missing: AbstractSet[str], all_: AbstractSet[str]) -> Reason:
    found = len(all_) - len(missing)
    return Reason(
        feature, round(found / len(all_), 4) if all_ else 1.0, f"{found} of {len(all_)} {feature} are the same"
    )
