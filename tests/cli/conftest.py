"""The command line as a test runs it: in this process for most, as a process of its own where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

PLUGIN = Path(__file__).parent / "plugin"


class Done(msgspec.Struct, frozen=True):
    """How a run ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        """Give the JSON lines of the output."""
        return [json.loads(line) for line in self.out.splitlines()]


Cli = Callable[..., Done]
Process = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Cli:
    """Run `dateline` with arguments in this process, with an archive of the test's own and the sample coder installed."""
    from dateline.cli.main import run

    monkeypatch.syspath_prepend(str(PLUGIN))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*args: str | Path) -> Done:
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "argv", ["dateline", "--archive", str(tmp_path / "a.db"), *map(str, args)])
        with pytest.raises(SystemExit) as left:
            run()
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(int(left.value.code or 0), out.decode(), err.decode())

    return call


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    """Start `dateline` as a process of its own, with the sample coder installed and these environment variables."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*args: str | Path, **environment: str) -> subprocess.Popen[bytes]:
        known = {
            name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}
        }
        path = os.pathsep.join((str(PLUGIN), os.environ.get("PYTHONPATH", "")))
        command = [sys.executable, "-c", "from dateline.cli.main import run; run()", "--archive", tmp_path / "a.db"]
        running = subprocess.Popen(
            [*map(str, command), *map(str, args)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**known, "PYTHONPATH": path, **environment},
            start_new_session=True,
        )
        started.append(running)
        return running

    yield start
    for running in started:
        running.kill()
        for stream in (running.stdin, running.stdout, running.stderr):
            if stream:
                stream.close()
        running.wait()


def write_reports(folder: Path, count: int) -> Path:
    """Write reports with an act a day as JSON Lines, each about a party of its own."""
    path = folder / f"reports{count}.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            party = f"Party{chr(97 + number // 26 % 26)}{chr(97 + number % 26)}"
            day = f"2021-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
            text = (
                f"{party} attacked rebels in Orvale on {day}, officials said. People fled the town as the fighting "
                f"went on through the night.\nNobody knows when it will end, and {party} may send drones."
            )
            row = {"id": f"n{number}", "title": "News of the war", "date": "2021-12-31", "text": text}
            stream.write(json.dumps(row) + "\n")
    return path


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Give a folder with three reports of three sources, one file that is none and one that is not English."""
    folder = tmp_path / "reports"
    folder.mkdir()
    story = (
        "Veltia attacked rebels in Orvale on 2021-03-01, killing 7, officials said. It was the third attack on the town this "
        "year.\n\nVeltia will visit Orvale in Veltia. Marland may send drones to the number {} border post."
    )
    # Told alike for more of their length, they would be prints of one text.
    of_their_own = (
        (
            "Roads into the hills stayed open while shopkeepers swept glass from the pavement and buses ran late. A baker on "
            "the main street gave bread away, and the bells of the old church were quiet for the first time since autumn."
        ),
        (
            "Fishermen kept their boats ashore, since waves had broken the jetty and ice lay thick along the harbour wall. The "
            "ferry will not sail before the weekend, a notice at the ticket window says, and the lighthouse has no lamp."
        ),
        (
            "Grain prices held steady at the morning auction, where merchants spoke mostly of rain and of the late harvest. Two "
            "mills are to close for repairs, the guild of millers writes in its letter, and flour may grow dearer by spring."
        ),
    )
    for number, own in enumerate(of_their_own, start=1):
        row = {
            "id": f"r{number}",
            "title": f"Day {number} of the fighting",
            "date": f"2021-03-0{number + 1}",
            "outlet": f"Radio {number}",
            "text": f"{story.format(number)}\n\n{own}",
        }
        (folder / f"r{number}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (folder / "x.txt").write_bytes(b"\x00\x01\x02")
    french = (
        "Le gouvernement a annoncé mardi que les négociations avec les rebelles reprendraient la semaine prochaine. "
    )
    (folder / "f.txt").write_text("Les pourparlers reprennent\n\n" + french * 3, encoding="utf-8")
    return folder
