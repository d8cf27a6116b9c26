"""Fits the weights that join claims of one report: annotated reports enter, weights and their figures leave (printed).

The pairs are of claims that the product itself gives for the annotated reports, with what it makes of who, where and
when, so that the weights know how far those can be trusted; which pairs are one event, the annotators say. Figures are of
groups, each report's by weights that were fitted on other reports.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.code import claims_of
from dateline.export.guide import guide_row
from dateline.ground import Grounder
from dateline.ground.alike import WEIGHTS, features, probability
from dateline.ground.same import Pair, group
from dateline.ground.told import kinds
from dateline.mark import Marker
from dateline.model import Claim, Origin, Published, Report
from dateline.read import make_report
from evaluation.matching import GuideClaim, GuideRow, pairs
from evaluation.split import held
from training.sources import Annotated, gold
from training.standoff import join

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FOLDS = 4
THRESHOLDS = (0.3, 0.34, 0.38, 0.42, 0.46, 0.5, 0.55, 0.6, 0.7, 0.8, 0.85, 0.9)
Coded = tuple[Annotated, Report, tuple[Claim, ...]]


class Examples(msgspec.Struct, frozen=True):
    """Pairs of claims: a row of features each, whether they are one event, and the number of the report."""

    x: Floats
    y: Floats
    report: Ints


class Score(msgspec.Struct, frozen=True):
    """Pairs of claims in one group, those of them that are right, and all that there are."""

    said: int = 0
    right: int = 0
    due: int = 0

    def __add__(self, other: Score) -> Score:
        """Count both together."""
        return Score(self.said + other.said, self.right + other.right, self.due + other.due)

    def __str__(self) -> str:
        """Write precision, recall and F1."""
        precision, recall = self.right / max(1, self.said), self.right / max(1, self.due)
        f1 = 2 * self.right / max(1, self.said + self.due)
        return f"precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({self.said} of {self.due})"


def code(reports: Iterable[Annotated]) -> list[Coded]:
    """Code reports, each claim grounded by its own words alone."""
    marker, grounder = Marker(), Grounder()
    out = []
    for annotated in reports:
        day = annotated.published
        published = Published(dt.date.fromisoformat(day[:10])) if day else None
        report = make_report(title=annotated.title, body=annotated.body, published=published)
        claims = claims_of(report, marker.mark(report), Origin("encoder", "0"))
        out.append((annotated, report, grounder.each(report, claims)))
    return out


def events(annotated: Annotated, report: Report, claims: tuple[Claim, ...]) -> dict[str, str]:
    """Give the annotators' event of each claim that matches an annotated one."""
    row = msgspec.json.decode(msgspec.json.encode(guide_row(report, claims)), type=GuideRow)
    due = msgspec.convert(annotated.claims, list[GuideClaim], strict=False)
    ids = {(said.start, said.trigger, said.type): claim.id for said, claim in zip(row.claims, claims, strict=True)}
    found = pairs(report.text, due, row.claims)
    return {ids[said.start, said.trigger, said.type]: was.event or f"alone {n}" for n, (was, said) in enumerate(found)}


def examples(coded: Iterable[Coded]) -> Examples:
    """Compare the claims of one type that match annotated ones, pair by pair."""
    rows, right, reports = [], [], []
    for number, (annotated, report, claims) in enumerate(coded):
        event = events(annotated, report, claims)
        for kind in kinds(report, claims):
            for left, later in combinations(kind, 2):
                if left.id in event and later.id in event:
                    rows.append(features(left, later))
                    right.append(event[left.id] == event[later.id])
                    reports.append(number)
    x = np.array([[row[name] for name in WEIGHTS] for row in rows])
    return Examples(x, np.array(right, dtype=np.float64), np.array(reports))


def fit(x: Floats, y: Floats) -> Floats:
    """Fit a logistic regression with a small ridge by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w)), x.T @ (p - y) + w)
    return w


def scored(coded: Coded, weights: Mapping[str, float], threshold: float) -> Score:
    """Group the claims of a report by some weights and compare the pairs in groups with the annotators' events."""
    annotated, report, claims = coded
    event = events(annotated, report, claims)
    found = [
        Pair(left.id, later.id, probability(features(left, later), weights))
        for kind in kinds(report, claims)
        for left, later in combinations(kind, 2)
    ]
    said = {claim.id: claim.event for claim in group(claims, found, threshold)}
    ends = [(said[one] == said[other], event[one] == event[other]) for one, other in combinations(event, 2)]
    return Score(sum(joined for joined, _ in ends), sum(all(both) for both in ends), sum(due for _, due in ends))


def main() -> None:
    """Print figures by cross-validation and on the held part of the dev gold, then the weights fitted on all the rest."""
    parser = argparse.ArgumentParser(prog="python -m training.same", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    dev = gold(shared, "dev")
    coded = code([*join(shared), *gold(shared, "train"), *(r for r in dev if not held(r.id))])
    kept = code([r for r in dev if held(r.id)])
    known = examples(coded)
    folds = [
        named(fit(known.x[inside], known.y[inside])) for inside in (known.report % FOLDS != n for n in range(FOLDS))
    ]
    whole = named(fit(known.x, known.y))
    for threshold in THRESHOLDS:
        crossed = sum((scored(one, folds[n % FOLDS], threshold) for n, one in enumerate(coded)), Score())
        print(
            f"{threshold:.2f}: {crossed}; held part of dev: {sum((scored(one, whole, threshold) for one in kept), Score())}"
        )
    for name, weight in whole.items():
        print(f'    "{name}": {weight:.2f},')


def named(weights: Floats) -> dict[str, float]:
    """Give weights by feature."""
    return {name: round(float(weight), 2) for name, weight in zip(WEIGHTS, weights, strict=True)}


if __name__ == "__main__":
    main()
