"""Paths, folders and standard input are read in order; what is no report is rejected with a reason and the rest goes on."""

from __future__ import annotations

import io
import json
import os
import socket
from pathlib import Path

import pytest

from dateline.model import Rejected, Report
from dateline.read import MENDS, read
from dateline.read.desk import MAX_TEXT_BYTES
from dateline.read.files import files_below, open_file
from tests.read.stories import PAGE, STORY


def one(path: Path) -> Report | Rejected:
    """Read the only thing that is at `path`."""
    (found,) = read([path])
    return found


def refusal(path: Path) -> Rejected:
    """Read the only thing at `path`, which must be refused."""
    found = one(path)
    assert isinstance(found, Rejected)
    assert found.detail
    assert found.mend == MENDS[found.reason]  # type: ignore[index] # any code that is no key fails the test
    return found


def texts(*paths: Path) -> list[str]:
    """Give the file names of the reports at `paths`, and the reasons of the rejects."""
    return [
        Path(found.source.path).name if isinstance(found, Report) and found.source else getattr(found, "reason", "?")
        for found in read(paths)
    ]


def test_a_folder_is_read_through_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/1.txt", "c/d/e.txt", ".hidden.txt", ".git/x.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(STORY, encoding="utf-8")
    assert texts(tmp_path) == ["1.txt", "2.txt", "b.txt", "e.txt"]


def test_a_hidden_file_that_is_named_is_read(tmp_path: Path) -> None:
    (tmp_path / ".note.txt").write_text(STORY, encoding="utf-8")
    assert texts(tmp_path / ".note.txt") == [".note.txt"]


def test_bad_sources_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_bytes(b"")
    (tmp_path / "2.txt").write_bytes(b"%PDF-1.7 and so on")
    (tmp_path / "3.txt").write_bytes(b"Caf\xe9")
    (tmp_path / "4.jsonl").write_text('{"text": "Soldiers opened fire."}\n{"text": "Sold', encoding="utf-8")
    (tmp_path / "5.txt").write_text(STORY, encoding="utf-8")
    found = texts(tmp_path, tmp_path / "gone.txt", tmp_path / "5.txt")
    assert found == [
        "empty-file",
        "bad-file",
        "unknown-encoding",
        "4.jsonl",
        "bad-json",
        "5.txt",
        "unreadable",
        "5.txt",
    ]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty-file"),
        ("blank.txt", b" \n\n \t", "empty-file"),
        ("blank.jsonl", b"\n\n", "empty-file"),
        ("blank.html", b" \n ", "empty-file"),
        ("pdf.txt", b"%PDF-1.4\n1 0 obj", "bad-file"),
        ("zip.txt", b"PK\x03\x04\x14\x00", "bad-file"),
        ("gzip.jsonl", b"\x1f\x8b\x08\x00", "bad-file"),
        ("picture", b"\x89PNG\r\n\x1a\n\x00", "not-text"),
        ("nul.txt", b"Soldiers\x00 opened fire", "not-text"),
        ("café.txt", "Café".encode("cp1252"), "unknown-encoding"),
        ("wide.jsonl", '{"text": "Soldiers opened fire"}'.encode("utf-16"), "invalid-utf8"),
        ("table.csv", b"day,place\n2020-04-01,Port Vell\n", "unknown-columns"),
        ("feed", b"<?xml version='1.0'?><rss><channel></channel></rss>", "empty-file"),
        ("array.json", b"[\n  {}\n]\n", "bad-json"),
        ("script.html", b"<html><body><script>write(1)</script></body></html>", "no-text"),
        ("doctype.html", b"<!DOCTYPE html>", "bad-page"),
        ("frames.html", b"<html><frameset cols='1,2'><frame src='a'></frameset></html>", "no-text"),
        ("deep.html", b"<html><body>" + b"<div>" * 5000 + b"text", "too-large"),
    ],
)
def test_reasons(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = refusal(path)
    assert found.reason == reason
    assert found.source.path == str(path)


def test_an_unknown_encoding_says_where_and_what_it_may_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"First line\nSecond \xe3 line")
    detail = refusal(tmp_path / "a.txt").detail
    assert detail.startswith("byte 19 (line 2), 0xe3, is no UTF-8; it may be ")
    assert "windows-1252" in detail


def test_words_that_begin_like_a_binary_file_are_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "MZAB militia seizes port\n\nSoldiers left the harbour on Monday.", encoding="utf-8"
    )
    assert isinstance(one(tmp_path / "a.txt"), Report)


def test_a_file_too_large_for_one_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * (MAX_TEXT_BYTES + 1))
    assert refusal(path).reason == "too-large"


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason == "empty-folder"


def test_a_path_with_a_nul_is_refused_not_raised(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\0b").reason == "unreadable"


def test_a_name_that_is_no_utf8_can_be_shown(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/st\xf6ry.txt"
    try:
        Path(os.fsdecode(path)).write_text(STORY, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    found = one(tmp_path)
    assert isinstance(found, Report)
    assert found.source is not None
    assert found.source.path.encode("utf-8").endswith(b"st\\xf6ry.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_pipes_sockets_and_devices_are_refused_unopened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "2.txt"))
    assert texts(tmp_path, Path("/dev/null")) == ["not-a-file", "not-a-file", "not-a-file"]


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "1.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "folder" / "2back").symlink_to(tmp_path)
    (tmp_path / "folder" / "3self").symlink_to("3self")
    (tmp_path / "folder" / "4gone").symlink_to("nowhere")
    (tmp_path / "other").symlink_to(tmp_path / "folder" / "1.txt")
    assert texts(tmp_path) == ["1.txt", "not-a-file", "not-a-file", "unreadable", "other"]


def test_links_that_lead_to_one_another_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "three").symlink_to(tmp_path / "one")
    (tmp_path / "one" / "two" / "x.txt").write_text(STORY, encoding="utf-8")
    assert texts(tmp_path) == ["not-a-file", "not-a-file", "not-a-file", "x.txt"]


def test_a_pipe_that_takes_the_place_of_a_file_does_not_hold_up_the_run(tmp_path: Path) -> None:
    listed = files_below(tmp_path)
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (path,) = listed
    assert isinstance(path, Path)
    path.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("the system has no named pipes")
    os.mkfifo(path)
    found = open_file(path)
    assert isinstance(found, Rejected)
    assert found.reason == "not-a-file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a").chmod(0)
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    try:
        assert texts(tmp_path) == ["unreadable", "b.txt"]
    finally:
        (tmp_path / "a").chmod(0o700)


def test_a_folder_that_goes_away_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b").mkdir()
    found = read([tmp_path])
    assert isinstance(next(found), Report)
    (tmp_path / "b").rmdir()
    (left,) = found
    assert isinstance(left, Rejected)
    assert left.reason == "unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert refusal(tmp_path / "a.txt").reason == "unreadable"


@pytest.mark.parametrize(
    ("data", "reports"),
    [
        (STORY.encode(), 1),
        (PAGE.encode(), 1),
        (b"\n" + PAGE.encode(), 1),
        (b'\n{"text": "Soldiers left."}\n{"text": "Soldiers came."}\n', 2),
        (b'\xef\xbb\xbf{"text": "Soldiers left."}\n', 1),
        (b"{braces} open this sentence about the soldiers.", 1),
        (b"<i>Soldiers</i> left the harbour on Monday.", 1),
    ],
)
def test_the_form_of_standard_input_is_told_by_content(data: bytes, reports: int) -> None:
    stream = io.BytesIO(data)
    found = list(read(["-"], stdin=stream))
    assert [type(one) for one in found] == [Report] * reports
    assert all(one.source is not None and one.source.path == "-" for one in found)
    assert not stream.closed


def test_the_form_of_a_page_without_an_ending_is_told_by_content(tmp_path: Path) -> None:
    (tmp_path / "page").write_text(PAGE, encoding="utf-8")
    found = one(tmp_path / "page")
    assert isinstance(found, Report)
    assert found.outlet == "Harbour Gazette"


def test_reading_is_lazy() -> None:
    class Counted(io.BytesIO):
        taken = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            self.taken += 1
            return super().readline(size)

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # the stub names a protocol of 3.12
            self.taken += 1
            return super().readinto(buffer)

    rows = b"".join(json.dumps({"id": str(n), "text": "Soldiers left. " * 20}).encode() + b"\n" for n in range(5000))
    stream = Counted(rows)
    reports = read(["-"], stdin=stream)
    assert stream.taken == 0
    first = next(reports)
    assert isinstance(first, Report)
    assert first.name == "0"
    assert stream.tell() < len(rows) / 10


def test_the_same_file_gives_the_same_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    first, second = read([tmp_path])
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.id == second.id
    os.utime(tmp_path / "a.txt", (0, 0))
    assert one(tmp_path / "a.txt") == first
