"""`dateline compare` on rows of UCDP GED: a file of rows enters, precision and recall of the pairs leave.

Reports are invented that tell some of the rows, with their fields changed: a day off or no day, the province or the
country for the town, another toll or none, a second report with other numbers. Of the rows that are told some are taken
out of the table, so that the archive has events of the same days and towns that the table lacks; and some rows are told
by nobody. The reports are read and coded as anyone's. Rows up to 2012 serve to fit the weights of
`dateline.compare.score`, those after to measure: `python -m evaluation tables --data FILE` measures, and
`python -m evaluation.tables FILE` prints the weights that the earlier ones give.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import random
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from dateline.archive import Archive, Told
from dateline.code import load_coder
from dateline.compare import Comparison, compare
from dateline.compare.match import LONGEST, candidates
from dateline.compare.score import WEIGHTS, Ours, levels_of, ours_of
from dateline.compare.tables import Table
from dateline.compare.types import Theirs
from dateline.model import Event, Rejected, Report
from dateline.read import read

Row = dict[str, str]

FITTED_UNTIL = 2012
"""The last year of the rows that weights are fitted on."""

WINDOWS, ROWS = 5, 200
"""Runs of rows that follow one another in time, and rows of each: dense, so that there is much to be mistaken for."""

TOLD, UNTOLD = 0.4, 0.3
"""Shares of the rows that are told and in the table, and in the table alone; the rest is told and not in the table."""

_NAMES = {
    "Al Fallūjah": "Fallujah", "Al Mawşil": "Mosul", "Ramādī": "Ramadi", "Ba‘qūbah": "Baqubah", "Tall ‘Afar": "Tal Afar",
    "Sāmarrā’": "Samarra", "al Başrah": "Basra", "Al Anbār": "Anbar", "Nīnawá": "Nineveh", "Şalāḩ ad Dīn": "Salahuddin",
    "Diyālá": "Diyala", "Al Ḩillah": "Hilla", "Karbalā’": "Karbala",
}  # fmt: skip
"""How news spells the places that the rows name most often."""

_SIDES = {
    "Government of Iraq": "Iraqi troops",
    "IS": "Islamic State militants",
    "Civilians": "civilians",
    "al-Mahdi Army": "fighters of the Mahdi Army",
    "Ansar al-Islam": "fighters of Ansar al-Islam",
    "PKK": "PKK fighters",
    "Government of Turkey": "Turkish troops",
    "Government of Iran": "Iranian troops",
}

_ONE_SIDED = (
    "A car bomb exploded in {place}{day}, killing {dead} civilians, police said.",
    "Gunmen shot dead {dead} civilians in {place}{day}, a medical source said.",
    "{b} were attacked by {a} in {place}{day} and {dead} people were killed, officials said.",
)
_FOUGHT = (
    "{a} killed {dead} {b} in {place}{day}, the army said.",
    "Clashes between {a} and {b} in {place}{day} left {dead} people dead, police said.",
    "{dead} people were killed{day} when {b} attacked {a} in {place}, officials said.",
)
_WITHOUT_TOLL = ("{a} fought {b} in {place}{day}, witnesses said.", "{b} attacked {a} in {place}{day}, residents said.")


class Round(msgspec.Struct, frozen=True):
    """One window as it was compared: what came of it, which rows of the table are told, and by which events."""

    found: Comparison
    told: frozenset[str]
    tellers: dict[str, frozenset[str]]


def score(path: Path) -> dict[str, float]:
    """Give precision and recall of the pairs over the later rows, also of pairs without rivals and of what the archive is said to lack."""
    pairs = right = told = 0
    alone = rightly = unrivalled = safely = 0
    for one in _rounds(path, fitted=False):
        pairs += len(one.found.both)
        right += sum(pair.theirs.id in one.tellers[pair.ours.id] for pair in one.found.both)
        told += len(one.told)
        sole = [pair for pair in one.found.both if not pair.rivals]
        unrivalled += len(sole)
        safely += sum(pair.theirs.id in one.tellers[pair.ours.id] for pair in sole)
        alone += len(one.found.theirs)
        rightly += sum(theirs.id not in one.told for theirs in one.found.theirs)
    return {
        "precision": right / pairs,
        "recall": right / told,
        "unrivalled_precision": safely / unrivalled,
        "unrivalled": unrivalled / pairs,
        "lacks_precision": rightly / alone,
        "pairs": float(pairs),
        "told": float(told),
    }


def _rounds(path: Path, *, fitted: bool) -> Iterator[Round]:
    for number, window in enumerate(_windows(path, fitted=fitted)):
        with tempfile.TemporaryDirectory() as folder:
            yield _compared(Path(folder), window, random.Random(number))


def _windows(path: Path, *, fitted: bool) -> Iterator[list[Row]]:
    """Give runs of rows, evenly spread over the years; rows without dead are left out, as no report would tell them."""
    with path.open(encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if int(row["best"]) > 0]
    kept = [row for row in rows if (int(row["year"]) <= FITTED_UNTIL) is fitted]
    kept.sort(key=lambda row: (row["date_start"], row["id"]))
    for number in range(WINDOWS):
        start = (number * 2 + 1) * len(kept) // (2 * WINDOWS)
        yield kept[start : start + ROWS]


def _compared(folder: Path, rows: Sequence[Row], dice: random.Random) -> Round:
    table, told, reports = _world(folder, rows, dice)
    with Archive.open(folder / "a.db") as archive:
        _add(archive, reports)
        tellers = _tellers(archive.told())
        return Round(compare(archive, table), told, tellers)


def _tellers(told: Iterable[Told]) -> dict[str, frozenset[str]]:
    """Give the rows that each event tells; what a report tells beside the force of its row is none of them."""
    return {
        row.event.id: frozenset(one.report_name.partition("-")[0] for one in row.claims if one.claim.type == "ASSAULT")
        for row in told
    }


def _world(folder: Path, rows: Sequence[Row], dice: random.Random) -> tuple[Path, frozenset[str], Path]:
    """Write a table and reports; give both paths and the ids of rows that are in both."""
    table, told = list[Row](), set[str]()
    lines: list[dict[str, str]] = []
    for row in rows:
        drawn = dice.random()
        if drawn < TOLD + UNTOLD:
            table.append(row)
        if drawn < TOLD:
            told.add(row["id"])
        if not TOLD <= drawn < TOLD + UNTOLD:
            lines += _reports(row, dice)
    path, reports = folder / "table.csv", folder / "reports.jsonl"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(table)
    reports.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path, frozenset(told), reports


def _reports(row: Row, dice: random.Random) -> Iterator[dict[str, str]]:
    happened = dt.date.fromisoformat(row["date_start"]) + dt.timedelta(days=dice.choice((0, 0, 0, 0, 0, 0, 0, 1, -1)))
    for number in range(dice.choice((1, 1, 1, 2))):
        published = happened + dt.timedelta(days=dice.choice((0, 1, 1, 2)))
        day = f" on {happened:%A}" if dice.random() < 0.85 else ""
        sentence = _sentence(row, day, dice)
        yield {
            "id": f"{row['id']}-{number}",
            "date": published.isoformat(),
            "outlet": dice.choice(("River Gazette", "Plain Courier", "Gulf Sentinel")),
            "text": f"{sentence} The report could not be checked at once.",
        }


def _sentence(row: Row, day: str, dice: random.Random) -> str:
    """Tell a row in one sentence; the toll is sometimes another, sometimes none."""
    civil = row["type_of_violence"] == "3"
    forms = _WITHOUT_TOLL if dice.random() < 0.1 else _ONE_SIDED if civil else _FOUGHT
    best = int(row["best"])
    dead = best if dice.random() < 0.7 else max(1, best + dice.choice((-1, 1, 2)) * max(1, best // 5))
    words = dice.choice(forms).format(
        a=_side(row["side_a"]), b=_side(row["side_b"]), place=_place(row, dice), day=day, dead=dead
    )
    return words[0].upper() + words[1:]


def _side(name: str) -> str:
    return _SIDES.get(name, name)


def _place(row: Row, dice: random.Random) -> str:
    """Name the town; sometimes only the province, or the country."""
    drawn = dice.random()
    name = row["where_coordinates"] if drawn < 0.8 else row["adm_1"] if drawn < 0.95 else "Iraq"
    kinds = (" town", " city", " village", " district", " province")
    bare = next((name.removesuffix(kind) for kind in kinds if name.endswith(kind)), name) or "Iraq"
    plain = unicodedata.normalize("NFKD", _NAMES.get(bare, bare))
    return "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "‘’")


def _add(archive: Archive, reports: Path) -> None:
    coder = load_coder()
    found = [item for item in read([reports]) if isinstance(item, Report)]
    archive.add_many(((coded.report, coded.claims) for coded in coder.code_batch(found)), coder.origin)


def fit(path: Path) -> tuple[dict[str, dict[str, float]], float]:
    """Give the weights that the earlier rows give, and the bias; a level that is never seen counts as one half."""
    same: dict[str, Counter[str]] = defaultdict(Counter)
    other: dict[str, Counter[str]] = defaultdict(Counter)
    ones = others = 0
    for number, window in enumerate(_windows(path, fitted=True)):
        with tempfile.TemporaryDirectory() as folder:
            for is_one, theirs, ours in _pairs(Path(folder), window, random.Random(number)):
                ones, others = ones + is_one, others + (not is_one)
                for feature, level, _ in levels_of(theirs, ours):
                    (same if is_one else other)[feature][level] += 1
    weights = {
        feature: {
            level: round(
                math.log((same[feature][level] + 0.5) / (ones + 1) * (others + 1) / (other[feature][level] + 0.5)), 1
            )
            for level in levels
        }
        for feature, levels in WEIGHTS.items()
    }
    return weights, round(math.log(ones / others), 1)


def _pairs(folder: Path, rows: Sequence[Row], dice: random.Random) -> Iterator[tuple[bool, Theirs, Ours]]:
    table, _, reports = _world(folder, rows, dice)
    with Archive.open(folder / "a.db") as archive:
        _add(archive, reports)
        told = list(archive.told())
    tellers = _tellers(told)
    with table.open(encoding="utf-8", newline="") as stream:
        theirs = [row for row in Table(table, stream, None).rows() if not isinstance(row, Rejected)]
    for one, other in candidates(theirs, _comparable(row.event for row in told)):
        yield one.id in tellers[other.event.id], one, other


def _comparable(events: Iterable[Event]) -> list[Ours]:
    found = (ours_of(event) for event in events if event.factuality == "occurred")
    return [one for one in found if one and (one.end - one.start).days < LONGEST]


if __name__ == "__main__":
    fitted, bias = fit(Path(sys.argv[1]))
    for name, its in fitted.items():
        print(f'    "{name}": {json.dumps(its)},')
    print(f"BIAS = {bias}")
