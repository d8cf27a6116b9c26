"""A report enters, the parts in which a model reads it leave: numbered lines whose every character has its offset."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

import msgspec

from dateline.mark import sentences
from dateline.model import Report, Sentence, Span
from dateline.read import headline_span, story_spans

PART_CHARS = 6000
"""Characters of a part: most reports are one; with the prompt and the answer it fits a context of 8,192 tokens."""

# One for one, so that offsets stay: models write straight quotation marks where the report has others.
_QUOTES = str.maketrans("‘’ʼ“”„«»", '\'\'\'"""""')


class Line(msgspec.Struct, frozen=True, dict=True):
    """A sentence, or a piece of one that is very long, as the model is shown it: runs of white space are one space.

    `at` gives the offset in `Report.text` of each character shown; the headline above a later part has the number 0.
    """

    number: int
    sentence: Span
    shown: str
    at: tuple[int, ...]

    @functools.cached_property
    def _searched(self) -> str:
        return self.shown.translate(_QUOTES)

    def find(self, words: str) -> Iterator[Span]:
        """Give where the words stand, whole words only; white space and the shape of quotation marks do not count.

        What has neither a letter nor a digit stands nowhere.
        """
        wanted = " ".join(words.split()).translate(_QUOTES)
        start = self._searched.find(wanted) if any(map(str.isalnum, wanted)) else -1
        while start >= 0:
            end = start + len(wanted)
            if not (self._joins(start) or self._joins(end)):
                yield Span(self.at[start], self.at[end - 1] + 1)
            start = self._searched.find(wanted, start + 1)

    def _joins(self, at: int) -> bool:
        """Tell whether a place is inside a word."""
        return 0 < at < len(self.shown) and self.shown[at - 1].isalnum() and self.shown[at].isalnum()


class Part(msgspec.Struct, frozen=True):
    """Lines that are sent together; `headline` is what stands above them for context and gives no claims."""

    lines: tuple[Line, ...]
    headline: tuple[Line, ...] = ()

    def halves(self) -> tuple[Part, Part]:
        """Cut a part of two or more lines in two."""
        middle = len(self.lines) // 2
        return Part(self.lines[:middle], self.headline), Part(self.lines[middle:], self.headline)

    def line(self, number: int) -> Line | None:
        """Give the line of that number."""
        return next((line for line in self.lines if line.number == number), None)

    def nearest(self, words: str, to: Span, sentence: Span) -> Span | None:
        """Find words: in the sentence first, then nearest to `to` anywhere that the model was shown."""
        hits = [(line.sentence != sentence, hit) for line in (*self.headline, *self.lines) for hit in line.find(words)]
        apart = min(hits, key=lambda hit: (hit[0], _gap(hit[1], to), hit[1]), default=None)
        return apart[1] if apart else None


def _gap(one: Span, other: Span) -> int:
    return max(0, one.start - other.end, other.start - one.end)


def sentences_of(report: Report) -> tuple[Sentence, ...]:
    """Give the sentences of the story, as the encoder is given them."""
    head = headline_span(report)
    spans = sentences(report.text, story_spans(report))
    return tuple(Sentence(span, head is not None and head.holds(span)) for span in spans)


def parts_of(text: str, found: Sequence[Sentence], most: int = PART_CHARS) -> list[Part]:
    """Pack sentences into parts of at most `most` characters; one that is longer is cut at white space.

    Every part after the first has the headline again.
    """
    pieces = [(sentence, piece) for sentence in found for piece in _pieces(text, sentence.span, most)]
    lines = [_line(text, n, sentence.span, piece) for n, (sentence, piece) in enumerate(pieces, start=1)]
    head = tuple(_line(text, 0, sentence.span, piece) for sentence, piece in pieces if sentence.headline)
    parts: list[Part] = []
    held: list[Line] = []
    size = 0
    for line in lines:
        if held and size + len(line.shown) > most:
            parts.append(Part(tuple(held), head if parts else ()))
            held, size = [], 0
        held.append(line)
        size += len(line.shown)
    return [*parts, Part(tuple(held), head if parts else ())] if held else []


def _pieces(text: str, span: Span, most: int) -> Iterator[Span]:
    """Cut a stretch at the last white space before `most` characters, or within a word where there is none."""
    start = span.start
    while span.end - start > most:
        cut = next((at for at in range(start + most, start + most // 2, -1) if text[at].isspace()), start + most)
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _line(text: str, number: int, sentence: Span, piece: Span) -> Line:
    at = [
        n
        for n in range(piece.start, piece.end)
        if not text[n].isspace() or (n > piece.start and not text[n - 1].isspace())
    ]
    shown = "".join(" " if text[n].isspace() else text[n] for n in at)
    return Line(number, sentence, shown, tuple(at))
