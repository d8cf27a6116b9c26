"""Fits the weights by which two reports are one story: gold groups of news texts enter, weights and figures leave.

Fitted on the training topics of ECB+ and the events of odd numbers of the news clusters; the table of how often a likeness
was right is of the others.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.weave.reports import sketch_of
from dateline.weave.reports.likeness import WEIGHTS, measures, side_of
from evaluation.same_event import Document, load

Floats = NDArray[np.float64]
# Set by hand and left out of the fit: a fifth of the clusters' dates are those of a page's last change, so that
# reports of one event are years apart there.
BY_HAND = "days far"
# How many pairs that are no story a pair of one counts for; pairs that share next to nothing are left out.
_OTHERS, _LEAST_WORDS = 0.15, 0.02
# Log-odds added to what was fitted, since pairs of an archive are compared only where they share a key.
SHIFT = 0.5


class Pairs(msgspec.Struct, frozen=True):
    """A row of measures for each pair, whether it is one story, and how much it counts."""

    rows: Floats
    same: Floats
    counts: Floats


def pairs(documents: Sequence[Document]) -> Pairs:
    """Measure all pairs that share words; each report of an event counts alike, however many there are."""
    sides = [side_of(sketch_of(document.report)) for document in documents]
    size = Counter(document.story for document in documents)
    rows, same, counts = [], [], []
    for one, other in combinations(range(len(documents)), 2):
        if sides[one].terms.keys().isdisjoint(sides[other].terms):
            continue
        found = measures(sides[one], sides[other])
        story = documents[one].story == documents[other].story
        if story or found["words"] >= _LEAST_WORDS:
            rows.append([found.get(name, 0.0) for name in WEIGHTS])
            same.append(story)
            counts.append(1 / (size[documents[one].story] - 1) if story else _OTHERS)
    return Pairs(np.array(rows), np.array(same, dtype=np.float64), np.array(counts))


def fit(sets: Sequence[Pairs]) -> Floats:
    """Fit a logistic regression with a small ridge; each set but the first has a prior of its own, which is not kept."""
    x = np.vstack([np.hstack([s.rows, np.eye(len(sets))[np.full(len(s.rows), n)][:, 1:]]) for n, s in enumerate(sets)])
    x[:, list(WEIGHTS).index(BY_HAND)] = 0
    y, counts = np.concatenate([s.same for s in sets]), np.concatenate([s.counts for s in sets])
    w = np.zeros(x.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        w = w + np.linalg.solve(
            (x * (counts * p * (1 - p))[:, None]).T @ x + np.eye(len(w)), x.T @ (counts * (y - p)) - w
        )
    return w[: len(WEIGHTS)]


def main() -> None:
    """Print weights, and how often pairs of each likeness are one story where nothing was fitted."""
    parser = argparse.ArgumentParser(prog="python -m training.stories", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    folder = parser.parse_args().shared / "eval"
    sets = [load(folder / "ecbplus"), load(folder / "giveme5w1h" / "news_cluster.jsonl")]
    weights = fit([pairs([document for document in some if not document.held]) for some in sets])
    for name, weight in zip(WEIGHTS, weights, strict=True):
        shown = WEIGHTS[name] if name == BY_HAND else weight + SHIFT * (name == "always")
        print(f'    "{name}": {shown:.2f},')
    shipped = np.array(list(WEIGHTS.values()))
    for some in sets:
        held = pairs([document for document in some if document.held])
        chance = 1 / (1 + np.exp(-held.rows @ shipped))
        for low in np.arange(0, 1, 0.1):
            inside = (chance >= low) & (chance < low + 0.1)
            print(
                f"likeness {low:.1f} to {low + 0.1:.1f}: {inside.sum():6d} pairs, {held.same[inside].mean():.2f} of one story"
            )


if __name__ == "__main__":
    main()
