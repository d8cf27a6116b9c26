"""Scores merges on real streams: two sets of reports enter, the share of merged pairs that are false leaves.

`data/linked-pairs.tsv` lists pairs of claims of different reports that weaving had put into one event, drawn at random
(a few pairs an event, no two prints of one text), each read against both reports and judged `same`, `different` or
`unsure`. The reports of the list are coded and woven anew, so that a false merge that is mended counts no more, and
what is no longer merged is told. It cannot find false merges of other kinds than those in the list: draw a new one
(`python -m evaluation.draw_merges`) when weaving changes much. The list holds 32 pairs of the stream's 10,000 articles and
170 of 55,157 dated news items: up to three of every event there that several texts told when it was drawn, read by one
reader. Some 300 pairs of earlier drawings had been read before, and kinds of errors found in these were mended; of the
pairs of the list that were new to the reader none was false.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from dateline.archive import Archive
from dateline.code import load_coder
from dateline.model import Report
from dateline.read import read

PAIRS = Path(__file__).parent / "data" / "linked-pairs.tsv"


class Row(msgspec.Struct, frozen=True):
    """One report of a set, as far as it is read here."""

    id: str
    text: str
    title: str = ""
    date: str | None = None
    sources: tuple[str, ...] = ()


FILES: Mapping[str, str] = {"bulk_stream": "bulk_stream/sample10k.jsonl", "wcep": "wcep/data.jsonl"}
"""Where the reports of each set lie below the folder that is scored."""


class End(NamedTuple):
    """One claim of a pair: its set, the report's id there, and its trigger in the report's text."""

    set: str
    report: str
    start: int
    end: int


class Pair(NamedTuple):
    """Two claims that were put into one event, and what a reader says of it."""

    left: End
    right: End
    verdict: str


def pairs() -> list[Pair]:
    """Load the list."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return [
            Pair(_end(row["set"], row["left"]), _end(row["set"], row["right"]), row["verdict"])
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def score(path: Path) -> dict[str, float]:
    """Give the share of false ones among the pairs of the list that are merged today, and how many these are.

    `false` is of those that were judged one way or the other; `false_drawn` is the share when the list was drawn.
    """
    listed = pairs()
    with tempfile.TemporaryDirectory() as temporary, Archive.open(Path(temporary) / "pairs.db") as archive:
        _add(archive, path if path.is_dir() else path.parent, listed)
        events = _events(archive)
    merged = [pair.verdict for pair in listed if _together(events.get(pair.left), events.get(pair.right))]
    return {
        "false": _false(merged),
        "false_drawn": _false([pair.verdict for pair in listed]),
        "merged": float(len(merged)),
        "pairs": float(len(listed)),
        "unsure": float(sum(pair.verdict == "unsure" for pair in listed)),
    }


def line_of(set_: str, row: Row) -> dict[str, str]:
    """Give a row of a set as a line of the JSON Lines that Dateline reads; its id keeps the set's name in front."""
    outlet = {"outlet": row.sources[0]} if row.sources else {}
    day = {"date": row.date} if row.date else {}
    return {"id": f"{set_}:{row.id}", "title": row.title, "text": row.text, **day, **outlet}


def rows_of(folder: Path, set_: str) -> Iterator[Row]:
    """Give the rows of a set."""
    with (folder / FILES[set_]).open("rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=Row)


def _add(archive: Archive, folder: Path, listed: Iterable[Pair]) -> None:
    wanted = {(end.set, end.report) for pair in listed for end in (pair.left, pair.right)}
    coder = load_coder()
    with tempfile.TemporaryDirectory() as temporary:
        lines = Path(temporary) / "pairs.jsonl"
        with lines.open("wb") as out:
            for set_ in sorted({set_ for set_, _ in wanted}):
                for row in rows_of(folder, set_):
                    if (set_, row.id) in wanted:
                        out.write(msgspec.json.encode(line_of(set_, row)) + b"\n")
        reports = [item for item in read([lines]) if isinstance(item, Report)]
    archive.add_many(((coded.report, coded.claims) for coded in coder.code_batch(reports)), coder.origin)


def _events(archive: Archive) -> dict[End, str]:
    """Give the event of each claim, by where it stands."""
    found: dict[End, str] = {}
    for stored in archive.claims():
        set_, _, report = stored.report_name.partition(":")
        found[End(set_, report, stored.claim.trigger.start, stored.claim.trigger.end)] = stored.event
    return found


def _together(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


def _false(verdicts: list[str]) -> float:
    judged = [verdict for verdict in verdicts if verdict != "unsure"]
    return round(judged.count("different") / len(judged), 4) if judged else 0.0


def _end(set_: str, cell: str) -> End:
    # An id may hold any sign but a tab; the two numbers come last.
    report, start, end = cell.rsplit(" ", 2)
    return End(set_, report, int(start), int(end))
