"""Runs the product on a gold set and scores what it says: paths enter, figures leave."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from dateline.code import load_coder
from dateline.export.guide import guide_row
from dateline.model import Report
from dateline.read import read
from evaluation import actors, claims, copies, dates, merges, pages, places, quiet, same_event, tables, timeline, times
from evaluation.matching import GuideRow

Scorer = Callable[[Path], dict[str, float]]


def predict(path: Path) -> list[GuideRow]:
    """Code the reports of a JSONL file and give them in the guide's form, as anyone would get them."""
    reports = [item for item in read([path]) if isinstance(item, Report)]
    rows = (guide_row(coded.report, coded.claims) for coded in load_coder().code_batch(reports))
    return [msgspec.json.decode(msgspec.json.encode(row), type=GuideRow) for row in rows]


def claim_parts(path: Path, gold: Path | None, keep: Callable[[str], bool]) -> list[claims.Parts]:
    """Code and score a set, report by report; `gold` defaults to NAME.claims.jsonl beside NAME.jsonl."""
    gold = gold or path.with_suffix(".claims.jsonl")
    wanted = [row for row in claims.load_rows(gold) if keep(row.id)]
    return claims.score_rows(claims.load_reports(path), wanted, predict(path))


def score_claims(path: Path, gold: Path | None = None) -> dict[str, float]:
    """Score all claims of a set."""
    return claims.total(claim_parts(path, gold, lambda _: True))


SCORERS: dict[str, Scorer] = {
    "claims": score_claims,
    "actors": actors.score,
    "places": places.score,
    "times": times.score,
    "quiet": quiet.score,
    "copies": copies.score,
    "pages": pages.score,
    "dates": dates.score,
    "same-event": same_event.score,
    "merges": merges.score,
    "timeline": timeline.score,
    "tables": tables.score,
}
