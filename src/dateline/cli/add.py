"""Paths enter, an archive that holds their reports and claims leaves, with a summary of what became of each report."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from dateline.cli import late
from dateline.cli.errors import NO_REPORTS, Exit
from dateline.cli.interrupt import Interrupt
from dateline.cli.mending import Mending
from dateline.cli.render import console, print_reason, write_line
from dateline.cli.settings import settings_of
from dateline.cli.tables import grid, row
from dateline.cli.tally import Group, Summary, Tally
from dateline.model import Origin, Rejected, Report

if TYPE_CHECKING:
    from dateline.archive import Archive

ASKED = 64
"""Reports that the archive is asked about at once, so that a run that goes on passes over what is done quickly."""


def add(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(help="Files and folders to read; - is the standard input.")],
    *,
    coder: Annotated[str, typer.Option(help="Which coder, by the name of its entry point.")] = "encoder",
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Processes; by default one for each processor, one for few reports.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Read reports, code them and keep what they say in the archive.

    Reports that are already coded are skipped, so a run that was stopped goes on where it was when it is given again.
    Exit code 0 where anything was read, also if some was not (the summary says what and why); 3 where nothing was.
    """
    # Imported here, because --help should not wait for what only this command needs.
    from dateline.cli.pool import coded_batches, coder_of, default_jobs  # noqa: PLC0415 - see above
    from dateline.cli.progress import Progress  # noqa: PLC0415 - see above

    archive_path = settings_of(context).archive
    # Before the archive is opened: a name that is no coder must not leave an empty archive behind.
    origin = coder_of(coder).origin
    tally = Tally()
    with late.archive(archive_path, create=True) as archive, Interrupt() as interrupt, Progress(tally) as progress:
        # In full, because the archive may be asked from another folder.
        whole = [path if path == "-" else str(Path(path).absolute()) for path in paths]
        found = itertools.takewhile(lambda _: not interrupt.asked, progress.watch(late.read(whole)))
        reports = _fresh(_without_mended(found, archive, interrupt), archive, origin, tally)
        for batch in coded_batches(reports, coder, jobs=jobs or default_jobs(), stop=lambda: interrupt.asked):
            whole_ones = [(coded.report, coded.claims) for coded in batch if coded.fault is None]
            unfit = archive.add_many(whole_ones, origin).unfit
            for coded in batch:
                if coded.fault is not None:
                    archive.keep(coded.report, coded.fault)
            tally.keep(batch, unfit)
            progress.update()
    summary = tally.summary(interrupted=interrupt.asked)
    if json:
        write_line(summary)
    else:
        _print(summary, tally.drops.words(), console())
    _leave(summary)


def _without_mended(
    found: Iterable[Report | Rejected], archive: Archive, interrupt: Interrupt
) -> Iterator[Report | Rejected]:
    """Hand on what is read; drop the rejects of earlier runs whose source has now been read to its end without them."""
    mending = Mending(archive.unread())
    for item in found:
        if mended := mending.met(item):
            archive.mended(mended)
        yield item
    if not interrupt.asked and (mended := mending.end()):
        archive.mended(mended)


def _fresh(found: Iterable[Report | Rejected], archive: Archive, origin: Origin, tally: Tally) -> Iterator[Report]:
    """Give the reports that are still to be coded; keep, reject and count the others."""
    stream = iter(found)
    while some := list(itertools.islice(stream, ASKED)):
        known = archive.known([item.id for item in some if isinstance(item, Report)], origin)
        for item in some:
            if isinstance(item, Rejected):
                tally.rejected.add(item)
                archive.reject(item)
                continue
            tally.read += 1
            if (reason := late.codable(item)) is not None:
                tally.set_aside.add(reason)
                archive.keep(item, reason)
            elif item.id in known or item.id in tally.pending:
                tally.known += 1
            else:
                tally.pending.add(item.id)
                yield item


def _print(summary: Summary, left_out: str, page: Console) -> None:
    table = grid("reports", "")
    row(table, "read", f"{summary.read:,}")
    row(table, "coded now", f"{summary.coded:,}")
    row(table, "coded before", f"{summary.known:,}")
    row(table, "claims found now", f"{summary.claims:,}")
    row(table, "kept, not coded", f"{_total(summary.set_aside):,}")
    if summary.waiting:
        row(table, "still to be coded", f"{summary.waiting:,}")
    row(table, "could not be read", f"{_total(summary.rejected):,}")
    page.print(table)
    for title, groups in (("kept, not coded", summary.set_aside), ("could not be read", summary.rejected)):
        for group in groups:
            print_reason(page, f"\n{title}: {group.reason} ({group.count:,})", group.examples, group.count)
    if left_out:
        page.print(f"\n{left_out}", soft_wrap=True)


def _total(groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups)


def _leave(summary: Summary) -> None:
    """Exit with the code that fits, and say how to go on after Ctrl-C."""
    if summary.interrupted:
        sys.stderr.write("stopped; what was coded is kept: give the same command again to go on\n")
        raise typer.Exit(Exit.INTERRUPTED)
    if not summary.read:
        if not summary.rejected:
            sys.stderr.write(f"{NO_REPORTS}\n")
        raise typer.Exit(Exit.NOTHING)
