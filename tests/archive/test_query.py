"""Every filter against the same filter written out in Python, and text of any kind as a search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, Query, StoredClaim, cursor_of
from dateline.archive.records import Undated
from dateline.model import Actor, Event, Place
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, place, report

SINCE, UNTIL = dt.date(2020, 1, 8), dt.date(2020, 1, 12)


@pytest.fixture(scope="module")
def archive(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:  # noqa: ARG001 - made anew for each back end
    with Archive.open(tmp_path_factory.mktemp("query") / "news.db") as opened:
        opened.add_many(world(11, 120, span=20), ORIGIN)
        of = report("Odd names\nThe Frónt of 100%_Moor marched with /slashes.", day=DAY)
        odd = actor("Frónt of 100%_Moor", "BEN", "REB", identity="BEN:moor")
        opened.add(of, [claim(of, "marched", "PROTEST", actors=[odd], places=[place("Åland_1", "FIN")])], ORIGIN)
        yield opened


def parties(stored: StoredClaim) -> list[Actor]:
    both = (*stored.claim.actors, *stored.claim.recipients)
    return [party.actor.choice for party in both if party.actor and party.actor.choice]


def places(stored: StoredClaim) -> list[Place]:
    return [at.place.choice for at in stored.claim.places if at.place and at.place.choice]


def in_window(stored: StoredClaim, undated: Undated) -> bool:
    when = stored.claim.timing.when
    assert when is not None
    assert when.choice is not None
    stated, bound = when.choice.stated, when.choice.bound
    if stated:
        return stated.start <= UNTIL and stated.end >= SINCE
    if undated == "touching":
        return bound is None or (bound.start <= UNTIL and bound.end >= SINCE)
    return undated == "within" and bound is not None and bound.start >= SINCE and bound.end <= UNTIL


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        (Query(), lambda _: True),
        (Query(type="ASSAULT"), lambda s: s.claim.type == "ASSAULT"),
        (Query(factuality="denied"), lambda s: s.claim.factuality == "denied"),
        (Query(actor="general ARL"), lambda s: any(a.name == "General Arl" for a in parties(s))),
        (Query(actor="ben:army"), lambda s: any(a.identity == "BEN:army" for a in parties(s))),
        (Query(actor="front of 100%_"), lambda s: s.claim.type == "PROTEST" and s.title == "Odd names"),
        (Query(actor="%"), lambda s: s.title == "Odd names"),
        (Query(place="port dor"), lambda s: any(p.name == "Port Dor" for p in places(s))),
        (Query(place="aland_"), lambda s: s.title == "Odd names"),
        (Query(place="est"), lambda s: any(p.country == "EST" or "est" in p.name.lower() for p in places(s))),
        (Query(country="cyn"), lambda s: "CYN" in {*(a.country for a in parties(s)), *(p.country for p in places(s))}),
        (Query(since=SINCE, until=UNTIL), lambda s: in_window(s, "within")),
        (Query(since=SINCE, until=UNTIL, undated="touching"), lambda s: in_window(s, "touching")),
        (Query(since=SINCE, until=UNTIL, undated="none"), lambda s: in_window(s, "none")),
        (Query(text="SHELLED1 old"), lambda s: "shelled1" in s.sentence and "Old" in s.sentence),
        (Query(text='"army shelled1"'), lambda s: "army shelled1" in s.sentence),
        (Query(text="front"), lambda s: s.title == "Odd names"),
        (Query(text="nothing-like-it"), lambda _: False),
        (
            Query(actor="army", place="fort", text="deployed0"),
            lambda s: "army" in s.sentence and "Fort" in s.sentence and "deployed0" in s.sentence and bool(places(s)),
        ),
    ],
)
def test_claims_found_are_those_that_hold(archive: Archive, query: Query, holds: Callable[[StoredClaim], bool]) -> None:
    everything = list(archive.claims())
    assert list(archive.claims(query)) == [stored for stored in everything if holds(stored)]


@pytest.mark.parametrize(
    "query", [Query(actor="general"), Query(place="Port"), Query(country="FAR"), Query(text="visited0")]
)
def test_an_event_is_found_by_any_of_its_claims(archive: Archive, query: Query) -> None:
    expected = {stored.event for stored in archive.claims(query)}
    assert expected
    assert {event.id for event in archive.events(query)} == expected


def test_status_and_factuality_of_events(archive: Archive) -> None:
    everything = list(archive.events())
    disputed = [event for event in everything if event.status == "disputed"]
    assert disputed
    assert list(archive.events(Query(status="disputed"))) == disputed
    planned = [event for event in everything if event.factuality == "planned"]
    assert list(archive.events(Query(factuality="planned"))) == planned
    assert {s.event for s in archive.claims(Query(status="disputed"))} == {event.id for event in disputed}


def test_pages_join_to_the_whole(archive: Archive) -> None:
    events: list[Event] = []
    while page := list(archive.events(Query(limit=50, after=cursor_of(events[-1]) if events else None))):
        events += page
    assert events == list(archive.events())
    claims: list[StoredClaim] = []
    while more := list(archive.claims(Query(limit=70, after=cursor_of(claims[-1]) if claims else None))):
        claims += more
    assert claims == list(archive.claims())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example('"')
@example("a AND")
@example("sentence: x")
@example("NEAR(a b) * ^ -")
@example("\0'; DROP TABLE claims; --")
@example('*** "" "  "')
def test_any_text_is_a_legal_search(archive: Archive, words: str) -> None:
    assert isinstance(list(archive.claims(Query(text=words, limit=1))), list)
    assert isinstance(list(archive.events(Query(actor=words, place=words, country=words, limit=1))), list)


def test_dates_are_those_stated_unless_there_is_none(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as other:
        of = report("They attacked and they marched")
        long_ago = claim(of, "attacked", stated=days(dt.date(2014, 5, 1)))
        undated = claim(of, "marched", "PROTEST")
        other.add(of, [long_ago, undated], ORIGIN)
        now = Query(since=DAY - dt.timedelta(days=2), until=DAY)
        may_be_now = msgspec.structs.replace(now, undated="touching")
        assert [stored.claim for stored in other.claims(may_be_now)] == [undated]
        assert [event.type for event in other.events(may_be_now)] == ["PROTEST"]
        surely_lately = Query(since=DAY - dt.timedelta(days=60), until=DAY)
        assert [stored.claim for stored in other.claims(surely_lately)] == [undated]
        for without in (now, msgspec.structs.replace(surely_lately, undated="none")):
            assert not list(other.claims(without))
            assert not list(other.events(without))


def test_counts_are_of_all_pages(archive: Archive) -> None:
    for query in (Query(), Query(since=SINCE, until=UNTIL), Query(actor="army", status="disputed")):
        page = msgspec.structs.replace(query, limit=1)
        assert archive.count_claims(page) == len(list(archive.claims(query)))
        assert archive.count_events(page) == len(list(archive.events(query)))
