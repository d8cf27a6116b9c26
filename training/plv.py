"""Measures PLOVER roots given both sides, by cross-validation: PLV's sentences enter, macro-F1 over 15 roots leaves.

The student's weights are the start; two learned marks say which words are source and target. Nothing of it is shipped:
it tells how much the encoder knows of the ontology, beside figures that others have published for this set.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.windows import Window, windows
from dateline.model import Span
from training.fit import encoded
from training.model import MINILM, Encoder
from training.sources import rows

FOLDS, EPOCHS, BATCH, RATE = 5, 8, 16, 1e-4


class Row(msgspec.Struct, frozen=True):
    """A sentence as a window, which of its pieces are source (1) and target (2), and its root."""

    window: Window
    marks: tuple[int, ...]
    root: str


class Classifier(nn.Module):
    """The encoder, marks for both sides, and a layer over what stands at them."""

    def __init__(self, encoder: Encoder, roots: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.marks = nn.Embedding(3, encoder.shape.width, padding_idx=0)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.root = nn.Linear(4 * encoder.shape.width, roots)

    def forward(self, ids: Tensor, cases: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        """Score the roots: [sentences, roots]."""
        x = self.encoder.encode(ids, cases, mask, self.marks(marks))
        real = mask[:, :, None].float()
        pooled = [x[:, 0], (x * real).sum(1) / real.sum(1)]
        for side in (1, 2):
            own = (marks == side)[:, :, None].float()
            pooled.append((x * own).sum(1) / own.sum(1).clamp(min=1))
        scores: Tensor = self.root(self.encoder.drop(torch.cat(pooled, dim=-1)))
        return scores


def load(path: Path, tokenizer: Tokenizer) -> list[Row]:
    """Read the set's sentences with both sides marked; what does not fit one window is cut."""
    out = []
    for row in rows(path):
        text = row["text"]
        window = next(windows(text, [Span(0, len(text))], tokenizer))
        marks = [0] * len(window.pieces)
        for side, phrase in ((1, row["source"]), (2, row["target"])):
            start = text.find(phrase)
            for n, piece in enumerate(window.pieces):
                if start <= piece.start < start + len(phrase):
                    marks[n] = side
        out.append(Row(window, tuple(marks), row["root"]))
    return out


def tensors(some: Sequence[Row]) -> tuple[Tensor, ...]:
    """Pad sentences to the longest of them."""
    ids, cases, mask = encoded([r.window for r in some])
    marks = torch.zeros_like(ids)
    for n, row in enumerate(some):
        marks[n, 1 : len(row.marks) + 1] = torch.tensor(row.marks)
    return ids, cases, mask, marks


def fold(start: dict[str, Tensor], fitted: list[Row], test: list[Row], roots: list[str], seed: int) -> list[str]:
    """Fit on one part and give the roots said for the other."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    encoder = Encoder(MINILM)
    encoder.load_state_dict(start)
    encoder.words.weight.requires_grad_(False)
    model = Classifier(encoder, len(roots))
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    steps = EPOCHS * -(-len(fitted) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps)
    for _ in range(EPOCHS):
        rng.shuffle(fitted)
        for n in range(0, len(fitted), BATCH):
            some = fitted[n : n + BATCH]
            loss = F.cross_entropy(model(*tensors(some)), torch.tensor([roots.index(r.root) for r in some]))
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it so
            optimiser.step()
            schedule.step()
    model.eval()
    with torch.no_grad():
        said = [model(*tensors(test[n : n + 64])).argmax(-1) for n in range(0, len(test), 64)]
    return [roots[int(i)] for i in torch.cat(said)]


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """Give the mean F1 over the classes of the truth."""
    out = []
    for kind in sorted(set(truth)):
        right = sum(t == s == kind for t, s in zip(truth, said, strict=True))
        out.append(2 * right / (truth.count(kind) + said.count(kind)))
    return sum(out) / len(out)


def main() -> None:
    """Cross-validate and print macro-F1 and accuracy."""
    parser = argparse.ArgumentParser(prog="python -m training.plv", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    given = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(given.work / "tokenizer.json"))
    start = torch.load(given.work / "student.pt", weights_only=True)
    every = load(given.shared / "eval" / "zsp_plv" / "data.jsonl", tokenizer)
    random.Random(1).shuffle(every)
    roots = sorted({row.root for row in every})
    truth, said = [], []
    for n in range(FOLDS):
        test = every[n::FOLDS]
        truth += [row.root for row in test]
        said += fold(start, [r for i, r in enumerate(every) if i % FOLDS != n], test, roots, seed=n)
        right = sum(t == s for t, s in zip(truth, said, strict=True))
        print(
            f"after fold {n + 1}: macro-F1 {macro_f1(truth, said):.3f}, accuracy {right / len(truth):.3f}", flush=True
        )


if __name__ == "__main__":
    main()
