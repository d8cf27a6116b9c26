"""What a model writes is kept only where it is well formed, in the codebook and in the report's own words."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.code.coder import Dropped
from dateline.code.llm.answer import ROLES, Answer, read_answer
from dateline.code.llm.parts import Line, Part, parts_of, sentences_of
from dateline.code.llm.prompt import EXAMPLE_ANSWER, EXAMPLE_LINES, FIELDS
from dateline.model import EventType, Factuality
from dateline.ontology import ontology
from dateline.read import make_report

REPORT = make_report(
    title="Rebels shell Berbera",
    body=(
        "Rebels shelled the port of Berbera on Monday,\n  killing nine people, a police official said.\n\n"
        "“We will strike again and strike harder,” the rebels’ spokesman said. The Rebels-United front met US envoys."
    ),
)
(PART,) = parts_of(REPORT.text, sentences_of(REPORT))
CLAIM: dict[str, Any] = {"sentence": 2, "trigger": "shelled", "type": "ASSAULT", "factuality": "occurred"}


def read(*claims: object) -> Answer:
    answer = read_answer(json.dumps({"claims": claims}), PART)
    assert answer is not None
    return answer


def words(answer: Answer, role: str) -> list[str]:
    (told,) = answer.told
    return [edge.span.of(REPORT.text) for edge in told.trigger.edges if edge.role == role]


def test_a_claim_stands_where_its_words_stand() -> None:
    answer = read(
        {**CLAIM, "mode": "heavy-weapons", "actors": ["Rebels"], "time": "on Monday", "killed": "nine", "event": "e1"}
    )
    (told,) = answer.told
    trigger = told.trigger
    assert (trigger.span.of(REPORT.text), trigger.type, trigger.mode) == ("shelled", "ASSAULT", "heavy-weapons")
    assert trigger.sentence.of(REPORT.text).startswith("Rebels shelled")
    # The same word stands in the headline too; that of the sentence is nearer.
    assert [edge.span.start for edge in trigger.edges if edge.role == "actor"] == [trigger.sentence.start]
    assert (words(answer, "time"), words(answer, "killed"), told.label) == (["on Monday"], ["nine"], "e1")
    assert answer.dropped == ()


def test_the_example_of_the_prompt_is_kept_whole() -> None:
    example = make_report(title=EXAMPLE_LINES[0], body=" ".join(EXAMPLE_LINES[1:]))
    (part,) = parts_of(example.text, sentences_of(example))
    answer = read_answer(EXAMPLE_ANSWER, part)
    assert answer is not None
    assert (len(answer.told), answer.dropped) == (3, ())
    written = [name for claim in json.loads(EXAMPLE_ANSWER)["claims"] for name in claim]
    assert set(written) <= set(FIELDS)


@pytest.mark.parametrize(
    ("changes", "dropped"),
    [
        ({"trigger": "bombed"}, Dropped("trigger", "not verbatim")),
        ({"trigger": "shell"}, Dropped("trigger", "not verbatim")),  # only part of a word of this sentence
        ({"trigger": "strike"}, Dropped("trigger", "not verbatim")),  # of another sentence
        ({"trigger": ","}, Dropped("trigger", "not verbatim")),
        ({"trigger": ""}, Dropped("trigger", "not verbatim")),
        ({"trigger": "Rebels shelled the port of Berbera on"}, Dropped("trigger", "too long")),
        ({"trigger": ["shelled"]}, Dropped("trigger", "malformed")),
        ({"sentence": 9}, Dropped("sentence", "unknown")),
        ({"sentence": 0}, Dropped("sentence", "unknown")),
        ({"sentence": "two"}, Dropped("sentence", "malformed")),
        ({"sentence": None}, Dropped("sentence", "malformed")),
        ({"type": "ATTACK"}, Dropped("type", "unknown")),
        ({"type": None}, Dropped("type", "unknown")),
        ({"factuality": "certain"}, Dropped("factuality", "unknown")),
    ],
)
def test_a_claim_without_what_it_needs_is_dropped(changes: dict[str, Any], dropped: Dropped) -> None:
    answer = read({**CLAIM, **changes})
    assert (answer.told, answer.dropped) == ((), (dropped,))


@pytest.mark.parametrize("claim", [None, 7, "shelled", ["shelled"], True])
def test_what_is_no_claim_is_dropped_and_the_next_is_read(claim: object) -> None:
    answer = read(claim, CLAIM)
    assert len(answer.told) == 1
    assert answer.dropped == (Dropped("claim", "malformed"),)


def test_other_words_that_do_not_stand_there_are_dropped_alone() -> None:
    answer = read(
        {
            **CLAIM,
            "actors": ["The army", "Rebels", 5, None],
            "places": {"name": "Berbera"},
            "cue": "told",
            "mode": "nuke",
        }
    )
    assert words(answer, "actor") == ["Rebels"]
    assert words(answer, "place") == words(answer, "cue") == []
    assert sorted(answer.dropped) == [
        Dropped("actors", "malformed"),
        Dropped("actors", "malformed"),
        Dropped("actors", "not verbatim"),
        Dropped("cue", "not verbatim"),
        Dropped("mode", "unknown"),
        Dropped("places", "malformed"),
    ]


def test_a_mode_of_another_type_is_dropped() -> None:
    answer = read({**CLAIM, "mode": "visit"})
    assert answer.told[0].trigger.mode is None
    assert answer.dropped == (Dropped("mode", "unknown"),)


def test_wrapped_lines_and_the_shape_of_quotation_marks_do_not_count() -> None:
    answer = read({**CLAIM, "time": "Monday, killing", "attribution": ["the rebels' spokesman"]})
    assert words(answer, "time") == ["Monday,\n  killing"]
    assert words(answer, "source") == ["the rebels’ spokesman"]
    assert answer.dropped == ()


def test_letters_count_and_parts_of_words_do_not() -> None:
    answer = read({**CLAIM, "recipients": ["us", "Berber", "US"], "actors": ["United"]})
    assert words(answer, "recipient") == ["US"]
    assert words(answer, "actor") == ["United"]
    assert list(answer.dropped) == [Dropped("recipients", "not verbatim")] * 2


def test_the_quote_tells_which_of_two_triggers_is_meant() -> None:
    claim = {**CLAIM, "sentence": 3, "trigger": "strike", "type": "THREATEN", "factuality": "planned"}
    plain, second, astray = (
        read({**claim, **more}) for more in ({}, {"quote": "strike harder"}, {"quote": "strike hardest"})
    )
    first = REPORT.text.index("strike")
    assert plain.told[0].trigger.span.start == astray.told[0].trigger.span.start == first
    assert second.told[0].trigger.span.start == REPORT.text.index("strike", first + 1)
    assert (plain.dropped, astray.dropped) == ((), (Dropped("quote", "not verbatim"),))


def test_words_of_the_same_sentence_come_before_nearer_ones_of_another() -> None:
    report = make_report(
        title="", body="Rebels took the old town by the river and met no one there. Rebels then left it."
    )
    (part,) = parts_of(report.text, sentences_of(report))
    claim = {"sentence": 1, "trigger": "there", "type": "ASSAULT", "factuality": "occurred", "actors": ["Rebels"]}
    answer = read_answer(json.dumps({"claims": [claim]}), part)
    assert answer is not None
    (edge,) = answer.told[0].trigger.edges
    assert edge.span.start == report.text.index("Rebels")


def test_one_trigger_and_type_is_told_once() -> None:
    answer = read(CLAIM, {**CLAIM, "actors": ["Rebels"]}, {**CLAIM, "type": "COERCE"})
    assert [one.trigger.type for one in answer.told] == ["ASSAULT", "COERCE"]
    assert answer.dropped == (Dropped("claim", "repeated"),)


@pytest.mark.parametrize("number", ["2", 2.0])
def test_a_number_is_a_number_however_it_is_written(number: object) -> None:
    assert len(read({**CLAIM, "sentence": number}).told) == 1


@pytest.mark.parametrize(
    "around",
    ["```json\n{}\n```", "Here it is: {}", "<think>A {{brace}} or two.</think>\n{}", "{}\n\nI hope that helps."],
)
def test_fences_thoughts_and_pleasantries_are_passed_over(around: str) -> None:
    answer = read_answer(around.format(json.dumps({"claims": [CLAIM]})), PART)
    assert answer is not None
    assert len(answer.told) == 1


@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "<think>Well.</think> {}"])
def test_words_of_the_report_are_no_thoughts(around: str) -> None:
    tail = "" if "think" in around else " </think>"
    answer = read_answer(around.format(json.dumps({"claims": [{**CLAIM, "actors": ["Rebels", f"Us{tail}"]}]})), PART)
    assert answer is not None
    assert (words(answer, "actor"), len(answer.dropped)) == (["Rebels"], 1)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "I cannot help with that.",
        "[]",
        "{}",
        '{"claims": 7}',
        '{"claims": [',
        "}{",
        '{"claims": ' + "[" * 100_000 + "]}",
        "{\ud800}",
    ],
)
def test_what_is_not_the_object_that_was_asked_for_is_none(content: str) -> None:
    assert read_answer(content, PART) is None


def test_an_answer_that_goes_on_and_on_is_cut_and_counted() -> None:
    many = [{**CLAIM, "actors": ["Rebels"] * 5000}, *[7] * 600]
    answer = read(*many)
    assert len(answer.told) == 1
    assert answer.dropped.count(Dropped("claim", "malformed")) == 499
    assert answer.dropped.count(Dropped("claim", "too long")) == 101
    assert answer.dropped.count(Dropped("actors", "too long")) == 4950


TRIGGERS = ["shelled", "said", "strike", "met", "killing", "bombed"]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["Rebels", "nine", "US", "Mars"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "sentence": st.integers(0, 5),
    "trigger": st.sampled_from(TRIGGERS),
    "type": st.sampled_from(get_args(EventType)),
    "factuality": st.sampled_from(get_args(Factuality)),
}
WILD = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, ANYTHING))
TAME = st.fixed_dictionaries(LIKELY, optional={name: ANYTHING for name in FIELDS if name not in LIKELY})


@given(st.lists(TAME | WILD | ANYTHING, max_size=6))
def test_any_answer_is_read_and_gives_only_words_of_the_report(claims: list[object]) -> None:
    content = json.dumps({"claims": claims}, ensure_ascii=False)
    answer = read_answer(content, PART)
    assert answer is not None
    assert len(answer.told) <= len(claims) <= len(answer.told) + len(answer.dropped)
    for trigger in (one.trigger for one in answer.told):
        assert trigger.sentence.holds(trigger.span)
        assert trigger.mode is None or trigger.mode in ontology().types[trigger.type].modes
        for span in (trigger.span, *(edge.span for edge in trigger.edges)):
            assert json.dumps(span.of(REPORT.text), ensure_ascii=False)[1:-1] in content


@given(st.text())
def test_any_text_is_read(content: str) -> None:
    answer = read_answer(content, PART)
    assert answer is None or isinstance(answer, Answer)


def alike(stretch: str) -> str:
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", " ".join(stretch.split())))


@given(st.sampled_from(PART.lines), st.data())
def test_what_is_found_is_what_was_looked_for(line: Line, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line.shown) - 1))
    end = data.draw(st.integers(start + 1, len(line.shown)))
    wanted = line.shown[start:end]
    for span in line.find(wanted):
        assert alike(span.of(REPORT.text)) == alike(wanted)
    edges = [at for at in (start, end) if 0 < at < len(line.shown)]
    inside = any(line.shown[at - 1].isalnum() and line.shown[at].isalnum() for at in edges)
    if wanted.strip() == wanted and not inside and any(map(str.isalnum, wanted)):
        assert any(span.start == line.at[start] for span in line.find(wanted))


def test_every_field_that_is_read_is_asked_for() -> None:
    assert set(ROLES) | {"sentence", "trigger", "quote", "type", "mode", "factuality", "event"} == set(FIELDS)
    assert isinstance(PART, Part)
