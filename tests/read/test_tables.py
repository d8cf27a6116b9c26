"""Tables of every form: cells to the letter, columns by name and by word, and trouble in one row that the next survives."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from pyarrow import parquet as pq

from dateline.model import Rejected, Report, Source
from dateline.read import Notes, Options
from dateline.read.desk import DEFAULTS, Desk, Draft, Expansion
from dateline.read.forms import delimited
from dateline.read.registry import read_stream
from tests.read.examples import tables
from tests.read.reading import items, rejected, report, reports

FORMS = ("csv", "xlsx", "parquet")
HEADER = ("id", "title", "body", "date", "source", "url")
STORY = "Guards closed the bridge at Arvell on Monday, the mayor said."


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",") -> bytes:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=delimiter).writerows(rows)
    return page.getvalue().encode()


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def as_parquet(rows: Sequence[Sequence[object]]) -> bytes:
    made = io.BytesIO()
    columns = [pa.array(list(column)) for column in zip(*rows[1:], strict=True)]
    pq.write_table(pa.Table.from_arrays(columns, names=[str(name) for name in rows[0]]), made)
    return made.getvalue()


WRITERS: dict[str, Callable[[Sequence[Sequence[object]]], bytes]] = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "parquet": as_parquet,
}


def drafts(data: bytes, name: str) -> list[Draft | Rejected]:
    return list(read_stream(io.BytesIO(data), Source(name), name, Desk(DEFAULTS, Notes(), read_stream)))


def places(found: Sequence[Report | Rejected]) -> list[tuple[str, str | None]]:
    """Give what became of each row, and where it stood."""
    told = []
    for item in found:
        assert item.source is not None
        told.append((item.reason if isinstance(item, Rejected) else "read", item.source.locator))
    return told


anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
# What XML and Excel cannot say: marks of control, and what they use to say them.
sayable = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="_"), max_size=60)


def is_plain(text: str) -> bool:
    """Tell whether a cell is a text of its own: not empty, and neither a formula nor HTML, which is read as its words."""
    return bool(text.strip()) and not text.lstrip().startswith("<") and text[0] not in "=#"


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)
@given(data=st.data())
def test_every_cell_comes_back_to_the_letter(name: str, data: st.DataObject) -> None:
    words = sayable if name == "xlsx" else anything
    cells = st.tuples(words.filter(lambda text: not text or is_plain(text)), words.filter(is_plain))
    rows = data.draw(st.lists(cells, min_size=1, max_size=6))
    found = drafts(WRITERS[name]([("title", "text"), *rows]), f"t.{name}")
    assert [(draft.title, draft.body) for draft in found if isinstance(draft, Draft)] == rows


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(anything.filter(is_plain), anything.filter(is_plain)), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_delimiter_and_encoding_are_told_from_the_head(
    rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    data = as_csv([("title", "text"), *rows], delimiter).decode().encode(encoding)
    found = drafts(data, "t.csv")
    assert [(draft.title, draft.body) for draft in found if isinstance(draft, Draft)] == rows


@pytest.mark.parametrize("name", FORMS)
def test_what_a_row_says_stands_in_its_report(name: str) -> None:
    row = ("n7", "Bridge closed", STORY, dt.date(2021, 3, 9), "Arvell Post", "https://post.example/7")
    found = report(WRITERS[name]([HEADER, row]), f"t.{name}")
    assert found.published is not None
    assert (found.title, found.outlet, found.url) == ("Bridge closed", "Arvell Post", "https://post.example/7")
    assert (found.published.day, found.published.known) == (dt.date(2021, 3, 9), "metadata")
    assert (found.name, found.text) == ("n7", f"Bridge closed\n{STORY}")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("id_", [202103091234567, 7])
def test_numbers_as_ids_lose_no_digit(name: str, id_: int) -> None:
    assert report(WRITERS[name]([("id", "text"), (id_, STORY)]), f"t.{name}").name == str(id_)


def test_whole_numbers_of_excel_and_parquet_have_no_point() -> None:
    assert report(as_xlsx([("id", "text"), (4021.0, STORY)]), "t.xlsx").name == "4021"
    assert report(as_parquet([("id", "text"), (4021.0, STORY)]), "t.parquet").name == "4021"


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["Headline", "Publication", "Pub. Date", "Full Text"], {"text": "Full Text", "title": "Headline"}),
        (["HD", "SN", "PD", "TD"], {"text": "TD", "title": "HD", "date": "PD", "outlet": "SN"}),
        (["", "Article", "byline", "published_at"], {"text": "Article", "author": "byline", "date": "published_at"}),
        (["storyURL", "Body", "LANG", "x"], {"text": "Body", "url": "storyURL", "language": "LANG"}),
    ],
)
def test_columns_are_guessed_in_any_case_and_spelling(header: list[str], columns: dict[str, str]) -> None:
    notes = Notes()
    items(as_csv([header, [STORY] * 4]), "t.csv", notes=notes)
    (read,) = notes.tables.values()
    assert columns.items() <= dict(read.columns).items()
    assert set(read.known.values()) == {"guessed"}


@pytest.mark.parametrize("order", [("content", "article"), ("article", "content")])
def test_of_two_columns_the_text_is_the_one_with_more_in_it(order: tuple[str, str]) -> None:
    cells = {"content": "A short summary of it.", "article": STORY}
    data = as_csv([("title", *order), ("Bridge", *(cells[name] for name in order))])
    assert report(data, "t.csv").text == f"Bridge\n{STORY}"


def test_given_columns_come_before_remembered_and_these_before_guessed() -> None:
    data = as_csv([("text", "story", "a", "title"), ("wrong", STORY, "Given", "Guessed")])
    notes = Notes()
    items(data, "t.csv", notes=notes)
    (signature,) = notes.columns
    options = Options(columns={"title": "a"}, remembered={signature: {"text": "story", "title": "title"}})
    notes = Notes()
    (found,) = items(data, "t.csv", options=options, notes=notes)
    assert isinstance(found, Report)
    assert found.text == f"Given\n{STORY}"
    assert notes.tables[signature].known == {"text": "remembered", "title": "given"}


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    found = rejected(as_csv([("a", "b"), ("x", "y")]), "t.csv", options=Options(columns={"text": "body"}))
    assert found.reason == "unknown-columns"
    assert "'body'" in found.detail
    assert "'a', 'b'" in found.detail


@pytest.mark.parametrize("name", FORMS)
def test_a_table_without_a_text_is_refused_with_its_columns(name: str) -> None:
    found = rejected(WRITERS[name]([("price", "amount"), ("x", "y")]), f"t.{name}")
    assert found.reason == "unknown-columns"
    assert "'price', 'amount'" in found.detail
    assert "--map" in found.mend


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_table_without_a_header_is_noticed_and_read_by_numbers(name: str) -> None:
    data = WRITERS[name]([("2021-03-09", STORY), ("2021-03-10", STORY + " Twice.")])
    found = rejected(data, f"t.{name}")
    assert found.reason == "unknown-columns"
    assert "text=2" in found.detail
    one, two = reports(data, f"t.{name}", options=Options(columns={"text": "2", "date": "1"}))
    assert (one.text, two.text) == (f"\n{STORY}", f"\n{STORY} Twice.")


def test_two_columns_of_one_name_are_told_apart_by_number() -> None:
    data = as_csv([("text", "text"), ("one", STORY)])
    assert report(data, "t.csv", options=Options(columns={"text": "2"})).text == f"\n{STORY}"


def test_rows_that_do_not_fit_are_rejected_by_number_and_the_rest_goes_on() -> None:
    lines = [
        "title,text",
        f'One,"{STORY}"',
        "short",
        f"a,b,c,{STORY}",
        ",",
        f'Two,"{STORY}"',
        "",
        "Three,",
        "x,y,,",
        ",",
        ",",
    ]
    found = items("\n".join(lines).encode(), "t.csv")
    assert places(found) == [
        ("read", "row 2"),
        ("bad-cells", "row 3"),
        ("bad-cells", "row 4"),
        ("no-text", "row 5"),
        ("read", "row 6"),
        ("no-text", "row 8"),
        ("read", "row 9"),
        ("no-text", "rows 10 to 11"),
    ]


def test_a_quote_that_is_never_closed_costs_its_row_alone() -> None:
    lines = ["title,text", f'One,"{STORY}', f'Two,"{STORY}"', 'Three,"a ""quote"" and\na line"', 'Four,"x']
    found = items("\n".join(lines).encode(), "t.csv")
    assert places(found) == [("bad-cells", "row 2"), ("read", "row 3"), ("read", "row 4"), ("bad-cells", "row 5")]


@pytest.mark.parametrize("quoted", [True, False])
def test_a_huge_cell_is_rejected_and_the_rest_goes_on(quoted: bool) -> None:  # noqa: FBT001 - a parameter of a test
    sign = '"' if quoted else ""
    line = f"{STORY.replace(',', ' ')}\n" if quoted else STORY.replace(",", " ")
    huge = line * (50_000_000 // len(line))
    found = items(f"title,text\nOne,{sign}{huge}{sign}\nTwo,{STORY.replace(',', '')}\n".encode(), "t.csv")
    assert places(found) == [("too-large", "row 2"), ("read", "row 3")]


@pytest.fixture
def small_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no row have more than 16 KiB, so that what happens beyond the limit is seen soon."""
    monkeypatch.setattr(delimited, "MAX_ROW_CHARACTERS", 16 * 1024)
    monkeypatch.setattr(delimited, "MOST_GIVEN_BACK", 64 * 1024)


@pytest.mark.usefixtures("small_rows")
def test_an_open_quote_before_many_rows_costs_its_row_alone() -> None:
    row = f"Two,{STORY.replace(',', '')}\n"
    found = drafts(f'title,text\nOne,"{STORY}\n{row * 400}'.encode(), "t.csv")
    assert isinstance(found[0], Rejected)
    assert (found[0].reason, found[0].source.locator) == ("bad-cells", "row 2")
    assert len(found) == 401


@pytest.mark.usefixtures("small_rows")
def test_quotes_that_pair_nowhere_end_in_a_reason_and_not_in_hours() -> None:
    found = drafts(b'title,text\n"x","y"\n' + b'a","b\n' * 30_000, "t.csv")
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "bad-cells"
    assert "all behind it" in str(found[-1].source.locator)


def test_quotes_behind_backslashes_and_cells_without_quoting_are_told() -> None:
    escaped = 'title;text\n"One";"She said \\"no\\"; he left."\n"Two";"Rain."\n'
    assert [found.text for found in reports(escaped.encode(), "t.csv")] == [
        'One\nShe said "no"; he left.',
        "Two\nRain.",
    ]
    bare = 'title\ttext\n"One" it said\t"He left\nTwo\tRain "here"\n'
    assert [found.text for found in reports(bare.encode(), "t.tsv")] == ['"One" it said\n"He left', 'Two\nRain "here"']


def test_a_first_line_that_states_the_delimiter_is_no_header() -> None:
    (found,) = items(f"sep=;\r\ntitle;text\r\nOne;{STORY}\r\n".encode(), "t.csv")
    assert places([found]) == [("read", "row 3")]


def test_a_byte_that_is_no_utf8_costs_its_row_alone() -> None:
    sound = "Two,Čapek a Dvořák přišli včera večer do města.\n".encode()
    found = items(b"title,text\nOne,caf\xe9 x\n" + sound * 4, "t.csv")
    assert places(found) == [("invalid-utf8", "row 2"), *(("read", f"row {number}") for number in range(3, 7))]


def test_a_table_of_windows_is_read_in_its_encoding() -> None:
    story = "The mayor of Arvell, José Muñoz, met the café owners’ union – they agreed on a “night of calm”."
    data = as_csv([("title", "text"), ("One", story), ("Two", STORY)]).decode().encode("cp1252")
    one, two = reports(data, "t.csv")
    assert (one.text, two.text) == (f"One\n{story}", f"Two\n{STORY}")
    assert [(mend.kind, mend.what) for mend in one.mends] == [("encoding", "windows-1252")]


def test_a_table_whose_name_does_not_say_so_is_told_by_its_header() -> None:
    for name in ("", "t.txt", "t.data"):
        data = as_csv([("title", "text"), ("Bridge", STORY)], "\t").decode().encode("utf-16")
        assert report(data, name).text == f"Bridge\n{STORY}"
    for line in ("Smith, Jones, and the text, they said", "Story, continued", "Date, place", "text"):
        found = report(f"{line}\n\n{STORY}\n".encode(), "t.txt")
        assert found.source is not None
        assert found.source.form == "text"


def test_html_in_a_cell_becomes_its_words() -> None:
    data = as_csv([("title", "text"), ("A", "<p>Guards left.</p><p>Rain &amp; wind.</p>"), ("B", "a < b, he wrote")])
    assert [found.text for found in reports(data, "t.csv")] == ["A\nGuards left.\nRain & wind.", "B\na < b, he wrote"]


def test_a_date_that_cannot_be_read_is_said_and_the_report_kept() -> None:
    found = items(as_csv([("text", "date"), (STORY, "the other day")]), "t.csv")
    assert places(found) == [("read", "row 2"), ("bad-date", "row 2")]


def test_each_sheet_is_a_table_of_its_own() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["text"])
    book.worksheets[0].append([STORY])
    book.create_sheet("notes").append(["price", "amount"])
    book.create_sheet("empty")
    other = book.create_sheet("more")
    for row in ([], ["headline", "body"], ["One", STORY], [None, None], [None], ["Two", STORY, "a remark"]):
        other.append(row)
    made = io.BytesIO()
    book.save(made)
    assert places(items(made.getvalue(), "t.xlsx")) == [
        ("read", "sheet 'Sheet' > row 2"),
        ("unknown-columns", "sheet 'notes'"),
        ("read", "sheet 'more' > row 3"),
        ("no-text", "sheet 'more' > rows 4 to 5"),
        ("read", "sheet 'more' > row 6"),
    ]


def test_dates_of_excel_are_dates_and_marks_of_control_are_marks() -> None:
    data = as_xlsx([("text", "date"), ("One._x000D_\nTwo.", dt.datetime(2021, 3, 9, 14, 30))])  # noqa: DTZ001 - as Excel has it
    found = report(data, "t.xlsx")
    assert found.published is not None
    assert (found.published.day, found.text) == (dt.date(2021, 3, 9), "\nOne.\r\nTwo.")


def test_a_cell_that_excel_cut_off_is_told() -> None:
    found = items(as_xlsx([("text",), ("Rain. " * 6000,)]), "t.xlsx")
    assert places(found) == [("read", "sheet 'Sheet' > row 2"), ("cut-off", "sheet 'Sheet' > row 2")]


def _changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def test_a_sheet_that_claims_a_billion_rows_is_read_to_where_rows_end() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    data = _changed(as_xlsx([("text",), (STORY,)]), sheet, lambda page: page.replace(b'r="2"', b'r="999999999"', 1))
    found = items(data, "t.xlsx")
    assert places(found) == [("too-large", "sheet 'Sheet' > row 1,048,577 and all behind it")]


def test_a_workbook_whose_strings_fill_memory_is_refused_unread() -> None:
    bomb = _changed(as_xlsx([("text",), (STORY,)]), "xl/styles.xml", lambda _: b" " * 300_000_000)
    assert rejected(bomb, "t.xlsx").reason == "expands-too-much"


@pytest.mark.parametrize("name", ["xlsx", "parquet"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_a_file_that_was_cut_off_is_told_as_damaged(name: str, share: float) -> None:
    data = WRITERS[name]([("title", "text"), *[(f"Day {number}", STORY * number) for number in range(40)]])
    assert rejected(data[: int(len(data) * share)], f"t.{name}").reason == "bad-file"


def test_an_old_workbook_is_told_to_be_saved_as_a_new_one() -> None:
    found = rejected(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "t.xls")
    assert found.reason == "not-text"
    assert ".xlsx" in found.detail


def test_without_its_extra_parquet_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.read.forms import parquet

    monkeypatch.setattr(parquet, "pa", None)
    found = rejected(as_parquet([("text",), (STORY,)]), "t.parquet")
    assert found.reason == "needs-extra"
    assert "pip install 'dateline[parquet]'" in found.detail


def test_parquet_reads_instants_lists_and_bytes_of_the_wanted_columns() -> None:
    table = pa.table(
        {
            "body": pa.array([STORY.encode(), b"caf\xe9", None], pa.binary()),
            "authors": [["Ines Rohl", "Otto Mar"], [], None],
            "published_at": pa.array([1615300200000000001, None, None], pa.timestamp("ns", "Europe/Paris")),
            "other": pa.array([-(2**50)] * 3, pa.timestamp("s")),
        }
    )
    made = io.BytesIO()
    pq.write_table(table, made, row_group_size=2)
    found = items(made.getvalue(), "t.parquet")
    assert places(found) == [("read", "row 1"), ("invalid-utf8", "row 2"), ("no-text", "row 3")]
    assert isinstance(found[0], Report)
    assert found[0].published is not None
    assert (found[0].author, found[0].published.day) == ("Ines Rohl, Otto Mar", dt.date(2021, 3, 9))


def test_a_wide_sheet_is_read() -> None:
    names = [f"c{number}" for number in range(700)]
    data = as_xlsx([[*names, "text"], [*names, STORY]])
    assert get_column_letter(701) == "ZY"
    assert report(data, "t.xlsx").text == f"\n{STORY}"


def test_the_examples_are_what_their_script_writes() -> None:
    assert (tables.FOLDER / "reports.csv").read_bytes() == tables.written_csv()
    assert (tables.FOLDER / "reports.xlsx").read_bytes() == tables.written_excel()


def test_a_packed_table_in_another_encoding_is_read_too() -> None:
    rows = "title;text\n\u041f\u043e\u0440\u0442;\u041f\u043e\u0440\u0442 \u0437\u0430\u043a\u0440\u044b\u043b\u0438 \u0432 \u0441\u0440\u0435\u0434\u0443, \u0441\u043e\u043e\u0431\u0449\u0438\u043b\u043e \u043c\u0438\u043d\u0438\u0441\u0442\u0435\u0440\u0441\u0442\u0432\u043e.\n"
    plain = report(rows.encode("windows-1251"), "a.csv")
    packed = report(gzip.compress(rows.encode("windows-1251")), "a.csv.gz")
    assert packed.text == plain.text
    assert [mend.what for mend in packed.mends] == ["windows-1251"]


def test_a_packed_table_cut_inside_a_sign_stays_what_it_is() -> None:
    rows = "title,text\n" + "".join(f"T{number},{'x' * number}\u00e9 It rained.\n" for number in range(900))
    assert all(
        "\u00e9" in found.text and not found.mends for found in reports(gzip.compress(rows.encode()), "a.csv.gz")
    )


def test_a_workbook_counts_towards_what_its_file_may_grow_to() -> None:
    book = as_xlsx([("text",), *((STORY,) for _ in range(9))])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    expansion = Expansion()
    desk = Desk(DEFAULTS, Notes(), read_stream, expansion=expansion)
    assert len(list(read_stream(io.BytesIO(book), Source("t.xlsx"), "t.xlsx", desk))) == 9
    assert 0 < expansion.given <= size
    assert expansion.taken == len(book)


@pytest.mark.parametrize("place", [1, 5, 8])
def test_one_broken_quote_leaves_the_quotes_of_other_rows_what_they_are(place: int) -> None:
    lines = [f'"No {number}";"She said ""no""; he left the town."' for number in range(8)]
    lines.insert(place, f'"Broken;{STORY}')
    found = items("\n".join(["title;text", *lines]).encode(), "t.csv")
    assert places(found).count(("bad-cells", f"row {place + 2}")) == 1
    texts = [one.text for one in found if isinstance(one, Report)]
    assert texts == [f'No {number}\nShe said "no"; he left the town.' for number in range(8)]


def test_a_column_tells_which_number_of_a_date_is_the_day() -> None:
    def days(*dates: str) -> list[dt.date | None]:
        rows = [("title", "text", "date"), *((f"No {number}", STORY, date) for number, date in enumerate(dates))]
        found = [one for one in items(as_csv(rows), "t.csv") if isinstance(one, Report)]
        return [one.published.day if one.published else None for one in found]

    assert days("03/04/2018", "25/04/2018") == [dt.date(2018, 4, 3), dt.date(2018, 4, 25)]
    assert days("03/04/2018 10:30", "04/25/2018") == [dt.date(2018, 3, 4), dt.date(2018, 4, 25)]
    assert days("12.02.2019", "13.02.2019") == [dt.date(2019, 2, 12), dt.date(2019, 2, 13)]
    assert days("03/04/2018", "05/05/2018") == [None, dt.date(2018, 5, 5)]
    assert days("03/04/2018", "25/04/2018", "04/25/2018")[0] is None


def test_a_date_that_may_be_two_days_is_said_to_be_one() -> None:
    _, told = items(as_csv([("title", "text", "date"), ("One", STORY, "03/04/2018")]), "t.csv")
    assert isinstance(told, Rejected)
    assert (told.reason, "may be two days" in told.detail) == ("bad-date", True)


def test_a_name_of_a_column_says_what_one_part_of_it_says() -> None:
    header = ("Headline / Title", "Story (English)", "Source / Author", "Title of the coder")
    (found,) = reports(as_csv([header, ("One", STORY, "Arvell Post", "Dr")]), "t.csv")
    assert (found.text, found.outlet, found.author) == (f"One\n{STORY}", None, None)
    other = [("Article (URL)", "Story"), ("https://arvell.example/1", STORY)]
    assert [one.text for one in reports(as_csv(other), "t.csv")] == [f"\n{STORY}"]
