"""Scores families of copies: articles enter, prints and lookalikes are made of them, and what the archive groups is counted.

The set is JSON lines with `id`, `text` and perhaps `title` and `date`. Of the articles that are long enough and unlike
one another a number is drawn. A pair is right where both are prints of one article. A lookalike is a print of nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from dateline.archive import Archive
from dateline.model import Published, Rejected, Report, Source
from dateline.read import make_report
from evaluation.prints import LOOKALIKES, PRINTS, Text, digest_of, text_of
from evaluation.split import measured

ARTICLES = 150
"""Articles of each half of which prints are made; as many more lend words to lookalikes."""

_SHORTEST, _LONGEST = 120, 1500
_IN_DIGEST = 4
_DAY = dt.date(2020, 1, 15)
_ASIDE = Rejected(source=Source("-"), reason="not-coded", detail="", mend="")


class Row(msgspec.Struct, frozen=True):
    """One article of the set."""

    id: str
    text: str
    title: str | None = None


class Made(msgspec.Struct, frozen=True):
    """A text that was made: its report, how it was made, and the article that it is a print of (None for a lookalike)."""

    report: Report
    how: str
    article: str | None


def score(path: Path) -> dict[str, float]:
    """Give precision and recall of the half that nothing was set on, and those of the other half beside them."""
    file = path / "sample10k.jsonl" if path.is_dir() else path
    with file.open("rb") as lines:
        rows = [msgspec.json.decode(line, type=Row) for line in lines]
    halves = {name: [row for row in rows if measured(row.id) is held] for name, held in (("", True), ("_tuned", False))}
    return {f"{key}{name}": value for name, half in halves.items() for key, value in _scored(half).items()}


def _scored(rows: Sequence[Row]) -> dict[str, float]:
    made = list(_made(list(_drawn(rows))))
    families = _families([one.report for one in made])
    grouped: dict[str, list[Made]] = defaultdict(list)
    for one in made:
        grouped[families[one.report.id]].append(one)
    pairs = [pair for family in grouped.values() for pair in itertools.combinations(family, 2)]
    right = sum(one.article is not None and one.article == other.article for one, other in pairs)
    sizes = Counter(one.article for one in made if one.article is not None)
    wanted = sum(size * (size - 1) // 2 for size in sizes.values())
    precision, recall = right / max(1, len(pairs)), right / max(1, wanted)
    figures = {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(1e-9, precision + recall)}
    return {key: round(value, 4) for key, value in (figures | _by_kind(made, families)).items()} | {
        "reports": float(len(made))
    }


def _by_kind(made: Sequence[Made], families: Mapping[str, str]) -> dict[str, float]:
    """Give the share of prints that are in a family with their article, and of lookalikes that are in one with any."""
    originals = {one.article: families[one.report.id] for one in made if one.how == "article"}
    known = set(originals.values())
    found: dict[str, list[bool]] = defaultdict(list)
    for one in made:
        if one.article is not None and one.how != "article":
            found[f"found_{one.how}"].append(families[one.report.id] == originals[one.article])
        elif one.article is None:
            found[f"taken_for_copies_{one.how}"].append(families[one.report.id] in known)
    return {key: sum(those) / len(those) for key, those in sorted(found.items())}


def _drawn(rows: Sequence[Row]) -> Iterator[tuple[str, Text]]:
    """Give articles that share next to nothing with one another, in an order that depends on their ids."""
    seen: set[tuple[str, ...]] = set()
    drawn = 0
    for row in sorted(rows, key=lambda row: hashlib.sha256(row.id.encode()).digest()):
        words = row.text.lower().split()
        runs = set(zip(*(words[at:] for at in range(4)), strict=False))
        if _SHORTEST <= len(words) <= _LONGEST and len(runs & seen) < len(runs) // 20:
            seen |= runs
            drawn += 1
            yield row.id, text_of(row.title or "", row.text)
        if drawn == 2 * ARTICLES:
            return


def _made(articles: Sequence[tuple[str, Text]]) -> Iterator[Made]:
    """Make texts of every second article; the ones between lend words and are themselves no part of the set."""
    pairs = [(*articles[at], articles[at + 1][1]) for at in range(0, len(articles) - 1, 2)]
    for at, (id_, text, other) in enumerate(pairs):
        dice = random.Random(id_)
        yield Made(_report(text, f"{id_} article"), "article", id_)
        for how, change in PRINTS.items():
            yield Made(_report(change(text, other, dice), f"{id_} {how}"), how, id_)
        for how, make in LOOKALIKES.items():
            if (changed := make(text, other, dice)) is not None:
                yield Made(_report(changed, f"{id_} {how}"), how, None)
        if at % _IN_DIGEST == _IN_DIGEST - 1:
            digest = digest_of([other, *(text for _, text, _ in pairs[at - _IN_DIGEST + 1 : at + 1])])
            yield Made(_report(digest, f"{id_} digest"), "digest", None)


def _report(text: Text, outlet: str) -> Report:
    # A form is filled in anew for another day; all else is of one day.
    day = _DAY + dt.timedelta(days=outlet.endswith(" other_numbers"))
    return make_report(title=text.title, body=text.body, outlet=outlet, published=Published(day))


def _families(reports: Sequence[Report]) -> dict[str, str]:
    """Give the family of each report as an archive of all of them tells it."""
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "copies.db") as archive:
        for report in reports:
            archive.keep(report, _ASIDE)
        return {found.id: found.family for found in archive.search_reports()}
