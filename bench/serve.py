"""`python -m bench.serve`: how long the HTTP API takes with many clients over a large archive, by kind of question, and its memory.

An archive of invented reports is filled once (or given) and the real server started over it, as a process of its own. Twenty
clients ask it over HTTP what is drawn, always the same, from what is in the archive: as people do, with a second's thought
between two questions, then as programs do, without a pause. Before that each kind is asked once, alone.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from bench.asked import Question, questions
from bench.export import fill
from dateline.archive import Archive

ANSWERED = 30.0
"""Seconds after which a client gives up."""


class Server(msgspec.Struct, frozen=True):
    """A running server: where it listens, and its process."""

    host: str
    port: int
    process: int


class Answer(msgspec.Struct, frozen=True):
    """What became of one question: of what kind it was, how long it took, and whether it was answered by 200."""

    kind: str
    milliseconds: float
    good: bool


def main() -> None:
    """Fill the archive where it is not there, draw the questions, and measure both ways of asking."""
    parser = argparse.ArgumentParser(prog="python -m bench.serve", description=__doc__)
    parser.add_argument("--archive", type=Path, help="the archive to serve; one that is not there is filled and left")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many events an archive is filled with")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each way of asking lasts")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    path = given.archive or Path(tempfile.gettempdir()) / f"dateline-invented-{given.events}.db"
    if not path.exists():
        fill(path, given.events)
    with Archive.open(path, create=False) as archive:
        counts = archive.counts()
        drawn = questions(archive, random.Random(given.seed))
    print(f"{counts.events:,} events, {counts.claims:,} claims, {counts.reports:,} reports; {given.clients} clients")
    with serving(path) as server:
        first = alone(server, drawn)
        show("one after the other, each kind for the first time", first)
        for way, thought in (("with a second's thought", 1.0), ("without a pause", 0.0)):
            answers = asked(server, drawn, clients=given.clients, seconds=given.seconds, thought=thought)
            show(f"{way}: {len(answers) / given.seconds:.1f} answers a second", answers)
            print(f"the server held {peak_mb(server.process):.0f} MB at most")


@contextmanager
def serving(path: Path) -> Iterator[Server]:
    """Serve an archive for reading, to as many requests as there are."""
    run = "from dateline.cli.main import run; run()"
    options = ["--archive", str(path), "serve", "--port", "0", "--json", "--rate", "10000000"]
    with subprocess.Popen([sys.executable, "-c", run, *options], stdout=subprocess.PIPE) as process:  # noqa: S603 - ours
        try:
            assert process.stdout
            at = urlsplit(json.loads(process.stdout.readline())["url"])
            assert at.hostname
            assert at.port
            yield Server(at.hostname, at.port, process.pid)
        finally:
            process.terminate()


def asked(server: Server, drawn: Sequence[Question], *, clients: int, seconds: float, thought: float) -> list[Answer]:
    """Let clients ask for so long; each begins at another place of the questions and goes its own way through them."""
    answers: list[list[Answer]] = [[] for _ in range(clients)]
    ends = time.monotonic() + seconds

    def ask(number: int) -> None:
        dice = random.Random(number)
        line = http.client.HTTPConnection(server.host, server.port, timeout=ANSWERED)
        while time.monotonic() < ends:
            answers[number].append(answered(line, dice.choice(drawn)))
            if thought:
                time.sleep(dice.uniform(0.5, 1.5) * thought)
        line.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for one in answers for answer in one]


def answered(line: http.client.HTTPConnection, question: Question) -> Answer:
    """Ask one question and read all of its answer."""
    started = time.perf_counter()
    try:
        line.request("GET", f"/api/v1{question.path}", headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        answer.read()
        good = answer.status == 200
    except (OSError, http.client.HTTPException):
        line.close()
        good = False
    return Answer(question.kind, 1000 * (time.perf_counter() - started), good)


def alone(server: Server, drawn: Sequence[Question]) -> list[Answer]:
    """Ask one question of each kind, nobody else asking: the server has just begun and remembers nothing."""
    line = http.client.HTTPConnection(server.host, server.port, timeout=ANSWERED)
    firsts = {one.kind: one for one in reversed(drawn)}
    answers = [answered(line, one) for _, one in sorted(firsts.items())]
    line.close()
    return answers


def show(way: str, answers: Sequence[Answer]) -> None:
    """Print a row for each kind and one for all, with what failed."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        kinds[one.kind].append(one)
    print(f"\n{way}")
    print(f"{'':34s} {'asked':>6s} {'p50':>8s} {'p95':>8s} {'worst':>8s} failed")
    for kind, some in (*sorted(kinds.items()), ("all", answers)):
        taken = sorted(one.milliseconds for one in some)
        middle, late = taken[len(taken) // 2], taken[min(len(taken) - 1, int(0.95 * len(taken)))]
        failed = sum(not one.good for one in some)
        print(f"{kind:34s} {len(some):6d} {middle:6.0f}ms {late:6.0f}ms {taken[-1]:6.0f}ms {failed or ''}")


def peak_mb(process: int) -> float:
    """Give the peak of a process's memory."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(peak) / 1024


if __name__ == "__main__":
    main()
