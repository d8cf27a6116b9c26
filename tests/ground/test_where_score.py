"""The scorer of places: on a small set of our own, and on the held-back halves of the shared sets."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from evaluation.places import score

TEXT = "Rain fell on Nairobi and Mombasa. Officials in Kenya said so."


def _set(folder: Path, lat: float) -> Path:
    toponyms = [
        {"start": 13, "end": 20, "lat": lat, "lon": 36.82},
        {"start": 25, "end": 32, "lat": -4.05, "lon": 39.66},
        {"start": 47, "end": 52},
    ]
    (folder / "data.jsonl").write_bytes(msgspec.json.encode({"text": TEXT, "toponyms": toponyms}) + b"\n")
    return folder


def test_right_answers_score_one(tmp_path: Path) -> None:
    scores = score(_set(tmp_path, -1.29))
    assert scores["n"] == 2
    assert scores["acc161"] == scores["f1"] == scores["coverage"] == 1.0
    assert scores["median_km"] < 10


def test_a_wrong_answer_lowers_the_score(tmp_path: Path) -> None:
    scores = score(_set(tmp_path, 60.0))
    assert scores["acc161"] == 0.5
    assert scores["mean_km"] > 3000


@pytest.mark.parametrize(
    ("name", "acc161", "f1"),
    # Floors about two points under what the held-back halves give.
    [("lgl", 0.83, 0.78), ("geowebnews", 0.87, 0.77)],
)
def test_shared_sets(shared: Path, name: str, acc161: float, f1: float) -> None:
    scores = score(shared / "eval" / name, half=1)
    assert scores["acc161"] >= acc161
    assert scores["f1"] >= f1
