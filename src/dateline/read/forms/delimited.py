"""Takes a table in text (CSV and its kin); gives a draft for each row that has a text.

Quotes are held to strictly, since a quote that is never closed would make one cell of all rows behind it. Where they do
not pair, the row in which they begin is rejected, and reading goes on with the line behind it.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final, cast

import msgspec

from dateline.model import Mend, Rejected, Source
from dateline.read.desk import Desk, Draft, Refusal, inside
from dateline.read.encoding import decoded, wide
from dateline.read.quoting import Quoting, quoting_of
from dateline.read.registry import SNIFFED_BYTES, Peekable
from dateline.read.rejects import rejected
from dateline.read.table import MAX_ROW_CHARACTERS, Row, read_rows

HEAD_CHARACTERS: Final = 64 * 1024
"""Characters by which delimiter and quoting are told: some twenty reports."""

MOST_GIVEN_BACK: Final = 4 * MAX_ROW_CHARACTERS
"""Characters read again after broken quotes beyond which nothing more can be told apart; many times what one needs."""

_PROBED_LINES: Final = 20
"""Lines behind the start of an overlong row by which it is told whether its quote was never closed."""

_LONE_BYTE: Final = re.compile("[\udc80-\udcff]")

# The library's own limit, 128 KiB, is shorter than some reports; rows are held to a limit of their own below.
csv.field_size_limit(max(csv.field_size_limit(), MAX_ROW_CHARACTERS))


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read a table whose delimiter (comma, tab, semicolon, bar) and quoting its head tells.

    A row has the number that a spreadsheet shows.

    Raises:
        Refusal: it holds no row, or its columns are unknown.
    """
    encoding, mend = _encoding(stream)
    errors = "strict" if encoding.startswith("utf-16") else "surrogateescape"
    words = io.TextIOWrapper(stream, encoding, errors, newline="")
    try:
        for item in read_rows(_rows(_Lines(words), here), here, desk):
            yield msgspec.structs.replace(item, mends=(*item.mends, mend)) if mend and isinstance(item, Draft) else item
    except UnicodeDecodeError as error:
        raise Refusal("bad-file", f"it begins as {encoding} and is none further on: {error.reason}") from error
    finally:
        words.detach()


def _encoding(stream: BinaryIO) -> tuple[str, Mend | None]:
    """Tell the encoding by a mark or by the lines beyond ASCII; where it cannot be told, rows that are no UTF-8 are."""
    head = cast("Peekable", stream).peek(SNIFFED_BYTES)[:SNIFFED_BYTES]
    if encoding := wide(head):
        marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return (encoding.removesuffix("-le").removesuffix("-be") if marked else encoding), None
    lines = _beyond_ascii(stream if stream.seekable() else io.BytesIO(_whole_lines(stream)))
    with contextlib.suppress(Refusal, LookupError):
        mend = decoded(lines)[1]
        if mend and mend.what and codecs.lookup(mend.what):
            return mend.what, mend
    return "utf-8-sig", None


def _beyond_ascii(stream: BinaryIO) -> bytes:
    """Give the first lines beyond ASCII where any of all lines is no UTF-8, else nothing; go back to the start."""
    start, lines, size, sound = stream.tell(), list[bytes](), 0, True
    while line := stream.readline(MAX_ROW_CHARACTERS):
        if line.isascii():
            continue
        sound = sound and _is_utf8(line)
        if size < HEAD_CHARACTERS:
            lines.append(line)
            size += len(line)
        elif not sound:
            break
    stream.seek(start)
    return b"" if sound else b"".join(lines)


def _whole_lines(stream: BinaryIO) -> bytes:
    """Give the lines that a stream without a way back holds ready."""
    ahead = cast("Peekable", stream).peek(HEAD_CHARACTERS)
    return ahead[: ahead.rfind(b"\n") + 1]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


class _TooLongError(Exception):
    """A row has more characters than a row may have."""


class _Lines:
    """The lines of a text, some of which can be given back; `taken` are those of the row that is being read."""

    def __init__(self, words: io.TextIOWrapper) -> None:
        self._words = words
        self._ahead: deque[str] = deque()
        self.taken: list[str] = []
        self._size = 0
        self.given_back = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self.next_line()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > MAX_ROW_CHARACTERS:
            raise _TooLongError
        return line

    def next_line(self) -> str:
        """Give the next line, or as much of it as a row may have; empty at the end."""
        return self._ahead.popleft() if self._ahead else self._words.readline(MAX_ROW_CHARACTERS + 1)

    def begin(self) -> None:
        """Begin a row."""
        self.taken, self._size = [], 0

    def give_back(self, start: int) -> None:
        """Give back what was taken, from the line of that number on."""
        back = self.taken[start:]
        self.given_back += sum(map(len, back))
        self._ahead.extendleft(reversed(back))

    def head(self) -> tuple[str, bool]:
        """Give the first lines, which stay, and whether they are all."""
        self.begin()
        size = 0
        while size < HEAD_CHARACTERS and (line := self.next_line()):
            self.taken.append(line)
            size += len(line)
        text = "".join(self.taken)[: 4 * HEAD_CHARACTERS]
        self._ahead.extendleft(reversed(self.taken))
        return text, size < HEAD_CHARACTERS


def _rows(lines: _Lines, here: Source) -> Iterator[Row | Rejected]:
    text, all_of_it = lines.head()
    quoting = quoting_of(text, whole=all_of_it)
    if quoting.stated:
        lines.next_line()
    reader = quoting.reader(lines)
    number, width = int(quoting.stated), 0
    while lines.given_back <= MOST_GIVEN_BACK:
        lines.begin()
        number += 1
        place = inside(here, f"row {number}")
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back(1)
            yield rejected("bad-cells", place, f"its quotes do not pair ({error})")
        except _TooLongError:
            yield _overlong(lines, quoting, width, place)
        else:
            width = width or len(cells)
            if _LONE_BYTE.search("".join(cells)):
                yield rejected("invalid-utf8", place, "it holds bytes that are no UTF-8")
            elif cells:
                yield Row(number, tuple(cells))
    yield rejected("bad-cells", inside(here, f"row {number + 1} and all behind it"), "quotes pair in too few rows")


def _overlong(lines: _Lines, quoting: Quoting, width: int, place: Source) -> Rejected:
    """Say what is wrong with a row that has no end in sight, and go on behind it."""
    if _stand_alone(lines.taken[1 : _PROBED_LINES + 1], quoting, width):
        lines.give_back(1)
        return rejected("bad-cells", place, "a quote in it is never closed")
    try:
        next(quoting.reader(_shortened(lines, quoting)), None)
    except csv.Error as error:
        return rejected("bad-cells", place, f"it goes on for more than {len(lines.taken):,} lines; then: {error}")
    except _TooLongError:
        return rejected("bad-cells", place, "no end of it was found")
    return rejected("too-large", place, f"it has more than {MAX_ROW_CHARACTERS:,} characters")


def _shortened(lines: _Lines, quoting: Quoting) -> Iterator[str]:
    """Give the lines of a row with what is no sign made short, so that its end is found without holding it."""
    ordinary = re.compile(rf"[^{re.escape(quoting.signs)}\r\n]+")
    line, size = "", 0
    for piece in itertools.chain(lines.taken, iter(lines.next_line, "")):
        line += ordinary.sub("x", piece)
        size += len(line)
        if size > MAX_ROW_CHARACTERS:
            raise _TooLongError
        if line.endswith(("\r", "\n")):
            yield line
            line = ""
    yield line


def _stand_alone(lines: Sequence[str], quoting: Quoting, width: int) -> bool:
    """Tell whether most lines are rows of that many cells: then what came before them was a quote never closed."""
    rows = sum(_cells(line, quoting) == width for line in lines)
    return width > 1 and rows * 2 > len(lines)


def _cells(line: str, quoting: Quoting) -> int:
    try:
        return len(next(quoting.reader([line]), ()))
    except csv.Error:
        return 0
