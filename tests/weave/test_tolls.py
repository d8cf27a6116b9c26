"""Tolls: lowest, best, highest and latest, by side, with who says so and why."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from dateline.model import Number, Span, Toll
from dateline.weave import Evidence, assemble
from tests.weave.builders import actor, evidence, report

FIRST = dt.date(2020, 4, 1)
POLICE = actor("Arlen police", "ARL", "COP", identity="ARL:police")
WITNESS = actor("a witness", "ARL", "CVL")
ARMY = actor("Arlen army", "ARL", "MIL", identity="ARL:army")
REBELS = actor("Arlen Front", "ARL", "REB", identity="ARL:front")
BENNISH = actor("Bennish soldiers", "BEN", "MIL")
VILLAGERS = actor("villagers", "ARL", "CVL")
CYNIANS = actor("Cynian guards", "CYN", "MIL")


def told(outlet: str, low: int | None, high: int | None = None, *, later: int = 0, **fields: object) -> Evidence:
    of = report(f"They attacked, {outlet} says on day {later}.", outlet=outlet, day=FIRST + dt.timedelta(days=later))
    fields = {"killed": (low, high), **fields}
    return evidence(of, "attacked", **fields)


def exactly(outlet: str, number: int, **fields: object) -> Evidence:
    return told(outlet, number, number, **fields)  # type: ignore[arg-type] # passed on as they are


def toll(*some: Evidence) -> Toll:
    killed = assemble(some).killed
    assert killed is not None
    return killed


def test_the_number_of_most_latest_sources_is_best() -> None:
    found = toll(exactly("A", 3), exactly("B", 7, later=2), exactly("C", 7, later=2), exactly("D", 9, later=2))
    assert (found.low, found.best, found.high, found.latest) == (3, 7, 9, 7)
    assert found.why == "told or allowed for by 2 of 4 independent sources"
    assert (found.by, len(found.claims), found.day) == (("B", "C"), 2, FIRST + dt.timedelta(2))


def test_a_source_stands_by_its_last_number() -> None:
    found = toll(exactly("A", 3), exactly("A", 8, later=1), exactly("B", 3), exactly("B", 8, later=1))
    assert (found.low, found.best, found.latest) == (3, 8, 8)


def test_an_official_number_goes_before_one_that_nobody_answers_for() -> None:
    found = toll(exactly("A", 6), exactly("B", 5, speaker=POLICE), exactly("C", 9, speaker=WITNESS))
    assert (found.best, found.why, found.by) == (5, "the latest official number", ("Arlen police",))


def test_a_lone_later_number_does_not_put_away_what_two_stand_by() -> None:
    some = (exactly("A", 6), exactly("B", 6))
    assert toll(*some, exactly("C", 1, later=9)).best == 6
    assert toll(*some, exactly("C", 8, later=9, speaker=POLICE)).best == 8


@pytest.mark.parametrize(
    ("said", "ends", "best", "as_said"),
    [
        ([(20, None)], (20, None), 20, (20, None)),
        ([(None, 15)], (None, 15), 15, (None, 15)),
        ([(10, 15)], (10, 15), 10, (10, 15)),
        ([(20, None), (20, 20)], (20, 20), 20, (20, None)),
        ([(20, None), (25, 25)], (20, 25), 25, (25, 25)),
        ([(30, None), (25, 25)], (25, None), 25, (25, 25)),
        ([(None, 5), (8, 8)], (None, 8), 8, (8, 8)),
        ([(0, 0)], (0, 0), 0, (0, 0)),
    ],
)
def test_open_ends_stay_open(
    said: list[tuple[int | None, int | None]],
    ends: tuple[int | None, int | None],
    best: int,
    as_said: tuple[int | None, int | None],
) -> None:
    found = toll(*(told(f"Outlet {at}", *ends_) for at, ends_ in enumerate(said)))
    assert ((found.low, found.high), found.best, found.as_said) == (ends, best, Number(*as_said))


def test_a_number_is_backed_by_those_who_say_that_it_is_at_least_one_near_below() -> None:
    some = (told("A", 2), told("B", 2))
    assert toll(*some, told("C", 4)).best == 4
    assert toll(*some, exactly("C", 92)).best == 2, "far above"
    assert toll(told("A", 12), told("B", 12), exactly("C", 15), exactly("D", 40)).best == 15


def test_vague_words_count_only_without_a_number() -> None:
    def vague(one: Evidence) -> Evidence:
        count = one.claim.killed
        assert count is not None
        count = msgspec.structs.replace(count, text="dozens")
        return msgspec.structs.replace(one, claim=msgspec.structs.replace(one.claim, killed=count))

    dozens = vague(told("A", 24, later=1))
    assert (toll(dozens).best, toll(dozens).high) == (24, None)
    both = toll(dozens, exactly("B", 90))
    assert (both.low, both.best, both.high, both.latest) == (90, 90, 90, 90)


def test_words_without_a_number_make_no_toll() -> None:
    assert assemble([told("A", None, None)]).killed is None


def test_numbers_for_some_beside_the_number_for_all_do_not_lower_it() -> None:
    of = report("They attacked and killed 12.\nThree of the dead, all killed at once, were children.", outlet="A")
    some = (evidence(of, "attacked", killed=(12, 12)), evidence(of, "killed at once", killed=(3, 3)))
    assert (toll(*some).low, toll(*some).best) == (12, 12)


def test_sides_are_told_apart_and_never_added_up() -> None:
    found = toll(
        exactly("A", 2, actors=[ARMY], recipients=[BENNISH]),
        exactly("B", 1, actors=[ARMY], recipients=[CYNIANS]),
    )
    assert [(side.side, side.best) for side in found.sides] == [("BEN", 2), ("CYN", 1)]
    assert (found.low, found.best, found.high) == (2, 2, None)
    whole = toll(
        exactly("A", 2, actors=[ARMY], recipients=[BENNISH]),
        exactly("B", 1, actors=[ARMY], recipients=[CYNIANS]),
        exactly("C", 3, actors=[ARMY], recipients=[BENNISH, CYNIANS]),
    )
    assert (whole.low, whole.best, whole.high) == (3, 3, 3)
    assert [side.best for side in whole.sides] == [2, 1]


def test_in_a_torn_country_sides_are_camps() -> None:
    found = toll(
        exactly("A", 10, actors=[ARMY], recipients=[REBELS]),
        exactly("B", 4, actors=[ARMY], recipients=[VILLAGERS]),
        exactly("C", 10, actors=[ARMY], recipients=[REBELS]),
    )
    assert [(side.side, side.best) for side in found.sides] == [("ARL CVL", 4), ("ARL REB", 10)]


def test_dead_of_one_side_are_the_dead_of_the_event() -> None:
    found = toll(exactly("A", 2, recipients=[BENNISH]), exactly("B", 3))
    assert (found.low, found.high, found.sides) == (2, 3, ())


def test_a_number_far_from_who_was_attacked_is_of_no_side() -> None:
    def apart(one: Evidence) -> Evidence:
        count = one.claim.killed
        assert count is not None
        moved = msgspec.structs.replace(count, span=Span(90, 92))
        return msgspec.structs.replace(one, claim=msgspec.structs.replace(one.claim, killed=moved))

    some = (exactly("A", 2, recipients=[BENNISH]), exactly("B", 1, recipients=[CYNIANS]))
    assert len(toll(*some).sides) == 2
    assert toll(*map(apart, some)).sides == ()


def test_those_who_say_that_it_happened_count_where_there_are_any() -> None:
    assert toll(exactly("A", 4), exactly("B", 0, factuality="denied")).low == 4
    assert toll(exactly("A", 4, factuality="possible")).best == 4


def test_speakers_of_the_two_sides_quarrel_over_numbers_that_cannot_both_be_true() -> None:
    front = actor("Moor Front", "BEN", "REB", identity="BEN:moor")
    spokesman = actor("Front spokesman", "BEN", "REB")
    between: dict[str, object] = {"actors": [front], "recipients": [ARMY]}
    ours = exactly("A", 2, speaker=POLICE, **between)
    theirs = exactly("B", 80, speaker=spokesman, **between)
    event = assemble([ours, theirs])
    assert event.status == "disputed"
    assert [(one.kind, one.detail) for one in event.quarrels] == [
        ("killed", "80 according to Front spokesman; 2 according to Arlen police")
    ]
    assert not assemble([ours, exactly("B", 3, speaker=spokesman, **between)]).quarrels, "nearly the same"
    assert not assemble([ours, exactly("B", 80, later=9, speaker=spokesman, **between)]).quarrels, "much later"
    at_least_two = told("A", 2, speaker=POLICE, actors=[front], recipients=[ARMY])
    assert not assemble([at_least_two, theirs]).quarrels
    assert not assemble([ours, exactly("B", 80, speaker=WITNESS, **between)]).quarrels, "of the same side"
