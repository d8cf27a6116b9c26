"""Fits the weights that join claims of one report: annotated claims enter, weights and their F1 leave (printed)."""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.code.same import features, told_of
from dateline.mark import sentences
from dateline.model import Claim, Count, Location, Origin, Party, Span, Timing
from evaluation.split import held
from training.examples import trigger_span
from training.sources import Annotated, gold
from training.standoff import join

Floats = NDArray[np.float64]


def claim_of(report: Annotated, row: dict[str, Any], spans: list[Span]) -> Claim | None:
    """Turn an annotated claim into the form that the product compares."""
    trigger = trigger_span(report.text, row)
    if trigger is None:
        return None
    home = next((s for s in spans if s.start <= trigger.start < s.end), trigger)

    def toll(value: list[int | None] | None) -> Count | None:
        return Count(trigger, "", value[0], value[1]) if value else None

    return Claim(
        id="",
        report_id=report.id,
        event=row.get("event") or "",
        type=row["type"],
        mode=row["mode"],
        factuality=row["factuality"],
        actors=tuple(Party(trigger, p["text"]) for p in row["actors"]),
        recipients=tuple(Party(trigger, p["text"]) for p in row["recipients"]),
        places=tuple(Location(trigger, p["text"]) for p in row["places"]),
        timing=Timing(None, row.get("time_text")),
        killed=toll(row["killed"]),
        injured=toll(row["injured"]),
        trigger=trigger,
        quote=trigger,
        sentence=home,
        confidence=1.0,
        origin=Origin("gold", "0"),
    )


def pairs(reports: list[Annotated]) -> tuple[list[str], Floats, Floats]:
    """Give feature names, a row a pair, and whether the pair is one event."""
    rows, right = [], []
    for report in reports:
        spans = sentences(report.text, [Span(0, len(report.title)), Span(len(report.title) + 1, len(report.text))])
        claims = [c for row in report.claims if (c := claim_of(report, row, spans))]
        claims.sort(key=lambda c: c.trigger.start)
        for left, right_ in combinations(claims, 2):
            if left.type == right_.type and left.trigger != right_.trigger:
                rows.append(features(told_of(report.text, left), told_of(report.text, right_)))
                right.append(bool(left.event) and left.event == right_.event)
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
    names, x, y = pairs([*gold(shared, "train"), *join(shared), *(r for r in dev if not held(r.id))])
    w = fit(x, y)
    chance = 1 / (1 + np.exp(-x @ w))
    threshold = max(np.arange(0.2, 0.8, 0.02), key=lambda t: f1(chance, y, t))
    _, x_held, y_held = pairs([r for r in dev if held(r.id)])
    for name, weight in zip(names, w, strict=True):
        print(f'    "{name}": {weight:.2f},')
    print(f"threshold {threshold:.2f}: pairwise F1 {f1(chance, y, threshold):.3f} on the fitted part")
    print(f"and {f1(1 / (1 + np.exp(-x_held @ w)), y_held, threshold):.3f} on the held part, {len(y_held)} pairs")


if __name__ == "__main__":
    main()
