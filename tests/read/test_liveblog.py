"""A live blog becomes one dated report an entry; what only looks like one stays whole."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Published, Report, Source
from dateline.read.desk import DEFAULTS, Draft
from dateline.read.finish import finish
from dateline.read.liveblog import entries_of
from tests.read.reading import reports

HEAD = "Port Vell under siege – live updates"
TELL = (
    "Soldiers with armoured cars entered the northern quarter of the town, the governor said. Two drivers were killed."
)
DAY = Published(dt.date(2021, 3, 9), "day", "metadata")


def blog(*heads: str, tell: str = TELL, top: str = "") -> Draft:
    body = "\n\n".join(f"{head}\n\n{tell}" for head in heads)
    return Draft(title=HEAD, body=f"{top}{body}", dates=(DAY,), source=Source("a.html"))


def made(draft: Draft) -> list[Report]:
    return [found for found in finish(draft, DEFAULTS) if isinstance(found, Report)]


@pytest.mark.parametrize(
    "heads",
    [
        ("10:45 GMT", "11:20 GMT", "14:05 GMT", "16:00 GMT"),
        ("4.10pm", "1.20pm", "11.20am", "9am"),
        ("10:45", "11:20", "11:20", "14:05", "23:59"),
        ("9 March 2021, 10:45", "9 March 2021, 11:20", "9 March 2021, 14:05", "9 March 2021, 15:00"),
    ],
)
def test_a_blog_is_one_report_an_entry(heads: tuple[str, ...]) -> None:
    found = made(blog(*heads))
    assert [one.source and one.source.locator for one in found] == [
        f"entry {number} of {len(heads)}" for number in range(1, len(heads) + 1)
    ]
    assert {one.text for one in found} == {f"{HEAD}\n{TELL}"}
    assert {one.published and one.published.day for one in found} == {DAY.day}


def test_an_entry_with_a_heading_has_it_as_its_title() -> None:
    found = made(
        blog("10:45 – Troops enter the town", "11:20 – Governor flees", "12:00 | Gate shelled", "13:30: Talks fail")
    )
    assert [one.title for one in found] == ["Troops enter the town", "Governor flees", "Gate shelled", "Talks fail"]


def test_an_entry_may_begin_beside_its_time() -> None:
    found = made(blog("10:45 It began at dawn.", "11:20 It went on.", "12:00 It stopped.", "13:30 It began again."))
    assert found[0].text == f"{HEAD}\nIt began at dawn.\n\n{TELL}"


def test_what_stands_above_the_first_entry_is_kept() -> None:
    found = made(blog("10:45", "11:20", "12:00", "13:30", top="The army has been before the town since Friday.\n\n"))
    assert found[0].text.strip() == f"{HEAD}\nThe army has been before the town since Friday."
    assert len(found) == 5


@pytest.mark.parametrize(
    ("heads", "days"),
    [
        (("22:00", "23:50", "00:10", "02:00"), [9, 9, 10, 10]),
        (("02:00", "00:10", "23:50", "22:00"), [10, 10, 9, 9]),
        (("22:00", "23:50", "10 March 2021\n\n00:10", "02:00"), [9, 9, 10, 10]),
        (("10 March 2021, 02:00", "00:10", "23:50", "22:00"), [10, 10, 9, 9]),
    ],
)
def test_midnight_moves_the_day(heads: tuple[str, ...], days: list[int]) -> None:
    found = made(blog(*heads))
    assert [one.published.day.day for one in found if one.published] == days


def test_a_date_line_above_the_entries_is_moved_on_past_midnight() -> None:
    entries = "\n\n".join(f"{head} GMT\n{TELL}" for head in ("22:10", "23:40", "00:15", "01:30"))
    found = reports(f"{HEAD}\n\n9 March 2021\n\n{entries}\n".encode(), "a.txt")
    assert [one.published.day.day for one in found if one.published] == [9, 9, 9, 10, 10]


def test_without_the_blog_s_day_the_entries_have_none() -> None:
    draft = blog("22:00", "23:50", "00:10", "02:00")
    bare = Draft(title=draft.title, body=draft.body, source=draft.source)
    assert [one.published for one in made(bare)] == [None] * 4


@pytest.mark.parametrize(
    "draft",
    [
        blog("10:45", "11:20", "12:00"),
        blog("10:45", "11:20", "09:00", "13:30"),
        blog("09:00 Registration", "10:00 Opening", "11:30 Coffee", "12:00 Vote", "13:00 Lunch", tell="Room 4."),
        blog("12 min", "45'", "45+2'", "67'", "90'"),
        blog("00:00", "02:15", "04:40", "07:05"),
        blog("10:45", "11:20", "12:00", "13:30", tell=f"Lena Brandt: {TELL}"),
        blog("00:12:45", "00:14:02", "00:20:10", "00:22:00"),
        blog("2021", "10 drivers", "12. The gate", "14"),
        Draft(
            title="",
            body=f"{TELL}\n\n10:45\n\n{TELL}\n\n11:20\n\n{TELL}\n\n12:00\n\n{TELL}\n\n13:00\n\n{TELL}",
            source=Source("a"),
        ),
        Draft(title=HEAD, body=blog("10:45", "11:20", "12:00", "13:30").body, source=Source("a"), exact=True),
    ],
)
def test_what_only_looks_like_a_blog_stays_whole(draft: Draft) -> None:
    assert list(entries_of(draft)) == [draft]


def test_a_text_file_that_is_a_blog_is_split() -> None:
    text = f"{HEAD}\n\n9 March 2021\n\n" + "\n\n".join(f"{hour}:00 GMT\n{TELL}" for hour in range(10, 16))
    found = reports(text.encode(), "a.txt")
    assert [one.published.day.day for one in found if one.published] == [9] * len(found)
    assert found[-1].source is not None
    assert found[-1].source.locator == "entry 6 of 6"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(["10:45", "11:00 – Gate", "23:10", "1am", "9 March 2021", TELL, "x", "Lena: no", "\n"]),
        max_size=20,
    )
)
def test_nothing_told_is_lost(lines: list[str]) -> None:
    draft = Draft(title=HEAD, body="\n".join(lines), source=Source("a"))
    kept = " ".join(f"{part.title} {part.body}" for part in entries_of(draft))
    assert kept.count(TELL) == lines.count(TELL)
