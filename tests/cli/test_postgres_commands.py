"""The command line on PostgreSQL finds what it finds on SQLite, byte for byte, and never prints a password."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cli.conftest import Cli, Done, Process
from tests.servers import Server

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
PASSWORD = "hemlock-77"  # noqa: S105 - it guards nothing
"""The server lets anybody in; what is said with it must not be repeated all the same."""

Both = Callable[..., str]


@pytest.fixture
def address(postgres: Server, tmp_path: Path) -> str:
    return postgres.address(tmp_path).replace("postgres:@", f"postgres:{PASSWORD}@")


@pytest.fixture
def there(cli: Cli, address: str) -> Cli:
    """Run a command on PostgreSQL."""

    def call(*args: str | Path) -> Done:
        done = cli(*args, "--archive", address)
        assert PASSWORD not in done.out + done.err
        return done

    return call


@pytest.fixture
def both(cli: Cli, there: Cli) -> Both:
    """Run a command on SQLite and on PostgreSQL; give what both print."""

    def call(*args: str | Path) -> str:
        one, other = cli(*args), there(*args)
        assert (other.code, other.err, other.out) == (one.code, one.err, one.out), args
        assert one.code == 0, one.err
        return one.out

    return call


@pytest.fixture
def filled(both: Both, reports: Path) -> Both:
    """Add the examples and some files that cannot be read to both archives."""
    assert json.loads(both("add", EXAMPLES, "--json"))["claims"] > 50
    assert json.loads(both("add", reports, "--json"))["rejected"]
    return both


def timeless(value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """Give a value of JSON without the moments at which commands ran."""
    if isinstance(value, list):
        return [timeless(one) for one in value]
    if isinstance(value, dict):
        return {name: timeless(one) for name, one in value.items() if name != "at"}
    return value


def test_every_question_is_answered_alike(filled: Both) -> None:
    events = [json.loads(line) for line in filled("events", "--json").splitlines()]
    largest = max(events, key=lambda event: len(event["claims"]))["id"]
    for asked in (
        ("events", "--country", "IRQ", "--type", "ASSAULT", "--since", "2020-01-01"),
        ("claims", "--text", "missiles base"),
        ("claims", "--factuality", "denied", "--json"),
        ("show", largest),
        ("why", largest, "--json"),
        ("explain", largest, "--json"),
        ("reports", "embassy Baghdad"),
        ("timeline", "--place", "Baghdad"),
        ("stories",),
        ("story", largest),
        ("rejects", "--json"),
        ("judgements",),
    ):
        assert filled(*asked)
    for form in ("csv", "jsonl", "geojson", "gdelt", "acled", "ftm", "atom"):
        assert filled("export", "--format", form), form
    assert json.loads(filled("add", EXAMPLES, "--json"))["coded"] == 0


def test_what_is_judged_undone_and_forgotten_is_so_on_both(filled: Both, cli: Cli, there: Cli) -> None:
    def same(*args: str) -> list[Any]:
        one, other = cli(*args), there(*args)
        assert (one.code, other.code) == (0, 0), one.err + other.err
        assert timeless(other.rows()) == timeless(one.rows())
        return one.rows()

    first, second, *_ = same("events", "--json")
    before = filled("events", "--json")
    (merged,) = same("merge", first["id"], second["id"], "--json")
    (event,) = merged["after"]
    assert filled("events", "--json") != before
    assert [change["event"]["id"] for change in same("history", event["id"], "--json") if change.get("event")]
    same("undo", "1", "--json")
    assert filled("events", "--json") == before
    (report,) = {row["report"]["id"] for row in same("claims", "--json") if row["event"] == first["id"]}
    (stone,) = same("forget", report, "--yes", "--json")
    assert stone["report"] == report
    assert filled("events", "--json") != before
    assert report not in filled("export", "--format", "jsonl")
    assert there("show", report).code == 1


def test_the_doctor_finds_the_archive(there: Cli, reports: Path) -> None:
    (checkup,) = there("doctor", "--json").rows()
    (found,) = [one for one in checkup["findings"] if one["what"] == "archive"]
    assert found["state"] == "missing"
    assert "There is no archive at postgresql://postgres:***@" in found["found"]
    there("add", reports, "--coder", "sample")
    (checkup,) = there("doctor", "--json").rows()
    (found,) = [one for one in checkup["findings"] if one["what"] == "archive"]
    assert found["state"] == "ok"
    assert "4 reports" in found["found"]
    assert "all that is required is there" in there("doctor").out


def test_tokens_need_a_file(there: Cli, tmp_path: Path) -> None:
    for command in (("token", "add", "Ann"), ("token", "list")):
        told = there(*command)
        assert (told.code, told.out) == (1, "")
        assert "no file of tokens can lie beside a database (name one: --tokens FILE)" in told.err
    assert there("token", "add", "Ann", "--tokens", tmp_path / "tokens").code == 0
    assert "Ann" in there("token", "list", "--tokens", tmp_path / "tokens").out


def test_an_assistant_is_set_up_without_the_password(there: Cli, address: str) -> None:
    (row,) = there("mcp", "--json").rows()
    program, given, command = row["mcpServers"]["dateline"]["args"]
    assert (program, command) == ("--archive", "mcp")
    assert given.startswith("postgresql://postgres@/postgres?")
    assert address.partition("schema=")[2] in given


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (f"mysql://ann:{PASSWORD}@db.test/news", "begins with mysql://"),
        (f"postgresql+psycopg://ann:{PASSWORD}@db.test/news", "begins with postgresql+psycopg://"),
        (f"postgresql://ann:x@{PASSWORD}@db.test/news", "more than one @"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:1/news", "cannot be reached"),
        (f"postgresql://ann@127.0.0.1:1/news?password={PASSWORD}", "cannot be reached"),
        (f"postgresql://ann:{PASSWORD}@127.0.0.1:port/news", "cannot be read"),
    ],
)
def test_an_address_that_does_not_serve_is_told_without_its_password(cli: Cli, given: str, said: str) -> None:
    for command in (
        ("events",),
        ("add", EXAMPLES, "--coder", "sample"),
        ("doctor", "--json"),
        ("mcp",),
        ("mcp", "--json"),
    ):
        done = cli(*command, "--archive", given)
        assert PASSWORD not in done.out + done.err
        if command != ("mcp", "--json"):
            assert said in done.out + done.err, command


@pytest.fixture
def serving(process: Process, there: Cli, address: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    there("add", EXAMPLES)
    options = ("--port", "0", "--json", "--tokens", tmp_path / "tokens")
    running = process("serve", "--archive", address, *options)
    yield running
    running.send_signal(signal.SIGINT)
    assert PASSWORD.encode() not in b"".join(running.communicate(timeout=30))


def test_it_is_served_over_http(serving: subprocess.Popen[bytes], there: Cli) -> None:
    assert serving.stdout
    line = serving.stdout.readline().decode()
    assert PASSWORD not in line
    url = json.loads(line)["url"]
    with httpx.Client(base_url=url, timeout=30) as client:
        assert client.get("/events", params={"limit": 1000}).json()["items"] == there("events", "--json").rows()
        exported = client.get("/export/events", params={"format": "csv"}).text
        assert exported == there("export", "--format", "csv").out
        problem = client.get("/events/ffff")
        assert PASSWORD not in problem.text
        assert problem.status_code == 404


def test_many_add_at_once(process: Process, there: Cli, reports: Path, address: str) -> None:
    files = sorted(reports.glob("r*.jsonl"))
    started = [process("add", file, "--archive", address, "--coder", "sample") for file in files]
    for running in started:
        out, err = running.communicate(timeout=60)
        assert running.returncode == 0, err
        assert PASSWORD.encode() not in out + err
    assert {row["source"]["given_id"] for row in there("reports", "--json").rows()} == {"r1", "r2", "r3"}
