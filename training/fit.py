"""Fits the encoder on labelled windows: examples enter, a trained `Encoder` leaves; seeded, CPU or GPU."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterator, Sequence

import msgspec
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import FACTUALITY
from training.examples import IGNORE, Example
from training.model import Encoder

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
    """Padded tensors of some windows and of all their triggers."""

    ids: Tensor
    cases: Tensor
    mask: Tensor
    tags: Tensor
    row: Tensor
    at: Tensor
    mode: Tensor
    factuality: Tensor
    roles: Tensor


def collate(some: Sequence[Example]) -> Batch:
    """Pad windows to the longest of them; pieces shift by one for [CLS]."""
    length = max(len(e.window.pieces) for e in some) + 2

    def pad(values: Sequence[int], fill: int) -> list[int]:
        return [*values, *[fill] * (length - len(values))]

    triggers = [(n, t) for n, e in enumerate(some) for t in e.triggers]
    return Batch(
        ids=torch.tensor([pad(e.window.ids(CLS, SEP), PAD) for e in some]),
        cases=torch.tensor([pad(e.window.cases(), 0) for e in some]),
        mask=torch.tensor([pad([1] * (len(e.window.pieces) + 2), 0) for e in some]),
        tags=torch.tensor([pad([IGNORE, *e.tags], IGNORE) for e in some]),
        row=torch.tensor([n for n, _ in triggers], dtype=torch.long),
        at=torch.tensor([t.piece + 1 for _, t in triggers], dtype=torch.long),
        mode=torch.tensor([t.mode for _, t in triggers], dtype=torch.long),
        factuality=torch.tensor([t.factuality for _, t in triggers], dtype=torch.long),
        roles=torch.tensor([pad([IGNORE, *t.roles], IGNORE) for _, t in triggers], dtype=torch.long),
    )


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[Batch]:
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
    total = F.cross_entropy(model.trigger(x).flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORE)
    if len(batch.row):
        vectors = x[batch.row, batch.at]
        total = total + settings.mode_weight * F.cross_entropy(model.mode(vectors), batch.mode)
        total = total + settings.factuality_weight * F.cross_entropy(
            model.factuality(vectors), batch.factuality, weight=class_weights
        )
        roles = model.roles(x, batch.row, batch.at)
        total = total + settings.role_weight * F.cross_entropy(
            roles.flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORE
        )
    return total


def fit(model: Encoder, examples: Sequence[Example], settings: Settings) -> None:
    """Train in place; word embeddings stay as they are."""
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)
    model.words.weight.requires_grad_(False)
    heads = ("trigger", "mode", "factuality", "from_", "distance", "role", "cases")
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
    weights = _class_weights(examples)
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
