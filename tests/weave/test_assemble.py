"""What the claims of one event give together: best values, tolls, status and headline."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from dateline.model import Event, Factuality, Status
from dateline.weave import Evidence, assemble
from tests.weave.builders import actor, days, evidence, place, report

FIRST = dt.date(2020, 4, 1)
ARMY = actor("Arlen army", "ARL", "MIL", identity="ARL:army")
REBELS = actor("Moor Front", "BEN", "REB", identity="BEN:moor")
SOLDIERS = actor("soldiers", "BEN", "MIL")
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
COUNTRY = place("Arlen", "ARL", precision="country")


def told(outlet: str | None, text: str = "They attacked.", *, later: int = 0, **fields: object) -> Evidence:
    of = report(text if outlet is None else f"{text} {outlet}", outlet=outlet, day=FIRST + dt.timedelta(days=later))
    return evidence(of, "attacked", **fields)


@pytest.mark.parametrize(
    ("said", "status", "factuality"),
    [
        (["occurred"], "reported", "occurred"),
        (["occurred", "occurred"], "corroborated", "occurred"),
        (["planned", "occurred"], "reported", "occurred"),
        (["occurred", "denied"], "disputed", "occurred"),
        (["occurred", "occurred", "negated"], "disputed", "occurred"),
        (["occurred", "unclear"], "disputed", "occurred"),
        (["unclear", "denied"], "disputed", "unclear"),
        (["planned"], "planned", "planned"),
        (["possible", "planned"], "planned", "planned"),
        (["possible"], "possible", "possible"),
        (["planned", "negated"], "called-off", "negated"),
        (["negated", "planned"], "planned", "planned"),
        (["unclear"], "unclear", "unclear"),
    ],
)
def test_status(said: list[Factuality], status: Status, factuality: Factuality) -> None:
    event = assemble([told(f"Outlet {at}", later=at, factuality=kind) for at, kind in enumerate(said)])
    assert (event.status, event.factuality) == (status, factuality)


def test_copies_and_unknown_outlets_corroborate_nothing() -> None:
    of_one_text = [
        evidence(report("They attacked.", outlet=outlet, day=FIRST), "attacked") for outlet in ("Daily A", "Herald B")
    ]
    assert assemble(of_one_text).status == "reported"
    assert assemble([told(None, "They attacked one."), told(None, "They attacked two.")]).status == "reported"


def test_two_speakers_who_blame_two_countries_dispute() -> None:
    one = told("A", actors=[ARMY], speaker=REBELS)
    other = told("B", actors=[REBELS], speaker=ARMY)
    assert assemble([one, other]).status == "disputed"
    assert assemble([one, told("B", actors=[ARMY], speaker=ARMY)]).status == "corroborated"


def test_values_are_those_of_most_outlets_then_the_most_exact() -> None:
    event = assemble(
        [
            told("A", recipients=[SOLDIERS], places=[COUNTRY], stated=days(FIRST, FIRST + dt.timedelta(6), "week")),
            told("B", recipients=[SOLDIERS], places=[PORT], stated=days(FIRST + dt.timedelta(1))),
            told("C", actors=[ARMY], recipients=[REBELS], mode="firearms"),
        ]
    )
    assert event.actors == (ARMY,)
    assert event.recipients == (SOLDIERS,)
    assert event.places == (PORT,)
    assert event.mode == "firearms"
    assert event.stated == days(FIRST + dt.timedelta(1))
    assert event.outlets == ("A", "B", "C")
    assert event.reports == 3


def test_no_date_is_invented() -> None:
    event = assemble([told("A"), told("B", later=3)])
    assert event.stated is None
    assert event.bound is not None
    assert event.bound.end == FIRST
    assert (event.first_reported, event.last_reported) == (FIRST, FIRST + dt.timedelta(3))


def test_tolls_keep_lowest_highest_and_latest() -> None:
    event = assemble(
        [
            told("A", killed=(3, 3)),
            told("B", later=2, killed=(5, None)),
            told("C", later=1, killed=(9, 9)),
            told("D", later=3, killed=(0, 0), factuality="denied"),
        ]
    )
    toll = event.killed
    assert toll is not None
    assert (toll.low, toll.high, toll.latest) == (3, 9, 5)
    assert event.injured is None


def test_order_of_claims_does_not_matter_and_id_is_the_smallest() -> None:
    claims = [
        told("A", actors=[ARMY], places=[PORT], killed=(1, 1)),
        told("B", actors=[REBELS], places=[COUNTRY], killed=(2, 2)),
        told("C", recipients=[SOLDIERS], stated=days(FIRST), factuality="denied"),
    ]
    events = [assemble(list(order)) for order in itertools.permutations(claims)]
    assert all(event == events[0] for event in events)
    assert events[0].id == min(claim.claim.id for claim in claims)


def test_an_event_without_claims_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one claim"):
        assemble([])


def line(type_: str = "ASSAULT", **fields: object) -> str:
    event: Event = assemble([evidence(report("They acted"), "acted", type_, **fields)])
    return event.headline


def test_headlines_read_as_sentences() -> None:
    week = days(dt.date(2020, 3, 30), dt.date(2020, 4, 5), "week")
    assert line("MOBILIZE", mode="weapons", actors=[ARMY], places=[PORT], stated=week) == (
        "Arlen army deployed weapons in Port Arlen, 30 Mar–5 Apr 2020"
    )
    assert line(mode="heavy-weapons", actors=[ARMY], recipients=[SOLDIERS], killed=(3, 3)) == (
        "Arlen army shelled soldiers, 3 killed"
    )
    assert line("CONSULT", mode="visit", actors=[ARMY], recipients=[REBELS], places=[PORT], stated=days(FIRST)) == (
        "Arlen army visited Port Arlen and met the Moor Front, 1 Apr 2020"
    )
    assert line("CONSULT", actors=[ARMY, REBELS]) == "Arlen army and the Moor Front met"


def test_headlines_say_what_is_not_done() -> None:
    month = days(dt.date(2020, 1, 1), dt.date(2020, 1, 31), "month")
    assert line(factuality="planned", actors=[ARMY], recipients=[REBELS], stated=month) == (
        "Planned attack by Arlen army on the Moor Front, Jan 2020"
    )
    assert line("CONSULT", mode="visit", factuality="denied", actors=[ARMY], places=[PORT]) == (
        "Denied visit by Arlen army to Port Arlen"
    )
    assert line(recipients=[SOLDIERS]) == "Attack on soldiers"
    assert line(actors=[actor("The crowd")], recipients=[actor("A guard")]) == "The crowd attacked a guard"
    assert line("AGREE", factuality="unclear", actors=[ARMY], recipients=[REBELS]) == (
        "Unconfirmed agreement between Arlen army and the Moor Front"
    )


def test_who_was_acted_on_is_not_the_actor_where_a_better_one_is_there() -> None:
    builder = actor("American builder", "USA", "BUS")
    event = assemble(
        [
            told("A", recipients=[builder]),
            told("B", actors=[builder], recipients=[SOLDIERS]),
            told("C", actors=[REBELS], recipients=[builder]),
        ]
    )
    assert (event.actors, event.recipients) == ((REBELS,), (builder,))
    nobody_else = assemble([told("A", recipients=[builder]), told("B", actors=[builder], recipients=[SOLDIERS])])
    assert nobody_else.actors == ()


def test_versions_are_not_mixed_into_a_third() -> None:
    other = actor("Moor villagers", "BEN", "CVL")
    one = told("A", actors=[ARMY], recipients=[other])
    event = assemble(
        [one, told("B", actors=[ARMY], recipients=[other]), told("C", actors=[SOLDIERS], recipients=[REBELS])]
    )
    assert (event.actors, event.recipients) == ((ARMY,), (other,))


def test_a_country_around_a_town_is_not_a_second_place() -> None:
    assert assemble([told("A", places=[COUNTRY, PORT])]).places == (PORT,)
    assert assemble([told("A", places=[COUNTRY])]).places == (COUNTRY,)


USA = actor("United States", "USA", "GOV", identity="state/usa")
MINISTRY = actor("Arlen's foreign ministry", "ARL", "GOV", identity="ministry/arlen")
ARLEN = actor("Arlen", "ARL", "GOV", identity="state/arlen")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"type_": "REQUEST", "actors": [REBELS], "recipients": [USA]},
            "The Moor Front made a demand of the United States",
        ),
        ({"type_": "REQUEST", "recipients": [USA]}, "Demand addressed to the United States"),
        ({"type_": "REJECT", "actors": [MINISTRY], "recipients": [ARLEN]}, "Arlen's foreign ministry said no"),
        (
            {"mode": "aerial", "actors": [USA], "recipients": [actor("Fighters", None, "REB")]},
            "The United States hit fighters from the air",
        ),
        (
            {
                "type_": "RETREAT",
                "mode": "withdraw",
                "actors": [actor("Oil companies", None, "BUS")],
                "recipients": [actor("foreign workers", None, "CVL")],
            },
            "Oil companies withdrew foreign workers",
        ),
        (
            {"type_": "RETREAT", "mode": "withdraw", "actors": [ARMY], "places": [PORT]},
            "Arlen army pulled back in Port Arlen",
        ),
        (
            {
                "type_": "COERCE",
                "mode": "seize",
                "actors": [ARMY],
                "recipients": [actor("Port Arlen")],
                "places": [PORT],
            },
            "Arlen army seized Port Arlen",
        ),
        ({"recipients": [actor("Two residents", "ARL", "CVL")]}, "Attack on two residents"),
        (
            {"type_": "REJECT", "factuality": "denied", "actors": [ARMY], "recipients": [REBELS]},
            "Denied rejection of the Moor Front by Arlen army",
        ),
        (
            {"type_": "CONSULT", "mode": "visit", "actors": [USA, MINISTRY], "places": [PORT]},
            "The United States and Arlen's foreign ministry met in Port Arlen",
        ),
        ({"actors": [ARMY], "recipients": [actor("its troops")]}, "Arlen army attacked troops"),
        ({"places": [place("White House", "USA", precision="site")]}, "Attack at the White House"),
    ],
)
def test_headlines_read_as_a_person_would_write_them(fields: dict[str, object], said: str) -> None:
    assert line(**fields) == said  # type: ignore[arg-type]  # passed on as they are


def test_a_place_that_one_claim_adds_does_not_ride_on_the_others() -> None:
    far = place("Far Harbour", "FAR", (50.0, 60.0), id_="far-1")
    near = place("Moor", "ARL", (10.5, 20.0), id_="arl-2")
    some = [told("A", places=[PORT]), told("B", places=[PORT])]
    assert assemble([*some, told("C", places=[PORT, far])]).places == (PORT,)
    both = [told("A", places=[PORT]), told("B", places=[near]), told("C", places=[PORT, near])]
    assert assemble(both).places == (PORT, near)


def test_vaguer_words_support_the_more_exact_ones() -> None:
    men, many, other = (actor(name, "ARL", "CVL") for name in ("men", "a thousand men", "drivers"))
    assert assemble([told("A", actors=[other]), told("B", actors=[men]), told("C", actors=[many])]).actors == (many,)


def test_a_name_that_two_sources_give_is_who_the_others_mean_and_one_sources_is_not() -> None:
    gunmen, armed = actor("gunmen"), actor("armed gunmen")
    vague = [told("C", actors=[gunmen]), told("D", actors=[armed]), told("E", actors=[armed])]
    assert assemble([told("A", actors=[REBELS]), told("B", actors=[REBELS]), *vague]).actors == (REBELS,)
    assert assemble([told("A", actors=[REBELS]), *vague]).actors == (armed,)


def test_a_party_that_one_claim_adds_does_not_ride_on_the_others() -> None:
    some = [told("A", actors=[ARMY]), told("B", actors=[ARMY]), told("C", actors=[ARMY, REBELS])]
    assert assemble(some).actors == (ARMY,)


def test_a_copy_says_nothing_more_often() -> None:
    builder = actor("American builder", "USA", "BUS")
    one, other = told("A", recipients=[builder]), told("B", actors=[builder], recipients=[SOLDIERS])
    copies = [
        evidence(report("They attacked. B", outlet=outlet), "attacked", actors=[builder], recipients=[SOLDIERS])
        for outlet in ("X", "Y", "Z")
    ]
    assert assemble([one, other, *copies]).actors == assemble([one, other]).actors == ()


def test_who_is_only_thought_to_have_done_it_did_not_do_what_happened() -> None:
    some = [told("A", actors=[REBELS]), told("B", actors=[ARMY], factuality="possible")]
    event = assemble([*some, told("C", actors=[ARMY], factuality="planned", recipients=[REBELS, SOLDIERS])])
    assert (event.actors, event.recipients) == ((REBELS,), (SOLDIERS,))
    assert assemble([told("A"), some[1]]).actors == (ARMY,), "where nobody else is named"
