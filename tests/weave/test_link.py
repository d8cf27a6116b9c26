"""Which claims of different reports are judged one event, and which contradict each other."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence

import msgspec
import pytest

from dateline.model import Claim, Factuality, Link, Report, Retelling
from dateline.weave import (
    NOBODY,
    SURELY_TOLD,
    THRESHOLD,
    THRESHOLD_UNDATED,
    Traits,
    compare,
    entries_of,
    evidence_of,
    features,
    is_narrow,
    judge,
    keys_of,
    meet,
    pairs_of,
    traits_of,
    weave,
)
from dateline.weave.reports import sketch_of
from tests.archive.worlds import telling, world
from tests.weave.builders import actor, claim, days, place, report, traits

TUESDAY = dt.date(2020, 3, 31)
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
HARBOUR = place("Port Arlen harbour", "ARL", (10.04, 20.03), "site", id_="arl-2")
FAR_TOWN = place("Highmoor", "ARL", (12.0, 23.0), id_="arl-3")
GENERAL = actor("General Benno", "BEN", "MIL", identity="person/benno")
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
    link = judge(
        visit("Daily A"),
        visit("Herald B", "General Benno was on a visit to Port Arlen on Tuesday", places=[PORT, HARBOUR]),
    )
    assert link is not None
    assert link.same
    assert link.score >= THRESHOLD
    assert {reason.feature for reason in link.reasons} >= {"date", "place", "party"}


@pytest.mark.parametrize("factuality", ["planned", "denied", "unclear", "possible", "negated"])
def test_factuality_does_not_keep_claims_apart(factuality: Factuality) -> None:
    words = "General Benno and his staff made the long visit to Port Arlen on Tuesday"
    told = compare(visit("Daily A"), visit("Herald B", words)).score
    otherwise = compare(visit("Daily A"), visit("Herald B", words, factuality=factuality)).score
    assert otherwise >= told - 0.02


@pytest.mark.parametrize(
    "changes",
    [
        {"stated": days(dt.date(2020, 3, 28))},
        {"places": [FAR_TOWN]},
        {"places": [place("Dorham", "DOR")]},
        {"actors": [actor("Admiral Cato", "CYN", "MIL", identity="person/cato")], "recipients": []},
    ],
)
def test_another_day_place_or_person_is_another_event(changes: dict[str, object]) -> None:
    assert judge(visit("Daily A"), visit("Herald B", "Another visit altogether", **changes)) is None


def test_what_is_told_as_another_one_is_another_event() -> None:
    words = "General Benno made a long visit to Port Arlen on Tuesday"
    assert judge(visit("Daily A"), visit("Herald B", words)) is not None
    other = visit("Herald B", words.replace("long", "separate"))
    assert compare(visit("Daily A"), other).contradiction == "one is told as another one of its kind"


def test_a_contradiction_outweighs_every_agreement() -> None:
    later = visit("Herald B", "General Benno visited Port Arlen again on that day", stated=days(dt.date(2020, 4, 3)))
    assert judge(visit("Daily A"), later) is None


def test_day_and_place_alone_do_not_make_one_event() -> None:
    one = traits(report("Gunmen fired in the market"), "fired", places=[PORT], stated=days(TUESDAY))
    other = traits(report("A bomb exploded by the bridge", outlet="B"), "exploded", places=[PORT], stated=days(TUESDAY))
    assert judge(one, other) is None


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

    same = compare(attack("A", "as the police say", 14), attack("B", "as witnesses say", 14))
    other = compare(attack("A", "as the police say", 2), attack("B", "as witnesses say", 70))
    assert other.score < min(same.score, THRESHOLD)


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
    found = _linked(_told([(of, told)]))
    assert [link.reasons[0].detail for link in found] == ["told twice in one report"]
    assert {found[0].left, found[0].right} == {first.id, told[2].id}


def joined(one: Claim, before: Claim, score: float) -> Claim:
    return msgspec.structs.replace(one, event=before.event, retells=Retelling(before.id, score))


def test_a_report_that_is_not_sure_says_how_probable_it_is() -> None:
    of = report("They shelled the fort. Then they bombarded the gate. The barrage killed nine.")
    first, second, third = (claim(of, word) for word in ("shelled", "bombarded", "barrage"))
    second = joined(second, first, SURELY_TOLD - 0.1)
    third = joined(third, second, SURELY_TOLD + 0.1)
    told = _told([(of, [first, second, third])])
    assert [one.claims for one in told] == [(first.id,), (second.id, third.id)]
    found = {frozenset((link.left, link.right)): link for link in _linked(told)}
    assert found.keys() == {frozenset((first.id, second.id)), frozenset((second.id, third.id))}
    assert found[frozenset((first.id, second.id))].score == pytest.approx(SURELY_TOLD - 0.1)
    assert found[frozenset((second.id, third.id))].score == 1.0


def test_a_coder_that_leads_in_a_circle_or_nowhere_is_woven() -> None:
    of = report("They shelled the fort. Then they bombarded the gate. The barrage killed nine.")
    first, second, third = (claim(of, word) for word in ("shelled", "bombarded", "barrage"))
    circle = [msgspec.structs.replace(first, event=second.id), msgspec.structs.replace(second, event=first.id)]
    nowhere = msgspec.structs.replace(third, retells=Retelling("no claim", 0.6))
    never = msgspec.structs.replace(third, retells=Retelling(first.id, 0.0))
    for told in ([*circle, nowhere], [*circle, never]):
        assert not any(one.guesses for one in _told([(of, told)]))
        assert {id_ for one in _told([(of, told)]) for id_ in one.claims} == {first.id, second.id, third.id}


def test_links_of_two_reports_are_surer_than_guesses_of_one() -> None:
    assert min(THRESHOLD, THRESHOLD_UNDATED) >= SURELY_TOLD


def test_links_do_not_depend_on_side_or_order() -> None:
    told = _told(world(3, 60, span=10))
    found = _linked(told)
    assert found
    assert found == _linked(told[::-1])


def test_blocks_lose_few_of_the_pairs_that_would_be_linked() -> None:
    told = _told(world(3, 60, span=10))
    compared = {_ends(link) for link in _linked(told)}
    every_pair = itertools.combinations(told, 2)
    linked = {_ends(link) for one, other in every_pair if one.report != other.report and (link := judge(one, other))}
    assert len(linked) > 80
    assert compared <= linked
    assert len(compared) >= 0.95 * len(linked)


def test_most_links_of_an_invented_world_are_right() -> None:
    stories = telling(5, 200, span=60)
    truth = {one.id: number for story in stories for one, number in zip(story.claims, story.truth, strict=True)}
    links = _linked(_told((story.report, story.claims) for story in stories))
    assert len(links) > 200
    assert sum(truth[link.left] == truth[link.right] for link in links) >= 0.97 * len(links)


def murder(number: int, year: int) -> Traits:
    """What the report of a trial tells of a murder of long ago."""
    of = report(f"Trial goes on\nThe murder of Orla Quistgard came up again, day {number}.", day=dt.date(year, 5, 1))
    (found,) = traits_of([evidence_of(of, claim(of, "murder", mode="massacre"))], of.text, sketch_of(of))
    return found


def test_what_is_told_again_after_years_meets_by_the_act_and_a_name_while_that_is_seldom() -> None:
    told = [murder(number, 2001 + number) for number in range(4)]
    entries = [entry for at, one in enumerate(told) for entry in entries_of(keys_of(one), one.head, at)]
    everyone = set(itertools.combinations(range(len(told)), 2))
    assert pairs_of(entries, entries, {}) == everyone
    # By a word of their reports alone they do not: they are of other years, and each has a day.
    wide = [entry for entry in entries if not is_narrow(entry.key)]
    assert pairs_of(wide, wide, {}) == set()
    crowded = {entry.key: NOBODY for entry in entries if is_narrow(entry.key)}
    assert pairs_of(entries, entries, crowded) == set()
    one, other = ([entry for entry in entries if entry.claim == at] for at in (0, 1))
    assert meet(one, other, {})
    assert not meet(one, other, crowded)


def test_an_undated_report_meets_dated_ones_by_a_word_and_these_do_not_meet_each_other() -> None:
    text = "Trawler sinks\nA trawler foundered off the skerries and lifeboats rescued {} of the crew."
    reports = [report(text.format(number), day=day) for number, day in enumerate((None, TUESDAY, dt.date(2011, 3, 1)))]
    told = [
        one
        for of in reports
        for one in traits_of([evidence_of(of, claim(of, "rescued", "AID"))], of.text, sketch_of(of))
    ]
    entries = [entry for at, one in enumerate(told) for entry in entries_of(keys_of(one), one.head, at)]
    assert pairs_of(entries, entries, {}) == {(0, 1), (0, 2)}


def _told(stories: Iterable[tuple[Report, Sequence[Claim]]]) -> list[Traits]:
    told = [traits_of([evidence_of(of, one) for one in claims], of.text) for of, claims in stories]
    return list(itertools.chain.from_iterable(told))


def _linked(told: Sequence[Traits]) -> list[Link]:
    """The links among those that share a block key."""
    entries = [entry for at, one in enumerate(told) for entry in entries_of(keys_of(one), one.head, at)]
    return weave(told, ((told[left], told[right]) for left, right in sorted(pairs_of(entries, entries, {}))))


def _ends(link: Link) -> tuple[str, str]:
    return link.left, link.right


def _bombing(outlet: str, lines: str, **of_each: dict[str, object]) -> Traits:
    """What a report tells in several sentences of one attack: a trigger for each, with what stands in that sentence."""
    of = report(lines, outlet=outlet)
    first, *_ = of_each
    told = claim(of, first).id
    found = traits_of([evidence_of(of, claim(of, word, told=told, **of_each[word])) for word in of_each], of.text)  # type: ignore[arg-type]  # passed on as they are
    assert len(found) == 1
    return found[0]


def test_what_a_report_spreads_over_its_sentences_is_compared_together() -> None:
    band = actor("Moor Front", "ARL", "REB", identity="group/moor")
    day = days(TUESDAY)
    one = _bombing(
        "A",
        "A bomb exploded in the old spice market of the tanners.\nThe blast killed at least 21.\nThe Moor Front said it had attacked the traders.",
        exploded={"places": [PORT], "stated": day, "mode": "explosives"},
        blast={"killed": (21, None)},
        attacked={"actors": [band]},
    )
    other = _bombing(
        "B",
        "Toll of the spice market bombing rises\nPolice counted 21 dead in the old spice market of the tanners that was hit.\nThe Moor Front attacked the traders, it says.",
        bombing={"mode": "explosives", "stated": day},
        hit={"places": [PORT], "killed": (21, 21)},
        attacked={"actors": [band]},
    )
    link = judge(one, other)
    assert link is not None
    assert {reason.feature for reason in link.reasons} >= {"date", "place", "actor", "killed"}
    assert (link.left, link.right) == tuple(sorted((one.head, other.head)))


def test_claims_of_a_report_that_contradict_one_another_are_compared_apart() -> None:
    of = report("They attacked on Tuesday.\nThey struck again a week later.")
    one = claim(of, "attacked", stated=days(TUESDAY))
    other = claim(of, "struck", stated=days(TUESDAY + dt.timedelta(days=7)), told=one.id)
    assert [found.claims for found in traits_of([evidence_of(of, c) for c in (other, one)], of.text)] == [
        (one.id,),
        (other.id,),
    ]


@pytest.mark.parametrize(
    ("modes", "level"),
    [(("aerial", "aerial"), "same"), (("aerial", "drone"), "kindred"), (("aerial", "abduct"), "other")],
)
def test_modes_are_the_same_kindred_or_others(modes: tuple[str, str], level: str) -> None:
    one, other = (
        traits(report(f"Jets struck {mode}", outlet=str(at)), "struck", mode=mode) for at, mode in enumerate(modes)
    )
    assert [found.level for found in features.mode(one, other)] == [level]


def test_a_country_named_beside_a_town_does_not_bring_two_towns_together() -> None:
    country = place("Arlen", "ARL", precision="country", id_="arl")
    assert judge(visit("A", places=[PORT, country]), visit("B", "Another visit", places=[FAR_TOWN, country])) is None
