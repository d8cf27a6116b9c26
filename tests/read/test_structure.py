"""Lists, tables, pulled quotes and corrections in plain text are told apart, and the story around them stays whole."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.mark.sentences import sentences
from dateline.read import corrections_of, make_report, story_spans
from dateline.read.layout import units_of
from dateline.read.structure import item_starts, table_rows

HEAD = "Soldiers fire on harbour checkpoint"
BODY = (
    "Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers.\n\n"
    'The governor said the drivers had shown their papers. "They were waved on by the guards," she told reporters.'
)


def furniture(body: str) -> list[tuple[str, str]]:
    report = make_report(title=HEAD, body=body)
    return [(found.kind, found.span.of(report.text)) for found in report.furniture]


def told(body: str) -> list[str]:
    """Give the sentences of a story."""
    report = make_report(title="", body=body)
    return [" ".join(span.of(report.text).split()) for span in sentences(report.text, story_spans(report))]


@pytest.mark.parametrize(
    "table",
    [
        "Province\tKilled\tInjured\nNorth\t12\t30\nSouth\t4\t11\nEast\t0\t2",
        "| Province | Killed | Injured |\n|---|---|---|\n| North | 12 | 30 |\n| South | 4 | 11 |",
        "Province   Killed   Injured\nNorth          12        30\nSouth           4        11\nEast          n/a         2",
        "Wheat      5.90 pct   5.93 pct\nBarley     5.00 pct   5.00 pct\nOats       1,296      (4.1)",
    ],
)
def test_a_table_of_numbers_is_furniture(table: str) -> None:
    assert furniture(f"{BODY}\n\n{table}\n\nThe army left.") == [("table", row) for row in table.split("\n")]


@pytest.mark.parametrize(
    "lines",
    [
        "Kotar\tgovernor\tPort Vell\nBrandt\treporter\tAmman\nHassan\tjudge\tCairo",
        "Two died in the north.  In the south 4 died.\nThe army left.  It had come in 2019.\nIt rained.  No one came.",
        "North\t12\nSouth\t4",
    ],
)
def test_lines_with_gaps_that_are_no_table_of_numbers_are_story(lines: str) -> None:
    assert furniture(f"{BODY}\n\n{lines}\n\nThe army left.") == []


def test_rows_in_copy_of_fixed_width_are_not_joined_to_a_paragraph() -> None:
    body = (
        "The ministry said on Monday that the harbour would stay\nclosed until the end of March and that it had\n"
        "counted the dead by province, as follows:\nNorth          12        30\nSouth           4        11\n"
        "East            0         2\nThe army denied that it had asked for the figures and\nsaid it would sue.\n"
    )
    assert [words.split()[0] for _, words in furniture(body)] == ["North", "South", "East"]
    assert told(body)[-1] == "The army denied that it had asked for the figures and said it would sue."


@pytest.mark.parametrize("marks", ["--", "••", "12", "ab", "**"])
def test_items_of_a_list_are_sentences_of_their_own(marks: str) -> None:
    first, second = (f"{mark}." if mark.isalnum() else mark for mark in marks)
    body = (
        "The ministry said on Monday that the harbour would stay shut\nuntil the end of March and named what is let in "
        f"by then:\n{first} rice for the camps north of the town, which the army\n   counts by the sack\n"
        f"{second} tents for those who fled from the harbour on Monday and\n   have slept outside since then"
    )
    assert [words.split()[1] for words in told(body)[1:]] == ["rice", "tents"]
    assert len(told(body)) == 3


def test_a_dash_or_number_at_a_line_s_start_is_the_sentence_going_on() -> None:
    body = (
        "The ministry said on Monday that the harbour\n- the largest in the country, as it is called by all\n"
        "- would stay closed until the end of May\n12. The army denied it and said that it would sue the\npaper for it."
    )
    assert item_starts(body, 0) == ()


@pytest.mark.parametrize(
    "line",
    [
        "“They were waved on by the guards”",
        "They were waved on by the guards",
        "“They were waved on by the guards” – Amina Kotar, governor",
        "Soldiers opened fire on a checkpoint near the harbour",
    ],
)
def test_a_line_that_repeats_the_story_is_a_pulled_quote(line: str) -> None:
    for body in (f"{BODY}\n\n{line}\n\nThe army left.", f"The army left.\n\n{line}\n\n{BODY}"):
        assert furniture(body) == [("pull-quote", line)]


@pytest.mark.parametrize(
    "line",
    [
        "“They were waved on by the army”",
        "on by the guards",
        "Soldiers opened fire on a checkpoint near the harbour.",
        "They were waved on by the guard",
        "“They were waved on by the guards,” she told the court, which rose at once and went home for the day.",
    ],
)
def test_a_line_that_says_something_else_or_too_little_is_story(line: str) -> None:
    assert furniture(f"{BODY}\n\n{line}\n\nThe army left.") == []


def test_a_paragraph_told_twice_is_kept_twice() -> None:
    assert furniture(f"{BODY}\n\n{BODY}") == []


def test_links_to_other_stories_are_told_where_they_stand_in_blocks() -> None:
    block = "Read more:\n\nDockers walk out over pay\n\nGovernor under fire from judges"
    assert [kind for kind, _ in furniture(f"{BODY}\n\nRead more: Dockers walk out over pay\n\nThe army left.")] == [
        "related"
    ]
    assert [kind for kind, _ in furniture(f"{BODY}\n\n{block}\n\nThe army left on Monday.")] == ["related"] * 3


def test_a_correction_is_given_with_its_day() -> None:
    lines = "This article was amended on 3 May 2020 to correct a name.\n\nCorrection: the gate is the northern one."
    report = make_report(title=HEAD, body=f"{BODY}\n\n{lines}")
    first, second = corrections_of(report)
    assert first.day is not None
    assert (first.day.day, second.day) == (dt.date(2020, 5, 3), None)
    assert second.span.of(report.text) == "Correction: the gate is the northern one."
    assert corrections_of(make_report(title=HEAD, body=BODY)) == ()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["- a", "1. b", "2. c", "x\t1", "y  2", "\n", "words go on", "•  d", "3) e", " ", "."]))
)
def test_units_and_items_lie_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    units = units_of(text, 0)
    assert list(units) == sorted(units)
    assert all(left.end <= right.start for left, right in pairwise(units))
    starts = item_starts(text, 0)
    assert list(starts) == sorted(set(starts))
    assert table_rows(text, units) <= {unit.start for unit in units}
