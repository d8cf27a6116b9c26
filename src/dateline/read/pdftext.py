"""Takes the lines of each page; gives the paragraphs of the text, without running titles, divided words joined."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from dateline.model import Mend
from dateline.read.columns import Line
from dateline.read.hyphens import Words

SAME_SIZE: Final = 0.15
"""Share by which the heights of two lines of one paragraph differ at most: a bold word raises it by up to a tenth."""

WIDER: Final = 1.3
"""Times the usual distance of lines from which a new paragraph begins; one of 1.5 is common between paragraphs."""

WIDE: Final = 1.5
"""Heights of a letter between two lines from which a sentence's end is a paragraph's: single lines stand 1.0 to 1.3 apart."""

INDENT: Final = 0.9
"""Heights of a letter by which the first line of a paragraph is set in; one to two are common."""

EDGE_ROWS: Final = 2
"""Rows at the top and at the foot of a page among which running titles and page numbers are looked for."""

SAME_PLACE: Final = 4.0
"""Points by which the place of a running title may differ between two pages."""

NEAR_EDGE: Final = 5.0
"""Heights of a letter that a full line may end before the edge where words are not spread to it: a long word's length."""

FEWEST_FULL: Final = 2
"""Lines near the edge from which it is one; fewer may be short by chance."""

MOSTLY_ENDED: Final = 0.8
"""Share of lines that end a sentence from which each is a paragraph of its own; running text has under 0.4."""

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_ITEM = re.compile(r"[•▪●◦‣■□➢*]\s?|[–—-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|página|pagina|p\.)\s*\d+(?:\s*(?:of|von|sur|de|di|/)\s*\d+)?\W*|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,3}\s*/\s*\d{1,3}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph, the height of its letters, and the page (from 1) that it begins on."""

    text: str
    height: float
    page: int


class Text(msgspec.Struct, frozen=True):
    """The paragraphs of a document and what was mended on the way."""

    paragraphs: tuple[Paragraph, ...]
    mends: tuple[Mend, ...]


def text_of(pages: Sequence[Sequence[Line]]) -> Text:
    """Put the lines of the pages together to paragraphs."""
    running = _running(pages)
    kept = [[line for line in page if id(line) not in running] for page in pages]
    joiner = _Joiner(kept)
    paragraphs = tuple(joiner.paragraphs())
    mends = (Mend("running-title", len(running)), Mend("line-end-hyphen", joiner.hyphens))
    return Text(paragraphs, tuple(mend for mend in mends if mend.count))


def _running(pages: Sequence[Sequence[Line]]) -> set[int]:
    """Find the lines that stand at the same place of several pages, digits apart, and page numbers that say so."""
    places: defaultdict[tuple[str, bool], list[tuple[int, Line]]] = defaultdict(list)
    found: set[int] = set()
    for number, page in enumerate(pages):
        feet = sorted({round(line.foot) for line in page})
        for line in page:
            top, low = round(line.foot) in feet[:EDGE_ROWS], round(line.foot) in feet[-EDGE_ROWS:]
            if top or low:
                places[_DIGITS.sub("#", line.text), top].append((number, line))
            if (top or low) and _PAGE_NUMBER.fullmatch(line.text):
                found.add(id(line))
    for lines in places.values():
        found.update(id(line) for number, line in lines if _repeats(line, number, lines))
    return found


def _repeats(line: Line, number: int, lines: Sequence[tuple[int, Line]]) -> bool:
    return any(
        other != number
        and abs(line.foot - twin.foot) <= SAME_PLACE
        and _same_size(line, twin)
        and _counts(line.text, twin.text, other - number)
        for other, twin in lines
    )


def _counts(text: str, twin: str, pages: int) -> bool:
    """Tell whether a line of figures alone goes up with the pages, as page numbers do and the cells of tables do not."""
    if not text.strip().isdecimal():
        return True
    return int(twin) - int(text) == pages


def _same_size(line: Line, other: Line) -> bool:
    return abs(line.height - other.height) <= SAME_SIZE * max(line.height, other.height)


class _Joiner:
    """Joins lines to paragraphs by what is usual in the document, and counts the words that it joins."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._lines = [(number, line) for number, page in enumerate(pages, 1) for line in page]
        self._words = Words(line.text for _, line in self._lines)
        self._distance = _usual_distance(self._lines)
        self._edges = _right_edges(self._lines)
        self.hyphens = 0

    def paragraphs(self) -> Iterator[Paragraph]:
        """Give the paragraphs in order."""
        text, first, before = "", None, None
        for number, line in self._lines:
            if first is None or before is None or self._begins(before, (number, line)):
                if first is not None:
                    yield Paragraph(text, first[1].height, first[0])
                text, first = line.text, (number, line)
            else:
                text = self._joined(text, line.text)
            before = number, line
        if first is not None:
            yield Paragraph(text, first[1].height, first[0])

    def _joined(self, text: str, line: str) -> str:
        if not text.endswith("-") or text.endswith(" -"):
            return f"{text} {line}"
        if self._words.divides(text, line):
            self.hyphens += 1
            return text[:-1] + line
        return text + line

    def _begins(self, before: tuple[int, Line], now: tuple[int, Line]) -> bool:
        """Tell whether a paragraph begins with the line `now`."""
        last, line = before[1], now[1]
        if not _same_size(last, line) or _ITEM.match(line.text):
            return True
        ended = _SENTENCE_END.search(last.text) is not None
        if before[0] != now[0] or last.region != line.region or line.foot <= last.foot:
            return ended or not (line.text[0].islower() or last.text.endswith("-") or self._is_full(before, line))
        distance = (line.foot - last.foot) / line.height
        if distance > WIDER * self._distance or (ended and distance > WIDE):
            return True
        indented = line.left - last.left > INDENT * line.height
        if ended and (indented or self._edges[_edge_key(before)] is None):
            return True
        # How wide a word is can only be estimated: a sentence that goes on in small letters goes on whatever comes of it.
        return (ended or not line.text[0].islower()) and not self._is_full(before, line)

    def _is_full(self, before: tuple[int, Line], line: Line) -> bool:
        """Tell whether the first word of `line` had no room at the end of the line before it, or whether none can say."""
        last, edge = before[1], self._edges[_edge_key(before)]
        if edge is None:
            return True
        word = line.text.split()[0]
        width = (line.right - line.left) * len(word) / len(line.text)
        return last.right + 0.9 * width + 0.2 * last.height >= edge - 0.02 * max(0.0, edge - last.left)


def _usual_distance(lines: Sequence[tuple[int, Line]]) -> float:
    """Give the distance of lines within paragraphs, in heights of their letters: the lower quarter of all distances."""
    distances = [
        (line.foot - last.foot) / line.height
        for (page, last), (other, line) in pairwise(lines)
        if page == other and last.region == line.region and _same_size(last, line) and line.foot > last.foot
    ]
    if not distances:
        return 1.0
    return statistics.quantiles(distances, n=4, method="inclusive")[0] if len(distances) > 1 else distances[0]


_Edge = tuple[int, int, int]
"""A page, a region of it and a height of letters."""


def _edge_key(line: tuple[int, Line]) -> _Edge:
    return line[0], line[1].region, round(line[1].height)


def _right_edges(lines: Iterable[tuple[int, Line]]) -> dict[_Edge, float | None]:
    """Give the right edge of each region by the height of letters; None where too few lines reach it to tell.

    Where nearly every line ends a sentence, each is a paragraph, and no edge is to be seen.
    """
    together: defaultdict[_Edge, list[Line]] = defaultdict(list)
    for number, line in lines:
        together[_edge_key((number, line))].append(line)
    return {key: _right_edge(found) for key, found in together.items()}


def _right_edge(lines: Sequence[Line]) -> float | None:
    edge = sorted(line.right for line in lines)[min(len(lines) - 1, int(0.9 * len(lines)))]
    reaching = sum(line.right >= edge - NEAR_EDGE * line.height for line in lines)
    ended = sum(_SENTENCE_END.search(line.text) is not None for line in lines)
    return edge if reaching >= FEWEST_FULL and ended < MOSTLY_ENDED * len(lines) else None


def body_height(paragraphs: Iterable[Paragraph]) -> float:
    """Give the height of letters that most of the text has."""
    heights: Counter[float] = Counter()
    for paragraph in paragraphs:
        heights[round(paragraph.height, 1)] += len(paragraph.text)
    return heights.most_common(1)[0][0] if heights else 0.0
