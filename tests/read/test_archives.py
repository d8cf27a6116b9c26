"""Members of ZIP and tar archives are read by their own forms; what is no file, locked, damaged or a bomb is told."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import time
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Rejected, Report, Source
from dateline.read import desk as limits
from dateline.read import read
from dateline.read.desk import DEFAULTS, FREELY_UNPACKED_BYTES, Desk, Notes
from dateline.read.forms import zip as zip_form
from dateline.read.members import LONGEST_NAME, Names
from dateline.read.registry import read_stream
from tests.fuzz.checks import EXAMPLES
from tests.read.examples.packed import make, tar_of, zip_of
from tests.read.reading import items, rejected, reports

TEXT = b"Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said.\n"
ROW = b'{"text": "Soldiers left the harbour on Monday."}\n'

Pack = Callable[[Sequence[tuple[str, bytes]]], bytes]
both = pytest.mark.parametrize(("pack", "name"), [(zip_of, "a.zip"), (tar_of, "a.tar")], ids=["zip", "tar"])


def told(data: bytes, name: str) -> list[str]:
    """Give the places of reports and the reasons of rejects."""
    return [
        (item.source.locator or "") if isinstance(item, Report) and item.source else getattr(item, "reason", "?")
        for item in items(data, name)
    ]


@pytest.mark.parametrize("name", make())
def test_the_examples_are_what_their_script_makes(name: str) -> None:
    assert [item for item in read([EXAMPLES / name]) if isinstance(item, Report)]
    if not name.endswith((".gz", ".zst", ".zip", ".wacz")):  # those differ with the version of the library that packs
        assert (EXAMPLES / name).read_bytes() == make()[name]


@both
def test_members_are_read_by_their_own_forms(pack: Pack, name: str) -> None:
    page = (EXAMPLES / "page.html").read_bytes()
    found = reports(pack([("a/page.html", page), ("b.txt", TEXT), ("c/d.jsonl.gz", gzip.compress(ROW))]), name)
    form = name[2:]
    sources = [item.source for item in found]
    assert sources == [
        Source(name, "member a/page.html", None, f"{form} > html"),
        Source(name, "member b.txt", None, f"{form} > text"),
        Source(name, "member c/d.jsonl.gz > line 1", None, f"{form} > gzip > jsonl"),
    ]


@both
def test_archives_in_archives_are_read(pack: Pack, name: str) -> None:
    inner = pack([("c.txt", TEXT)])
    (found,) = reports(pack([("b" + name[1:], inner)]), name)
    assert found.source is not None
    assert found.source.locator == f"member b{name[1:]} > member c.txt"


@both
def test_hidden_members_and_folders_are_left_out(pack: Pack, name: str) -> None:
    hidden = [("__MACOSX/._a.txt", TEXT), (".git/b.txt", TEXT), ("c/.d.txt", TEXT)]
    assert told(pack([*hidden, ("./e.txt", TEXT), ("../f.txt", TEXT)]), name) == ["member ./e.txt", "member ../f.txt"]
    assert rejected(pack(hidden), name).reason == "empty-file"


def test_an_archive_of_nothing_is_empty() -> None:
    assert rejected(zip_of([]), "a.zip").reason == "empty-file"


@both
def test_a_name_is_shown_and_leads_nowhere(pack: Pack, name: str) -> None:
    odd = ["/etc/passwd.txt", "../../a.txt", "C:\\b.txt", "c\x1b[2J\u202e.txt", "d" * 400 + ".txt"]
    found = told(pack([(member, TEXT) for member in odd]), name)
    assert found[:3] == ["member /etc/passwd.txt", "member ../../a.txt", "member C:\\b.txt"]
    assert found[3] == "member c\\x1b[2J\\x202e.txt"
    assert found[4] == "member " + "d" * LONGEST_NAME + "…"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@both
def test_members_of_one_name_are_all_read_and_told_apart(pack: Pack, name: str) -> None:
    assert told(pack([("a.txt", TEXT), ("b.txt", TEXT), ("a.txt", TEXT + b"More.")]), name) == [
        "member a.txt",
        "member b.txt",
        "member a.txt (number 2 of that name)",
    ]


@given(st.lists(st.text(min_size=1), max_size=20))
def test_what_members_are_told_by_is_one_line_and_their_own(names: list[str]) -> None:
    given_names = Names()
    found = [words for name in names if (words := given_names.told(name))]
    assert len(set(found)) == len(found)
    assert all(len(words.splitlines()) == 1 and "Cc" not in map(unicodedata.category, words) for words in found)
    "".join(found).encode("utf-8")


@both
def test_a_member_that_cannot_be_read_does_not_stop_the_others(pack: Pack, name: str) -> None:
    members = [
        ("a.txt", b""),
        ("b.png", b"\x89PNG\r\n\x1a\n\0"),
        ("c.txt", TEXT),
        ("d.gz", b"\x1f\x8b\x08"),
        ("e.txt", TEXT),
    ]
    assert told(pack(members), name) == ["empty-file", "not-text", "member c.txt", "bad-file", "member e.txt"]


@both
def test_too_many_members_are_too_many(pack: Pack, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 5)
    monkeypatch.setattr(zip_form, "MAX_MEMBERS", 5)
    assert len(reports(pack([(f"{n}.txt", TEXT) for n in range(5)]), name)) == 5
    last = items(pack([(f"{n}.txt", TEXT) for n in range(6)]), name)[-1]
    assert isinstance(last, Rejected)
    assert (last.reason, last.detail[:25]) == ("expands-too-much", "it has more than 5 members"[:25])
    inside = pack([(f"{n}.txt", TEXT) for n in range(4)])
    found = told(pack([("a" + name[1:], inside), ("b" + name[1:], inside)]), name)
    assert "expands-too-much" in found


def zipped(
    name: str = "a.txt", data: bytes = TEXT, *, change: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    """Pack one member, with its entry changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        archive.writestr(member, data, zipfile.ZIP_DEFLATED)
        if change:
            change(archive.infolist()[0])
    return made.getvalue()


def test_a_zip_of_another_name_or_from_a_pipe_is_read() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the stub names a protocol of 3.12
            return self.data.readinto(buffer)

    assert told(zipped(), "a.bin") == ["member a.txt"]
    found = list(read(["-"], stdin=cast("BinaryIO", io.BufferedReader(Pipe(zipped())))))
    assert [type(item) for item in found] == [Report]


@pytest.mark.parametrize("name", ["a.zip", "a.wacz"])
def test_a_member_without_a_name_is_told(name: str) -> None:
    def nameless(info: zipfile.ZipInfo) -> None:
        info.filename = ""

    first = items(zipped(change=nameless), name)[0]
    assert isinstance(first, Rejected)
    assert (first.reason, first.source.locator) in {("bad-file", "member without a name"), ("empty-file", None)}


def test_bytes_behind_a_zip_do_not_hide_it() -> None:
    assert told(zipped() + b"-- sent by a gateway", "a.zip") == ["member a.txt"]


def test_what_of_a_zip_is_no_file_or_locked_or_packed_otherwise_is_told() -> None:
    def link(info: zipfile.ZipInfo) -> None:
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16

    def pipe(info: zipfile.ZipInfo) -> None:
        info.create_system, info.external_attr = 3, stat.S_IFIFO << 16

    def locked(info: zipfile.ZipInfo) -> None:
        info.flag_bits |= 1

    def method(info: zipfile.ZipInfo) -> None:
        info.compress_type = 9

    found = [rejected(zipped(change=change), "a.zip") for change in (link, pipe, locked, method)]
    assert [(item.reason, item.source.locator) for item in found] == [
        ("not-a-file", "member a.txt"),
        ("not-a-file", "member a.txt"),
        ("encrypted", "member a.txt"),
        ("bad-file", "member a.txt"),
    ]
    assert "deflate64 (method 9)" in found[3].detail


@given(place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_changed_bit_in_a_zip_is_never_silent(place: int, bit: int) -> None:
    good = zip_of([("a.jsonl", ROW), ("b.jsonl", ROW)])
    data = bytearray(good)
    data[place * len(data) // 10_001] ^= 1 << bit
    found = items(bytes(data), "a.zip")
    texts = [item.text for item in found if isinstance(item, Report)]
    assert texts == [item.text for item in reports(good, "a.zip")] or any(isinstance(item, Rejected) for item in found)


def test_a_member_whose_sum_is_wrong_is_rejected_and_the_next_is_read() -> None:
    data = bytearray(zip_of([("a.txt", TEXT), ("b.txt", TEXT)]))
    data[14] ^= 1
    directory = data.index(b"PK\x01\x02")
    data[directory + 16] ^= 1
    assert told(bytes(data), "a.zip") == ["bad-file", "member b.txt"]


def test_a_zip_that_is_cut_off_is_rejected() -> None:
    found = rejected(zip_of([("a.txt", TEXT)])[:-30], "a.zip")
    assert found.reason == "bad-file"
    assert found.detail.startswith("its list of members is damaged or cut off")


def overlapping(count: int, size: int) -> bytes:
    """Let many entries of the list lead to the one member that there is."""
    good = zipped(data=bytes(size))
    start = good.index(b"PK\x01\x02")
    end = good.index(b"PK\x05\x06")
    entries = good[start:end] * count
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return good[:start] + entries + tail


def test_members_over_one_another_are_refused_unread() -> None:
    began = time.process_time()
    found = rejected(overlapping(10_000, 10_000_000), "a.zip")
    assert time.process_time() - began < 5
    assert found.reason == "expands-too-much"
    assert "lie over one another" in found.detail


def test_a_member_that_ends_behind_the_archive_is_told() -> None:
    def longer(info: zipfile.ZipInfo) -> None:
        info.compress_size += 5000

    assert rejected(zipped(change=longer), "a.zip").reason == "bad-file"


def bomb(levels: int, width: int, size: int) -> bytes:
    """Pack archives into one another, as many of them on each level."""
    data = zip_of([(f"{n}.jsonl", bytes(size)) for n in range(width)])
    for _ in range(levels - 1):
        data = zip_of([(f"{n}.zip", data) for n in range(width)])
    return data


@pytest.mark.parametrize(("levels", "width", "size"), [(1, 12, FREELY_UNPACKED_BYTES // 10), (4, 16, 4_000_000)])
def test_a_bomb_of_archives_is_stopped_over_all_of_them(levels: int, width: int, size: int) -> None:
    data = bomb(levels, width, size)
    tracemalloc.start()
    began = time.process_time()
    desk = Desk(DEFAULTS, Notes(), read_stream)
    found = [
        item for item in read_stream(io.BytesIO(data), Source("42.zip"), "42.zip", desk) if isinstance(item, Rejected)
    ]
    spent = time.process_time() - began
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found[-1].reason == "expands-too-much"
    assert len(found) < 100
    assert spent < 20
    assert peak < 64 * 1024 * 1024
    assert desk.expansion.given < 2 * max(FREELY_UNPACKED_BYTES, limits.MAX_RATIO * len(data))


def test_a_list_of_members_that_claims_too_much_is_not_held() -> None:
    data = bytearray(zip_of([("a.txt", TEXT)]))
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = (3_000_000_000).to_bytes(4, "little")
    tracemalloc.start()
    found = rejected(bytes(data), "a.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.reason in {"bad-file", "expands-too-much"}
    assert peak < 8 * 1024 * 1024


@pytest.mark.parametrize(
    ("member", "words"),
    [("ppt/presentation.xml", "a PowerPoint presentation"), ("META-INF/container.xml", "an electronic book")],
)
def test_an_office_document_is_told_by_its_members_whatever_its_name(member: str, words: str) -> None:
    found = rejected(zip_of([("[Content_Types].xml", b"<Types/>"), (member, b"<x/>")]), "report.zip")
    assert (found.reason, found.detail) == ("not-text", f"it is {words}, which is not read")


def test_a_web_archive_in_a_zip_is_told_by_its_members() -> None:
    data = (EXAMPLES / "pages.wacz").read_bytes()
    found = [item for item in items(data, "download") if isinstance(item, Report)]
    assert [item.source.form for item in found if item.source] == [
        "wacz > gzip > warc > html",
        "wacz > gzip > warc > text",
    ]


def taped(*members: tuple[str, bytes, str], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Put members of a name, a type and what they link to behind one another."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, kind, link in members:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, link
            member.size = len(TEXT) if kind == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(TEXT))
    return made.getvalue()


def test_links_devices_and_pipes_in_a_tar_are_no_files() -> None:
    data = taped(
        ("a.txt", tarfile.REGTYPE, ""),
        ("b.txt", tarfile.SYMTYPE, "/etc/passwd"),
        ("c.txt", tarfile.LNKTYPE, "a.txt"),
        ("d", tarfile.CHRTYPE, ""),
        ("e", tarfile.FIFOTYPE, ""),
        ("f", tarfile.DIRTYPE, ""),
        ("g", b"Q", ""),
    )
    found = items(data, "a.tar")
    assert [item.detail for item in found if isinstance(item, Rejected)] == [
        "it is a link to '/etc/passwd', and links are not followed",
        "it is a link to 'a.txt', and links are not followed",
        "it is a device",
        "it is a named pipe",
        "it is of the type 'Q', which is no file",
    ]
    assert {item.reason for item in found if isinstance(item, Rejected)} == {"not-a-file"}


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_are_read_in_every_kind_of_tar(form: int) -> None:
    name = "/".join(["reports of the year"] * 9) + "/a.txt"
    assert told(tar_of([(name, TEXT), ("b.txt", TEXT)], form), "a.tar") == [f"member {name}", "member b.txt"]


def test_tapes_put_behind_one_another_are_all_read() -> None:
    tape = tar_of([("a.txt", TEXT)])
    assert told(tape + tape, "a.tar") == ["member a.txt", "member a.txt (number 2 of that name)"]


def test_of_a_tar_that_is_cut_off_what_comes_before_is_kept() -> None:
    tape = tar_of([("a.txt", TEXT), ("b.txt", TEXT)])
    inside_b = items(tape[: 3 * 512 + 20], "a.tar")
    assert isinstance(inside_b[0], Report)
    assert [item.source.locator for item in inside_b[1:] if item.source] == ["member b.txt", None]
    behind_a = items(tape[: 2 * 512], "a.tar")
    assert isinstance(behind_a[1], Rejected)
    assert behind_a[1].detail == "it ends at byte 1,024 without the mark of an end: it may have been cut off"


def test_a_damaged_header_of_a_tar_is_told_with_its_place() -> None:
    tape = bytearray(tar_of([("a.txt", TEXT), ("b.txt", TEXT)]))
    tape[1024] ^= 1
    first, second = items(bytes(tape), "a.tar")
    assert isinstance(first, Report)
    assert isinstance(second, Rejected)
    assert second.reason == "bad-file"
    assert second.detail.startswith("the header that ends at byte 1,536 is damaged")


def header(kind: bytes, size: int) -> bytes:
    """Write a header of a tar that says what it likes."""
    member = tarfile.TarInfo("a")
    member.type, member.size = kind, size
    return member.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_of_a_tar_that_is_a_bomb_is_not_held(kind: bytes) -> None:
    data = gzip.compress(header(kind, 50_000_000) + bytes(50_000_000))
    tracemalloc.start()
    found = rejected(data, "a.tar.gz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.reason == "expands-too-much"
    assert peak < 4 * 1024 * 1024


@pytest.mark.parametrize("size", [10**15, -512])
def test_a_tar_that_claims_more_or_less_than_there_can_be_is_damaged(size: int) -> None:
    last = items(header(tarfile.REGTYPE, size) + TEXT.ljust(1024), "a.tar")[-1]
    assert isinstance(last, Rejected)
    assert last.reason == "bad-file"


def test_a_sparse_member_of_a_tar_is_not_read_as_if_it_were_whole() -> None:
    data = header(tarfile.GNUTYPE_SPARSE, 512) + TEXT.ljust(512, b"\0") + bytes(1024)
    assert rejected(data, "a.tar").detail == "it is packed with its holes left out (a sparse file)"


def test_a_folder_of_archives_is_held_to_the_limits_one_by_one(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).write_bytes(zip_of([(f"{n}.jsonl", bytes(8_000_000)) for n in range(6)]))
    found = [item.reason for item in read([tmp_path]) if isinstance(item, Rejected)]
    assert "expands-too-much" not in found
