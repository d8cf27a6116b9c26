"""Stories from an archive: they begin at ids and names, keep to their days, and are the same whatever came first."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, errors
from dateline.model import Claim, Report, Story
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, place, report

WORLD = world(11, 60, claims=3, span=40, retold=4)
ISRAEL = actor("Israel", "ISR", "MIL", identity="state/ISR")
LEBANON = actor("Hezbollah", "LBN", "REB", identity="group/hezbollah")
TYRE = place("Tyre", "LBN", (33.27, 35.2), id_="tyre")
ELSEWHERE = actor("Peru", "PER", "GOV", identity="state/PER")


def told(day: int, words: str, **changes: object) -> tuple[Report, list[Claim]]:
    on = DAY + dt.timedelta(day)
    of = report(f"Day {day}\n{words}", day=on, outlet=f"Outlet {day % 3}", name=f"day-{day}")
    fields: dict[str, object] = {"actors": [ISRAEL], "recipients": [LEBANON], "places": [TYRE], "stated": days(on)}
    return of, [claim(of, "shelled", **{**fields, **changes})]  # type: ignore[arg-type] # passed on as they are


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    reports = [told(day, "Israel shelled Tyre.", killed=(day, day)) for day in (1, 2, 4, 8)]
    reports.append(told(3, "Peru shelled Lima.", actors=[ELSEWHERE], recipients=[], places=[]))
    with Archive.open(tmp_path / "news.db") as opened:
        opened.add_many(reports, ORIGIN)
        yield opened


def heads(found: Story) -> list[str]:
    return [str(one.event.stated.start - DAY).split()[0] for one in found.events if one.event.stated]


def test_two_names_find_what_is_between_them(archive: Archive) -> None:
    found = archive.story("Israel", "Hezbollah")
    assert heads(found) == ["1", "2", "4", "8"]
    assert found.asked == "Israel and Hezbollah"
    assert all(one.tie.other is None for one in found.events)
    assert archive.story("israel-hezbollah war").events == found.events


def test_one_event_grows_to_those_tied_to_it(archive: Archive) -> None:
    (first, *_) = archive.story("Israel", "Hezbollah").events
    found = archive.story(first.event.id)
    assert heads(found) == ["1", "2", "4", "8"]
    ties = {one.event.id: one.tie for one in found.events}
    assert ties.pop(first.event.id).other is None
    assert all({"sides", "place", "days"} <= {reason.feature for reason in tie.reasons} for tie in ties.values())
    assert archive.story(first.event.id[:8]).events == found.events


def test_a_report_begins_a_story(archive: Archive) -> None:
    assert heads(archive.story("day-3")) == ["3"]


def test_a_story_keeps_to_its_days(archive: Archive) -> None:
    since, until = DAY + dt.timedelta(2), DAY + dt.timedelta(4)
    assert heads(archive.story("Israel", "Hezbollah", since=since, until=until)) == ["2", "4"]
    assert heads(archive.story("day-4", since=since, until=until)) == ["2", "4"]


def test_words_that_are_no_name_are_looked_for_in_the_sentences(archive: Archive) -> None:
    assert heads(archive.story("Lima")) == ["3"]


def test_nothing_found_is_said_with_what_was_asked_for(archive: Archive) -> None:
    with pytest.raises(errors.NotFound, match="No event here is about Israel and Peru"):
        archive.story("Israel", "Peru")


def test_the_largest_stories_of_a_period_share_no_event(archive: Archive) -> None:
    found = list(archive.stories())
    ids = [one.event.id for story in found for one in story.events]
    assert sorted(map(len, (story.events for story in found))) == [1, 4]
    assert len(set(ids)) == len(ids) == archive.counts().events
    assert len(list(archive.stories(limit=1))) == 1


def test_key_days_lie_in_the_story(archive: Archive) -> None:
    found = archive.story("Israel", "Hezbollah", days=2)
    assert len(found.days) == 2
    assert {one.day for one in found.days} <= {DAY + dt.timedelta(day) for day in (1, 2, 4, 8)}


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_a_story_does_not_depend_on_the_order_of_arrival(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    dice = random.Random(seed)
    mixed = WORLD[:]
    dice.shuffle(mixed)
    folder = tmp_path_factory.mktemp("stories")
    with Archive.open(folder / "one.db") as one, Archive.open(folder / "other.db") as other:
        one.add_many(WORLD, ORIGIN)
        for pair in mixed:
            other.add_many([pair], ORIGIN)
        begins = dice.choice([event.id for event in one.events()])
        ask = (begins,), tuple(dice.sample(["Arl army", "Ben government", "Cyn"], 2)), ("General",)
        for words in ask:
            assert _told(one, words) == _told(other, words)
        assert [_packed(story) for story in one.stories(limit=4)] == [
            _packed(story) for story in other.stories(limit=4)
        ]


def _told(archive: Archive, words: tuple[str, ...]) -> bytes | str:
    try:
        return _packed(archive.story(*words))
    except errors.NotFound as error:
        return error.message


def _packed(story: Story) -> bytes:
    return msgspec.json.encode(story)
