"""The claims scorer: what counts as found, typed and right, and that it agrees with the guide's own scorer."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from evaluation.claims import load_reports, load_rows, score_rows, total
from evaluation.matching import GuideClaim, GuideReport, GuideRow

TEXT = "Army shells town\nThe army shelled Harbin on Friday, killing six. Rebels denied it."


def claim(**changes: object) -> dict[str, Any]:
    base: dict[str, Any] = {
        "quote": "The army shelled Harbin on Friday",
        "trigger": "shelled",
        "type": "ASSAULT",
        "factuality": "occurred",
        "actors": [{"text": "The army", "country": "SYR", "sector": "MIL"}],
        "recipients": [],
        "places": [{"text": "Harbin", "name": "Harim", "country": "SYR", "lat": 36.2, "lon": 36.5}],
        "date": ["2015-03-06", "2015-03-06"],
        "attribution": [],
        "killed": [6, 6],
        "event": "e1",
        "sure": 3,
    }
    return base | changes


def figures(gold: list[dict[str, Any]], said: list[dict[str, Any]]) -> dict[str, float]:
    title, text = TEXT.split("\n", 1)
    report = GuideReport("r", text, title)
    rows = [GuideRow("r", [msgspec.convert(c, GuideClaim) for c in side]) for side in (gold, said)]
    return total(score_rows([report], rows[:1], rows[1:]))


def test_the_same_claim_is_a_right_record() -> None:
    assert figures([claim()], [claim()])["record_f1"] == 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"factuality": "planned"},
        {"actors": [{"text": "The army", "country": "IRQ", "sector": "MIL"}]},
        {"recipients": [{"text": "town", "country": "SYR", "sector": "CVL"}]},
        {"places": [{"text": "Harbin", "name": "Harbin", "country": "CHN", "lat": 45.8, "lon": 126.5}]},
        {"date": None},
        {"date": ["2015-03-07", "2015-03-07"]},
    ],
)
def test_one_wrong_field_breaks_the_record_but_not_the_type(change: dict[str, Any]) -> None:
    result = figures([claim()], [claim(**change)])
    assert (result["typed_f1"], result["record_f1"]) == (1.0, 0.0)


def test_a_wrong_type_is_found_but_not_typed() -> None:
    result = figures([claim()], [claim(type="COERCE")])
    assert (result["detect_f1"], result["typed_f1"]) == (1.0, 0.0)


def test_a_doubtful_gold_claim_costs_nothing_when_missed() -> None:
    assert figures([claim(), claim(quote="Rebels denied it", trigger="denied", sure=1)], [claim()])["typed_f1"] == 1.0


def test_a_prediction_that_is_not_in_the_text_counts_as_wrong() -> None:
    assert figures([claim()], [claim(quote="The navy shelled Harbin")])["detect_p"] == 0.0


def test_it_agrees_with_the_scorer_of_the_guide(shared: Path, tmp_path: Path) -> None:
    """Blur the gold at random and score it both ways."""
    gold_rows = [json.loads(line) for line in (shared / "gold/dev.claims.jsonl").read_text().splitlines()]
    blurred = [{"id": row["id"], "claims": _blur(row["claims"], random.Random(row["id"]))} for row in gold_rows]
    said = tmp_path / "said.jsonl"
    said.write_text("".join(json.dumps(row) + "\n" for row in blurred))
    files = [shared / "gold" / name for name in ("score.py", "dev.jsonl", "dev.claims.jsonl")]
    done = subprocess.run([sys.executable, *files, said, "--json"], check=True, capture_output=True)
    theirs = json.loads(done.stdout)
    ours = total(
        score_rows(
            load_reports(shared / "gold/dev.jsonl"),
            load_rows(shared / "gold/dev.claims.jsonl"),
            msgspec.convert(blurred, list[GuideRow]),
        )
    )
    for name in ("detect", "typed", "record", "actor", "recipient", "party", "date", "attribution", "killed"):
        assert ours[f"{name}_f1"] == pytest.approx(theirs[name]["f1"], abs=0.001), name
    assert ours["place_f1"] == pytest.approx(theirs["place"]["f1"], abs=0.01)
    assert ours["same_event_f1"] == pytest.approx(theirs["same-event"]["f1"], abs=0.001)
    assert ours["factuality_acc"] == pytest.approx(theirs["factuality"]["accuracy"], abs=0.001)


def _blur(claims: list[dict[str, Any]], rng: random.Random) -> list[dict[str, Any]]:
    out = []
    for one in claims:
        if rng.random() < 0.2:
            continue
        changed = dict(one)
        if rng.random() < 0.3:
            changed["type"] = "ASSAULT"
        for name in ("actors", "recipients", "places", "attribution"):
            if rng.random() < 0.3:
                changed[name] = changed[name][1:]
        if rng.random() < 0.3:
            changed |= {"date": None, "killed": None, "event": "e1"}
        if rng.random() < 0.2:
            changed["factuality"] = "planned"
        out.append(changed)
    return out
