"""Fits the encoder on labelled windows: examples enter, a trained `Encoder` leaves; seeded, CPU or GPU.

Annotated windows and those that a teacher labelled are one kind to the loss: every target is a distribution, with
all its weight on one label where a person gave it.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import FACTUALITY, MODES, ROLE_TAGS, TRIGGER_TAGS
from dateline.mark.windows import Window
from training.examples import IGNORE, Example
from training.model import Encoder

if TYPE_CHECKING:
    from training.distil import Soft

CLS, SEP, PAD = 101, 102, 0


class Settings(msgspec.Struct, frozen=True):
    """What a run of training depends on besides its data."""

    epochs: int = 10
    batch: int = 16
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    warmup: float = 0.1
    seed: int = 1
    role_weight: float = 10.0
    factuality_weight: float = 0.3
    mode_weight: float = 0.3


class Batch(msgspec.Struct, frozen=True):
    """Padded tensors of some windows and of all their triggers; targets are distributions, `*_known` what counts."""

    ids: Tensor
    cases: Tensor
    mask: Tensor
    tags: Tensor
    tags_known: Tensor
    row: Tensor
    at: Tensor
    weight: Tensor
    mode: Tensor
    factuality: Tensor
    roles: Tensor
    roles_known: Tensor


def encoded(some: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Pad windows to the longest of them: word ids, case classes and mask, each [windows, length]."""
    length = max(len(w.pieces) for w in some) + 2

    def pad(values: Sequence[int], fill: int) -> list[int]:
        return [*values, *[fill] * (length - len(values))]

    return (
        torch.tensor([pad(w.ids(CLS, SEP), PAD) for w in some]),
        torch.tensor([pad(w.cases(), 0) for w in some]),
        torch.tensor([pad([1] * (len(w.pieces) + 2), 0) for w in some]),
    )


def collate(some: Sequence[Example | Soft]) -> Batch:
    """Make a batch of windows of either kind; pieces shift by one for [CLS]."""
    ids, cases, mask = encoded([e.window for e in some])
    length = ids.shape[1]
    triggers = [(n, t) for n, e in enumerate(some) for t in e.triggers]
    tags = np.zeros((len(some), length, TRIGGER_TAGS), dtype=np.float32)
    tags_known = np.zeros((len(some), length), dtype=bool)
    for n, e in enumerate(some):
        words = np.array(e.window.words()) + 1
        tags_known[n, words] = True
        tags[n, 1 : len(e.window.pieces) + 1] = spread(e.tags, TRIGGER_TAGS)
    roles = np.zeros((len(triggers), length, ROLE_TAGS), dtype=np.float32)
    for k, (n, t) in enumerate(triggers):
        roles[k, 1 : len(some[n].window.pieces) + 1] = spread(t.roles, ROLE_TAGS)
    row = torch.tensor([n for n, _ in triggers], dtype=torch.long)
    known = torch.from_numpy(tags_known)
    return Batch(
        ids=ids,
        cases=cases,
        mask=mask,
        tags=torch.from_numpy(tags),
        tags_known=known,
        row=row,
        at=torch.tensor([t.piece + 1 for _, t in triggers], dtype=torch.long),
        weight=torch.tensor([getattr(t, "weight", 1.0) for _, t in triggers]),
        mode=torch.from_numpy(np.array([spread(t.mode, len(MODES)) for _, t in triggers], dtype=np.float32)),
        factuality=torch.from_numpy(
            np.array([spread(t.factuality, len(FACTUALITY)) for _, t in triggers], dtype=np.float32)
        ),
        roles=torch.from_numpy(roles),
        roles_known=known[row],
    )


def spread(labels: object, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Turn labels (numbers, or distributions already) into distributions over `width` labels."""
    given = np.asarray(labels)
    if given.dtype.kind == "f":
        return given.astype(np.float32)
    given = np.where(given == IGNORE, 0, given)
    out: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = np.eye(width, dtype=np.float32)[given]
    return out


def batches(examples: Sequence[Example | Soft], size: int, rng: random.Random) -> Iterator[Batch]:
    """Yield shuffled batches of windows of like length."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i].window.pieces) + rng.random() * 12, i))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield collate([examples[i] for i in group])


def loss_of(model: Encoder, batch: Batch, settings: Settings, class_weights: Tensor) -> Tensor:
    """Sum the losses of the heads."""
    x = model.encode(batch.ids, batch.cases, batch.mask)
    x = model.drop(x)
    total = F.cross_entropy(model.trigger(x)[batch.tags_known].float(), batch.tags[batch.tags_known])
    if len(batch.row):
        vectors = x[batch.row, batch.at]
        share = batch.weight / batch.weight.sum()
        mode = F.cross_entropy(model.mode(vectors).float(), batch.mode, reduction="none")
        factuality = F.cross_entropy(
            model.factuality(vectors).float(), batch.factuality, weight=class_weights, reduction="none"
        )
        total = (
            total
            + settings.mode_weight * (mode * share).sum()
            + settings.factuality_weight * (factuality * share).sum()
        )
        scores = model.roles(x, batch.mask, batch.row, batch.at)[batch.roles_known].float()
        each = F.cross_entropy(scores, batch.roles[batch.roles_known], reduction="none")
        weight = batch.weight[:, None].expand_as(batch.roles_known)[batch.roles_known]
        total = total + settings.role_weight * (each * weight).sum() / weight.sum()
    return total


def fit(
    model: Encoder, examples: Sequence[Example | Soft], settings: Settings, keep: Callable[[int], None] | None = None
) -> None:
    """Train in place; word embeddings stay as they are. `keep` is called with the number of each epoch done."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    model.words.weight.requires_grad_(False)
    heads = ("trigger", "mode", "factuality", "from_", "roles_of", "cases")
    fresh = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith(heads)]
    base = [p for n, p in model.named_parameters() if p.requires_grad and not n.startswith(heads)]
    optimiser = torch.optim.AdamW(
        [{"params": base, "lr": settings.rate}, {"params": fresh, "lr": settings.head_rate}],
        weight_decay=settings.decay,
    )
    steps = settings.epochs * math.ceil(len(examples) / settings.batch)
    warm = max(1, int(settings.warmup * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    weights = _class_weights([e for e in examples if isinstance(e, Example)])
    device = next(model.parameters()).device
    model.train()
    for epoch in range(settings.epochs):
        started, total, count = time.monotonic(), 0.0, 0
        for batch in batches(examples, settings.batch, rng):
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss = loss_of(model, _to(batch, device), settings, weights.to(device))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
            torch.nn.utils.clip_grad_norm_([*base, *fresh], 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(
            f"epoch {epoch + 1}/{settings.epochs} loss {total / count:.4f} {time.monotonic() - started:.0f} s",
            flush=True,
        )
        if keep is not None:
            model.eval()
            keep(epoch + 1)
            model.train()
    model.eval()


def _to(batch: Batch, device: torch.device) -> Batch:
    return Batch(*(getattr(batch, name).to(device) for name in batch.__struct_fields__))


def _class_weights(examples: Sequence[Example]) -> Tensor:
    """Weigh factuality classes by the inverse square root of their counts, mean 1 over examples."""
    counts = torch.ones(len(FACTUALITY))
    for example in examples:
        for trigger in example.triggers:
            counts[trigger.factuality] += 1
    weights = counts.rsqrt()
    return weights * counts.sum() / (weights * counts).sum()
