"""The invented world of the table scorer: what is told, what is in the table, and that both are the same each time."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path

from evaluation.tables import TOLD, UNTOLD, Row, _world


def row(number: int) -> Row:
    return {
        "id": str(number),
        "year": "2014",
        "date_start": f"2014-02-{number % 28 + 1:02}",
        "type_of_violence": str(number % 3 + 1),
        "side_a": "IS",
        "side_b": "Civilians",
        "where_coordinates": "Al Fallūjah town",
        "adm_1": "Al Anbār province",
        "best": str(number % 9 + 1),
    }


def test_some_rows_are_told_some_are_in_the_table_and_some_are_both(tmp_path: Path) -> None:
    rows = [row(number) for number in range(400)]
    path, told, reports = _world(tmp_path, rows, random.Random(2))
    with path.open(encoding="utf-8", newline="") as stream:
        table = {line["id"] for line in csv.DictReader(stream)}
    lines = [json.loads(line) for line in reports.read_text(encoding="utf-8").splitlines()]
    reported = {line["id"].partition("-")[0] for line in lines}
    assert told == table & reported
    assert abs(len(told) / 400 - TOLD) < 0.1
    assert abs(len(table - reported) / 400 - UNTOLD) < 0.1
    assert table | reported == {one["id"] for one in rows}
    assert any("Fallujah" in line["text"] for line in lines)
    assert any("Anbar" in line["text"] for line in lines)


def test_the_same_dice_give_the_same_world(tmp_path: Path) -> None:
    rows = [row(number) for number in range(30)]
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        _world(tmp_path / name, rows, random.Random(5))
    for file in ("table.csv", "reports.jsonl"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
