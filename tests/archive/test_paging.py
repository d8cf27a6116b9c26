"""Pages join to the whole, also while a writer writes between them, and a wrong cursor is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import Archive, FoundReport, Query, ReportSearch, cursor_of, errors
from dateline.archive.paging import claim_place, event_place
from dateline.model import Event
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN


def test_pages_of_reports_join_to_the_whole_with_the_undated_last(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many(world(5, 40, undated=3), ORIGIN)
        found: list[FoundReport] = []
        while page := list(
            archive.search_reports(ReportSearch(limit=7, after=cursor_of(found[-1]) if found else None))
        ):
            found += page
        assert found == list(archive.search_reports())
        assert len(found) == 40
        assert found[-1].published is None


def test_a_writer_between_two_pages_doubles_and_loses_nothing_that_stays(tmp_path: Path) -> None:
    told = world(8, 90, span=20)
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many(told[:30], ORIGIN)
        before = {event.id: event for event in archive.events()}
        read: list[Event] = []
        rest = iter(told[30:])
        while page := list(archive.events(Query(limit=9, after=cursor_of(read[-1]) if read else None))):
            read += page
            archive.add_many([pair for pair in (next(rest, None),) if pair], ORIGIN)
        after = {event.id: event for event in archive.events()}
    ids = [event.id for event in read]
    assert len(ids) == len(set(ids))
    assert {id_ for id_, event in before.items() if after.get(id_) == event} <= set(ids)
    assert before != after


def test_a_cursor_outlives_the_event_it_was_made_from(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many(world(8, 30), ORIGIN)
        first, second, third, *_ = archive.events()
        cursor = cursor_of(second)
        archive.merge([first.id, second.id], author="Ann")
        assert next(iter(archive.events(Query(after=cursor)))) == third


@pytest.mark.parametrize("cursor", ["x", "1-a-b", "-1-a", "1", "٣-a", "12345678901-a"])
def test_what_is_no_cursor_is_named(tmp_path: Path, cursor: str) -> None:
    with (
        Archive.open(tmp_path / "a.db") as archive,
        pytest.raises(errors.CannotAsk, match="no cursor"),
    ):
        list(archive.events(Query(after=cursor)))


@given(st.text(max_size=30))
def test_no_text_breaks_a_cursor(cursor: str) -> None:
    for read in (event_place, claim_place):
        try:
            read(cursor)
        except errors.CannotAsk as error:
            assert repr(cursor) in str(error)  # noqa: PT017 - that some texts are cursors is fine
