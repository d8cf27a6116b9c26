"""Each feature finds its level, each contradiction its name, and the score is the sum of what both shipped tables say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Actor, EventType, Factuality, Interval
from dateline.weave import Traits, compare, features, judge, keys_of, sayings, weights
from dateline.weave.contradictions import (
    DAYS_APART,
    NEWS_APART,
    PLACES_APART,
    TOLD_AS_ANOTHER,
    TOLD_BEFORE,
    TWO_VICTIMS,
    contradiction,
)
from dateline.weave.finding import Feature
from dateline.weave.reports import sketch_of
from dateline.weave.weights import Weights, WeightsError, pack, unpack
from tests.archive.worlds import world
from tests.weave.builders import actor, days, place, report, traits

MONDAY = dt.date(2021, 5, 3)
MILL = place("Millbrook", "ARL", (10.0, 20.0), id_="arl-7")
ANNA = actor("Anna Zorn", "ARL", "GOV", identity="person/zorn")
BRUNO = actor("Bruno Keel", "ARL", "GOV", identity="person/keel")


def told(
    text: str = "Guards seized two men in Millbrook",
    outlet: str = "A",
    type_: EventType = "COERCE",
    *,
    day: dt.date | None = MONDAY,
    **fields: object,
) -> Traits:
    word = next(word for word in ("seized", "arrested", "struck", "talks") if word in text)
    return traits(report(text, outlet=outlet, day=day), word, type_, **fields)


def levels(feature: Feature, one: Traits, other: Traits) -> list[str]:
    found = [finding.level for finding in feature(one, other)]
    assert found == [finding.level for finding in feature(other, one)]
    return found


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (ANNA, ANNA, "same person"),
        (ANNA, BRUNO, "two persons"),
        (actor("Moor Front", "ARL", "REB", identity="group/moor"),) * 2 + ("same body",),
        (actor("Arlen", "ARL", "GOV", identity="state/ARL"),) * 2 + ("same state",),
        (actor("harbour guards", "ARL", "COP"), actor("officers", "ARL", "COP"), "same side"),
        (actor("harbour guards", "ARL", "COP"), actor("crowd", "ARL", "CVL"), "same country"),
        (actor("crowd", "ARL", "CVL"), actor("crowd", "BEN", "CVL"), "other country"),
        (actor("the Zubrow Militia"), actor("Zubrow fighters"), "shared name"),
        (actor("Tove Quist", "ARL"), actor("Olaf Brandt", "ARL"), "other name"),
        (actor("marchers", None, "CVL"), actor("crowd", "BEN", "CVL"), "same class"),
    ],
)
def test_parties_agree_or_differ_in_a_named_way(one: Actor, other: Actor, level: str) -> None:
    assert levels(features.parties, told(actors=[one]), told(outlet="B", actors=[other])) == [level]


def test_the_other_side_of_a_meeting_is_compared_too() -> None:
    one = told("talks in Millbrook", type_="CONSULT", actors=[ANNA], recipients=[actor("Ben", "BEN", "GOV")])
    other = told("talks in town", "B", "CONSULT", actors=[actor("Cyn", "CYN", "GOV")], recipients=[ANNA])
    assert levels(features.parties, one, other) == ["same person", "other country"]


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("occurred", "occurred", "both occurred"),
        ("planned", "planned", "same"),
        ("planned", "occurred", "planned and occurred"),
        ("denied", "occurred", "other"),
    ],
)
def test_a_plan_and_what_came_of_it_are_told_from_a_denial(one: Factuality, other: Factuality, level: str) -> None:
    assert levels(features.factuality, told(factuality=one), told(outlet="B", factuality=other)) == [level]


@pytest.mark.parametrize(
    ("days_on", "level"),
    [(0, "same day"), (1, "a day apart"), (3, "two or three days"), (6, "within a week"), (20, "within a month")],
)
def test_without_a_stated_day_the_days_of_the_reports_count(days_on: int, level: str) -> None:
    other = told(outlet="B", day=MONDAY + dt.timedelta(days=days_on))
    assert [(found.feature, found.level) for found in features.date(told(), other)] == [("reported", level)]


def test_one_stated_day_is_held_against_the_other_report() -> None:
    one = told(stated=days(MONDAY - dt.timedelta(days=1)))
    assert [(found.feature, found.level) for found in features.date(one, told(outlet="B"))] == [
        ("stated and reported", "a day apart")
    ]


def test_what_is_only_named_is_no_fresh_news() -> None:
    fresh = told("Jets struck the mill", type_="ASSAULT")
    named = traits(report("Mourners met after the attack", outlet="B", day=MONDAY + dt.timedelta(days=40)), "attack")
    assert fresh.as_news
    assert not named.as_news
    assert contradiction(fresh, named) is None
    assert levels(features.news, fresh, named) == []


def test_guests_of_one_host_come_on_visits_of_their_own() -> None:
    one, other = (
        told("talks were held", str(guest.name), "CONSULT", actors=[guest], recipients=[BRUNO])
        for guest in (ANNA, actor("Tove Quist", "DOR", "GOV", identity="person/quist"))
    )
    assert levels(features.lead, one, other) == ["other"]
    assert levels(features.lead, one, one) == ["same"]


def test_a_second_act_is_told_from_the_first() -> None:
    one, second = told("Jets struck the mill", type_="ASSAULT"), told("Jets struck it again", "B", "ASSAULT")
    assert levels(sayings.turn, one, second) == ["one alone"]
    assert levels(sayings.turn, second, told("They struck again", "C", "ASSAULT")) == ["same"]
    assert levels(sayings.turn, one, told("Planes struck", "C", "ASSAULT")) == []


def test_numbers_are_compared_in_words_and_digits_but_tolls_apart() -> None:
    one = told("Guards seized twelve men and 300 rifles")
    assert levels(sayings.numbers, one, told("Police arrested 12 men", "B")) == ["one shared"]
    assert levels(sayings.numbers, one, told("Police arrested 40 men", "B")) == ["nothing shared"]
    toll = told("Jets struck, killing 12", "C", "ASSAULT", killed=(12, 12))
    assert levels(sayings.numbers, one, toll) == []


def test_rare_names_weigh_by_their_rarity() -> None:
    # Names are what is written with capitals inside a sentence.
    common = "talks on America were held"
    rare = "talks in Zubrowka with Quistgard were held"
    left, right = (told(text, outlet, "CONSULT") for text, outlet in ((common, "A"), (common + " today", "B")))
    (low,) = sayings.names(left, right)
    (high,) = sayings.names(told(rare, "A", "CONSULT"), told(rare + " today", "B", "CONSULT"))
    steps = features.LEVELS["names"]
    assert steps.index(high.level) > steps.index(low.level)


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ({"stated": days(MONDAY)}, {"stated": days(MONDAY + dt.timedelta(days=2))}, DAYS_APART),
        ({"places": [MILL]}, {"places": [place("Highmoor", "ARL", (12.0, 23.0))]}, PLACES_APART),
        ({"places": [MILL]}, {"places": [place("Dorham", "DOR", precision="country")]}, PLACES_APART),
        ({}, {"stated": days(MONDAY + dt.timedelta(days=4))}, TOLD_BEFORE),
        ({"recipients": [ANNA]}, {"recipients": [BRUNO]}, TWO_VICTIMS),
        ({}, {"day": MONDAY + dt.timedelta(days=8)}, NEWS_APART),
        ({}, {"day": MONDAY + dt.timedelta(days=7)}, None),
        ({"factuality": "planned"}, {"day": MONDAY + dt.timedelta(days=8)}, None),
        ({"recipients": [ANNA]}, {"recipients": [ANNA, BRUNO]}, None),
        ({"recipients": [ANNA]}, {"recipients": [BRUNO, actor("crowd", "ARL")]}, None),
        ({"factuality": "planned"}, {"stated": days(MONDAY + dt.timedelta(days=4))}, None),
    ],
)
def test_what_rules_a_pair_out_has_a_name(one: dict[str, object], other: dict[str, object], name: str | None) -> None:
    left, right = told(**one), told("Police arrested two men in Millbrook", "B", **other)  # type: ignore[arg-type]  # passed on as they are
    assert contradiction(left, right) == contradiction(right, left) == name
    found = compare(left, right)
    assert found.contradiction == name
    assert (found.score == 0.0) == (name is not None)


def test_types_that_one_event_never_has_are_not_compared() -> None:
    one, other = told(), told("talks were held", "B", "CONSULT")
    assert compare(one, other).contradiction == "different types of event"
    assert compare(one, told("Jets struck", "B", "ASSAULT")).contradiction is None


def test_reasons_sum_to_the_score_from_the_prior_on() -> None:
    one, other = told(actors=[ANNA], places=[MILL]), told("Police arrested men", "B", actors=[ANNA], places=[MILL])
    found = compare(one, other)
    assert found.reasons[0].feature == "prior"
    assert found.score == pytest.approx(1 / (1 + math.exp(-sum(reason.weight for reason in found.reasons))), abs=1e-4)


def test_a_story_that_both_reports_tell_speaks_for_one_event() -> None:
    text = "Guards seized two men in Millbrook\nThe Zubrow brothers had robbed the Quistgard bank at noon."
    other = "Police in Millbrook hold two robbers\nThe Zubrow brothers, arrested at noon, robbed the Quistgard bank."
    far = "Fishermen strand\nStorms held boats back off Cape Dorn, and officers arrested a skipper."
    one, near, away = (
        traits_with_sketch(text, word) for text, word in ((text, "seized"), (other, "arrested"), (far, "arrested"))
    )
    (alike,), (unlike,) = features.story(one, near), features.story(one, away)
    steps = features.LEVELS["story"]
    assert steps.index(alike.level) > steps.index(unlike.level)
    assert set(keys_of(one).front) & set(keys_of(near).front)


def traits_with_sketch(text: str, word: str) -> Traits:
    of = report(text, outlet=word, day=None)
    return msgspec.structs.replace(traits(of, word, "COERCE"), sketch=sketch_of(of))


SOME = [traits(of, claim.trigger.of(of.text), claim.type) for of, claims in world(9, 12, span=4) for claim in claims]


@given(st.sampled_from(SOME), st.sampled_from(SOME))
def test_a_comparison_is_the_same_from_either_side_and_every_time(one: Traits, other: Traits) -> None:
    assert compare(one, other) == compare(other, one) == compare(one, other)
    assert judge(one, other) == judge(other, one)


@given(st.sampled_from(SOME), st.sampled_from(SOME), st.sampled_from([0.05, 0.3, 0.6, 0.9]))
def test_a_score_that_is_too_low_is_left_early_and_no_other(one: Traits, other: Traits, wanted: float) -> None:
    whole, early = compare(one, other), compare(one, other, wanted)
    assert early == whole if whole.score >= wanted else early.score < wanted


@given(st.sampled_from(SOME), st.sampled_from(SOME))
def test_every_level_has_a_weight(one: Traits, other: Traits) -> None:
    assert all(found.level in features.LEVELS[found.feature] for found in features.findings(one, other))


def test_the_shipped_weights_name_every_level_and_rise_where_they_must() -> None:
    shipped = weights.weights()
    assert {feature: tuple(of) for feature, of in shipped.levels.items()} == features.LEVELS
    for feature in features.RISING:
        rising = list(shipped.levels[feature].values())
        assert rising == sorted(rising)


def test_damaged_weights_are_told_with_a_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    data = weights.TABLE.read_bytes()
    with pytest.raises(ValueError, match="checksum"):
        unpack(data.replace(b"prior = ", b"prior = 9"))
    made = Weights(-1.5, {"mode": {"same": 0.25}})
    assert unpack(pack(made, "a note")) == made
    assert pack(made, "a note") == pack(made, "a note")
    monkeypatch.setattr(weights, "TABLE", weights.TABLE.with_name("none.toml"))
    weights.weights.cache_clear()
    with pytest.raises(WeightsError, match="python -m training"):
        weights.weights()
    monkeypatch.undo()
    weights.weights.cache_clear()
    assert weights.weights().prior


def test_a_plan_without_a_day_meets_what_is_done_in_its_week() -> None:
    def strike(outlet: str, day: dt.date, factuality: Factuality) -> Traits:
        return told(
            f"The union struck the mill, wrote {outlet}",
            outlet,
            "PROTEST",
            day=day,
            factuality=factuality,
            places=[MILL],
        )

    plan = strike("A", MONDAY, "planned")
    met: Callable[[Traits], bool] = lambda other: bool(set(keys_of(plan).front) & set(keys_of(other).front))  # noqa: E731 - three uses
    assert met(strike("B", MONDAY + dt.timedelta(days=1), "occurred"))
    assert not met(strike("B", MONDAY + dt.timedelta(days=90), "occurred"))


def span_of(first: int, last: int) -> Interval:
    return Interval(MONDAY + dt.timedelta(days=first), MONDAY + dt.timedelta(days=last), "range", "text")


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (span_of(0, 20), span_of(0, 20), "same month"),
        (span_of(0, 20), span_of(4, 5), "same month"),
        (span_of(0, 20), span_of(12, 30), "partly"),
        (span_of(0, 4), span_of(2, 6), "same week"),
    ],
)
def test_long_spans_that_overlap_in_part_are_not_the_same_days(one: Interval, other: Interval, level: str) -> None:
    assert levels(features.date, told(stated=one), told(outlet="B", stated=other)) == [level]


def test_a_day_within_a_long_span_is_one_of_many() -> None:
    assert levels(features.date, told(stated=span_of(-20, 20)), told(outlet="B")) == ["some day of many"]
    assert levels(features.date, told(stated=span_of(-1, 1)), told(outlet="B")) == ["same day"]
    assert levels(features.news, told(stated=span_of(-20, 20)), told(outlet="B")) == []


def test_nothing_of_the_act_is_shared_only_where_word_mode_and_parties_differ() -> None:
    one, other = told(recipients=[ANNA]), told("Guards arrested two men in Millbrook", "B", recipients=[BRUNO])
    assert levels(features.act, one, other) == ["nothing shared"]
    assert levels(features.act, one, told(outlet="B", recipients=[BRUNO])) == []
    assert levels(features.act, one, told("Guards arrested two men in Millbrook", "B", recipients=[ANNA])) == []
    seized = told(mode="arrest", recipients=[ANNA])
    assert levels(features.act, seized, told("Guards arrested a man", "B", mode="arrest", recipients=[BRUNO])) == []


def test_the_arrest_of_a_person_with_another_name_is_another() -> None:
    lena, marek = actor("Lena Ostrova", "ARL", "CVL"), actor("Marek Duvall", "ARL", "CVL")
    assert contradiction(told(recipients=[lena]), told(outlet="B", recipients=[marek])) == TWO_VICTIMS
    assert (
        contradiction(told(recipients=[lena]), told(outlet="B", recipients=[actor("students", "ARL", "CVL")])) is None
    )
    struck = [
        told("A shell struck two men", at, "ASSAULT", recipients=[who]) for at, who in (("A", lena), ("B", marek))
    ]
    assert contradiction(*struck) is None


def test_a_word_far_from_the_trigger_tells_nothing_of_its_act() -> None:
    far = "Guards seized two men in Millbrook, as the mayor of the town opened a separate hall for dancers"
    near = "In a separate case guards seized two men in Millbrook"
    assert contradiction(told(), told(far, "B")) is None
    assert contradiction(told(), told(near, "B")) == TOLD_AS_ANOTHER


@pytest.mark.parametrize(
    ("text", "is_news"),
    [
        ("Dawn raid kills two", True),
        ("Two were killed in an air raid", True),
        ("Two people were injured yesterday in raid after raid", True),
        ("Two were killed in the raid", False),
        ("Aid came after the raid", False),
    ],
)
def test_who_dies_in_an_act_tells_it_as_news(text: str, *, is_news: bool) -> None:
    assert traits(report(text), "raid").as_news is is_news
