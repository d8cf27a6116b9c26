"""Lists without texts: the texts beside them are read once, filled from the list, and never taken from elsewhere."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from dateline.model import Rejected, Report, Source
from dateline.read import read
from dateline.read.desk import Desk, Draft, Notes, Options
from dateline.read.files import open_file
from dateline.read.gdelt import layout_of
from dateline.read.registry import read_stream

STORY = "Guards closed the bridge at Arvell on Monday, the mayor said."
URL = "https://post.example/news/{}"
HEADER = ("id", "title", "url", "publish_date", "media_name")


def write_list(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path) -> list[tuple[str, str | None]]:
    """Read a folder; give what became of each thing and where it stood."""
    found = []
    for item in read([folder]):
        assert item.source is not None
        found.append((item.reason if isinstance(item, Rejected) else item.title, item.source.locator))
    return found


def row(number: int) -> tuple[object, ...]:
    return (number, f"Story {number}", URL.format(number), f"2021-03-0{number}", "Arvell Post")


@pytest.mark.parametrize("place", ["7.txt", "texts/7.txt", "articles/7.txt", "stories/7.txt"])
@pytest.mark.parametrize("by", ["id", "md5", "sha1"])
def test_a_text_is_found_by_id_or_address_and_filled_from_the_list(tmp_path: Path, place: str, by: str) -> None:
    write_list(tmp_path / "stories.csv", [HEADER, row(7)])
    name = "7" if by == "id" else hashlib.new(by, URL.format(7).encode()).hexdigest()
    write(tmp_path / place.replace("7", name), STORY)
    (found,) = read([tmp_path])
    assert isinstance(found, Report)
    assert found.published is not None
    assert found.source is not None
    assert (found.text, found.outlet, found.url) == (f"Story 7\n{STORY}", "Arvell Post", URL.format(7))
    assert (found.published.day, found.name) == (dt.date(2021, 3, 7), "7")
    assert found.source.path == str(tmp_path / "stories.csv")
    assert found.source.locator == f"row 2 > {place.replace('7', name)}"
    assert found.source.form == "csv > text"


def test_what_a_page_says_itself_comes_before_the_list(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "examples" / "forms" / "page.html").read_text(encoding="utf-8")
    write(tmp_path / "texts" / "1.html", page)
    alone = next(iter(read([tmp_path / "texts"])))
    write_list(tmp_path / "list.csv", [HEADER, row(1)])
    (found,) = read([tmp_path])
    assert isinstance(found, Report)
    assert isinstance(alone, Report)
    assert (found.text, found.published, found.outlet, found.url) == (
        alone.text,
        alone.published,
        alone.outlet,
        alone.url,
    )
    assert alone.outlet != "Arvell Post"


def test_a_missing_text_is_told_with_what_was_looked_for_and_the_rest_goes_on(tmp_path: Path) -> None:
    write_list(tmp_path / "z.csv", [HEADER, row(1), row(2), row(3)])
    write(tmp_path / "texts" / "1.txt", STORY)
    write(tmp_path / "texts" / "3.txt", STORY)
    one, two, three = read([tmp_path])
    assert isinstance(two, Rejected)
    assert [isinstance(item, Report) for item in (one, three)] == [True, True]
    assert (two.reason, two.source.locator, two.source.given_id) == ("no-local-text", "row 3", "2")
    assert hashlib.md5(URL.format(2).encode(), usedforsecurity=False).hexdigest() in two.detail
    assert "'2'" in two.detail
    assert "texts/" in two.detail


def test_tables_are_met_before_the_texts_beside_them_and_no_text_is_read_twice(tmp_path: Path) -> None:
    write_list(tmp_path / "zz.tsv", [HEADER, row(1)], "\t")
    write(tmp_path / "1.txt", STORY)
    write(tmp_path / "a.txt", "Storm at Port Vell\n\nA storm took the pier.")
    assert told(tmp_path) == [("Story 1", "row 2 > 1.txt"), ("Storm at Port Vell", None)]


@pytest.mark.parametrize(
    "file",
    ["../out.txt", "a/../../out.txt", "{out}", "link.txt", "folder/out.txt", "", "\0", "x" * 5000, ".", "..", "~"],
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, file: str) -> None:
    out = write(tmp_path / "out.txt", STORY)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.txt").symlink_to(out)
    (folder / "folder").symlink_to(tmp_path)
    path = write_list(folder / "list.csv", [("file", "title"), (file.format(out=out) if "{" in file else file, "One")])
    if "\0" in file:
        return  # no text has it, and so no table in text
    (found,) = read([path])
    assert isinstance(found, Rejected)
    assert found.reason == "no-local-text"


@pytest.mark.parametrize("file", ["texts/a.txt", "a.txt", "./texts/a.txt", "texts\\a.txt"])
def test_a_file_that_a_row_names_is_found(tmp_path: Path, file: str) -> None:
    write(tmp_path / "texts" / "a.txt", STORY)
    write_list(tmp_path / "list.csv", [("file", "title"), (file, "One")])
    assert told(tmp_path) == [("One", "row 2 > texts/a.txt")]


def test_a_text_that_cannot_be_read_does_not_end_the_list(tmp_path: Path) -> None:
    write_list(tmp_path / "list.csv", [HEADER, row(1), row(2)])
    (tmp_path / "1.txt").write_bytes(b"\x00\x01")
    write(tmp_path / "2.txt", STORY)
    assert told(tmp_path) == [("not-text", "row 2 > 1.txt"), ("Story 2", "row 3 > 2.txt")]


def test_a_file_of_several_reports_keeps_what_each_says(tmp_path: Path) -> None:
    write_list(tmp_path / "list.csv", [HEADER, row(1)])
    write(tmp_path / "1.jsonl", '{"text": "Rain.", "title": "A"}\n{"text": "Wind.", "title": ""}\n')
    one, two = read([tmp_path])
    assert isinstance(one, Report)
    assert isinstance(two, Report)
    assert (one.text, two.text, two.outlet) == ("A\nRain.", "\nWind.", None)


def test_a_table_with_ids_alone_is_a_list_only_where_they_name_texts(tmp_path: Path) -> None:
    write_list(tmp_path / "list.csv", [("id", "price"), (1, 20)])
    assert told(tmp_path) == [("unknown-columns", None)]
    write(tmp_path / "1.txt", STORY)
    assert told(tmp_path) == [("", "row 2 > 1.txt")]


def test_a_list_in_a_stream_has_no_texts_beside_it() -> None:
    data = ",".join(HEADER) + "\n" + ",".join(map(str, row(1))) + "\n"
    (found,) = read(["-"], stdin=io.BytesIO(data.encode()))
    assert isinstance(found, Rejected)
    assert found.reason == "no-local-text"


def gdelt_events(columns: int) -> list[str]:
    cells = [""] * columns
    added = columns - 2
    cells[0], cells[1], cells[added], cells[-1] = "410", "20210301", "20210309123000", URL.format(1)
    if columns == 58:
        cells[added] = "20210309"
    return cells


def gdelt_mentions() -> list[str]:
    cells = [""] * 16
    cells[:6] = ["410", "20210301000000", "20210309123000", "1", "post.example", URL.format(1)]
    return cells


def gdelt_gkg() -> list[str]:
    cells = [""] * 27
    cells[:5] = ["20210309123000-7", "20210309123000", "1", "post.example", URL.format(1)]
    return cells


@pytest.mark.parametrize("cells", [gdelt_events(61), gdelt_events(58), gdelt_mentions(), gdelt_gkg()])
def test_gdelt_says_when_a_page_was_seen_and_not_when_it_was_published(tmp_path: Path, cells: list[str]) -> None:
    assert layout_of(cells) is not None
    path = write_list(tmp_path / "20210309.export.CSV", [cells, cells], "\t")
    write(tmp_path / "texts" / f"{hashlib.md5(URL.format(1).encode(), usedforsecurity=False).hexdigest()}.txt", STORY)
    desk = Desk(Options(), Notes(), read_stream).at(tmp_path)
    stream = open_file(path)
    assert not isinstance(stream, Rejected)
    with stream:
        # The second row names the same page, which is read once.
        (found,) = read_stream(stream, Source(path.name), path.name, desk)
    assert isinstance(found, Draft)
    assert (found.url, found.dates, found.not_after) == (URL.format(1), (), dt.date(2021, 3, 9))


def test_a_row_of_gdelt_is_told_from_other_rows_of_that_width() -> None:
    assert layout_of(["a"] * 61) is None
    assert layout_of(gdelt_events(61)[:-1]) is None
