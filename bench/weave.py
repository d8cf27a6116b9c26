"""`python -m bench.weave`: what weaving costs beside coding, on a news stream, and in an archive that grows to a million claims.

`stream` codes reports of a news stream and adds them to two archives, as many at once as `dateline add` does: to one as ever, to the other without weaving. It
prints the seconds of coding, of storing (what the second takes: texts, claims, full text) and of weaving (what the first
takes beyond that: links of reports and of claims, events). `growth` fills an archive with invented reports and, at each size, adds more of them one at a time and 64 at
a time; it prints the milliseconds of a report and draws them.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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

    `alone_worst` is what one in a hundred takes; `waited` is the time on the clock, other work of the machine included.
    """

    claims: int
    alone: float
    alone_worst: float
    waited: float
    batched: float
    megabytes: float


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
            cost = measured(archive, path, coming)
            held = cost.claims
            print(msgspec.json.encode(cost).decode(), flush=True)
            yield cost
        print(archive.counts(), file=sys.stderr)


def measured(archive: Archive, path: Path, coming: Iterator[Story]) -> Cost:
    """Add reports one at a time, then 64 at a time."""
    alone: list[float] = []
    begun = time.perf_counter()
    for of, claims in itertools.islice(coming, _ALONE):
        started = time.process_time()
        archive.add(of, claims, ORIGIN)
        alone.append(time.process_time() - started)
    waited = (time.perf_counter() - begun) / _ALONE
    batched: list[float] = []
    for _ in range(_BATCHES):
        batch = list(itertools.islice(coming, _BATCH))
        started = time.process_time()
        archive.add_many(batch, ORIGIN)
        batched.append((time.process_time() - started) / _BATCH)
    alone.sort()
    return Cost(
        claims=archive.counts().claims,
        alone=1000 * sum(alone) / len(alone),
        alone_worst=1000 * alone[-1 - len(alone) // 100],
        waited=1000 * waited,
        batched=1000 * sum(batched) / len(batched),
        megabytes=path.stat().st_size / 2**20,
    )


def plotted(costs: Sequence[Cost]) -> str:
    """Draw milliseconds of a report against claims in the archive."""
    return drawn(
        "Adding one report to an archive",
        "claims in the archive (what grows with the logarithm is a straight line)",
        "milliseconds a report",
        [
            Line("one at a time", [(cost.claims, cost.alone) for cost in costs]),
            Line("64 at a time", [(cost.claims, cost.batched) for cost in costs]),
        ],
    )


if __name__ == "__main__":
    main()
