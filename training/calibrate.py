"""Sets a model's threshold and confidence: an exported model and kept-back windows enter, a manifest leaves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.mark.labels import FIRST_TYPE
from dateline.mark.marker import Manifest, Marker, softmax
from training.examples import Example


class Chances(msgspec.Struct, frozen=True):
    """For each word of the kept-back windows: trigger probability, and whether word and type are right; and the due."""

    chance: NDArray[np.float32]
    right: NDArray[np.bool_]
    due: int


def chances(marker: Marker, examples: Sequence[Example]) -> Chances:
    """Run the model over windows and compare with their tags."""
    chance, right, due = [], [], 0
    for example in examples:
        scores = softmax(marker.scores(example.window)[0])
        for at in example.window.words():
            tag = example.tags[at]
            due += tag >= FIRST_TYPE
            chance.append(scores[at, FIRST_TYPE:].sum())
            right.append(FIRST_TYPE + scores[at, FIRST_TYPE:].argmax() == tag)
    return Chances(np.array(chance, dtype=np.float32), np.array(right), due)


def calibrate(folder: Path, settings: Manifest, examples: Sequence[Example]) -> Manifest:
    """Choose threshold and role bias with the best F1 and fit the confidence (Platt) on what passes the threshold."""
    marker = Marker(folder)
    seen = chances(marker, examples)
    scores = {float(c): _typed_f1(seen, float(c)) for c in np.arange(0.15, 0.8, 0.01)}
    threshold = max(scores, key=scores.__getitem__)
    said = seen.chance >= threshold
    scale, shift = platt(seen.chance[said], seen.right[said])
    print(
        f"calibration: threshold {threshold:.2f}, typed F1 by word {scores[threshold]:.3f}, scale {scale:.3f}, shift {shift:.3f}"
    )
    bias = role_bias(marker, examples)
    return msgspec.structs.replace(
        settings,
        threshold=round(threshold, 2),
        scale=round(scale, 4),
        shift=round(shift, 4),
        role_bias=round(bias, 2),
    )


def _typed_f1(seen: Chances, threshold: float) -> float:
    said = seen.chance >= threshold
    return 2 * float((seen.right & said).sum()) / (float(said.sum()) + seen.due)


def role_bias(marker: Marker, examples: Sequence[Example]) -> float:
    """Choose what is added to the score of "no role": the best F1 of role tags by word, at the annotated triggers."""
    margins, hits, due = [], [], 0
    for example in examples:
        if not example.triggers:
            continue
        words = np.array(example.window.words())
        _, _, _, left, ahead = marker.scores(example.window)
        scores = marker.role_scores(left, ahead, [t.piece for t in example.triggers])
        for trigger, found in zip(example.triggers, scores[:, words], strict=True):
            tags = np.array(trigger.roles)[words]
            margins.append(found[:, 1:].max(axis=1) - found[:, 0] + marker.manifest.role_bias)
            hits.append((found[:, 1:].argmax(axis=1) + 1 == tags) & (tags > 0))
            due += int((tags > 0).sum())
    margin, hit = np.concatenate(margins), np.concatenate(hits)

    def f1(bias: float) -> float:
        said = margin > bias
        return 2 * float((hit & said).sum()) / (float(said.sum()) + due)

    chosen = max((float(b) for b in np.arange(-2.0, 1.0, 0.1)), key=f1)
    print(f"calibration: role bias {chosen:.1f}, role F1 by word {f1(chosen):.3f} (without it {f1(0.0):.3f})")
    return chosen


def platt(chance: NDArray[np.float32], right: NDArray[np.bool_]) -> tuple[float, float]:
    """Fit a logistic curve from log-odds to being right, by Newton's method with a small ridge."""
    odds = np.log(np.clip(chance, 1e-6, 1 - 1e-6) / (1 - np.clip(chance, 1e-6, 1 - 1e-6)))
    x = np.stack([odds, np.ones_like(odds)], axis=1).astype(np.float64)
    y, w = right.astype(np.float64), np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + 1e-2 * (w - np.array([1.0, 0.0]))
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(2), gradient)
    return float(w[0]), float(w[1])
