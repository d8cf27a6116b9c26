"""Lets the teacher label texts that nobody annotated: windows enter, its probabilities for every head leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dateline.mark.labels import FIRST_TYPE
from dateline.mark.windows import Window
from training.fit import encoded
from training.model import Encoder

Halves = NDArray[np.float16]
# A word counts as one of the teacher's triggers from this probability on; the student learns its roles by that weight.
LEAST = 0.15
BATCH = 32


class SoftTrigger(msgspec.Struct, frozen=True):
    """The teacher's probabilities for one trigger: how likely it is one, mode, factuality, role tags per piece."""

    piece: int
    weight: float
    mode: Halves
    factuality: Halves
    roles: Halves


class Soft(msgspec.Struct, frozen=True):
    """One window with the teacher's probabilities: trigger tags per piece, and its triggers."""

    window: Window
    tags: Halves
    triggers: tuple[SoftTrigger, ...]


def label(teacher: Encoder, unlabelled: Sequence[Window]) -> Iterator[Soft]:
    """Label windows, shortest first."""
    teacher.eval()
    device = next(teacher.parameters()).device
    order = sorted(range(len(unlabelled)), key=lambda i: (len(unlabelled[i].pieces), i))
    for start in range(0, len(order), BATCH):
        some = [unlabelled[i] for i in order[start : start + BATCH]]
        ids, cases, mask = (part.to(device) for part in encoded(some))
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            yield from _label(teacher, some, ids, cases, mask)


def _label(teacher: Encoder, some: Sequence[Window], ids: Tensor, cases: Tensor, mask: Tensor) -> Iterator[Soft]:
    x = teacher.encode(ids, cases, mask)
    tags = teacher.trigger(x).float().softmax(-1).cpu()
    where = [
        (n, at + 1)
        for n, window in enumerate(some)
        for at in window.words()
        if float(tags[n, at + 1, FIRST_TYPE:].sum()) >= LEAST
    ]
    found: dict[int, list[SoftTrigger]] = {n: [] for n in range(len(some))}
    if where:
        row = torch.tensor([n for n, _ in where], device=x.device)
        at = torch.tensor([a for _, a in where], device=x.device)
        modes = _halves(teacher.mode(x[row, at]))
        facts = _halves(teacher.factuality(x[row, at]))
        roles = _halves(teacher.roles(x, mask, row, at))
        for i, (n, a) in enumerate(where):
            size = len(some[n].pieces)
            weight = float(tags[n, a, FIRST_TYPE:].sum())
            found[n].append(SoftTrigger(a - 1, weight, modes[i], facts[i], roles[i, 1 : size + 1]))
    for n, window in enumerate(some):
        own: Halves = tags[n, 1 : len(window.pieces) + 1].numpy().astype(np.float16)
        yield Soft(window, own, tuple(found[n]))


def _halves(scores: Tensor) -> Halves:
    out: Halves = scores.float().softmax(-1).cpu().numpy().astype(np.float16)
    return out
