"""`--map`: what a user says of columns, what the archive remembers of it, and what cannot be said."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dateline.archive import Archive
from tests.cli.conftest import Cli

STORY = "Veltia attacked rebels in Orvale on 2021-03-01, killing 7, officials said. Number {} of the war."


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return write_table(tmp_path / "news.csv", "story")


def write_table(path: Path, text: str) -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", text, "summary", "when", "headline"])
        for number in range(3):
            told = STORY.format(number)
            writer.writerow([f"r{number}", told, f"{told} In short.", f"2021-03-0{number + 2}", f"Day {number}"])
    return path


def test_a_map_is_remembered_for_tables_with_the_same_header(cli: Cli, table: Path, tmp_path: Path) -> None:
    out = cli("add", table, "--coder", "sample", "--map", "text=summary,date=when").out
    assert "columns of news.csv: text=summary, date=when (given), title=headline, id=id (guessed)" in out
    later = write_table(tmp_path / "later.csv", "story")
    later.write_text(later.read_text(encoding="utf-8").replace("Number", "Part"), encoding="utf-8")
    done = cli("add", later, "--coder", "sample")
    assert "columns of" not in done.out
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        reports = list(archive.reports())
        assert len(reports) == 6
        assert all(report.text.endswith("In short.") and report.published for report in reports)


def test_a_later_map_replaces_what_was_remembered(cli: Cli, table: Path, tmp_path: Path) -> None:
    cli("add", table, "--coder", "sample")
    out = cli("add", table, "--coder", "sample", "--map", "text=summary").out
    assert "text=summary (given)" in out
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        (columns,) = archive.columns().values()
    assert columns == {"text": "summary", "title": "headline", "id": "id"}


def test_code_takes_a_map_too_and_remembers_nothing(cli: Cli, table: Path, tmp_path: Path) -> None:
    done = cli("code", table, "--coder", "sample", "--map", "text=2", "--map", "date=4")
    assert [row["id"] for row in done.rows()] == ["r0", "r1", "r2"]
    assert not (tmp_path / "a.db").exists()


def test_a_table_with_unknown_columns_says_which_it_has_and_what_helps(cli: Cli, tmp_path: Path) -> None:
    done = cli("add", write_table(tmp_path / "news.csv", "words"), "--coder", "sample", "--map", "text=body")
    assert done.code == 3
    assert "there is no column 'body' for the text" in done.out
    assert "'words'" in done.out


def test_what_was_unknown_is_mended_by_retry(cli: Cli, tmp_path: Path) -> None:
    cli("add", write_table(tmp_path / "news.csv", "words"), "--coder", "sample")
    (summary,) = cli("retry", "--coder", "sample", "--map", "text=words", "--json").rows()
    assert (summary["coded"], summary["rejected"]) == (3, [])
    assert not cli("rejects", "--json").rows()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("text", "--map 'text' is not FIELD=COLUMN"),
        ("text=", "--map 'text=' is not FIELD=COLUMN"),
        ("text=a,b", "--map 'b' is not FIELD=COLUMN (a column with a comma in its name can be numbered)"),
        ("txt=a", "--map knows no field 'txt' (fields are text, title, date,"),
        ("text=a,text=b", "--map gives the field 'text' twice"),
    ],
)
@pytest.mark.parametrize("command", ["add", "code"])
def test_what_cannot_be_a_map_is_an_error_of_usage(cli: Cli, table: Path, command: str, given: str, said: str) -> None:
    done = cli(command, table, "--coder", "sample", "--map", given)
    assert done.code == 2
    assert said in done.err
