"""Takes a web archive in a ZIP (WACZ); gives what the reader of web archives gives of each in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, seekable
from dateline.read.forms.zip import MAX_COPIED_BYTES, is_file, opened, read_members
from dateline.read.rejects import rejected

_ARCHIVE = re.compile(r"archive/.+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read the archives in its folder `archive`; indexes and lists of pages say nothing that these do not hold.

    Raises:
        Refusal: the ZIP archive is damaged or a bomb.
    """
    with seekable(stream, MAX_COPIED_BYTES) as file:
        archive = opened(file)
        others = sum(is_file(info) and not _ARCHIVE.fullmatch(info.filename) for info in archive.infolist())
        yield from read_members(archive, file, here, desk, wanted=lambda name: bool(_ARCHIVE.fullmatch(name)))
        if others:
            yield rejected("passed-over", here, f"files about the archives in it (indexes, lists of pages): {others:,}")
