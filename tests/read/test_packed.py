"""What is packed by gzip, zstd, bzip2 or xz reads as if it were not, and what of it cannot be read is said."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tracemalloc
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Rejected, Report, Source
from dateline.read.desk import DEFAULTS, FREELY_UNPACKED_BYTES, MAX_RATIO, Desk, Draft, Notes
from dateline.read.registry import read_stream
from dateline.read.unpack import MAX_WINDOW_BYTES, PIECE, Packed, unpacked
from tests.read.examples.packed import tar_of
from tests.read.reading import items, rejected, reports

Pack = Callable[[bytes], bytes]

TEXT = b"Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said.\n"
ROWS = b"".join(json.dumps({"id": f"r{n}", "text": f"Soldiers left port {n}."}).encode() + b"\n" for n in range(300))


def zstd(data: bytes) -> bytes:
    """Pack as `zstd` does, with a checksum."""
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


PACKERS: dict[str, tuple[str, Pack]] = {
    "gzip": (".gz", lambda data: gzip.compress(data, mtime=0)),
    "zstd": (".zst", zstd),
    "bzip2": (".bz2", lambda data: bz2.compress(data, 1)),
    "xz": (".xz", lzma.compress),
}
every_packing = pytest.mark.parametrize("packing", PACKERS)


def packed(packing: str, data: bytes) -> bytes:
    """Pack bytes."""
    return PACKERS[packing][1](data)


def drafts(stream: BinaryIO, name: str) -> Iterator[Draft | Rejected]:
    """Read a stream without finishing its reports, which takes most of the time."""
    return read_stream(stream, Source(name), name, Desk(DEFAULTS, Notes(), read_stream))


@every_packing
def test_packed_rows_are_the_rows(packing: str) -> None:
    name = f"rows.jsonl{PACKERS[packing][0]}"
    found = reports(packed(packing, ROWS), name)
    plain = reports(ROWS, "rows.jsonl")
    assert [report.id for report in found] == [report.id for report in plain]
    assert found[7].source == Source(name, "line 8", "r7", f"{packing} > jsonl")


@every_packing
def test_the_form_inside_is_told_by_the_name_without_its_ending_or_by_content(packing: str) -> None:
    page = b"<p>Soldiers opened fire on a checkpoint near the harbour on Monday, killing two, officials said.</p>"
    for name in ("page.html", "PAGE.HTML"):
        found = items(packed(packing, page * 3), name + PACKERS[packing][0].upper())
        assert [item.source.form for item in found if item.source] == [f"{packing} > html"]
    (found_text,) = items(packed(packing, TEXT * 3), "nameless")
    assert isinstance(found_text, Report)
    assert found_text.source is not None
    assert found_text.source.form == f"{packing} > text"


@pytest.mark.parametrize(
    ("name", "packing"), [("a.tgz", "gzip"), ("a.tbz2", "bzip2"), ("a.txz", "xz"), ("a.tar.zst", "zstd")]
)
def test_a_packed_tape_is_a_tape(name: str, packing: str) -> None:
    (found,) = reports(packed(packing, tar_of([("a.txt", TEXT)])), name)
    assert found.source is not None
    assert found.source.form == f"{packing} > tar > text"


@every_packing
def test_packed_files_put_behind_one_another_are_one(packing: str) -> None:
    rows = ROWS.splitlines(keepends=True)
    data = b"".join(packed(packing, row) for row in rows[:50])
    assert len(reports(data, f"rows.jsonl{PACKERS[packing][0]}")) == 50


@every_packing
def test_zeros_behind_the_end_are_nothing_and_other_bytes_are_told(packing: str) -> None:
    data = packed(packing, TEXT)
    name = f"a.txt{PACKERS[packing][0]}"
    if packing != "zstd":  # which has frames of its own to fill up with
        assert len(reports(data + bytes(70_000), name)) == 1
    report, left = items(data + b"<!-- served from a cache -->", name)
    assert isinstance(report, Report)
    assert isinstance(left, Rejected)
    assert left.reason == "bad-file"
    assert left.detail == f"behind the end of what is packed stand bytes that are no {packing}"


def test_a_frame_of_zstd_that_is_to_be_skipped_is_skipped() -> None:
    skipped = b"\x5a\x2a\x4d\x18" + (70_000).to_bytes(4, "little") + bytes(70_000)
    assert len(reports(zstd(TEXT) + skipped + zstd(TEXT), "a.txt.zst")) == 1
    cut = items(zstd(TEXT) + skipped[:-1], "a.txt.zst")
    assert [item.reason for item in cut if isinstance(item, Rejected)] == ["bad-file"]


@every_packing
def test_of_a_file_that_is_cut_off_what_comes_before_is_kept(packing: str) -> None:
    chance = random.Random(5)
    rows = b"".join(b'{"text": "Soldiers left port %d."}\n' % chance.getrandbits(60) for _ in range(15_000))
    data = packed(packing, rows)
    found = list(drafts(io.BytesIO(data[: len(data) * 3 // 4]), f"rows.jsonl{PACKERS[packing][0]}"))
    *kept, last = found
    assert len(kept) > 2_000
    assert all(isinstance(item, Draft) for item in kept)
    assert isinstance(last, Rejected)
    assert last.reason == "bad-file"
    assert last.detail.startswith("it is cut off: it ends in the middle, after ")
    assert last.detail.endswith(" unpacked bytes")


@every_packing
@given(place=st.integers(0, 1000), bit=st.integers(0, 7))
def test_a_changed_bit_is_never_silent(packing: str, place: int, bit: int) -> None:
    """Each of these forms has a checksum, so that either all is as it was or something is rejected."""
    data = bytearray(packed(packing, ROWS))
    data[place * len(data) // 1001] ^= 1 << bit
    found = list(drafts(io.BytesIO(bytes(data)), f"rows.jsonl{PACKERS[packing][0]}"))
    same = [item.body for item in found if isinstance(item, Draft)] == [
        json.loads(row)["text"] for row in ROWS.splitlines()
    ]
    assert same or any(isinstance(item, Rejected) for item in found)


@every_packing
def test_every_cut_is_told(packing: str) -> None:
    data = packed(packing, TEXT)
    name = f"a.txt{PACKERS[packing][0]}"
    for size in range(8, len(data)):
        assert rejected(data[:size], name).reason == "bad-file", size


@given(sizes=st.lists(st.integers(0, 150_000), max_size=3), chance=st.randoms(use_true_random=False))
def test_unpacking_gives_what_was_packed_piece_by_piece(sizes: list[int], chance: random.Random) -> None:
    parts = [chance.randbytes(size // 3) + bytes(size) for size in sizes]
    for packing in PACKERS:
        stream = unpacked(Packed(io.BytesIO(b"".join(packed(packing, part) for part in parts))), packing, None)
        assert stream.read() == b"".join(parts)


@every_packing
def test_a_bomb_is_stopped_in_little_memory(packing: str) -> None:
    part = packed(packing, bytes(FREELY_UNPACKED_BYTES // 8))
    data = part * 10  # files behind one another are one file
    assert len(data) * MAX_RATIO < FREELY_UNPACKED_BYTES
    tracemalloc.start()
    found = list(drafts(io.BytesIO(data), f"bomb.jsonl{PACKERS[packing][0]}"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [item.reason for item in found if isinstance(item, Rejected)] == ["expands-too-much"]
    assert peak < 48 * 1024 * 1024  # a line of JSON Lines may have 16 MiB


def test_a_window_larger_than_memory_is_refused() -> None:
    settings = zstandard.ZstdCompressionParameters(window_log=28, enable_ldm=False)
    made = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    found = rejected(made.compress(TEXT) + made.flush(), "a.txt.zst")
    assert found.reason == "expands-too-much"
    assert f"{MAX_WINDOW_BYTES:,}" in found.detail
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 2 * MAX_WINDOW_BYTES}]
    assert rejected(lzma.compress(TEXT, filters=filters), "a.txt.xz").reason == "expands-too-much"


def test_a_packed_file_inside_itself_is_not_unpacked_for_ever() -> None:
    data = TEXT
    for _ in range(5):
        data = gzip.compress(data, mtime=0)
    assert len(reports(data, "a.txt.gz.gz.gz.gz.gz")) == 1
    found = rejected(gzip.compress(data, mtime=0), "a.txt.gz.gz.gz.gz.gz.gz")
    assert found.reason == "nested-too-deep"


def test_a_file_larger_than_memory_is_read_in_little_of_it() -> None:
    class Endless(io.RawIOBase):
        """Packs rows as they are asked for."""

        def __init__(self, rows: int) -> None:
            self.left = rows
            self.packer = zstandard.ZstdCompressor().compressobj()
            self.ready = b""
            self.chance = random.Random(3)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the stub names a protocol of 3.12
            while not self.ready and self.left:
                self.left -= 1
                self.ready += self.packer.compress(b'{"text": "%s"}\n' % self.chance.randbytes(20_000).hex().encode())
                self.ready += b"" if self.left else self.packer.flush()
            size = min(len(buffer), len(self.ready))
            buffer[:size], self.ready = self.ready[:size], self.ready[size:]
            return size

    stream = io.BufferedReader(Endless(1000), PIECE)
    tracemalloc.start()
    count = sum(1 for item in drafts(stream, "rows.jsonl.zst") if isinstance(item, Draft))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 1000  # 40 MB unpacked
    assert peak < 8 * 1024 * 1024
