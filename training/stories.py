"""Fits the weights by which two reports are one story: gold groups of news texts enter, weights and figures leave.

Fitted on the training topics of ECB+ and the events of odd numbers of the news clusters. Neither has the sameness of a
stream: results of companies, campaigns, the days of one war. So pairs of a stream that share a key and lie more than a
month apart count as two stories too, without their days. The table of how often a likeness was right is of what was
not fitted on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.model import Published
from dateline.read import make_report
from dateline.weave.reports import keys_of, sketch_of
from dateline.weave.reports.grouping import meeting as pairs_of
from dateline.weave.reports.likeness import WEIGHTS, measures, side_of
from evaluation.same_event import Document, load
from training.sources import rows

Floats = NDArray[np.float64]
# Set by hand: the clusters were picked so that few events share a day, and many dates in them are of a page's last change.
BY_HAND = ("same day", "days near", "days far")
# How much a pair that is no story counts; pairs that share next to nothing are left out.
_OTHERS, _LEAST_WORDS = 0.15, 0.02
# How much all pairs of the stream count together, how many are drawn of each of its sources, and days between them. The
# more they count the rarer the words that must be shared; up to this no F1 suffered.
_STREAM, _DRAWN, _APART = 1500.0, 3000, 30
# Added to the log-odds, so that where nothing was fitted a likeness is right as often as it says (the table).
SHIFT = 1.2


class Pairs(msgspec.Struct, frozen=True):
    """A row of measures for each pair, whether it is one story, and how much it counts."""

    rows: Floats
    same: Floats
    counts: Floats


def pairs(documents: Sequence[Document]) -> Pairs:
    """Measure all pairs that share words; each report of an event counts alike, however many there are."""
    sides = [side_of(sketch_of(document.report)) for document in documents]
    size = Counter(document.story for document in documents)
    measured, same, counts = [], [], []
    for one, other in combinations(range(len(documents)), 2):
        if sides[one].terms.by_stem.keys().isdisjoint(sides[other].terms.by_stem):
            continue
        found = measures(sides[one], sides[other])
        story = documents[one].story == documents[other].story
        if story or found["words"] >= _LEAST_WORDS:
            measured.append([found.get(name, 0.0) for name in WEIGHTS])
            same.append(story)
            counts.append(1 / (size[documents[one].story] - 1) if story else _OTHERS)
    return Pairs(np.array(measured), np.array(same, dtype=np.float64), np.array(counts))


def stream(path: Path) -> Pairs:
    """Measure pairs of a stream that share a key and lie more than a month apart, as if they were undated."""
    sketches, source = {}, {}
    for number, row in enumerate(rows(path)):
        day = dt.date.fromisoformat(row["date"][:10]) if row["date"] else None
        report = make_report(title=row["title"] or "", body=row["text"], published=Published(day) if day else None)
        sketches[f"{number:06d}"], source[f"{number:06d}"] = sketch_of(report), row["set"]
    meeting = pairs_of({id_: keys_of(sketch) for id_, sketch in sketches.items()})
    random.Random(3).shuffle(meeting)
    drawn: Counter[str] = Counter()
    found = []
    for one, other in meeting:
        first, second = sketches[one].published, sketches[other].published
        if first is None or second is None or abs(first - second) <= _APART or drawn[source[one]] >= _DRAWN:
            continue
        drawn[source[one]] += 1
        undated = (msgspec.structs.replace(sketches[id_], published=None, named=()) for id_ in (one, other))
        sizes = measures(*map(side_of, undated))
        found.append(([sizes.get(name, 0.0) for name in WEIGHTS], source[one]))
    counts = [_STREAM / len(drawn) / drawn[name] for _, name in found]
    return Pairs(np.array([row for row, _ in found]), np.zeros(len(found)), np.array(counts))


def fit(sets: Sequence[Pairs]) -> Floats:
    """Fit a logistic regression with a small ridge; the second set has a prior of its own, which is not kept."""
    x = np.vstack([np.hstack([s.rows, np.full((len(s.rows), 1), float(n == 1))]) for n, s in enumerate(sets)])
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
    fitted = [pairs([document for document in some if not document.held]) for some in sets]
    weights = fit([*fitted, stream(folder / "bulk_stream" / "sample10k.jsonl")])
    for name, weight in zip(WEIGHTS, weights, strict=True):
        shown = WEIGHTS[name] if name in BY_HAND else weight + SHIFT * (name == "always")
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
