"""Tells how good a model in training is: the encoder and kept-back windows enter, a line of figures is printed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from dateline.mark.labels import FIRST_TYPE
from training.examples import Example
from training.fit import collate
from training.model import Encoder

BATCH = 32


def check(model: Encoder, examples: Sequence[Example]) -> None:
    """Print the best F1 of typed triggers and of roles by word, and the accuracy of factuality at annotated triggers."""
    device = next(model.parameters()).device
    chance: list[Tensor] = []
    right: list[Tensor] = []
    margin: list[Tensor] = []
    hit: list[Tensor] = []
    facts: list[Tensor] = []
    due = roles_due = 0
    order = sorted(examples, key=lambda e: len(e.window.pieces))
    for start in range(0, len(order), BATCH):
        batch = collate(order[start : start + BATCH])
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            x = model.encode(batch.ids.to(device), batch.cases.to(device), batch.mask.to(device))
            tags = model.trigger(x).float().softmax(-1).cpu()
            if len(batch.row):
                row, at = batch.row.to(device), batch.at.to(device)
                said = model.factuality(x[row, at]).argmax(-1).cpu()
                scores = model.roles(x, batch.mask.to(device), row, at).float().cpu()
        known, truth = batch.tags_known, batch.tags.argmax(-1)
        chance.append(tags[..., FIRST_TYPE:].sum(-1)[known])
        right.append((tags[..., FIRST_TYPE:].argmax(-1) + FIRST_TYPE == truth)[known])
        due += int((truth[known] >= FIRST_TYPE).sum())
        if len(batch.row):
            facts.append(said == batch.factuality.argmax(-1))
            known, truth = batch.roles_known, batch.roles.argmax(-1)
            margin.append((scores[..., 1:].max(-1).values - scores[..., 0])[known])
            hit.append(((scores[..., 1:].argmax(-1) + 1 == truth) & (truth > 0))[known])
            roles_due += int((truth[known] > 0).sum())
    typed = _best(torch.cat(chance), torch.cat(right), due, np.arange(0.15, 0.8, 0.01))
    roles = _best(torch.cat(margin), torch.cat(hit), roles_due, np.arange(-2.0, 1.0, 0.1))
    factuality = float(torch.cat(facts).float().mean())
    print(f"  kept back: typed F1 {typed:.4f}, roles F1 {roles:.4f}, factuality {factuality:.4f}", flush=True)


def _best(score: Tensor, right: Tensor, due: int, thresholds: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    def f1(threshold: float) -> float:
        said = score >= threshold
        return 2 * float((right & said).sum()) / (float(said.sum()) + due)

    return max(f1(float(t)) for t in thresholds)
