"""Packs sentences into the windows that the encoder reads: text and sentence spans enter, `Window`s leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from tokenizers import Tokenizer

from dateline.mark.labels import case_of
from dateline.model import Span

# Body tokens of a window. Longer windows gave no better roles and cost more (attention grows with the square).
WINDOW_TOKENS = 126


class Piece(msgspec.Struct, frozen=True):
    """One word piece: vocabulary id, place in the text, whether a word begins here, sentence number, case class."""

    id: int
    start: int
    end: int
    first: bool
    sentence: int
    case: int


class Window(msgspec.Struct, frozen=True):
    """Consecutive sentences as word pieces, without the [CLS] and [SEP] that `ids` adds."""

    pieces: tuple[Piece, ...]

    def ids(self, cls: int, sep: int) -> list[int]:
        """Vocabulary ids with the two special tokens around them."""
        return [cls, *(p.id for p in self.pieces), sep]

    def cases(self) -> list[int]:
        """Case classes, aligned with `ids`."""
        return [0, *(p.case for p in self.pieces), 0]

    def words(self) -> list[int]:
        """Indexes (into `pieces`) of the pieces that begin a word."""
        return [i for i, p in enumerate(self.pieces) if p.first]


def windows(text: str, spans: Sequence[Span], tokenizer: Tokenizer) -> Iterator[Window]:
    """Pack all sentences of a text into windows."""
    return pack(pieces_of(text, spans, tokenizer))


def pieces_of(text: str, spans: Sequence[Span], tokenizer: Tokenizer) -> list[list[Piece]]:
    """Cut each sentence into word pieces."""
    return [_pieces(text, span, number, tokenizer) for number, span in enumerate(spans)]


def pack(sentences: Iterable[Sequence[Piece]]) -> Iterator[Window]:
    """Pack sentences into windows in their order; a sentence too long for one window is cut at a word."""
    held: list[Piece] = []
    for pieces in sentences:
        if held and len(held) + len(pieces) > WINDOW_TOKENS:
            yield Window(tuple(held))
            held = []
        start = 0
        while len(pieces) - start > WINDOW_TOKENS:
            cut = _last_word(pieces, start)
            yield Window(tuple(pieces[start:cut]))
            start = cut
        held.extend(pieces[start:])
    if held:
        yield Window(tuple(held))


def _last_word(pieces: Sequence[Piece], start: int) -> int:
    """Give the last place within a window from `start` at which a word begins."""
    cut = start + WINDOW_TOKENS
    while cut > start and not pieces[cut].first:
        cut -= 1
    return cut if cut > start else start + WINDOW_TOKENS


def _pieces(text: str, span: Span, number: int, tokenizer: Tokenizer) -> list[Piece]:
    encoded = tokenizer.encode(span.of(text), add_special_tokens=False)
    whole: dict[int, Span] = {}
    for word, (start, end) in zip(encoded.word_ids, encoded.offsets, strict=True):
        # Without special tokens every piece belongs to a word.
        known = whole.get(word or 0, Span(start, end))
        whole[word or 0] = Span(min(known.start, start), max(known.end, end))
    out: list[Piece] = []
    previous = None
    for id_, word, (start, end) in zip(encoded.ids, encoded.word_ids, encoded.offsets, strict=True):
        case = case_of(whole[word or 0].of(text[span.start : span.end]))
        out.append(Piece(id_, span.start + start, span.start + end, word != previous, number, case))
        previous = word
    return out
