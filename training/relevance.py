"""Fits the first filter: labelled windows and reports by topic enter, weights and thresholds leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import FIRST_TYPE, TRIGGER_TAGS
from dateline.mark.relevance import PAIRS, Relevance, Thresholds, features, topic_features
from training.distil import Soft
from training.examples import Example
from training.fit import spread
from training.model import MINILM
from training.topics import Topical

Halves = NDArray[np.float16]
EPOCHS, BATCH, RATE = 6, 64, 0.02
SENTENCE_DECAY, REPORT_DECAY = 1e-5, 1e-2
# The shares of annotated claims that may be lost with whole reports, and of annotated sentences with a claim.
LOST_REPORTS, LOST_SENTENCES = 0.006, 0.003


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


def write(
    folder: Path,
    examples: Sequence[Example | Soft],
    kept_back: Sequence[Example],
    topics: tuple[Sequence[Topical], Sequence[Topical]],
    tokenizer: Tokenizer,
) -> Thresholds:
    """Fit both tables, write them into the model's folder and give the thresholds; `topics` to fit and kept back."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "relevance.npz"
    np.savez(path, report=_fit_reports(topics[0], tokenizer), sentence=_fit_sentences(list(lines(examples))))
    found = Relevance(path, Thresholds(0.0, 0.0))
    test = list(lines(kept_back))
    scores = found.sentence_scores([line.ids for line in test])
    holds = np.array([line.chance >= 0.5 for line in test])
    sentence = float(np.quantile(scores[holds], LOST_SENTENCES))
    passed = float((scores >= sentence).mean())
    reports = np.array([found.report_score(_ids(tokenizer, one.text)) for one in topics[1]])
    claims = np.array([one.claims for one in topics[1]])
    order = np.argsort(reports)
    lost = np.cumsum(claims[order]) / claims.sum()
    report = float(reports[order][np.searchsorted(lost, LOST_REPORTS)])
    quiet = float((reports[claims == 0] < report).mean())
    print(f"first filter: {passed:.3f} of sentences pass, {quiet:.3f} of kept-back reports without claims fall silent")
    return Thresholds(round(report, 3), round(sentence, 3))


def _fit_sentences(fitted: Sequence[Line]) -> Halves:
    """Fit a logistic regression over pieces and pairs."""
    size = MINILM.vocabulary + PAIRS
    table = nn.EmbeddingBag(size + 1, 1, mode="sum", padding_idx=size)
    target = torch.tensor([line.chance for line in fitted])

    def scores(some: NDArray[np.int64]) -> Tensor:
        found, starts = features([fitted[i].ids for i in some], MINILM.vocabulary)
        out: Tensor = table(torch.from_numpy(np.where(found < 0, size, found)), torch.from_numpy(starts))
        return out[:, 0]

    return _fit(table, scores, target, torch.ones(len(fitted)), SENTENCE_DECAY)[:size]


def _fit_reports(fitted: Sequence[Topical], tokenizer: Tokenizer) -> Halves:
    """Fit a logistic regression over the different pieces of reports."""
    table = nn.EmbeddingBag(MINILM.vocabulary, 1, mode="sum")
    bags = [topic_features(_ids(tokenizer, one.text)) for one in fitted]

    def scores(some: NDArray[np.int64]) -> Tensor:
        own = [bags[i] for i in some]
        sizes = np.array([len(bag) for bag in own])
        starts = torch.from_numpy(np.cumsum(sizes) - sizes)
        out: Tensor = table(torch.from_numpy(np.concatenate(own)), starts)
        return out[:, 0] / torch.from_numpy(np.sqrt(np.maximum(1, sizes))).float()

    target, weight = (torch.tensor([float(getattr(one, name)) for one in fitted]) for name in ("relevant", "weight"))
    return _fit(table, scores, target, weight, REPORT_DECAY)


def _fit(
    table: nn.EmbeddingBag, scores: Callable[[NDArray[np.int64]], Tensor], target: Tensor, weight: Tensor, decay: float
) -> Halves:
    """Fit the weights of a table and a bias, which the threshold makes needless afterwards."""
    rng = np.random.default_rng(1)
    nn.init.zeros_(table.weight)
    bias = nn.Parameter(torch.tensor(-1.0))
    optimiser = torch.optim.AdamW([*table.parameters(), bias], lr=RATE, weight_decay=decay)
    for _ in range(EPOCHS):
        order = rng.permutation(len(target))
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            each = F.binary_cross_entropy_with_logits(scores(some) + bias, target[some], reduction="none")
            loss = (each * weight[some]).mean()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
            optimiser.step()
    out: Halves = table.weight.detach()[:, 0].numpy().astype(np.float16)
    return out


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    out: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return out
