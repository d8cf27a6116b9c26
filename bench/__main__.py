"""`python -m bench`: codes a slice of a news stream with Dateline, with its bare encoder and with spaCy, in turn."""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec


class Run(msgspec.Struct, frozen=True):
    """What one process took."""

    seconds: float
    peak_mb: float
    sentences: int
    reports: int
    made: int


def measure(side: str, path: Path) -> Run:
    """Run one side in a fresh process on one thread."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "bench.worker", side, str(path)],
        check=True,
        capture_output=True,
        env=os.environ | threads,
    )
    return msgspec.json.decode(done.stdout, type=Run)


def main() -> None:
    """Measure the sides in turn, several rounds, and print medians and ratios."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--stream", default="eval/bulk_stream/sample10k.jsonl", help="reports, below the shared folder")
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    stream = given.shared / given.stream
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "slice.jsonl"
        with stream.open("rb") as lines, path.open("wb") as out:
            out.writelines(itertools.islice(lines, given.reports))
        sides = ("dateline", "encoder", "spacy")
        runs: dict[str, list[Run]] = {side: [] for side in sides}
        for number in range(given.rounds):
            for side in sides:
                print(f"round {number + 1}: {side}", file=sys.stderr, flush=True)
                runs[side].append(measure(side, path))
    show(runs)


def show(runs: dict[str, list[Run]]) -> None:
    """Print a row a side and the ratios, pair by pair within a round."""
    first = runs["dateline"][0]
    print(
        f"{first.reports} reports, {first.sentences} sentences, one thread a side, median of {len(runs['spacy'])} rounds"
    )
    for side, rows in runs.items():
        seconds = statistics.median(row.seconds for row in rows)
        peak = statistics.median(row.peak_mb for row in rows)
        print(
            f"{side:9s} {first.sentences / seconds:8.0f} sentences/s {first.reports / seconds:8.1f} reports/s "
            f"{peak:7.0f} MB peak"
        )
    for peer in ("spacy", "encoder"):
        ratios = [b.seconds / a.seconds for a, b in zip(runs["dateline"], runs[peer], strict=True)]
        print(
            f"dateline is {statistics.median(ratios):.2f} times as fast as {peer} ({min(ratios):.2f} to {max(ratios):.2f})"
        )
    memory = [a.peak_mb / b.peak_mb for a, b in zip(runs["dateline"], runs["spacy"], strict=True)]
    print(f"dateline's peak memory is {statistics.median(memory):.2f} of spaCy's")


if __name__ == "__main__":
    main()
