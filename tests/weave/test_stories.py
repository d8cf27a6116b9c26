"""Stories from events: what ties two of them, how far a story grows, which of its events and days are key."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Actor, Cause, CauseKind, Event, EventCause, EventType, Place, Span, Tie
from dateline.weave import assemble
from dateline.weave.stories import Footing, Telling, Told, footing_of, grow, key_days, keys_of, weighed, with_keys
from dateline.weave.stories.grow import WEAKEST
from dateline.weave.stories.ties import nearby_keys, tie_of
from tests.weave.builders import DAY, actor, days, evidence, place, report

ARMY = actor("Arlen Army", "ARL", "MIL", identity="ARL:army")
MOOR = actor("Moor Front", "BEN", "REB", identity="group/moor")
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
SEED = Tie(other=None, strength=1.0)


def event(
    number: int,
    *,
    day: int = 0,
    who: Actor = ARMY,
    whom: Actor = MOOR,
    where: Place = PORT,
    type_: EventType = "ASSAULT",
    killed: int | None = None,
) -> Event:
    of = report(f"Report {number}\nArlen shelled{number} it.")
    toll = (killed, killed) if killed else None
    stated = days(DAY + dt.timedelta(day))
    return assemble(
        [
            evidence(
                of,
                f"shelled{number}",
                type_,
                actors=[who],
                recipients=[whom],
                places=[where],
                stated=stated,
                killed=toll,
            )
        ]
    )


def footing(one: Event, *reports: str) -> Footing:
    found = footing_of(one, reports, ())
    assert found is not None
    return found


def chance(one: Event, other: Event, named: CauseKind | None = None) -> float:
    return tie_of(footing(one, "a"), footing(other, "b"), named)[0]


def test_events_of_the_same_sides_and_place_are_tied_and_strangers_are_not() -> None:
    stranger = event(
        2,
        day=3,
        who=actor("Dorland", "DOR", "GOV"),
        whom=actor("Estland", "EST", "GOV"),
        where=place("Fort Dor", "DOR", (40.0, 60.0), id_="dor-1"),
    )
    assert chance(event(1), event(2, day=3)) > 0.7
    assert chance(event(1), stranger) < 0.2


def test_ties_loosen_with_the_days_between() -> None:
    chances = [chance(event(1), event(2, day=day)) for day in (0, 5, 20, 60, 200)]
    assert chances == sorted(chances, reverse=True)
    assert len(set(chances)) == len(chances)


def test_a_named_cause_ties_more_than_named_order_and_that_more_than_none() -> None:
    far = event(
        2, day=5, whom=actor("Estland", "EST", "GOV"), where=place("Fort Dor", "DOR", (40.0, 60.0), id_="dor-1")
    )
    assert chance(event(1), far, "cause") > chance(event(1), far, "order") > chance(event(1), far)


def test_tied_events_meet_under_a_key_for_two_weeks_and_not_for_a_year() -> None:
    assert set(nearby_keys(event(1))) & set(keys_of(event(2, day=12)))
    assert not set(nearby_keys(event(1))) & set(keys_of(event(2, day=365)))


def test_a_story_thins_out_along_a_chain() -> None:
    # Every second event has other sides, so that only the place and the time lead on.
    chain = [
        event(
            number, day=9 * number, where=place(f"Port {number}", "ARL", (10.0 + 0.3 * number, 20.0), id_=f"p{number}")
        )
        for number in range(40)
    ]
    every = [footing(one) for one in chain]

    def near(of: Footing) -> list[tuple[Footing, CauseKind | None]]:
        return [(other, None) for other in every if other.event != of.event and abs(other.first - of.first) < 20]

    grown = grow([every[0]], near)
    assert 1 < len(grown.ties) < len(chain)
    assert all(tie.strength >= WEAKEST for tie in grown.ties.values())
    assert "nothing else" in grown.stopped


def test_a_story_has_no_more_events_than_it_may() -> None:
    every = [footing(event(number), "one report") for number in range(30)]
    grown = grow([every[0]], lambda of: [(other, None) for other in every if other is not of], most=10)
    assert len(grown.ties) == 10
    assert "10 events are the most" in grown.stopped


@given(st.randoms(use_true_random=False), st.integers(2, 25))
def test_a_story_does_not_depend_on_the_order_in_which_its_events_are_met(dice: random.Random, size: int) -> None:
    every = [
        footing(event(number, day=dice.randrange(60), who=dice.choice([ARMY, MOOR])), dice.choice("abcdef"))
        for number in range(size)
    ]

    def told(order: list[Footing]) -> dict[str, Tie]:
        return dict(grow([every[0]], lambda of: [(one, None) for one in order if one.event != of.event], most=12).ties)

    mixed = every[:]
    dice.shuffle(mixed)
    assert told(every) == told(mixed)


def test_key_events_are_those_with_sources_tolls_later_mentions_and_causes() -> None:
    plain, deadly, later, turning = (
        event(1),
        event(2, day=1, killed=20),
        event(3, day=2),
        event(4, day=3, type_="AGREE"),
    )
    weights = [
        weighed(plain, SEED, Told(1, 0), ()),
        weighed(deadly, SEED, Told(1, 0), ()),
        weighed(later, SEED, Told(3, 2), ()),
        weighed(turning, SEED, Told(1, 0), ()),
    ]
    told = with_keys(weights, 5)
    assert [(one.event.id, one.key) for one in told] == [
        (plain.id, False),
        (deadly.id, True),
        (later.id, True),
        (turning.id, True),
    ]
    assert told[1].why == ("20 killed",)
    assert told[2].why == ("3 independent sources", "still told by 2 days later")
    assert told[3].why == ("an agreement",)


def test_a_named_cause_adds_weight_to_both() -> None:
    one, other = event(1), event(2, day=1)
    said = Cause(effect=other.id, cause=one.id, kind="cause", words="in response to", span=Span(0, 1))
    named = [EventCause(effect=other.id, cause=one.id, report="r", said=said)]
    assert weighed(one, SEED, Told(1, 0), named).why == ("named as a cause of 1 more",)
    assert weighed(other, SEED, Told(1, 0), named).why == ("named as an effect",)
    assert weighed(one, SEED, Told(1, 0), named).weight > weighed(one, SEED, Told(1, 0), ()).weight


def test_of_like_events_of_a_day_one_is_key() -> None:
    weights = [weighed(event(number, killed=number), SEED, Told(1, 0), ()) for number in (5, 9, 7)]
    assert [one.event.killed.high for one in with_keys(weights, 5) if one.key and one.event.killed] == [9]


def test_the_sum_of_a_war_is_no_toll_of_a_day() -> None:
    of = report("Report\nArlen shelled it.")
    long = days(DAY - dt.timedelta(400), DAY, "range")
    summed = assemble([evidence(of, "shelled", actors=[ARMY], stated=long, killed=(9000, 9000))])
    assert weighed(summed, SEED, Told(1, 0), ()).why == ()


def test_a_day_that_later_reports_point_to_outweighs_one_that_was_only_reported() -> None:
    quiet, marked = DAY, DAY + dt.timedelta(40)
    tellings = [Telling(f"q{number}", quiet, None) for number in range(4)]
    tellings += [Telling(f"m{number}", marked + dt.timedelta(30 + number), marked) for number in range(4)]
    (first, second) = key_days(tellings, [quiet, marked])
    assert (first.day, first.pointed, second.day, second.told) == (marked, 4, quiet, 4)


def test_a_telling_that_may_not_count_for_a_day_counts_for_none_of_it() -> None:
    tellings = [Telling(name, DAY + dt.timedelta(after), DAY) for name, after in (("a", 0), ("b", 9), ("c", 60))]
    (found,) = key_days(tellings, [DAY], lambda telling, day: telling.published != day)
    assert (found.told, found.dated, found.pointed) == (0, 1, 1)


def test_prints_of_one_text_count_once_for_a_day() -> None:
    (found,) = key_days([Telling("a", DAY, None)] * 5, [DAY])
    assert found.told == 1


def test_the_nearer_reports_lie_to_a_day_the_more_they_count() -> None:
    def weight(*days: int) -> float:
        (found,) = key_days([Telling("a", DAY + dt.timedelta(number), None) for number in days], [DAY])
        return found.weight

    assert weight(1) == weight(-1) > weight(4) > 0
    assert weight(400) == 0
    # Prints of one text on several days are one telling, the nearest.
    assert weight(1, 2, 3) == weight(1)
