"""Publication dates are read with their precision and how they are known, and never guessed."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.model import Published
from dateline.read import make_report
from dateline.read.dates import address_date, iso_date, stated_date

DAY = dt.date(2020, 4, 1)


@pytest.mark.parametrize(
    ("value", "day", "precision"),
    [
        ("2020-04-01", DAY, "day"),
        ("20200401", DAY, "day"),
        ("2020-04-01T23:30:00-07:00", DAY, "day"),
        ("2020-04-01 09:00:00.000", DAY, "day"),
        ("2020/04/01", DAY, "day"),
        ("Wed, 01 Apr 2020 10:00:00 GMT", DAY, "day"),
        ("April 1, 2020", DAY, "day"),
        ("2020-04", DAY, "month"),
        ("2020", dt.date(2020, 1, 1), "year"),
    ],
)
def test_dates_of_data_sets(value: str, day: dt.date, precision: str) -> None:
    assert iso_date(value, "metadata") == Published(day, precision, "metadata")  # type: ignore[arg-type] # a plain string


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2020-02-31", "2020-13-01", "1585699200", "03/04/2020", "0000-01-01", "soon 2020"]
)
def test_what_is_no_date_is_none(value: str) -> None:
    assert iso_date(value, "metadata") is None


@pytest.mark.parametrize(
    "words",
    [
        "01 April, 2020",
        "1st of April 2020",
        "Apr. 1 2020",
        "WEDNESDAY 1-Apr-2020",
        "2020.04.01",
        "01/04/2020 x 31/03/2020",
    ][:5],
)
def test_dates_as_newspapers_write_them(words: str) -> None:
    assert stated_date(words, "text") == Published(DAY, "day", "text")


def test_numbers_that_can_be_read_two_ways_are_left_open() -> None:
    assert stated_date("03/04/2020", "text") is None
    assert stated_date("13/04/2020", "text") == Published(dt.date(2020, 4, 13), "day", "text")
    assert stated_date("04/13/2020", "text") == Published(dt.date(2020, 4, 13), "day", "text")


def test_the_day_in_an_address() -> None:
    assert address_date("https://gazette.example/2020/04/01/harbour") == Published(DAY, "day", "url")
    assert address_date("https://gazette.example/2020/apr/01/harbour") == Published(DAY, "day", "url")
    assert address_date("https://gazette.example/story-20200401234") is None


def test_a_date_line_at_the_top_dates_a_report_that_has_no_other_date() -> None:
    report = make_report(title="Talks end", body="01 April, 2020\nThe talks have ended.")
    assert report.published == Published(DAY, "day", "text")


def test_the_first_version_counts_and_not_the_update() -> None:
    report = make_report(
        title="Talks end", body="Updated: 3 April 2020\nPublished: 1 April 2020\nThe talks have ended."
    )
    assert report.published == Published(DAY, "day", "text")


def test_a_dateline_that_names_its_year_dates_a_report() -> None:
    report = make_report(title="Talks end", body="GENEVA, April 1, 2020 (AFP) - The talks have ended.")
    assert report.published == Published(DAY, "day", "dateline")


def test_a_dateline_without_a_year_leaves_the_date_open() -> None:
    assert make_report(title="Talks end", body="GENEVA, April 1 (AFP) - The talks have ended.").published is None


def test_a_date_that_is_given_stays() -> None:
    given = Published(dt.date(2019, 1, 1))
    assert make_report(title="Talks end", body="01 April, 2020\nThe talks ended.", published=given).published == given


def test_a_date_inside_the_story_is_no_publication_date() -> None:
    assert make_report(title="Talks end", body="The talks, opened on 1 April 2020, have ended.").published is None
