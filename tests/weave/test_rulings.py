"""Judgements are settled: the later one wins, what it does not touch of the earlier one stays, and each is told its fate."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import JudgementKind
from dateline.weave import Judged, Settled, components, settle

CLAIMS = "abcdefgh"


def merge(number: int, *sides: str) -> Judged:
    return Judged(number, "merge", tuple(map(tuple, sides)))


def split(number: int, named: str, rest: str) -> Judged:
    return Judged(number, "split", (tuple(named), tuple(rest)))


def fates(settled: Settled) -> dict[int, tuple[str, tuple[int, ...]]]:
    return {number: (one.state, one.by) for number, one in settled.standings.items()}


def groups(settled: Settled) -> list[str]:
    return ["".join(group) for group in components(CLAIMS, settled.rulings.together) if len(group) > 1]


def test_no_judgements_ask_for_nothing() -> None:
    settled = settle([])
    assert not settled.rulings.together
    assert not settled.rulings.apart


def test_a_merge_joins_all_claims_of_its_sides() -> None:
    settled = settle([merge(1, "ab", "cd", "e")])
    assert groups(settled) == ["abcde"]
    assert fates(settled) == {1: ("stands", ())}


def test_a_split_joins_what_it_names_and_keeps_it_from_the_rest() -> None:
    settled = settle([split(1, "ab", "cd")])
    assert groups(settled) == ["ab"]
    sides = {id_: set(marks) for id_, marks in settled.rulings.apart.items()}
    assert sides == {"a": {(1, 0)}, "b": {(1, 0)}, "c": {(1, 1)}, "d": {(1, 1)}}


def test_a_later_split_takes_from_an_earlier_merge_what_it_names_alone() -> None:
    settled = settle([merge(1, "ab", "cd"), split(2, "d", "abc")])
    assert groups(settled) == ["abc"]
    assert fates(settled) == {1: ("partly overruled", (2,)), 2: ("stands", ())}


def test_a_split_between_the_sides_of_a_merge_overrules_it() -> None:
    settled = settle([merge(1, "ab", "cd"), split(2, "ab", "cd")])
    assert groups(settled) == ["ab", "cd"]
    assert fates(settled) == {1: ("overruled", (2,)), 2: ("stands", ())}


def test_a_later_merge_overrules_a_split() -> None:
    settled = settle([split(1, "ab", "cd"), merge(2, "ab", "cd")])
    assert groups(settled) == ["abcd"]
    assert fates(settled) == {1: ("overruled", (2,)), 2: ("stands", ())}


def test_what_a_later_merge_brings_over_stays_apart_from_the_rest_of_a_split() -> None:
    settled = settle([split(1, "ab", "cd"), merge(2, "a", "c")])
    assert groups(settled) == ["abc"]
    assert settled.rulings.apart.keys() == {"a", "b", "d"}
    assert fates(settled) == {1: ("partly overruled", (2,)), 2: ("stands", ())}


def test_judgements_whose_claims_are_gone_say_nothing() -> None:
    settled = settle([merge(1, "ab", ""), split(2, "", "cd"), merge(3, "", "e", "f")])
    assert groups(settled) == ["ef"]
    assert fates(settled) == {1: ("detached", ()), 2: ("detached", ()), 3: ("stands", ())}


@st.composite
def judged(draw: st.DrawFn) -> Judged:
    kind: JudgementKind = draw(st.sampled_from(("merge", "split")))
    ids = draw(st.lists(st.sampled_from(CLAIMS), min_size=2, max_size=5, unique=True))
    cut = draw(st.integers(0, len(ids)))
    return Judged(0, kind, (tuple(sorted(ids[:cut])), tuple(sorted(ids[cut:]))))


@given(st.lists(judged(), max_size=7))
def test_nothing_is_asked_for_that_contradicts_itself(drawn: Sequence[Judged]) -> None:
    some = [Judged(number, one.kind, one.sides) for number, one in enumerate(drawn, start=1)]
    settled = settle(some)
    for group in components(CLAIMS, settled.rulings.together):
        marks = {mark for id_ in group for mark in settled.rulings.apart.get(id_, ())}
        assert len({number for number, _ in marks}) == len(marks)
    assert settled.standings.keys() == {one.number for one in some}
    if some:
        assert settled.standings[len(some)].state in {"stands", "detached"}


@given(st.lists(judged(), max_size=6))
def test_only_later_judgements_overrule(drawn: Sequence[Judged]) -> None:
    some = [Judged(number, one.kind, one.sides) for number, one in enumerate(drawn, start=1)]
    for standing in settle(some).standings.values():
        assert all(number > standing.number for number in standing.by)
        assert bool(standing.by) == (standing.state in {"overruled", "partly overruled"})
