"""Scores publication dates: web pages enter, the shares of them dated rightly, not at all and wrongly leave.

The set is a folder with `html/PAGE.html.gz` for each page of `data/page-dates.tsv`, in which a person has written down
the day that each page was published on, or `-` where the page does not say. Parts are random draws (Python's `random`
over the sorted names: seed 20 gives `tune` and `held`, 21 `check` and 22 `fresh`, each of what was left). The rules were
made on `tune`; two kinds of fault were mended that `held` and `check` showed; `fresh` was read after all of that.
"""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import NamedTuple

from dateline.model import Report
from dateline.read import read

LABELS = Path(__file__).parent / "data" / "page-dates.tsv"
TUNED = "tune"


class Label(NamedTuple):
    """What a person read off a page: its publication day, `-` where there is none, and from what."""

    page: str
    part: str
    day: str
    how: str


def labels() -> list[Label]:
    """Load the readings."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return [Label(**row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def score(path: Path) -> dict[str, float]:
    """Give the shares of all pages and of those that no rule was made on, and how many there were."""
    folder = path if path.is_dir() else path.parent
    judged = [(label.part, judge(label, dated(folder / "html" / f"{label.page}.html.gz"))) for label in labels()]
    held = [verdict for part, verdict in judged if part != TUNED]
    return (
        _shares("", [verdict for _, verdict in judged])
        | _shares("held_", held)
        | {"pages": float(len(judged)), "held_pages": float(len(held))}
    )


def dated(path: Path) -> str | None:
    """Read a page as anyone would and give the day that its report is dated, None where it is not or less exactly."""
    page = io.BytesIO(gzip.decompress(path.read_bytes()))
    reports = [item for item in read(["-"], stdin=page) if isinstance(item, Report)]
    published = reports[0].published if reports else None
    return published.day.isoformat() if published and published.precision == "day" else None


def judge(label: Label, day: str | None) -> str:
    """Say whether a day is `right`, `wrong`, or `withheld`; a page that does not say is right without one."""
    if day is None:
        return "right" if label.day == "-" else "withheld"
    return "right" if day == label.day else "wrong"


def _shares(prefix: str, verdicts: list[str]) -> dict[str, float]:
    share = {word: verdicts.count(word) / len(verdicts) for word in ("right", "withheld", "wrong")}
    return {f"{prefix}{word}": round(value, 4) for word, value in share.items()} | {
        f"{prefix}safe": round(1 - share["wrong"], 4)
    }
