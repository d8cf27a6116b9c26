"""The compiled file: its check at load, what it holds, and that building it is deterministic."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ground.where.compile import Tables, build, header_of
from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import SHIPPED, Gazetteer, shipped
from dateline.ground.where.kinds import precision_of
from dateline.ground.where.sources import Entry
from dateline.ground.where.store import FORMAT, GazetteerError

BOOK = shipped()


def _entries() -> list[Entry]:
    state = Entry(name="Iraq", kind="country", iso2="IQ", lat=33.0, lon=44.0, population=40_000_000, radius_km=370.0)
    province = Entry(name="Nineveh", kind="province", iso2="IQ", lat=36.0, lon=42.5, radius_km=90.0, others=["Ninawa"])
    town = Entry(
        name="Mosul",
        kind="town",
        iso2="IQ",
        lat=36.335,
        lon=43.11889,
        province="Nineveh",
        population=1_683_000,
        radius_km=13.0,
        geonames=99072,
        others=["Al Mawsil"],
    )
    return [state, province, town]


def _small() -> bytes:
    entries = _entries()
    return build(Tables(entries, {0: ["Iraqi"]}, header_of(entries)))


def test_same_input_gives_same_bytes() -> None:
    assert _small() == _small()


def test_built_file_answers(tmp_path: Path) -> None:
    path = tmp_path / "small.bin"
    path.write_bytes(_small())
    book = Gazetteer(path)
    assert len(book) == 3
    (mosul,) = book.find("mosul")
    assert book.place(mosul.row).id == "geonames:99072"
    assert book.place(mosul.row).admin1 == "Nineveh"
    (other,) = book.find("mawsil")
    assert other.row == mosul.row
    assert other.other
    assert other.derived
    assert [hit.demonym for hit in book.find("iraqi")] == [True]
    assert book.find("basra") == []


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: b"XXXX" + data[4:], "no gazetteer"),
        (lambda data: data[:4] + (FORMAT + 1).to_bytes(2, "little") + data[6:], "format version"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), "checksum"),
        (lambda data: data[: len(data) // 2], "checksum"),
        (lambda data: data[:0], "cannot be read"),
    ],
)
def test_a_spoilt_file_is_refused(tmp_path: Path, spoil: object, message: str) -> None:
    assert callable(spoil)
    path = tmp_path / "spoilt.bin"
    path.write_bytes(spoil(_small()))
    with pytest.raises(GazetteerError, match=message):
        Gazetteer(path)


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="compile"):
        Gazetteer(tmp_path / "absent.bin")


def test_shipped_file_is_small_enough_for_the_package() -> None:
    assert SHIPPED.stat().st_size < 25_000_000


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(BOOK) - 1))
def test_every_place_is_found_by_its_name(row: int) -> None:
    folded = fold(BOOK.name(row))
    assert not folded or row in [hit.row for hit in BOOK.find(folded)]


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(BOOK) - 1))
def test_every_place_is_well_formed(row: int) -> None:
    place = BOOK.place(row)
    lat, lon = BOOK.centre(row)
    assert -90 <= lat <= 90
    assert -180 <= lon <= 180
    assert place.id is not None
    assert place.id.split(":")[0] in {"geonames", "dateline"}
    assert place.country is None or len(place.country) == 3
    assert (place.lat is None) == (place.precision in {"country", "region"})
    assert place.precision == precision_of(BOOK.kind(row), BOOK.radius_km(row))


def test_ids_are_unique() -> None:
    assert len({BOOK.id(row) for row in range(len(BOOK))}) == len(BOOK)


@given(st.text(max_size=40))
def test_lookup_takes_any_text(text: str) -> None:
    for hit in BOOK.find(text):
        assert 0 <= hit.row < len(BOOK)
    assert BOOK.knows(text) == bool(BOOK.find(text))


def test_places_survive_encoding() -> None:
    place = BOOK.place(BOOK.capitals["IRQ"])
    assert msgspec.json.decode(msgspec.json.encode(place), type=type(place)) == place


@pytest.mark.parametrize(
    ("country", "province"),
    [("USA", "District of Columbia"), ("IRQ", "Baghdad"), ("GBR", "England"), ("ZAF", "Gauteng")],
)
def test_capital_is_not_a_namesake(country: str, province: str) -> None:
    assert BOOK.province(BOOK.capitals[country]) == province
