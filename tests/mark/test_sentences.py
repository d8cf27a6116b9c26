"""Sentence splitting: what ends a sentence and what does not."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.mark import sentences
from dateline.model import Span


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Troops left. Rebels came.", ["Troops left.", "Rebels came."]),
        ("Lt. Col. Ana Ruiz spoke. She left.", ["Lt. Col. Ana Ruiz spoke.", "She left."]),
        ("The U.S. Army moved. It stopped.", ["The U.S. Army moved.", "It stopped."]),
        ("They met in the U.S. The talks failed.", ["They met in the U.S.", "The talks failed."]),
        ("It began at 5 p.m. on Tuesday. No one was hurt.", ["It began at 5 p.m. on Tuesday.", "No one was hurt."]),
        ("John F. Kennedy spoke in 1962. Crowds came.", ["John F. Kennedy spoke in 1962.", "Crowds came."]),
        ('"We will not go." He then left.', ['"We will not go."', "He then left."]),
        ('"Why?" he asked. No one knew.', ['"Why?" he asked.', "No one knew."]),
        ("It rose 3.5 percent. Prices fell.", ["It rose 3.5 percent.", "Prices fell."]),
        ("Army enters capital\n\nThe army moved in.", ["Army enters capital", "The army moved in."]),
        ("One line\nAnother line", ["One line", "Another line"]),
    ],
)
def test_what_ends_a_sentence(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


def test_lines_wrapped_at_a_column_are_one_sentence() -> None:
    text = "The ministry said on Friday that its troops had left the\nborder town after a week of talks with the other side, and\nwould not come back."
    assert split(text) == [text]


@given(st.text())
def test_spans_lie_in_order_and_hold_no_outer_space(text: str) -> None:
    spans = sentences(text, [Span(0, len(text))])
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) and span.of(text) == span.of(text).strip() for span in spans)


@given(st.text(alphabet=st.characters(exclude_categories=["Z", "C"]), min_size=1))
def test_no_letter_is_lost(text: str) -> None:
    joined = "".join(split(text))
    assert [c for c in joined if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize("mark", [".", " ", "\n", "(", "'", '"', ". ", "a. ", ".\n", "é", "“", "-", "\u00a0"])
def test_hostile_runs_take_no_longer_than_their_length(mark: str) -> None:
    """Reading a run of 400,000 characters again from each of its places would take hours."""
    script = (
        "import sys; from dateline.mark import sentences; from dateline.model import Span\n"
        "text = sys.argv[1] * (400_000 // len(sys.argv[1])); sentences(text, [Span(0, len(text))])"
    )
    subprocess.run([sys.executable, "-c", script, mark], check=True, timeout=60)


def test_wrapped_lines_with_indented_paragraphs_are_whole_sentences() -> None:
    text = (
        "    The prime minister leaves on his sixth official visit to the United\n"
        "States on Wednesday, his office said.\n"
        "    Talks on trade have failed.\n"
        "    Officials in both capitals said that the visit would go ahead whatever\n"
        "comes of the talks.\n"
    )
    found = [" ".join(s.of(text).split()) for s in sentences(text, [Span(0, len(text))])]
    assert found == [
        "The prime minister leaves on his sixth official visit to the United States on Wednesday, his office said.",
        "Talks on trade have failed.",
        "Officials in both capitals said that the visit would go ahead whatever comes of the talks.",
    ]


def test_lines_of_a_list_stay_apart() -> None:
    text = "Rebels seize northern border town\nMinister resigns\nTalks on truce to go on in Geneva next week\nOil up"
    assert len(sentences(text, [Span(0, len(text))])) == 4
