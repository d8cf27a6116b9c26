"""Answers as tables: the columns of a Parquet export, as each library has them, however many batches they come in."""

from __future__ import annotations

import datetime as dt
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import polars as pl
import pytest
from pyarrow import parquet as pq

from dateline.archive import Archive, Query, errors
from dateline.archive.answers import Answer
from dateline.archive.asking import TableName
from dateline.export import arrow
from dateline.export.arrow import schema_of
from dateline.export.missing import LibraryMissingError
from dateline.export.parquet import write_parquet
from dateline.export.tidy import ActorRow, EventRow
from dateline.model import Event, EventType
from tests.archive.worlds import world
from tests.export.told import many
from tests.weave.builders import ORIGIN


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("frames") / "a.db") as made:
        made.add_many(world(7, 60), ORIGIN)
        yield made


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "AT_ONCE", 16)


@pytest.mark.parametrize("name", get_args(TableName))
def test_a_table_is_that_of_the_parquet_export(archive: Archive, tmp_path: Path, name: TableName) -> None:
    query = Query(type="ASSAULT")
    write_parquet(tmp_path / "out", archive.told(query, links=True))
    written = pq.read_table(tmp_path / "out" / f"{name}.parquet")
    table = archive.table(name, query).to_arrow()
    assert table.schema.equals(written.schema, check_metadata=True)
    assert table.equals(written.cast(table.schema))
    assert table.num_rows


def test_events_and_claims_are_tables_as_they_are(archive: Archive) -> None:
    assert archive.events().to_arrow().equals(archive.table("events").to_arrow())
    ids = [stored.claim.id for stored in archive.claims(Query(type="PROTEST"))]
    assert archive.claims(Query(type="PROTEST")).to_polars()["claim_id"].to_list() == ids


def test_pandas_has_categories_days_and_empty_cells(archive: Archive) -> None:
    frame, events = archive.events().to_pandas(), list(archive.events())
    assert list(frame.columns) == list(EventRow.__struct_fields__)
    assert list(frame["event_id"]) == [event.id for event in events]
    assert list(frame["type"].cat.categories) == sorted(get_args(EventType))
    assert list(frame["type"]) == [event.type for event in events]
    assert pd.api.types.is_datetime64_any_dtype(frame["date_start"])
    stated = [event.stated.start if event.stated else None for event in events]
    assert [None if pd.isna(day) else day.date() for day in frame["date_start"]] == stated
    tolls = [event.killed.low if event.killed else None for event in events]
    assert [None if pd.isna(toll) else toll for toll in frame["killed_low"]] == tolls
    assert None in tolls
    assert frame["killed_low"].dtype == pd.Int64Dtype()


def test_polars_has_enums_days_and_empty_cells(archive: Archive) -> None:
    frame = archive.events().to_polars()
    assert frame.schema["type"] == pl.Enum(sorted(get_args(EventType)))
    assert frame.schema["first_reported"] == pl.Date
    assert frame.schema["killed_low"] == pl.Int64
    assert frame.rows() == [tuple(row.values()) for row in archive.events().to_arrow().to_pylist()]


def test_nothing_found_is_a_table_without_rows(archive: Archive) -> None:
    nothing = archive.events(Query(since=dt.date(1700, 1, 1), until=dt.date(1700, 1, 2)))
    assert nothing.to_pandas().dtypes.equals(archive.events().to_pandas().dtypes)
    assert nothing.to_polars().schema == archive.events().to_polars().schema
    assert nothing.to_arrow().schema == schema_of(EventRow)


def test_counts_are_tables_too(archive: Archive) -> None:
    days = archive.count_by_day()
    frame = days.to_pandas()
    assert [day.date() for day in frame["day"]] == [one.day for one in days]
    assert frame["events"].sum() == archive.count_events()
    assert archive.actors(limit=3).to_polars()["name"].to_list() == [one.name for one in archive.actors(limit=3)]
    for counted in (archive.count_by_type(), archive.count_by_country(), archive.count_by_cell(), archive.places()):
        assert counted.to_arrow().num_rows == len(counted) > 0


def test_rows_of_a_table_can_be_gone_through_again(archive: Archive) -> None:
    rows = archive.table("actors", Query(type="CONSULT"))
    assert list(rows) == list(rows)
    assert all(isinstance(row, ActorRow) for row in rows)


def test_what_was_known_on_a_day_is_a_table_of_events_alone(archive: Archive) -> None:
    then = Query(as_of=dt.date(2000, 1, 1))
    assert archive.events(then).to_polars().is_empty()
    with pytest.raises(errors.CannotAsk):
        archive.table("claims", then).to_arrow()


@pytest.mark.parametrize(
    ("call", "library", "extra"), [("to_pandas", "pandas", "pandas"), ("to_polars", "polars", "polars")]
)
def test_without_its_library_it_says_what_to_install(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, call: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(LibraryMissingError, match=rf"{library} is not installed .*dateline\[{extra}\]"):
        getattr(archive.events(), call)()


def test_without_arrow_it_says_what_to_install(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "pa", None)
    with pytest.raises(LibraryMissingError, match=r"pyarrow is not installed .*dateline\[parquet\]"):
        archive.events().to_arrow()


def made_of(call: str, number: int) -> tuple[int, Any]:
    """Give the most memory that Python's own objects took at once while a table was made of events, and the table."""
    answer = Answer(Event, lambda: (one.event for one in many(number)))
    tracemalloc.start()
    made = getattr(answer, call)()
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top, made


@pytest.mark.parametrize("call", ["to_arrow", "to_polars"])
def test_ten_times_the_events_are_never_held_beside_their_table(call: str) -> None:
    """Arrow and polars keep their columns where Python's own memory is not: what it holds besides must not grow."""
    made_of(call, 10)  # what is loaded once
    (few, _), (lots, table) = made_of(call, 300), made_of(call, 3000)
    assert len(table) == 3000
    assert lots < few + 1_000_000


def test_an_answer_says_what_it_is() -> None:
    assert repr(Answer(Event, lambda: iter(()))) == "Answer(Event)"
