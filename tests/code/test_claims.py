"""Claims made from a reading: parties, chains, tolls, quotes and events told twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.code import claims_of
from dateline.code.claims import QUOTE_WORDS, quote, trim, whole_words
from dateline.model import Claim, Edge, EventType, Factuality, Origin, Reading, Report, Role, Sentence, Span, Trigger
from dateline.read import make_report

ORIGIN = Origin("test", "1")


def span(text: str, words: str, nth: int = 0) -> Span:
    hits = [m.start() for m in re.finditer(re.escape(words), text)]
    return Span(hits[nth], hits[nth] + len(words))


def trigger(
    report: Report,
    word: str,
    type_: EventType,
    *edges: tuple[Role, str],
    mode: str | None = None,
    factuality: Factuality = "occurred",
) -> Trigger:
    text = report.text
    at = span(text, word)
    start = text.rfind("\n", 0, at.start) + 1
    end = text.find("\n", at.end)
    return Trigger(
        span=at,
        sentence=Span(start, end if end >= 0 else len(text)),
        type=type_,
        mode=mode,
        factuality=factuality,
        score=0.9,
        factuality_score=0.9,
        edges=tuple(Edge(role, span(text, words), 0.9) for role, words in edges),
    )


def code(report: Report, *triggers: Trigger) -> tuple[Claim, ...]:
    reading = Reading(report_id=report.id, sentences=(Sentence(Span(0, len(report.text))),), triggers=triggers)
    return claims_of(report, reading, ORIGIN)


def test_tolls_of_one_trigger_add_up() -> None:
    report = make_report(title="", body="The shelling killed one Danish and two Dutch soldiers.")
    (claim,) = code(report, trigger(report, "shelling", "ASSAULT", ("killed", "one"), ("killed", "two")))
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high) == (3, 3)


def test_the_words_before_a_number_open_it() -> None:
    report = make_report(title="", body="The shelling killed at least 20 people.")
    (claim,) = code(report, trigger(report, "shelling", "ASSAULT", ("killed", "20")))
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high, claim.killed.text) == (20, None, "at least 20")


def test_both_sides_of_a_meeting_are_actors() -> None:
    report = make_report(title="", body="The envoy met the rebels in Doha.")
    (claim,) = code(report, trigger(report, "met", "CONSULT", ("actor", "The envoy"), ("recipient", "the rebels")))
    assert [p.text for p in claim.actors] == ["The envoy", "the rebels"]
    assert claim.recipients == ()


def test_an_unknown_attacker_stays_unknown() -> None:
    report = make_report(title="", body="A convoy was attacked near the border.")
    (claim,) = code(report, trigger(report, "attacked", "ASSAULT", ("recipient", "A convoy")))
    assert claim.actors == ()


def test_ids_do_not_depend_on_confidence() -> None:
    report = make_report(title="", body="Rebels attacked a post.")
    sure = trigger(report, "attacked", "ASSAULT")
    unsure = Trigger(**{f: getattr(sure, f) for f in sure.__struct_fields__} | {"score": 0.2})
    assert code(report, sure)[0].id == code(report, unsure)[0].id


@given(st.text(alphabet="ab ,.'’s\n", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_trimming_stays_inside(text: str, start: int, length: int) -> None:
    given_span = Span(min(start, len(text)), min(start + length, len(text)))
    cut = trim(text, given_span)
    assert cut is None or (given_span.holds(cut) and cut.start < cut.end)


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=5), min_size=1, max_size=80), st.data())
def test_a_quote_is_short_and_holds_its_trigger(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    start = len(" ".join(words[:at])) + (at > 0)
    mark = Span(start, start + len(words[at]))
    cut = quote(text, Span(0, len(text)), mark)
    assert cut.holds(mark)
    assert len(cut.of(text).split()) <= QUOTE_WORDS


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Abu Mahdi al-Amiri spoke", "Abu Mahdi al", "Abu Mahdi al-Amiri"),
        ("Abu Mahdi al-Amiri spoke", "Amiri", "al-Amiri"),
        ("Peru's caretaker minister spoke", "s caretaker minister", "Peru's caretaker minister"),
        ("in Sana'a on Friday", "Sana", "Sana'a"),
        ("the US-Iran talks", "US", "US"),
        ("the US-Iran talks", "Iran", "Iran"),
        ("Peru's army", "Peru", "Peru"),
        ("3 min read\nBolivian jets", "Bolivian jets", "Bolivian jets"),
    ],
)
def test_spans_cut_inside_a_word_grow_to_the_word(text: str, cut: str, whole: str) -> None:
    assert whole_words(text, span(text, cut)).of(text) == whole


def test_one_toll_seen_twice_is_not_added() -> None:
    report = make_report(title="", body="The shelling killed at least 14 people.")
    shelling = trigger(report, "shelling", "ASSAULT", ("killed", "at least"), ("killed", "14"))
    (claim,) = code(report, shelling)
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high) == (14, None)


def test_tolls_of_two_sentences_are_not_added() -> None:
    report = make_report(
        title="", body="Bomb kills dozens in Bossaso\nThe bomb killed at least 31 people, police said."
    )
    bomb = trigger(report, "bomb killed", "ASSAULT", ("killed", "dozens"), ("killed", "31"))
    (claim,) = code(report, bomb)
    assert claim.killed is not None
    assert (claim.killed.low, claim.killed.high) == (31, None)


def test_a_span_of_mere_function_words_is_no_party() -> None:
    report = make_report(title="", body="The army of the south shelled the town.")
    (claim,) = code(report, trigger(report, "shelled", "ASSAULT", ("actor", "The"), ("recipient", "of the")))
    assert (claim.actors, claim.recipients) == ((), ())


@pytest.mark.parametrize(
    ("body", "word", "recipient", "low", "high"),
    [
        ("Shelling killed five farmers.", "killed", "five farmers", 5, 5),
        ("At least nine miners were killed.", "killed", "nine miners", 9, None),
        ("Police investigate the murder of a Peruvian student.", "murder", "a Peruvian student", 1, 1),
        ("Shelling killed a group of farmers.", "killed", "a group of farmers", None, None),
        ("Shelling killed farmers.", "killed", "farmers", None, None),
        ("Gunmen kidnapped five farmers.", "kidnapped", "five farmers", None, None),
    ],
)
def test_the_number_of_those_killed_is_the_toll(
    body: str, word: str, recipient: str, low: int | None, high: int | None
) -> None:
    report = make_report(title="", body=body)
    (claim,) = code(report, trigger(report, word, "ASSAULT", ("recipient", recipient)))
    assert ((claim.killed.low, claim.killed.high) if claim.killed else (None, None)) == (low, high)


def test_a_planned_killing_has_no_toll() -> None:
    report = make_report(title="", body="The group plans to kill five farmers.")
    (claim,) = code(report, trigger(report, "kill", "ASSAULT", ("recipient", "five farmers"), factuality="planned"))
    assert claim.killed is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("of mourners", "mourners"),
        ("and the army,", "the army"),
        ("“Bolivia’s", "Bolivia"),
        ("the Aid Agency (AIDA", "the Aid Agency"),
        ("the Aid Agency (AIDA)", "the Aid Agency (AIDA)"),
        ("soldiers of the", "soldiers"),
        ("Atlanta", "Atlanta"),
        ("Iraq and", "Iraq"),
        ("the U.S", "the U.S"),
    ],
)
def test_trimming_leaves_the_phrase(text: str, whole: str) -> None:
    cut = trim(text, Span(0, len(text)))
    assert cut is not None
    assert cut.of(text) == whole


def test_a_closing_bracket_belongs_to_its_phrase() -> None:
    text = "the Aid Agency (AIDA) said"
    assert trim(text, span(text, "the Aid Agency (AIDA")) == span(text, "the Aid Agency (AIDA)")


def test_a_name_broken_by_a_wrapped_line_is_one() -> None:
    body = "The navy shelled the port of Ras\nLarana during the night, and\nthe coast guard saw it from afar."
    report = make_report(title="", body=body)
    shelled = trigger(report, "shelled", "ASSAULT", ("place", "Ras"), ("place", "Larana"))
    whole = Trigger(
        **{f: getattr(shelled, f) for f in shelled.__struct_fields__} | {"sentence": Span(1, 1 + len(body))}
    )
    assert [p.text for p in code(report, shelled)[0].places] == ["Ras", "Larana"]
    assert [p.text for p in code(report, whole)[0].places] == ["Ras\nLarana"]


def test_two_words_for_one_act_side_by_side_are_one_claim() -> None:
    report = make_report(title="", body="A mortar attack hit the depot. Guards attacked, killed and fled.")
    weak = trigger(report, "mortar", "ASSAULT")
    sure = Trigger(**{f: getattr(weak, f) for f in weak.__struct_fields__} | {"span": span(report.text, "attack")})
    sure = Trigger(**{f: getattr(sure, f) for f in sure.__struct_fields__} | {"score": 0.95})
    apart = (trigger(report, "attacked", "ASSAULT"), trigger(report, "killed", "ASSAULT"))
    claims = code(report, weak, sure, *apart)
    assert [claim.trigger.of(report.text) for claim in claims] == ["attack", "attacked", "killed"]
