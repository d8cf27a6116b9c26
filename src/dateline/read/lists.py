"""A row of a list without texts enters; drafts of the reports in the file beside the list that has its text leave.

The file is the one that the row names, else the one that is named by the row's id, else by the MD5 or SHA-1 digest of
its address. Nothing outside the list's folder is read.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from dateline.model import Rejected
from dateline.read.desk import Desk, Draft, inside
from dateline.read.files import TABLE_ENDINGS, open_file, shown, unreadable
from dateline.read.registry import FORMS
from dateline.read.rejects import rejected

FOLDERS: Final = ("texts", "articles")
"""Folders in the list's own in which texts are looked for, beside the one that has the list's name."""

SHOWN_NAME: Final = 80
"""Characters of a name that are shown."""

_ENDINGS: Final = tuple(ending for form in FORMS for ending in form.endings if ending not in TABLE_ENDINGS)


class Wanted(msgspec.Struct, frozen=True):
    """What a row says of where its text is; empty where it says nothing."""

    file: str
    id: str
    url: str


class Shelf:
    """The folder of a list and those in it that may hold its texts; their names are read once."""

    def __init__(self, folder: Path, stem: str) -> None:
        self._root = Path(os.path.realpath(folder))
        self._folders = [folder, *(folder / name for name in dict.fromkeys((stem, *FOLDERS)) if name)]
        self._names = [_by_stem(one) for one in self._folders]

    def read(self, wanted: Wanted, told: Draft, desk: Desk) -> Iterator[Draft | Rejected]:
        """Read the text of a row; what the row has `told` stands in for what the file does not say itself."""
        path = self.find(wanted)
        if path is None:
            yield rejected("no-local-text", told.source, self._missing(wanted))
            return
        if path in desk.claimed:
            return  # another row of the list names the same text
        desk.claimed.add(path)
        source = inside(told.source, shown(path.relative_to(self._folders[0])))
        stream = open_file(path)
        if isinstance(stream, Rejected):
            yield msgspec.structs.replace(stream, source=source)
            return
        try:
            with stream:
                yield from _filled(desk.member(stream, source, path.name), told)
        except OSError as error:  # one text that the system fails to deliver does not end the list
            yield unreadable(source, error)

    def find(self, wanted: Wanted) -> Path | None:
        """Give the file that has the text of a row, or None."""
        found = self._named(wanted.file)
        stems = [wanted.id.strip(), *_digests(wanted.url)]
        by_stem = (
            folder / names[stem]
            for stem in stems
            for folder, names in zip(self._folders, self._names, strict=True)
            if stem in names
        )
        return next((path for path in itertools.chain(found, by_stem) if self._holds(path)), None)

    def _named(self, file: str) -> Iterator[Path]:
        """Give the files that a relative path can mean, as it stands or as Windows writes it; never one that is hidden."""
        for name in dict.fromkeys((file.strip(), file.strip().replace("\\", "/"))):
            path = PurePosixPath(name)
            if name and "\0" not in name and not any(part.startswith(("/", ".")) for part in path.parts):
                yield from (folder / path for folder in self._folders)

    def _holds(self, path: Path) -> bool:
        """Tell whether a file is there and, whatever links say, inside the folder."""
        if not os.path.isfile(path):  # noqa: PTH113 - a Path raises where a name is too long
            return False
        return Path(os.path.realpath(path)).is_relative_to(self._root)

    def _missing(self, wanted: Wanted) -> str:
        looked = [f"the file {wanted.file[:SHOWN_NAME]!r}"] if wanted.file else []
        looked += [f"a file named {wanted.id[:SHOWN_NAME]!r} with an ending that is read"] if wanted.id else []
        looked += [f"one named by the MD5 ({_digests(wanted.url)[0]}) or SHA-1 of its address"] if wanted.url else []
        there = [f"{folder.name}/" for folder in self._folders[1:] if folder.is_dir()]
        places = ", ".join(("the list's folder", *there))
        return (
            f"looked in {places} for {', '.join(looked)}"
            if looked
            else "it names neither a file nor an id nor an address"
        )


def _by_stem(folder: Path) -> dict[str, str]:
    """Give the names of a folder by their stems; of several endings the one that comes first among the forms."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name[0] != ".")
    except OSError:
        return {}
    found: dict[str, str] = {}
    ranked = [(_ENDINGS.index(ending), name) for name in names if (ending := Path(name).suffix.lower()) in _ENDINGS]
    for _, name in sorted(ranked):
        found.setdefault(name[: -len(Path(name).suffix)], name)
    return found


def _digests(url: str) -> list[str]:
    words = url.strip().encode()
    if not words:
        return []
    return [hashlib.new(name, words, usedforsecurity=False).hexdigest() for name in ("md5", "sha1")]


def _filled(items: Iterator[Draft | Rejected], told: Draft) -> Iterator[Draft | Rejected]:
    """Fill a report that stands alone in its file; where there are several, the row is not about each of them."""
    first: list[Draft | Rejected] = list(itertools.islice(items, 2))
    if sum(isinstance(item, Draft) for item in first) == 2:
        yield from itertools.chain(first, items)
        return
    for item in itertools.chain(first, items):
        yield _with(item, told) if isinstance(item, Draft) else item


def _with(draft: Draft, told: Draft) -> Draft:
    source = msgspec.structs.replace(draft.source, given_id=draft.source.given_id or told.source.given_id)
    return msgspec.structs.replace(
        draft,
        title=draft.title or (told.title if draft.title_end is None else ""),
        url=draft.url or told.url,
        outlet=draft.outlet or told.outlet,
        author=draft.author or told.author,
        language=draft.language or told.language,
        dates=(*draft.dates, *told.dates),
        unread_date=draft.unread_date or (None if draft.dates or told.dates else told.unread_date),
        not_after=draft.not_after or told.not_after,
        source=source,
    )
