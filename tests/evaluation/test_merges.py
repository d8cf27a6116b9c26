"""The list of merged pairs can be read, and what is false among merged ones is counted of those that were judged."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from evaluation import merges
from evaluation.merges import End, Pair, pairs, score


def test_every_pair_names_two_reports_of_a_known_set() -> None:
    listed = pairs()
    assert len(set(listed)) == len(listed)
    for pair in listed:
        assert pair.left.set in merges.FILES
        assert pair.left.report != pair.right.report
        assert pair.left.start < pair.left.end
        assert pair.right.start < pair.right.end
        assert pair.verdict in {"same", "different", "unsure"}


def test_what_is_merged_is_counted_and_what_is_false_among_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rebels attacked the town of Kidal in Mali on Monday, killing five soldiers, the army said."
    other = "Protesters marched in the city of Lyon in France on Monday against a new law, police said."
    rows = [("a", text), ("b", f"{text} It was the third attack this year."), ("c", other)]
    (tmp_path / "wcep").mkdir()
    with (tmp_path / "wcep" / "data.jsonl").open("wb") as out:
        for id_, words in rows:
            row = {"id": id_, "text": words, "date": "2020-03-04", "sources": [id_.upper()]}
            out.write(msgspec.json.encode(row) + b"\n")
    # The text begins with an empty title and a line break.
    at = {id_: End("wcep", id_, words.find(" ") + 2, words.find(" ", words.find(" ") + 1) + 1) for id_, words in rows}
    listed = [
        Pair(at["a"], at["b"], "different"),
        Pair(at["a"], at["c"], "different"),
        Pair(at["a"], at["b"], "unsure"),
    ]
    monkeypatch.setattr(merges, "pairs", lambda: listed)
    found = score(tmp_path)
    assert found == {"false": 1.0, "false_drawn": 1.0, "merged": 2.0, "pairs": 3.0, "unsure": 1.0}
