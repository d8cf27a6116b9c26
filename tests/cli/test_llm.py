"""`dateline code` and `dateline add` with `--coder llm`: what is told, what is kept, what is never shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.cli.pool import coder_of
from tests.cli.conftest import Cli, write_reports
from tests.code.llm_server import Answers, Asked, Server, Step, said, used

KEY = "sk-very-secret-7"
Serve = Callable[..., Server]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Run an endpoint and set the environment to it; the command line keeps a coder for as long as it lives."""
    coder_of.cache_clear()
    running = []

    def start(answers: Answers, **variables: str) -> Server:
        context = (server := Server(answers)).running()
        context.__enter__()
        running.append(context)
        given = {"URL": server.url, "MODEL": "tiny", "KEY": KEY, "RETRIES": "0", "TIMEOUT": "10", **variables}
        for name, value in given.items():
            monkeypatch.setenv(f"DATELINE_LLM_{name}", value)
        return server

    yield start
    for context in running:
        context.__exit__(None, None, None)
    coder_of.cache_clear()


def attacked(asked: Asked) -> Step:
    """Answer with the attack that every report tells of, and with one that none does."""
    number = next(line[1 : line.index("]")] for line in asked.user.split("\n") if " attacked rebels " in line)
    told = {
        "sentence": number,
        "trigger": "attacked",
        "type": "ASSAULT",
        "factuality": "occurred",
        "recipients": ["rebels"],
        "places": ["Lisbon"],
    }
    made_up = {**told, "trigger": "annihilated"}
    return said({"claims": [told, made_up]}, usage=used(3_000, 1_000))


def test_code_writes_claims_and_says_what_was_left_out(cli: Cli, reports: Path, serve: Serve) -> None:
    server = serve(attacked)
    done = cli("code", reports, "--coder", "llm")
    assert (done.code, len(server.asked)) == (0, 3)
    rows = done.rows()
    assert [row["id"] for row in rows][1:] == ["r1", "r2", "r3"]
    assert [[claim["trigger"] for claim in row["claims"]] for row in rows] == [[], *[["attacked"]] * 3]
    assert rows[1]["claims"][0]["recipients"] == [{"text": "rebels", "country": None, "sector": "REB"}]
    assert (
        done.err.splitlines()[-1]
        == "dateline: left out of the answers: places not verbatim (3), trigger not verbatim (3)"
    )


def test_code_says_what_to_set(cli: Cli, reports: Path, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(attacked)
    monkeypatch.delenv("DATELINE_LLM_MODEL")
    done = cli("code", reports, "--coder", "llm")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("dateline: error: the coder llm needs DATELINE_LLM_MODEL (set it, for example: ")


def test_add_keeps_claims_and_counts_what_was_left_out(cli: Cli, reports: Path, tmp_path: Path, serve: Serve) -> None:
    serve(attacked)
    (summary,) = cli("add", reports, "--coder", "llm", "--json").rows()
    assert (summary["coded"], summary["claims"]) == (3, 3)
    assert summary["dropped"] == [
        {"what": "places", "why": "not verbatim", "count": 3},
        {"what": "trigger", "why": "not verbatim", "count": 3},
    ]
    (again,) = cli("add", reports, "--coder", "llm", "--json").rows()
    assert (again["coded"], again["known"], again["dropped"]) == (0, 3, [])
    story = cli("claims", "--json").rows()[0]
    assert story["claim"]["origin"]["version"].endswith("+tiny")
    assert not any(KEY.encode() in path.read_bytes() for path in tmp_path.glob("a.db*"))


def test_the_table_of_add_has_a_line_for_it(cli: Cli, reports: Path, serve: Serve) -> None:
    serve(attacked)
    assert (
        "\nleft out of the answers: places not verbatim (3), trigger not verbatim (3)\n"
        in cli("add", reports, "--coder", "llm").out
    )


def test_what_the_budget_left_is_coded_by_the_next_run(cli: Cli, reports: Path, serve: Serve) -> None:
    server = serve(attacked, BUDGET="10000")
    (first,) = cli("add", reports, "--coder", "llm", "--json").rows()
    assert first["coded"] == len(server.asked) == 1
    assert ("budget", 2) in [(group["reason"], group["count"]) for group in first["set_aside"]]
    assert [row["reason"] for row in cli("rejects", "--json").rows()].count("budget") == 2
    coder_of.cache_clear()
    serve(attacked, BUDGET="")
    (second,) = cli("add", reports, "--coder", "llm", "--json").rows()
    assert (second["known"], second["coded"]) == (1, 2)
    assert "budget" not in [row["reason"] for row in cli("rejects", "--json").rows()]


def test_a_refused_key_ends_the_run_in_a_line_and_keeps_what_was_coded(cli: Cli, reports: Path, serve: Serve) -> None:
    def answers(asked: Asked) -> Step:
        return attacked(asked) if len(server.asked) < 3 else Step(401, f"no {KEY}".encode())

    server = serve(answers)
    done = cli("add", reports, "--coder", "llm")
    assert done.code == 1
    assert done.err == f"dateline: error: {server.url} refuses the key (401: no ***) (set DATELINE_LLM_KEY)\n"
    assert len(cli("claims", "--json").rows()) == 2
    assert KEY not in done.out + done.err


def test_more_processes_share_no_budget_so_there_is_one(cli: Cli, tmp_path: Path, serve: Serve) -> None:
    many = write_reports(tmp_path, 140)
    server = serve(attacked, BUDGET="400000", PARALLEL="4")
    (summary,) = cli("add", many, "--coder", "llm", "--jobs", "2", "--json").rows()
    assert summary["coded"] == len(server.asked) <= 100
    assert summary["coded"] > 90
    assert summary["set_aside"][0]["count"] == 140 - summary["coded"]
