"""The scorer of times counts as TempEval-3 does, and the shared sets are read as well as they were."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.times import overlap, score, score_phrases

TEXT = "Guards left on Tuesday. They had come in March and stay for now."


def timex(words: str, kind: str, value: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "type": kind, "value": value}


def test_scores_by_hand(tmp_path: Path) -> None:
    gold = [
        timex("on Tuesday", "DATE", "2020-03-31"),  # found, its span shorter
        timex("March", "DATE", "2019-03"),  # found, another value
        timex("Guards", "DATE", "PAST_REF"),  # missed
    ]
    (tmp_path / "data.jsonl").write_text(json.dumps({"id": "a", "dct": "2020-04-01", "text": TEXT, "timexes": gold}))
    scores = score(tmp_path)
    assert scores == score(tmp_path / "data.jsonl")
    assert (scores["gold"], scores["found"]) == (3, 3)
    assert scores["span_f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert scores["strict_f1"] == pytest.approx(1 / 3, abs=1e-4)
    assert scores["value_f1"] == pytest.approx(1 / 3, abs=1e-4)
    assert scores["value_accuracy"] == 0.5


def test_overlap_is_shared_days_over_all_days() -> None:
    import datetime as dt

    day = dt.date(2020, 4, 1)
    assert overlap((day, day), (day, day)) == 1
    assert overlap((day, dt.date(2020, 4, 2)), (day, day)) == 0.5
    assert overlap((day, day), (dt.date(2020, 4, 3), dt.date(2020, 4, 4))) == 0


def test_time_expressions_are_read_as_well_as_they_were(shared: Path) -> None:
    scores = score(shared / "eval" / "tempeval3")
    assert scores["span_f1"] >= 0.92
    assert scores["value_f1"] >= 0.77


def test_phrases_are_placed_as_well_as_they_were(shared: Path) -> None:
    scores = score_phrases(shared / "gold")
    assert scores["told_tense_right"] >= 0.80
    assert scores["own_tense_right"] >= 0.79
    assert scores["told_tense_precision"] >= 0.89
