"""The course of an event, its day, and what counts as a quarrel."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.model import Event, Factuality, Interval
from dateline.weave import Evidence, assemble
from tests.weave.builders import actor, days, evidence, report

FIRST = dt.date(2020, 4, 1)
MINISTRY = actor("Arlen's ministry", "ARL", "GOV", identity="ARL:ministry")
ENVOY = actor("the envoy", "BEN", "GOV", identity="BEN:envoy")


def day(later: int) -> dt.date:
    return FIRST + dt.timedelta(days=later)


def on(later: int) -> Interval:
    return days(day(later))


def told(outlet: str, factuality: Factuality, later: int = 0, **fields: object) -> Evidence:
    of = report(f"They visited, {outlet} {later} says.", outlet=outlet, day=day(later))
    return evidence(of, "visited", "CONSULT", mode="visit", factuality=factuality, **fields)


def turns(event: Event) -> list[tuple[str, dt.date | None]]:
    return [(turn.factuality, turn.said) for turn in event.course]


def test_a_planned_visit_and_the_visit_are_one_event_with_a_history() -> None:
    event = assemble(
        [
            told("A", "planned", 0, stated=on(7), speaker=MINISTRY),
            told("B", "occurred", 9, stated=on(8)),
            told("C", "occurred", 9),
        ]
    )
    assert (event.status, event.stated) == ("corroborated", on(8))
    planned, happened = event.course
    assert (planned.factuality, planned.said, planned.on, planned.by) == (
        "planned",
        day(0),
        on(7),
        ("Arlen's ministry",),
    )
    assert (happened.factuality, happened.said, happened.on, happened.by) == ("occurred", day(9), on(8), ("B", "C"))
    assert len(happened.claims) == 2


def test_the_planned_day_counts_where_no_other_is_told() -> None:
    assert assemble([told("A", "planned", 0, stated=on(7)), told("B", "occurred", 9)]).stated == on(7)


def test_a_plan_that_is_moved_stands_where_it_was_moved_to() -> None:
    plans = [told("A", "planned", 0, stated=on(7)), told("B", "planned", 0, stated=on(7))]
    assert assemble([*plans, told("A", "planned", 3, stated=on(9)), told("B", "planned", 3, stated=on(9))]).stated == (
        on(9)
    )
    assert assemble([plans[0], told("B", "planned", 3, stated=on(9))]).stated == on(9)


@pytest.mark.parametrize(
    ("said", "status", "course"),
    [
        ([("planned", 0), ("negated", 2)], "called-off", ["planned", "negated"]),
        ([("planned", 2), ("negated", 2)], "called-off", ["planned", "negated"]),
        ([("negated", 0), ("planned", 2)], "planned", ["negated", "planned"]),
        ([("negated", 0)], "negated", ["negated"]),
        (
            [("planned", 0), ("negated", 2), ("planned", 4), ("occurred", 6)],
            "reported",
            ["planned", "negated", "planned", "occurred"],
        ),
        ([("planned", 0), ("occurred", 2), ("planned", 3)], "reported", ["planned", "occurred"]),
        ([("possible", 0), ("planned", 1), ("occurred", 2)], "reported", ["possible", "planned", "occurred"]),
        ([("negated", 0), ("occurred", 2)], "reported", ["negated", "occurred"]),
        ([("unclear", 0), ("occurred", 2)], "reported", ["unclear", "occurred"]),
        ([("occurred", 0), ("negated", 0)], "disputed", ["negated", "occurred"]),
        ([("occurred", 0), ("negated", 2)], "disputed", ["occurred", "negated"]),
        ([("occurred", 0), ("unclear", 2)], "disputed", ["occurred", "unclear"]),
        ([("denied", 0), ("occurred", 2)], "disputed", ["denied", "occurred"]),
        ([("possible", 0), ("negated", 2)], "negated", ["possible", "negated"]),
    ],
)
def test_status_and_course(said: list[tuple[Factuality, int]], status: str, course: list[str]) -> None:
    event = assemble([told(f"Outlet {at}", kind, later) for at, (kind, later) in enumerate(said)])
    assert event.status == status
    assert [turn.factuality for turn in event.course] == course
    assert bool(event.quarrels) == (status == "disputed")


def test_a_denial_is_settled_once_its_speaker_says_that_it_happened() -> None:
    denied = told("A", "denied", 0, speaker=MINISTRY)
    assert assemble([denied, told("B", "occurred", 0)]).status == "disputed"
    assert assemble([denied, told("B", "occurred", 3, speaker=MINISTRY)]).status == "reported"
    assert assemble([denied, told("B", "occurred", 3, speaker=ENVOY)]).status == "disputed"


def test_a_report_does_not_quarrel_with_itself() -> None:
    of = report("They visited the port.\nThat they met is not clear.\nThe envoy says that they never came.", outlet="A")
    happened = evidence(of, "visited", "CONSULT")
    unclear = evidence(of, "met", "CONSULT", factuality="unclear")
    assert assemble([happened, unclear]).status == "reported"
    by_envoy = evidence(of, "came", "CONSULT", factuality="negated", speaker=ENVOY)
    event = assemble([happened, unclear, by_envoy])
    assert [(one.kind, one.by) for one in event.quarrels] == [("not done", ("the envoy",))]
    assert (event.quarrels[0].claims, event.quarrels[0].against) == ((by_envoy.claim.id,), (happened.claim.id,))


def test_a_quarrel_over_who_did_it_names_both_versions() -> None:
    one = evidence(report("They attacked.", outlet="A"), "attacked", actors=[MINISTRY], speaker=ENVOY)
    other = evidence(report("They attacked!", outlet="B"), "attacked", actors=[ENVOY], speaker=MINISTRY)
    (quarrel,) = assemble([one, other]).quarrels
    assert quarrel.kind == "actor"
    assert {"Arlen's ministry according to the envoy", "the envoy according to Arlen's ministry"} == set(
        quarrel.detail.split("; ")
    )


def test_headlines_tell_what_was_called_off_and_who_denies() -> None:
    assert assemble([told("A", "planned", actors=[ENVOY]), told("B", "negated", 2, actors=[ENVOY])]).headline == (
        "Called-off visit by the envoy"
    )
    event = assemble([told("A", "occurred", actors=[ENVOY]), told("B", "denied", speaker=MINISTRY, actors=[ENVOY])])
    assert event.headline == "Disputed: the envoy went on a visit, denied by Arlen's ministry"


def test_a_denial_without_a_speaker_is_no_answer_to_its_own_report() -> None:
    of = report("They visited the port.\nNobody there had denied that they met.", outlet="A")
    happened = evidence(of, "visited", "CONSULT")
    denied = evidence(of, "met", "CONSULT", factuality="denied")
    assert assemble([happened, denied]).status == "reported"
    assert assemble([denied]).status == "disputed"
    against = assemble([told("B", "occurred"), denied])
    assert (against.status, against.quarrels[0].by) == ("disputed", ("A",))
    assert "denied by" not in against.headline, "who denies is not told"
