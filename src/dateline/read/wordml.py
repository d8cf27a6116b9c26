"""Takes the XML of a Word document's story; gives its paragraphs and table rows in order, as a reader of the page sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final, Literal

import msgspec
from lxml import etree

from dateline.read.desk import Refusal

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PROSE: Final = 400
"""Characters of a cell from which its table is the layout of a page and not data: press offices set letters in tables."""

MOST_DEEP: Final = 100
"""Elements inside one another beyond which a document is an attack: Word's own have 20 to 40."""

Style = Literal["plain", "title", "heading", "caption"]


class Paragraph(msgspec.Struct, frozen=True):
    r"""A paragraph's words, with `\\n` where its author broke the line, and the kind of its style."""

    text: str
    style: Style = "plain"


class Row(msgspec.Struct, frozen=True):
    """A row of a table: the paragraphs of each of its cells."""

    cells: tuple[tuple[str, ...], ...]


Block = Paragraph | Row

_DROPPED: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "rt", "footnoteReference", "pPr", "rPr", "sectPr"}
)
"""What is not in the story as it stands: deleted words, the instructions of fields, readings above characters."""

_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def parsed(part: BinaryIO, what: str) -> etree._Element:
    """Parse a part of the document; nothing outside it is fetched and no entity is expanded.

    Raises:
        Refusal: it is not well formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(part, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise Refusal("bad-file", f"{what} is broken XML: {error.msg}") from error
    if root is None:
        raise Refusal("bad-file", f"{what} is empty")
    return root


def blocks_of(body: etree._Element, styles: Mapping[str, Style]) -> Iterator[Block]:
    """Give the blocks of the body; those of a text box follow the paragraph that it is tied to.

    Raises:
        Refusal: its elements are nested too deep.
    """
    yield from _blocks(body, styles, 0)


def _name(element: etree._Element) -> str:
    """Give the name of an element of Word's, empty for a foreign one (a comment or an entity among them)."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    for space in (W, STRICT):
        if tag.startswith(space):
            return tag[len(space) :]
    return ""


def _deeper(depth: int) -> int:
    if depth >= MOST_DEEP:
        raise Refusal("nested-too-deep", f"its elements are nested more than {MOST_DEEP} deep")
    return depth + 1


def _blocks(parent: etree._Element, styles: Mapping[str, Style], depth: int) -> Iterator[Block]:
    depth = _deeper(depth)
    for element in _shown(parent):
        name = _name(element)
        if name == "p":
            yield from _paragraph(element, styles, depth)
        elif name == "tbl":
            yield from _table(element, styles, depth)
        elif name not in _DROPPED:
            yield from _blocks(element, styles, depth)


def _shown(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the children, of two renderings of one thing only the first that has words: a text box is kept once."""
    if parent.tag != f"{_COMPATIBLE}AlternateContent":
        yield from parent
        return
    worded = (child for child in parent if next((True for text in child.itertext() if text.strip()), False))
    if (first := next(worded, None)) is not None:
        yield first


def _paragraph(element: etree._Element, styles: Mapping[str, Style], depth: int) -> Iterator[Block]:
    boxes: list[etree._Element] = []
    text = "".join(_words(element, boxes, depth)).strip(" \t\n")
    if text:
        yield Paragraph(text, styles.get(_style_id(element), "plain"))
    for box in boxes:
        yield from _blocks(box, styles, depth)


def _style_id(element: etree._Element) -> str:
    for space in (W, STRICT):
        style = element.find(f"{space}pPr/{space}pStyle")
        if style is not None:
            return str(style.get(f"{space}val", ""))
    return ""


def _words(parent: etree._Element, boxes: list[etree._Element], depth: int) -> Iterator[str]:
    """Give the words below an element in order, and lay aside the text boxes that stand in it."""
    depth = _deeper(depth)
    for element in _shown(parent):
        name = _name(element)
        if name == "t":
            yield element.text or ""
        elif name in _BREAKS:
            yield "" if _is_page_break(element) else _BREAKS[name]
        elif name == "txbxContent":
            boxes.append(element)
        elif name not in _DROPPED and not (name == "r" and _is_hidden(element)):
            yield from _words(element, boxes, depth)


def _is_page_break(element: etree._Element) -> bool:
    return any(element.get(f"{space}type") in {"page", "column"} for space in (W, STRICT))


def _is_hidden(run: etree._Element) -> bool:
    for space in (W, STRICT):
        hidden = run.find(f"{space}rPr/{space}vanish")
        if hidden is not None:
            return hidden.get(f"{space}val") not in {"0", "false", "off"}
    return False


def _table(table: etree._Element, styles: Mapping[str, Style], depth: int) -> Iterator[Block]:
    """Give the rows of a table; one that only lays out a page gives the paragraphs of its cells."""
    rows = list(_rows(table, styles, _deeper(depth)))
    lays_out = all(len(row) == 1 for row in rows)
    for row in rows:
        cells = tuple(tuple(_told(block) for block in cell) for cell in row)
        if lays_out or any(sum(map(len, cell)) > PROSE for cell in cells):
            for cell in row:
                yield from cell
        elif any(map(any, cells)):
            yield Row(cells)


def _rows(parent: etree._Element, styles: Mapping[str, Style], depth: int) -> Iterator[list[list[Block]]]:
    depth = _deeper(depth)
    for element in parent:
        name = _name(element)
        if name == "tr":
            if not _is_deleted(element):
                yield list(_cells(element, styles, depth))
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(element, styles, depth)


def _cells(parent: etree._Element, styles: Mapping[str, Style], depth: int) -> Iterator[list[Block]]:
    depth = _deeper(depth)
    for element in parent:
        name = _name(element)
        if name == "tc":
            yield list(_blocks(element, styles, depth))
        elif name in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _cells(element, styles, depth)


def _is_deleted(row: etree._Element) -> bool:
    return any(row.find(f"{space}trPr/{space}del") is not None for space in (W, STRICT))


def _told(block: Block) -> str:
    """Give a block in one line: a table inside a cell is told as the words of its cells."""
    if isinstance(block, Paragraph):
        return " ".join(block.text.split())
    return " ".join(text for cell in block.cells for text in cell)
