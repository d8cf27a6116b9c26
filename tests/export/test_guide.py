"""The annotators' form: what a claim becomes, and that its quotes can always be found again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export import guide_row
from dateline.export.guide import quote_of, sure
from dateline.model import Count, Span
from tests.export.samples import BODY, TEXT, TITLE, attack, drones, report

GOLDEN = Path(__file__).parent / "golden"


def test_claims_become_the_guides_words() -> None:
    sample = report()
    row = guide_row(sample, [drones(sample), attack(sample)])
    first, second = row.claims
    assert (row.id, first.id, first.event, second.id, second.event) == ("r1", "c1", "e1", "c2", "e2")
    assert first.quote == TEXT.split("\n")[1]
    assert first.start == len(TITLE) + 1
    assert first.date == ("2021-03-01", "2021-03-01")
    assert first.killed == (3, None)
    assert [(p.text, p.country, p.sector) for p in first.recipients] == [("the Veltish army", "VEL", "MIL")]
    assert [(p.text, p.country, p.sector) for p in first.actors] == [("Gunmen", None, "UNK")]
    assert [(p.lat, p.lon) for p in first.places] == [(12.35, -3.5)]
    assert first.attribution == ("a police officer",)


def test_a_bound_is_never_written_as_a_date() -> None:
    sample = report()
    assert guide_row(sample, [drones(sample)]).claims[0].date is None


def test_a_count_without_a_number_is_null() -> None:
    sample = report()
    claim = msgspec.structs.replace(attack(sample), killed=Count(Span(0, 6), "Gunmen", None, None))
    assert guide_row(sample, [claim]).claims[0].killed is None


def test_a_report_without_claims_has_an_empty_list() -> None:
    assert msgspec.json.encode(guide_row(report(), [])) == b'{"id":"r1","claims":[]}'


def test_the_form_is_the_golden_one() -> None:
    sample = report()
    line = msgspec.json.encode(guide_row(sample, [attack(sample), drones(sample)])) + b"\n"
    assert line == (GOLDEN / "guide.jsonl").read_bytes()


def test_the_checker_of_the_gold_finds_no_fault(shared: Path, tmp_path: Path) -> None:
    sample = report()
    rows = tmp_path / "reports.jsonl"
    rows.write_text(json.dumps({"id": "r1", "title": TITLE, "date": "2021-03-02", "text": BODY}) + "\n")
    claims = tmp_path / "claims.jsonl"
    claims.write_bytes(msgspec.json.encode(guide_row(sample, [attack(sample), drones(sample)])) + b"\n")
    command = [sys.executable, str(shared / "gold" / "check.py"), str(rows), str(claims)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("confidence", "level"), [(1.0, 3), (0.7, 3), (0.69, 2), (0.4, 2), (0.39, 1), (0.0, 1)])
def test_confidence_becomes_one_to_three(confidence: float, level: int) -> None:
    assert sure(confidence) == level


def quoted(text: str, trigger: Span, quote: Span) -> Span:
    """Give the quote for a claim of `trigger` in `quote`."""
    sample = report(TEXT)
    return quote_of(text, msgspec.structs.replace(attack(sample), trigger=trigger, quote=quote, sentence=quote))


def test_a_repeated_headline_is_grown_until_it_stands_once() -> None:
    text = "Rebels shell port\nRebels shell port\nMore follows."
    first = quoted(text, Span(7, 12), Span(0, 17))
    second = quoted(text, Span(25, 30), Span(18, 35))
    assert first.of(text) == "Rebels shell port\nRebels"
    assert second.of(text) == "Rebels shell port\nMore"


def test_a_quote_begins_after_an_earlier_use_of_its_trigger() -> None:
    text = "Title\nThe attack followed an attack on Tuesday."
    trigger = Span(text.rindex("attack"), text.rindex("attack") + 6)
    quote = quoted(text, trigger, Span(6, len(text)))
    assert quote.of(text) == "followed an attack on Tuesday."


@st.composite
def placed(draw: st.DrawFn) -> tuple[str, Span, Span]:
    """Draw a text of few words, so that they repeat, with a trigger word inside a quote."""
    words = draw(st.lists(st.sampled_from(["shell", "shelled", "a", "port", "shell."]), min_size=1, max_size=12))
    text = " ".join(words)
    at = draw(st.integers(0, len(words) - 1))
    low, high = draw(st.integers(0, at)), draw(st.integers(at + 1, len(words)))
    starts = [sum(len(word) + 1 for word in words[:n]) for n in range(len(words) + 1)]
    return text, Span(starts[at], starts[at] + len(words[at])), Span(starts[low], starts[high] - 1)


@given(placed())
def test_quotes_hold_the_trigger_and_stand_once(case: tuple[str, Span, Span]) -> None:
    text, trigger, own = case
    quote = quoted(text, trigger, own)
    assert quote.holds(trigger)
    assert text.find(quote.of(text)) == quote.start
    assert text.count(quote.of(text)) == 1


def test_a_word_said_three_times_over_is_grown_both_ways() -> None:
    text = "shell shell shell"
    assert quoted(text, Span(6, 11), Span(6, 11)) == Span(0, len(text))
