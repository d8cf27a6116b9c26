"""Sketches of reports and the likely pairs among them enter, stories leave: each report is in one.

Likely pairs alone would chain: one report of two quakes joins all reports of both. So the reports that pairs lead to from
one another are compared each with each, and groups are joined from the likeliest down by the mean likeness of their
reports. Two groups of several reports stay apart where reports of both are much less alike than those inside each: that is
how two sackings of two coaches look. What comes out depends on the set of reports alone.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from dateline.weave.reports.joining import WHOLE, Likenesses, joined
from dateline.weave.reports.keys import CROWDED, keys_of
from dateline.weave.reports.likeness import Side, chance, side_of
from dateline.weave.reports.sketch import Sketch

LIKELY = 0.3
"""The likeness from which a pair may bring two reports into one comparison."""

MOST = 150
"""Reports that are compared each with each; where pairs lead to more, the least likely of them are left out."""


class Tie(msgspec.Struct, frozen=True, order=True):
    """Two reports, `left` < `right`, and how likely they are of one story."""

    likeness: float
    left: str
    right: str


class Story(msgspec.Struct, frozen=True):
    """Reports of one story, sorted by id; `crowded` where a likely pair of one of them was left out for size."""

    reports: tuple[str, ...]
    crowded: bool = False


def grouped(sketches: Mapping[str, Sketch]) -> list[Story]:
    """Group reports into stories, in the order of their smallest ids."""
    sides = {id_: side_of(sketch) for id_, sketch in sketches.items()}
    return settled(sides, ties(sides, {id_: keys_of(sketch) for id_, sketch in sketches.items()}))


def ties(sides: Mapping[str, Side], keys: Mapping[str, Iterable[int]]) -> list[Tie]:
    """Give the likely pairs among those that share a key."""
    found = (Tie(likely(sides[one], sides[other]), one, other) for one, other in meeting(keys))
    return [tie for tie in found if tie.likeness >= LIKELY]


def likely(one: Side, other: Side) -> float:
    """Give the likeness of two reports as it is kept."""
    return round(chance(one, other) * WHOLE) / WHOLE


def settled(sides: Mapping[str, Side], tied: Iterable[Tie]) -> list[Story]:
    """Group reports into stories, given all likely pairs among them, and any others that were compared."""
    known = {(tie.left, tie.right): tie.likeness for tie in tied}
    parts, crowded = _bounded(sides, (Tie(score, *pair) for pair, score in known.items() if score >= LIKELY))
    found: list[Story] = []
    for part in parts:
        for group in joined(_compared(part, sides, known), [sides[id_] for id_ in part]):
            ids = tuple(part[at] for at in group)
            found.append(Story(ids, not crowded.isdisjoint(ids)))
    return sorted(found, key=lambda story: story.reports)


def meeting(keys: Mapping[str, Iterable[int]]) -> list[tuple[str, str]]:
    """Give the pairs that share a key, in crowded blocks only those with one of the first reports."""
    blocks: dict[int, list[str]] = defaultdict(list)
    for id_ in sorted(keys):
        for key in keys[id_]:
            blocks[key].append(id_)
    return sorted(
        {
            (one, other)
            for block in blocks.values()
            for at, one in enumerate(block[:CROWDED])
            for other in block[at + 1 :]
        }
    )


def _bounded(ids: Iterable[str], tied: Iterable[Tie]) -> tuple[list[list[str]], set[str]]:
    """Follow pairs from the likeliest down to parts of at most `MOST` reports; give these and who lost a pair."""
    part = {id_: [id_] for id_ in sorted(ids)}
    crowded: set[str] = set()
    for tie in sorted(tied, key=lambda tie: (-tie.likeness, tie.left, tie.right)):
        one, other = part[tie.left], part[tie.right]
        if one is other:
            continue
        if len(one) + len(other) > MOST:
            crowded |= {tie.left, tie.right}
            continue
        one.extend(other)
        part.update(dict.fromkeys(other, one))
    return [sorted(some) for id_, some in part.items() if some[0] == id_], crowded


def _compared(part: Sequence[str], sides: Mapping[str, Side], known: Mapping[tuple[str, str], float]) -> Likenesses:
    """Compare the reports of a part each with each: likeness in whole ten-thousandths, nothing on the diagonal."""
    found = np.zeros((len(part), len(part)), dtype=np.int64)
    for (row, one), (column, other) in itertools.combinations(enumerate(part), 2):
        score = known.get((one, other))
        if score is None:
            score = likely(sides[one], sides[other])
        found[row, column] = found[column, row] = round(score * WHOLE)
    return found
