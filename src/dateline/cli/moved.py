"""Earlier rejects enter, the paths leave that a file had before it was moved or renamed: told by its content alone."""

from __future__ import annotations

import collections
import hashlib
from collections.abc import Mapping
from pathlib import Path

from dateline.cli import late


class Moved:
    """Files of which earlier runs could not read something and that are gone from their paths.

    A mark is the size and the hash of a file. A path on a drive that is not there counts as gone too; what was
    said of it is dropped only where its very bytes are met elsewhere.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._gone: dict[str, list[str]] = collections.defaultdict(list)
        for path, mark in marks.items():
            if late.is_gone(path):
                self._gone[mark].append(path)
        self._sizes = {mark.partition("-")[0] for mark in self._gone}

    def before(self, path: str) -> list[str]:
        """Give the paths that the file of this path had before."""
        if not self._gone or (size := _size(late.on_disk(path))) is None or str(size) not in self._sizes:
            return []
        return self._gone.pop(mark_of(path) or "", [])


class Marks:
    """Marks of files, each made once: what cannot be read of one comes in a row."""

    def __init__(self) -> None:
        self._path = ""
        self._mark: str | None = None

    def of(self, path: str) -> str | None:
        """Give the mark of the file of a path, or None where it has none."""
        if path != self._path:
            self._path, self._mark = path, mark_of(path)
        return self._mark


def mark_of(path: str) -> str | None:
    """Give the mark of a regular file; None for what is none or cannot be read."""
    file = late.on_disk(path)
    if (size := _size(file)) is None:
        return None
    try:
        with file.open("rb") as stream:
            digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16))
    except OSError:
        return None
    return f"{size}-{digest.hexdigest()}"


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size if file.is_file() else None
    except OSError:
        return None
