"""A fuzzer that asks all that the OpenAPI document allows, and much that it does not, finds nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.serve.conftest import Serve, a_world
from tests.serve.test_writing import token

SECONDS = 550
"""A run of this size takes one to two minutes; what hangs must fail."""


def fuzz(root: str, folder: Path, options: Sequence[str]) -> str:
    """Run schemathesis; give what it tells where it finds anything, else nothing."""
    run = [sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()", "run"]
    command = [*run, f"{root}/openapi.json", "--seed", "7", "--no-color", "--request-timeout", "30", *options]
    # What never ends cannot be waited for.
    command += ["--exclude-path", "/api/v1/news/stream"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    return "" if done.returncode == 0 else done.stdout[-8000:] + done.stderr[-2000:]


def test_reading_withstands_what_the_schema_does_not_allow(serve: Serve, tmp_path: Path) -> None:
    server = serve("--rate", "1000000")
    assert not fuzz(server.root, tmp_path, ["--phases", "coverage", "--include-path-regex", "events|search|news|cell"])
    assert server.client.get("/health").status_code == 200


def test_writing_withstands_a_fuzzer_with_a_token(serve: Serve, tmp_path: Path) -> None:
    path = a_world(tmp_path / "fuzzed.db")
    made = token(path, "add", "Fuzz", "--scope", "read", "--scope", "write", "--scope", "judge")
    server = serve("--rate", "1000000", "--write", "--coder", "sample", archive=path)
    header = ["-H", f"Authorization: Bearer {made['secret']}"]
    assert not fuzz(server.root, tmp_path, [*header, "--phases", "fuzzing", "--max-examples", "5"])
    assert not fuzz(server.root, tmp_path, [*header, "--phases", "coverage", "--include-method", "POST"])
    assert server.client.get("/health").status_code == 200
