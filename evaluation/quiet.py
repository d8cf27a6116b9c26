"""Scores silence: reports of sport, business and the like enter, the share of them that give no claim leaves.

The set is JSON lines with `id` (`set/section/…`), `text` and perhaps `title`; the sections below are asked for, and of
each only the half that the first filter was not fitted on (`evaluation.split.measured`).
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from dateline.code import load_coder
from dateline.read import make_report
from evaluation.split import measured

SECTIONS = ("sport", "business", "tech", "entertainment")


class Row(msgspec.Struct, frozen=True):
    """One report of the set."""

    id: str
    text: str
    title: str | None = None


def score(path: Path) -> dict[str, float]:
    """Give the share of silent reports of each section and of sport and business together, and how many there were."""
    folder = path / "sample10k.jsonl" if path.is_dir() else path
    with folder.open("rb") as lines:
        rows = [msgspec.json.decode(line, type=Row) for line in lines]
    coder = load_coder()
    silent: dict[str, list[bool]] = {section: [] for section in SECTIONS}
    for row in filter(lambda row: measured(row.id), rows):
        section = row.id.split("/")[1] if row.id.count("/") > 1 else ""
        if section in silent:
            report = make_report(title=row.title or "", body=row.text)
            silent[section] += [not coded.claims for coded in coder.code_batch([report])]
    out = {f"quiet_{section}": _share(found) for section, found in silent.items()}
    return out | {
        "quiet": _share([*silent["sport"], *silent["business"]]),
        "reports": float(sum(map(len, silent.values()))),
    }


def _share(found: list[bool]) -> float:
    return round(sum(found) / len(found), 4) if found else 0.0
