"""Takes paths, folders or a stream; gives a `Report` for each news report found there, a `Rejected` for the rest."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from dateline.model import Rejected, Report, Source
from dateline.read.corrections import Correction, corrections_of
from dateline.read.desk import DEFAULTS, Desk, Draft, Notes, Options
from dateline.read.files import files_below, open_file, shown, unreadable
from dateline.read.finish import finish
from dateline.read.registry import FORMS, Form, read_stream
from dateline.read.rejects import MENDS, Reason
from dateline.read.report import codable, make_report
from dateline.read.story import headline_span, story_spans

if TYPE_CHECKING:
    from dateline.read.web import Fetcher

__all__ = [
    "FORMS",
    "MENDS",
    "Correction",
    "Form",
    "Notes",
    "Options",
    "Reason",
    "codable",
    "corrections_of",
    "headline_span",
    "is_url",
    "make_report",
    "read",
    "story_spans",
]

STDIN: Final = "-"
"""The path that stands for standard input."""


def is_url(path: str) -> bool:
    """Tell whether a path is an address of a page."""
    return path.lower().startswith(("http://", "https://"))


def read(
    paths: Iterable[Path | str],
    *,
    stdin: BinaryIO | None = None,
    options: Options = DEFAULTS,
    notes: Notes | None = None,
) -> Iterator[Report | Rejected]:
    """Read the reports of `paths`: files, folders (all below, sorted, hidden ones left out), addresses of pages, `-`.

    Nothing is read before it is asked for, and of a file with many reports no more than one is held. What cannot be
    read is given as a `Rejected` in its place and the rest goes on; no path and no content raises. `-` is `stdin`, or
    the process's own where it is not given. What is learnt on the way is written into `notes`.
    """
    desk = Desk(options, notes or Notes(), read_stream)
    pages = _Pages(desk)
    for path in paths:
        if is_url(str(path)):
            yield from _finished(pages.read(str(path)), options)
            continue
        if str(path) == STDIN:
            yield from _finished(_guarded(stdin or sys.stdin.buffer, Source(STDIN), "", desk.at(None)), options)
            continue
        for found in files_below(Path(path)):
            yield from (found,) if isinstance(found, Rejected) else _finished(_read_file(found, desk), options)


class _Pages:
    """Addresses of pages, read by one fetcher, so that a host is asked politely through the whole run."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def read(self, url: str) -> Iterator[Draft | Rejected]:
        """Read what stands at an address."""
        # Imported here, because what fetches takes long to load and most runs fetch nothing.
        from dateline.read.web import read_url  # noqa: PLC0415 - see above

        return read_url(url, self._fetcher, self._desk.at(None))

    @cached_property
    def _fetcher(self) -> Fetcher:
        from dateline.read.web import Fetcher, anything, public  # noqa: PLC0415 - as above

        return Fetcher(anything if self._desk.options.private else public)


def _finished(found: Iterable[Draft | Rejected], options: Options) -> Iterator[Report | Rejected]:
    for item in found:
        yield from (item,) if isinstance(item, Rejected) else finish(item, options)


def _read_file(path: Path, desk: Desk) -> Iterator[Draft | Rejected]:
    if path in desk.claimed:
        return
    stream = open_file(path)
    if isinstance(stream, Rejected):
        yield stream
        return
    with stream:
        yield from _guarded(stream, Source(shown(path)), path.name, desk.at(path.parent))


def _guarded(stream: BinaryIO, here: Source, name: str, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read on until the system fails to deliver (a disk, a mount, a closed pipe), and then say so."""
    try:
        yield from read_stream(stream, here, name, desk)
    except OSError as error:
        yield unreadable(here, error)
