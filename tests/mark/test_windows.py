"""Windows: every sentence is read once, in order, and none is longer than the encoder takes."""

from __future__ import annotations

import functools
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dateline.mark import sentences
from dateline.mark.labels import case_of
from dateline.mark.marker import default_folder
from dateline.mark.windows import WINDOW_TOKENS, windows
from dateline.model import Span


@functools.cache
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(default_folder() / "tokenizer.json"))


TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=300) | st.lists(
    st.sampled_from(["Troops", "left", "the", "town.", "U.S.", "€5", "naïve", "\n", "“No,”", "3,000"]), max_size=400
).map(" ".join)


@given(TEXTS)
def test_pieces_lie_in_order_inside_their_sentences(text: str) -> None:
    spans = sentences(text, [Span(0, len(text))])
    packed = list(windows(text, spans, tokenizer()))
    pieces = [piece for window in packed for piece in window.pieces]
    assert all(len(window.pieces) <= WINDOW_TOKENS for window in packed)
    assert all(a.start <= b.start for a, b in pairwise(pieces))
    assert all(spans[p.sentence].start <= p.start <= p.end <= spans[p.sentence].end for p in pieces)


@given(TEXTS)
def test_packing_changes_no_piece(text: str) -> None:
    spans = sentences(text, [Span(0, len(text))])
    packed = [piece.id for window in windows(text, spans, tokenizer()) for piece in window.pieces]
    assert packed == [i for span in spans for i in tokenizer().encode(span.of(text), add_special_tokens=False).ids]


def test_case_keeps_the_country_from_the_pronoun() -> None:
    assert [case_of(word) for word in ("us", "US", "Us", "iPhone", "42")] == [1, 3, 2, 4, 0]
