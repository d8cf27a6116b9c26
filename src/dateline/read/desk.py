"""What every reader works with: a stream and the desk it lies on enter, drafts of reports and rejects leave.

A reader is a module of `dateline.read.forms` with one function `read(stream, here, desk)`. It knows its form and
nothing else: what a draft becomes (mended, dated, split, judged by language) is settled for all forms in `finish`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, Literal, Protocol, cast

import msgspec

from dateline.model import Furniture, Mend, Published, Rejected, Source
from dateline.read.rejects import Reason, rejected

MAX_DEPTH: Final = 5
"""Containers inside one another beyond which nothing is unpacked: a tape of zipped mailboxes with attachments has 4."""

MAX_TEXT_BYTES: Final = 8 * 1024 * 1024
"""Bytes beyond which a file that holds one report is refused unread."""

MAX_DOCUMENT_BYTES: Final = 64 * 1024 * 1024
"""Bytes beyond which a document that must be held as a whole (PDF, office formats, exports) is refused unread."""

SPOOLED_BYTES: Final = 4 * 1024 * 1024
"""Bytes of a member that are held in memory before it goes to a temporary file."""

FREELY_UNPACKED_BYTES: Final = 64 * 1024 * 1024
"""Bytes that may come out of one outer file whatever it packs them by."""

MAX_RATIO: Final = 500
"""Times its packed size to which a file may grow beyond that: JSON Lines of news grow to 3 or 4, and 2,000 pages of 33 KB
of menu around 700 bytes of story to 9 (gzip) or 440 (xz); nothing but zeros to 1,030 in gzip, to 6,700 in xz."""

MAX_MEMBERS: Final = 200_000
"""Members of all archives in one outer file: a year's export of a large data base has 20,000."""

_PIECE: Final = 1024 * 1024


class Refusal(Exception):  # noqa: N818 - it is no error of the program but a reader's answer
    """A reader's answer where the whole of what it was given cannot be read: the reason and what was found."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail


class Expansion:
    """What has been unpacked from one outer file, over all that is packed in it, however deep."""

    def __init__(self) -> None:
        self.taken = 0
        self.given = 0
        self.members = 0

    def take(self, size: int) -> None:
        """Count bytes of the outer file that are packed."""
        self.taken += size

    def give(self, size: int) -> None:
        """Count bytes that came out.

        Raises:
            Refusal: they are too many for what was packed.
        """
        self.given += size
        if self.spent:
            detail = f"{self.taken:,} packed bytes gave {self.given:,} so far, more than {MAX_RATIO} times as many"
            raise Refusal("expands-too-much", detail)

    @property
    def spent(self) -> bool:
        """Whether more came out than may."""
        return self.given > max(FREELY_UNPACKED_BYTES, MAX_RATIO * self.taken)

    def count_members(self, count: int = 1) -> None:
        """Count members of an archive.

        Raises:
            Refusal: with those of before they are too many.
        """
        self.members += count
        if self.members > MAX_MEMBERS:
            raise Refusal("expands-too-much", f"it has more than {MAX_MEMBERS:,} members, with those of archives in it")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader makes of one report before it is finished.

    `dates` are the publication dates that the source states, the best first; `unread_date` the words of one that
    cannot be read; `not_after` the day on which the report was fetched or sent, later than which it was not published.
    Where `exact`, the text stays as it is to the letter: it is mended already, or its sender may count offsets in it.
    `furniture` is what the form itself tells apart; its offsets count in title + newline + body. `mends` are changes that the reader has made itself. Where `title_end` is given, title and body stand together in
    `body` and the title ends there; else `title` is put before it.
    """

    body: str
    title: str = ""
    title_end: int | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    language: str | None = None
    dates: tuple[Published, ...] = ()
    unread_date: str | None = None
    not_after: dt.date | None = None
    source: Source
    exact: bool = False
    furniture: tuple[Furniture, ...] = ()
    mends: tuple[Mend, ...] = ()


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the user says about what is read.

    `columns` gives the columns of tables by field (`{"text": "body"}`), `remembered` such maps of earlier runs by the
    signature of the table's header. Pages are fetched from hosts of the public internet only, unless `private`. `today` is the day after which nothing can have been published; where it is None
    no date is doubted for being in the future.
    """

    columns: Mapping[str, str] = {}
    remembered: Mapping[str, Mapping[str, str]] = {}
    private: bool = False
    today: dt.date | None = None


DEFAULTS: Final = Options()
"""What is taken where the user says nothing."""


Field = Literal["text", "title", "date", "outlet", "url", "author", "language", "id", "file", "seen"]
"""What a column of a table can hold; `file` names the file that has the text, `seen` is when the report was collected."""

Known = Literal["given", "remembered", "guessed"]
"""How it is known which column holds a field: the user says so, an earlier run read it so, or its name says so."""


class TableRead(msgspec.Struct, frozen=True):
    """The first table with a header, the column that each field was read from in all such tables, and how it is known."""

    source: Source
    columns: Mapping[Field, str]
    known: Mapping[Field, Known]


class Notes:
    """What reading learns beside reports: the columns that each kind of table was read by, by header signature."""

    def __init__(self) -> None:
        self.tables: dict[str, TableRead] = {}

    @property
    def columns(self) -> dict[str, dict[str, str]]:
        """The column of each field, by header signature."""
        return {signature: dict[str, str](read.columns.items()) for signature, read in self.tables.items()}


class ReadMember(Protocol):
    """How something inside something else is read: by its own form, wherever it lies."""

    def __call__(self, stream: BinaryIO, here: Source, name: str, desk: Desk) -> Iterator[Draft | Rejected]:
        """Read the stream of the name (`a/b.html`) under the given source."""


class Desk:
    """What a reader has at hand: the user's options, the folder that its file lies in, and the other readers.

    `folder` is None where the stream is no file of a folder. `claimed` are files beside a list that the list has read,
    so that the walk passes over them. `name` is what the stream being read is called; `expansion` counts what is
    unpacked of the outer file, and `packed` says whether the stream itself came out of something packed.
    """

    def __init__(
        self,
        options: Options,
        notes: Notes,
        read_member: ReadMember,
        *,
        folder: Path | None = None,
        depth: int = 0,
        claimed: set[Path] | None = None,
        name: str = "",
        expansion: Expansion | None = None,
        packed: bool = False,
    ) -> None:
        self.options = options
        self.notes = notes
        self.folder = folder
        self.depth = depth
        self.claimed: set[Path] = set() if claimed is None else claimed
        self.name = name
        self.expansion = expansion or Expansion()
        self.packed = packed
        self._read_member = read_member

    def at(self, folder: Path | None) -> Desk:
        """Give the same desk for another outer file, of a folder or of none; what is unpacked is counted anew."""
        return Desk(self.options, self.notes, self._read_member, folder=folder, claimed=self.claimed)

    def called(self, name: str) -> Desk:
        """Give the same desk for a stream of that name."""
        return self._like(depth=self.depth, folder=self.folder, name=name, packed=self.packed)

    def member(self, stream: BinaryIO, here: Source, name: str, *, packed: bool = False) -> Iterator[Draft | Rejected]:
        """Read what stands inside the thing being read: `here` says where, `name` what it is called there.

        `packed` says that it stood there packed, and that its bytes are counted as they come out. What of it cannot be
        read, too many things inside one another among them, comes as a `Rejected`.
        """
        if self.depth >= MAX_DEPTH:
            detail = f"it stands inside {self.depth} others, and no more than {MAX_DEPTH} are unpacked"
            yield rejected("nested-too-deep", here, detail)
            return
        inner = self._like(depth=self.depth + 1, folder=None, name=name, packed=self.packed or packed)
        yield from self._read_member(stream, here, name, inner)

    def _like(self, *, depth: int, folder: Path | None, name: str, packed: bool) -> Desk:
        return Desk(
            self.options,
            self.notes,
            self._read_member,
            folder=folder,
            depth=depth,
            claimed=self.claimed,
            name=name,
            expansion=self.expansion,
            packed=packed,
        )


def inside(here: Source, locator: str) -> Source:
    """Give the source of something inside `here`: `a.zip`, then `b.mbox`, then `message 3` is `b.mbox > message 3`."""
    return Source(here.path, f"{here.locator} > {locator}" if here.locator else locator, form=here.form)


def whole(stream: BinaryIO, most: int = MAX_TEXT_BYTES) -> bytes:
    """Read all of a stream that holds one thing.

    Raises:
        Refusal: it has more than `most` bytes.
    """
    data = stream.read(most + 1)
    if len(data) > most:
        raise Refusal("too-large", f"it has more than {most:,} bytes, too many for one report")
    return data


@contextlib.contextmanager
def seekable(stream: BinaryIO, most: int = MAX_DOCUMENT_BYTES) -> Iterator[BinaryIO]:
    """Give a stream that can go back: the stream itself, or a copy that lies in memory while it is small.

    Raises:
        Refusal: it has more than `most` bytes.
    """
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(SPOOLED_BYTES) as copy:
        left = most
        while piece := stream.read(min(_PIECE, left + 1)):
            left -= len(piece)
            if left < 0:
                raise Refusal("too-large", f"it has more than {most:,} bytes")
            copy.write(piece)
        copy.seek(0)
        yield cast("BinaryIO", copy)


Read = Callable[[BinaryIO, Source, Desk], Iterator[Draft | Rejected]]
"""What a reader's module gives under the name `read`."""
