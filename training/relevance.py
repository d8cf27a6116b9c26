"""Fits the first filter: windows with the teacher's probabilities and annotated ones enter, weights and threshold leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import FIRST_TYPE, TRIGGER_TAGS
from dateline.mark.relevance import PAIRS, Relevance, features
from training.distil import Soft
from training.examples import Example
from training.fit import spread
from training.model import MINILM

EPOCHS, BATCH, RATE, DECAY = 6, 64, 0.02, 1e-5
# The share of annotated sentences with a claim that the filter may lose.
LOST = 0.01


class Line(msgspec.Struct, frozen=True):
    """A sentence as piece ids, and how likely it is that a claim stands in it."""

    ids: tuple[int, ...]
    chance: float


def lines(examples: Sequence[Example | Soft]) -> Iterator[Line]:
    """Cut windows back into their sentences."""
    for example in examples:
        pieces = example.window.pieces
        chances = spread(example.tags, TRIGGER_TAGS)[:, FIRST_TYPE:].sum(axis=1)
        first = 0
        for n in range(1, len(pieces) + 1):
            if n == len(pieces) or pieces[n].sentence != pieces[first].sentence:
                words = [float(chances[i]) for i in range(first, n) if pieces[i].first]
                yield Line(tuple(p.id for p in pieces[first:n]), max(words, default=0.0))
                first = n


def fit(fitted: Sequence[Line], seed: int) -> NDArray[np.float16]:
    """Fit a logistic regression over pieces and pairs."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    size = MINILM.vocabulary + PAIRS
    table = nn.EmbeddingBag(size + 1, 1, mode="sum", padding_idx=size)
    nn.init.zeros_(table.weight)
    bias = nn.Parameter(torch.tensor(-2.0))
    optimiser = torch.optim.AdamW([*table.parameters(), bias], lr=RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        order = rng.permutation(len(fitted))
        for start in range(0, len(order), BATCH):
            some = [fitted[i] for i in order[start : start + BATCH]]
            found, starts = features([line.ids for line in some], MINILM.vocabulary)
            scores = table(torch.from_numpy(np.where(found < 0, size, found)), torch.from_numpy(starts))[:, 0] + bias
            loss = F.binary_cross_entropy_with_logits(scores, torch.tensor([line.chance for line in some]))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
            optimiser.step()
    weights: NDArray[np.float16] = table.weight.detach()[:size, 0].numpy().astype(np.float16)
    return weights


def write(folder: Path, examples: Sequence[Example | Soft], kept_back: Sequence[Example], seed: int) -> float:
    """Fit the filter, write its weights into the model's folder and give the threshold."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "relevance.npy", fit(list(lines(examples)), seed))
    filter_ = Relevance(folder / "relevance.npy", 0.0)
    test = list(lines(kept_back))
    scores = filter_.scores([line.ids for line in test])
    holds = np.array([line.chance >= 0.5 for line in test])
    threshold = float(np.quantile(scores[holds], LOST))
    passed = scores >= threshold
    print(
        f"first filter: {1 - passed[holds].mean():.4f} of sentences with a claim lost, {passed.mean():.3f} of all passed"
    )
    return round(threshold, 3)
