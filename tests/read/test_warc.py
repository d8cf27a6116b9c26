"""Pages and texts of web archives are read as they were served; the rest is counted, and damage is told with its place."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import random
import sys
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from dateline.model import Rejected, Report, Source
from dateline.read.desk import DEFAULTS, Desk, Draft, Notes
from dateline.read.forms import warc
from dateline.read.registry import read_stream
from tests.fuzz.checks import EXAMPLES
from tests.read.examples.packed import ADDRESS, HTML, answer_of, pages, record_of, response_of, zip_of
from tests.read.reading import items, report, reports
from tests.read.stories import PAGE

TEXT = b"Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said.\n"
BARE = (
    "<!DOCTYPE html><html><head><title>Dockers killed at Port Vell</title></head><body><article>"
    "<p>Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, Amína Kotár said.</p>"
    "<p>The governor told reporters that the drivers had shown their papers and had been waved on by the guards.</p>"
    "<p>Talks between the army and the dockers' union are due to resume in Port Vell on Thursday, they added.</p>"
    "</article></body></html>"
)


def drafts(data: bytes, name: str = "a.warc") -> Iterator[Draft | Rejected]:
    """Read without finishing."""
    return read_stream(io.BytesIO(data), Source(name), name, Desk(DEFAULTS, Notes(), read_stream))


def chunked(data: bytes, size: int = 100) -> bytes:
    """Cut as a server cuts what it sends."""
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nTrailer: x\r\n\r\n"


def raw_deflate(data: bytes) -> bytes:
    """Pack without the header that the standard asks for."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize("packed", [False, True])
def test_the_page_is_the_page_that_was_saved(packed: bool) -> None:  # noqa: FBT001 - a case of a test
    records = pages()
    data = b"".join(gzip.compress(record) if packed else record for record in records)
    first, second, others = items(data, "pages.warc.gz" if packed else "pages.warc")
    assert isinstance(first, Report)
    saved = report((EXAMPLES / "page.html").read_bytes(), "page.html")
    assert (first.id, first.published, first.outlet) == (saved.id, saved.published, saved.outlet)
    form = "gzip > warc > html" if packed else "warc > html"
    given_id = "urn:uuid:00000000-0000-4000-8000-000000000003"
    assert first.source == Source("pages.warc.gz" if packed else "pages.warc", "record 3", given_id, form)
    assert isinstance(second, Report)
    assert (second.url, second.outlet) == (f"{ADDRESS}.txt", "gazette.example")
    assert isinstance(others, Rejected)
    assert others.reason == "passed-over"
    assert others.detail == (
        "records that hold no page or text: "
        "1 request, 1 response of the type image/png, 1 response with the status 301, 1 warcinfo"
    )


def test_what_the_page_does_not_say_the_record_says() -> None:
    (draft,) = drafts(response_of(BARE.encode(), HTML))
    assert isinstance(draft, Draft)
    assert (draft.url, draft.outlet, draft.not_after) == (ADDRESS, "gazette.example", dt.date(2021, 3, 10))
    (dated,) = reports(response_of(BARE.encode(), HTML, address="https://gazette.example/2021/03/09/a"), "a.warc")
    assert dated.published is not None
    assert (dated.published.day, dated.published.known) == (dt.date(2021, 3, 9), "url")
    (stated,) = drafts(response_of(PAGE.encode(), HTML, address="https://mirror.example/copy"))
    assert isinstance(stated, Draft)
    assert (stated.url, stated.outlet) == (report(PAGE.encode(), "a.html").url, "Harbour Gazette")


@pytest.mark.parametrize(
    ("payload", "fields"),
    [
        (gzip.compress(BARE.encode()), ["Content-Encoding: gzip"]),
        (gzip.compress(BARE.encode()), ["content-encoding: X-GZIP"]),
        (gzip.compress(gzip.compress(BARE.encode())), ["Content-Encoding: gzip, gzip"]),
        (zlib.compress(BARE.encode()), ["Content-Encoding: deflate"]),
        (raw_deflate(BARE.encode()), ["Content-Encoding: deflate"]),
        (zstandard.ZstdCompressor().compress(BARE.encode()), ["Content-Encoding: zstd"]),
        (chunked(BARE.encode()), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(BARE.encode())), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (BARE.encode(), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (BARE.encode(), ["Content-Encoding: br"]),
        (BARE.encode(), ["Content-Encoding: identity"]),
        (BARE.encode(), ["X-Long: a", "\tfolded over: two lines"]),
    ],
)
def test_encodings_are_undone_where_they_are_there(payload: bytes, fields: list[str]) -> None:
    (found,) = reports(response_of(payload, HTML, *fields), "a.warc")
    assert found.text == report(BARE.encode(), "a.html").text


@pytest.mark.parametrize(
    ("payload", "charset", "right"),
    [
        (BARE.encode("cp1252"), "windows-1252", True),
        (BARE.encode("cp1252"), "ISO-8859-1", True),
        (BARE.encode("cp1252"), '"iso-8859-15"', True),
        (BARE.replace("<head>", '<head><meta charset="koi8-r">').encode(), "utf-8", True),
        (BARE.replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252"), "utf-8", True),
        (BARE.encode("utf-16"), "utf-8", True),
        (BARE.encode("utf-8-sig"), "koi8-r", True),
        (BARE.replace("<head>", '<head><meta charset="utf-8">').encode(), "koi8-r", False),
        (BARE.replace("<head>", '<head><meta charset="utf-8">').encode(), "unicode_escape", True),
        (BARE.replace("<head>", '<head><meta charset="utf-8">').encode(), "no-such", True),
    ],
)
def test_the_charset_of_the_answer_wins_where_it_can_be_right(payload: bytes, charset: str, right: bool) -> None:  # noqa: FBT001 - a case of a test
    (found,) = reports(response_of(payload, f"Content-Type: text/html; charset={charset}"), "a.warc")
    assert ("Amína Kotár" in found.text) is right


def test_resources_and_texts_of_crawls_are_read_and_other_records_counted() -> None:
    target = f"WARC-Target-URI: {ADDRESS}"
    latin = TEXT.replace(b"governor", "governör".encode("latin-1"))
    data = b"".join(
        [
            record_of("resource", BARE.encode(), target, "Content-Type: text/html"),
            record_of("conversion", TEXT, target, "Content-Type: text/plain"),
            record_of("resource", latin, target, "Content-Type: text/plain; charset=latin1"),
            record_of("resource", b"\x89PNG", target, "Content-Type: image/png"),
            record_of("resource", b"{}", "WARC-Target-URI: urn:pageinfo:x", "Content-Type: application/json"),
            record_of("revisit", b"", target, "Content-Type: application/http"),
            record_of("metadata", b"via: x", target),
            record_of("response", b"20210310060000\ngazette.example. 1 A", "Content-Type: text/dns"),
            response_of(b"Not found", HTML, status="404 Not Found"),
            response_of(b"Partly", HTML, status="206 Partial Content"),
            response_of(b"var a;", "Content-Type: text/javascript"),
            response_of(b"GIF8", number=9),
            record_of("", b"", target),
        ]
    )
    found = items(data, "a.warc")
    assert [item.source.locator for item in found if isinstance(item, Report) and item.source] == [
        "record 1",
        "record 2",
        "record 3",
    ]
    assert isinstance(found[2], Report)
    assert "governör" in found[2].text
    (others,) = [item for item in found if isinstance(item, Rejected)]
    assert others.detail.endswith(
        ": 1 metadata, 1 resource of the type application/json, 1 resource of the type image/png, "
        "1 response of the type text/dns, 1 response of the type text/javascript, 1 response with the status 206, "
        "1 response with the status 404, 1 response without a type, 1 revisit, 1 without a kind"
    )


def test_a_page_without_a_type_is_told_by_its_beginning() -> None:
    (found,) = reports(response_of(BARE.encode()), "a.warc")
    assert found.source is not None
    assert found.source.form == "warc > html"


def test_many_kinds_are_counted_in_little_memory() -> None:
    data = b"".join(record_of(f"kind{n}" + "x" * 500, b"") for n in range(3000))
    (found,) = items(data, "a.warc")
    assert isinstance(found, Rejected)
    assert len(found.detail) < 1200
    assert found.detail.endswith("of other kinds")


def test_a_page_that_holds_no_story_is_rejected_and_the_next_is_read() -> None:
    data = response_of(b"<html><body></body></html>", HTML, number=1) + response_of(BARE.encode(), HTML, number=2)
    first, second = items(data, "a.warc")
    assert isinstance(first, Rejected)
    assert first.source.locator == "record 1"
    assert isinstance(second, Report)


def test_a_page_whose_encoding_is_damaged_is_rejected_and_the_next_is_read() -> None:
    packed = gzip.compress(BARE.encode())
    data = b"".join(
        [
            response_of(packed[:-20], HTML, "Content-Encoding: gzip", number=1),
            response_of(chunked(BARE.encode())[:300], HTML, "Transfer-Encoding: chunked", number=2),
            response_of(BARE.encode(), HTML, "Content-Encoding: gzip, gzip, gzip, gzip", number=3),
            response_of(b"", *[f"X-{n}: {n}" for n in range(600)], number=4),
            response_of(BARE.encode(), HTML, number=5),
        ]
    )
    found = items(data, "a.warc")
    assert [item.reason for item in found if isinstance(item, Rejected)] == ["bad-file"] * 4
    assert isinstance(found[-1], Report)


def test_a_page_that_was_cut_off_when_it_was_fetched_says_so() -> None:
    cut = record_of(
        "response",
        answer_of(BARE.encode()[:400], HTML),
        f"WARC-Target-URI: {ADDRESS}",
        "Content-Type: application/http",
        "WARC-Truncated: length",
    )
    first, second = items(cut, "a.warc")
    assert isinstance(first, Report)
    assert isinstance(second, Rejected)
    assert second.detail == "it was cut off when it was fetched (length); what came before is kept"


def test_brotli_is_undone_where_its_library_is_installed_and_else_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = bytes.fromhex("8b0880") + b"not installed" + b"\x03"
    record = response_of(packed, HTML, "Content-Encoding: br")
    monkeypatch.setitem(sys.modules, "brotli", None)
    (found,) = items(record * 3, "a.warc")
    assert isinstance(found, Rejected)
    assert found.reason == "needs-extra"
    assert found.detail == "of 3 records: it is encoded as br: pip install 'dateline[brotli]'"


def test_brotli_is_undone() -> None:
    brotli = pytest.importorskip("brotli", reason="the extra `brotli` is not installed")
    packed = brotli.compress(BARE.encode())
    (found,) = reports(response_of(packed, HTML, "Content-Encoding: br"), "a.warc")
    assert found.text == report(BARE.encode(), "a.html").text
    for bad in (packed[:-5], b"\xff" + packed):
        (refused,) = items(response_of(bad, HTML, "Content-Encoding: br"), "a.warc")
        assert isinstance(refused, Rejected)
        assert refused.reason == "bad-file"
    bomb = brotli.compress(bytes(100_000_000))
    tracemalloc.start()
    (stopped,) = items(response_of(bomb, HTML, "Content-Encoding: br"), "a.warc")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024
    assert isinstance(stopped, Rejected)
    assert stopped.reason == "too-large"


def test_of_an_archive_that_is_cut_off_what_comes_before_is_kept() -> None:
    data = response_of(BARE.encode(), HTML, number=1) + response_of(BARE.encode(), HTML, number=2)
    first, *rest = items(data[:-300], "a.warc")
    assert isinstance(first, Report)
    assert [item.reason for item in rest if isinstance(item, Rejected)] == ["bad-file", "bad-file"]
    assert [item.source.locator for item in rest if item.source] == ["record 2", None]
    assert isinstance(rest[-1], Rejected)
    assert rest[-1].detail == (
        f"the archive is cut off at byte {len(data) - 300:,}, inside a record that ends at byte {len(data) - 4:,}"
    )


@pytest.mark.parametrize("packed", [False, True])
def test_damage_is_told_with_its_place(packed: bool) -> None:  # noqa: FBT001 - a case of a test
    good = response_of(BARE.encode(), HTML)
    bad = good.replace(b"WARC/1.1", b"WORC/1.1")
    data = gzip.compress(good) + gzip.compress(bad) if packed else good + bad
    first, second = items(data, "a.warc.gz" if packed else "a.warc")
    assert isinstance(first, Report)
    assert isinstance(second, Rejected)
    assert second.detail == (f"at byte {len(good):,} no sound record begins; what stands from there on is not read")


def test_a_damaged_part_of_a_packed_archive_is_not_taken_for_its_end() -> None:
    parts = [bytearray(gzip.compress(response_of(BARE.encode(), HTML, number=n))) for n in range(3)]
    parts[1][len(parts[1]) // 2] ^= 0xFF
    found = items(b"".join(parts), "a.warc.gz")
    assert isinstance(found[0], Report)
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "bad-file"


@pytest.mark.parametrize(
    "record",
    [
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"WARC/1.0\r\n" + b"x" * 100_000,
        b"WARC/1.0\r\n" + b"a: b\r\n" * 1000,
        b"WARC/1.0",
    ],
)
def test_a_record_without_a_sound_head_ends_the_archive(record: bytes) -> None:
    (found,) = items(record, "a.warc")
    assert isinstance(found, Rejected)
    assert found.reason == "bad-file"
    assert "byte 0" in found.detail


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=8))
def test_records_are_those_that_another_reader_finds(bodies: list[bytes]) -> None:
    written = [
        response_of(body, number=number) if number % 2 else record_of("metadata", body, number=number)
        for number, body in enumerate(bodies)
    ]
    data = b"".join(written)
    theirs = [
        (record.rec_headers.get_header("WARC-Record-ID"), record.content_stream().read())
        for record in ArchiveIterator(io.BytesIO(data))
    ]
    archive = warc._Archive(io.BytesIO(data))
    ours: list[tuple[str, bytes]] = []
    while record := warc._next(archive, len(ours) + 1):
        assert data[record.start :].startswith(b"WARC/1.1")
        body = b"".join(archive.up_to(record.end))
        ours.append((f"<{record.given_id}>", body.partition(b"\r\n\r\n")[2] if record.kind == "response" else body))
    assert ours == theirs


def test_a_crawl_larger_than_memory_is_read_in_little_of_it() -> None:
    chance = random.Random(2)
    record = [response_of(chance.randbytes(300_000), "Content-Type: image/jpeg", number=n) for n in range(20)]
    page = response_of(BARE.encode(), HTML, number=99)
    data = b"".join(gzip.compress(part, 1) for part in [*record, page] * 5)
    assert list(drafts(page))  # or what the libraries keep would be counted
    tracemalloc.start()
    found = list(drafts(data, "a.warc.gz"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sum(isinstance(item, Draft) for item in found) == 5
    assert peak < 12 * 1024 * 1024  # of which 8 are set aside for the longest page


def test_a_page_that_is_a_bomb_is_refused_and_the_next_is_read() -> None:
    bomb = gzip.compress(bytes(40_000_000))
    data = response_of(bomb, HTML, "Content-Encoding: gzip", number=1) + response_of(BARE.encode(), HTML, number=2)
    first, second = items(data, "a.warc")
    assert isinstance(first, Rejected)
    assert first.reason == "too-large"
    assert isinstance(second, Report)


def test_an_archive_of_web_archives_without_any_is_empty() -> None:
    found = items(zip_of([("datapackage.json", b"{}"), ("archive/readme.txt", TEXT)]), "a.wacz")
    assert [(item.reason, item.detail) for item in found if isinstance(item, Rejected)] == [
        ("empty-file", "there is no file in the archive that could be read, or none that is not hidden"),
        ("passed-over", "files about the archives in it (indexes, lists of pages): 2"),
    ]


def test_an_arc_is_named_and_not_read_as_a_text() -> None:
    (found,) = items(b"filedesc://a.arc 0.0.0.0 20010101000000 text/plain 76\n1 0 x\n", "a.txt")
    assert isinstance(found, Rejected)
    assert found.detail == "its first bytes are those of an ARC web archive"
