"""A path and what to write enter, a whole file or folder leaves or none: written beside its place, then moved into it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a binary file that takes the place of `path` only when the block ends well.

    A reader sees the old file or the new one, never a part. The temporary file is removed when the block fails.

    Raises:
        OSError: The folder is missing or cannot be written to.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(_mode(path))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def whole_folder(path: Path, own: Collection[str]) -> Iterator[Path]:
    """Give a new folder that takes the place of `path` only when the block ends well.

    A folder that is there is replaced where it holds nothing but files named in `own`.

    Raises:
        OSError: The place cannot be written to, or holds something else.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "it is a file", str(path))
    if path.exists() and any(entry.name not in own for entry in path.iterdir()):
        raise OSError(errno.ENOTEMPTY, "it holds other files", str(path))
    old = None
    part = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part"))
    try:
        yield part
        part.chmod(_mode(path) if path.exists() else 0o777 & ~_umask())
        if path.exists():
            # For a moment none is there, but never a mixture of both.
            old = part.with_suffix(".old")
            path.rename(old)
        part.rename(path)
        if old:
            shutil.rmtree(old)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _mode(path: Path) -> int:
    """Give the permissions of the file that is replaced, else those that a plain `open` would have given."""
    if path.exists():
        return path.stat().st_mode & 0o777
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
