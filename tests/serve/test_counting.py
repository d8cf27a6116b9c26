"""Counts, actors, places and stories over HTTP are those of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from dateline.archive import Archive, Query
from tests.serve.conftest import Kept, Serve, Server, a_world
from tests.serve.test_answers import plain
from tests.weave.builders import DAY, ORIGIN, actor, claim, place, report


@pytest.fixture
def archive(served: Server) -> Iterator[Archive]:
    with Archive.open(served.archive, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("asked", [{}, {"type": "ASSAULT"}, {"actor": "general ARL", "since": "2020-01-04"}])
def test_counts_are_the_archives(served: Server, archive: Archive, asked: dict[str, str]) -> None:
    since = {"since": dt.date.fromisoformat(asked["since"])} if "since" in asked else {}
    query = Query(**{**asked, **since})  # type: ignore[arg-type]  # the values are those of a query
    assert served.get("/counts/day", **asked) == plain(archive.count_by_day(query))
    assert served.get("/counts/type", **asked) == plain(archive.count_by_type(query))
    assert served.get("/counts/country", **asked) == plain(archive.count_by_country(query))
    assert served.get("/counts/cell", size="2.5", **asked) == plain(archive.count_by_cell(query, size=2.5))
    assert served.get("/actors", name="gen", **asked) == plain(archive.actors(query, name="gen", limit=100))
    assert served.get("/places", limit=3, **asked) == plain(archive.places(query, limit=3))


def test_stories_are_the_archives(served: Server, archive: Archive) -> None:
    assert served.get("/stories", limit=2) == plain(list(archive.stories(limit=2)))
    event = next(iter(archive.events()))
    assert served.get("/story", seed=event.id) == plain(archive.story(event.id))
    assert served.client.get("/story", params={"seed": "Nobody of Nowhere"}).status_code == 404
    assert served.client.get("/story").status_code == 400


def test_counts_as_of_a_day_before_anything_are_none(served: Server) -> None:
    assert served.get("/counts/day", as_of="1999-01-01") == []
    assert served.get("/counts/type", as_of="1999-01-01") == []


def test_what_was_counted_is_counted_anew_after_a_write(serve: Serve, kept: Kept) -> None:
    server = serve(*kept.tokens, archive=a_world(kept.archive))
    paths = ("/counts/day", "/counts/type", "/counts/country", "/counts/cell", "/actors", "/places", "/totals")
    before = [server.client.get(path) for path in paths]
    assert [server.client.get(path).content for path in paths] == [one.content for one in before]
    of = report("News\nThe army of Ben shelled Old Arl.", day=DAY)
    who, where = actor("Ben army", "BEN", "MIL"), place("Old Arl", "ARL", (10.0, 20.0))
    with Archive.open(server.archive) as archive:
        archive.add(of, [claim(of, "shelled", actors=[who], places=[where])], ORIGIN)
        assert server.get("/totals") == plain(archive.counts())
        assert server.get("/actors") == plain(archive.actors(limit=100))
    for path, old in zip(paths, before, strict=True):
        assert server.client.get(path).content != old.content


def test_an_answer_that_takes_too_long_is_given_up(serve: Serve) -> None:
    answer = serve("--seconds", "0.001").client.get("/totals")
    assert (answer.status_code, answer.json()["detail"]) == (503, "The answer took too long.")
