"""Every count against the same count written out in Python, and what is new since a number."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.archive import Archive, Query, StoredClaim, cursor_of, errors
from dateline.model import Actor, Event, Origin, Place
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN, claim, place, report

QUERIES = (
    Query(),
    Query(type="ASSAULT"),
    Query(actor="ARL army", since=dt.date(2020, 1, 5)),
    Query(place="port dor", undated="none"),
    Query(status="disputed"),
)


@pytest.fixture(scope="module")
def archive(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:  # noqa: ARG001 - made anew for each back end
    with Archive.open(tmp_path_factory.mktemp("tallies") / "news.db") as opened:
        opened.add_many(world(11, 120, span=20, undated=9), ORIGIN)
        of = report("South\nSomeone marched at the cape.", day=None)
        opened.add(of, [claim(of, "marched", "PROTEST", places=[place("Cape", "ARG", (-54.9, -68.3))])], ORIGIN)
        yield opened


def told(archive: Archive, query: Query) -> dict[str, list[StoredClaim]]:
    return {event.id: archive.claims_of(event) for event in archive.events(query)}


def parties(stored: StoredClaim) -> Iterator[Actor]:
    for party in (*stored.claim.actors, *stored.claim.recipients):
        if party.actor and party.actor.choice:
            yield party.actor.choice


def places(stored: StoredClaim) -> Iterator[Place]:
    return (at.place.choice for at in stored.claim.places if at.place and at.place.choice)


def tallied(of: dict[str, list[StoredClaim]], keys: Callable[[StoredClaim], Iterator[object]]) -> Counter[object]:
    return Counter(key for claims in of.values() for key in {key for one in claims for key in keys(one)})


def day(event: Event) -> dt.date | None:
    shown = dt.date.fromordinal(int(cursor_of(event).split("-")[0]))
    return None if shown == dt.date.max else shown


@pytest.mark.parametrize("query", QUERIES)
def test_counts_are_those_of_the_events(archive: Archive, query: Query) -> None:
    events, of = list(archive.events(query)), told(archive, query)
    assert events
    days = archive.count_by_day(query)
    assert {one.day: one.events for one in days} == Counter(map(day, events))
    assert [one.day for one in days] == sorted((one.day for one in days), key=lambda day: day or dt.date.max)
    assert {one.type: one.events for one in archive.count_by_type(query)} == Counter(one.type for one in events)
    counted = {(one.identity, one.name, one.country): one.events for one in archive.actors(query)}
    assert counted == tallied(of, lambda one: ((who.identity, who.name, who.country) for who in parties(one)))
    where = {(one.name, one.country): one.events for one in archive.places(query)}
    assert where == tallied(of, lambda one: ((at.name, at.country) for at in places(one)))
    countries = {one.country: one.events for one in archive.count_by_country(query)}
    named = tallied(
        of, lambda one: filter(None, (*(a.country for a in parties(one)), *(at.country for at in places(one))))
    )
    assert countries == named


@pytest.mark.parametrize("size", [0.01, 0.7, 10.0])
def test_cells_hold_what_lies_in_them(archive: Archive, size: float) -> None:
    def cell(one: StoredClaim) -> Iterator[object]:
        for at in places(one):
            if at.lat is not None and at.lon is not None:
                yield round(math.floor(at.lat / size) * size, 6), round(math.floor(at.lon / size) * size, 6)

    cells = archive.count_by_cell(size=size)
    assert {(one.south, one.west): one.events for one in cells} == tallied(told(archive, Query()), cell)
    assert min(one.south for one in cells) <= -54.9


def test_a_cell_has_a_smallest_and_a_largest_size(archive: Archive) -> None:
    for size in (0.001, 31.0, float("nan")):
        with pytest.raises(errors.CannotAsk, match="degrees"):
            archive.count_by_cell(size=size)


def test_names_and_numbers_narrow_a_list(archive: Archive) -> None:
    everyone = archive.actors()
    assert [one.events for one in everyone] == sorted((one.events for one in everyone), reverse=True)
    assert archive.actors(limit=3) == everyone[:3]
    assert archive.actors(name="general a") == [one for one in everyone if one.name == "General Arl"]
    assert archive.places(name="zz") == []


def test_days_and_types_are_counted_as_of_a_day(tmp_path: Path) -> None:
    now = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
    with Archive.open(tmp_path / "a.db", clock=lambda: now) as archive:
        archive.add_many(world(2, 20), ORIGIN)
        then = (archive.count_by_day(), archive.count_by_type())
        now += dt.timedelta(days=3)
        archive.add_many(world(4, 20), ORIGIN)
        asked = Query(as_of=dt.date(2020, 5, 2))
        assert (archive.count_by_day(asked), archive.count_by_type(asked)) == then
        assert archive.count_by_day() != then[0]
        for ask in (archive.actors, archive.places, archive.count_by_country, archive.count_by_cell):
            with pytest.raises(errors.CannotAsk, match="by day"):
                ask(asked)


def test_news_are_told_once_each_and_in_order(tmp_path: Path) -> None:
    told_of = world(6, 12)
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.latest_news() == 0
        archive.add_many(told_of[:5], ORIGIN)
        first = archive.news(0)
        assert [one.report for one in first] == [of.id for of, _ in told_of[:5]]
        for one in first:
            assert {event.id for event in one.events} == {
                stored.event for stored in archive.claims(Query(report=one.report))
            }
        archive.add_many(told_of[5:], ORIGIN)
        of, claims = told_of[0]
        anew = Origin("test", "2")
        archive.add(of, [claim(of, claims[0].trigger.of(of.text), "AID", origin=anew)], anew)
        after = first[-1].number
        rest = [*archive.news(after, limit=3)]
        rest += archive.news(rest[-1].number)
        assert [one.report for one in rest] == [other.id for other, _ in told_of[5:]] + [of.id]
        assert rest[-1].number == archive.latest_news()


def test_a_question_that_takes_too_long_is_broken_off(archive: Archive) -> None:
    with (
        Archive.open(str(archive.address), read_only=True, seconds=0.0) as hasty,
        pytest.raises(errors.TookTooLong, match="within the time"),
    ):
        hasty.count_by_country(Query(actor="army"))
