"""What became of each thing enters, sums for a page leave: their number is bounded, however many things there are."""

from __future__ import annotations

import collections
import os
from collections.abc import Iterator

import msgspec

from dateline.cli.fates import Fate, Outcome
from dateline.model import Report, Source

KINDS = 40
"""Rows of a table by form, language, reason of doubt or mend; what comes after them is summed up in one."""

ROWS = 60
"""Rows of the table by place: more than a screen or two of them nobody reads."""

RECENT = 4096
"""Paths that are remembered to count files: what is coded is told some hundred things after it was read."""

EXAMPLES = 3
"""Places that are named where something is doubted."""

Outcomes = collections.Counter[Outcome]


class Row(msgspec.Struct, frozen=True):
    """A row of a table: what it is about, how many files it sums up, and how many things came to which outcome."""

    name: str
    files: int
    outcomes: Outcomes


class Kinds:
    """Outcomes by kind: the first `KINDS` that come up have a row each, the others share one."""

    def __init__(self) -> None:
        self._rows: dict[str, Outcomes] = {}
        self._others: Outcomes = collections.Counter()

    def add(self, kind: str, outcome: Outcome) -> None:
        """Count one more."""
        if kind not in self._rows and len(self._rows) >= KINDS:
            self._others[outcome] += 1
        else:
            self._rows.setdefault(kind, collections.Counter())[outcome] += 1

    def rows(self) -> list[Row]:
        """Give the rows, the largest first, then by name; the shared one last."""
        ranked = sorted(self._rows.items(), key=lambda row: (-row[1].total(), row[0]))
        rows = [Row(name, 0, outcomes) for name, outcomes in ranked]
        return [*rows, Row("others", 0, self._others)] if self._others else rows


class Places:
    """Outcomes by file; where there are too many files, by folder.

    Until there are more than `ROWS`, each file has a row. Then the files of the folder with the most rows share one, and
    so on; where no folder has several files of its own, all below the deepest folder share the row of the one above it.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, ...], Row] = {}
        self._flat: set[tuple[str, ...]] = set()
        self._below: set[tuple[str, ...]] = set()
        self._recent: dict[str, None] = {}

    def add(self, path: str, outcome: Outcome) -> None:
        """Count one more thing of a path; those of one path come close together."""
        new = path not in self._recent
        self._recent[path] = None
        if len(self._recent) > RECENT:
            del self._recent[next(iter(self._recent))]
        self._count(self._key(tuple(path.split(_separator(path)))), int(new), collections.Counter((outcome,)))
        while len(self._rows) > ROWS:
            self._fold()

    def rows(self) -> list[Row]:
        """Give the rows by name."""
        return [msgspec.structs.replace(row, name=name) for name, row in sorted(map(self._named, self._rows.items()))]

    def _key(self, parts: tuple[str, ...]) -> tuple[str, ...]:
        """Give the row of a path: its own, `*` for the files of its folder, `**` for all below a folder."""
        for length in range(1, len(parts)) if self._below else ():
            if parts[:length] in self._below:
                return (*parts[:length], "**")
        return (*parts[:-1], "*") if parts[:-1] in self._flat else parts

    def _count(self, key: tuple[str, ...], files: int, outcomes: Outcomes) -> None:
        row = self._rows.get(key) or Row("", 0, collections.Counter())
        row.outcomes.update(outcomes)
        self._rows[key] = msgspec.structs.replace(row, files=row.files + files)

    def _fold(self) -> None:
        """Make two rows or more into one, or one into that of the folder above."""
        folders = collections.Counter(key[:-1] for key in self._rows if key[-1] not in {"*", "**"})
        folder, most = max(folders.items(), key=lambda item: (item[1], item[0]), default=((), 0))
        if most > 1:
            self._flat.add(folder)
            gone = [key for key in self._rows if key[:-1] == folder and key[-1] not in {"*", "**"}]
            into = (*folder, "*")
        else:
            deepest = max(self._rows, key=lambda key: (len(key), key))
            folder = deepest[:-2] if deepest[-1] in {"*", "**"} else deepest[:-1]
            self._below.add(folder)
            gone = [key for key in self._rows if key[: len(folder)] == folder]
            into = (*folder, "**")
        for row in [self._rows.pop(key) for key in gone]:
            self._count(into, row.files, row.outcomes)

    def _named(self, item: tuple[tuple[str, ...], Row]) -> tuple[str, Row]:
        key, row = item
        path = (os.sep if "://" not in "/".join(key) else "/").join(key[:-1] if key[-1] in {"*", "**"} else key)
        words = {"*": f"{path or os.sep}, the files in it", "**": f"{path or os.sep}, all below it"}
        return words.get(key[-1], path), row


class Doubt(msgspec.Struct):
    """A reason why publication dates were doubted: how often, and the first of them."""

    count: int
    first: list[tuple[str, Source]]


class Sums:
    """All that a page tells, summed up as it comes."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = collections.Counter()
        self.forms, self.languages, self.places = Kinds(), Kinds(), Places()
        self.mends: collections.Counter[tuple[str, str]] = collections.Counter()
        self.doubts: dict[str, Doubt] = {}

    def add(self, fate: Fate) -> None:
        """Count what became of one thing."""
        self.outcomes[fate.outcome] += 1
        self.places.add(fate.source.path, fate.outcome)
        self.forms.add(fate.source.form or "not known", fate.outcome)
        if fate.report is not None:
            self.languages.add(fate.report.language or "not known", fate.outcome)
            self._add_mends(fate.report)
            self._add_doubts(fate.report, fate.source)

    def _add_mends(self, report: Report) -> None:
        for mend in report.mends:
            key = (mend.kind, mend.what or "")
            self.mends[key if key in self.mends or len(self.mends) < KINDS else (mend.kind, "others")] += 1

    def _add_doubts(self, report: Report, source: Source) -> None:
        for doubted in report.doubted:
            why = doubted.why if doubted.why in self.doubts or len(self.doubts) < KINDS else "other reasons"
            doubt = self.doubts.setdefault(why, Doubt(0, []))
            doubt.count += 1
            if len(doubt.first) < EXAMPLES:
                doubt.first.append((doubted.date.day.isoformat(), source))

    def ranked_mends(self) -> Iterator[tuple[str, str, int]]:
        """Give what was mended, the most frequent first: the kind, from what, in how many reports."""
        for (kind, what), count in sorted(self.mends.items(), key=lambda item: (-item[1], item[0])):
            yield kind, what, count


def _separator(path: str) -> str:
    return "/" if "://" in path else os.sep
