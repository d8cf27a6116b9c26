"""Scores main text: news pages with their story marked by hand enter, the share of runs of words found leaves.

The measure is the article extraction benchmark's own: words are runs of letters and digits, what is compared are runs of
four words, each as often as it stands there, and right, wrong and missed runs of a page are divided by their sum, so that
a long story counts as much as a short one. Precision and recall are means over pages, F1 is taken of the means.

What is scored is the story as it is coded: the report's text without headline, furniture and dateline. `text_f1` is that
of the report's whole body, with the captions, tables and notices that are kept in it and marked.
"""

from __future__ import annotations

import gzip
import io
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.model import Report
from dateline.read import read, story_spans
from evaluation.split import untuned

RUN = 4
_WORD = re.compile(r"\w+")


class Row(msgspec.Struct, frozen=True, rename="camel"):
    """One page of the set: its file and its story."""

    id: str
    html: str
    article_body: str


class Matched(msgspec.Struct, frozen=True):
    """The shares of right, wrong and missed runs of one page; they sum to one where there are any."""

    right: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float:
        """Right among said."""
        return self.right / (self.right + self.wrong) if self.right else float(self.wrong == self.missed == 0)

    @property
    def recall(self) -> float:
        """Right among due."""
        return self.right / (self.right + self.missed) if self.right else float(self.wrong == self.missed == 0)


def score(path: Path) -> dict[str, float]:
    """Give the figures of a set's folder: all pages, the half that was tuned on, the half that was not."""
    folder = path if path.is_dir() else path.parent
    with (folder / "data.jsonl").open("rb") as lines:
        rows = [msgspec.json.decode(line, type=Row) for line in lines]
    reports = {row.id: _reports(folder, row) for row in rows}
    story = {row.id: matched(row.article_body, _story(reports[row.id])) for row in rows}
    body = [matched(row.article_body, _body(reports[row.id])) for row in rows]
    tuned = [found for key, found in story.items() if not untuned(key)]
    held = [found for key, found in story.items() if untuned(key)]
    return {
        "f1": f1(list(story.values())),
        "precision": precision(list(story.values())),
        "recall": recall(list(story.values())),
        "f1_tuned": f1(tuned),
        "f1_untuned": f1(held),
        "text_f1": f1(body),
        "refused": float(sum(not found for found in reports.values())),
        "split": float(sum(len(found) > 1 for found in reports.values())),
        "pages": float(len(rows)),
    }


def _reports(folder: Path, row: Row) -> list[Report]:
    """Read a page as any page is read, but from its packed file."""
    packed = next(one for one in (folder / row.html, folder / "html" / Path(row.html).name) if one.exists())
    page = io.BytesIO(gzip.decompress(packed.read_bytes()))
    return [found for found in read(["-"], stdin=page) if isinstance(found, Report)]


def _story(reports: Sequence[Report]) -> str:
    spans = (
        (report.text, span) for report in reports for span in story_spans(report) if span.start >= report.title_end
    )
    return "\n".join(span.of(text) for text, span in spans)


def _body(reports: Sequence[Report]) -> str:
    return "\n".join(report.text[report.title_end :] for report in reports)


def matched(due: str, said: str) -> Matched:
    """Compare the runs of words of two texts."""
    wanted, given = _runs(due), _runs(said)
    right, wrong, missed = (wanted & given).total(), (given - wanted).total(), (wanted - given).total()
    total = right + wrong + missed or 1
    return Matched(right / total, wrong / total, missed / total)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[place : place + RUN]) for place in range(max(1, len(words) - RUN + 1)) if words)


def precision(pages: Sequence[Matched]) -> float:
    """Give the mean over the pages of which anything was said."""
    return statistics.fmean(page.precision for page in pages if page.right + page.wrong > 0)


def recall(pages: Sequence[Matched]) -> float:
    """Give the mean over the pages that have a story."""
    return statistics.fmean(page.recall for page in pages if page.right + page.missed > 0)


def f1(pages: Sequence[Matched]) -> float:
    """Give the harmonic mean of the two means."""
    both = precision(pages), recall(pages)
    return round(2 * both[0] * both[1] / sum(both), 4) if any(both) else 0.0
