"""Lets the teacher label texts that nobody annotated: windows enter, its probabilities for every head leave."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

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
    """One window with the teacher's probabilities: trigger tags per piece, and its triggers; `number` in the pool."""

    number: int
    window: Window
    tags: Halves
    triggers: tuple[SoftTrigger, ...]


def label(teacher: Encoder, unlabelled: Sequence[Window]) -> Iterator[Soft]:
    """Label windows, shortest first."""
    teacher.eval()
    device = next(teacher.parameters()).device
    order = sorted(range(len(unlabelled)), key=lambda i: (len(unlabelled[i].pieces), i))
    for start in range(0, len(order), BATCH):
        numbers = order[start : start + BATCH]
        some = [unlabelled[i] for i in numbers]
        ids, cases, mask = (part.to(device) for part in encoded(some))
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
            for n, (tags, triggers) in enumerate(_label(teacher, some, ids, cases, mask)):
                yield Soft(numbers[n], some[n], tags, triggers)


def _label(
    teacher: Encoder, some: Sequence[Window], ids: Tensor, cases: Tensor, mask: Tensor
) -> Iterator[tuple[Halves, tuple[SoftTrigger, ...]]]:
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
        yield own, tuple(found[n])


def fingerprint(unlabelled: Sequence[Window]) -> str:
    """Tell one pool from another."""
    digest = hashlib.blake2b(digest_size=16)
    for window in unlabelled:
        digest.update(np.array([p.id for p in window.pieces], dtype=np.int32).tobytes() + b"|")
    return digest.hexdigest()


def keep(path: Path, labels: Iterable[Soft], unlabelled: Sequence[Window]) -> None:
    """Write labels to a file, the windows by their numbers in the pool."""
    given = list(labels)
    triggers = [t for soft in given for t in soft.triggers]
    np.savez(
        path,
        pool=np.array(fingerprint(unlabelled)),
        number=np.array([soft.number for soft in given]),
        tags=np.concatenate([soft.tags for soft in given]),
        many=np.array([len(soft.triggers) for soft in given]),
        piece=np.array([t.piece for t in triggers]),
        weight=np.array([t.weight for t in triggers]),
        mode=np.array([t.mode for t in triggers]),
        factuality=np.array([t.factuality for t in triggers]),
        roles=np.concatenate([t.roles for t in triggers]),
    )


def kept(path: Path, unlabelled: Sequence[Window]) -> list[Soft] | None:
    """Read labels back and join them to the windows of the pool; None where they are of another pool."""
    with np.load(path) as file:
        if str(file["pool"]) != fingerprint(unlabelled):
            return None
        held = {name: file[name] for name in file.files}
    out: list[Soft] = []
    piece = trigger = role = 0
    for number, many in zip(held["number"], held["many"], strict=True):
        window = unlabelled[int(number)]
        size = len(window.pieces)
        own = []
        for n in range(trigger, trigger + int(many)):
            mode, fact, roles = held["mode"][n], held["factuality"][n], held["roles"][role : role + size]
            own.append(SoftTrigger(int(held["piece"][n]), float(held["weight"][n]), mode, fact, roles))
            role += size
        out.append(Soft(int(number), window, held["tags"][piece : piece + size], tuple(own)))
        piece, trigger = piece + size, trigger + int(many)
    return out


def _halves(scores: Tensor) -> Halves:
    out: Halves = scores.float().softmax(-1).cpu().numpy().astype(np.float16)
    return out
