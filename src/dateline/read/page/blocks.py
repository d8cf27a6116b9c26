"""Takes a parsed page; gives its blocks of text in order: a paragraph, an item or a table's row each, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from dateline.read.page.roles import Role, role_of

SKIPPED: Final = frozenset(
    "script style noscript template svg iframe object embed video audio canvas select textarea button input head dialog"
    " map datalist progress meter nav".split()
)
"""Elements whose text is no text of the page, or is for steering it."""

_BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer form"
    " frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table tbody td tfoot"
    " th thead tr ul".split()
)
"""Elements that begin and end a line."""

_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"[\s\u200b\ufeff]*")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*\s*$")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

UNSPACED: Final = 10
"""Characters that count as a word at the least, since Chinese, Japanese and Thai put no spaces between words."""

LOOKED_BACK: Final = 40
"""Characters before a line break in which the end of a sentence is looked for."""

LONGEST_CELL: Final = 200
"""Characters from which a cell of a table is running text, so that the table lays a page out."""


class Node:
    """An element that begins a line or has a role of its own, under the one above it.

    `shape` is the same number for elements that have the same tags and classes all the way up: the paragraphs of a
    story share it, and those of another part of the page do not.
    """

    __slots__ = ("above", "depth", "element", "role", "shape", "tag")

    def __init__(self, element: HtmlElement, above: Node | None, role: Role | None, shape: int) -> None:
        self.element = element
        self.tag: str = element.tag
        self.above = above
        self.depth: int = above.depth + 1 if above else 0
        self.role = role
        self.shape = shape

    def up(self) -> Iterator[Node]:
        """Give the node and those above it, the nearest first."""
        node: Node | None = self
        while node:
            yield node
            node = node.above


class Block:
    """A line of the page: its words, the node that it stands in, how many of its characters are links."""

    __slots__ = ("linked", "node", "text", "words")

    def __init__(self, text: str, node: Node, linked: int) -> None:
        self.text = text
        self.node = node
        self.linked = linked
        self.words = max(len(text.split()), len(text) // UNSPACED)

    @property
    def link_share(self) -> float:
        """The share of the characters that are links."""
        return self.linked / max(1, len(self.text))


def blocks_of(tree: HtmlElement) -> list[Block]:
    """Give the blocks of a page or of a part of one."""
    collector = _Collector()
    collector.element(tree, None)
    collector.flush()
    return collector.blocks


class _Collector:
    """Gathers text until a line ends."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0
        self._node: Node | None = None
        self._shapes: dict[tuple[int, str, str], int] = {}

    def flush(self) -> None:
        """End the line."""
        text = _SPACE.sub(" ", "".join(self._pieces)).strip()
        if text and self._node and not _BLANK.fullmatch(text):
            self.blocks.append(Block(text, self._node, self._linked))
        self._pieces.clear()
        self._linked = 0

    def element(self, element: HtmlElement, above: Node | None) -> None:
        """Take in an element and all below it; what follows it is its parent's."""
        tag = element.tag
        if not isinstance(tag, str) or tag in SKIPPED or _is_unseen(element):
            if tag in _BLOCK_TAGS:
                self.flush()
            return
        if tag == "br":
            self._break()
            return
        role = role_of(element)
        starts_line = tag in _BLOCK_TAGS or (role is not None and role.apart)
        if not starts_line and above:
            if _is_card(element):
                return
            self._links += tag == "a"
            self._inside(element, above)
            self._links -= tag == "a"
            return
        self.flush()
        node = Node(element, above, role, self._shape(element, above))
        if tag == "table" and is_data(element):
            self._rows(element, node)
        else:
            self._inside(element, node)
        self.flush()
        self._node = above

    def _inside(self, element: HtmlElement, node: Node) -> None:
        self._take(element.text, node)
        for child in element:
            self.element(child, node)
            self._take(child.tail, node)

    def _take(self, text: str | None, node: Node) -> None:
        if not text:
            return
        self._node = node
        lines = text.split("\n") if node.tag == "pre" else [text]
        for place, line in enumerate(lines):
            if place:
                self.flush()
            self._pieces.append(line)
            self._linked += len(_SPACE.sub(" ", line)) if self._links else 0

    def _break(self) -> None:
        """End the line at a line break that follows another one or the end of a sentence; else it is a space."""
        last = self._pieces[-1] if self._pieces else "\n"
        if last == "\n" or _SENTENCE_END.search(last[-LOOKED_BACK:]):
            self.flush()
        else:
            self._pieces.append("\n")

    def _rows(self, table: HtmlElement, node: Node) -> None:
        """Give a table of data a line a row, its cells parted by tabulators."""
        for row in table.iter("tr"):
            cells = [_words(cell) for cell in row if cell.tag in {"td", "th"}]
            if any(cells):
                below = Node(row, node, None, self._shape(row, node))
                self.blocks.append(Block("\t".join(cells).strip(), below, 0))

    def _shape(self, element: HtmlElement, above: Node | None) -> int:
        key = (above.shape if above else 0, element.tag, element.get("class") or "")
        return self._shapes.setdefault(key, len(self._shapes) + 1)


def is_data(table: HtmlElement) -> bool:
    """Tell whether a table holds data: two rows and two columns of short cells, and no table inside."""
    if (
        table.get("role") in {"presentation", "none"}
        or next(table.iterdescendants("table", "article", "form"), None) is not None
    ):
        return False
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in table.iter("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(len(cell.text_content()) <= LONGEST_CELL for row in rows for cell in row)


def _words(element: HtmlElement) -> str:
    return _SPACE.sub(" ", element.text_content()).strip()


def _is_card(element: HtmlElement) -> bool:
    """Tell whether an inline element begins with a picture and has links: a card that shows when one points at a name."""
    first = element
    while len(first) and not (first.text or "").strip():
        first = first[0]
    return first.tag == "img" and element.tag != "a" and len(element.findall(".//a")) > 1


def _is_unseen(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or _UNSEEN.search(element.get("style") or "") is not None
