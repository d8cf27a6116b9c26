"""A date that cannot be right is doubted with its reason and never used; the next best takes its place."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.model import KnownFrom, Published, Rejected, Report, Source, Sureness
from dateline.read import Options
from dateline.read.desk import DEFAULTS, Draft
from dateline.read.doubts import NO_LIMITS, ZERO_DATES, Limits, Said, doubt, settled
from dateline.read.finish import finish
from tests.read.reading import items

TODAY = dt.date(2020, 6, 1)
STORY = "Soldiers left the harbour on Monday, the governor told reporters."
NOTHING_SAID = Said()


def stated(day: dt.date, known: KnownFrom = "metadata", sure: Sureness = "likely") -> Published:
    return Published(day, "day", known, sure)


def finished(draft: Draft, options: Options = DEFAULTS) -> tuple[Report, list[Rejected]]:
    report, *rest = finish(draft, options)
    assert isinstance(report, Report)
    return report, [one for one in rest if isinstance(one, Rejected)]


def draft(*dates: Published, body: str = STORY, url: str | None = None, not_after: dt.date | None = None) -> Draft:
    source = Source("a.html", form="html")
    return Draft(title="Soldiers leave", body=body, dates=dates, url=url, not_after=not_after, source=source)


def test_a_doubted_date_is_kept_and_told_and_the_next_is_used() -> None:
    good, bad = stated(dt.date(2020, 5, 30), "page"), stated(dt.date(2021, 5, 30))
    report, told = finished(draft(bad, good), Options(today=TODAY))
    assert report.published == good
    assert [one.date for one in report.doubted] == [bad]
    assert [one.reason for one in told] == ["doubted-date"]
    assert "2021-05-30" in told[0].detail
    assert "2020-06-01" in told[0].detail


def test_a_row_of_the_future_is_doubted_only_while_it_is() -> None:
    data = json.dumps({"text": STORY, "date": "2020-06-05"}).encode()
    report, told = items(data, "a.jsonl", options=Options(today=TODAY))
    assert isinstance(report, Report)
    assert report.published is None
    assert isinstance(told, Rejected)
    assert told.source.locator == "line 1"
    (later,) = items(data, "a.jsonl", options=Options(today=dt.date(2020, 6, 4)))
    assert isinstance(later, Report)
    assert later.published == stated(dt.date(2020, 6, 5))


@pytest.mark.parametrize(("days", "is_doubted"), [(0, False), (1, False), (2, True)])
def test_a_day_is_allowed_for_clocks_that_are_ahead(days: int, *, is_doubted: bool) -> None:
    date = stated(TODAY + dt.timedelta(days=days))
    assert (doubt(date, STORY, Limits(today=TODAY)) is not None) == is_doubted
    assert (doubt(date, STORY, Limits(not_after=TODAY)) is not None) == is_doubted


def test_what_was_fetched_before_it_was_published_is_doubted() -> None:
    report, told = finished(draft(stated(dt.date(2020, 5, 30)), not_after=dt.date(2020, 4, 1)))
    assert report.published is None
    assert "fetched or sent, 2020-04-01" in told[0].detail


def test_what_is_older_than_its_outlet_is_doubted() -> None:
    assert doubt(stated(dt.date(1995, 3, 1)), STORY, Limits(founded=1996)) == "the outlet was founded in 1996"
    assert doubt(stated(dt.date(1996, 1, 2)), STORY, Limits(founded=1996)) is None


@pytest.mark.parametrize("day", sorted(ZERO_DATES))
def test_dates_that_stand_for_none_are_doubted(day: dt.date) -> None:
    assert doubt(stated(day), STORY, NO_LIMITS)
    assert doubt(stated(day, "page", "certain"), STORY, Limits(page=True))


def test_a_newspaper_of_that_very_day_is_believed() -> None:
    (report,) = items(b"January 1, 1970\n\n" + STORY.encode(), "a.txt")
    assert isinstance(report, Report)
    assert report.published == stated(dt.date(1970, 1, 1), "text")


def test_a_web_page_from_before_the_web_needs_a_second_witness() -> None:
    day = dt.date(1916, 4, 25)
    assert doubt(stated(day), STORY, Limits(page=True))
    assert doubt(stated(day), STORY, NO_LIMITS) is None
    body = f"DUBLIN, April 25, 1916 (Reuters) - {STORY}"
    report, told = finished(draft(stated(day), body=body))
    assert report.published == stated(day, sure="certain")
    assert not told


LATER = "On 5 May 2019 the army took the port. The governor fled on 7 May 2019 and was seen abroad."


def test_a_text_that_tells_of_later_days_contradicts_its_date() -> None:
    assert "5 May 2019" in (doubt(stated(dt.date(2010, 3, 1)), LATER, NO_LIMITS) or "")
    assert doubt(stated(dt.date(2019, 5, 8)), LATER, NO_LIMITS) is None


@pytest.mark.parametrize(
    "text",
    [
        "On 5 May 2019 the army took the port. The governor fled.",
        "The treaty, signed in haste, will expire on 5 May 2019. The lease ends on 7 May 2019, they said.",
        "The court ordered them to be held until 5 May 2019. It was told that the term ended by 7 May 2019.",
        "The summit is planned for 5 May 2019, he said. Elections were scheduled for 7 May 2019.",
    ],
)
def test_one_later_day_or_a_look_ahead_is_no_contradiction(text: str) -> None:
    assert doubt(stated(dt.date(2010, 3, 1)), text, NO_LIMITS) is None


def test_what_the_caller_gives_is_never_doubted() -> None:
    given_date = Published(dt.date(1970, 1, 1))
    limits = Limits(today=dt.date(1960, 1, 1), founded=1990, page=True)
    assert settled([given_date], NOTHING_SAID, LATER, limits) == (given_date, ())


def test_the_address_makes_a_row_certain() -> None:
    report, _ = finished(draft(stated(dt.date(2020, 4, 1)), url="https://gazette.example/2020/04/01/a"))
    assert report.published == stated(dt.date(2020, 4, 1), sure="certain")


@pytest.mark.parametrize(("day", "sure"), [(1, "certain"), (2, "certain"), (3, "likely")])
def test_a_dateline_bears_out_its_day_and_the_next(day: int, sure: Sureness) -> None:
    body = f"GENEVA, April 1 (AFP) - {STORY}"
    report, _ = finished(draft(stated(dt.date(2020, 4, day)), body=body))
    assert report.published == stated(dt.date(2020, 4, day), sure=sure)


def test_of_two_dates_the_one_that_the_text_bears_out_is_used() -> None:
    first, second = stated(dt.date(2020, 4, 9), sure="unsure"), stated(dt.date(2020, 4, 1), "page", "unsure")
    report, _ = finished(draft(first, second, body=f"01 April, 2020\n{STORY}"))
    assert report.published == stated(dt.date(2020, 4, 1), "page", "certain")


def test_a_row_whose_address_or_date_line_says_another_day_is_unsure() -> None:
    row = stated(dt.date(2020, 4, 9))
    address = "https://gazette.example/2020/03/01/a"
    assert finished(draft(row, url=address))[0].published == stated(row.day, sure="unsure")
    assert finished(draft(row, body=f"01 April, 2020\n{STORY}"))[0].published == stated(row.day, sure="unsure")
    assert finished(draft(row, body=f"08 April, 2020\n{STORY}"))[0].published == row


def test_what_the_text_says_plainly_is_better_than_weak_evidence() -> None:
    month = "https://gazette.example/2020/04/a"
    report, _ = finished(draft(body=f"02 April, 2020\n{STORY}", url=month))
    assert report.published == stated(dt.date(2020, 4, 2), "text")


DATES = st.builds(
    Published,
    st.one_of(st.dates(), st.sampled_from(sorted(ZERO_DATES))),
    st.sampled_from(["day", "month", "year"]),
    st.sampled_from(["metadata", "page", "url"]),
    st.sampled_from(["certain", "likely", "unsure"]),
)


@given(st.lists(DATES, max_size=5), st.dates(), st.dates(), st.sampled_from(["", STORY, f"1 May 2031\n{LATER}"]))
@example([], dt.date(2020, 1, 1), dt.date.max, "1 May 2031\nSoldiers left.")
def test_no_date_of_the_future_is_used_and_none_that_is_doubted(
    dates: list[Published], today: dt.date, sent: dt.date, body: str
) -> None:
    report, told = finished(draft(*dates, body=body, not_after=sent), Options(today=today))
    used = report.published
    if used is not None:
        last = min(today.toordinal(), sent.toordinal()) + 1
        assert used.day.toordinal() <= last
        assert (used.day, used.precision) not in {(one.date.day, one.date.precision) for one in report.doubted}
    assert [one.reason for one in told] == ["doubted-date"] * len(report.doubted)
    assert all(one.why for one in report.doubted)
