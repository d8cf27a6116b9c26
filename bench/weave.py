"""`python -m bench.weave`: what weaving costs beside coding, on a news stream, and in an archive that grows to a million claims.

`stream` codes reports of a news stream and adds them to two archives, as many at once as `dateline add` does: to one as ever, to the other without weaving. It
prints the seconds of coding, of storing (what the second takes: texts, claims, full text) and of weaving (what the first
takes beyond that: links of reports and of claims, events). `growth` fills an archive with invented reports and, at each size, adds more of them one at a time and 64 at
a time, to it and, in turn, to a copy of what it was at the first size; it prints and draws how many times as much a report costs.
"""

from __future__ import annotations

import argparse
import itertools
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

import msgspec
from sqlalchemy import Connection

from bench.invented import stories
from bench.plot import Line, drawn
from dateline.archive import Archive, coverage, derive, keep
from dateline.archive.history import Chronicle
from dateline.code import load_coder
from dateline.model import Claim, Origin, Report
from dateline.read import read

ORIGIN = Origin("invented", "1")

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
"""How many claims the archive holds when the cost of one more report is measured."""

_ALONE = 200
_BATCHES = 8
_BATCH = 64

Story = tuple[Report, Sequence[Claim]]


class Cost(msgspec.Struct, frozen=True):
    """What adding one report to an archive of so many claims took, in milliseconds of processor time.

    `beside` is what the same reports took in turn with these in a copy of the first archive measured: machines are faster
    and slower from minute to minute, and only the two together tell what the size of the archive does. `worst` is what one in
    a hundred takes.
    """

    claims: int
    alone: float
    alone_beside: float
    batched: float
    batched_beside: float
    worst: float
    megabytes: float

    @property
    def times_alone(self) -> float:
        """How many times as much as in the first archive one report took alone."""
        return self.alone / self.alone_beside

    @property
    def times_batched(self) -> float:
        """How many times as much as in the first archive one report took in a batch."""
        return self.batched / self.batched_beside


def main() -> None:
    """Run one of the two measurements."""
    parser = argparse.ArgumentParser(prog="python -m bench.weave", description=__doc__)
    parser.add_argument("what", choices=("stream", "growth"))
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--stream", default="eval/bulk_stream/sample10k.jsonl", help="reports, below the shared folder")
    parser.add_argument("--reports", type=int, default=10_000, help="how many of the stream")
    parser.add_argument("--claims", type=int, default=SIZES[-1], help="how far the archive grows")
    parser.add_argument("--plot", type=Path, default=Path("docs/weaving-cost.svg"), help="where the drawing goes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        archive = Path(temporary) / "news.db"
        if given.what == "stream":
            stream(archive, given.shared / given.stream, given.reports)
        else:
            costs = list(growth(archive, [size for size in SIZES if size <= given.claims]))
            given.plot.write_text(plotted(costs), encoding="utf-8")


def stream(path: Path, source: Path, count: int) -> None:
    """Code and add the first reports of a stream and print what each took."""
    coder = load_coder()
    reports = itertools.islice((item for item in read([source]) if isinstance(item, Report)), count)
    coding = adding = storing = 0.0
    kept = 0
    with Archive.open(path) as archive, Archive.open(path.with_name("unwoven.db")) as unwoven:
        while batch := list(itertools.islice(reports, Archive.AT_ONCE)):
            started = time.process_time()
            coded = [(one.report, one.claims) for one in coder.code_batch(batch)]
            coding += time.process_time() - started
            adding += _seconds(archive, coded, coder.origin)
            with _without_weaving():
                storing += _seconds(unwoven, coded, coder.origin)
            kept += len(batch)
        counts = archive.counts()
    print(f"{kept} reports, {counts.claims} claims, {counts.events} events, {counts.links} links")
    print(f"coding {coding:.1f} s")
    for name, seconds in (("storing", storing), ("weaving", adding - storing), ("both", adding)):
        print(f"{name} {seconds:.1f} s: {seconds / coding:.3f} of coding")


def _seconds(archive: Archive, batch: Sequence[Story], origin: Origin) -> float:
    started = time.process_time()
    archive.add_many(batch, origin)
    return time.process_time() - started


@contextmanager
def _without_weaving() -> Iterator[None]:
    """Let what is added be kept and indexed, and neither linked nor put into events."""
    with patch.object(coverage, "relate", return_value=set()), patch.object(keep, "derive", _indexed):
        yield


def _indexed(connection: Connection, kept: Sequence[derive.Kept], _left: derive.Left, _chronicle: Chronicle) -> None:
    derive.index(connection, kept)


def growth(path: Path, sizes: Sequence[int]) -> Iterator[Cost]:
    """Fill an archive and measure at each size; the reports measured are those that come next."""
    coming = stories()
    held = 0
    with Archive.open(path) as archive:
        for size in sizes:
            while held < size:
                batch = list(itertools.islice(coming, _BATCH))
                archive.add_many(batch, ORIGIN)
                held += sum(len(claims) for _, claims in batch)
            first = path.with_name("first.db")
            if not first.exists():
                _copy(path, first)
            _copy(first, path.with_name("beside.db"))
            with Archive.open(path.with_name("beside.db")) as beside:
                cost = measured(archive, beside, coming, path)
            held = cost.claims
            print(msgspec.json.encode(cost).decode(), f"{cost.times_alone:.3f} {cost.times_batched:.3f}", flush=True)
            yield cost
        print(archive.counts(), file=sys.stderr)


def measured(archive: Archive, beside: Archive, coming: Iterator[Story], path: Path) -> Cost:
    """Add reports one at a time, then 64 at a time, to both archives; which of them comes first takes turns."""
    alone = [_both(archive, beside, [story], number) for number, story in enumerate(itertools.islice(coming, _ALONE))]
    batches = ([*itertools.islice(coming, _BATCH)] for _ in range(_BATCHES))
    batched = [_both(archive, beside, batch, number) for number, batch in enumerate(batches)]
    return Cost(
        claims=archive.counts().claims,
        alone=1000 * statistics.fmean(here for here, _ in alone),
        alone_beside=1000 * statistics.fmean(there for _, there in alone),
        batched=1000 * statistics.fmean(here for here, _ in batched) / _BATCH,
        batched_beside=1000 * statistics.fmean(there for _, there in batched) / _BATCH,
        worst=1000 * sorted(here for here, _ in alone)[-1 - len(alone) // 100],
        megabytes=path.stat().st_size / 2**20,
    )


def _both(archive: Archive, beside: Archive, batch: Sequence[Story], number: int) -> tuple[float, float]:
    taken = {one: _seconds(one, batch, ORIGIN) for one in ((archive, beside) if number % 2 else (beside, archive))}
    return taken[archive], taken[beside]


def _copy(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as held, closing(sqlite3.connect(to)) as copy:
        held.backup(copy)


def plotted(costs: Sequence[Cost]) -> str:
    """Draw how many times as much a report costs as in the first archive, against claims in the archive."""
    return drawn(
        "Adding one report to an archive",
        "claims in the archive (what grows with the logarithm is a straight line)",
        f"times the cost at {costs[0].claims:,} claims",
        [
            Line("one at a time", [(cost.claims, cost.times_alone) for cost in costs]),
            Line("64 at a time", [(cost.claims, cost.times_batched) for cost in costs]),
        ],
    )


if __name__ == "__main__":
    main()
