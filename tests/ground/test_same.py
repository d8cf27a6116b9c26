"""Claims of one report that tell of one event: which are joined, which stay apart, and that joining is quick."""

from __future__ import annotations

import re

import msgspec
import pytest

from dateline.ground import Grounder
from dateline.ground.same import THRESHOLD, Pair, group, pairs
from dateline.model import Claim, Location, Origin, Party, Report, Span, Timing, claim_id
from dateline.read import make_report


@pytest.fixture(scope="module")
def grounder() -> Grounder:
    return Grounder()


def at(report: Report, words: str, after: int = 0) -> Span:
    start = report.text.index(words, after)
    return Span(start, start + len(words))


def claim(report: Report, word: str, after: int = 0, fields: dict[str, object] | None = None) -> Claim:
    trigger = at(report, word, after)
    start = report.text.rfind("\n", 0, trigger.start) + 1
    end = report.text.find("\n", trigger.end)
    own = claim_id(report.id, trigger, "COERCE")
    base = Claim(
        id=own,
        report_id=report.id,
        event=own,
        type="COERCE",
        mode="seize",
        factuality="occurred",
        trigger=trigger,
        quote=trigger,
        sentence=Span(start, end if end >= 0 else len(report.text)),
        confidence=0.9,
        origin=Origin("test", "1"),
    )
    return msgspec.structs.replace(base, **(fields or {}))


def said(report: Report, actor: str, place: str, time: str, after: int) -> dict[str, object]:
    return {
        "actors": (Party(at(report, actor, after), actor),),
        "places": (Location(at(report, place, after), place),),
        "timing": Timing(at(report, time, after), time),
    }


def test_one_event_told_twice_has_one_name(grounder: Grounder) -> None:
    body = "Troops raided the mosque in Herat on Friday.\nThe raid by the troops in Herat came at dawn on Friday."
    report = make_report(title="", body=body)
    second = body.index("\n")
    first, later = grounder.ground(
        report,
        (
            claim(report, "raided", 0, said(report, "Troops", "Herat", "Friday", 0)),
            claim(report, "raid", second, said(report, "the troops", "Herat", "Friday", second)),
        ),
    )
    assert first.event == later.event == first.id


def test_events_at_different_places_stay_apart(grounder: Grounder) -> None:
    body = "Troops raided a mosque in Herat on Friday.\nPolice raids in Kabul on Monday found nothing."
    report = make_report(title="", body=body)
    first, later = grounder.ground(
        report,
        (
            claim(report, "raided", 0, said(report, "Troops", "Herat", "Friday", 0)),
            claim(report, "raids", 0, said(report, "Police", "Kabul", "Monday", 0)),
        ),
    )
    assert first.event != later.event


def test_pairs_are_of_one_type_and_in_text_order() -> None:
    report = make_report(title="", body="Police raided a shop.\nA raid on a shop.\nRebels raided a bank.")
    one, other = claim(report, "raided"), claim(report, "raid", 25)
    third = msgspec.structs.replace(claim(report, "raided", 40), type="ASSAULT")
    found = pairs(report, (one, other, third))
    assert [(p.first, p.second) for p in found] == [(one.id, other.id)]
    assert 0 < found[0].chance < 1


def test_a_chain_joins_only_what_is_likely_as_a_whole() -> None:
    report = make_report(title="", body="Police raided. Police raided. Police raided.")
    claims = tuple(claim(report, "raided", after) for after in (0, 15, 30))
    first, second, third = (c.id for c in claims)
    chain = [Pair(first, second, 0.9), Pair(second, third, 0.6), Pair(first, third, 0.1)]
    assert [c.event for c in group(claims, chain)] == [first, first, third]
    assert {c.event for c in group(claims, [*chain[:2], Pair(first, third, 0.3)])} == {first}


def test_joining_is_transitive_and_named_by_the_first() -> None:
    report = make_report(title="", body="Police raided. Police raided. Police raided.")
    claims = tuple(claim(report, "raided", after) for after in (0, 15, 30))
    first, second, third = (c.id for c in claims)
    joined = group(claims, [Pair(second, third, 0.9), Pair(first, second, 0.9), Pair(first, third, THRESHOLD - 0.1)])
    assert {c.event for c in joined} == {first}
    assert [c.event for c in group(claims, [Pair(first, third, THRESHOLD - 0.1)])] == [first, second, third]


def test_a_report_with_very_many_claims_is_grouped_in_time() -> None:
    """All pairs of 4,000 claims would be eight million comparisons."""
    body = " ".join(f"Rebels attacked post {n}." for n in range(4000))
    report = make_report(title="", body=body)
    claims = tuple(claim(report, "attacked", hit.start()) for hit in re.finditer("attacked", report.text))
    claims = tuple(msgspec.structs.replace(c, sentence=Span(c.trigger.start - 7, c.trigger.end + 9)) for c in claims)
    joined = group(claims, pairs(report, claims))
    assert len(joined) == 4000
    assert {c.event for c in joined} <= {c.id for c in claims}
