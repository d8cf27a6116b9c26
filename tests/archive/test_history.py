"""What was said of an event on a day can be asked later, with what changed since and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, Query, cursor_of, errors, schema
from dateline.model import Claim, Origin, Report
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN, actor, claim, days, place, report

FIRST = dt.date(2020, 3, 10)
ARMY = actor("ARL army", "ARL", "MIL", identity="ARL:army")
FARMERS = actor("farmers", "BEN", "CVL", identity="BEN:farmers")
TOWN = place("Fort Ben", "BEN", (10.0, 20.0), id_="ben-1")


class Days:
    """A clock that stands at noon of a day until it is moved."""

    def __init__(self) -> None:
        self.day = FIRST

    def __call__(self) -> dt.datetime:
        """Give that noon."""
        return dt.datetime.combine(self.day, dt.time(12), dt.UTC)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Archive, Days]]:
    clock = Days()
    with Archive.open(path / "news.db", clock=clock) as archive:
        yield archive, clock


def shelling(outlet: str, killed: int, *, origin: Origin = ORIGIN, words: str = "") -> tuple[Report, list[Claim]]:
    of = report(
        f"Shells fall\nThe army shelled the crowded vegetable market of Fort Ben behind Orla Bridge at sunrise as farmers from Dunmere unloaded 140 crates of cabbages, killing {killed}.{words}",
        outlet=outlet,
    )
    told = claim(
        of,
        "shelled",
        mode="heavy-weapons",
        actors=[ARMY],
        recipients=[FARMERS],
        places=[TOWN],
        stated=days(FIRST),
        killed=(killed, killed),
        origin=origin,
    )
    return of, [told]


def test_each_day_can_be_asked_for_what_was_said_on_it(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        for day, outlet, killed in ((10, "Daily A", 5), (12, "Herald B", 7), (15, "Post D", 9)):
            clock.day = dt.date(2020, 3, day)
            archive.add(*shelling(outlet, killed), ORIGIN)
        (event,) = archive.events()
        said = {day: archive.as_of(event.id, dt.date(2020, 3, day)) for day in (9, 10, 11, 12, 14, 15, 30)}
        assert said[9] == []
        assert [one.reports for day in (10, 11, 12, 14, 15, 30) for one in said[day]] == [1, 1, 2, 2, 3, 3]
        assert said[30] == [event]


def test_a_change_names_its_report_and_what_it_changed(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        first, second = shelling("Daily A", 5), shelling("Herald B", 7)
        archive.add(*first, ORIGIN)
        clock.day += dt.timedelta(days=1)
        archive.add(*second, ORIGIN)
        (event,) = archive.events()
        born, grown = archive.history(event.id)
        assert (born.at.date(), born.cause, born.before) == (FIRST, f"report {first[0].id} added", ())
        assert (grown.at.date(), grown.cause) == (clock.day, f"report {second[0].id} added")
        assert grown.after == (event,)
        changed = {field.name: (field.before, field.after) for field in grown.fields}
        assert changed["reports"] == (1, 2)
        assert changed["outlets"] == (("Daily A",), ("Daily A", "Herald B"))
        assert "mode" not in changed


def test_events_that_became_one_are_both_in_its_history(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        archive.add(*shelling("Daily A", 5), ORIGIN)
        far, (seen,) = shelling("Herald B", 7, origin=Origin("b", "2"))
        misread = claim(far, "shelled", mode="heavy-weapons", stated=days(FIRST - dt.timedelta(days=30)))
        archive.add(far, [misread], ORIGIN)
        apart = {event.id for event in archive.events()}
        assert len(apart) == 2
        clock.day += dt.timedelta(days=2)
        archive.add(far, [seen], Origin("b", "2"))
        (event,) = archive.events()
        assert {one.id for one in archive.as_of(event.id, FIRST)} == apart
        last = archive.history(event.id)[-1]
        assert last.cause == f"report {far.id} coded anew"
        assert ({one.id for one in last.before}, last.after) == (apart, (event,))
        for id_ in apart:
            assert archive.history(id_) == archive.history(event.id)


def test_what_never_changed_keeps_its_time_and_has_no_past(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        archive.add(*shelling("Daily A", 5), ORIGIN)
        (event,) = archive.events()
        clock.day += dt.timedelta(days=5)
        archive.rebuild()
        archive.add(*shelling("Daily A", 5), ORIGIN)
        (born,) = archive.history(event.id)
        assert born.at.date() == FIRST


def test_a_report_coded_anew_to_the_same_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        archive.add(*shelling("Daily A", 5), ORIGIN)
        clock.day += dt.timedelta(days=5)
        again = Origin("test", "2")
        archive.add(*shelling("Daily A", 5, origin=again), again)
        (event,) = archive.events()
        assert [change.at.date() for change in archive.history(event.id)] == [FIRST]


def test_what_came_and_went_in_one_batch_was_never_said(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, _):
        archive.add_many([shelling("Daily A", 5), shelling("Herald B", 7)], ORIGIN)
        (event,) = archive.events()
        (born,) = archive.history(event.id)
        assert born.after == (event,)


def test_a_list_of_a_day_is_filtered_by_what_was_shown_then(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        archive.add(*shelling("Daily A", 5), ORIGIN)
        clock.day += dt.timedelta(days=1)
        archive.add(*shelling("Herald B", 7), ORIGIN)
        (then,) = archive.events(Query(as_of=FIRST, place="Fort Ben", text="market", actor="ARL army"))
        assert (then.reports, then.status) == (1, "reported")
        assert not list(archive.events(Query(as_of=FIRST, place="Fort Dor")))
        assert not list(archive.events(Query(as_of=FIRST, status="corroborated")))
        assert [event.reports for event in archive.events(Query(as_of=clock.day, status="corroborated"))] == [2]
        assert not list(archive.events(Query(as_of=FIRST, after=cursor_of(then))))
        with pytest.raises(errors.CannotAsk):
            list(archive.claims(Query(as_of=FIRST)))


def test_new_rules_are_named_as_the_cause(tmp_path: Path) -> None:
    with opened(tmp_path) as (archive, clock):
        archive.add(*shelling("Daily A", 5), ORIGIN)
        (event,) = archive.events()
        with archive._writing() as connection:
            connection.exec_driver_sql("UPDATE facts SET value = 'none' WHERE name = 'weaver'")
            old = msgspec.json.encode(msgspec.structs.replace(event, headline="Something else")).decode()
            connection.execute(schema.events.update().values(body=old))
        clock.day += dt.timedelta(days=1)
    with Archive.open(tmp_path / "news.db", clock=clock) as archive:
        change = archive.history(event.id)[-1]
        assert change.cause.startswith("rules of weaving ")
        assert [field.name for field in change.fields] == ["headline"]
        assert [one.headline for one in archive.as_of(event.id, FIRST)] == ["Something else"]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=2, max_size=6))
def test_on_each_day_all_was_said_that_was_said(
    tmp_path_factory: pytest.TempPathFactory, seed: int, sizes: list[int]
) -> None:
    """The states valid at the end of each day are the events as they were listed on it."""
    batch = world(seed, sum(sizes), span=4, retold=6)
    with opened(tmp_path_factory.mktemp("days")) as (archive, clock):
        listed: dict[dt.date, set[str]] = {}
        for size in sizes:
            archive.add_many(batch[:size], ORIGIN)
            batch = batch[size:]
            listed[clock.day] = {event.id for event in archive.events()}
            clock.day += dt.timedelta(days=1)
        for event in archive.events():
            for day, ids in listed.items():
                said = archive.as_of(event.id, day)
                assert {one.id for one in said} <= ids
        for day, ids in listed.items():
            assert {one.id for one in archive.events(Query(as_of=day))} == ids
            assert archive.count_events(Query(as_of=day)) == len(ids)
            assert {one.id for event in archive.events() for one in archive.as_of(event.id, day)} == ids
