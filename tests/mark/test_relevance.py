"""The first filter: what it keeps, that it keeps the order, and that the shipped one knows news from sport."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.mark import Marker
from dateline.mark.relevance import PAIRS, Relevance, Thresholds, features
from dateline.mark.windows import Piece
from dateline.read import make_report

VOCABULARY = 20


def pieces(*ids: int, sentence: int = 0) -> list[Piece]:
    return [Piece(id_, n, n + 1, first=True, sentence=sentence, case=1) for n, id_ in enumerate(ids)]


def filter_of(tmp_path: Path, words: dict[int, float], thresholds: Thresholds) -> Relevance:
    report = np.zeros(VOCABULARY, dtype=np.float16)
    sentence = np.zeros(VOCABULARY + PAIRS, dtype=np.float16)
    for id_, weight in words.items():
        report[id_] = sentence[id_] = weight
    np.savez(tmp_path / "relevance.npz", report=report, sentence=sentence)
    return Relevance(tmp_path / "relevance.npz", thresholds)


def test_a_sentence_is_kept_with_the_one_before_it(tmp_path: Path) -> None:
    found = filter_of(tmp_path, {7: 2.0}, Thresholds(report=-9.0, sentence=1.0))
    sentences = [pieces(1, 2, sentence=n) if n != 3 else pieces(1, 7, sentence=3) for n in range(6)]
    assert [own[0].sentence for own in found.chosen(sentences)] == [2, 3]


def test_a_report_below_the_threshold_gives_nothing(tmp_path: Path) -> None:
    found = filter_of(tmp_path, {7: 2.0, 8: -4.0}, Thresholds(report=0.0, sentence=1.0))
    assert found.chosen([pieces(7, 8)]) == []
    assert len(found.chosen([pieces(7)])) == 1
    assert found.chosen([]) == []


def test_an_empty_sentence_scores_nothing_and_takes_nothing_from_its_neighbour(tmp_path: Path) -> None:
    found = filter_of(tmp_path, {7: 2.0}, Thresholds(report=0.0, sentence=1.0))
    assert found.sentence_scores([[], [7], []]).tolist() == [0.0, 2.0, 0.0]


@given(st.lists(st.lists(st.integers(0, VOCABULARY - 1), max_size=8), min_size=1, max_size=8))
def test_features_of_a_sentence_do_not_depend_on_its_neighbours(sentences: list[list[int]]) -> None:
    together, starts = features(sentences, VOCABULARY)
    bounds = [*starts.tolist(), len(together)]
    for ids, (start, stop) in zip(sentences, pairwise(bounds), strict=True):
        assert together[start:stop].tolist() == features([ids], VOCABULARY)[0].tolist()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Rebels shelled the town of Sarmin on Monday, killing four soldiers, the army said.", True),
        ("The foreign minister met his Turkish counterpart in Ankara for talks on the ceasefire.", True),
        ("The striker scored twice in the second half as City beat United and went top of the league.\n" * 5, False),
        ("Shares in the retailer rose four per cent after it reported higher quarterly profit and sales.\n" * 5, False),
    ],
)
def test_the_shipped_filter_knows_news_from_sport_and_markets(text: str, *, read: bool) -> None:
    assert bool(Marker().windows(make_report(title="", body=text))) is read
