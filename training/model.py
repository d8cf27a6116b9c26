"""The encoder in torch: word-piece ids and case classes enter, the scores of every head leave.

MiniLM-L6 (BERT layout, 6 layers, 384 wide) with five heads: trigger tags, modes and factuality per piece, and two
projections whose sum scores the role of piece j for trigger t.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import CASES, FACTUALITY, MODES, ROLE_TAGS, TRIGGER_TAGS

WIDTH, HEADS, LAYERS, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522
PAIR = 256
# Distance from trigger to piece, in pieces, clipped to ±REACH.
REACH = 32


class Layer(nn.Module):
    """One BERT layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map [batch, length, WIDTH] to the same; `mask` is added to the attention scores."""
        n, t, _ = x.shape
        q, k, v = (
            part(x).view(n, t, HEADS, WIDTH // HEADS).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask
        y = (self.drop(scores.softmax(-1)) @ v).transpose(1, 2).reshape(n, t, WIDTH)
        x = self.norm1(x + self.drop(self.out(y)))
        done: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return done


class Encoder(nn.Module):
    """MiniLM with case embedding and the heads of the coder."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.cases = nn.Embedding(len(CASES), WIDTH)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.trigger = nn.Linear(WIDTH, TRIGGER_TAGS)
        self.mode = nn.Linear(WIDTH, len(MODES))
        self.factuality = nn.Sequential(nn.Linear(WIDTH, PAIR), nn.GELU(), nn.Linear(PAIR, len(FACTUALITY)))
        self.from_trigger, self.from_piece = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR)
        self.distance = nn.Embedding(2 * REACH + 1, PAIR)
        nn.init.zeros_(self.distance.weight)
        self.role = nn.Linear(PAIR, ROLE_TAGS)

    def load_base(self, path: Path) -> None:
        """Take the weights of the base model from its safetensors file."""
        base = load_file(path)
        self.words.weight.data = base["embeddings.word_embeddings.weight"]
        self.positions.weight.data = base["embeddings.position_embeddings.weight"]
        self.kind.data = base["embeddings.token_type_embeddings.weight"][0]
        _fill(self.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            at = f"encoder.layer.{number}."
            for part, name in (
                (layer.query, "attention.self.query"),
                (layer.key, "attention.self.key"),
                (layer.value, "attention.self.value"),
                (layer.out, "attention.output.dense"),
                (layer.norm1, "attention.output.LayerNorm"),
                (layer.up, "intermediate.dense"),
                (layer.down, "output.dense"),
                (layer.norm2, "output.LayerNorm"),
            ):
                _fill(part, base, at + name)

    def encode(self, ids: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Give [batch, length, WIDTH]; `mask` is 1 for real pieces."""
        where = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(where) + self.kind + self.cases(cases)
        x = self.drop(self.norm(x))
        added = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, added)
        done: Tensor = x
        return done

    def forward(self, ids: Tensor, cases: Tensor) -> tuple[Tensor, ...]:
        """Run one window ([1, length]): trigger, mode and factuality scores, and both pair projections."""
        x = self.encode(ids, cases, torch.ones_like(ids))[0]
        return self.trigger(x), self.mode(x), self.factuality(x), self.from_trigger(x), self.from_piece(x)

    def roles(self, x: Tensor, row: Tensor, at: Tensor) -> Tensor:
        """Score role tags of every piece for triggers at pieces `at` of rows `row`: [triggers, length, ROLE_TAGS]."""
        left = self.from_trigger(x[row, at])[:, None, :]
        right = self.from_piece(x)[row]
        steps = torch.arange(x.shape[1], device=x.device)[None, :] - at[:, None]
        near = self.distance(steps.clamp(-REACH, REACH) + REACH)
        scores: Tensor = self.role(self.drop(F.relu(left + right + near)))
        return scores


def _fill(part: nn.Module, base: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(part, kind).data = base[f"{name}.{kind}"]
