"""`dateline compare`: tables are known by their columns, bad rows are set aside, and pairs are one to one and explained."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive
from dateline.cli.compare import _page
from dateline.compare import Comparison, Dead, Spot, TableForm, Theirs, UnknownTableError, compare
from dateline.compare.match import SLACK, matched
from dateline.compare.score import WEIGHTS, Ours, days_apart, levels_of, near, ours_of, scored
from dateline.compare.tables import Table
from dateline.export import whole_file, write_told
from dateline.export.writers import ToldForm
from dateline.model import Actor, Interval, Number, Place, PlacePrecision, Rejected, Toll
from tests.cli.conftest import Cli, cli
from tests.export.samples import event
from tests.weave.builders import ORIGIN, actor, claim, days, place, report

__all__ = ["cli"]

DAY = dt.date(2014, 2, 20)
MOSUL = Place(id="geonames:99072", name="Mosul", country="IRQ", lat=36.335, lon=43.119, precision="town", radius_km=9.0)
ARMY = Actor(identity="force/iraqi-army", name="Iraqi army", country="IRQ", sector="MIL")
IS = Actor(identity="group/islamic-state-of-iraq-and-the-levant", name="Islamic State", sector="REB")

UCDP = "id,date_start,date_end,type_of_violence,side_a,gwnoa,side_b,gwnob,where_prec,where_coordinates,latitude,longitude,country,low,best,high"
FOUGHT = "77,2014-02-20,2014-02-20,1,Government of Iraq,645.0,IS,,1,Mosul town,36.335,43.119,Iraq,3,4,6"
ACLED = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,iso,country,location,latitude,longitude,geo_precision,fatalities"
CLASH = "IRQ1,20 February 2014,1,Battles,Armed clash,Military Forces of Iraq (2014-),Islamic State,368,Iraq,Mosul,36.335,43.119,1,4"


def table(folder: Path, *lines: str) -> Path:
    path = folder / "table.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def rows(path: Path, form: TableForm | None = None) -> tuple[str, list[Theirs | Rejected]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        read = Table(path, stream, form)
        return read.form, list(read.rows())


def ours(id_: str = "aa", *, day: dt.date | None = DAY, where: Place | None = MOSUL, dead: int | None = 4) -> Ours:
    toll = Toll(low=dead, best=dead, high=dead, latest=dead, as_said=Number(dead, dead), why="") if dead else None
    found = ours_of(
        event(
            id=id_ * 10,
            actors=(ARMY,),
            recipients=(IS,),
            places=(where,) if where else (),
            stated=Interval(day, day, "day", "text") if day else None,
            bound=Interval(DAY - dt.timedelta(days=7), DAY, "range", "publication"),
            killed=toll,
        )
    )
    assert found
    return found


def theirs(line: int = 2, *, day: dt.date = DAY, lat: float = 36.335, dead: int = 4) -> Theirs:
    return Theirs(
        id=str(line),
        line=line,
        start=day,
        end=day,
        kind="state-based",
        types=frozenset({"ASSAULT"}),
        civil=False,
        where=Spot(name="Mosul town", country="IRQ", lat=lat, lon=43.119, within_km=5.0),
        marks=frozenset({"IRQ"}),
        killed=Dead(dead, dead, dead),
    )


def test_a_ucdp_row_is_read(tmp_path: Path) -> None:
    form, (found,) = rows(table(tmp_path, UCDP, FOUGHT))
    assert form == "ucdp"
    assert isinstance(found, Theirs)
    assert (found.id, found.line, found.start, found.end, found.civil) == ("77", 2, DAY, DAY, False)
    assert (found.where.country, found.where.within_km, found.killed) == ("IRQ", 5.0, Dead(3, 4, 6))
    assert "IRQ" in found.marks


@pytest.mark.parametrize(("precision", "slack"), [("1", 0), ("2", 3), ("3", 15)])
def test_an_acled_row_is_read_with_the_days_that_its_precision_leaves_open(
    tmp_path: Path, precision: str, slack: int
) -> None:
    form, (found,) = rows(table(tmp_path, ACLED, CLASH.replace(",1,Battles", f",{precision},Battles")))
    assert form == "acled"
    assert isinstance(found, Theirs)
    assert (DAY - found.start).days == (found.end - DAY).days == slack
    assert (found.where.country, found.killed, set(found.types)) == ("IRQ", Dead(4, 4, 4), {"ASSAULT"})


def test_no_dead_in_acled_is_no_toll(tmp_path: Path) -> None:
    _, (found,) = rows(table(tmp_path, ACLED, CLASH.removesuffix(",4") + ",0"))
    assert isinstance(found, Theirs)
    assert found.killed is None


def test_gdelt_has_no_header_and_is_known_all_the_same(tmp_path: Path) -> None:
    cells = [""] * 61
    cells[0], cells[1], cells[26], cells[7] = "123", "20140220", "190", "IRQ"
    cells[51], cells[52], cells[53], cells[56], cells[57] = "4", "Mosul, Iraq", "IZ", "36.335", "43.119"
    form, (found,) = rows(table(tmp_path, "\t".join(cells)))
    assert form == "gdelt"
    assert isinstance(found, Theirs)
    assert (found.line, found.start, found.where.country, found.killed) == (1, DAY, "IRQ", None)
    assert (set(found.types), set(found.marks)) == ({"ASSAULT"}, {"IRQ"})


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        (FOUGHT.replace("2014-02-20,2", "20 of Feb,2"), "date_start '20 of Feb' is no day"),
        (FOUGHT.replace(",4,6", ",four,6"), "best 'four' is no number of people"),
        (FOUGHT.replace("36.335", "96.335"), "latitude '96.335' is no number of degrees"),
        (FOUGHT.replace("36.335", "nan"), "latitude 'nan' is no number of degrees"),
        (FOUGHT.replace("2014-02-20,1", "2014-02-19,1"), "date_end 2014-02-19 is before date_start 2014-02-20"),
        (FOUGHT.replace("77,", ",", 1), "id is empty"),
        ("77,2014-02-20", "it has 2 cells and the table 16 columns"),
    ],
)
def test_a_bad_row_is_set_aside_with_line_and_mend(tmp_path: Path, line: str, detail: str) -> None:
    path = table(tmp_path, UCDP, "#id,+tags of an exchange", FOUGHT, line)
    _, (good, bad) = rows(path)
    assert isinstance(good, Theirs)
    assert isinstance(bad, Rejected)
    assert (bad.source.path, bad.source.locator, bad.detail) == (str(path), "line 4", detail)
    assert bad.mend


def test_a_quote_that_is_never_closed_tells_how_much_it_swallows(tmp_path: Path) -> None:
    _, (bad,) = rows(table(tmp_path, UCDP, FOUGHT.replace("IS,", '"IS,'), FOUGHT, FOUGHT))
    assert isinstance(bad, Rejected)
    assert (bad.source.locator, bad.detail) == ("line 2", "a quote that begins here runs to line 4")


def test_a_table_of_nobody_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnknownTableError, match="are not those of ACLED, UCDP GED or GDELT"):
        rows(table(tmp_path, "a,b", "1,2"))
    with pytest.raises(UnknownTableError, match="lacks actiongeo_countrycode, day, eventcode, globaleventid"):
        rows(table(tmp_path, UCDP, FOUGHT), "gdelt")


def test_what_agrees_is_surer_than_what_does_not() -> None:
    same = scored(theirs(), ours())[0]
    for other in (
        ours(day=DAY + dt.timedelta(days=2)),
        ours(day=None),
        ours(where=None),
        ours(where=msgspec.structs.replace(MOSUL, lat=37.5)),
        ours(dead=20),
        ours(dead=None),
    ):
        assert scored(theirs(), other)[0] < same


def test_every_level_has_a_weight() -> None:
    for one in (theirs(), theirs(day=DAY + dt.timedelta(days=1)), theirs(lat=37.6, dead=9)):
        for other in (ours(), ours(day=None, where=None, dead=None)):
            assert all(level in WEIGHTS[feature] for feature, level, _ in levels_of(one, other))
            assert [reason.feature for reason in scored(one, other)[1]] == list(WEIGHTS)


def test_one_name_is_no_disagreement_whatever_it_is_taken_for() -> None:
    alike = msgspec.structs.replace(theirs(), sides=("IRAQI ARMY",), marks=frozenset({"SYR"}))
    levels = {feature: level for feature, level, _ in levels_of(alike, ours())}
    assert levels["sides"] == "same"
    other = msgspec.structs.replace(alike, sides=("Syrian army",))
    assert {feature: level for feature, level, _ in levels_of(other, ours())}["sides"] == "other"


def test_numbers_that_are_near() -> None:
    assert near(Dead(4, 4, 4), 6)
    assert near(Dead(1, 4, 9), 9)
    assert not near(Dead(4, 4, 4), 8)
    assert not near(Dead(4, 4, 4), 0)


_DAYS = st.integers(-4, 4).map(lambda off: DAY + dt.timedelta(days=off))
_LATS = st.sampled_from([36.335, 36.6, 37.2])
_DEAD = st.sampled_from([1, 4, 5])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_DAYS, _LATS, _DEAD), max_size=6),
    st.lists(st.tuples(_DAYS, _LATS, _DEAD), max_size=6),
    st.randoms(use_true_random=False),
)
def test_pairs_are_one_to_one_whatever_the_order(
    table_: Sequence[tuple[dt.date, float, int]], archive: Sequence[tuple[dt.date, float, int]], dice: random.Random
) -> None:
    one = [theirs(line, day=day, lat=lat, dead=dead) for line, (day, lat, dead) in enumerate(table_)]
    other = [
        ours(f"{number:02d}", day=day, where=msgspec.structs.replace(MOSUL, lat=lat), dead=dead)
        for number, (day, lat, dead) in enumerate(archive)
    ]
    found = matched(one, other)
    assert len({match.theirs.line for match in found}) == len({match.ours.event.id for match in found}) == len(found)
    assert all(days_apart(match.theirs, match.ours) <= SLACK for match in found)
    dice.shuffle(one)
    dice.shuffle(other)
    assert matched(one, other) == found


def test_equals_are_named_as_rivals() -> None:
    (alone,) = matched([theirs()], [ours()])
    assert alone.rivals == 0
    twice = matched([theirs(2), theirs(3)], [ours()])
    assert [(match.theirs.line, match.rivals) for match in twice] == [(2, 1)]


def archive_of(path: Path, *texts: tuple[str, dt.date, str, int]) -> Archive:
    """Keep a report of a fight for each place, day, town and toll."""
    archive = Archive.open(path)
    towns: dict[str, tuple[float, float]] = {"Mosul": (36.335, 43.119), "Basra": (30.508, 47.783), "Iraq": (0, 0)}
    for number, (words, day, town, dead) in enumerate(texts):
        of = report(f"{words} {number}\nTroops fought{number} rebels in {town}.", outlet=f"Post {number}", day=day)
        precision: PlacePrecision = "country" if town == "Iraq" else "town"
        told = claim(
            of,
            f"fought{number}",
            mode="firearms",
            actors=[actor("Iraqi army", "IRQ", "MIL", identity="force/iraqi-army")],
            recipients=[actor("rebels", "IRQ", "REB")],
            places=[place(town, "IRQ", towns[town] if town != "Iraq" else None, precision, id_=f"t:{town}")],
            stated=days(day),
            killed=(dead, dead),
        )
        archive.add(of, [told], ORIGIN)
    return archive


def test_what_both_have_and_what_each_lacks(tmp_path: Path) -> None:
    late = DAY + dt.timedelta(days=4)
    path = table(
        tmp_path,
        UCDP,
        FOUGHT,
        FOUGHT.replace("77,", "78,").replace("Mosul", "Tikrit").replace("36.335,43.119", "34.6,43.68"),
        FOUGHT.replace("77,", "79,").replace("2014-02-20", str(late)),
    )
    with archive_of(
        tmp_path / "a.db",
        ("River", DAY, "Mosul", 5),
        ("Stone", late, "Basra", 9),
        ("Far", dt.date(2016, 1, 1), "Mosul", 4),
    ) as archive:
        found = compare(archive, path)
    assert (found.form, found.rows, found.countries) == ("ucdp", 3, ("IRQ",))
    (pair,) = found.both
    assert (pair.theirs.id, pair.rivals) == ("77", 0)
    assert [(one.field, one.theirs, one.ours) for one in pair.differences] == [("toll", "4", "5")]
    assert [reason.feature for reason in pair.reasons] == ["day", "place", "kind", "sides", "toll"]
    assert [one.id for one in found.theirs] == ["78", "79"]
    # What lies outside the days of the table is no lack of it.
    assert [one.start for one in found.ours] == [late]


@pytest.mark.parametrize("form", ["acled", "ged", "gdelt"])
def test_an_archive_s_own_export_is_found_whole(tmp_path: Path, form: ToldForm) -> None:
    texts = [
        (f"W{number}", DAY + dt.timedelta(days=3 * number), "Mosul" if number % 2 else "Basra", number + 1)
        for number in range(12)
    ]
    with archive_of(tmp_path / "a.db", *texts) as archive:
        from dateline.archive import Query

        with whole_file(tmp_path / "out") as stream:
            written = write_told(stream, archive, Query(), form)
        found = compare(archive, tmp_path / "out")
        assert written.rows == 12
        assert (len(found.both), found.theirs, found.ours, found.aside) == (12, (), (), ())
        assert not any(pair.differences for pair in found.both)
        assert compare(archive, tmp_path / "out") == found


def test_the_page_escapes_what_the_table_says(tmp_path: Path) -> None:
    bad = FOUGHT.replace("Mosul town", "<script>alert(1)</script>")
    with archive_of(tmp_path / "a.db", ("River", DAY, "Mosul", 4)) as archive:
        page = "\n".join(_page(compare(archive, table(tmp_path, UCDP, bad, "<b>,x"))))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<tr>") == page.count("</tr>")


def test_the_command_line_tells_all_three_lists(cli: Cli, tmp_path: Path) -> None:
    archive_of(tmp_path / "a.db", ("River", DAY, "Mosul", 5)).close()
    path = table(tmp_path, UCDP, FOUGHT, "bad")
    done = cli("compare", path, "--html", tmp_path / "page.html")
    assert done.code == 0
    assert "1 event of ucdp, 2014-02-20 to 2014-02-20, IRQ" in done.out
    for words in (
        "Both have: 1",
        "Only the table has: 0",
        "Only the archive has: 0",
        "toll: 4 / 5",
        "line 3: it has 1 cells",
    ):
        assert words in done.out
    assert "Both have: 1" in (tmp_path / "page.html").read_text(encoding="utf-8")
    told = msgspec.json.decode(cli("compare", path, "--json").out, type=Comparison)
    assert told.both[0].theirs.id == "77"


def test_what_cannot_be_compared_is_told_in_one_line(cli: Cli, tmp_path: Path) -> None:
    archive_of(tmp_path / "a.db", ("River", DAY, "Mosul", 5)).close()
    for path, said in (
        (tmp_path / "none.csv", "cannot read"),
        (table(tmp_path, "a,b", "1,2"), "the columns of"),
    ):
        done = cli("compare", path)
        assert done.code == 1
        assert done.err.startswith(f"dateline: error: {said}")
        assert done.err.count("\n") == 1
