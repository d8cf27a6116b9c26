"""What parts two events that a link joins is named, and the strongest links are found that hold one together."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Link
from dateline.weave import SURELY_TOLD, Rulings, Traits, components, traits_of
from dateline.weave.why import (
    ONLY_PERHAPS,
    TOLD_APART,
    TOO_FEW,
    TOO_LARGE,
    comparisons,
    kept_apart,
    ruling_between,
    spanning,
)
from tests.weave.builders import actor, days, evidence, place, report, traits

MARLAND = place("Marland", "BEN", (40.0, 50.0), id_="BEN-1")
ARMY = actor("Veltian army", "ARL", "MIL", identity="ARL:army")
FIRST = dt.date(2020, 4, 1)


def raid(outlet: str, day: dt.date = FIRST) -> Traits:
    of = report(f"Raid\nThe Veltian army raided Marland, {outlet} writes.", outlet=outlet, day=day)
    return traits(of, "raided", actors=[ARMY], places=[MARLAND], stated=days(day))


def joined(one: Traits, other: Traits, score: float = 0.95) -> Link:
    left, right = sorted((one.head, other.head))
    return Link(left=left, right=right, same=True, score=score, judge="machine:9")


def test_a_ruling_is_named_before_all_else() -> None:
    one, other = raid("A"), raid("B", FIRST + dt.timedelta(days=90))
    rulings = Rulings(apart={one.head: frozenset({(3, 0), (5, 1)}), other.head: frozenset({(3, 1), (5, 0)})})
    assert kept_apart([joined(one, other)], [one], [other], rulings).because == "judgement 5 keeps them apart"
    assert ruling_between([one.head], [one.head], rulings) is None


def test_claims_that_contradict_each_other_are_named() -> None:
    one, far = raid("A"), raid("B", FIRST + dt.timedelta(days=90))
    near = raid("C")
    hindrance = kept_apart([joined(one, near)], [one], sorted([near, far], key=lambda told: told.head), Rulings())
    assert hindrance.because.startswith("days apart")
    assert hindrance.between == (one.head, far.head)


def test_what_nothing_parts_was_left_out_for_its_group_s_size() -> None:
    one, other = raid("A"), raid("B")
    assert kept_apart([joined(one, other)], [one], [other], Rulings()).because == TOO_LARGE


def test_one_link_between_what_several_texts_tell_is_too_few() -> None:
    some, others = [raid("A"), raid("B")], [raid("C"), raid("D")]
    link = joined(some[0], others[0])
    assert kept_apart([link], some, others, Rulings()).because == TOO_FEW
    assert kept_apart([link, joined(some[1], others[0])], some, others, Rulings()).because == TOO_LARGE


def test_a_guess_of_one_report_is_named() -> None:
    one, other = raid("A"), raid("B")
    assert kept_apart([joined(one, other, SURELY_TOLD - 0.1)], [one], [other], Rulings()).because == ONLY_PERHAPS


def test_two_events_of_one_report_are_told_apart() -> None:
    of = report("Raids\nThe Veltian army raided Marland.\nIt had stormed Marland before.", outlet="A")
    both = [evidence(of, trigger, actors=[ARMY], places=[MARLAND]) for trigger in ("raided", "stormed")]
    one, other = traits_of(both, of.text)
    (compared,) = comparisons([one], [other])
    assert compared.comparison.contradiction == TOLD_APART


links = st.builds(
    lambda ends, score: Link(left=min(ends), right=max(ends), same=True, score=score, judge="machine:9"),
    st.sets(st.sampled_from("abcdef"), min_size=2, max_size=2),
    st.sampled_from((0.9, 0.95, 0.99, 1.0)),
)


@given(st.lists(links, max_size=14))
def test_the_strongest_links_that_reach_every_claim_are_found(some: list[Link]) -> None:
    tree, others = spanning(some)
    ends = {end for link in some for end in (link.left, link.right)}
    groups = components(ends, [(link.left, link.right) for link in some])
    assert components(ends, [(link.left, link.right) for link in tree]) == groups
    assert len(tree) == len(ends) - len(groups)
    assert sorted(map(repr, tree + others)) == sorted(map(repr, some))
    for link in others:
        # Whatever the tree needs between two claims is at least as strong as what it leaves out.
        stronger = [(held.left, held.right) for held in tree if held.score >= link.score]
        assert any({link.left, link.right} <= set(group) for group in components(ends, stronger))
