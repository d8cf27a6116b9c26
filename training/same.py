"""Fits the weights that join claims of one report: annotated reports enter, weights and their F1 leave (printed).

The pairs are of claims that the product itself gives for the annotated reports, with what it makes of who, where and
when, so that the weights know how far those can be trusted; which pairs are one event, the annotators say.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.code import claims_of
from dateline.export.guide import guide_row
from dateline.ground import Grounder
from dateline.ground.same import features, kinds
from dateline.mark import Marker
from dateline.model import Claim, Origin, Published, Report
from dateline.read import make_report
from evaluation.matching import GuideClaim, GuideRow, pairs
from evaluation.split import held
from training.sources import Annotated, gold
from training.standoff import join

Floats = NDArray[np.float64]
Coded = tuple[Annotated, Report, tuple[Claim, ...]]


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


def examples(coded: Iterable[Coded]) -> tuple[list[str], Floats, Floats]:
    """Give feature names, a row a pair, and whether the pair is one event."""
    rows, right = [], []
    for annotated, report, claims in coded:
        event = events(annotated, report, claims)
        for kind in kinds(report, claims):
            for left, later in combinations(kind, 2):
                if left.id in event and later.id in event:
                    rows.append(features(left, later, len(kind)))
                    right.append(event[left.id] == event[later.id])
    names = list(rows[0])
    return names, np.array([[row[n] for n in names] for row in rows]), np.array(right, dtype=np.float64)


def fit(x: Floats, y: Floats) -> Floats:
    """Fit a logistic regression with a small ridge by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.eye(len(w)), x.T @ (p - y) + w)
    return w


def f1(chance: Floats, y: Floats, threshold: float) -> float:
    """Give pairwise F1."""
    said = chance >= threshold
    return float(2 * (said & (y > 0)).sum() / (said.sum() + y.sum()))


def main() -> None:
    """Fit on what may be fitted on, report on the held part of the dev gold."""
    parser = argparse.ArgumentParser(prog="python -m training.same", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args().shared
    dev = gold(shared, "dev")
    names, x, y = examples(code([*gold(shared, "train"), *join(shared), *(r for r in dev if not held(r.id))]))
    w = fit(x, y)
    chance = 1 / (1 + np.exp(-x @ w))
    threshold = max(np.arange(0.2, 0.8, 0.02), key=lambda t: f1(chance, y, t))
    _, x_held, y_held = examples(code([r for r in dev if held(r.id)]))
    for name, weight in zip(names, w, strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"threshold {threshold:.2f}: pairwise F1 {f1(chance, y, threshold):.3f} of {len(y)} pairs fitted on")
    print(f"and {f1(1 / (1 + np.exp(-x_held @ w)), y_held, threshold):.3f} on the held part, {len(y_held)} pairs")


if __name__ == "__main__":
    main()
