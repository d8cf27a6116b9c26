"""Numbers in words and digits, with what is said of their ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.code.counts import MOST, find_counts, number
from dateline.model import Span


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 20 people", 20, None),
        ("more than 3,000 men", 3000, None),
        ("up to sixty soldiers", None, 60),
        ("nearly 300 journalists", None, 300),
        ("between ten and fifteen soldiers", 10, 15),
        ("12-15 dead", 12, 15),
        ("five or six guards", 5, 6),
        ("twenty-five guards", 25, 25),
        ("two hundred and six men", 206, 206),
        ("2.5 million people", 2_500_000, 2_500_000),
        ("a dozen men", 12, 12),
        ("dozens", 24, None),
        ("scores of villagers", 40, None),
        ("hundreds of thousands of people", 200_000, None),
        ("tens of thousands", 20_000, None),
        ("several guards", 3, None),
        ("100 or more", 100, None),
        ("a soldier", 1, 1),
    ],
)
def test_numbers_as_news_writes_them(text: str, low: int | None, high: int | None) -> None:
    found = find_counts(text, Span(0, len(text)))
    assert [(count.low, count.high) for count in found] == [(low, high)]


def test_each_number_keeps_its_words() -> None:
    text = "The blast killed at least nine guards and hurt 14."
    assert [count.text for count in find_counts(text, Span(0, len(text)))] == ["at least nine", "14"]


@given(st.integers(min_value=0, max_value=10**9))
def test_digits_with_separators_keep_their_value(value: int) -> None:
    assert number(f"{value:,}") == value


@given(st.text())
def test_spans_lie_in_the_text_and_low_is_not_above_high(text: str) -> None:
    for count in find_counts(text, Span(0, len(text))):
        assert count.span.of(text) == count.text
        assert count.low is None or count.high is None or count.low <= count.high


@pytest.mark.parametrize("text", ["9" * 400, "99,999,999,999,999,999,999 people", "12345678901234567890"])
def test_rows_of_digits_beyond_any_count_are_none(text: str) -> None:
    assert all(count.low is not None and count.low <= MOST for count in find_counts(text, Span(0, len(text))))


def test_large_numbers_keep_every_digit() -> None:
    assert number("123,456,789,012") == 123_456_789_012
