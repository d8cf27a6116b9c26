"""Chains of links that lead from one day or town to another are cut; what a report joins stays joined."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from dateline.weave import SURELY_TOLD, Pull, Rulings, Traits, components, partition, traits_of
from tests.weave.builders import DAY, days, evidence, place, report, traits

ids = st.integers(0, 12).map(str)


def on(day: int | None, name: str, at: tuple[float, float] | None = None, reported: dt.date = DAY) -> Traits:
    stated = days(dt.date(2020, 3, day)) if day else None
    places = [place(name, "ARL", at)] if at else []
    return traits(report(f"{name} attacked", day=reported), "attacked", stated=stated, places=places)


def pulls(*scored: tuple[Traits, Traits, float]) -> list[Pull]:
    return [Pull(min(a.head, b.head), max(a.head, b.head), score) for a, b, score in scored]


def test_the_weakest_link_of_a_chain_over_days_is_cut() -> None:
    one, two, three = on(1, "a"), on(2, "b"), on(3, "c")
    found = partition([one, two, three], pulls((one, two, 0.95), (two, three, 0.92)))
    assert found == sorted([tuple(sorted((one.head, two.head))), (three.head,)])


def test_a_chain_over_places_is_cut() -> None:
    one, two, three = on(1, "a", (10.0, 20.0)), on(1, "b"), on(1, "c", (14.0, 20.0))
    assert len(partition([one, two, three], pulls((one, two, 0.95), (two, three, 0.92)))) == 2


def test_undated_claims_do_not_join_what_was_reported_months_apart() -> None:
    one, two, three = (on(None, name, reported=DAY + dt.timedelta(days=20 * i)) for i, name in enumerate("abc"))
    assert len(partition([one, two, three], pulls((one, two, 0.95), (two, three, 0.92)))) == 2


def test_what_a_report_joins_stays_joined() -> None:
    one, two = on(1, "a"), on(9, "b")
    assert len(partition([one, two], pulls((one, two, 1.0)))) == 1


def test_one_link_does_not_join_what_several_texts_tell_with_what_several_others_tell() -> None:
    one, two, three, four = (on(1, name) for name in "abcd")
    pairs = pulls((one, two, 0.99), (three, four, 0.99), (two, three, 0.95))
    assert len(partition([one, two, three, four], pairs)) == 2
    assert len(partition([one, two, three, four], [*pairs, *pulls((one, three, 0.91))])) == 1
    assert len(partition([one, two, three], pulls((one, two, 0.99), (two, three, 0.95)))) == 1


def test_a_report_s_guess_holds_until_another_text_tells_of_one_of_both() -> None:
    of = report("They shelled the fort. Then they bombarded the gate.")
    one, two = (traits(of, word) for word in ("shelled", "bombarded"))
    other = on(None, "elsewhere")
    guess = pulls((one, two, SURELY_TOLD - 0.2))
    assert len(partition([one, two], guess)) == 1
    assert len(partition([one, two, other], [*guess, *pulls((one, other, 0.97))])) == 2
    # A text that was compared with both and is like both joins them.
    assert len(partition([one, two, other], [*guess, *pulls((one, other, 0.97), (two, other, 0.96))])) == 1
    assert len(partition([one, two], guess, Rulings(apart=apart(one, two)))) == 2


def apart(one: Traits, other: Traits) -> dict[str, frozenset[tuple[int, int]]]:
    return {one.head: frozenset({(1, 0)}), other.head: frozenset({(1, 1)})}


@given(st.sets(ids), st.lists(st.tuples(ids, ids)))
def test_components_are_what_walking_the_links_reaches(given_ids: set[str], links: list[tuple[str, str]]) -> None:
    found = components(given_ids, links)
    assert sorted(id_ for group in found for id_ in group) == sorted(given_ids)
    group_of = {id_: group for group in found for id_ in group}
    inside = [(left, right) for left, right in links if {left, right} <= given_ids]
    assert all(group_of[left] == group_of[right] for left, right in inside)
    for group in found:
        reached = {group[0]}
        while more := {end for pair in inside if reached & set(pair) for end in pair} - reached:
            reached |= more
        assert reached == set(group)


@given(st.permutations(range(8)), st.integers(0, 50))
def test_partition_does_not_depend_on_order(order: list[int], seed: int) -> None:
    claims = [on(1 + (seed * i) % 4 if i % 3 else None, str(i)) for i in range(8)]
    joined = pulls(*((claims[i], claims[(i * 3 + seed) % 8], 0.9 + i / 100) for i in range(8)))
    mixed = partition([claims[i] for i in order], [joined[i] for i in order])
    assert mixed == partition(claims, joined)


def test_a_ruling_joins_what_contradicts_itself() -> None:
    one, two, three = on(1, "a"), on(9, "b"), on(1, "c")
    ruled = Rulings(together=((one.head, two.head),))
    assert len(partition([one, two, three], [], ruled)) == 2
    # What fits only one of the two stays out.
    assert len(partition([one, two, three], pulls((one, three, 0.95)), ruled)) == 2


def test_a_ruling_parts_what_a_report_tells_twice() -> None:
    of = report("They attacked at dawn.\nThey raided at noon.\nThey stormed at dusk.")
    told = [evidence(of, word, told="e") for word in ("attacked", "raided", "stormed")]
    (three,) = traits_of(told, of.text)
    first, second, third = three.claims
    sure = [Pull(min(first, id_), max(first, id_), 1.0) for id_ in (second, third)]
    assert partition([three], sure) == [tuple(sorted(three.claims))]
    apart = {first: frozenset({(1, 0)}), second: frozenset({(1, 1)}), third: frozenset({(1, 1)})}
    assert partition([three], sure, Rulings(apart=apart)) == sorted([(first,), tuple(sorted((second, third)))])


def test_no_link_leads_round_a_ruling() -> None:
    one, two, three = on(1, "a"), on(1, "b"), on(1, "c")
    apart = {one.head: frozenset({(7, 0)}), two.head: frozenset({(7, 1)})}
    joined = pulls((one, three, 0.99), (two, three, 0.98), (one, two, 0.97))
    assert partition([one, two, three], joined, Rulings(apart=apart)) == sorted(
        [tuple(sorted((one.head, three.head))), (two.head,)]
    )
