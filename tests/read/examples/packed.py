"""The plain examples enter, the packed ones leave: `python -m tests.read.examples.packed` makes them anew, byte for byte."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import zstandard

FORMS = Path(__file__).resolve().parents[3] / "examples" / "forms"

ADDRESS = "https://gazette.example/world/dockers-killed"
HTML = "Content-Type: text/html; charset=utf-8"


def zip_of(members: Sequence[tuple[str, bytes]]) -> bytes:
    """Pack members of a name and bytes each, without the time of day."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def tar_of(members: Sequence[tuple[str, bytes]], form: int = tarfile.PAX_FORMAT) -> bytes:
    """Put members of a name and bytes each behind one another."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, data in members:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


def record_of(kind: str, body: bytes, *lines: str, number: int = 1, date: str = "2021-03-10T06:00:00Z") -> bytes:
    """Write a record of a web archive."""
    head = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
        f"WARC-Date: {date}",
        *lines,
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body + b"\r\n\r\n"


def answer_of(payload: bytes, *fields: str, status: str = "200 OK") -> bytes:
    """Write what a server answers."""
    return "\r\n".join([f"HTTP/1.1 {status}", *fields]).encode() + b"\r\n\r\n" + payload


def response_of(payload: bytes, *fields: str, status: str = "200 OK", address: str = ADDRESS, number: int = 1) -> bytes:
    """Write the record of what a server answered."""
    lines = (f"WARC-Target-URI: {address}", "Content-Type: application/http;msgtype=response")
    return record_of("response", answer_of(payload, *fields, status=status), *lines, number=number)


def pages() -> list[bytes]:
    """Write the records of a small crawl: a page, a text, and what belongs to a crawl beside them."""
    page = (FORMS / "page.html").read_bytes()
    text = (FORMS / "report.txt").read_bytes()
    asked = b"GET /world/dockers-killed HTTP/1.1\r\nHost: gazette.example\r\n\r\n"
    target = f"WARC-Target-URI: {ADDRESS}"
    return [
        record_of("warcinfo", b"software: none\r\n", "Content-Type: application/warc-fields"),
        record_of("request", asked, target, "Content-Type: application/http;msgtype=request", number=2),
        response_of(gzip.compress(page, mtime=0), HTML, "Content-Encoding: gzip", number=3),
        response_of(b"", "Location: /home", status="301 Moved", address="https://gazette.example/", number=4),
        response_of(b"\x89PNG", "Content-Type: image/png", address="https://gazette.example/a.png", number=5),
        record_of("resource", text, f"{target}.txt", "Content-Type: text/plain", number=6),
    ]


def make() -> dict[str, bytes]:
    """Give each packed example under its name."""
    rows, page, text = ((FORMS / name).read_bytes() for name in ("reports.jsonl", "page.html", "report.txt"))
    folder = [("reports/page.html", page), ("reports/2021/report.txt", text), ("reports/2021/rows.jsonl", rows)]
    crawl = pages()
    listed = b'{"format": "json-pages-1.0", "id": "pages"}\n'
    wacz = [
        ("archive/pages.warc.gz", b"".join(gzip.compress(record, mtime=0) for record in crawl)),
        ("pages/pages.jsonl", listed),
        ("datapackage.json", b'{"profile": "data-package", "wacz_version": "1.1.1"}'),
    ]
    return {
        "reports.jsonl.gz": gzip.compress(rows, mtime=0),
        "reports.jsonl.zst": zstandard.ZstdCompressor(write_checksum=True).compress(rows),
        "reports.jsonl.bz2": bz2.compress(rows),
        "reports.jsonl.xz": lzma.compress(rows),
        "reports.zip": zip_of(folder),
        "reports.tar": tar_of(folder),
        "reports.tar.gz": gzip.compress(tar_of(folder), mtime=0),
        "pages.warc": b"".join(crawl),
        "pages.warc.gz": b"".join(gzip.compress(record, mtime=0) for record in crawl),
        "pages.wacz": zip_of(wacz),
    }


if __name__ == "__main__":
    for name, data in make().items():
        (FORMS / name).write_bytes(data)
