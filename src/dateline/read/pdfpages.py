"""Takes the bytes of a PDF document; gives the pieces of text that stand on each page, with their places."""

from __future__ import annotations

import ctypes
import math
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec
import pypdfium2
import pypdfium2.raw as pdfium

from dateline.read.desk import Refusal

MAX_PAGES: Final = 500
"""Pages beyond which a document is a book; statements have 1 to 30."""

MAX_CHARACTERS: Final = 50_000
"""Characters beyond which a page is an attack: the fullest newspaper pages have 25,000."""

_GAP: Final = 1.0
"""Heights of a letter between two letters of a line from which they are two pieces: justified words stay under it."""

_BACK: Final = 0.1
"""Heights of a letter that the next may begin before it: more is another piece, set later."""

_SHIFT: Final = 0.5
"""Heights of a letter that it may stand above or below the others of its piece: raised figures stand up to 0.4."""

_SLANT: Final = 0.1
"""Radians that a letter's line may be turned against the page's four sides; across the page stand stamps."""

_LOCK: Final = threading.Lock()
"""The library below is not made for two threads."""

_PASSWORD: Final = pdfium.FPDF_ERR_PASSWORD
_UNICODE_END: Final = 0x110000
_SURROGATES: Final = range(0xD800, 0xE000)
_LINE_HYPHENS: Final = frozenset({0x02, 0xAD, 0x2010, 0xFFFE})
"""Codes that the library gives for a hyphen at the end of a line."""


class Piece(msgspec.Struct, frozen=True):
    """Letters that follow one another on one line: from `left` to `right`, with their foot at `foot`, growing down."""

    left: float
    right: float
    foot: float
    height: float
    text: str


class Page(msgspec.Struct, frozen=True):
    """The text of a page; `fault` says why it could not be read, `pictures` whether pictures stand on it."""

    pieces: tuple[Piece, ...] = ()
    pictures: bool = False
    fault: str | None = None


class Document(msgspec.Struct, frozen=True):
    """The pages of a document and what it says of itself."""

    pages: tuple[Page, ...]
    title: str
    author: str
    created: str


def document_of(data: bytes) -> Document:
    """Read the pages of a document; a page that fails has its fault and the others are read.

    Raises:
        Refusal: it has a password, is damaged, or has too many pages.
    """
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD:
                raise Refusal("encrypted", "it opens with a password only") from error
            raise Refusal("bad-file", "its table of contents is damaged, so that no page can be found") from error
        try:
            return _document(document)
        finally:
            document.close()


def _document(document: pypdfium2.PdfDocument) -> Document:
    count = len(document)
    if not count:
        raise Refusal("bad-file", "no page can be found in it")
    if count > MAX_PAGES:
        raise Refusal("too-large", f"it has {count:,} pages, more than {MAX_PAGES}")
    pages = tuple(_page(document, number) for number in range(count))
    title, author, created = (_stated(document, key) for key in ("Title", "Author", "CreationDate"))
    return Document(pages, title, author, created)


def _stated(document: pypdfium2.PdfDocument, key: str) -> str:
    try:
        return _sound(document.get_metadata_value(key))
    except UnicodeDecodeError:
        return ""


def _sound(text: str) -> str:
    """Leave out what is no character that can be written down."""
    return "".join(char for char in text if ord(char) not in _SURROGATES and (char.isprintable() or char.isspace()))


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return Page(fault="the page is damaged")
    try:
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        page.close()
        return Page(fault="the text of the page is damaged")
    try:
        if (count := words.count_chars()) > MAX_CHARACTERS:
            return Page(fault=f"it has {count:,} characters, more than {MAX_CHARACTERS:,}")
        letters = list(_letters(words.raw, count))
        pictures = not letters and next(page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3), None) is not None
        return Page(tuple(pieces_of(_upright(letters))), pictures)
    finally:
        words.close()
        page.close()


class _Letter(msgspec.Struct, frozen=True):
    """A character with its box and foot on the page; `turn` counts quarter turns of its line, None where it is slanted."""

    char: str
    box: tuple[float, float, float, float]
    foot: tuple[float, float]
    turn: int | None


def _letters(words: object, count: int) -> Iterator[_Letter | None]:
    """Give the characters in the order of the page's own; None stands for a line's end."""
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    for place in range(count):
        code = pdfium.FPDFText_GetUnicode(words, place)
        if code in {10, 13}:
            yield None
            continue
        if code in _LINE_HYPHENS:
            code = 0x2D
        if not 32 <= code < _UNICODE_END or code in _SURROGATES:
            continue
        placed = pdfium.FPDFText_GetCharOrigin(words, place, x, y) and pdfium.FPDFText_GetLooseCharBox(
            words, place, box
        )
        numbers = (box.left, box.bottom, box.right, box.top, x.value, y.value)
        if not placed or not all(map(math.isfinite, numbers)):
            continue
        turn = _turn(matrix) if pdfium.FPDFText_GetMatrix(words, place, matrix) else 0
        yield _Letter(chr(code), numbers[:4], (x.value, y.value), turn)


def _turn(matrix: object) -> int | None:
    across, up = float(matrix.a), float(matrix.b)  # type: ignore[attr-defined] # a structure of the library's
    if not (math.isfinite(across) and math.isfinite(up)):
        return None
    quarters = math.atan2(up, across) / (math.pi / 2)
    return round(quarters) % 4 if abs(quarters - round(quarters)) * math.pi / 2 <= _SLANT else None


def _upright(letters: list[_Letter | None]) -> Iterator[Piece | None]:
    """Give each letter as a piece, the page turned so that most of its text stands upright; other text is left out."""
    turns = Counter(
        letter.turn for letter in letters if letter and letter.turn is not None and not letter.char.isspace()
    )
    upright = turns.most_common(1)[0][0] if turns else 0
    for letter in letters:
        if letter is None or (letter.turn != upright and not letter.char.isspace()):
            yield None
            continue
        left, bottom, right, top = letter.box
        x, y = letter.foot
        if upright == 0:
            yield Piece(left, right, -y, top - bottom, letter.char)
        elif upright == 1:
            yield Piece(bottom, top, x, right - left, letter.char)
        elif upright == 2:
            yield Piece(-right, -left, y, top - bottom, letter.char)
        else:
            yield Piece(-top, -bottom, -x, right - left, letter.char)


def pieces_of(letters: Iterator[Piece | None]) -> Iterator[Piece]:
    """Put the letters together that follow one another on a line; None ends a piece."""
    run: list[Piece] = []
    for letter in letters:
        if letter is None or (run and not _follows(run[-1], letter)):
            yield from _whole(run)
            run = []
        if letter is not None:
            run.append(letter)
    yield from _whole(run)


def _follows(before: Piece, letter: Piece) -> bool:
    if letter.text.isspace():
        return True
    height = max(before.height, letter.height, 1.0)
    # The letters of a ligature (`fi`) share one box.
    near = letter.left >= before.left - _BACK * height and letter.left - before.right <= _GAP * height
    return near and abs(letter.foot - before.foot) <= _SHIFT * height


def _whole(run: list[Piece]) -> Iterator[Piece]:
    text = " ".join("".join(letter.text for letter in run).split())
    seen = [letter for letter in run if not letter.text.isspace()]
    if text and seen:
        heights = sorted(letter.height for letter in seen)
        left, right = min(letter.left for letter in seen), max(letter.right for letter in seen)
        yield Piece(left, right, seen[0].foot, heights[len(heights) // 2], text)
