"""Takes a tar archive; gives what the readers of its members give, one after the other, as they come by."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, Final

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal, inside
from dateline.read.members import Names, shown_name
from dateline.read.rejects import Reason, rejected
from dateline.read.unpack import PIECE, stream_of

MAX_HEADER_BYTES: Final = 1024 * 1024
"""Bytes beyond which what an archive says about a member is an attack: names and times come to a few hundred."""

_BLOCK: Final = 512
_EMPTY: Final = bytes(_BLOCK)
_FILES: Final = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_LINKS: Final = (tarfile.LNKTYPE, tarfile.SYMTYPE)
_WITHOUT_DATA: Final = {
    tarfile.LNKTYPE: "a link",
    tarfile.SYMTYPE: "a link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.DIRTYPE: "a folder",
}


class _Tape:
    """The archive as it comes by, and how far it has come."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.at = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.at += len(data)
        return data

    def data(self, size: int) -> Iterator[bytes]:
        """Give the data of a member, a piece at a time."""
        while size:
            piece = self.read(min(size, PIECE))
            if not piece:
                raise Refusal("bad-file", f"the archive is cut off at byte {self.at:,}, {size:,} bytes before its end")
            size -= len(piece)
            yield piece

    def go_to(self, place: int) -> None:
        """Pass over what is left of a member."""
        for _ in self.data(max(0, place - self.at)):
            pass


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read each member by its own form, without going back and without holding more than a piece of it.

    Raises:
        Refusal: the archive is damaged or cut off; what comes before has been given.
    """
    tape = _Tape(stream)
    names = Names()
    empty = True
    for member in _members(tape):
        desk.expansion.count_members()
        told = names.told(member.name)
        if told is None or member.isdir():
            continue
        empty = False
        source = inside(here, told)
        if member.type in _FILES:
            yield from desk.member(stream_of(tape.data(member.size), None), source, member.name)
        else:
            yield rejected(*_no_file(member, source))
    if empty:
        yield rejected("empty-file", here, "there is no file in the archive, or none that is not hidden")


def _members(tape: _Tape) -> Iterator[tarfile.TarInfo]:
    """Give each member when the tape stands at its data, and go on behind them.

    The standard library takes a damaged header for the end of the archive; here it is told. Zeros may stand between
    archives that were put behind one another.
    """
    ended = False
    said: dict[str, str] = {}
    while block := tape.read(_BLOCK):
        if block == _EMPTY[: len(block)]:
            ended = True
            continue
        ended = False
        member = _header(block, tape.at)
        if member.type in {tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE}:
            said.update(_records(_long(tape, member), tape.at))
        elif member.type in {tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}:
            key = "path" if member.type == tarfile.GNUTYPE_LONGNAME else "linkpath"
            said[key] = _long(tape, member).split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
        elif member.type == tarfile.XGLTYPE:
            _long(tape, member)
        else:
            end = tape.at + _padded(_corrected(member, said))
            said = {}
            yield member
            tape.go_to(end)
    if not ended:
        raise Refusal("bad-file", f"it ends at byte {tape.at:,} without the mark of an end: it may have been cut off")


def _header(block: bytes, at: int) -> tarfile.TarInfo:
    try:
        member = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        detail = f"the header that ends at byte {at:,} is damaged ({error}); what stands behind it is not read"
        raise Refusal("bad-file", detail) from error
    return _sound(member, at)


def _sound(member: tarfile.TarInfo, at: int) -> tarfile.TarInfo:
    if member.size < 0:
        raise Refusal("bad-file", f"the header that ends at byte {at:,} gives its member {member.size:,} bytes")
    return member


def _long(tape: _Tape, member: tarfile.TarInfo) -> bytes:
    """Read a header that is as long as it says."""
    if member.size > MAX_HEADER_BYTES:
        detail = f"before byte {tape.at:,} a header claims {member.size:,} bytes, more than {MAX_HEADER_BYTES:,}"
        raise Refusal("expands-too-much", detail)
    return b"".join(tape.data(_padded(member)))[: member.size]


def _padded(member: tarfile.TarInfo) -> int:
    has_data = member.type not in _WITHOUT_DATA
    return -(-member.size // _BLOCK) * _BLOCK if has_data else 0


def _records(data: bytes, at: int) -> Iterator[tuple[str, str]]:
    """Read `LENGTH KEY=VALUE` records, of which the length counts itself."""
    start = 0
    while start < len(data) and data[start]:
        digits, _, _ = data[start : start + 20].partition(b" ")
        size = int(digits) if digits.isdigit() else 0
        key, equals, value = data[start + len(digits) + 1 : start + size - 1].partition(b"=")
        if not equals:
            raise Refusal("bad-file", f"the extended header that ends at byte {at:,} is damaged")
        yield key.decode("utf-8", "surrogateescape"), value.decode("utf-8", "surrogateescape")
        start += size


def _corrected(member: tarfile.TarInfo, said: dict[str, str]) -> tarfile.TarInfo:
    """Put what the headers before it say of a member into it."""
    member.name = said.get("path", member.name)
    member.linkname = said.get("linkpath", member.linkname)
    if (size := said.get("size", "")).isdecimal() and len(size) < 20:
        member.size = int(size)
    if any(key.startswith("GNU.sparse.") for key in said):
        member.type = tarfile.GNUTYPE_SPARSE
    return member


def _no_file(member: tarfile.TarInfo, source: Source) -> tuple[Reason, Source, str]:
    if member.type == tarfile.GNUTYPE_SPARSE:
        return "bad-file", source, "it is packed with its holes left out (a sparse file)"
    kind = _WITHOUT_DATA.get(
        member.type, f"of the type {shown_name(member.type.decode('latin-1'))!r}, which is no file"
    )
    to = f" to {shown_name(member.linkname)!r}, and links are not followed" if member.type in _LINKS else ""
    return "not-a-file", source, f"it is {kind}{to}"
