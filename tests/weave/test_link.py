"""Which claims of different reports are judged one event, and which contradict each other."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

import pytest

from dateline.model import Claim, Factuality, Link, Report
from dateline.weave import THRESHOLD, Candidate, Traits, evidence_of, judge, keys_of, traits_of, weave
from tests.archive.worlds import telling, world
from tests.weave.builders import actor, claim, days, place, report, traits

TUESDAY = dt.date(2020, 3, 31)
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
HARBOUR = place("Port Arlen harbour", "ARL", (10.04, 20.03), "site", id_="arl-2")
FAR_TOWN = place("Highmoor", "ARL", (12.0, 23.0), id_="arl-3")
GENERAL = actor("General Benno", "BEN", "MIL", identity="BEN:benno", person=True)
GENERAL_STAFF = actor("Arlen general staff", "ARL", "GOV", identity="ARL:staff")
HOST = actor("Arlen government", "ARL", "GOV", identity="ARL:gov")


def visit(outlet: str, text: str = "General Benno visited Port Arlen on Tuesday", **changes: object) -> Traits:
    fields: dict[str, object] = {
        "mode": "visit",
        "actors": [GENERAL],
        "recipients": [HOST],
        "places": [PORT],
        "stated": days(TUESDAY),
    }
    day = changes.pop("day", dt.date(2020, 4, 1))
    assert isinstance(day, dt.date)
    trigger = "visit" if "visit" in text else "met"
    return traits(report(text, outlet=outlet, day=day), trigger, "CONSULT", **{**fields, **changes})


def test_two_outlets_on_one_visit_are_linked_with_named_reasons() -> None:
    link = judge(visit("Daily A"), visit("Herald B", "Benno met ministers in the port", mode=None, places=[HARBOUR]))
    assert link is not None
    assert link.same
    assert link.score >= THRESHOLD
    assert {reason.feature for reason in link.reasons} >= {"date", "place", "party"}


@pytest.mark.parametrize("factuality", ["planned", "denied", "unclear", "possible", "negated"])
def test_factuality_does_not_keep_claims_apart(factuality: Factuality) -> None:
    other = visit(
        "Herald B", "Nobody knows of a visit of General Benno to Port Arlen on Tuesday", factuality=factuality
    )
    assert judge(visit("Daily A"), other) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"stated": days(dt.date(2020, 3, 28))},
        {"places": [FAR_TOWN]},
        {"places": [place("Dorham", "DOR")]},
        {"actors": [actor("Admiral Cato", "CYN", "MIL", identity="CYN:cato", person=True)], "recipients": []},
    ],
)
def test_another_day_place_or_person_is_another_event(changes: dict[str, object]) -> None:
    assert judge(visit("Daily A"), visit("Herald B", "Another visit altogether", **changes)) is None


def test_a_contradiction_outweighs_every_agreement() -> None:
    later = visit("Herald B", "General Benno visited Port Arlen again on that day", stated=days(dt.date(2020, 4, 3)))
    assert judge(visit("Daily A"), later) is None


def test_day_and_place_alone_do_not_make_one_event() -> None:
    one = traits(report("Gunmen fired in the market"), "fired", places=[PORT], stated=days(TUESDAY))
    other = traits(report("A bomb exploded by the bridge", outlet="B"), "exploded", places=[PORT], stated=days(TUESDAY))
    assert judge(one, other) is None


@pytest.mark.parametrize(("type_", "linked"), [("MOBILIZE", True), ("ASSAULT", False), ("COERCE", False)])
def test_what_happens_often_needs_more_to_be_one_event(type_: str, *, linked: bool) -> None:
    fields: dict[str, object] = {"actors": [HOST], "places": [PORT], "stated": days(TUESDAY), "mode": "m"}
    one = traits(report("Guns were moved to the quay"), "moved", type_, **fields)
    other = traits(
        report("Tanks that moved at noon", outlet="B"), "moved", type_, **{**fields, "actors": [GENERAL_STAFF]}
    )
    assert (judge(one, other) is not None) == linked


def test_tolls_many_times_apart_keep_attacks_apart() -> None:
    def attack(outlet: str, words: str, killed: int) -> Traits:
        return traits(
            report(f"Gunmen attacked the market, {words}", outlet=outlet),
            "attacked",
            recipients=[actor("civilians", "ARL", "CVL")],
            places=[PORT],
            stated=days(TUESDAY),
            killed=(killed, killed),
        )

    assert judge(attack("A", "as the police say", 14), attack("B", "as witnesses say", 14)) is not None
    assert judge(attack("A", "as the police say", 2), attack("B", "as witnesses say", 70)) is None


def test_copies_of_one_text_are_linked_whatever_their_dates() -> None:
    one = visit("Daily A", stated=None)
    other = visit("Herald B", stated=None, day=dt.date(2020, 4, 20))
    link = judge(one, other)
    assert link is not None
    assert link.score == 1.0


def test_a_report_links_its_own_claims_about_one_event_and_no_others() -> None:
    of = report("They shelled the fort. Then they shot at the gate. The shelling killed nine.")
    first = claim(of, "shelled")
    told = [first, claim(of, "shot"), claim(of, "shelling", told=first.id)]
    found = weave(_candidates_of([(of, told)]), [])
    assert [link.reasons[0].detail for link in found] == ["told twice in one report"]
    assert {found[0].left, found[0].right} == {first.id, told[2].id}


def test_links_do_not_depend_on_side_or_order() -> None:
    candidates = _candidates()
    found = weave(candidates, [])
    assert found
    assert found == weave(candidates[::-1], [])
    assert found == sorted([*weave(candidates[:90], []), *weave(candidates[90:], candidates[:90])], key=_ends)


def test_blocks_lose_few_of_the_pairs_that_would_be_linked() -> None:
    candidates = _candidates()
    compared = {_ends(link) for link in weave(candidates, [])}
    every_pair = itertools.combinations([candidate.traits for candidate in candidates], 2)
    linked = {_ends(link) for one, other in every_pair if one.report != other.report and (link := judge(one, other))}
    assert len(linked) > 100
    assert compared <= linked
    assert len(compared) >= 0.95 * len(linked)


def test_most_links_of_an_invented_world_are_right() -> None:
    stories = telling(5, 200, span=60)
    truth = {one.id: number for story in stories for one, number in zip(story.claims, story.truth, strict=True)}
    candidates = _candidates_of((story.report, story.claims) for story in stories)
    links = weave(candidates, [])
    assert len(links) > 200
    assert sum(truth[link.left] == truth[link.right] for link in links) >= 0.97 * len(links)


def _candidates() -> list[Candidate]:
    return _candidates_of(world(3, 60, span=10))


def _candidates_of(stories: Iterable[tuple[Report, Sequence[Claim]]]) -> list[Candidate]:
    told = [traits_of([evidence_of(of, one) for one in claims], of.text) for of, claims in stories]
    return [Candidate(one, keys_of(one)) for one in itertools.chain.from_iterable(told)]


def _ends(link: Link) -> tuple[str, str]:
    return link.left, link.right
