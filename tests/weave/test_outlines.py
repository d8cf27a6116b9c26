"""An outline never hides a pair of reports that is as alike as was asked, and leaves most of the others behind."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.weave.reports import Sketch, likeness
from dateline.weave.reports.likeness import side_of
from dateline.weave.reports.outline import may_reach, outline_of, rows_of
from dateline.weave.reports.sketch import Term

WORDS = [first + last for first in ("Kar", "mol", "Tiv", "ser", "pal", "Qui") for last in ("dan", "wick", "oth", "rum")]

weights = st.lists(st.integers(25, 300).map(lambda tenths: tenths / 10), min_size=24, max_size=24)


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    words = draw(st.lists(st.sampled_from(WORDS), unique=True))
    terms = tuple(Term(word, weight) for word, weight in zip(words, sorted(draw(weights), reverse=True), strict=False))
    numbers = draw(st.lists(st.sampled_from(["14", "212", "340", "7,100"]), unique=True))
    opening = draw(st.lists(st.sampled_from([term.stem for term in terms]), unique=True)) if terms else []
    named = draw(st.lists(st.integers(737000, 737100), max_size=2))
    published = draw(st.none() | st.integers(737000, 737100))
    return Sketch(terms, tuple(numbers), tuple(opening), tuple(named), published)


def reaching(asked: float, left: Sequence[Sketch], right: Sequence[Sketch]) -> list[bool]:
    """Ask of each on the left with each on the right."""
    pairs = np.array([*itertools.product(range(len(left)), range(len(right)))]).reshape(-1, 2)
    rows = [rows_of(outline_of(side_of(one)) for one in some) for some in (left, right)]
    return [bool(one) for one in may_reach(asked, rows[0], rows[1], pairs)]


@given(
    st.lists(sketches(), min_size=1, max_size=4), st.lists(sketches(), min_size=1, max_size=4), st.floats(0.01, 0.99)
)
@settings(max_examples=300)
def test_who_is_alike_enough_is_never_left_behind(left: list[Sketch], right: list[Sketch], asked: float) -> None:
    found = reaching(asked, left, right)
    for (one, other), near in zip(itertools.product(left, right), found, strict=True):
        assert near or likeness(one, other) < asked


def test_words_with_one_number_hide_nothing() -> None:
    by_number: dict[int, list[str]] = {}
    for word in map("".join, itertools.product("bdkmrtvz", "aeiou", "lnprst", "aeio")):
        by_number.setdefault(int(rows_of([outline_of(side_of(Sketch((Term(word, 9.0),))))])["words"][0, 0]), []).append(
            word
        )
    shared = [words for words in by_number.values() if len(words) > 1]
    assert shared
    for heavy, light, *_ in shared:
        both = Sketch((Term(heavy, 9.0), Term(light.capitalize(), 4.0)), opening=(light,), published=737000)
        alone = Sketch((Term(light.capitalize(), 30.0),), opening=(light,), published=737000)
        asked = likeness(both, alone) - 0.001
        assert reaching(asked, [both], [alone]) == reaching(asked, [alone], [both]) == [True]


def test_most_of_those_that_share_a_word_are_left_behind() -> None:
    common = Term("Meridia", 12.0)
    others = [
        Sketch((common, *(Term(f"{letter}{word}".capitalize(), 9.0) for word in WORDS)), published=737000)
        for letter in "abcdefgh"
    ]
    found = reaching(0.3, others, others)
    assert sum(found) == len(others)
    assert all(math.isclose(likeness(one, one), 1, abs_tol=0.05) for one in others)
