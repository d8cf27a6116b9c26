"""Takes a ZIP archive; gives what the readers of its members give, or its own reader where it is an office document."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, Final, cast

from dateline.model import Rejected, Source
from dateline.read.desk import MAX_MEMBERS, Desk, Draft, Refusal, inside, seekable
from dateline.read.members import Names, shown_name
from dateline.read.registry import read_as
from dateline.read.rejects import rejected
from dateline.read.unpack import PIECE, stream_of

MAX_COPIED_BYTES: Final = 1024 * 1024 * 1024
"""Bytes of an archive inside something else beyond which it is not copied to a temporary file, which reading it needs."""

MAX_DIRECTORY_BYTES: Final = 64 * 1024 * 1024
"""Bytes of an archive's list of members, which must be held: 200,000 names of 100 characters with what belongs to them
come to 40 million."""

_TELLING: Final = (
    (re.compile(r"word/document\.xml"), "docx", "a Word document"),
    (re.compile(r"xl/workbook\.(?:xml|bin)"), "excel", "an Excel workbook"),
    (re.compile(r"ppt/presentation\.xml"), "powerpoint", "a PowerPoint presentation"),
    (re.compile(r"META-INF/container\.xml"), "epub", "an electronic book"),
    (re.compile(r"META-INF/manifest\.xml"), "odf", "an OpenDocument file"),
    (re.compile(r"archive/[^/]+\.warc(?:\.gz)?"), "wacz", "a web archive"),
)
"""Members that tell that a ZIP archive is something else: of which form, and what it is called where that is not read."""

_METHODS: Final = {1: "shrink", 6: "implode", 9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "zstd", 95: "xz", 98: "PPMd"}
_READ: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY: Final = b"PK\x01\x02"
_LOCAL_HEADER_BYTES: Final = 30
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UNIX: Final = 3

_FAULTS: Final = (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
"""What the standard library is known to raise on damaged archives (UnicodeError is a ValueError)."""


class _Watched:
    """The file of an archive, which does not hand out a list of members that is too long to be held."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.read: Callable[[int], bytes] = self._listing
        self.seek = stream.seek
        self.tell = stream.tell
        self.seekable = stream.seekable

    def _listing(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise Refusal("expands-too-much", f"its list of members claims {size:,} bytes")
        data = self._stream.read(size)
        if data.count(_ENTRY) > MAX_MEMBERS:
            raise Refusal("expands-too-much", f"it has more than {MAX_MEMBERS:,} members")
        return data

    def listed(self) -> None:
        """The list has been read."""
        self.read = self._stream.read


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read each member by its own form; one is open at a time, and unpacked while it is read.

    Raises:
        Refusal: the archive is damaged or a bomb.
    """
    with seekable(stream, MAX_COPIED_BYTES) as file:
        archive = opened(file)
        found = next((told for told in _TELLING if any(told[0].fullmatch(name) for name in archive.namelist())), None)
        if found:
            file.seek(0)
            yield from read_as(found[1], found[2], file, here, desk)
        else:
            yield from read_members(archive, file, here, desk)


def read_members(
    archive: zipfile.ZipFile, file: BinaryIO, here: Source, desk: Desk, *, wanted: Callable[[str], bool] | None = None
) -> Iterator[Draft | Rejected]:
    """Read the members whose names are wanted (all, where nothing is said) and that are not hidden."""
    size = file.seek(0, 2)
    infos = archive.infolist()
    _check_apart(infos, size)
    if not desk.packed:
        desk.expansion.take(size)
    desk.expansion.count_members(len(infos))
    names = Names()
    empty = True
    for number, info in enumerate(infos):
        told = names.told(info.filename) if is_file(info) and (wanted is None or wanted(info.filename)) else None
        if told is None:
            continue
        if desk.expansion.spent:
            left = f"the last {len(infos) - number:,} of its {len(infos):,} members are not read"
            raise Refusal("expands-too-much", f"too much has come out of it and what it is in: {left}")
        empty = False
        yield from _read_member(archive, info, inside(here, told), desk)
    if empty:
        yield rejected(
            "empty-file", here, "there is no file in the archive that could be read, or none that is not hidden"
        )


def opened(file: BinaryIO) -> zipfile.ZipFile:
    """Open an archive, which reads the list of its members.

    Raises:
        Refusal: it is damaged, or the list is too long.
    """
    watched = _Watched(file)
    try:
        archive = zipfile.ZipFile(cast("BinaryIO", watched))
    except (*_FAULTS, OSError) as error:
        if isinstance(error, OSError) and not file.seekable():
            raise
        raise Refusal("bad-file", f"its list of members is damaged or cut off ({error})") from error
    watched.listed()
    return archive


def is_file(info: zipfile.ZipInfo) -> bool:
    """Tell a file from a folder; the standard library's own test fails on a name without a letter."""
    return not info.filename.endswith("/")


def _check_apart(infos: Sequence[zipfile.ZipInfo], size: int) -> None:
    """See that no two members share bytes: so a few packed bytes could be unpacked as many times as there are members."""
    end, before = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            shared = f"the members {shown_name(before)!r} and {shown_name(info.filename)!r} lie over one another"
            raise Refusal("expands-too-much", f"{shared}, as in an archive made to be endless")
        end, before = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size, info.filename
    if end > size:
        raise Refusal("bad-file", f"the member {shown_name(before)!r} ends at byte {end:,}, the archive at {size:,}")


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, here: Source, desk: Desk
) -> Iterator[Draft | Rejected]:
    if info.create_system == _UNIX and (kind := stat.S_IFMT(info.external_attr >> 16)) not in {0, stat.S_IFREG}:
        what = "a link, and links are not followed" if stat.S_ISLNK(kind) else "a pipe or a device"
        yield rejected("not-a-file", here, f"it is {what}")
    elif info.flag_bits & _ENCRYPTED:
        yield rejected("encrypted", here, "it is locked with a password")
    elif info.compress_type not in _READ:
        method = _METHODS.get(info.compress_type, "a method of its own")
        detail = f"it is packed by {method} (method {info.compress_type}); methods 0 and 8 (deflate) are read"
        yield rejected("bad-file", here, detail)
    else:
        pieces = _pieces(archive, info)
        yield from desk.member(stream_of(pieces, desk.expansion), here, info.filename, packed=True)


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while piece := member.read(PIECE):
                yield piece
    except _FAULTS as error:
        raise Refusal("bad-file", f"it is damaged ({error})") from error
