"""What became of each thing that a run met enters, counts and an import report leave: the one place that says both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from dateline.cli.tally import Summary, Tally
from dateline.model import Rejected, Report, Source

if TYPE_CHECKING:
    from dateline.code.coder import Coded

Outcome = Literal["coded", "known", "aside", "waiting", "rejected"]
"""What became of a thing: coded now, coded before, kept and not coded, still to be coded, could not be read."""

OUTCOMES: dict[Outcome, str] = {
    "coded": "coded now",
    "known": "coded before",
    "aside": "kept, not coded",
    "waiting": "still to be coded",
    "rejected": "could not be read",
}
"""How each outcome is said."""


class Fate(msgspec.Struct, frozen=True):
    """What became of one thing: where it was read, the report if it is one, and why it was not coded or not read."""

    outcome: Outcome
    source: Source
    report: Report | None = None
    why: Rejected | None = None


class ImportReport(Protocol):
    """An import report that is being written."""

    def add(self, fate: Fate) -> None:
        """Take what became of one thing."""

    def settle(self) -> None:
        """Bring what lies on disk up to date, where that is due."""

    def close(self, summary: Summary | None) -> None:
        """Write the totals of a run that has ended, or (None) what is known of one that failed; let go of the file."""


class Fates:
    """Tells the tally and the import report what became of each thing, in the order in which it is certain."""

    def __init__(self, tally: Tally, report: ImportReport | None) -> None:
        self._tally = tally
        self._report = report
        self._twins: dict[str, list[Source]] = {}

    def rejected(self, rejected: Rejected) -> None:
        """Take what could not be read."""
        self._tally.rejected.add(rejected)
        self._write(Fate("rejected", rejected.source, why=rejected))

    def read(self, report: Report) -> None:
        """Take a report; what becomes of it is still open."""
        self._tally.read += 1
        self._tally.pending[report.id] = report

    def aside(self, report: Report, why: Rejected) -> None:
        """Take a report that is kept and not coded."""
        self._tally.pending.pop(report.id, None)
        self._tally.set_aside.add(why)
        self._write(Fate("aside", why.source, report, why))
        self._write_twins(report)

    def known(self, report: Report) -> None:
        """Take a report that is coded already, or that this run has met already."""
        self._tally.read += 1
        self._tally.known += 1
        if report.id not in self._tally.pending:
            self._write(Fate("known", source_of(report), report))
        elif self._report is not None:
            # The archive has not kept the first one yet, and nothing is written down before that.
            self._twins.setdefault(report.id, []).append(source_of(report))

    def batch(self, coded: Iterable[Coded], unfit: Mapping[str, Rejected]) -> None:
        """Take a batch that the archive has kept; `unfit` are reports of it that were set aside, by id."""
        for one in coded:
            self._tally.drops.add(one.dropped)
            if (why := one.fault or unfit.get(one.report.id)) is not None:
                self.aside(one.report, why)
            else:
                self._tally.coded_one(one)
                self._write(Fate("coded", source_of(one.report), one.report))
                self._write_twins(one.report)
        self.settle()

    def settle(self) -> None:
        """Let the import report catch up on disk."""
        if self._report is not None:
            self._report.settle()

    def end(self, *, interrupted: bool) -> Summary:
        """Say what is still to be coded, close the import report and give the counts."""
        for report in self._tally.pending.values():
            self._write(Fate("waiting", source_of(report), report))
            self._write_twins(report)
        summary = self._tally.summary(interrupted=interrupted)
        if self._report is not None:
            self._report.close(summary)
        return summary

    def _write_twins(self, report: Report) -> None:
        """Tell of the copies of a report that were met while it was still to be kept."""
        for source in self._twins.pop(report.id, ()):
            self._write(Fate("known", source, report))

    def _write(self, fate: Fate) -> None:
        if self._report is not None:
            self._report.add(fate)


def source_of(report: Report) -> Source:
    """Give where a report was read; where that is not known, its name stands for it."""
    return report.source or Source(report.name)
