"""Takes a Word document; gives the draft of its report, or of each article where it is a database's export."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO, Final

import msgspec
from lxml import etree

from dateline.model import Furniture, FurnitureKind, Published, Rejected, Source, Span
from dateline.read.desk import MAX_DOCUMENT_BYTES, Desk, Draft, Refusal, whole
from dateline.read.factiva import factiva_articles, is_factiva
from dateline.read.headline import is_headline
from dateline.read.kinds import kind_of
from dateline.read.layout import units_of
from dateline.read.nexis import is_nexis, nexis_articles
from dateline.read.properties import GENERIC, believed_author, believed_title, day_made
from dateline.read.wordml import STRICT, Block, Paragraph, Row, Style, W, blocks_of, parsed

MAX_STORY_BYTES: Final = 32 * 1024 * 1024
"""Bytes of the story's XML beyond which a document is refused: 500 exported articles have 8 million."""

MAX_RATIO: Final = 200
"""Times that a part may grow when it is unpacked: Word's own XML grows 5 to 40 times."""

RATIO_FROM: Final = 1024 * 1024
"""Unpacked bytes below which a part may grow as it will."""

MAX_PARTS: Final = 20_000
"""Parts beyond which a document is an attack: one with a picture a page has under 2,000."""

_STORY: Final = "word/document.xml"
_STYLES: Final = "word/styles.xml"
_PROPERTIES: Final = "docProps/core.xml"
_RELATIONS: Final = "_rels/.rels"
_OFFICE_DOCUMENT: Final = "/officeDocument"

_CORE: Final = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"

_FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError)
"""What the standard library is known to raise on broken or foreign archives."""

_UNTOUCHED: Final = "2013-12-23T23:15:00Z"
"""The day in the template of a library that many programs write documents with; it says nothing."""

TOP: Final = 6
"""Blocks (a letterhead, a date, `PRESS RELEASE`) among which a title is looked for; a heading further down is a section's."""

_TITLE_STYLES: Final = frozenset({"title", "heading 1"})


class Properties(msgspec.Struct, frozen=True):
    """What the document says of itself."""

    title: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read a document's story; comments, notes, headers, footers and what was deleted in it are left out.

    Raises:
        Refusal: it is damaged, has a password, grows too much or holds no word.
    """
    # Held whole, since a broken archive sends a reader to places that a file on disk has not.
    document = BytesIO(whole(stream, MAX_DOCUMENT_BYTES))
    try:
        with zipfile.ZipFile(document) as archive:
            blocks, properties = _parts(archive)
    except _FAULTS as error:
        raise Refusal("bad-file", f"it cannot be unpacked: {str(error) or type(error).__name__}"[:200]) from error
    if not blocks:
        raise Refusal("no-text", "there is no word in its story")
    lines = [line for block in blocks for line in _export_lines(block)]
    for form, tells, articles in (("lexisnexis", is_nexis, nexis_articles), ("factiva", is_factiva, factiva_articles)):
        if tells(lines):
            yield from articles(lines, msgspec.structs.replace(here, form=f"{here.form} > {form}"))
            return
    yield _draft(blocks, properties, here)


def _parts(archive: zipfile.ZipFile) -> tuple[list[Block], Properties]:
    if len(archive.namelist()) > MAX_PARTS:
        raise Refusal("too-large", f"it has {len(archive.namelist()):,} parts, more than {MAX_PARTS:,}")
    story_name = _story_name(archive)
    story = _part(archive, story_name)
    if story is None:
        raise Refusal("bad-file", f"its story, {story_name}, is missing")
    body = next((child for child in story if child.tag in {f"{W}body", f"{STRICT}body"}), None)
    if body is None:
        raise Refusal("bad-file", f"{story_name} has no body")
    return list(blocks_of(body, _styles(_part(archive, _STYLES)))), _properties(_part(archive, _PROPERTIES))


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Parse a part, None where the document has none of that name.

    Raises:
        Refusal: it has a password, grows too much when unpacked, or is broken.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise Refusal("encrypted", f"{name} has a password")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refusal("bad-file", f"{name} is packed in a way that no Word document is")
    if info.file_size > MAX_STORY_BYTES:
        raise Refusal("expands-too-much", f"{name} unpacks to {info.file_size:,} bytes, more than {MAX_STORY_BYTES:,}")
    if info.file_size > max(RATIO_FROM, MAX_RATIO * info.compress_size):
        times = info.file_size // max(1, info.compress_size)
        raise Refusal("expands-too-much", f"{name} grows {times:,} times when it is unpacked")
    with archive.open(info) as part:
        return parsed(BytesIO(part.read(MAX_STORY_BYTES)), name)


def _story_name(archive: zipfile.ZipFile) -> str:
    relations = _part(archive, _RELATIONS)
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith(_OFFICE_DOCUMENT):
            return str(relation.get("Target", _STORY)).lstrip("/")
    return _STORY


def _styles(root: etree._Element | None) -> dict[str, Style]:
    """Give the kind of each style by its id; ids are translated by Word, names are not."""
    kinds: dict[str, Style] = {}
    for style in () if root is None else root:
        for space in (W, STRICT):
            name = style.find(f"{space}name") if isinstance(style.tag, str) else None
            if name is not None:
                kinds[str(style.get(f"{space}styleId", ""))] = _style(str(name.get(f"{space}val", "")).lower())
    return kinds


def _style(name: str) -> Style:
    if name in _TITLE_STYLES:
        return "title"
    if name == "caption":
        return "caption"
    return "heading" if name.startswith(("heading", "subtitle")) else "plain"


def _properties(root: etree._Element | None) -> Properties:
    def text(tag: str) -> str:
        found = None if root is None else root.find(tag)
        return "" if found is None else str(found.text or "")

    created, modified = text(f"{_TERMS}created"), text(f"{_TERMS}modified")
    return Properties(text(f"{_DC}title"), text(f"{_DC}creator"), created, modified)


def _export_lines(block: Block) -> Iterator[str]:
    """Give a block as an export's lines: Factiva sets an article as a table of codes and what they stand for."""
    if isinstance(block, Paragraph):
        yield from block.text.split("\n")
        yield ""  # as behind each paragraph of an export in plain text
        return
    columns = [cell for cell in block.cells if any(cell)]
    if not columns:
        return
    yield "\t".join(cell[0] for cell in columns)
    for cell in columns:
        yield from cell[1:]


def _draft(blocks: Sequence[Block], properties: Properties, here: Source) -> Draft:
    title, rest = _titled(blocks)
    lines = [(_line(block), _furniture_kind(block)) for block in rest]
    body = "\n".join(line for line, _ in lines)
    title = title or believed_title(properties.title, body)
    return Draft(
        title=title,
        body=body,
        author=believed_author(properties.author),
        dates=_day_made(properties),
        source=here,
        furniture=tuple(_marked(lines, len(title) + 1)),
    )


def _day_made(properties: Properties) -> tuple[Published, ...]:
    """Give the day of the last change, which is nearer than the first: a document made from a template bears its day."""
    if properties.modified == _UNTOUCHED:
        return ()
    return day_made([properties.modified, properties.created])


def _titled(blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """Part the title from the rest: the first paragraph in a title's style, else a first line that is a headline."""
    for place, block in enumerate(blocks[:TOP]):
        if isinstance(block, Paragraph) and block.style == "title" and not GENERIC.fullmatch(block.text):
            return " ".join(block.text.split()), [*blocks[:place], *blocks[place + 1 :]]
    first = blocks[0]
    if isinstance(first, Row) or "\n" in first.text or first.style == "caption" or GENERIC.fullmatch(first.text):
        return "", blocks
    text = "\n".join(_line(block) for block in blocks)
    units = units_of(text, 0)
    if units[0].of(text) != first.text or kind_of(first.text, top=True, last=False) or not is_headline(text, units, 0):
        return "", blocks
    return first.text, blocks[1:]


def _line(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return "\t".join(" ".join(cell) for cell in block.cells).strip("\t ")


def _furniture_kind(block: Block) -> FurnitureKind | None:
    if isinstance(block, Row):
        return "table"
    return "caption" if block.style == "caption" else None


def _marked(lines: Sequence[tuple[str, FurnitureKind | None]], start: int) -> Iterator[Furniture]:
    for line, kind in lines:
        if kind and line:
            yield Furniture(Span(start, start + len(line)), kind)
        start += len(line) + 1
