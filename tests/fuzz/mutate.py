"""Bytes and a source of chance enter, changed bytes leave: what stands packed in them is changed too, and packed again."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

import zstandard

Change = Callable[[bytes, random.Random], bytes]

_NUMBERS: Final = (
    b"\x00",
    b"\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\xff",
    b"\x00\x00\x00\x00",
    b"-1",
    b"99999999999",
    b"1e999",
)
_LONGEST: Final = 1 << 18


def changed(data: bytes, chance: random.Random) -> bytes:
    """Change bytes in one to four places, inside what they pack where they pack something and chance says so."""
    packed = _tar if data[257:262] == b"ustar" else _PACKED.get(data[:2])
    unpacked = packed if chance.random() < 0.7 else None
    if unpacked and (inner := unpacked(data, chance)) is not None:
        return inner[:_LONGEST]
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(_CHANGES)(data, chance)
    return data[:_LONGEST]


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + int(2 ** chance.uniform(0, 9)))


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed_bytes = bytearray(data)
    for _ in range(chance.randint(1, 8) if data else 0):
        changed_bytes[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed_bytes)


def _drop(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _move(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    to = chance.randrange(len(data) + 1)
    return data[:to] + data[start:end] + data[to:]


def _number(data: bytes, chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + chance.choice(_NUMBERS) + data[min(end, start + 4) :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


_CHANGES: Final[tuple[Change, ...]] = (_flip, _drop, _repeat, _move, _number, _cut)


def _gzip(data: bytes, chance: random.Random) -> bytes | None:
    try:
        return gzip.compress(changed(gzip.decompress(data), chance), mtime=0)
    except (OSError, EOFError, zlib.error):
        return None


def _zstd(data: bytes, chance: random.Random) -> bytes | None:
    try:
        inner = zstandard.ZstdDecompressor().stream_reader(data).read(_LONGEST)
    except zstandard.ZstdError:
        return None
    return zstandard.ZstdCompressor().compress(changed(inner, chance))


def _bzip2(data: bytes, chance: random.Random) -> bytes | None:
    try:
        return bz2.compress(changed(bz2.decompress(data), chance))
    except (OSError, ValueError):
        return None


def _xz(data: bytes, chance: random.Random) -> bytes | None:
    try:
        return lzma.compress(changed(lzma.decompress(data), chance))
    except lzma.LZMAError:
        return None


def _tar(data: bytes, chance: random.Random) -> bytes | None:
    """Change a header and make its checksum right again, or the data that it stands before."""
    places = [place for place in range(0, len(data) - 511, 512) if data[place + 257 : place + 262] == b"ustar"]
    if not places:
        return None
    place = chance.choice(places)
    head = bytearray(changed(data[place : place + 512], chance)[:512].ljust(512, b"\0"))
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return data[:place] + head + data[place + 512 :]


def _warc(data: bytes, chance: random.Random) -> bytes | None:
    """Change one record and let it say how long it is."""
    records = data.split(b"WARC/1.")
    number = chance.randrange(len(records))
    head, gap, body = records[number].partition(b"\r\n\r\n")
    body = changed(body, chance)
    head = re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % max(0, len(body) - 4), changed(head, chance))
    return b"WARC/1.".join([*records[:number], head + gap + body, *records[number + 1 :]])


def _zip(data: bytes, chance: random.Random) -> bytes | None:
    """Change one member of an archive and pack all of them again."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            members = old.infolist()
            chosen = chance.choice(members) if members else None
            for member in members:
                inner = old.read(member)
                new.writestr(member.filename, changed(inner, chance) if member is chosen else inner)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        UserWarning,
    ):
        return None
    return made.getvalue()


_PACKED: Final[dict[bytes, Callable[[bytes, random.Random], bytes | None]]] = {
    b"\x1f\x8b": _gzip,
    b"\x28\xb5": _zstd,
    b"BZ": _bzip2,
    b"\xfd7": _xz,
    b"PK": _zip,
    b"WA": _warc,
}
