"""Paths and options enter, an archive that holds their reports and claims leaves: what `add` and `retry` share."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.console import Console

from dateline.cli import late
from dateline.cli.errors import NO_REPORTS, Exit, UserError
from dateline.cli.fates import Fates
from dateline.cli.import_report import open_report
from dateline.cli.interrupt import Interrupt
from dateline.cli.mapping import told
from dateline.cli.mending import Mending
from dateline.cli.moved import Marks, Moved
from dateline.cli.render import console, plain, print_reason, write_line
from dateline.cli.tables import grid, row
from dateline.cli.tally import Group, Summary, Tally
from dateline.model import Origin, Rejected, Report

if TYPE_CHECKING:
    from dateline.archive import Archive, Tombstone
    from dateline.code import Coded

ASKED = 64
"""Reports that the archive is asked about at once, so that a run that goes on passes over what is done quickly."""

# Coded reports are woven together as they come, which costs less than by themselves; a kill loses what came in this time.
_SECONDS = 1.0

Coder = Annotated[str, typer.Option(help="Which coder, by the name of its entry point.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, help="Processes; by default one for each processor, one for few reports.")
]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
ReportFile = Annotated[
    Path | None,
    typer.Option(
        help="Write down what became of each thing: FILE.html is a page for people, FILE.jsonl has a line each.",
        metavar="FILE",
    ),
]


Private = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch pages from private addresses too, such as a server of your own."),
]


class How(msgspec.Struct, frozen=True):
    """How reports are taken in.

    By which coder, in how many processes, what is said of it, by which columns of tables, whether pages are fetched
    from private addresses too, and whether what was forgotten is taken again.
    """

    coder: str
    jobs: int | None
    json: bool
    report: Path | None
    columns: Mapping[str, str]
    private: bool
    again: bool = False


class Work(msgspec.Struct, frozen=True):
    """What is to be taken in: paths, reports that the archive has set `aside` for these reasons, and what is `lost`.

    What is lost cannot be read and is told with the rest; the archive learns nothing new from it.
    """

    paths: tuple[str, ...]
    aside: tuple[str, ...] = ()
    lost: tuple[Rejected, ...] = ()


def take_in(address: str, work: Work, how: How) -> Summary:
    """Read, code and keep; say what became of it.

    Raises:
        UserError: the coder, the archive or the import report cannot be used, or the coder cannot go on.
    """
    # Imported here, because --help should not wait for what only this command needs.
    from dateline.cli.pool import coded_batches, coder_of, default_jobs  # noqa: PLC0415 - see above
    from dateline.cli.progress import Progress  # noqa: PLC0415 - see above

    # Before the archive is opened: a name that is no coder must not leave an empty archive behind.
    origin = coder_of(how.coder).origin
    notes, tally = late.notes(), Tally()
    with (
        open_report(how.report, work.paths, notes, tally) as report,
        late.archive(address, create=True) as archive,
        Interrupt() as interrupt,
        Progress(tally) as progress,
    ):
        fates = Fates(tally, report)
        for lost in work.lost:
            fates.rejected(lost)

        def stop() -> bool:
            return interrupt.asked

        remembered = archive.columns()
        items = late.read(work.paths, notes, columns=how.columns, remembered=remembered, private=how.private)
        read = itertools.takewhile(lambda _: not stop(), progress.watch(items))
        found = itertools.chain(archive.reports_aside(work.aside), _without_mended(read, archive, interrupt, tally))
        reports = _fresh(found, archive, origin, tally, fates, again=how.again)
        for batch in _gathered(
            coded_batches(reports, how.coder, jobs=how.jobs or default_jobs(), stop=stop), archive.AT_ONCE
        ):
            whole_ones = [(coded.report, coded.claims) for coded in batch if coded.fault is None]
            unfit = archive.add_many(whole_ones, origin).unfit
            for coded in batch:
                if coded.fault is not None:
                    archive.keep(coded.report, coded.fault)
            fates.batch(batch, unfit)
            progress.update()
        archive.remember_columns(notes.columns)
        summary = fates.end(interrupted=interrupt.asked)
    if how.json:
        write_line(summary)
    else:
        _print(summary, [tally.drops.words(), *told(notes.tables.values())], console(), how.report)
    return summary


def leave(summary: Summary) -> None:
    """Exit with the code that fits, and say how to go on after Ctrl-C."""
    if summary.interrupted:
        sys.stderr.write("stopped; what was coded is kept: give the same command again to go on\n")
        raise typer.Exit(Exit.INTERRUPTED)
    if not summary.read:
        if not summary.rejected:
            sys.stderr.write(f"{NO_REPORTS}\n")
        raise typer.Exit(Exit.NOTHING)


def _gathered(batches: Iterable[list[Coded]], most: int) -> Iterator[list[Coded]]:
    """Put together what comes within some seconds, up to so many; where the coder cannot go on, what it has given is handed on first."""
    gathered: list[Coded] = []
    since = time.monotonic()
    try:
        for batch in batches:
            gathered += batch
            if len(gathered) >= most or time.monotonic() - since >= _SECONDS:
                yield gathered
                gathered, since = [], time.monotonic()
    except UserError:
        if gathered:
            yield gathered
        raise
    if gathered:
        yield gathered


def _without_mended(
    found: Iterable[Report | Rejected], archive: Archive, interrupt: Interrupt, tally: Tally
) -> Iterator[Report | Rejected]:
    """Hand on what is read; drop the rejects of earlier runs whose source has now been read to its end without them."""
    mending = Mending(archive.unread(), Moved(archive.marks()).before)
    for item in found:
        if mended := mending.met(item):
            tally.mended += archive.mended(mended)
        yield item
    if not interrupt.asked and (mended := mending.end()):
        tally.mended += archive.mended(mended)


def _fresh(
    found: Iterable[Report | Rejected], archive: Archive, origin: Origin, tally: Tally, fates: Fates, *, again: bool
) -> Iterator[Report]:
    """Give the reports that are still to be coded; keep, reject and tell of the others."""
    stream = iter(found)
    marks = Marks()
    while some := [(item, _why_not(item)) for item in itertools.islice(stream, ASKED)]:
        ids = [item.id for item, _ in some if isinstance(item, Report)]
        stones = _forgotten(archive, ids, again=again)
        archive.keep_uncoded(late.uncoded(item, why, marks) for item, why in some if why is not None)
        known = archive.known(ids, origin)
        for item, why in some:
            if isinstance(item, Rejected):
                fates.rejected(item)
            elif item.id in stones:
                # Not kept among what could not be read: where it lies may say what it was.
                fates.rejected(late.forgotten(item, stones[item.id]))
            elif why is not None:
                fates.read(item)
                fates.aside(item, why)
            elif item.id in known or item.id in tally.pending:
                fates.known(item)
            else:
                fates.read(item)
                yield item
        fates.settle()


def _forgotten(archive: Archive, ids: Iterable[str], *, again: bool) -> dict[str, Tombstone]:
    """Give the tombstones of those of the reports that were forgotten; where they are wanted `again`, let them in."""
    stones = {stone.report: stone for stone in archive.forgotten(ids)}
    if not (again and stones):
        return stones
    archive.readmit(stones)
    return {}


def _why_not(item: Report | Rejected) -> Rejected | None:
    """Say why something that was read is not coded, or None where it is to be."""
    return item if isinstance(item, Rejected) else late.codable(item)


def _print(summary: Summary, others: Iterable[str], page: Console, report: Path | None) -> None:
    table = grid("reports", "")
    row(table, "read", f"{summary.read:,}")
    row(table, "coded now", f"{summary.coded:,}")
    row(table, "coded before", f"{summary.known:,}")
    row(table, "claims found now", f"{summary.claims:,}")
    row(table, "kept, not coded", f"{_total(summary.set_aside):,}")
    if summary.waiting:
        row(table, "still to be coded", f"{summary.waiting:,}")
    row(table, "could not be read", f"{_total(summary.rejected):,}")
    if summary.mended:
        row(table, "no longer listed", f"{summary.mended:,}")
    page.print(table)
    for title, groups in (("kept, not coded", summary.set_aside), ("could not be read", summary.rejected)):
        for group in groups:
            print_reason(page, f"\n{title}: {group.reason} ({group.count:,})", group.examples, group.count)
    for number, line in enumerate(filter(None, others)):
        page.print(f"{'' if number else chr(10)}{plain(line)}", soft_wrap=True)
    if report is not None:
        page.print(f"\nwritten down in {report}", soft_wrap=True)


def _total(groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups)
