"""The import report: what it says, that it is bounded, whole when a run is killed, and safe to open in a browser."""

from __future__ import annotations

import collections
import http.server
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli import import_page
from dateline.cli.fates import Fate, Outcome
from dateline.cli.import_page import Page
from dateline.cli.sums import KINDS, ROWS, Places, Sums
from dateline.cli.tally import Tally
from dateline.model import Rejected, Source
from dateline.read import Notes
from tests.cli.conftest import Cli, Process, write_reports
from tests.cli.test_add import wait_for_first_batch

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_thing_has_a_line_and_the_last_line_has_the_totals(cli: Cli, reports: Path, tmp_path: Path) -> None:
    done = cli("add", reports, "--coder", "sample", "--json", "--report", tmp_path / "r.jsonl")
    *lines, last = rows_of(tmp_path / "r.jsonl")
    assert collections.Counter(line["outcome"] for line in lines) == {"coded": 3, "aside": 1, "rejected": 1}
    by_outcome = {line["outcome"]: line for line in lines}
    aside, refused, coded = by_outcome["aside"], by_outcome["rejected"], by_outcome["coded"]
    assert (aside["reason"], aside["title"], aside["form"]) == ("not-english", "Les pourparlers reprennent", "text")
    assert (refused["reason"], refused["path"]) == ("not-text", str(reports / "x.txt"))
    assert refused["mend"]
    assert coded["locator"] == "line 1"
    assert cli("show", coded["report"]).code == 0
    assert last["totals"] == done.rows()[0]
    cli("add", reports, "--coder", "sample", "--report", tmp_path / "r.jsonl")
    again = collections.Counter(line["outcome"] for line in rows_of(tmp_path / "r.jsonl")[:-1])
    assert again == {"known": 3, "aside": 1, "rejected": 1}


def test_the_page_tells_outcomes_reasons_forms_and_places(cli: Cli, reports: Path, tmp_path: Path) -> None:
    assert cli("add", reports, "--coder", "sample", "--report", tmp_path / "r.html").code == 0
    page = lxml.html.parse(tmp_path / "r.html").getroot()
    bars = {bar.find("span").text: bar.find("b").text for bar in page.find_class("bar")}
    assert bars == {"coded now": "3", "coded before": "0", "kept, not coded": "1", "could not be read": "1"}
    assert [reason.findtext(".//h3") for reason in page.find_class("reason")] == ["not-text", "not-english"]
    assert "Convert it to plain text" in page.find_class("reason")[0].text_content()
    assert "x.txt" in page.find_class("reason")[0].text_content()
    tables = {title.text: title.getnext() for title in page.iter("h2")}
    forms = [[cell.text_content() for cell in row] for row in tables["By form"].iter("tr")]
    assert forms == [
        ["form", "", "coded now", "kept, not coded", "could not be read"],
        ["jsonl", "", "3", "0", "0"],
        ["not known", "", "0", "0", "1"],
        ["text", "", "0", "1", "0"],
    ]
    assert "fr" in tables["By language"].text_content()
    assert not page.find_class("state"), "this run came to its end"


def test_another_ending_is_told_and_nothing_is_done(cli: Cli, reports: Path, tmp_path: Path) -> None:
    done = cli("add", reports, "--coder", "sample", "--report", "r.pdf")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert ".html" in done.err
    assert ".jsonl" in done.err
    assert not (tmp_path / "a.db").exists()


def test_a_report_inside_what_is_read_is_refused(cli: Cli, reports: Path) -> None:
    done = cli("add", reports, "--coder", "sample", "--report", reports / "r.jsonl")
    assert done.code == 2
    assert not (reports / "r.jsonl").exists()


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(cli: Cli, reports: Path) -> None:
    for name in ("r.html", "r.jsonl"):
        done = cli("add", reports, "--coder", "sample", "--report", f"/nowhere/{name}")
        assert done.code == 1
        assert done.err.startswith(f"dateline: error: /nowhere/{name}: ")


def wait_for_words(told: Path) -> None:
    """A batch is told after it is kept; a run that is killed between the two has told nothing yet."""
    for _ in range(600):
        if told.is_file() and told.stat().st_size:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was told in half a minute")


@pytest.mark.parametrize("ending", ["html", "jsonl"])
@pytest.mark.parametrize("press", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_leaves_a_whole_report(
    process: Process, tmp_path: Path, ending: str, press: signal.Signals
) -> None:
    many, told = write_reports(tmp_path, 300), tmp_path / "out" / f"r.{ending}"
    told.parent.mkdir()
    running = process("add", many, "--coder", "sample", "--jobs", "1", "--report", told, SAMPLE_DELAY="0.02")
    wait_for_first_batch(tmp_path / "a.db")
    wait_for_words(told)
    os.killpg(running.pid, press)
    running.communicate(timeout=60)
    if ending == "html":
        page = lxml.html.parse(told).getroot()
        assert len(page.find_class("bar")) >= 4
        assert ("stopped" if press == signal.SIGINT else "killed") in page.find_class("state")[0].text
        return
    rows = rows_of(told)
    assert all(line["outcome"] for line in rows if "totals" not in line)
    assert ("totals" in rows[-1]) == (press == signal.SIGINT)
    if press == signal.SIGINT:
        outcomes = collections.Counter(line["outcome"] for line in rows[:-1])
        assert 0 < outcomes["coded"] < 300
        assert outcomes.total() == rows[-1]["totals"]["read"]


def fate(path: str, outcome: Outcome = "rejected", reason: str = "bad-row", detail: str = "found") -> Fate:
    source = Source(path, form="jsonl")
    return Fate(outcome, source, why=Rejected(source=source, reason=reason, detail=detail, mend="mend it"))


paths = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts)))


@given(paths, st.lists(st.integers(0, 300), max_size=400))
def test_places_are_bounded_and_lose_nothing(some: list[str], files: list[int]) -> None:
    places = Places()
    given_ = [*some, *(f"/many/{number}" for number in files), *(f"/deep/{n}/{n}/{n}" for n in files)]
    for path in given_:
        places.add(path, "coded")
    rows = places.rows()
    assert len(rows) <= ROWS
    assert sum(row.outcomes.total() for row in rows) == len(given_)
    assert sum(row.files for row in rows) == len(set(given_))


def test_few_files_keep_their_names_beside_a_large_folder() -> None:
    places = Places()
    for path in ["/news/a.zip", *(f"/news/flat/{n}.txt" for n in range(500)), "/news/z.mbox"]:
        places.add(path, "coded")
    assert [(row.name, row.files) for row in places.rows()] == [
        ("/news/a.zip", 1),
        ("/news/flat, the files in it", 500),
        ("/news/z.mbox", 1),
    ]


def test_the_page_does_not_grow_with_the_number_of_things(tmp_path: Path) -> None:
    sizes = []
    for number in (2_000, 20_000):
        tally = Tally()
        page = Page(tmp_path / "r.html", ["/f"], Notes(), tally)
        for at in range(number):
            one = fate(f"/f/{at % 700}/{at}.txt", reason=f"reason-{at % 9}")
            assert one.why is not None
            tally.rejected.add(one.why)
            page.add(one)
        page.close(tally.summary(interrupted=False))
        sizes.append((tmp_path / "r.html").stat().st_size)
    assert sizes[1] < sizes[0] * 1.1
    assert sizes[1] < 100_000


def test_kinds_beyond_the_bound_share_a_row() -> None:
    sums = Sums()
    for number in range(KINDS + 5):
        source = Source("/f", form=f"form{number}")
        sums.add(Fate("rejected", source))
    rows = sums.forms.rows()
    assert (len(rows), rows[-1].name, rows[-1].outcomes["rejected"]) == (KINDS + 1, "others", 5)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """Give the port of a server on this machine, and the paths that it was asked for."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, seen
    server.shutdown()
    server.server_close()


def browser() -> str:
    if CHROMIUM is None:
        if os.environ.get("DATELINE_BROWSER_REQUIRED"):
            pytest.fail("Chromium is not installed, and here it must be")
        pytest.skip("Chromium is not installed")
    return CHROMIUM


def opened(page: Path, profile: Path) -> lxml.html.HtmlElement:
    """Open a page in a browser and give what it has made of it."""
    command = [browser(), *FLAGS, f"--user-data-dir={profile}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    return lxml.html.document_fromstring(done.stdout.decode())


HOSTILE = (
    """<script>document.title='run'</script><img src=http://127.0.0.1:{}/x onerror="document.title='run'">'"&amp;"""
)


@pytest.mark.parametrize("policy", ["with", "without"])
def test_in_a_browser_hostile_words_are_text_and_nothing_is_fetched(
    tmp_path: Path, asked: tuple[int, list[str]], policy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if policy == "without":
        # The escaping must hold by itself.
        monkeypatch.setattr(import_page, "POLICY", "")
    port, seen = asked
    words = HOSTILE.format(port)
    tally, notes = Tally(), Notes()
    notes.columns["h"] = {"text": words}
    page = Page(tmp_path / "r.html", [f"/{words}"], notes, tally)
    for name in (f"/f/{words}", f"/f/x{words}"):
        one = fate(name, reason=words, detail=words)
        assert one.why is not None
        tally.rejected.add(one.why)
        page.add(one)
    page.close(tally.summary(interrupted=False))
    dom = opened(tmp_path / "r.html", tmp_path / "profile")
    assert dom.findtext(".//title") == "Import report"
    assert not dom.xpath("//script | //img | //link | //iframe | //@onerror | //@src | //@href")
    assert dom.text_content().count(words) >= 7
    assert seen == []


def test_in_a_browser_the_page_of_a_real_run_fetches_nothing(
    cli: Cli, tmp_path: Path, asked: tuple[int, list[str]]
) -> None:
    port, seen = asked
    folder = tmp_path / "in"
    folder.mkdir()
    name = "<script>document.title='run'<!--\"'.txt"
    (folder / name).write_bytes(b"\0")
    image = f"<img src=http://127.0.0.1:{port}/x>"
    row = {"title": "T", "date": image, "text": "Veltia attacked rebels in Orvale, officials said on Monday."}
    (folder / "r.jsonl").write_text(json.dumps(row))
    assert cli("add", folder, "--coder", "sample", "--report", tmp_path / "r.html").code == 0
    dom = opened(tmp_path / "r.html", tmp_path / "profile")
    assert dom.findtext(".//title") == "Import report"
    assert name in dom.text_content()
    assert image in dom.text_content()
    assert seen == []


def test_a_copy_is_told_behind_what_it_is_a_copy_of(cli: Cli, tmp_path: Path) -> None:
    """A line says what the archive has kept, so a copy waits for the first of its kind."""
    path, told = tmp_path / "r.jsonl", tmp_path / "told.jsonl"
    row = json.dumps({"text": "Veltia attacked rebels in Orvale, officials said on Monday."})
    path.write_text(f"{row}\n{row}\n")
    cli("add", path, "--coder", "sample", "--report", told)
    lines = [json.loads(line) for line in told.read_text().splitlines()]
    assert [(line["outcome"], line["locator"]) for line in lines[:2]] == [("coded", "line 1"), ("known", "line 2")]
