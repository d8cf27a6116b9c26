"""A page's dates are weighed together: each kind of evidence, their agreement, and what is no publication date."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml.html import fromstring

from dateline.model import Published
from dateline.read.page.works import works_of
from dateline.read.pagedate import page_date

HEADLINE = "<h1>Ferry talks end</h1>"
NOON = '<meta property="article:published_time" content="2021-03-08T12:00:00Z">'
NIGHT = '<meta property="article:published_time" content="2021-03-09T03:15:40Z">'
DAY = dt.date(2021, 3, 8)


def dates(head: str, body: str = "", url: str | None = None) -> tuple[Published, ...]:
    """Weigh the dates of a small page; `body` stands under its headline."""
    html = (
        f"<html><head><title>Ferry talks end</title>{head}</head><body>{HEADLINE}{body}<p>They left.</p></body></html>"
    )
    tree = fromstring(html)
    return page_date(tree, url, works_of(tree))


def best(head: str, body: str = "", url: str | None = None) -> tuple[dt.date, str, str]:
    first = dates(head, body, url)[0]
    return first.day, first.known, first.sure


@pytest.mark.parametrize(
    ("head", "body", "known", "sure"),
    [
        (NOON, "", "metadata", "likely"),
        ('<meta name="date" content="2021-03-08">', "", "metadata", "unsure"),
        ('<meta name="pubdate" content="1615204800">', "", "metadata", "likely"),
        ('<meta name="pubdate" content="1615204800000">', "", "metadata", "likely"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-03-08"}</script>',
            "",
            "metadata",
            "likely",
        ),
        ("", '<time datetime="2021-03-08T09:00:00+02:00">today</time>', "page", "likely"),
        ("", '<span itemprop="datePublished" content="2021-03-08">today</span>', "page", "likely"),
        ("", '<span class="post-date">Monday 8 March 2021</span>', "page", "likely"),
        ("", "<div>8 March 2021</div>", "page", "unsure"),
        (NOON, "<div>8 March 2021</div>", "metadata", "certain"),
        ('<meta name="date" content="2021-03-08">', "<div>8 March 2021</div>", "metadata", "certain"),
    ],
)
def test_each_kind_of_evidence(head: str, body: str, known: str, sure: str) -> None:
    assert best(head, body) == (DAY, known, sure)


def test_a_page_without_a_date_has_none() -> None:
    assert dates("", "<p>It began on 8 March 2021, they said.</p>") == ()


@pytest.mark.parametrize(
    ("url", "day", "precision", "sure"),
    [
        ("https://gazette.example/2021/03/08/ferry", DAY, "day", "likely"),
        ("https://gazette.example/2021/mar/08/ferry", DAY, "day", "likely"),
        ("https://gazette.example/ferry-talks-20210308/", DAY, "day", "unsure"),
        ("https://gazette.example/ferry-2021-03-08.html", DAY, "day", "unsure"),
        ("https://gazette.example/2021/03/ferry", dt.date(2021, 3, 1), "month", "unsure"),
    ],
)
def test_the_address_alone(url: str, day: dt.date, precision: str, sure: str) -> None:
    (found,) = dates("", url=url)
    assert (found.day, found.precision, found.known, found.sure) == (day, precision, "url", sure)


def test_an_address_without_a_date_gives_none() -> None:
    assert dates("", url="https://gazette.example/story-20210308123/2021/ferry") == ()


# Metadata in universal time may be a day away from what the outlet's readers saw.


def test_the_day_that_readers_saw_is_right() -> None:
    assert best(NIGHT, '<time datetime="2021-03-09T03:15Z">March 8, 2021 10:15 pm</time>') == (
        DAY,
        "metadata",
        "certain",
    )


def test_the_visible_day_is_right_against_an_address_in_universal_time() -> None:
    found = best(NIGHT, '<span class="date">March 8, 2021</span>', "https://gazette.example/2021/03/09/ferry")
    assert found == (DAY, "page", "certain")


def test_the_day_of_the_address_is_right() -> None:
    assert best(NIGHT, url="https://gazette.example/2021/03/08/ferry") == (DAY, "url", "certain")


def test_the_name_of_an_address_moves_no_day() -> None:
    assert best(NIGHT, url="https://gazette.example/ferry-2021-03-08/")[0] == dt.date(2021, 3, 9)


def test_the_zone_is_told_by_a_change_that_is_shown() -> None:
    change = (
        '<p>Updated <time class="updated" datetime="2021-03-09T04:01:59Z">11:01 pm, Monday, March 8, 2021</time></p>'
    )
    other = '<time class="teaser-time" datetime="2021-03-02T04:01:59Z">March 1, 2021, 11:01 pm</time>'
    (found,) = dates(NIGHT, change + other * 3)[:1]
    assert (found.day, found.zone) == (DAY, "-05:00")


def test_the_zone_is_told_by_other_metadata() -> None:
    (found,) = dates(NIGHT + '<meta property="og:updated_time" content="2021-03-08T23:00:00-05:00">')[:1]
    assert (found.day, found.known, found.zone) == (DAY, "metadata", "-05:00")


def test_a_bare_day_is_cut_off_a_full_time() -> None:
    bare = '<meta property="article:published" content="2021-03-09">'
    (found,) = dates(bare + NIGHT, url="https://gazette.example/2021/03/08/ferry")[:1]
    assert (found.day, found.sure) == (DAY, "certain")


def test_without_a_hint_the_stated_day_stays() -> None:
    (found,) = dates(NIGHT)
    assert (found.day, found.zone, found.sure) == (dt.date(2021, 3, 9), "+00:00", "likely")


# What supports nothing else is ranked, and unsure.

LATE = '<meta property="article:published_time" content="2021-05-20T12:00:00+02:00">'


def test_address_and_visible_date_beat_a_later_publication() -> None:
    found = best(LATE, '<span class="date">8 March 2021</span>', "https://gazette.example/2021/03/08/ferry")
    assert found == (DAY, "page", "certain")


def test_metadata_and_address_beat_a_visible_change() -> None:
    found = best(NOON, '<span class="date">20 May 2021</span>', "https://gazette.example/2021/03/08/ferry")
    assert found == (DAY, "metadata", "certain")


def test_an_earlier_path_beats_metadata() -> None:
    assert best(LATE, url="https://gazette.example/2021/03/08/ferry") == (DAY, "url", "unsure")


def test_metadata_that_are_those_of_a_change_lose() -> None:
    changed = LATE + '<meta property="article:modified_time" content="2021-05-20T12:00:00+02:00">'
    assert best(changed, '<span class="date">8 March 2021</span>') == (DAY, "page", "unsure")
    assert best(LATE, '<span class="date">8 March 2021</span>')[0] == dt.date(2021, 5, 20)


def test_what_loses_is_still_told() -> None:
    found = dates(LATE, '<span class="date">8 March 2021</span>')
    assert [(one.day, one.sure) for one in found] == [(dt.date(2021, 5, 20), "unsure"), (DAY, "unsure")]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:modified_time" content="2021-03-08">', ""),
        ('<meta itemprop="dateModified" content="2021-03-08">', ""),
        ('<script type="application/ld+json">{"@type":"NewsArticle","dateModified":"2021-03-08"}</script>', ""),
        ("", '<time class="updated" datetime="2021-03-08">8 March 2021</time>'),
        ("", '<span class="date">Updated: 8 March 2021</span>'),
        ("", '<span class="date">Last modified on 8 March 2021 18:56 GMT</span>'),
        ("", '<aside><time datetime="2021-03-08">8 March</time></aside>'),
        ("", '<div class="related-stories"><time datetime="2021-03-08">8 March</time></div>'),
        ("", '<div class="comment-list"><span class="date">8 March 2021</span></div>'),
        ("", "<figure><figcaption>8 March 2021</figcaption></figure>"),
        ("", "<!-- 8 March 2021 --><script>var date = '8 March 2021'</script>"),
        (
            '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"Article","datePublished":"2021-03-08"}]}</script>',
            "",
        ),
    ],
)
def test_what_is_no_publication_date_of_this_story(head: str, body: str) -> None:
    assert dates(head, body) == ()


def test_of_a_stamp_with_two_dates_the_first_version_counts() -> None:
    stamp = '<span class="date">Updated: 9 May 2021 9:38 pm Posted: 8 March 2021 8:11 pm</span>'
    assert best("", stamp) == (DAY, "page", "likely")


def test_a_list_of_stories_above_the_headline_is_passed_over() -> None:
    listed = "".join(f'<div><time class="t" datetime="2021-05-{day:02}">May {day}</time></div>' for day in range(1, 9))
    own = '<time class="t" datetime="2021-03-08">8 March</time>'
    html = f"<html><head><title>Ferry talks end</title></head><body>{listed}{'<br>' * 30}{HEADLINE}{own}</body></html>"
    assert [one.day for one in page_date(fromstring(html), None, ())] == [DAY]
    assert page_date(fromstring(html.replace(own, "")), None, ()) == ()


def test_a_story_inside_no_promo_is_a_story() -> None:
    assert best("", '<header class="head--no-promo"><time datetime="2021-03-08">8 March</time></header>')[0] == DAY


def test_a_video_is_not_the_story() -> None:
    video = '{"@type":"VideoObject","uploadDate":"2021-01-01","datePublished":"2021-01-01"}'
    story = f'{{"@type":"NewsArticle","video":{video},"datePublished":"2021-03-08"}}'
    assert dates(f'<script type="application/ld+json">[{video},{story}]</script>')[0].day == DAY


def test_structured_data_that_are_no_json_still_tell_their_first_date() -> None:
    broken = '<script type="application/ld+json">{"headline": "A "word"", "datePublished": "2021-03-08"}</script>'
    assert best(broken) == (DAY, "metadata", "likely")


def test_a_zero_date_gives_way() -> None:
    zero = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00Z"}</script>'
    first, *rest = dates(zero, '<span class="date">8 March 2021</span>')
    assert first.day == DAY
    assert [one.day for one in rest] == [dt.date(1, 1, 1)]


@pytest.mark.parametrize("zone", ["+14:00", "-12:00"])
@pytest.mark.parametrize("time", ["9999-12-31T23:59:59Z", "1000-01-01T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_the_ends_of_the_calendar_are_survived(time: str, zone: str) -> None:
    head = f'<meta name="pubdate" content="{time}"><meta name="updated" content="2021-03-08T12:00:00{zone}">'
    assert dates(head, "<div>8 March 2021</div>", "https://gazette.example/2021/03/08/a")[0].day == DAY
    assert dates(head)
