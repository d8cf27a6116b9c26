"""Reads pairs of claims that people judged and finds their texts: stand-off rows enter, `Pair`s, texts and faults leave.

A pair says of two claims of different reports whether they tell of one event (`annotations/PAIRS.md` says when they do).
A side names its set, the report's id there, the claim's type and trigger, counted in `Report.text`, and a checksum of that
text, so that a join with another text is noticed.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from dateline.model import EventType, Published, Report
from dateline.read import make_report
from training.sources import rows
from training.standoff import ANNOTATIONS, SETS, check, title_of

Key = tuple[str, str]
"""A set and the id of a report in it."""


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One claim of a pair: where its trigger stands and what type it was coded as."""

    origin: str = msgspec.field(name="set")
    report: str
    start: int
    end: int
    type: EventType
    check: str

    @property
    def key(self) -> Key:
        """The report that it is in."""
        return self.origin, self.report

    def of(self, text: str) -> str:
        """Give the trigger's words."""
        return text[self.start : self.end]


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two claims and whether they tell of one event; `same` is None where it cannot be told from the two reports."""

    left: Side
    right: Side
    same: bool | None
    stratum: str
    note: str | None = None


def read_pairs(folder: Path = ANNOTATIONS) -> list[Pair]:
    """Read all pairs of a folder in order of files and lines."""
    decode = msgspec.json.Decoder(Pair).decode
    return [decode(line) for path in sorted(folder.glob("pairs-*.jsonl")) for line in path.read_bytes().splitlines()]


def texts(shared: Path, wanted: Collection[Key]) -> dict[Key, str]:
    """Give the texts of reports as Dateline reads them from their sets."""
    return {key: report.text for key, report in reports(shared, wanted).items()}


def reports(shared: Path, wanted: Collection[Key]) -> dict[Key, Report]:
    """Give reports as Dateline reads them from their sets, with their days."""
    found: dict[Key, Report] = {}
    for origin in sorted({origin for origin, _ in wanted}):
        for source in rows(shared / SETS[origin][0]):
            if (key := (origin, str(source["id"]))) in wanted:
                found[key] = _report(origin, source)
    return found


def _report(origin: str, source: dict[str, Any]) -> Report:
    title, day = title_of(source), source.get(SETS[origin][1])
    body: str = source["text"]
    # The texts of the news clusters begin with their titles.
    body = body.removeprefix(title).lstrip() if origin == "giveme5w1h" else body
    published = Published(dt.date.fromisoformat(day[:10])) if day else None
    return make_report(title=title, body=body, published=published)


def faults(pairs: Iterable[Pair], known: Mapping[Key, str]) -> Iterator[str]:
    """Tell what is wrong with pairs: a text that is absent or another one, a trigger that is no words, a pair twice."""
    seen: set[frozenset[Side]] = set()
    for pair in pairs:
        both = frozenset((pair.left, pair.right))
        if both in seen:
            yield f"{_named(pair.left)} and {_named(pair.right)}: judged twice"
        seen.add(both)
        if pair.left.key == pair.right.key:
            yield f"{_named(pair.left)}: both claims are of one report"
        for side in (pair.left, pair.right):
            if fault := _fault(side, known.get(side.key)):
                yield f"{_named(side)}: {fault}"


def _named(side: Side) -> str:
    return f"{side.origin} {side.report} at {side.start}"


def _fault(side: Side, text: str | None) -> str | None:
    if text is None:
        return "no such report in the set"
    if check(text) != side.check:
        return "not the text that was read"
    if not 0 <= side.start < side.end <= len(text):
        return "the trigger lies outside the text"
    words = side.of(text)
    if words != words.strip() or _inside_a_word(text, side.start) or _inside_a_word(text, side.end):
        return "the trigger does not begin and end with a word"
    return None


def _inside_a_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalpha() and text[at : at + 1].isalpha()


def main() -> None:
    """Check all pairs: `python -m training.paired SHARED`."""
    pairs = read_pairs()
    known = texts(Path(sys.argv[1]), {side.key for pair in pairs for side in (pair.left, pair.right)})
    for fault in (found := list(faults(pairs, known))):
        print(fault)
    told = Counter({True: "one event", False: "two events", None: "cannot be told"}[pair.same] for pair in pairs)
    print(", ".join(f"{count} {what}" for what, count in told.most_common()))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
