"""Arrays and texts go in and one checked file comes out; the file goes in and its arrays come out, mapped not copied.

Layout: magic, format version (2 bytes), length of the directory (4), BLAKE2b-128 of all that follows, directory
(JSON: name, type, length of each section in order), then the sections, each padded to 8 bytes.
"""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

MAGIC = b"DLGZ"
FORMAT = 1
_HEAD = 4 + 2 + 4 + 16

Array = npt.NDArray[np.generic]


class GazetteerError(Exception):
    """The compiled gazetteer cannot be used; the message says what is wrong and how to make it anew."""


class Section(msgspec.Struct, frozen=True):
    """A named array of the file: numpy type string and number of items."""

    name: str
    dtype: str
    items: int


class Land(msgspec.Struct, frozen=True):
    """A state or territory as the header keeps it."""

    iso2: str
    iso3: str
    name: str


class Header(msgspec.Struct, frozen=True):
    """The texts of the file: states, provinces by number, and short forms of provinces (`La.`) as (alpha-2, name)."""

    lands: list[Land]
    provinces: list[str]
    short: dict[str, list[tuple[str, str]]]


def _padding(size: int) -> int:
    return -size % 8


def pack(arrays: Mapping[str, Array]) -> bytes:
    """Lay named one-dimensional arrays out as a gazetteer file; the same arrays give the same bytes."""
    directory = [Section(name, array.dtype.str, len(array)) for name, array in arrays.items()]
    listing = msgspec.json.encode(directory)
    listing += b" " * _padding(_HEAD + len(listing))
    parts = [listing]
    for array in arrays.values():
        data = array.tobytes()
        parts.append(data + b"\0" * _padding(len(data)))
    body = b"".join(parts)
    digest = hashlib.blake2b(body, digest_size=16).digest()
    return MAGIC + FORMAT.to_bytes(2, "little") + len(listing).to_bytes(4, "little") + digest + body


def unpack(path: Path) -> dict[str, Array]:
    """Map a gazetteer file and give its arrays.

    Raises:
        GazetteerError: the file is absent, of another format version, cut short or damaged.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{path} cannot be read ({error}); {_MEND}") from error
    _check(path, data)
    length = int.from_bytes(data[6:10], "little")
    try:
        directory = msgspec.json.decode(data[_HEAD : _HEAD + length], type=list[Section])
        return _arrays(data, directory, _HEAD + length)
    except (msgspec.DecodeError, ValueError, TypeError) as error:
        raise GazetteerError(f"the sections of {path} cannot be read ({error}); {_MEND}") from error


_MEND = "install dateline again, or rebuild it with `python -m dateline.ground.where.compile`"


def _check(path: Path, data: mmap.mmap) -> None:
    if data[:4] != MAGIC:
        raise GazetteerError(f"{path} is no gazetteer file; {_MEND}")
    found = int.from_bytes(data[4:6], "little")
    if found != FORMAT:
        raise GazetteerError(f"{path} has format version {found}, this version reads {FORMAT}; {_MEND}")
    with memoryview(data) as view:
        digest = hashlib.blake2b(view[_HEAD:], digest_size=16).digest()
    if digest != data[10:_HEAD]:
        raise GazetteerError(f"{path} is damaged: its checksum does not match; {_MEND}")


def _arrays(data: mmap.mmap, directory: list[Section], offset: int) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    for section in directory:
        kind = np.dtype(section.dtype)
        arrays[section.name] = np.frombuffer(data, kind, section.items, offset)
        size = section.items * kind.itemsize
        offset += size + _padding(size)
    return arrays
