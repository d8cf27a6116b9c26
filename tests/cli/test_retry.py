"""`dateline retry`: what it reads again, what it leaves, what it says; files that were moved or renamed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dateline.archive import Archive, Uncoded
from dateline.model import Report, Source
from dateline.read.rejects import rejected
from tests.cli.conftest import Cli
from tests.cli.test_add import fingerprint
from tests.export.samples import report

STORY = "Veltia attacked rebels in Orvale, officials said on Monday."
GOOD = json.dumps({"text": STORY})


def listed(cli: Cli) -> list[tuple[str, str]]:
    rows = cli("rejects", "--json").rows()
    return sorted((Path(row["source"]["path"]).name, row["reason"]) for row in rows)


def test_what_is_mended_disappears_and_nothing_else_is_read(cli: Cli, tmp_path: Path) -> None:
    lines, text = tmp_path / "r.jsonl", tmp_path / "x.txt"
    lines.write_text(f"{GOOD}\nbad\n")
    text.write_bytes(b"\0")
    cli("add", lines, text, "--coder", "sample")
    lines.write_text(f"{GOOD}\n{json.dumps({'text': 'Marland attacked rebels in Orvale on Friday, they said.'})}\n")
    done = cli("retry", "--coder", "sample", "--json")
    (summary,) = done.rows()
    assert done.code == 0
    assert (summary["read"], summary["known"], summary["coded"], summary["mended"]) == (2, 1, 1, 1)
    assert listed(cli) == [("x.txt", "not-text")]
    text.write_text(f"Port closed\n\n{STORY}")
    assert cli("retry", "--coder", "sample", "--json").rows()[0]["mended"] == 1
    assert cli("rejects").out == "0 set aside or not read\n"
    done = cli("retry", "--coder", "sample")
    assert done.code == 0
    assert "nothing is left" in done.out


def test_what_is_gone_is_said_and_kept(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(b"\0")
    cli("add", tmp_path / "x.txt", "--coder", "sample")
    (tmp_path / "x.txt").unlink()
    done = cli("retry", "--coder", "sample")
    assert done.code == 3
    assert "could not be read: gone (1)" in done.out
    assert "x.txt: it is gone from disk" in done.out
    assert listed(cli) == [("x.txt", "not-text")]
    assert cli("retry", "--coder", "sample", "--forget-gone").code == 0
    assert listed(cli) == []


def test_the_standard_input_and_addresses(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.cli import late

    with Archive.open(tmp_path / "a.db") as archive:
        archive.reject(rejected("bad-json", Source("-", "line 2"), "cut"))
        archive.reject(rejected("not-fetched", Source("https://example.org/a"), "no answer"))
    seen: list[str] = []

    def read(paths: Sequence[str], _: object, **__: object) -> Iterator[Report]:
        seen.extend(paths)
        return iter(())

    monkeypatch.setattr(late, "read", read)
    out = cli("retry", "--coder", "sample").out
    assert seen == ["https://example.org/a"]
    assert "standard input, which cannot be read twice" in out


def test_a_report_that_could_not_be_coded_is_coded_from_the_archive(cli: Cli, tmp_path: Path) -> None:
    one, other = report(f"One\n{STORY}", name="one"), report(f"Other\n{STORY}", name="other")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.keep(one, rejected("no-answer", Source("/gone.txt"), "the endpoint is silent"))
        archive.keep(other, rejected("not-english", Source("/gone.txt"), "its language is 'fr'"))
    (summary,) = cli("retry", "--coder", "sample", "--json").rows()
    assert (summary["read"], summary["coded"]) == (1, 1)
    assert [reason for _, reason in listed(cli)] == ["not-english"]


def test_the_reason_of_a_report_set_aside_is_the_latest(tmp_path: Path) -> None:
    one = report(f"One\n{STORY}")
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.keep(one, rejected("no-answer", Source("/a"), "silent"))
        assert archive.keep(one, rejected("budget", Source("/a"), "spent"))
        assert not archive.keep(one, rejected("budget", Source("/a"), "spent"))
        assert archive.counts().set_aside == {"budget": 1}


def test_a_name_that_is_no_unicode_is_found_again(cli: Cli, tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(raw)).write_bytes(b"\0")
    cli("add", Path(os.fsdecode(raw)), "--coder", "sample")
    Path(os.fsdecode(raw)).write_text(f"Port closed\n\n{STORY}")
    assert cli("retry", "--coder", "sample", "--json").rows()[0]["mended"] == 1


def test_a_folder_and_what_is_below_it_are_read_once(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cli("add", folder, "--coder", "sample")
    (folder / "r.jsonl").write_text(f"{GOOD}\nbad\n")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.reject(rejected("bad-json", Source(str(folder / "r.jsonl"), "line 2"), "cut"))
    (summary,) = cli("retry", "--coder", "sample", "--json").rows()
    assert (summary["read"], summary["mended"]) == (1, 1)
    assert listed(cli) == [("r.jsonl", "bad-json")], "what is refused again stays, though less was known of it before"


def test_retry_writes_the_report_that_add_writes(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.txt").write_bytes(b"\0")
    cli("add", tmp_path / "in", "--coder", "sample")
    assert cli("retry", "--coder", "sample", "--report", tmp_path / "r.jsonl").code == 3
    first, last = map(json.loads, (tmp_path / "r.jsonl").read_text().splitlines())
    assert (first["outcome"], first["reason"]) == ("rejected", "not-text")
    assert last["totals"]["rejected"][0]["count"] == 1


def test_without_an_archive_there_is_nothing_to_retry(cli: Cli, tmp_path: Path) -> None:
    done = cli("retry", "--coder", "sample")
    assert done.code == 1
    assert "no archive" in done.err
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize("renamed", ["in/renamed.jsonl", "elsewhere/r.jsonl"])
def test_a_file_that_was_moved_is_the_same_reports_and_the_same_troubles(
    cli: Cli, tmp_path: Path, renamed: str
) -> None:
    first, second = tmp_path / "in" / "r.jsonl", tmp_path / renamed
    for folder in (first.parent, second.parent):
        folder.mkdir(exist_ok=True)
    french = "Le gouvernement a annoncé mardi que les négociations avec les rebelles reprendraient bientôt. " * 3
    first.write_text(f"{GOOD}\nbad\n{json.dumps({'text': french})}\n")
    cli("add", first, "--coder", "sample")
    before = cli("reports", "--json").rows()
    first.rename(second)
    (summary,) = cli("add", second, "--coder", "sample", "--json").rows()
    assert (summary["known"], summary["coded"]) == (1, 0)
    assert [row["id"] for row in cli("reports", "--json").rows()] == [row["id"] for row in before]
    assert {row["source"]["path"] for row in cli("rejects", "--json").rows()} == {str(second)}
    assert listed(cli) == [(second.name, "bad-json"), (second.name, "not-english")]
    (tmp_path / "a.db").rename(tmp_path / "moved.db")
    cli("add", second, "--coder", "sample")
    assert fingerprint(tmp_path / "moved.db") == fingerprint(tmp_path / "a.db")


def test_another_file_of_the_same_size_and_a_copy_drop_nothing(cli: Cli, tmp_path: Path) -> None:
    first, other, copy = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    first.write_bytes(b"\0one")
    cli("add", first, "--coder", "sample")
    copy.write_bytes(b"\0one")
    cli("add", copy, "--coder", "sample")
    assert listed(cli) == [("a.txt", "not-text"), ("c.txt", "not-text")]
    first.unlink()
    other.write_bytes(b"\0two")
    cli("add", other, "--coder", "sample")
    assert ("a.txt", "not-text") in listed(cli)


def test_a_moved_file_that_is_read_well_now_leaves_no_reject(cli: Cli, tmp_path: Path) -> None:
    first, second = tmp_path / "r.bin", tmp_path / "r.txt"
    first.write_text(f"Port closed\n\n{STORY}")
    with Archive.open(tmp_path / "a.db") as archive:
        from dateline.cli.moved import mark_of

        before = rejected("not-text", Source(str(first)), "as a version before saw it")
        archive.keep_uncoded([Uncoded(before, mark=mark_of(str(first)))])
    first.rename(second)
    assert cli("add", second, "--coder", "sample", "--json").rows()[0]["mended"] == 1
    assert listed(cli) == []
