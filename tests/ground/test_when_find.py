"""Time expressions found in text: what they span, what they are, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ground.when import find_times, times_of
from dateline.model import Published

WORDS = (
    "on in since from to until by the a last next this every early late mid end of and - , . 's Tuesday "
    "March May 2014 1990s 11 11th two few weeks years day week month year ago later before yesterday "
    "tonight overnight now recently summer quarter weekend night 5:30 9/11 2020-03-04 3/4/2020 Christmas "
    "Ramadan Farvardin Sha'ban first last third hundred thousand nineteen Q3 '98 fiscal consecutive "
    "troops met said will € 0 99999999 31 "
)
phrases = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=12).map(" ".join)


def found(text: str) -> list[str]:
    return [mention.text for mention in find_times(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The convoy left on Tuesday and came back on Friday night.", ["Tuesday", "Friday night"]),
        (
            "They met in the first week of March, then in late June last year.",
            ["the first week of March", "late June last year"],
        ),
        ("He was born on 11 March 1961 and jailed from May 5 to 7, 2004.", ["11 March 1961", "May 5 to 7, 2004"]),
        ("Two days ago, and again earlier this week, shells fell.", ["Two days ago", "earlier this week"]),
        ("The border has been shut for three months.", ["three months"]),
        ("Elections are held every five years.", ["every five years"]),
        ("It was the third consecutive day of strikes.", ["the third consecutive day"]),
        ("At 5:30 p.m. on Sunday the siren sounded.", ["5:30 p.m. on Sunday"]),
        (
            "In the early hours of Saturday, in the 1990s, on 9/11.",
            ["the early hours of Saturday", "the 1990s", "9/11"],
        ),
        ("Twenty-four years ago, in nineteen ninety-six.", ["Twenty-four years ago", "nineteen ninety-six"]),
        ("Signed on 13 Farvardin 1399 and 15 Sha'ban 1441.", ["13 Farvardin 1399", "15 Sha'ban 1441"]),
        ("Two days before Christmas and the week of 6 March.", ["Two days before Christmas", "the week of 6 March"]),
        ("Results for the third quarter of 2019 and Q1 2020.", ["the third quarter of 2019", "Q1 2020"]),
    ],
)
def test_spans(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ms. May said that she may resign if troops march on.",
        "Some 2000 troops and 1,950 civilians lost 30 percent of $2010.",
        "A 34-year-old man in his 30s fell.",
        "The price will fall and springs will coil.",
        "Iraq imports about three-quarters of its grain.",
        "",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert found(text) == []


def test_a_month_needs_its_own_sentence() -> None:
    assert found("They came in May. Early risers left.") == ["May"]
    assert found("They came in Sept. Then it rained.") == ["Sept."]


def test_offsets_count_in_the_whole_text() -> None:
    text = "On Monday it began. On Tuesday it ended."
    (mention,) = find_times(text, 20)
    assert mention.span.of(text) == "Tuesday"
    assert find_times(text, 0, 3) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("two days ago", "DATE"),
        ("Monday morning", "TIME"),
        ("six weeks", "DURATION"),
        ("every Friday", "SET"),
        ("daily", "SET"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert [mention.kind for mention in find_times(text)] == [kind]


@given(st.one_of(st.text(), phrases))
@settings(max_examples=300)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    mentions = find_times(text)
    end = 0
    for mention in mentions:
        assert end <= mention.span.start < mention.span.end <= len(text)
        assert mention.text == mention.span.of(text) == mention.text.strip()
        end = mention.span.end
    assert find_times(text) == mentions


@given(st.one_of(st.text(), phrases), st.dates())
@settings(max_examples=300)
def test_every_text_gets_values_in_every_year(text: str, day: object) -> None:
    published = Published(day)  # type: ignore[arg-type]  # hypothesis gives dates
    values = times_of(text, published)
    assert [value.mention for value in values] == find_times(text)
    assert times_of(text, published) == values
