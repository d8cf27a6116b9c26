"""One party told in several ways is there once, and the more exact name stays; two parties stay two."""

from __future__ import annotations

import itertools

import pytest

from dateline.model import Actor
from dateline.weave.parties import folded_in
from tests.weave.builders import actor

STATE = actor("Arlen", "ARL", "GOV", identity="state/arlen")
ARMY = actor("Arlen's army", "ARL", "MIL", identity="force/arlen")
FRONT = actor("Moor People's Front", "ARL", "REB", identity="group/moor")
BENNO = actor("Otto Benno", "BEN", "GOV", identity="person/benno")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ((ARMY, STATE), ARMY),
        ((STATE, actor("Arlen's caretaker prime minister", "ARL", "GOV")), 1),
        ((actor("Ben", "BEN", "GOV", identity="state/BEN"), BENNO), BENNO),
        ((FRONT, actor("militants", "ARL", "REB")), FRONT),
        ((FRONT, actor("gunmen")), FRONT),
        ((FRONT, actor("Moor rebels", "ARL", "REB")), FRONT),
        ((BENNO, actor("Otto")), BENNO),
        ((actor("Protesters", "ARL", "CVL"), actor("demonstrators", "ARL", "CVL")), 0),
        ((actor("three soldiers", "ARL", "MIL"), actor("soldiers")), 0),
    ],
)
def test_one_party_told_twice_is_there_once(told: tuple[Actor, Actor], kept: Actor | int) -> None:
    expected = told[kept] if isinstance(kept, int) else kept
    assert folded_in(told) == (expected,)


@pytest.mark.parametrize(
    "told",
    [
        (actor("soldiers", "ARL", "MIL"), actor("soldiers", "BEN", "MIL")),
        (BENNO, actor("soldiers", "BEN", "MIL")),
        (FRONT, actor("villagers", "ARL", "CVL")),
        (actor("Hill fighters", None, "REB"), actor("Lake fighters", None, "REB")),
        (actor("Benno", "BEN", "GOV", identity="person/other"), BENNO),
        (FRONT, actor("Hill rebels", None, "REB")),
    ],
)
def test_two_parties_stay_two(told: tuple[Actor, Actor]) -> None:
    assert folded_in(told) == told


def test_folding_keeps_the_same_parties_in_any_order() -> None:
    parties = (STATE, ARMY, FRONT, actor("gunmen"), BENNO, actor("Otto"))
    assert {frozenset(folded_in(order)) for order in itertools.permutations(parties)} == {
        frozenset({ARMY, FRONT, BENNO})
    }
