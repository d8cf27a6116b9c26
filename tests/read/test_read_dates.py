"""Publication dates are read with their precision and how they are known, and never guessed."""

from __future__ import annotations

import datetime as dt
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import KnownFrom, Published
from dateline.read import make_report
from dateline.read.dates import address_date, iso_date, stated_date
from dateline.read.zones import zone_of

DAY = dt.date(2020, 4, 1)


def likely(known: KnownFrom) -> Published:
    return Published(DAY, "day", known, "likely")


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
    found = iso_date(value, "metadata")
    assert found is not None
    assert (found.day, found.precision, found.known, found.sure) == (day, precision, "metadata", "likely")


@pytest.mark.parametrize(
    "value", ["", "yesterday", "2020-02-31", "2020-13-01", "03/04/2020", "0000-01-01", "soon 2020"]
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
    assert stated_date(words, "text") == likely("text")


def test_numbers_that_can_be_read_two_ways_are_left_open() -> None:
    assert stated_date("03/04/2020", "text") is None
    assert stated_date("13/04/2020", "text") == Published(dt.date(2020, 4, 13), "day", "text", "likely")
    assert stated_date("04/13/2020", "text") == Published(dt.date(2020, 4, 13), "day", "text", "likely")


def test_the_day_in_an_address() -> None:
    assert address_date("https://gazette.example/2020/04/01/harbour") == likely("url")
    assert address_date("https://gazette.example/2020/apr/01/harbour") == likely("url")
    assert address_date("https://gazette.example/story-20200401234") is None


def test_a_date_line_at_the_top_dates_a_report_that_has_no_other_date() -> None:
    report = make_report(title="Talks end", body="01 April, 2020\nThe talks have ended.")
    assert report.published == likely("text")


def test_the_first_version_counts_and_not_the_update() -> None:
    report = make_report(
        title="Talks end", body="Updated: 3 April 2020\nPublished: 1 April 2020\nThe talks have ended."
    )
    assert report.published == likely("text")


def test_a_dateline_that_names_its_year_dates_a_report() -> None:
    report = make_report(title="Talks end", body="GENEVA, April 1, 2020 (AFP) - The talks have ended.")
    assert report.published == likely("dateline")


def test_a_dateline_without_a_year_leaves_the_date_open() -> None:
    assert make_report(title="Talks end", body="GENEVA, April 1 (AFP) - The talks have ended.").published is None


def test_a_date_that_is_given_stays() -> None:
    given = Published(dt.date(2019, 1, 1))
    assert make_report(title="Talks end", body="01 April, 2020\nThe talks ended.", published=given).published == given


def test_a_date_inside_the_story_is_no_publication_date() -> None:
    assert make_report(title="Talks end", body="The talks, opened on 1 April 2020, have ended.").published is None


ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: dt.timezone(dt.timedelta(minutes=15 * quarters)))
TIMES = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2099, 12, 31), timezones=ZONES)  # noqa: DTZ001 - hypothesis wants them bare


def shifted(time: dt.datetime) -> str:
    offset = time.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


@given(TIMES, st.sampled_from(["T", " "]), st.sampled_from(["auto", "seconds", "minutes", "milliseconds"]))
def test_any_iso_time_keeps_the_day_and_the_zone_written(time: dt.datetime, between: str, exact: str) -> None:
    found = iso_date(time.isoformat(between, exact), "metadata")
    assert found == Published(time.date(), "day", "metadata", "likely", shifted(time))


@given(TIMES)
def test_any_compact_iso_time_keeps_the_day_and_the_zone_written(time: dt.datetime) -> None:
    found = iso_date(time.strftime("%Y%m%dT%H%M%S%z"), "metadata")
    assert found == Published(time.date(), "day", "metadata", "likely", shifted(time))


@given(TIMES)
def test_any_mail_time_keeps_the_day_and_the_zone_written(time: dt.datetime) -> None:
    found = iso_date(format_datetime(time.replace(microsecond=0)), "metadata")
    assert found == Published(time.date(), "day", "metadata", "likely", shifted(time))


@pytest.mark.parametrize("form", ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT"])
@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2049, 12, 31)))  # noqa: DTZ001 - the form says the zone
def test_any_http_time_keeps_the_day_written(form: str, time: dt.datetime) -> None:
    found = iso_date(time.strftime(form), "metadata")
    assert found == Published(time.date(), "day", "metadata", "likely", "+00:00")


@given(st.integers(631_152_000, 1_893_455_999), st.sampled_from(["", "000", ".25"]))
def test_seconds_since_1970_are_universal_time(seconds: int, rest: str) -> None:
    day = dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    assert iso_date(f"{seconds}{rest}", "metadata") == Published(day, "day", "metadata", "likely", "+00:00")


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Nov. 19, 2019, 8:41 AM UTC", "+00:00"),
        ("Published 11:34 PM EST Nov 19, 2019", "-05:00"),
        ("5:45 AM PST 11/19/2019", "-08:00"),
        ("Tue Nov 19 2019 08:41:00 GMT+0100 (CET)", "+01:00"),
        ("Tue Nov 19 08:41:00 +0530 2019", "+05:30"),
        ("Tue Nov 19 08:41:00 EST 2019", "-05:00"),
        ("01:38:07 PM IST Nov 19, 2019", None),
        ("19 November 2019 at 13:38 BST", None),
        ("Nov. 19, 2019 7:04 pm ET", None),
        ("2019-11-19+02:00", "+02:00"),
        ("2019-11-19T24:00:00Z", "+00:00"),
        ("2019-11-19T10:00+19:00", None),
        ("20191119144500", None),
        ("2019111914", None),
    ],
)
def test_the_zone_of_a_date(words: str, zone: str | None) -> None:
    found = iso_date(words, "page")
    assert found is not None
    assert (found.day, found.zone) == (dt.date(2019, 11, 19), zone)


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("GMT+2", "+02:00"),
        ("GMT -5", "-05:00"),
        ("UTC+5:30", "+05:30"),
        ("GMT+0330", "+03:30"),
        ("GMT+11", "+11:00"),
        ("GMT", "+00:00"),
        ("EST-5", None),
        ("GMT-2020", None),
        ("+2", None),
    ],
)
def test_a_zone_is_read_whole_or_not_at_all(words: str, zone: str | None) -> None:
    assert zone_of(words) == zone
