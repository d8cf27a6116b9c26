"""Takes a stream packed by gzip, bzip2, xz or zstd; gives what the reader of the form that is in it gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft
from dateline.read.rejects import rejected
from dateline.read.unpack import Packed, unpacked

_ENDINGS: Final = {".gz", ".bz2", ".xz", ".zst", ".zstd"}
_TAPES: Final = {".tgz", ".tbz", ".tbz2", ".txz", ".tzst"}


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read what is packed while it is unpacked; none of it is held, and nothing is written to a disk.

    Where it stands is told by the place in what comes out: `line 3` of `reports.jsonl.gz`.
    """
    packed = Packed(stream, None if desk.packed else desk.expansion)
    packing = (here.form or "").rsplit(" > ", 1)[-1]
    inner = unpacked(packed, packing, desk.expansion)
    yield from desk.member(inner, here, _inner_name(desk.name), packed=True)
    if packed.left_over:
        yield rejected("bad-file", here, f"behind the end of what is packed stand bytes that are no {packing}")


def _inner_name(name: str) -> str:
    """Give the name of what is packed: `a.jsonl` in `a.jsonl.gz`, `a.tar` in `a.tgz`."""
    path = PurePosixPath(name)
    ending = path.suffix.lower()
    if ending in _TAPES:
        return f"{path.stem}.tar"
    return path.stem if ending in _ENDINGS else path.name
