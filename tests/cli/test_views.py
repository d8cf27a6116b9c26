"""What `show` says of an event with several versions: its course, its quarrels, its tolls, and who says what."""

from __future__ import annotations

import datetime as dt

from rich.console import Console

from dateline.cli.render import course_words, toll_words
from dateline.cli.views import NAMES, VALUES, some, told_by, versions_table, view_lines
from dateline.weave import Evidence, assemble, versions_of
from tests.weave.builders import actor, days, evidence, report

FIRST = dt.date(2020, 4, 1)
MINISTRY = actor("Arlen's ministry", "ARL", "GOV", identity="ARL:ministry")
ENVOY = actor("the envoy", "BEN", "GOV", identity="BEN:envoy")


def told(outlet: str, later: int = 0, **fields: object) -> Evidence:
    day = FIRST + dt.timedelta(days=later)
    of = report(f"They attacked, says {outlet} on day {later}.", outlet=outlet, day=day)
    return evidence(of, "attacked", **fields)


def printed(claims: list[Evidence]) -> str:
    page = Console(width=120, record=True, file=None, quiet=True)
    with page.capture() as caught:
        page.quiet = False
        page.print(versions_table(versions_of(claims)))
    return " ".join(caught.get().split())


def test_the_course_and_the_quarrels_are_told_with_days_and_names() -> None:
    event = assemble(
        [
            told("A", factuality="planned", stated=days(FIRST + dt.timedelta(7)), speaker=MINISTRY),
            told("B", 9, stated=days(FIRST + dt.timedelta(8))),
            told("C", 9, factuality="denied", speaker=ENVOY),
        ]
    )
    assert list(view_lines(event)) == [
        ("course", "2020-04-01: planned for 2020-04-08, according to Arlen's ministry"),
        ("", "2020-04-10: occurred on 2020-04-09, according to B"),
        ("", "2020-04-10: denied, according to the envoy"),
        ("quarrel", "denied according to the envoy"),
    ]
    assert course_words(event) == "planned, then occurred"
    assert told_by(event) == "A, B, C, 3 reports, 3 independent sources, 2020-04-01, 2020-04-10"


def test_a_toll_says_who_gives_it_why_it_is_best_and_what_else_is_told() -> None:
    event = assemble([told("A", killed=(3, 3)), told("B", 2, killed=(5, None)), told("C", 2, killed=(5, 5))])
    assert list(view_lines(event)) == [
        ("killed", "at least 5 (told or allowed for by 2 of 3 independent sources; B, C), all numbers 3 to 5")
    ]
    assert toll_words(event.killed, None) == "at least 5 killed (3 to 5)"


def test_the_dead_of_each_side_are_told_apart() -> None:
    event = assemble(
        [
            told("A", killed=(2, 2), recipients=[actor("soldiers", "BEN", "MIL")]),
            told("B", killed=(1, 1), recipients=[actor("guards", "CYN", "MIL")]),
        ]
    )
    assert list(view_lines(event)) == [
        ("killed", "at least 2 (no number for all; that of the worst hit side; A)"),
        ("", "of BEN: 2 (the only number; A)"),
        ("", "of CYN: 1 (the only number; B)"),
    ]


def test_what_all_agree_on_is_one_line_and_the_rest_says_who_says_what() -> None:
    out = printed(
        [told("A", mode="aerial", actors=[MINISTRY]), told("B", mode="aerial", actors=[ENVOY], speaker=MINISTRY)]
    )
    assert "told alike type ASSAULT; mode aerial; factuality occurred" in out
    assert "who" in out
    assert "Arlen's ministry (ARL GOV) A 1 2020-04-01" in out
    assert "the envoy (BEN GOV) Arlen's ministry 1 2020-04-01" in out


def test_long_lists_are_cut_with_how_many_there_are() -> None:
    many = [told(f"Outlet {at}", actors=[actor(f"Party {at}", "ARL", "OPP", identity=f"ARL:{at}")]) for at in range(9)]
    assert f"and {9 - VALUES} more" in printed(many)
    assert some(f"name {at}" for at in range(NAMES + 2)).endswith(f"name {NAMES - 1} and 2 more")
