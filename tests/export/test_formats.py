"""Formats of other tools and data sets: each is opened by a library that reads it, and nothing in it is invented."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import feedparser
import msgspec
import pandas as pd
import polars as pl
import pytest
from followthemoney import model
from followthemoney.types import registry
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dateline.archive import Archive, Told
from dateline.export import (
    FOREIGN,
    Written,
    codebook,
    field_table,
    whole_folder,
    write_atom,
    write_followthemoney,
    write_foreign,
)
from dateline.export.acled import kind_of, precision_of
from dateline.export.followthemoney import Entity
from dateline.export.gdelt import number_of
from dateline.export.ged import grid_cell, violence_of
from dateline.export.parquet import FILES, write_parquet
from dateline.export.tables import tsv_line
from dateline.export.tidy import TABLES
from dateline.model import Actor, EventType, Factuality, Interval, Place, Sector
from dateline.ontology import by_code, country, ontology
from tests.archive.worlds import world
from tests.export.samples import ARMY, MONDAY, ORVALE, VELTIA
from tests.export.told import RIVER, many, stored, told
from tests.weave.builders import ORIGIN

ROOT = Path(__file__).resolve().parents[2]
BAGHDAD = Place(
    id="geonames:98182", name="Baghdad", country="IRQ", admin1="Baghdad", lat=33.34, lon=44.4, precision="town"
)
CROWD = Actor(name="residents", country="IRQ", sector="CVL")
REBELS = Actor(identity="group/x", name="River Front", country="IRQ", sector="REB")


def foreign(form: str, *rows: Told) -> bytes:
    stream = io.BytesIO()
    write_foreign(stream, rows, FOREIGN[form])
    return stream.getvalue()


def table(form: str, *rows: Told) -> pd.DataFrame:
    """Read a table as an analyst does: pandas, everything as text."""
    own = FOREIGN[form]
    return pd.read_csv(
        io.BytesIO(foreign(form, *rows)),
        sep="\t" if own.line is tsv_line else ",",
        header=0 if own.header else None,
        names=None if own.header else [column.name for column in own.columns],
        dtype=str,
        keep_default_na=False,
    )


@pytest.mark.parametrize(("form", "number"), [("gdelt", 61), ("polecat", 40), ("acled", 31), ("ged", 49)])
def test_the_columns_are_those_of_the_data_set(form: str, number: int) -> None:
    names = [column.name for column in FOREIGN[form].columns]
    assert len(names) == len(set(names)) == number
    assert list(table(form, told()).columns) == names


def test_gdelt_has_codes_in_the_places_where_gdelt_has_them() -> None:
    row = table("gdelt", told(places=(BAGHDAD,), actors=(REBELS,), mode="aerial")).iloc[0]
    assert (row["Day"], row["MonthYear"], row["Year"]) == ("20210301", "202103", "2021")
    assert float(row["FractionDate"]) == pytest.approx(2021 + 60 / 365, abs=1e-4)
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("195", "195", "19", "4")
    assert (row["Actor1Code"], row["Actor1Name"], row["Actor2Code"]) == ("IRQREB", "RIVER FRONT", "MIL")
    assert (row["ActionGeo_Type"], row["ActionGeo_CountryCode"], row["ActionGeo_Lat"]) == ("4", "IZ", "33.34")
    assert (row["DATEADDED"], row["SOURCEURL"], row["AvgTone"]) == ("20210302000000", RIVER, "")
    assert f"{int(row['GlobalEventID']):015x}" == ("0a" * 10)[:15]


@pytest.mark.parametrize(
    ("days", "day", "month", "year"),
    [
        ((dt.date(2020, 2, 3), dt.date(2020, 2, 20)), "", "202002", "2020"),
        ((dt.date(2020, 2, 3), dt.date(2020, 5, 20)), "", "", "2020"),
        ((dt.date(2020, 12, 31), dt.date(2021, 1, 1)), "", "", ""),
    ],
)
def test_a_loosely_stated_date_fills_only_what_it_tells(
    days: tuple[dt.date, dt.date], day: str, month: str, year: str
) -> None:
    row = table("gdelt", told(stated=Interval(*days, "range", "text"))).iloc[0]
    assert (row["Day"], row["MonthYear"], row["Year"], row["FractionDate"]) == (day, month, year, "")
    assert table("polecat", told(stated=Interval(*days, "range", "text"))).iloc[0]["Event Date"] == ""


@pytest.mark.parametrize("form", FOREIGN)
def test_without_a_stated_day_or_place_nothing_is_filled_in(form: str) -> None:
    row = table(form, told(stated=None, places=(), actors=(), recipients=())).iloc[0]
    never = {
        "gdelt": "Day Year ActionGeo_Lat Actor1Code",
        "polecat": "Latitude",
        "ged": "date_start year latitude side_a",
    }
    for name in never.get(form, "event_date latitude actor1 iso").split():
        assert row[name] == "", name


@pytest.mark.parametrize("form", FOREIGN)
def test_a_country_has_no_point(form: str) -> None:
    row = table(form, told(places=(VELTIA,))).iloc[0]
    assert [row[name] for name in row.index if "lat" in name.lower() and not name.startswith("Actor")] == [""]


@pytest.mark.parametrize("form", FOREIGN)
@pytest.mark.parametrize("factuality", ["planned", "possible", "negated", "denied", "unclear"])
def test_what_did_not_happen_is_left_out_and_counted(form: str, factuality: Factuality) -> None:
    stream = io.BytesIO()
    written = write_foreign(stream, [told(), told(factuality=factuality)], FOREIGN[form])
    assert (written.rows, written.left_out) == (1, 1)
    assert written.why


def test_ged_has_only_force_that_killed() -> None:
    assert len(table("ged", told(), told(killed=None), told(type="PROTEST"))) == 1


def test_ged_has_tolls_sides_and_cells_as_ucdp_has_them() -> None:
    row = table("ged", told(places=(BAGHDAD,), actors=(REBELS,), recipients=(CROWD,))).iloc[0]
    assert (row["type_of_violence"], row["best"], row["low"], row["high"]) == ("3", "5", "3", "5")
    assert (row["deaths_civilians"], row["deaths_unknown"], row["deaths_a"]) == ("5", "", "")
    assert (row["country"], row["country_id"], row["where_prec"], row["date_prec"]) == ("Iraq", "645", "1", "1")
    assert (row["source_office"], row["source_date"]) == ("The Orvale Post", "2021-03-02")
    # Fallujah in the published data.
    assert grid_cell(33.355813, 43.786124) == 177568


@pytest.mark.parametrize(
    ("by", "against", "violence"),
    [
        ("REB", "MIL", 1),
        ("MIL", "REB", 1),
        ("REB", "REB", 2),
        ("COP", "CVL", 3),
        ("BUS", "CVL", None),
        (None, "MIL", None),
    ],
)
def test_the_type_of_violence_follows_the_sides(by: Sector | None, against: Sector, violence: int | None) -> None:
    actors = (Actor(name="one", sector=by),) if by else ()
    assert violence_of(told(actors=actors, recipients=(Actor(name="two", sector=against),))) == violence


@pytest.mark.parametrize(
    ("type_", "mode", "against", "kind"),
    [
        ("ASSAULT", "suicide-attack", "MIL", ("Explosions/Remote violence", "Suicide bomb")),
        ("ASSAULT", "firearms", "CVL", ("Violence against civilians", "Attack")),
        ("ASSAULT", "firearms", "MIL", ("Battles", "Armed clash")),
        ("ASSAULT", "firearms", "UNK", None),
        ("PROTEST", "demo", "GOV", ("Protests", None)),
        ("PROTEST", "riot", "GOV", ("Riots", "Violent demonstration")),
        ("CONSULT", "visit", "GOV", None),
    ],
)
def test_acled_types_are_told_from_mode_and_sides(
    type_: EventType, mode: str, against: Sector, kind: tuple[str, str | None] | None
) -> None:
    found = kind_of(told(type=type_, mode=mode, actors=(REBELS,), recipients=(Actor(name="x", sector=against),)).event)
    assert (found and (found.type, found.sub)) == kind


def test_acled_dates_are_as_exact_as_what_is_stated() -> None:
    lengths = {1: 1, 2: 2, 7: 2, 8: 3, 31: 3, 32: None}
    for days, code in lengths.items():
        stated = Interval(MONDAY, MONDAY + dt.timedelta(days=days - 1), "range", "text")
        assert precision_of(stated) == code
        assert table("acled", told(stated=stated)).iloc[0]["event_date"] == ("2021-03-01" if code else "")


def test_forces_abroad_are_told_from_those_at_home() -> None:
    row = table("acled", told(places=(BAGHDAD,), actors=(REBELS,), recipients=(ARMY,))).iloc[0]
    assert (row["inter1"], row["inter2"]) == ("Rebel group", "External/Other forces")


_SIGNS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(st.lists(_SIGNS, min_size=2, max_size=5))
def test_every_reader_of_tabs_finds_the_same_cells(cells: list[str]) -> None:
    line = tsv_line(cells)
    plain = line.removesuffix("\n").split("\t")
    quoting = next(csv.reader([line], delimiter="\t"))
    assert plain == quoting
    assert len(plain) == len(cells)
    assert "\n" not in line[:-1]


def test_numbers_of_events_lead_back_to_their_ids() -> None:
    assert f"{number_of('00ab' * 5):015x}" == "00ab00ab00ab00a"
    assert number_of("f" * 20) < 2**63


def test_countries_have_codes_that_lead_back() -> None:
    for kind in ("iso2", "numeric", "fips", "gw", "cameo"):
        codes = by_code(kind)
        assert len(codes) > 190
        assert all(getattr(country(iso3), kind) == code for code, iso3 in codes.items())
    assert (by_code("fips")["IZ"], by_code("gw")["678"], by_code("numeric")["368"]) == ("IRQ", "YEM", "IRQ")
    assert country("XXX") is None


def test_cameo_roots_lead_back_to_their_types() -> None:
    known = ontology()
    for type_, info in known.types.items():
        for mode in (None, *info.modes):
            code = known.event_code(type_, mode)
            assert len(code) == 3
            assert type_ in known.types_of(code)


def entities(*rows: Told) -> list[Entity]:
    stream = io.BytesIO()
    write_followthemoney(stream, rows)
    return [msgspec.json.decode(line, type=Entity) for line in stream.getvalue().splitlines()]


def test_entities_are_valid_by_the_library_s_own_model() -> None:
    person = Actor(identity="person/a", name="Ada Quell", country="VEL", sector="GOV")
    rows = entities(told(actors=(person, REBELS, CROWD), places=(BAGHDAD, VELTIA)), told(stated=None, killed=None))
    ids = {one.id for one in rows}
    for one in rows:
        data = msgspec.to_builtins(one)
        model.get(one.schema).validate(data)  # type: ignore[union-attr]  # it has the schema, else it raises
        proxy = model.get_proxy(data)
        # The library drops values that are no date, country, address or id.
        assert {name: set(values) for name, values in one.properties.items()} == {
            name: set(values) for name, values in proxy.to_dict()["properties"].items()
        }
        for name in ("involved", "proof", "addressEntity"):
            assert set(one.properties.get(name, ())) <= ids
    assert {one.schema for one in rows} == {
        "Person",
        "Organization",
        "LegalEntity",
        "PublicBody",
        "Address",
        "Article",
        "Event",
    }


def test_an_entity_comes_once_and_before_what_points_to_it() -> None:
    rows = entities(told(), told(id="0d" * 10))
    assert len({one.id for one in rows}) == len(rows)
    assert [one.schema for one in rows][-2:] == ["Event", "Event"]


def test_all_countries_are_countries_of_followthemoney() -> None:
    for iso2 in by_code("iso2"):
        assert registry.country.clean(iso2.lower()) == iso2.lower()


_ATOM = "{http://www.w3.org/2005/Atom}"


def atom(*rows: Told) -> bytes:
    stream = io.BytesIO()
    write_atom(stream, rows)
    return stream.getvalue()


def test_a_feed_is_read_by_a_feed_reader() -> None:
    feed = feedparser.parse(atom(told(headline="Tolls <rise> & fall"), told(id="0d" * 10)))
    assert not feed.bozo
    assert feed.version == "atom10"
    first = feed.entries[0]
    assert first.title == "Tolls <rise> & fall"
    assert first.links[0].href == RIVER
    assert first.updated == "2021-03-03T00:00:00Z"
    assert "killing at least 3 soldiers" in first.content[0].value
    assert first.where["coordinates"] == (ORVALE.lon, ORVALE.lat)


def test_a_feed_has_what_the_rfc_asks_for() -> None:
    root = etree.fromstring(atom(told(), told(id="0d" * 10), told(first_reported=None)))
    assert root.tag == f"{_ATOM}feed"
    moment = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    ids = []
    for element in (root, *root.findall(f"{_ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{_ATOM}{name}")) == 1
        assert moment.fullmatch(element.findtext(f"{_ATOM}updated"))
        ids.append(element.findtext(f"{_ATOM}id"))
    assert root.find(f"{_ATOM}author/{_ATOM}name") is not None
    # The entries with one id are one event's; the feed's own is another.
    assert len(set(ids)) == 3
    names = [child.tag for child in root]
    assert names.index(f"{_ATOM}entry") > names.index(f"{_ATOM}updated")


def test_what_no_dated_report_tells_has_no_place_in_a_feed() -> None:
    stream = io.BytesIO()
    written = write_atom(stream, [told(), told(last_reported=None)])
    assert (written.rows, written.left_out) == (1, 1)
    assert not feedparser.parse(atom()).bozo


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_make_a_feed_that_can_be_parsed(words: str) -> None:
    claim = msgspec.structs.replace(stored(url=f"https://example.org/{words}"), sentence=words)
    etree.fromstring(atom(Told(event=told(headline=words).event, claims=(claim,))))


def test_parquet_is_opened_by_polars_and_joins(tmp_path: Path) -> None:
    write_parquet(tmp_path / "out", [told(places=(BAGHDAD, ORVALE)), told(id="0d" * 10, stated=None)])
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    read = {name: pl.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in TABLES}
    events = read["events"]
    assert events["date_start"].to_list() == [MONDAY, None]
    assert events.schema["killed_best"] == pl.Int64
    assert read["claims"].schema["published"] == pl.Date
    joined = events.join(read["actors"], on="event_id").filter(pl.col("in_event"))
    assert set(joined["name"]) == {"Veltish Army"}
    assert read["places"]["in_event"].to_list() == [True, True]
    assert read["links"]["reasons"].to_list() == ["day +1.50"] * 2
    assert not any(str(kind).startswith("List") for one in read.values() for kind in one.schema.values())


def test_parquet_is_opened_by_pandas_with_its_types(tmp_path: Path) -> None:
    write_parquet(tmp_path / "out", many(3))
    frame = pd.read_parquet(tmp_path / "out" / "places.parquet")
    assert frame["lat"].dtype == "float64"
    assert frame["in_event"].dtype == "bool"


def test_the_codebook_is_the_page_of_the_docs_and_comes_with_the_tables(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "parquet.md").read_text(encoding="utf-8")
    assert page == codebook(), (
        "python -c 'from dateline.export import codebook; print(codebook(), end=\"\")' > docs/parquet.md"
    )
    write_parquet(tmp_path / "out", [])
    assert (tmp_path / "out" / "codebook.md").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("form", FOREIGN)
def test_the_docs_say_where_each_column_comes_from(form: str) -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert field_table(FOREIGN[form].columns) in page


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out"

    def halfway() -> Iterable[Told]:
        yield told()
        raise KeyError

    write_parquet(place, many(3))
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    with pytest.raises(KeyError):
        write_parquet(place, halfway())
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    write_parquet(place, many(2))
    assert len(pl.read_parquet(place / "events.parquet")) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="other files"), whole_folder(tmp_path, FILES):
        pass
    with pytest.raises(NotADirectoryError), whole_folder(tmp_path / "notes.txt", FILES):
        pass


def write(form: str, stream: BinaryIO, rows: Iterable[Told]) -> Written:
    if form == "ftm":
        return write_followthemoney(stream, rows)
    return write_atom(stream, rows) if form == "atom" else write_foreign(stream, rows, FOREIGN[form])


WRITERS = ("ftm", "atom", *FOREIGN)


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_events_give_the_same_bytes(form: str) -> None:
    one, other = io.BytesIO(), io.BytesIO()
    write(form, one, many(50))
    write(form, other, many(50))
    assert one.getvalue() == other.getvalue() != b""


def test_the_same_events_give_the_same_tables(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_parquet(tmp_path / name, many(50))
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


class Sink(io.RawIOBase):
    """Takes bytes and forgets them."""

    def writable(self) -> bool:
        """Say that it takes bytes."""
        return True

    def write(self, data: object) -> int:
        """Count bytes and keep none."""
        return len(data)  # type: ignore[arg-type]  # bytes


def peak(form: str, number: int) -> int:
    tracemalloc.start()
    write(form, Sink(), many(number))  # type: ignore[arg-type]  # it takes bytes
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return top


@pytest.mark.parametrize("form", WRITERS)
def test_ten_times_the_events_take_no_more_memory(form: str) -> None:
    peak(form, 10)  # what is loaded once
    assert peak(form, 3000) < peak(form, 300) + 2_000_000


def test_an_archive_tells_events_with_their_claims_and_links(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add_many(world(5, 120), ORIGIN)
        events = list(archive.events())
        rows = list(archive.told(links=True))
        assert len(rows) > 200  # more than are brought at once
        assert [row.event for row in rows] == events
        for row in rows[::7]:
            assert list(row.claims) == archive.claims_of(row.event)
            assert list(row.links) == archive.links_of(row.event)
        assert any(row.links for row in rows)
        assert not any(row.links for row in archive.told())
