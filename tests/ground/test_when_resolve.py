"""What phrases stand for, reckoned from a report's day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ground.when import Tense, bound, resolve_time, tense_of, timex_value
from dateline.model import Factuality, Interval, Precision, Published
from tests.ground.test_when_find import phrases

WEDNESDAY = Published(dt.date(2020, 4, 1))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def days(
    phrase: str, *, tense: Tense | None = "past", context: str = "", published: Published | None = WEDNESDAY
) -> tuple[str, str] | None:
    choice = resolve_time(phrase, published=published, tense=tense, context=context).choice
    if choice is None or choice.stated is None:
        return None
    return choice.stated.start.isoformat(), choice.stated.end.isoformat()


def one_day(day: str) -> tuple[str, str]:
    return day, day


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on Tuesday", one_day("2020-03-31")),
        ("Wednesday", one_day("2020-04-01")),
        ("last Wednesday", one_day("2020-03-25")),
        ("next Tuesday", one_day("2020-04-07")),
        ("this Friday", one_day("2020-04-03")),
        ("Friday last week", one_day("2020-03-27")),
        ("yesterday", one_day("2020-03-31")),
        ("tonight", one_day("2020-04-01")),
        ("the day before yesterday", one_day("2020-03-30")),
        ("overnight", ("2020-03-31", "2020-04-01")),
        ("the weekend", ("2020-03-28", "2020-03-29")),
        ("last week", ("2020-03-23", "2020-03-29")),
        ("this week", ("2020-03-30", "2020-04-05")),
        ("earlier this week", ("2020-03-30", "2020-04-01")),
        ("next month", ("2020-05-01", "2020-05-31")),
        ("last year", ("2019-01-01", "2019-12-31")),
        ("earlier this year", ("2020-01-01", "2020-04-01")),
        ("later this month", ("2020-04-01", "2020-04-30")),
        ("in January", ("2020-01-01", "2020-01-31")),
        ("in June", ("2019-06-01", "2019-06-30")),
        ("last October", ("2019-10-01", "2019-10-31")),
        ("11 March", one_day("2020-03-11")),
        ("December 20", one_day("2019-12-20")),
        ("Wednesday, February 26", one_day("2020-02-26")),
        ("early March", ("2020-03-01", "2020-03-10")),
        ("mid-February 2004", ("2004-02-11", "2004-02-20")),
        ("the end of June last year", ("2019-06-21", "2019-06-30")),
        ("mid-2019", ("2019-05-01", "2019-08-31")),
        ("late last year", ("2019-09-01", "2019-12-31")),
        ("the first week of March", ("2020-03-01", "2020-03-07")),
        ("the last Friday of May 2019", one_day("2019-05-31")),
        ("the first half of 2020", ("2020-01-01", "2020-06-30")),
        ("Q3 2019", ("2019-07-01", "2019-09-30")),
        ("last summer", ("2019-06-01", "2019-08-31")),
        ("since Sunday", ("2020-03-29", "2020-04-01")),
        ("since 2016", ("2016-01-01", "2020-04-01")),
        ("since the mission began in 1999", ("1999-01-01", "2020-04-01")),
        ("from 3 to 5 March", ("2020-03-03", "2020-03-05")),
        ("between 28 February and 2 March", ("2020-02-28", "2020-03-02")),
        ("from November to January", ("2019-11-01", "2020-01-31")),
        ("February 13, 16 and 18", ("2020-02-13", "2020-02-18")),
        ("in 2014 and 2015", ("2014-01-01", "2015-12-31")),
        ("1980-88", ("1980-01-01", "1988-12-31")),
        ("in the 1950s", ("1950-01-01", "1959-12-31")),
        ("over the past two weeks", ("2020-03-18", "2020-04-01")),
        ("during the past week", ("2020-03-25", "2020-04-01")),
        ("two days ago", one_day("2020-03-30")),
        ("about a week ago", ("2020-03-24", "2020-03-26")),
        ("three months ago", ("2020-01-01", "2020-01-31")),
        ("a year ago", ("2019-04-01", "2019-04-30")),
        ("ten years ago", ("2010-01-01", "2010-12-31")),
        ("a few days ago", ("2020-03-27", "2020-03-29")),
        ("a year and a half ago", ("2018-09-01", "2018-09-30")),
        ("half a century ago", ("1970-01-01", "1970-12-31")),
        ("two years ago today", one_day("2018-04-01")),
        ("the week before last", ("2020-03-16", "2020-03-22")),
        ("this past Sunday", one_day("2020-03-29")),
        ("the past weekend", ("2020-03-28", "2020-03-29")),
        ("from Sunday evening until early Tuesday", ("2020-03-29", "2020-03-31")),
        ("2006, 2009 and 2013", ("2006-01-01", "2013-12-31")),
        ("the mid-1990s", ("1994-01-01", "1996-12-31")),
        ("the eve of Christmas 2018", one_day("2018-12-24")),
        ("late Monday night", one_day("2020-03-30")),
        ("the week of 6 March", ("2020-03-02", "2020-03-08")),
        ("the second consecutive day", ("2020-03-31", "2020-04-01")),
        ("at 5 p.m. on Tuesday", one_day("2020-03-31")),
        ("dawn on Friday", one_day("2020-03-27")),
        ("Tuesday regarding the talks", one_day("2020-03-31")),
        ("Easter Sunday in 2008", one_day("2008-03-23")),
        ("New Year’s Day", one_day("2020-01-01")),
        ("two days before Christmas", one_day("2019-12-23")),
        ("9/11", one_day("2001-09-11")),
        ("2020-03-04", one_day("2020-03-04")),
        ("13/03/2020", one_day("2020-03-13")),
        ("13 Farvardin 1399", one_day("2020-04-01")),
        ("15 Sha'ban 1441", one_day("2020-04-09")),
        ("Ramadan 2019", ("2019-05-06", "2019-06-04")),
        ("Farvardin 1399", ("2020-03-20", "2020-04-19")),
        ("the 1970s-80s", ("1970-01-01", "1989-12-31")),
        ("fiscal 2019", ("2019-01-01", "2019-12-31")),
        ("22 Bahman 1357", one_day("1979-02-11")),
    ],
)
def test_phrases(phrase: str, expected: tuple[str, str]) -> None:
    assert days(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on Tuesday", one_day("2020-04-07")),
        ("in June", ("2020-06-01", "2020-06-30")),
        ("April 20", one_day("2020-04-20")),
        ("by April 20", ("2020-04-01", "2020-04-20")),
        ("starting on July 1", one_day("2020-07-01")),
        ("the weekend", ("2020-04-04", "2020-04-05")),
        ("in two weeks", ("2020-04-01", "2020-04-15")),
        ("within the next two weeks", ("2020-04-01", "2020-04-15")),
        ("Eid al-Fitr", one_day("2020-05-24")),
        ("Nowruz 2021", one_day("2021-03-21")),
        ("Nowruz 2024", one_day("2024-03-20")),
        ("Eid al-Adha 2020", one_day("2020-07-31")),
        ("Orthodox Easter 2022", one_day("2022-04-24")),
    ],
)
def test_future_phrases(phrase: str, expected: tuple[str, str]) -> None:
    assert days(phrase, tense="future") == expected


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ("Ministers will meet on Friday in Vienna.", one_day("2020-04-03")),
        ("The talks, which were due to open on Friday, were put off.", one_day("2020-04-03")),
        ("Prices rose due to the strike on Friday.", one_day("2020-03-27")),
        ("The army will withdraw, according to state radio on Friday.", one_day("2020-03-27")),
        ("It will appeal against Friday's ruling.", one_day("2020-03-27")),
        ("Friday's trial will hear two charges.", one_day("2020-04-03")),
        ("Ministers met on Friday in Vienna.", one_day("2020-03-27")),
        ("The talks are due to open on Friday.", one_day("2020-04-03")),
        ("The army, which will withdraw next year, said on Friday it had lost two men.", one_day("2020-03-27")),
        ("Police on Friday arrested a man who will be tried.", one_day("2020-03-27")),
    ],
)
def test_the_sentence_tells_the_tense(context: str, expected: tuple[str, str]) -> None:
    assert days("Friday", tense=None, context=context) == expected


def test_words_cut_off_at_the_edge_are_read_from_the_sentence() -> None:
    assert days("Tuesday", context="It has lasted since Tuesday.") == ("2020-03-31", "2020-04-01")
    assert days("March", context="In the first week of March he fled.") == ("2020-03-01", "2020-03-07")


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("recently", "vague"),
        ("in recent weeks", "vague"),
        ("for three days", "length"),
        ("every year", "repeated"),
        ("before Tuesday", "no start"),
        ("03/04/2019", "swapped"),
        ("two days earlier", "another event"),
        ("at noon", "day is not said"),
        ("31 April", "outside"),
        ("during the siege", "names no time"),
        ("", "names no time"),
    ],
)
def test_abstains_and_says_why(phrase: str, word: str) -> None:
    resolution = resolve_time(phrase, published=WEDNESDAY, tense="past")
    assert resolution.choice is None
    assert any(word in reason for reason in resolution.reasons)


def test_without_a_publication_date_only_full_dates_resolve() -> None:
    assert days("4 March 2014", published=None) == one_day("2014-03-04")
    assert days("in 2014", published=None) == ("2014-01-01", "2014-12-31")
    for phrase in ("Tuesday", "last week", "in March", "two days ago", "Christmas", "since 4 May"):
        resolution = resolve_time(phrase, published=None)
        assert resolution.choice is None
        assert any("unknown" in reason for reason in resolution.reasons)


def test_a_publication_date_known_to_the_month_gives_no_days() -> None:
    coarse = Published(dt.date(2020, 4, 1), "month")
    assert days("Tuesday", published=coarse) is None
    assert days("last month", published=coarse) == ("2020-03-01", "2020-03-31")
    assert days("last year", published=coarse) == ("2019-01-01", "2019-12-31")


def test_an_anchor_is_what_other_events_are_counted_from() -> None:
    anchor = Interval(dt.date(2019, 6, 10), dt.date(2019, 6, 12), "range", "text")
    resolved = {
        phrase: resolve_time(phrase, published=WEDNESDAY, anchor=anchor).choice
        for phrase in ("two days earlier", "the following day", "that month", "three days later")
    }
    stated = {phrase: choice.stated for phrase, choice in resolved.items() if choice is not None}
    assert stated["two days earlier"] == Interval(dt.date(2019, 6, 8), dt.date(2019, 6, 8), "day", "anchor")
    assert stated["the following day"] == Interval(dt.date(2019, 6, 13), dt.date(2019, 6, 13), "day", "anchor")
    assert stated["that month"] == Interval(dt.date(2019, 6, 1), dt.date(2019, 6, 30), "month", "anchor")
    assert stated["three days later"] == Interval(dt.date(2019, 6, 15), dt.date(2019, 6, 15), "day", "anchor")


def test_days_are_not_counted_from_a_whole_year() -> None:
    anchor = Interval(dt.date(2011, 1, 1), dt.date(2011, 12, 31), "year", "text")
    resolution = resolve_time("the day before", published=WEDNESDAY, anchor=anchor)
    assert resolution.choice is None
    assert resolution.reasons == ("reckoned in days from another event, of which only the year is known",)
    choice = resolve_time("two years later", published=WEDNESDAY, anchor=anchor).choice
    assert choice is not None
    assert choice.stated == Interval(dt.date(2013, 1, 1), dt.date(2013, 12, 31), "year", "anchor")


def test_a_year_named_earlier_places_a_month() -> None:
    year = Interval(dt.date(2012, 1, 1), dt.date(2012, 12, 31), "year", "text")
    choice = resolve_time("in May", published=WEDNESDAY, anchor=year).choice
    assert choice is not None
    assert choice.stated == Interval(dt.date(2012, 5, 1), dt.date(2012, 5, 31), "month", "anchor")


@pytest.mark.parametrize(
    ("phrase", "precision", "basis"),
    [
        ("Tuesday", "day", "publication"),
        ("last week", "week", "publication"),
        ("in March 2014", "month", "text"),
        ("1990s", "decade", "text"),
        ("early March", "range", "publication"),
        ("the third quarter of 2019", "quarter", "text"),
    ],
)
def test_precision_and_basis(phrase: str, precision: Precision, basis: str) -> None:
    choice = resolve_time(phrase, published=WEDNESDAY, tense="past").choice
    assert choice is not None
    assert choice.stated is not None
    assert (choice.stated.precision, choice.stated.basis) == (precision, basis)


def test_reasons_and_the_other_reading_are_kept() -> None:
    resolution = resolve_time("Tuesday", published=WEDNESDAY, tense="past")
    assert resolution.reasons == ("'Tuesday' before the report's Wednesday 2020-04-01, past tense",)
    assert [c.value.stated.start.day for c in resolution.candidates if c.value.stated] == [31, 7]
    assert resolution.candidates[0].value == resolution.choice


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Tuesday", ("DATE", "2020-03-31")),
        ("last week", ("DATE", "2020-W13")),
        ("January", ("DATE", "2020-01")),
        ("Tuesday night", ("TIME", "2020-03-31TNI")),
        ("5:30 p.m. Tuesday", ("TIME", "2020-03-31T17:30")),
        ("three days", ("DURATION", "P3D")),
        ("a few hours", ("DURATION", "PTXH")),
        ("half an hour", ("DURATION", "PT30M")),
        ("5 1/2 hours", ("DURATION", "PT5H30M")),
        ("a quarter century", ("DURATION", "P25Y")),
        ("two to three weeks", ("DURATION", "PXW")),
        ("now", ("DATE", "PRESENT_REF")),
        ("every month", ("SET", "P1M")),
        ("the first quarter of 1998", ("DATE", "1998-Q1")),
        ("last summer", ("DATE", "2019-SU")),
        ("the weekend", ("DATE", "2020-W13-WE")),
    ],
)
def test_timex_values(phrase: str, expected: tuple[str, str]) -> None:
    assert timex_value(phrase, published=WEDNESDAY, context=f"It began {phrase}.") == expected


def test_timex_value_without_a_day() -> None:
    assert timex_value("Tuesday", published=None) == ("DATE", "XXXX-WXX-2")
    assert timex_value("last week", published=None) is None
    assert timex_value("the siege", published=WEDNESDAY) is None


@pytest.mark.parametrize("factuality", ["occurred", "negated", "denied", "unclear"])
def test_bound_of_what_is_told_as_past(factuality: Factuality) -> None:
    assert bound(WEDNESDAY, factuality) == Interval(dt.date(2020, 3, 25), dt.date(2020, 4, 1), "range", "publication")


@pytest.mark.parametrize("factuality", ["planned", "possible"])
def test_bound_of_what_is_ahead(factuality: Factuality) -> None:
    assert bound(WEDNESDAY, factuality) == Interval(dt.date(2020, 4, 1), dt.date(2021, 4, 1), "range", "publication")


def test_bound_needs_a_day_inside_the_calendar() -> None:
    assert bound(None, "occurred") is None
    assert bound(Published(dt.date(2020, 4, 1), "year"), "occurred") is None
    assert bound(Published(dt.date.min), "occurred") is None
    assert bound(Published(dt.date.max), "planned") is None


def test_factuality_settles_the_tense_of_plans_and_facts_only() -> None:
    assert [tense_of(f) for f in ("planned", "occurred", "possible")] == ["future", "past", None]


@given(
    st.sampled_from(range(7)), st.dates(dt.date(1, 1, 8), dt.date(9999, 12, 24)), st.sampled_from(["past", "future"])
)
def test_a_weekday_is_that_weekday_within_a_week(weekday: int, day: dt.date, tense: Tense) -> None:
    choice = resolve_time(f"on {WEEKDAYS[weekday]}", published=Published(day), tense=tense).choice
    assert choice is not None
    assert choice.stated is not None
    found = choice.stated.start
    assert found == choice.stated.end
    assert found.weekday() == weekday
    assert 0 <= ((day - found) if tense == "past" else (found - day)).days < 7


@pytest.mark.parametrize(
    "day", [dt.date.min, dt.date(1, 1, 5), dt.date(9999, 1, 1), dt.date(9999, 12, 28), dt.date.max]
)
@pytest.mark.parametrize("tense", ["past", "future"])
def test_the_ends_of_the_calendar_never_raise(day: dt.date, tense: Tense) -> None:
    units = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century")
    counted = [f"{shape} {unit}" for unit in units for shape in ("last", "this", "next", "the end of the", "each", "a")]
    shifted = [f"{count} {unit}s {side}" for unit in units for count in (2, 9999) for side in ("ago", "from now")]
    named = ["Monday", "next Sunday", "February", "29 February", "last summer", "Ramadan", "Easter", "Eid al-Adha"]
    calendars = ["1 Muharram 1", "30 Esfand 9378", "Ramadan 9999", "the 99th century", "31 December 9999", "15 Mehr"]
    stretches = ["the past two centuries", "the next 900 months", "the fourth quarter", "the last week of the year"]
    for phrase in (*counted, *shifted, *named, *calendars, *stretches):
        resolution = resolve_time(phrase, published=Published(day), tense=tense)
        assert resolution.reasons, phrase
        timex_value(phrase, published=Published(day))


@given(st.integers(0, 400), st.dates(dt.date(3, 1, 1), dt.date(9990, 1, 1)))
def test_days_ago_round_trip(count: int, day: dt.date) -> None:
    choice = resolve_time(f"{count + 2} days ago", published=Published(day)).choice
    assert choice is not None
    assert choice.stated is not None
    assert choice.stated.start + dt.timedelta(days=count + 2) == day


@given(st.dates(dt.date(1900, 1, 1), dt.date(2049, 12, 31)))
def test_full_dates_read_back(day: dt.date) -> None:
    for phrase in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}"):
        assert days(phrase, published=None) == (day.isoformat(), day.isoformat())


@given(
    st.one_of(st.text(), phrases),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["past", "future", None]),
    st.one_of(st.just(""), phrases),
    st.integers(0, 1),
)
@settings(max_examples=500)
def test_never_raises_and_never_ends_before_it_starts(
    phrase: str, day: dt.date | None, tense: Tense | None, context: str, anchored: int
) -> None:
    published = Published(day) if day is not None else None
    anchor = Interval(day, day, "day", "text") if day is not None and anchored else None
    resolution = resolve_time(phrase, published=published, tense=tense, context=f"{context} {phrase}", anchor=anchor)
    again = resolve_time(phrase, published=published, tense=tense, context=f"{context} {phrase}", anchor=anchor)
    assert resolution == again
    assert resolution.reasons
    if resolution.choice is not None:
        assert resolution.choice.stated is not None
        assert resolution.choice.stated.start <= resolution.choice.stated.end


THURSDAY = Published(dt.date(2021, 6, 10))


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("on the night of 3 to 4 June", ("2021-06-03", "2021-06-04")),
        ("the night between 3 and 4 June 2020", ("2020-06-03", "2020-06-04")),
        ("overnight from 3 to 4 June", ("2021-06-03", "2021-06-04")),
        ("the night of June 3rd to 4th", ("2021-06-03", "2021-06-04")),
        ("3/4 June", ("2021-06-03", "2021-06-04")),
        ("the 3rd and 4th of June", ("2021-06-03", "2021-06-04")),
        ("Saturday into Sunday", ("2021-06-05", "2021-06-06")),
        ("Saturday night into Sunday morning", ("2021-06-05", "2021-06-06")),
        ("before dawn on Monday", one_day("2021-06-07")),
        ("shortly before midnight Monday", one_day("2021-06-07")),
        ("before 6 a.m. on Monday", one_day("2021-06-07")),
        ("after sunset on Monday", one_day("2021-06-07")),
        ("a week ago Tuesday", one_day("2021-06-01")),
        ("two weeks ago on Sunday", one_day("2021-05-23")),
        ("a week ago yesterday", one_day("2021-06-02")),
        ("three years ago on 5 May", one_day("2018-05-05")),
        ("Monday week", one_day("2021-06-21")),
        ("Saturday fortnight", one_day("2021-06-26")),
        ("a week ago", ("2021-06-02", "2021-06-04")),
        ("a fortnight ago", ("2021-05-24", "2021-05-30")),
        ("five weeks ago", ("2021-05-03", "2021-05-09")),
    ],
)
def test_nights_turns_of_the_day_and_weeks(phrase: str, expected: tuple[str, str]) -> None:
    assert days(phrase, published=THURSDAY) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "during the night",
        "early in the morning",
        "the evening",
        "later in the day",
        "at the end of the day",
        "at the last minute",
        "that night",
        "before dawn",
        "the previous Monday",
        "the following Monday",
    ],
)
def test_a_day_left_unsaid_is_not_the_report_s_own(phrase: str) -> None:
    found = resolve_time(phrase, published=THURSDAY, tense="past")
    assert found.choice is None
    assert found.reasons


def test_a_weekday_told_from_another_event() -> None:
    event = Interval(dt.date(2021, 5, 20), dt.date(2021, 5, 20), "day", "text")
    for phrase, expected in (("the previous Monday", "2021-05-17"), ("the following Monday", "2021-05-24")):
        choice = resolve_time(phrase, published=THURSDAY, tense="past", anchor=event).choice
        assert choice is not None
        assert choice.stated is not None
        assert choice.stated.start.isoformat() == expected
        assert choice.stated.basis == "anchor"


@pytest.mark.parametrize(
    ("phrase", "precision"), [("three weeks ago", "week"), ("a week ago", "range"), ("four months ago", "month")]
)
def test_counted_units_are_no_finer_than_they_are_told(phrase: str, precision: Precision) -> None:
    choice = resolve_time(phrase, published=THURSDAY, tense="past").choice
    assert choice is not None
    assert choice.stated is not None
    assert choice.stated.precision == precision


def test_the_same_stretch_in_any_sentence() -> None:
    for context in ("", "Shells fell from Saturday into Sunday.", "Troops were moved Saturday into Sunday, it said."):
        assert days("Saturday into Sunday", context=context, published=THURSDAY) == ("2021-06-05", "2021-06-06")


def test_a_feast_close_ahead_is_not_that_of_the_year_before() -> None:
    found = resolve_time("on Nowruz", published=Published(dt.date(2021, 1, 20)), tense="past")
    assert found.choice is not None
    assert found.choice.stated is not None
    assert found.choice.stated.start == dt.date(2021, 3, 21)
    assert "coming" in found.reasons[0]


def test_a_plan_until_a_day_lasts_from_the_report_to_it() -> None:
    found = resolve_time("until April 20", published=WEDNESDAY, tense="future").choice
    assert found
    assert found.stated == Interval(dt.date(2020, 4, 1), dt.date(2020, 4, 20), "range", "publication")


def test_a_year_that_is_only_reckoned_says_nothing_of_later_days() -> None:
    reckoned = Interval(dt.date(2021, 1, 1), dt.date(2021, 12, 31), "year", "publication")
    named = Interval(dt.date(2021, 1, 1), dt.date(2021, 12, 31), "year", "text")
    found = [
        resolve_time("on April 15", published=WEDNESDAY, tense="future", anchor=anchor).choice
        for anchor in (reckoned, named)
    ]
    assert [when.stated.start.year for when in found if when and when.stated] == [2020, 2021]
