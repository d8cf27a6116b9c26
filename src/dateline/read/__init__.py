"""Takes paths, folders or a stream; gives a `Report` for each news report found there, a `Rejected` for the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from dateline.model import Rejected, Report, Source
from dateline.read.files import files_below, open_file, shown, unreadable
from dateline.read.forms import MAX_FILE_BYTES, read_stream
from dateline.read.jsonl import MAX_LINE_BYTES
from dateline.read.rejects import MENDS, Reason
from dateline.read.report import codable, make_report
from dateline.read.story import headline_span, story_spans

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_LINE_BYTES",
    "MENDS",
    "Reason",
    "codable",
    "headline_span",
    "make_report",
    "read",
    "story_spans",
]

STDIN: Final = "-"
"""The path that stands for standard input."""


def read(paths: Iterable[Path | str], *, stdin: BinaryIO | None = None) -> Iterator[Report | Rejected]:
    """Read the reports of `paths`: files, folders (all below, sorted, hidden ones left out), `-` for `stdin`.

    Nothing is read before it is asked for, and of JSON Lines no more than a line is held. What cannot be read is given
    as a `Rejected` in its place and the rest goes on; no path and no content raises. `stdin` is the process's own
    where it is not given.
    """
    for path in paths:
        if str(path) == STDIN:
            yield from _guarded(stdin or sys.stdin.buffer, Source(STDIN), "")
            continue
        for found in files_below(Path(path)):
            yield from (found,) if isinstance(found, Rejected) else _read_file(found)


def _read_file(path: Path) -> Iterator[Report | Rejected]:
    stream = open_file(path)
    if isinstance(stream, Rejected):
        yield stream
        return
    with stream:
        yield from _guarded(stream, Source(shown(path)), path.suffix)


def _guarded(stream: BinaryIO, source: Source, ending: str) -> Iterator[Report | Rejected]:
    """Read on until the system fails to deliver (a disk, a mount, a closed pipe), and then say so."""
    try:
        yield from read_stream(stream, source, ending)
    except OSError as error:
        yield unreadable(source, error)
