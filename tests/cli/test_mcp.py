"""`dateline mcp` at a prompt: what it tells a person, and what is wrong before an assistant is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def test_it_prints_what_an_assistant_is_set_up_with(cli: Cli, tmp_path: Path) -> None:
    (row,) = cli("mcp", "--json").rows()
    assert row == {
        "mcpServers": {"dateline": {"command": "dateline", "args": ["--archive", str(tmp_path / "a.db"), "mcp"]}}
    }


def test_at_a_prompt_it_says_what_to_do(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    done = cli("mcp")
    assert done.code == 0
    setting = json.loads(done.out[done.out.index("{") :])
    assert setting["mcpServers"]["dateline"]["args"][-1] == "mcp"


def test_without_an_archive_it_does_not_start(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    done = cli("mcp")
    assert (done.code, done.out) == (1, "")
    assert "There is no archive at" in done.err


def test_without_the_library_it_says_what_to_install(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.cli.mcp.find_spec", lambda _: None)
    done = cli("mcp")
    assert done.code == 1
    assert "mcp is not installed" in done.err
    assert "dateline[mcp]" in done.err
