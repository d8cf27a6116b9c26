"""Causes that a text names: which claim is the effect, which the cause, and where nothing is said to be one."""

from __future__ import annotations

import pytest

from dateline.model import Claim, EventType, Report
from dateline.weave.stories import causes_of
from tests.weave.builders import claim, report

TYPES: dict[str, EventType] = {
    "protest": "PROTEST",
    "march": "PROTEST",
    "riots": "PROTEST",
    "arrest": "COERCE",
    "jailed": "SANCTION",
    "sanctions": "SANCTION",
    "fined": "SANCTION",
    "expel": "SANCTION",
    "talks": "CONSULT",
    "met": "CONSULT",
    "resign": "RETREAT",
    "vowed": "THREATEN",
    "release": "RETREAT",
}


def told(marked: str) -> tuple[Report, list[Claim]]:
    """Make a report and a claim of each word between stars, in the order of the text."""
    parts = marked.split("*")
    of = report("The day's news\n" + "".join(parts))
    found = []
    at = len("The day's news\n")
    for number, part in enumerate(parts):
        if number % 2:
            type_: EventType = next(
                (type_ for word, type_ in TYPES.items() if part.lower().startswith(word)), "ASSAULT"
            )
            found.append(claim_at(of, at, part, type_))
        at += len(part)
    return of, found


def claim_at(of: Report, at: int, word: str, type_: EventType) -> Claim:
    # The builder takes the first occurrence of a trigger, so words that stand twice are told apart by what follows.
    while of.text.index(word) != at:
        word = of.text[at : at + len(word) + 1]
    return claim(of, word, type_)


def named(marked: str) -> list[tuple[str, str, str, str]]:
    """Give effect, kind, words and cause of what a text names."""
    of, claims = told(marked)
    by_id = {one.id: one.trigger.of(of.text).split()[0].strip(",.") for one in claims}
    found = causes_of(claims, of.text)
    assert all(one.span.of(of.text) == one.words for one in found)
    return sorted((by_id[one.effect], one.kind, one.words.lower(), by_id[one.cause]) for one in found)


@pytest.mark.parametrize(
    ("marked", "due"),
    [
        (
            "Arlen *shelled* two camps in retaliation for the *killing* of its envoy.",
            ("shelled", "cause", "in retaliation for", "killing"),
        ),
        (
            "In retaliation for the *ambush*, the army *shelled* the valley.",
            ("shelled", "cause", "in retaliation for", "ambush"),
        ),
        (
            "Benland *expelled* two envoys in response to the *poisoning* in Oldport.",
            ("expelled", "cause", "in response to", "poisoning"),
        ),
        (
            "Police *arrested* six men in connection with a plot, and crowds *marched* in protest at the *shooting*.",
            ("marched", "cause", "in protest at", "shooting"),
        ),
        (
            "The *riots* were sparked by the *killing* of a bus driver.",
            ("riots", "cause", "sparked by", "killing"),
        ),
        (
            "The *killing* of a bus driver sparked *riots* in three towns.",
            ("riots", "cause", "sparked", "killing"),
        ),
        (
            "Guards *shot* a farmer at the crossing, triggering *protests* along the river.",
            ("protests", "cause", "triggering", "shot"),
        ),
        (
            "The *bombing* led to new *sanctions*.",
            ("sanctions", "cause", "led to", "bombing"),
        ),
        (
            "Hundreds *protested* over the *beating* of a student.",
            ("protested", "cause", "over", "beating"),
        ),
        (
            "A court *jailed* the colonel for the *massacre* at the mill.",
            ("jailed", "cause", "for", "massacre"),
        ),
        (
            "The fighters *attacked* a post to avenge the *execution* of their leader.",
            ("attacked", "cause", "to avenge", "execution"),
        ),
        (
            "Ministers *resigned* because of the *massacre*.",
            ("resigned", "cause", "because of", "massacre"),
        ),
        (
            "The rebels fired rockets at a *convoy* and the army *bombed* their camp in response.",
            ("bombed", "cause", "in response", "convoy"),
        ),
        (
            "Police *arrested* the editor days after the *march*.",
            ("arrested", "order", "days after", "march"),
        ),
        (
            "Two weeks after the *ambush*, both sides *met* in Newport.",
            ("met", "order", "two weeks after", "ambush"),
        ),
        (
            "Crowds *marched* through the port after the *shooting* of a dock worker.",
            ("marched", "order", "after", "shooting"),
        ),
        (
            "Following *talks* in Oldport, the rebels *released* nine sailors.",
            ("released", "order", "following", "talks"),
        ),
        (
            "Arlen imposed *sanctions* in the wake of the *coup*.",
            ("sanctions", "order", "in the wake of", "coup"),
        ),
    ],
)
def test_names(marked: str, due: tuple[str, str, str, str]) -> None:
    assert named(marked) == [due]


def test_in_response_at_the_head_of_a_sentence_points_to_the_one_before() -> None:
    lines = "Rockets *struck* the harbour at dawn.\nIn response, Arlen *shelled* the hills."
    assert named(lines) == [("shelled", "cause", "in response", "struck")]


@pytest.mark.parametrize(
    "marked",
    [
        # Which of two events is meant cannot be told.
        "Rockets *struck* the harbour and gunmen *raided* a bank.\nIn response, Arlen *shelled* the hills.",
        # It is denied.
        "The *shelling* was not in response to the *ambush*.",
        "The *talks* have nothing to do with, and are not because of, the *raid*.",
        # What follows the words tells of something else.
        "Police *arrested* a man after the match, while soldiers *raided* a farm.",
        "Arlen *shelled* the valley in response to what it called a threat; Benland later *attacked* a post.",
        "The envoy *met* the king after his arrival, and gunmen *attacked* the port.",
        # No words join them.
        "Arlen *shelled* the valley and Benland *attacked* the port.",
        "Gunmen *attacked* a ship named after a general who was *killed*.",
        # "For" and "over" join only what is punished or protested against.
        "Arlen *attacked* the port for the *release* of prisoners.",
        "The judge *jailed* him in exchange for the *release* of others.",
        # One side is not told.
        "The army *shelled* the valley in retaliation for losses.",
    ],
)
def test_names_nothing(marked: str) -> None:
    assert named(marked) == []


def test_two_claims_about_one_event_are_no_cause_of_each_other() -> None:
    of = report("News\nArlen shelled the camp after it attacked the camp.")
    first = claim(of, "shelled", told="one")
    second = claim(of, "attacked", told="one")
    assert causes_of([first, second], of.text) == ()


def test_the_order_of_claims_does_not_matter() -> None:
    of, claims = told("In response to the *raid*, Arlen *shelled* the hills, sparking *riots* in Oldport.")
    found = causes_of(claims, of.text)
    assert len(found) == 2
    assert causes_of(claims[::-1], of.text) == found
