"""Any question, whichever of its filters leads, against the same question asked of every event in Python; what is filed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.archive import Archive, Query, StoredClaim, claimed, cursor_of, schema
from dateline.archive.names import country_of
from dateline.model import Claim, Event, Interval, Report
from tests.archive.worlds import FIRST, world
from tests.weave.builders import ORIGIN, actor, claim, days, place, report

SHORT, LONG = dt.timedelta(days=31), dt.timedelta(days=120)
"""The longest that is looked for in its place among others, and what is looked for by itself."""


def lasting() -> Iterator[tuple[Report, list[Claim]]]:
    """Tell of what lasted as long as can be looked for in its place, one day more, and much longer."""
    for number, length in enumerate((SHORT, SHORT + dt.timedelta(days=1), LONG)):
        day = FIRST - length + dt.timedelta(days=4 * number)
        of = report(f"Siege {number}\nRebels besieged Old Arl for long.", day=day + length)
        who, where = actor("Rebels", "ARL", "REB"), place("Old Arl", "ARL", (10.0, 20.0), id_="ARL-0")
        yield of, [claim(of, "besieged", actors=[who], places=[where], stated=days(day, day + length))]


@pytest.fixture(scope="module")
def archive(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:  # noqa: ARG001 - made anew for each back end
    with Archive.open(tmp_path_factory.mktemp("sought") / "news.db") as opened:
        opened.add_many(world(11, 120, span=90, undated=9), ORIGIN)
        opened.add_many(lasting(), ORIGIN)
        yield opened


@pytest.fixture(scope="module")
def told(archive: Archive) -> list[tuple[Event, list[StoredClaim]]]:
    return [(event, archive.claims_of(event)) for event in archive.events()]


def shares(query: Query, stated: Interval | None, bound: Interval | None) -> bool:
    first, last = query.since or dt.date.min, query.until or dt.date.max
    if query.undated == "none" and stated is None:
        return False
    if query.since is None and query.until is None:
        return True
    if stated:
        return stated.start <= last and stated.end >= first
    if query.undated == "touching":
        return bound is None or (bound.start <= last and bound.end >= first)
    return bound is not None and bound.start >= first and bound.end <= last


def answers(one: StoredClaim, query: Query) -> Iterator[tuple[str, bool]]:
    """Give, of each filter about claims, whether a claim answers it; all the names here are of whole words."""
    who = [party.actor.choice for party in (*one.claim.actors, *one.claim.recipients) if party.actor]
    where = [at.place.choice for at in one.claim.places if at.place]
    if query.actor:
        yield "actor", any(a and f" {query.actor.lower()}" in f" {a.name.lower()}" for a in who)
    if query.country:
        yield "country", query.country in {*(a.country for a in who if a), *(at.country for at in where if at)}
    if query.place:
        wanted = query.place.lower()
        meant = (at for at in where if at)
        yield "place", any(at.country == country_of(wanted) or f" {wanted}" in f" {at.name.lower()}" for at in meant)
    if query.text:
        yield "text", query.text in one.sentence.lower().split()


def found(told: Sequence[tuple[Event, list[StoredClaim]]], query: Query) -> Iterator[Event]:
    for event, claims in told:
        given = [dict(answers(one, query)) for one in claims]
        together = all(any(one[name] for one in given) for name in given[0])
        of_event = (query.type or event.type, query.status or event.status, query.factuality or event.factuality)
        same = of_event == (event.type, event.status, event.factuality)
        if together and same and shares(query, event.stated, event.bound):
            yield event


DAYS = st.one_of(st.none(), st.integers(-150, 120).map(lambda number: FIRST + dt.timedelta(days=number)))
QUESTIONS = st.builds(
    Query,
    actor=st.sampled_from([None, None, "army", "general", "Rebels", "general ben", "nobody"]),
    country=st.sampled_from([None, None, "ARL", "EST", "XXX"]),
    place=st.sampled_from([None, None, "Old", "Port Dor", "EST", "est"]),
    text=st.sampled_from([None, None, "army", "shelled1", "besieged", "nothing"]),
    type=st.sampled_from([None, None, "ASSAULT", "PROTEST", "AID"]),
    status=st.sampled_from([None, None, "disputed", "reported"]),
    factuality=st.sampled_from([None, None, "occurred"]),
    since=DAYS,
    until=DAYS,
    undated=st.sampled_from(["within", "touching", "none"]),
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=400
)
@given(
    query=QUESTIONS,
    limit=st.sampled_from([1, 7, 50]),
    few=st.sampled_from([0, 20, 5000]),
    lists=st.sampled_from([0, 30]),
)
def test_whatever_leads_the_same_is_found_in_the_same_order(
    archive: Archive, told: list[tuple[Event, list[StoredClaim]]], query: Query, limit: int, few: int, lists: int
) -> None:
    expected = list(found(told, query))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claimed, "_FEW", few)
        patch.setattr(claimed, "_LISTS", lists)
        assert list(archive.events(query)) == expected
        assert archive.count_events(query) == len(expected)
        assert sum(one.events for one in archive.count_by_day(query)) == len(expected)
        page = list(archive.events(msgspec.structs.replace(query, limit=limit)))
        assert page == expected[:limit]
        if page:
            behind = msgspec.structs.replace(query, limit=limit, after=cursor_of(page[-1]))
            assert list(archive.events(behind)) == expected[limit : 2 * limit]


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=200
)
@given(query=QUESTIONS, few=st.sampled_from([0, 20, 5000]))
def test_claims_are_the_same_whatever_leads(archive: Archive, query: Query, few: int) -> None:
    expected = list(archive.claims(query))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(claimed, "_FEW", few)
        assert list(archive.claims(query)) == expected
        assert archive.count_claims(query) == len(expected)
        if len(expected) > 3:
            behind = msgspec.structs.replace(query, limit=2, after=cursor_of(expected[0]))
            assert list(archive.claims(behind)) == expected[1:3]


def test_an_event_that_changes_is_filed_as_one_made_anew(tmp_path: Path) -> None:
    def filed(archive: Archive) -> set[tuple[object, ...]]:
        with archive._reading() as connection:
            return {tuple(row) for row in connection.execute(select(schema.event_keys))}

    reports = [*world(3, 60, span=8), *lasting()]
    with Archive.open(tmp_path / "news.db") as archive:
        for one in reports:
            archive.add(*one, ORIGIN)
        first, second, *_ = archive.events()
        archive.merge([first.id, second.id], author="Ann")
        anew = msgspec.structs.replace(ORIGIN, version="2")
        for of, claims in reports[::7]:
            kept = [msgspec.structs.replace(one, origin=anew, actors=()) for one in claims[1:]]
            archive.add(of, kept, anew)
        before = filed(archive)
        archive.rebuild()
        assert filed(archive) == before
        with archive._reading() as connection:
            events = {tuple(row) for row in connection.execute(select(schema.events.c.day, schema.events.c.id))}
        assert {(day, id_) for _, day, id_ in before} == events
