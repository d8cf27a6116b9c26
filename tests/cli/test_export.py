"""`dateline export` in every format: a file or folder, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dateline.cli.export import Format
from dateline.export.parquet import FILES
from tests.cli.conftest import Cli


@pytest.fixture
def full(cli: Cli, reports: Path) -> Cli:
    """Give a command line whose archive holds the sample reports."""
    assert cli("add", reports, "--coder", "sample").code == 0
    return cli


@pytest.mark.parametrize("form", [form for form in Format if form is not Format.parquet])
def test_a_file_holds_what_stdout_gives(full: Cli, tmp_path: Path, form: Format) -> None:
    path = tmp_path / "out"
    done = full("export", "--format", form, "--output", path)
    assert done.code == 0
    assert done.err.startswith("wrote ")
    assert path.read_text(encoding="utf-8") == full("export", "--format", form).out != ""


def test_what_a_format_has_no_place_for_is_counted(full: Cli) -> None:
    events = full("events", "--json").rows()
    happened = sum(event["factuality"] == "occurred" for event in events)
    done = full("export", "--format", "gdelt")
    assert len(done.out.splitlines()) == happened < len(events)
    assert (
        done.err
        == f"left out {len(events) - happened} events: it has no place for what is not told as having happened\n"
    )


def test_json_tells_what_was_written(full: Cli, tmp_path: Path) -> None:
    done = full("export", "--format", "ged", "--output", tmp_path / "ged.csv", "--json")
    told = json.loads(done.err)
    assert told["what"] == "events"
    assert told["written"] + told["left_out"] == len(full("events", "--json").rows())


def test_tables_go_into_a_folder(full: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    assert full("export", "--format", "parquet", "--output", folder).code == 0
    assert {path.name for path in folder.iterdir()} == FILES


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "parquet"), "--format parquet writes several files (name a folder with --output)"),
        (("--format", "acled", "--what", "claims"), "--what claims cannot be written as acled (choose csv, jsonl or "),
    ],
)
def test_what_cannot_be_written_is_told(full: Cli, options: tuple[str, ...], said: str) -> None:
    done = full("export", *options)
    assert done.code == 2
    assert done.err.startswith(f"dateline: error: {said}")
    assert done.out == ""


def test_a_folder_of_other_things_is_not_replaced(full: Cli, tmp_path: Path) -> None:
    done = full("export", "--format", "parquet", "--output", tmp_path)
    assert done.code == 1
    assert "it holds other files (name a folder that is new or holds such tables)" in done.err
