"""`dateline forget` shows what would go, asks, erases, and keeps what is forgotten from coming back unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def ids(cli: Cli) -> dict[str, str]:
    return {row["name"]: row["id"] for row in cli("reports", "--json").rows()}


def words_in(folder: Path, words: bytes) -> bool:
    return any(words in path.read_bytes() for path in folder.glob("a.db*"))


def test_nothing_goes_before_it_is_agreed_to(cli: Cli, reports: Path) -> None:
    cli("add", "--coder", "sample", reports)
    before = ids(cli)
    done = cli("forget", "r1", "r2")
    assert done.code == 2
    assert "--yes" in done.err
    assert "Day 1 of the fighting" in done.out
    (going,) = cli("forget", "r1", "--json").rows()
    assert [one["report"] for one in going["reports"]] == [before["r1"]]
    assert ids(cli) == before


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_it_asks_who_is_there(cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    cli("add", "--coder", "sample", reports)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda *_: answer == "yes")
    assert cli("forget", "r1").code == 0
    assert ("r1" in ids(cli)) == (answer == "no")


def test_what_is_forgotten_is_refused_until_it_is_wanted_again(cli: Cli, reports: Path, tmp_path: Path) -> None:
    cli("add", "--coder", "sample", reports)
    known = ids(cli)
    assert words_in(tmp_path, b"shopkeepers")
    stones = cli("forget", "r1", "r2", "--yes", "--author", "ann", "--reason", "a wish", "--json").rows()
    assert {(stone["report"], stone["author"], stone["reason"]) for stone in stones} == {
        (known[name], "ann", "a wish") for name in ("r1", "r2")
    }
    assert not words_in(tmp_path, b"shopkeepers")
    refused = cli("add", "--coder", "sample", reports, "--json").rows()[0]
    groups = {group["reason"]: group["count"] for group in refused["rejected"]}
    assert groups["forgotten"] == 2
    assert refused["coded"] == 0
    assert "forgotten (" not in cli("rejects").out
    assert "was forgotten on" in cli("show", known["r1"]).err
    assert cli("add", "--coder", "sample", reports, "--again", "--json").rows()[0]["coded"] == 2
    assert ids(cli) == known


def test_what_is_forgotten_already_is_told(cli: Cli, reports: Path) -> None:
    cli("add", "--coder", "sample", reports)
    known = ids(cli)
    cli("forget", "r1", "--yes")
    done = cli("forget", known["r1"], "--yes")
    assert done.code == 0
    assert "Forgotten before" in done.out
    assert cli("forget", "nosuch", "--yes").code == 1
