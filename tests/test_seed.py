"""The report that the system must read well, end to end: what is found, and that furniture gives no claim."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.code import load_coder
from dateline.read import codable, make_report
from evaluation.claims import total
from evaluation.run import claim_parts


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, float]:
    return total(claim_parts(shared / "seed/report.jsonl", shared / "seed/claims.jsonl", lambda _: True))


def test_most_claims_are_found_and_typed(figures: dict[str, float], shared: Path) -> None:
    gold = json.loads((shared / "seed/claims.jsonl").read_text())["claims"]
    assert len(gold) == 27
    right = round(figures["typed_p"] * figures["claims_predicted"])
    assert right >= 17
    assert figures["typed_p"] >= 0.6


def test_no_claim_comes_from_page_furniture(shared: Path) -> None:
    row = json.loads((shared / "seed/report.jsonl").read_text())
    report = make_report(title=row["title"], body=row["text"])
    assert codable(report) is None
    kinds = {found.kind for found in report.furniture}
    assert kinds >= {"repeated-headline", "reading-time", "date", "caption", "follow"}
    (coded,) = load_coder().code_batch([report])
    assert not [c for c in coded.claims if any(f.span.overlaps(c.trigger) for f in report.furniture)]


def test_the_scorer_runs_alone_on_any_data(shared: Path) -> None:
    command = [sys.executable, "-m", "evaluation", "claims", "--json"]
    command += ["--data", str(shared / "seed/report.jsonl"), "--gold", str(shared / "seed/claims.jsonl")]
    done = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parent.parent)
    assert json.loads(done.stdout)["claims_gold"] > 20
