"""B-cubed on groups worked out by hand, and the scorer on both layouts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import same_event
from evaluation.bcubed import bcubed

labels = st.lists(st.integers(0, 4), min_size=1, max_size=12)


def test_bcubed_of_an_example_worked_out_by_hand() -> None:
    # Two events of three and two items; one item of the first was put to the second.
    scored = bcubed("AAABB", "xxyyy")
    assert scored.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert scored.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert scored.f1 == pytest.approx(2 * scored.precision * scored.recall / (scored.precision + scored.recall))


def test_only_counted_items_are_averaged_but_all_stay_in_their_groups() -> None:
    scored = bcubed("AAB", "xxx", [True, False, False])
    assert scored.precision == pytest.approx(2 / 3)
    assert scored.recall == 1


def test_nothing_counted_scores_nothing() -> None:
    assert bcubed("", "").f1 == 0
    assert bcubed("A", "x", [False]).f1 == 0


@given(labels, st.permutations(range(5)))
def test_the_right_groups_score_one_whatever_they_are_called(gold: list[int], names: Sequence[int]) -> None:
    assert bcubed(gold, [names[label] for label in gold]).f1 == pytest.approx(1)


@given(labels)
def test_all_alone_is_precise_and_all_together_recalls_all(gold: list[int]) -> None:
    assert bcubed(gold, range(len(gold))).precision == pytest.approx(1)
    assert bcubed(gold, [0] * len(gold)).recall == pytest.approx(1)


QUAKE = "A quake of magnitude 5.9 shook the town of Orlan in Vestria on Monday. The mayor, Petra Solvang, said 12 people died."
QUAKE_AGAIN = (
    "Rescuers dug for survivors in Orlan after the Vestria quake. Mayor Petra Solvang said 12 were dead and 40 hurt."
)
STRIKE = (
    "Bus drivers in Calder walked out over pay. The union's Hugo Marchetti said the strike would last until Thursday."
)


def test_both_layouts_are_read_and_told_apart(tmp_path: Path) -> None:
    ecb = [
        {"id": "1", "topic": 1, "subtopic": "1_ecb", "split": "dev", "text": QUAKE, "mentions": []},
        {"id": "2", "topic": 1, "subtopic": "1_ecb", "split": "dev", "text": QUAKE_AGAIN, "mentions": []},
        {"id": "3", "topic": 1, "subtopic": "1_ecbplus", "split": "train", "text": STRIKE, "mentions": []},
    ]
    clusters = [
        {"title": "Quake", "text": QUAKE, "date_publish": "2020-05-04T00:00:00", "event_id": 4, "url": None},
        {"title": "Quake", "text": QUAKE_AGAIN, "date_publish": None, "event_id": 4, "url": None},
        {"title": "Strike", "text": STRIKE, "date_publish": "2020-05-04T00:00:00", "event_id": 7, "url": None},
    ]
    for name, rows in (("data.jsonl", ecb), ("news_cluster.jsonl", clusters)):
        folder = tmp_path / name.split(".")[0]
        folder.mkdir()
        (folder / name).write_bytes(b"\n".join(map(msgspec.json.encode, rows)))
        figures = same_event.score(folder)
        assert figures == same_event.score(folder / name)
        assert figures["documents"] == 3
        assert figures["held_documents"] == 2
        assert figures["bcubed_f1"] == figures["held_bcubed_f1"] == 1
        assert figures["clusters"] == 2
