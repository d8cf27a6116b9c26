"""Takes a PDF document; gives the draft of its report, and a `Rejected` for each page that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

from dateline.model import Rejected, Source
from dateline.read.columns import lines_of
from dateline.read.desk import MAX_DOCUMENT_BYTES, Desk, Draft, Refusal, inside, whole
from dateline.read.pdfpages import Document, document_of
from dateline.read.pdftext import Paragraph, Text, body_height, text_of
from dateline.read.properties import GENERIC, LONGEST_TITLE, believed_author, believed_title, day_made
from dateline.read.rejects import rejected

LARGE: Final = 1.15
"""Times the height of the text's letters from which a line is a headline: 14 points over 12 is the least in use."""

_END: Final = b"%%EOF"
_END_BYTES: Final = 64 * 1024
"""Bytes at the end of a file among which the mark of its end stands; mail gateways append a few lines behind it."""


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read the text of the pages in reading order; pictures of text are not read (no OCR).

    Raises:
        Refusal: it has a password, is damaged, has too many pages, or no text.
    """
    data = whole(stream, MAX_DOCUMENT_BYTES)
    document = document_of(data)
    text = text_of([lines_of(page.pieces) for page in document.pages])
    faults = list(_faults(document, here))
    if not text.paragraphs and not any(page.fault for page in document.pages):
        raise Refusal("no-text", _untexted(document))
    if text.paragraphs:
        yield _draft(document, text, here)
    yield from faults
    if _END not in data[-_END_BYTES:]:
        yield rejected("bad-file", inside(here, "end"), "the file breaks off: what was left of it has been read")


def _faults(document: Document, here: Source) -> Iterator[Rejected]:
    for number, page in enumerate(document.pages, 1):
        if page.fault:
            yield rejected("bad-file", inside(here, f"page {number}"), page.fault)
        elif page.pictures:
            detail = "the page is a picture without a text layer, and pictures of text are not read (no OCR)"
            yield rejected("no-text", inside(here, f"page {number}"), detail)


def _untexted(document: Document) -> str:
    count = len(document.pages)
    pages = "its page has" if count == 1 else f"its {count} pages have"
    return f"{pages} no text layer, and pictures of text are not read (no OCR)"


def _draft(document: Document, text: Text, here: Source) -> Draft:
    place = _title_place(text.paragraphs)
    body = "\n".join(paragraph.text for n, paragraph in enumerate(text.paragraphs) if n != place)
    title = believed_title(document.title, body) if place is None else text.paragraphs[place].text
    return Draft(
        title=title,
        body=body,
        author=believed_author(document.author),
        dates=day_made([document.created]),
        source=here,
        mends=text.mends,
    )


def _title_place(paragraphs: Sequence[Paragraph]) -> int | None:
    """Give the place of the first line of the first page that is larger than the text and no name of a kind of paper."""
    least = LARGE * body_height(paragraphs)
    for place, paragraph in enumerate(paragraphs):
        if paragraph.page > paragraphs[0].page:
            return None
        words = paragraph.text
        if paragraph.height >= least and " " in words and len(words) <= LONGEST_TITLE and not GENERIC.fullmatch(words):
            return place
    return None
