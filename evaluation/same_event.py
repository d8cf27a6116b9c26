"""Scores what belongs to one event: news texts with gold groups enter, B-cubed figures leave.

Two layouts are told apart by their fields: ECB+ (`subtopic`, no dates; topics whose `split` is not `train` were not fitted
on) and the news clusters (`event_id`, `title`, `date_publish`; events of even numbers were not fitted on).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.model import Published, Report
from dateline.read import make_report
from dateline.weave.reports import sketch_of
from dateline.weave.reports.grouping import grouped
from evaluation import links
from evaluation.bcubed import bcubed
from evaluation.split import story_held


class Row(msgspec.Struct, frozen=True):
    """A text with its gold group, as either layout has it."""

    text: str
    title: str = ""
    url: str | None = None
    source: str | None = None
    date_publish: str | None = None
    subtopic: str | None = None
    split: str | None = None
    event_id: int | None = None


class Document(msgspec.Struct, frozen=True):
    """A report, the gold group that it belongs to, and whether weights were fitted on others than this one's."""

    report: Report
    story: str
    held: bool


def documents(path: Path) -> dict[str, float]:
    """Group all reports of a file and score the groups: over all reports, and over those that nothing was fitted on."""
    pool = load(path)
    found = stories([document.report for document in pool])
    gold = [document.story for document in pool]
    held = [document.held for document in pool]
    figures = {
        "documents": float(len(pool)),
        "clusters": float(len(set(found))),
        "gold_clusters": float(len(set(gold))),
    }
    for prefix, counted in (("", None), ("held_", held)):
        scored = bcubed(gold, found, counted)
        figures |= {
            f"{prefix}bcubed_p": round(scored.precision, 4),
            f"{prefix}bcubed_r": round(scored.recall, 4),
            f"{prefix}bcubed_f1": round(scored.f1, 4),
        }
    return figures | {"held_documents": float(sum(held))}


def stories(reports: Sequence[Report]) -> list[int]:
    """Give the number of each report's story."""
    # Named by their place: two texts of a set may be the same report.
    names = [f"{at:08d}" for at in range(len(reports))]
    sketches = {name: sketch_of(report) for name, report in zip(names, reports, strict=True)}
    numbers = {id_: number for number, story in enumerate(grouped(sketches)) for id_ in story.reports}
    return [numbers[name] for name in names]


def load(path: Path) -> list[Document]:
    """Read a set: a file, or a folder with one of the names that the two sets have."""
    return [_document(row) for row in _rows(path)]


def is_annotated(path: Path) -> bool:
    """Tell whether a set is in the layout of ECB+."""
    return any(row.subtopic is not None for row in _rows(path))


def _rows(path: Path) -> list[Row]:
    names = ("data.jsonl", "news_cluster.jsonl")
    file = next((path / name for name in names if (path / name).exists()), path)
    return [msgspec.json.decode(line, type=Row) for line in file.read_bytes().splitlines()]


def _document(row: Row) -> Document:
    day = dt.date.fromisoformat(row.date_publish[:10]) if row.date_publish else None
    report = make_report(
        title=row.title, body=row.text, url=row.url, outlet=row.source, published=Published(day) if day else None
    )
    if row.subtopic is not None:
        return Document(report, row.subtopic, row.split != "train")
    assert row.event_id is not None, "a row has `subtopic` (ECB+) or `event_id` (news clusters)"
    return Document(report, str(row.event_id), story_held(row.event_id))


def score(path: Path) -> dict[str, float]:
    """Score the groups of a set's documents; of ECB+, whose events are annotated, also the links between claims."""
    figures = documents(path)
    return figures | links.claims(path) if is_annotated(path) else figures
