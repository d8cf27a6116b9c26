"""The examples of docs/api.md run as they stand, one after the other, against a server of their own."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx

from tests.serve.conftest import Serve
from tests.serve.test_writing import token

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return found


def dateline(line: str, folder: Path) -> None:
    """Run a command of the page."""
    _, *words = shlex.split(line)
    command = [sys.executable, "-c", "from dateline.cli.main import run; run()", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_the_examples_run(tmp_path: Path, serve: Serve) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    for line in commands:
        if " serve " not in line:
            dateline(line, tmp_path)
    archive = tmp_path / "news.db"
    server = serve("--write", archive=archive)
    printed: list[str] = []
    known: dict[str, object] = {
        "print": lambda *words: printed.append(" ".join(map(str, words))),
        "secret": token(archive, "add", "Docs", "--scope", "write")["secret"],
    }
    for number, block in enumerate(blocks("python")):
        exec(compile(block.replace("http://127.0.0.1:8750", server.root), f"api.md {number}", "exec"), known)  # noqa: S102 - the page's own code
    told = "\n".join(printed)
    assert "'status': 'ok'" in told
    assert "404 Nothing here has the id" in told
    assert "'attacked'" in printed[-1]


def test_every_path_is_on_the_page_and_the_page_names_no_other(serve: Serve) -> None:
    schema = httpx.get(f"{serve().root}/openapi.json").json()
    table = PAGE.split("## What can be asked")[1].split("\n## ")[0]
    named = {path for line in table.splitlines() if line.startswith("| `") for path in re.findall(r"`(/[^`]*)`", line)}
    there = {
        re.sub(r"\{(?:event|claim|report)\}", "{id}", path.removeprefix("/api/v1"))
        for path, operations in schema["paths"].items()
        if "get" in operations
    }
    assert named == {*there, "/news/stream"}


def test_every_status_is_on_the_page(serve: Serve) -> None:
    schema = json.loads(httpx.get(f"{serve().root}/openapi.json").text)
    statuses = {
        status for operations in schema["paths"].values() for one in operations.values() for status in one["responses"]
    }
    table = PAGE.split("## Errors")[1].split("\n## ")[0]
    told = {
        status
        for line in table.splitlines()
        for status in re.findall(r"\d{3}", line.split("|")[1] if "|" in line else "")
    }
    assert statuses - told == {"200", "201", "500"}
