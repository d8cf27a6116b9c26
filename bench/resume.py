"""`python -m bench.resume`: adds many small reports in one run and, beside it, in one killed ten times; compares the two.

It makes the reports itself (invented, the same each time) in several forms, adds them to one archive undisturbed and to
another with SIGKILL at random moments, and prints seconds, the most memory that all processes held together, and
whether the two archives say the same.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import email.utils
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dateline.archive import Archive

PLACES = (
    "Kirkuk Erbil Mosul Basra Aleppo Idlib Homs Sanaa Aden Taiz Kharkiv Kherson Goma Bunia Gao Kidal Maiduguri".split()
)
ACTORS = "Gunmen|Soldiers|Rebels|Police officers|Militants|Border guards|Militiamen|Security forces".split("|")
DEEDS = (
    "attacked a checkpoint in {place} on {day}, killing {count} people",
    "shelled the outskirts of {place} on {day}, wounding {count} civilians",
    "arrested {count} protesters in {place} on {day}",
    "withdrew from two villages near {place} on {day} after {count} days of talks",
    "clashed with demonstrators in {place} on {day}, and {count} people were hurt",
    "released {count} detainees in {place} on {day}",
)
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

Row = dict[str, str]


class Run(msgspec.Struct):
    """What a run, or several that make one, took."""

    seconds: float = 0.0
    peak_mb: float = 0.0
    kills: int = 0


def rows(count: int) -> Iterator[Row]:
    """Give invented reports, no two alike."""
    chance = random.Random(1)
    for number in range(count):
        actor, place, deed = chance.choice(ACTORS), chance.choice(PLACES), chance.choice(DEEDS)
        words = deed.format(place=place, day=chance.choice(DAYS), count=chance.randint(2, 40))
        day = f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        text = (
            f"{actor} {words}, the governor's office said in statement {number}.\n\n"
            f"Residents of {place} said that shops stayed closed. A spokesman for the ministry gave no further details."
        )
        yield {
            "id": f"r{number}",
            "title": f"{actor} in {place}",
            "date": day,
            "outlet": f"Outlet {number % 50}",
            "text": text,
        }


def write(folder: Path, count: int) -> None:
    """Write the reports: a fifth as JSON Lines, as gzipped JSON Lines, as CSV, as texts in a ZIP and as a mailbox."""
    made = list(rows(count))
    fifth = -(-count // 5)
    lines, packed, table, texts, mails = (made[start : start + fifth] for start in range(0, 5 * fifth, fifth))
    folder.mkdir()
    (folder / "a.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in lines), encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(row)}\n" for row in packed)
    with (folder / "c.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, ["id", "title", "date", "outlet", "text"])
        writer.writeheader()
        writer.writerows(table)
    with zipfile.ZipFile(folder / "d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for row in texts:
            archive.writestr(f"{row['id']}.txt", f"{row['title']}\n\n{row['date']}\n\n{row['text']}\n")
    (folder / "e.mbox").write_bytes(b"".join(map(mail, mails)))


def mail(row: Row) -> bytes:
    """Write a report as one message of a mailbox."""
    out = io.StringIO()
    out.write(f"From desk@wire.example Thu Jan  1 00:00:00 2015\nFrom: {row['outlet']} <desk@wire.example>\n")
    sent = dt.datetime.fromisoformat(f"{row['date']}T10:00:00+00:00")
    out.write(
        f"Subject: {row['title']}\nDate: {email.utils.format_datetime(sent)}\nMessage-ID: <{row['id']}@wire.example>\n"
    )
    out.write(f"Content-Type: text/plain; charset=utf-8\n\n{row['text']}\n\n")
    return out.getvalue().encode()


def start(archive: Path, folder: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start `dateline add` in a process group of its own."""
    run = [sys.executable, "-c", "from dateline.cli.main import run; run()"]
    command = [*run, "--archive", str(archive), "add", str(folder), "--jobs", str(jobs), "--json"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own


def follow(running: subprocess.Popen[bytes], run: Run, until: float | None) -> None:
    """Watch a process until it ends, or kill it with all its workers after `until` seconds."""
    begun = time.monotonic()
    while running.poll() is None:
        run.peak_mb = max(run.peak_mb, held_mb(running.pid))
        if until is not None and time.monotonic() - begun > until:
            os.killpg(running.pid, signal.SIGKILL)
            run.kills += 1
        time.sleep(0.2)
    run.seconds += time.monotonic() - begun


def held_mb(group: int) -> float:
    """Give the megabytes that all processes of a group hold, shared pages counted once in all."""
    total = 0
    for found in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(found.name)) == group:
                lines = (found / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except OSError:
            continue  # it has ended meanwhile
    return total / 1024


def main() -> int:
    """Run both and compare."""
    parser = argparse.ArgumentParser(prog="python -m bench.resume", description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "reports"
        write(folder, given.reports)
        whole, killed = Run(), Run()
        follow(start(folder.parent / "whole.db", folder, given.jobs), whole, None)
        print(f"undisturbed: {whole.seconds:.0f} s, {whole.peak_mb:.0f} MB at most", flush=True)
        while killed.kills < given.kills:
            moment = chance.uniform(2, 1.6 * whole.seconds / given.kills)
            follow(start(folder.parent / "killed.db", folder, given.jobs), killed, moment)
            print(f"killed {killed.kills} times, after {killed.seconds:.0f} s in all", flush=True)
        follow(start(folder.parent / "killed.db", folder, given.jobs), killed, None)
        print(f"killed {killed.kills} times: {killed.seconds:.0f} s, {killed.peak_mb:.0f} MB at most", flush=True)
        return compared(folder.parent / "whole.db", folder.parent / "killed.db")


def compared(whole: Path, killed: Path) -> int:
    """Print what the two archives hold; 0 where they say the same."""
    with Archive.open(whole, read_only=True) as one, Archive.open(killed, read_only=True) as other:
        print(one.counts())
        same = one.counts() == other.counts() and one.fingerprint() == other.fingerprint()
    print("the archives say the same" if same else "THE ARCHIVES DIFFER")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
