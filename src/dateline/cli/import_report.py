"""The name of a file enters, the import report that its ending asks for leaves; a line for each thing is written here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.cli import late
from dateline.cli.errors import UserError, usage
from dateline.cli.fates import Fate, ImportReport, Outcome
from dateline.cli.tally import Summary, Tally

if TYPE_CHECKING:
    from dateline.read import Notes


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one thing: `report` is the report's id, the reason stands where it was not coded or not read."""

    path: str
    outcome: Outcome
    locator: str | None = None
    form: str | None = None
    report: str | None = None
    title: str | None = None
    reason: str | None = None
    detail: str | None = None
    mend: str | None = None


class Totals(msgspec.Struct, frozen=True):
    """The last line of a run that came to its end: its summary, and the columns that tables were read by."""

    totals: Summary
    columns: dict[str, dict[str, str]]


class Lines:
    """A line for each thing, on disk as soon as that is certain: a file that is only ever added to.

    Where the last line has no totals, the run was killed or failed.
    """

    def __init__(self, path: Path, notes: Notes) -> None:
        # Unbuffered: what is written stays when the process is killed.
        self._file = path.open("wb", buffering=0)
        self._notes = notes

    def add(self, fate: Fate) -> None:
        """Write a line."""
        report, why = fate.report, fate.why
        self._write(
            Line(
                path=fate.source.path,
                outcome=fate.outcome,
                locator=fate.source.locator,
                form=fate.source.form,
                report=report.id if report else None,
                title=report.title if report else None,
                reason=why.reason if why else None,
                detail=why.detail if why else None,
                mend=why.mend if why else None,
            )
        )

    def settle(self) -> None:
        """Do nothing: all is on disk."""

    def close(self, summary: Summary | None) -> None:
        """Write the totals of a run that has ended."""
        if summary is not None:
            self._write(Totals(summary, self._notes.columns))
        self._file.close()

    def _write(self, line: msgspec.Struct) -> None:
        self._file.write(msgspec.json.encode(line) + b"\n")


@contextlib.contextmanager
def open_report(path: Path | None, paths: Sequence[str], notes: Notes, tally: Tally) -> Iterator[ImportReport | None]:
    """Open the import report of a run over `paths`; what fails inside leaves it as it then stands.

    Raises:
        UserError: it cannot be written, its ending is none of the two, or it lies in what is read.
    """
    if path is None:
        yield None
        return
    _check(path, paths)
    try:
        report = _opened(path, paths, notes, tally)
        try:
            yield report
        except BaseException:
            report.close(None)
            raise
    except OSError as error:
        # Whatever else a run reads and writes tells of its own errors.
        raise UserError(f"{path}: {error.strerror}", "name another file with --report") from error


def _opened(path: Path, paths: Sequence[str], notes: Notes, tally: Tally) -> ImportReport:
    # Imported here, because most runs write no page.
    from dateline.cli.import_page import Page  # noqa: PLC0415 - see above

    if path.suffix.lower() == ".html":
        return Page(path, paths, notes, tally)
    return Lines(path, notes)


def _check(path: Path, paths: Sequence[str]) -> None:
    if path.suffix.lower() not in {".html", ".jsonl"}:
        raise usage(f"--report cannot be {path.name!r}", "name a file that ends in .html (a page) or .jsonl (lines)")
    whole = path.resolve()
    for read in paths:
        if read != "-" and not late.is_url(read) and whole.is_relative_to(Path(read).resolve()):
            raise usage(
                f"--report {path} lies in {read}", "name a file outside of what is read, or it would be read too"
            )
