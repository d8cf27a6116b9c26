"""CSV, GeoJSON and whole files: golden bytes, nothing that a spreadsheet runs, no invented points, no half files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export import (
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    claim_line,
    claim_place,
    csv_lines,
    event_place,
    whole_file,
    write_csv,
    write_geojson,
)
from dateline.export.tables import csv_line, safe
from dateline.model import Location
from tests.export.samples import VELTIA, attack, drones, event, report

GOLDEN = Path(__file__).parent / "golden"


def parsed(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_events_are_the_golden_csv() -> None:
    stream = io.BytesIO()
    undated = event(id="0c" * 10, stated=None, places=(VELTIA,), headline="=HYPERLINK(0)", killed=None)
    assert write_csv(stream, [event(), undated], EVENT_COLUMNS) == 2
    assert stream.getvalue() == (GOLDEN / "events.csv").read_bytes()


def test_claims_are_the_golden_csv() -> None:
    sample = report()
    stream = io.BytesIO()
    lines = [claim_line(sample, attack(sample)), claim_line(sample, drones(sample))]
    assert write_csv(stream, lines, CLAIM_COLUMNS) == 2
    assert stream.getvalue() == (GOLDEN / "claims.csv").read_bytes()


def test_an_empty_export_has_its_header() -> None:
    assert list(csv_lines([], EVENT_COLUMNS)) == [csv_line([column.name for column in EVENT_COLUMNS])]


def test_column_names_are_unique_and_explained() -> None:
    for columns in (EVENT_COLUMNS, CLAIM_COLUMNS):
        assert len({column.name for column in columns}) == len(columns)
        assert all(column.holds for column in columns)


def test_a_date_that_is_not_stated_stays_empty_beside_its_bound() -> None:
    sample = report()
    row = parsed("".join(csv_lines([claim_line(sample, drones(sample))], CLAIM_COLUMNS)))[0]
    assert (row["date_start"], row["date_end"]) == ("", "")
    assert (row["bound_start"], row["bound_end"]) == ("2021-02-01", "2021-03-02")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\t\t=", " @", "＝"])
def test_cells_that_would_run_get_an_apostrophe(start: str) -> None:
    assert safe(f"{start}1+1") == f"'{start}1+1"


def test_numbers_are_not_touched() -> None:
    assert csv_line([-3.5, -1, None, "a-b"]) == "-3.5,-1,,a-b\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2))
def test_no_text_cell_ever_begins_a_formula(cells: list[str]) -> None:
    line = csv_line(cells)
    read = next(csv.reader(io.StringIO(line, newline="")))
    assert read == [safe(cell) for cell in cells]
    for cell in read:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_geojson_is_the_golden_one() -> None:
    stream = io.BytesIO()
    country_only = event(id="0c" * 10, places=(VELTIA,))
    assert write_geojson(stream, [event(), country_only], EVENT_COLUMNS, event_place) == 2
    assert stream.getvalue() == (GOLDEN / "events.geojson").read_bytes()


def test_geojson_gives_longitude_first_and_no_point_for_a_country() -> None:
    stream = io.BytesIO()
    write_geojson(stream, [event(), event(places=(VELTIA,)), event(places=())], EVENT_COLUMNS, event_place)
    collection = json.loads(stream.getvalue())
    geometries = [feature["geometry"] for feature in collection["features"]]
    assert geometries == [{"type": "Point", "coordinates": [-3.5, 12.345678]}, None, None]
    assert collection["features"][0]["properties"]["place"] == "Orvale"


def test_all_places_stand_beside_the_one_that_stands_for_them() -> None:
    (row,) = parsed("".join(csv_lines([event()], EVENT_COLUMNS)))
    assert (row["place"], row["places"], row["places_countries"]) == ("Orvale", "Veltia; Orvale", "VEL")
    stream = io.BytesIO()
    write_geojson(stream, [event()], EVENT_COLUMNS, event_place)
    assert json.loads(stream.getvalue())["features"][0]["properties"]["places"] == "Veltia; Orvale"


def test_a_claim_has_the_words_of_all_its_places_also_of_those_that_were_not_resolved() -> None:
    sample = report()
    claim = attack(sample)
    unknown = Location(claim.trigger, "the old mill")
    several = msgspec.structs.replace(claim, places=(unknown, *claim.places))
    (row,) = parsed("".join(csv_lines([claim_line(sample, several)], CLAIM_COLUMNS)))
    assert (row["place_text"], row["place"]) == ("the old mill", "")
    assert (row["places_text"], row["places"]) == ("the old mill; Orvale", "Orvale")


def test_geojson_of_nothing_is_a_collection() -> None:
    stream = io.BytesIO()
    assert write_geojson(stream, [], CLAIM_COLUMNS, claim_place) == 0
    assert json.loads(stream.getvalue()) == {"type": "FeatureCollection", "features": []}


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with whole_file(path) as stream:
        stream.write(b"new")
        assert not path.exists()
    assert path.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]


def _half(stream: BinaryIO) -> None:
    """Write a part and then fail as a writer does."""
    stream.write(b"half of the n")
    stream.close()
    stream.write(b"ew")


def test_a_failed_write_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="write to closed file"), whole_file(path) as stream:
        _half(stream)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.csv"]
