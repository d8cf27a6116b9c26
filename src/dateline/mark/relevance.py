"""The cheap first filter: the word pieces of a report's sentences enter, those worth the encoder's time leave.

A report scores the sum of learned weights of its different pieces, over the root of their number: sport, business,
weather and the like fall below the threshold, and nothing of them is read on. Of other reports a sentence scores the sum
of weights of its pieces and of its pairs of neighbouring pieces; the sentence before one that is kept stays as its
context. Both thresholds are set so that hardly any claim is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.mark.windows import Piece

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]
# Pairs of pieces share this many weights by a hash; two pairs that fall together are told apart by the rest.
PAIRS = 1 << 16
_MULTIPLIER = 40_503
# Pieces from the start of a report that say what it is about.
OPENING = 1500


class Thresholds(msgspec.Struct, frozen=True):
    """The least scores of a report and of a sentence that reach the encoder."""

    report: float
    sentence: float


class Relevance:
    """The filter's weights: of each piece in a report, and of each piece and then each hash of a pair in a sentence."""

    def __init__(self, path: Path, thresholds: Thresholds) -> None:
        """Load the weights."""
        with np.load(path) as weights:
            self._report = weights["report"].astype(np.float32)
            self._sentence = weights["sentence"].astype(np.float32)
        self._thresholds = thresholds

    def chosen(self, sentences: Sequence[Sequence[Piece]]) -> list[Sequence[Piece]]:
        """Give the sentences that may hold a claim, in their order, each with the one before it."""
        ids = [[p.id for p in pieces] for pieces in sentences]
        if not ids or self.report_score([i for own in ids for i in own]) < self._thresholds.report:
            return []
        keep = self.sentence_scores(ids) >= self._thresholds.sentence
        keep[:-1] |= keep[1:]
        return [pieces for pieces, kept in zip(sentences, keep, strict=True) if kept]

    def report_score(self, ids: Sequence[int]) -> float:
        """Score a report given as piece ids."""
        found = topic_features(ids)
        return float(self._report[found].sum() / np.sqrt(max(1, len(found))))

    def sentence_scores(self, sentences: Sequence[Sequence[int]]) -> Floats:
        """Score sentences given as piece ids: [sentences]."""
        found, starts = features(sentences, len(self._sentence) - PAIRS)
        values = np.where(found < 0, np.float32(0), self._sentence[found])
        out: Floats = np.add.reduceat(values, starts)
        return out


def topic_features(ids: Sequence[int]) -> Numbers:
    """Give the different pieces at the start of a report."""
    return np.unique(np.array(ids[:OPENING], dtype=np.int64))


def features(sentences: Sequence[Sequence[int]], vocabulary: int) -> tuple[Numbers, Numbers]:
    """Give the numbers of the weights that each sentence adds up, in one array, and where each sentence starts in it.

    A -1, which weighs nothing, stands first for each, so that a sentence without pieces has a place too.
    """
    parts: list[Numbers] = []
    starts, size = [], 0
    for ids in sentences:
        own = np.array([-1, *ids], dtype=np.int64)
        pairs = (own[1:-1] * _MULTIPLIER + own[2:]) % PAIRS + vocabulary
        starts.append(size)
        size += len(own) + len(pairs)
        parts += [own, pairs]
    return np.concatenate(parts), np.array(starts, dtype=np.int64)
