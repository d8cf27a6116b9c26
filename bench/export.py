"""`python -m bench.export`: what writing each format costs: seconds, megabytes, and memory beyond what a small archive takes.

An archive of invented reports is filled twice, small and large; each export runs in a process of its own, whose peak of
memory is the system's figure.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from bench.invented import stories
from dateline.archive import Archive, Query
from dateline.export import FlatForm, ToldForm, whole_file, write_events, write_told
from dateline.export.parquet import write_parquet
from dateline.model import Origin

ORIGIN = Origin("invented", "1")

SMALL = 1_000
"""Events of the archive that the memory of the large one is compared with."""

PER_REPORT = 3
"""Events of an invented report, at least."""


class Cost(msgspec.Struct, frozen=True):
    """What one export took."""

    seconds: float
    peak_mb: float


def main() -> None:
    """Fill the archives and measure each format, or, as the process that is measured, write one."""
    parser = argparse.ArgumentParser(prog="python -m bench.export", description=__doc__)
    parser.add_argument("--events", type=int, default=50_000, help="events of the large archive")
    parser.add_argument(
        "--one", nargs=3, metavar=("ARCHIVE", "FORMAT", "OUTPUT"), help="write one export and print its cost"
    )
    given = parser.parse_args()
    if given.one:
        archive, form, output = given.one
        print(msgspec.json.encode(written(Path(archive), form, Path(output))).decode())
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        small, large = folder / "small.db", folder / "large.db"
        fill(small, SMALL)
        print(f"{fill(large, given.events):,} events")
        for form in (*get_args(FlatForm), "parquet", *get_args(ToldForm)):
            base, cost = measured(small, form, folder), measured(large, form, folder)
            size = sum(path.stat().st_size for path in files(folder / f"{form}.large")) / 1e6
            print(
                f"{form:8s} {cost.seconds:7.1f} s {size:8.1f} MB written {cost.peak_mb - base.peak_mb:6.1f} MB more memory"
            )


def fill(path: Path, events: int) -> int:
    """Add invented reports until there are so many events; give how many there are."""
    reports = stories()
    with Archive.open(path) as archive:
        for _ in range(events):
            if (there := archive.count_events()) >= events:
                return there
            archive.add_many(itertools.islice(reports, max(64, (events - there) // PER_REPORT)), ORIGIN)
        raise AssertionError("invented reports give no events")


def measured(archive: Path, form: str, folder: Path) -> Cost:
    """Write one export in a process of its own."""
    output = folder / f"{form}.{archive.stem}"
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.export", "--one", str(archive), form, str(output)],
        check=True,
        capture_output=True,
    )
    return msgspec.json.decode(done.stdout, type=Cost)


def written(path: Path, form: str, output: Path) -> Cost:
    """Write one export in this process."""
    started = time.perf_counter()
    with Archive.open(path, read_only=True) as archive:
        if form == "parquet":
            write_parquet(output, archive.told(links=True))
        else:
            with whole_file(output) as stream:
                if form in get_args(FlatForm):
                    write_events(stream, archive, Query(), msgspec.convert(form, FlatForm))
                else:
                    write_told(stream, archive, Query(), msgspec.convert(form, ToldForm))
    return Cost(time.perf_counter() - started, peak_mb())


def peak_mb() -> float:
    """Give this process's peak of memory; what `getrusage` gives is its parent's where that had more."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(peak) / 1024


def files(path: Path) -> Iterator[Path]:
    """Give the files of an export."""
    return path.iterdir() if path.is_dir() else iter([path])


if __name__ == "__main__":
    main()
