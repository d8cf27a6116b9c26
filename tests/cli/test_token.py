"""Tokens as the command line makes, lists and revokes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.cli import serve
from tests.cli.conftest import Cli


def test_a_secret_is_shown_once(cli: Cli) -> None:
    made = cli("token", "add", "Ann", "--scope", "write", "--scope", "judge")
    assert made.code == 0, made.err
    assert "Token" in made.out
    secret = next(line for line in made.out.splitlines() if line.startswith("dateline_"))
    listed = cli("token", "list")
    assert secret not in listed.out
    assert "Ann" in listed.out
    assert "judge, write" in listed.out
    assert "1 token" in listed.out


def test_a_revoked_token_is_listed_no_more(cli: Cli) -> None:
    (made,) = cli("token", "add", "Ann", "--json").rows()
    (other,) = cli("token", "add", "Ben", "--json").rows()
    assert made["scopes"] == ["read"]
    assert "revoked" in cli("token", "revoke", made["id"]).out
    assert [row["id"] for row in cli("token", "list", "--json").rows()] == [other["id"]]
    again = cli("token", "revoke", made["id"])
    assert again.code == 1
    assert "no token has the id" in again.err


def test_a_file_of_tokens_that_is_damaged_is_not_read_over(cli: Cli, tmp_path: Path) -> None:
    kept = tmp_path / "t"
    cli("token", "add", "Ann", "--tokens", kept)
    with kept.open("a") as stream:
        stream.write('{"type":"revo')
    told = cli("token", "list", "--tokens", kept)
    assert told.code == 1
    assert "line 2 of" in told.err
    assert "remove the line" in told.err


def test_serving_says_what_is_missing(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "NEEDED", ("litestar_of_nobody",))
    told = cli("serve")
    assert told.code == 1
    assert "pip install 'dateline[serve]'" in told.err


def test_serving_needs_an_archive_and_an_address(cli: Cli, tmp_path: Path) -> None:
    told = cli("serve")
    assert told.code == 1
    assert "There is no archive" in told.err or "no archive at" in told.err
    cli("add", tmp_path, "--coder", "sample")
    told = cli("serve", "--host", "192.0.2.1", "--port", "8750")
    assert told.code == 1
    assert "cannot listen at 192.0.2.1 port 8750" in told.err
