"""Two sketches enter; how likely it is that their reports tell one story, with the reasons, leaves.

Each measure of what two sketches share or lack has a name and a weight. The weights are of a logistic regression over pairs
of news texts that people had grouped (`python -m training.stories` prints them); those of days are set by hand.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec

from dateline.model import Reason
from dateline.weave.reports.rarity import rarity_of
from dateline.weave.reports.sketch import Sketch

WEIGHTS: Mapping[str, float] = {
    "always": -2.14,
    "words": 0.81,
    "names": 2.07,
    "openings": 1.87,
    "one opening retold": 2.31,
    "both openings retold": 2.0,
    "numbers": 0.71,
    "no number shared": -1.4,
    "length": -3.03,
    "count of words": 0.72,
    "rare words": 1.95,
    "main names": 0.74,
    "same day": 2.5,
    "days near": 0.5,
    "days far": -1.5,
}
"""Log-odds that each measure adds at size 1."""

# The heaviest names of a report: another one about the same story should have most of them.
_MAIN = 4
# Numbers that the shorter list must have before it says anything that none is shared.
NUMBERS = 3
# Shared numbers count by their rarity; this much, three or four of them, is size 1.
_NUMBERS_FULL = 30.0
# Shared words tell by what they are rarer than this, the better the more there are: up to this sum.
_NOT_RARE, RARITY_FULL = 5.0, 12.0
# Shared words that are size 1, and the terms of a long report.
WORDS_FULL, LONG = 20, 64
# Reports that share this much of their words, or more, are told together by a common day in full, others in part: most
# reports of one day tell nothing in common.
WORDS_TOLD = 0.2
# Days apart: news of one day also appears on the next.
SAME_DAY, NEAR_DAYS, FAR_DAYS = 1, 14, 60


class Weights(msgspec.Struct, frozen=True, gc=False):
    """Words by stem with their weights, and the length of these as a vector."""

    by_stem: Mapping[str, float]
    length: float
    total: float


class Side(msgspec.Struct, frozen=True, gc=False):
    """A sketch made ready to be compared with many others; `rare` holds by how much stems are rarer than others."""

    terms: Weights
    names: Weights
    opening: Weights
    main: Weights
    rare: Mapping[str, float]
    numbers: frozenset[str]
    named: tuple[int, ...]
    published: int | None


def likeness(one: Sketch, other: Sketch) -> float:
    """Give the probability that two reports tell one story."""
    return chance(side_of(one), side_of(other))


def side_of(sketch: Sketch) -> Side:
    """Make a sketch ready to be compared."""
    known = [(*rarity_of(term.word), term) for term in sketch.terms]
    terms = {base: term.weight for base, _, term in known}
    names = {base: term.weight for base, _, term in known if term.name}
    return Side(
        terms=_weights(terms),
        names=_weights(names),
        opening=_weights({base: terms[base] for base in sketch.opening}),
        main=_weights(dict(list(names.items())[:_MAIN])),
        rare={base: rarity - _NOT_RARE for base, rarity, _ in known if rarity > _NOT_RARE},
        numbers=frozenset(sketch.numbers),
        named=sketch.named,
        published=sketch.published,
    )


def _weights(by_stem: Mapping[str, float]) -> Weights:
    values = by_stem.values()
    return Weights(by_stem, math.sqrt(math.fsum(weight * weight for weight in values)), math.fsum(values))


def chance(one: Side, other: Side) -> float:
    """Give the probability that the reports of two sides tell one story."""
    odds = sum(WEIGHTS[name] * size for name, size in measures(one, other).items())
    return 1 / (1 + math.exp(-odds))


def measures(one: Side, other: Side) -> dict[str, float]:
    """Give the size of each measure, 0 to 1; the same from either side."""
    # All parts of a side are parts of its terms, so the few shared stems are all that is looked through.
    here, there = one.terms.by_stem, other.terms.by_stem
    shared = here.keys() & there.keys()
    retold = sorted((_held(one.opening, shared), _held(other.opening, shared)))
    words = _cosine(one.terms, other.terms, shared)
    rarity = math.fsum(one.rare[base] for base in shared if base in one.rare)
    return {
        "always": 1.0,
        "words": words,
        "names": _cosine(one.names, other.names, shared),
        "openings": _cosine(one.opening, other.opening, shared),
        "one opening retold": retold[1],
        "both openings retold": retold[0],
        "length": math.log1p(min(len(here), len(there))) / math.log1p(LONG),
        "count of words": min(1.0, len(shared) / WORDS_FULL),
        "rare words": min(1.0, rarity / RARITY_FULL),
        "main names": min(_held(one.main, shared), _held(other.main, shared)),
        **_numbers(one, other),
        **_days(one, other, min(1.0, words / WORDS_TOLD)),
    }


def reasons(one: Sketch, other: Sketch) -> tuple[Reason, ...]:
    """Give what each measure adds to the log-odds that two reports tell one story, and the words that it was found in."""
    # The words are shown as one of the two writes them: the same one whichever comes first.
    one, other = sorted((one, other), key=msgspec.json.encode)
    left, right = side_of(one), side_of(other)
    details = _details(one, left, right)
    return tuple(
        Reason(name, round(WEIGHTS[name] * size, 2), details.get(name, ""))
        for name, size in measures(left, right).items()
        if size
    )


def _cosine(one: Weights, other: Weights, shared: AbstractSet[str]) -> float:
    if not shared:
        return 0.0
    left, right = one.by_stem, other.by_stem
    # Sums of floats depend on their order, `fsum` does not: the same from either side and on every run.
    both = [base for base in shared if base in left and base in right]
    product = math.fsum(map(operator.mul, map(left.__getitem__, both), map(right.__getitem__, both)))
    return product / (one.length * other.length) if product else 0.0


def _held(part: Weights, shared: AbstractSet[str]) -> float:
    """Give the share of the weight of `part` that is shared."""
    weights = part.by_stem
    found = math.fsum(map(weights.__getitem__, weights.keys() & shared))
    return found / part.total if found else 0.0


def _numbers(one: Side, other: Side) -> dict[str, float]:
    shared = one.numbers & other.numbers
    silent = not shared and min(len(one.numbers), len(other.numbers)) >= NUMBERS
    weight = math.fsum(rarity_of(number)[1] for number in shared)
    return {"numbers": min(1.0, weight / _NUMBERS_FULL), "no number shared": float(silent)}


def _days(one: Side, other: Side, size: float) -> dict[str, float]:
    apart = _days_apart(one, other)
    if apart is None or NEAR_DAYS < apart <= FAR_DAYS:
        return {}
    if apart > FAR_DAYS:
        return {"days far": 1.0}
    return {"same day" if apart <= SAME_DAY else "days near": size}


def _days_apart(one: Side, other: Side) -> int | None:
    """Give the days between two reports, or, where one is undated, between the nearest full dates that stand in them."""
    if one.published is not None and other.published is not None:
        return abs(one.published - other.published)
    left, right = _all_days(one), _all_days(other)
    return min((abs(day - there) for day in left for there in right), default=None)


def _all_days(side: Side) -> tuple[int, ...]:
    return side.named if side.published is None else (side.published, *side.named)


def _details(sketch: Sketch, one: Side, other: Side) -> dict[str, str]:
    """Say in words what the measures found, where there are words for it."""
    written = {term.stem: term.word for term in sketch.terms}
    apart = _days_apart(one, other)
    days = f"{apart} days apart" if apart else "on one day"
    return {
        "words": _listed(written, one.terms, other.terms),
        "names": _listed(written, one.names, other.names),
        "openings": _listed(written, one.opening, other.opening),
        "main names": _listed(written, one.main, other.terms),
        "numbers": ", ".join(sorted(one.numbers & other.numbers)),
        **dict.fromkeys(("same day", "days near", "days far"), days),
    }


def _listed(written: Mapping[str, str], one: Weights, other: Weights) -> str:
    return ", ".join(written[base] for base in one.by_stem if base in other.by_stem)
