"""The encoder in torch: word-piece ids and case classes enter, the scores of every head leave.

One class serves both bases: MiniLM-L6 (BERT layout), which becomes the shipped model, and MPNet-base, its teacher.
Heads give trigger tags, modes and factuality per piece; roles come from a small layer that reads the window again
for each trigger, with the trigger marked.
"""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name everyone knows it by

from dateline.mark.labels import CASES, FACTUALITY, MODES, ROLE_TAGS, TRIGGER_TAGS

PAIR = 256
# Distance from trigger to piece, in pieces, clipped to ±REACH.
REACH = 32
# MPNet's buckets of relative distance, and where they stop growing.
BUCKETS, FARTHEST = 32, 128


class Shape(msgspec.Struct, frozen=True):
    """The measures of a base model; `offset` is how far its word ids lie behind those of BERT's uncased vocabulary."""

    width: int
    heads: int
    layers: int
    positions: int
    vocabulary: int
    epsilon: float
    relative: bool
    offset: int


MINILM = Shape(384, 12, 6, 512, 30522, 1e-12, relative=False, offset=0)
MPNET = Shape(768, 12, 12, 514, 30527, 1e-5, relative=True, offset=4)


class Layer(nn.Module):
    """One BERT layer."""

    def __init__(self, width: int, heads: int, inner: int, epsilon: float, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=epsilon), nn.LayerNorm(width, eps=epsilon)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, added: Tensor) -> Tensor:
        """Map [batch, length, width] to the same; `added` joins the attention scores (mask, relative distance)."""
        n, t, width = x.shape
        q, k, v = (
            part(x).view(n, t, self.heads, width // self.heads).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(width // self.heads) + added
        y = (self.drop(scores.softmax(-1)) @ v).transpose(1, 2).reshape(n, t, width)
        x = self.norm1(x + self.drop(self.out(y)))
        done: Tensor = self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return done


class RoleHead(nn.Module):
    """Reads a window again for one trigger: piece vectors, the trigger's place and distances become role scores."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.distance = nn.Embedding(2 * REACH + 1, PAIR)
        nn.init.zeros_(self.distance.weight)
        self.layer = Layer(PAIR, 4, 2 * PAIR, 1e-6, dropout)
        self.role = nn.Linear(PAIR, ROLE_TAGS)
        self.drop = nn.Dropout(dropout)

    def forward(self, left: Tensor, right: Tensor, at: Tensor, added: Tensor) -> Tensor:
        """Score [triggers, length, ROLE_TAGS]; left [triggers, PAIR], right [triggers or 1, length, PAIR]."""
        steps = torch.arange(right.shape[1], device=right.device)[None, :] - at[:, None]
        near = self.distance(steps.clamp(-REACH, REACH) + REACH)
        x = F.relu(left[:, None, :] + right + near)
        scores: Tensor = self.role(self.drop(self.layer(x, added)))
        return scores


class Encoder(nn.Module):
    """A base model with case embedding and the heads of the coder."""

    def __init__(self, shape: Shape = MINILM, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.words = nn.Embedding(shape.vocabulary, width)
        self.positions = nn.Embedding(shape.positions, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.cases = nn.Embedding(len(CASES), width)
        nn.init.zeros_(self.cases.weight)
        self.norm = nn.LayerNorm(width, eps=shape.epsilon)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(width, shape.heads, 4 * width, shape.epsilon, dropout) for _ in range(shape.layers)
        )
        if shape.relative:
            self.relative = nn.Embedding(BUCKETS, shape.heads)
        self.trigger = nn.Linear(width, TRIGGER_TAGS)
        self.mode = nn.Linear(width, len(MODES))
        self.factuality = nn.Sequential(nn.Linear(width, PAIR), nn.GELU(), nn.Linear(PAIR, len(FACTUALITY)))
        self.from_trigger, self.from_piece = nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        self.roles_of = RoleHead(dropout)

    def load_base(self, path: Path) -> None:
        """Take the weights of the base model from its safetensors file."""
        base = load_file(path)
        self.words.weight.data = base["embeddings.word_embeddings.weight"]
        self.positions.weight.data = base["embeddings.position_embeddings.weight"]
        _fill(self.norm, base, "embeddings.LayerNorm")
        if self.shape.relative:
            self.relative.weight.data = base["encoder.relative_attention_bias.weight"]
            names = ("attn.q", "attn.k", "attn.v", "attn.o", "LayerNorm")
        else:
            self.kind.data = base["embeddings.token_type_embeddings.weight"][0]
            names = ("self.query", "self.key", "self.value", "output.dense", "output.LayerNorm")
        for number, layer in enumerate(self.layers):
            assert isinstance(layer, Layer)
            at = f"encoder.layer.{number}."
            attention = (layer.query, layer.key, layer.value, layer.out, layer.norm1)
            for part, name in zip(attention, names, strict=True):
                _fill(part, base, f"{at}attention.{name}")
            for part, name in (
                (layer.up, "intermediate.dense"),
                (layer.down, "output.dense"),
                (layer.norm2, "output.LayerNorm"),
            ):
                _fill(part, base, at + name)

    def encode(self, ids: Tensor, cases: Tensor, mask: Tensor, marks: Tensor | float = 0.0) -> Tensor:
        """Give [batch, length, width] for BERT's word ids; `mask` is 1 for real pieces, `marks` joins the input."""
        where = torch.arange(ids.shape[1], device=ids.device)
        added = _hidden(mask)
        if self.shape.relative:
            # MPNet calls the special tokens by other numbers and counts positions from two.
            known = ids + self.shape.offset
            for bert, own in ((101, 0), (102, 2), (0, 1)):
                known = torch.where(ids == bert, own, known)
            x = self.words(known) + self.positions(where + 2)
            added = added + self.relative(_buckets(where)).permute(2, 0, 1)[None]
        else:
            x = self.words(ids) + self.positions(where)
        x = self.drop(self.norm(x + self.kind + self.cases(cases) + marks))
        for layer in self.layers:
            x = layer(x, added)
        done: Tensor = x
        return done

    def forward(self, ids: Tensor, cases: Tensor) -> tuple[Tensor, ...]:
        """Run one window ([1, length]): trigger, mode and factuality scores, and both pair projections."""
        x = self.encode(ids, cases, torch.ones_like(ids))[0]
        return self.trigger(x), self.mode(x), self.factuality(x), self.from_trigger(x), self.from_piece(x)

    def roles(self, x: Tensor, mask: Tensor, row: Tensor, at: Tensor) -> Tensor:
        """Score role tags of every piece for triggers at pieces `at` of rows `row`: [triggers, length, ROLE_TAGS]."""
        left, right = self.from_trigger(x[row, at]), self.from_piece(x)[row]
        scores: Tensor = self.roles_of(left, right, at, _hidden(mask)[row])
        return scores


def _hidden(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :].float()) * -1e4


def _buckets(where: Tensor) -> Tensor:
    """Sort the distances between all pairs of positions into MPNet's buckets: near ones singly, far ones by log."""
    away = where[None, :] - where[:, None]
    half = BUCKETS // 2
    near = half // 2
    steps = away.abs()
    far = near + (torch.log(steps.clamp(min=1).float() / near) / math.log(FARTHEST / near) * (half - near)).long()
    return torch.where(away > 0, half, 0) + torch.where(steps < near, steps, far.clamp(max=half - 1))


def _fill(part: nn.Module, base: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(part, kind).data = base[f"{name}.{kind}"]
