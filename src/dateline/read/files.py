"""Takes paths; gives each regular file below them once, in order, opened for reading, or a `Rejected` for what is none."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from dateline.model import Rejected, Source
from dateline.read.rejects import rejected

_KINDS: Final = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)

TABLE_ENDINGS: Final = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".parquet"})
"""Endings of tables: one may list the files beside it, so it is read before them."""

_Mark = tuple[int, int]
"""Device and inode of a folder."""


def shown(path: Path | str) -> str:
    """Give `path` as text that can be written anywhere: bytes of a name that are no UTF-8 become escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def on_disk(shown_path: str) -> Path:
    """Give the path that was shown so: the opposite of `shown`."""
    path = Path(shown_path)
    if "\\x" not in shown_path or os.path.lexists(path):
        return path
    raw = re.sub(rb"\\x([0-9a-f]{2})", lambda escape: bytes([int(escape[1], 16)]), os.fsencode(shown_path))
    return Path(os.fsdecode(raw))


def files_below(path: Path) -> Iterator[Path | Rejected]:
    """Give `path` itself if it is a file, else the files in and under it, hidden ones left out: tables, then others, by name.

    Links are followed, except back to a folder that they are in. Nothing is opened here, so no pipe or device can
    hold up the run.
    """
    waiting: list[tuple[Path, tuple[_Mark, ...]]] = [(path, ())]
    while waiting:
        here, above = waiting.pop()
        found = _look(here, above)
        if isinstance(found, Rejected):
            yield found
        elif found is None:
            yield here
        else:
            names = _names(here)
            if isinstance(names, Rejected):
                yield names
                continue
            if not names and not above:
                yield rejected("empty-folder", Source(shown(here)), "there is nothing in it to read")
            waiting.extend((here / name, (*above, found)) for name in reversed(names))


def open_file(path: Path) -> BinaryIO | Rejected:
    """Open a regular file; without waiting, should a pipe have taken its place since it was listed."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            return rejected("not-a-file", Source(shown(path)), "it is no regular file")
        return os.fdopen(handle, "rb")
    except OSError as error:
        return unreadable(Source(shown(path)), error)


def unreadable(source: Source, error: OSError | ValueError) -> Rejected:
    """Say what the system answered when the source was to be read."""
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return rejected("not-a-file", source, "it is a link that leads to itself")
    said = error.strerror if isinstance(error, OSError) else str(error)
    return rejected("unreadable", source, f"the system says: {said or type(error).__name__}")


def _look(path: Path, above: tuple[_Mark, ...]) -> _Mark | Rejected | None:
    """Give a folder's mark, None for a regular file, a `Rejected` for anything else."""
    source = Source(shown(path))
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        return unreadable(source, error)
    if stat.S_ISREG(found.st_mode):
        return None
    if not stat.S_ISDIR(found.st_mode):
        kind = next((name for test, name in _KINDS if test(found.st_mode)), "something unknown")
        return rejected("not-a-file", source, f"it is {kind}")
    mark = (found.st_dev, found.st_ino)
    if mark in above:
        return rejected("not-a-file", source, "it is a link back to a folder that it is in")
    return mark


def _names(folder: Path) -> list[str] | Rejected:
    try:
        names = [name for name in os.listdir(folder) if not name.startswith(".")]  # noqa: PTH208 - names alone, sorted
        return sorted(names, key=lambda name: (Path(name).suffix.lower() not in TABLE_ENDINGS, name))
    except OSError as error:
        return unreadable(Source(shown(folder)), error)
