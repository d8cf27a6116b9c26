"""The cheap first filter: the word pieces of a report's sentences enter, those worth the encoder's time leave.

A sentence scores the sum of learned weights of its pieces and of its pairs of neighbouring pieces. The threshold is set
so that nearly no sentence that holds a claim is lost; the sentence before one that is kept stays as its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dateline.mark.windows import Piece

# Pairs of pieces share this many weights by a hash; two pairs that fall together are told apart by the rest.
PAIRS = 1 << 16
_MULTIPLIER = 40_503


class Relevance:
    """The filter's weights, one for each piece of the vocabulary and then one for each hash of a pair."""

    def __init__(self, path: Path, threshold: float) -> None:
        """Load the weights."""
        self._weights = np.load(path).astype(np.float32)
        self._threshold = threshold

    def chosen(self, sentences: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
        """Give the sentences that may hold a claim, in their order, each with the one before it."""
        if not sentences:
            return []
        keep = self.scores([[p.id for p in pieces] for pieces in sentences]) >= self._threshold
        keep[:-1] |= keep[1:]
        return [pieces for pieces, kept in zip(sentences, keep, strict=True) if kept]

    def scores(self, sentences: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        """Score sentences given as piece ids: [sentences]."""
        found, starts = features(sentences, len(self._weights) - PAIRS)
        # A sentence without pieces would take the sum of its neighbour: a zero stands at the start of each.
        values = np.where(found < 0, np.float32(0), self._weights[found])
        out: NDArray[np.float32] = np.add.reduceat(values, starts)
        return out


def features(sentences: Sequence[Sequence[int]], vocabulary: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the numbers of the weights that each sentence adds up, in one array, and where each sentence starts in it."""
    parts: list[NDArray[np.int64]] = []
    starts, size = [], 0
    for ids in sentences:
        own = np.array([-1, *ids], dtype=np.int64)
        pairs = (own[1:-1] * _MULTIPLIER + own[2:]) % PAIRS + vocabulary
        starts.append(size)
        size += len(own) + len(pairs)
        parts += [own, pairs]
    return np.concatenate(parts), np.array(starts, dtype=np.int64)
