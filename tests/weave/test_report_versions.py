"""Reports of one address are versions of one report where their texts are alike, and the later one is told."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
import pytest

from dateline.model import Furniture, Report, Span
from dateline.weave.reports.versions import address_of, edition_of, version_keys, versioned
from dateline.weave.reports.words import words_of
from tests.archive.prints import article, reprint, with_url
from tests.weave.builders import DAY, report

URL = "https://daily.example/world/convoy-hit-near-border"


@pytest.mark.parametrize(
    "same",
    [
        "https://www.daily.example/world/convoy-hit-near-border",
        "http://daily.example/world/convoy-hit-near-border/",
        "https://daily.example/world/convoy-hit-near-border?utm_source=feed&fbclid=abc#comments",
        "https://m.daily.example/world/convoy-hit-near-border/amp",
        "HTTPS://Daily.Example:443/world/convoy%2Dhit-near-border",
    ],
)
def test_ways_of_writing_an_address_are_one(same: str) -> None:
    assert address_of(same) == address_of(URL) == "daily.example/world/convoy-hit-near-border"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "https://daily.example",
        "https://daily.example/world/",
        "https://daily.example/world/middle-east",
        "https://daily.example/world/index.html?utm_source=feed",
        "https://daily.example/2024/05",
        "https://[broken",
    ],
)
def test_front_pages_and_sections_are_no_address_of_a_report(url: str | None) -> None:
    assert address_of(url) is None
    assert version_keys(with_url(article(1), url or "")) == ()


def test_parameters_that_name_a_report_are_kept_in_one_order() -> None:
    assert address_of("https://x.example/story?id=71&page=2") == address_of("https://x.example/story?page=2&id=71")
    assert address_of("https://x.example/story?id=71") != address_of("https://x.example/story?id=72")


def are_versions(one: Report, other: Report, days_apart: int | None = 0) -> bool:
    told = words_of(one), words_of(other)
    found = versioned(one, other, told, days_apart)
    assert versioned(other, one, told[::-1], days_apart) == found
    return found is not None


def test_a_report_that_grew_is_a_version_and_another_text_at_its_address_is_none() -> None:
    first = with_url(article(1), URL)
    lines = first.text.split("\n")
    grown = with_url(report("\n".join([*lines[:8], *article(2).text.split("\n")[1:9]])), URL)
    assert are_versions(first, grown)
    assert not are_versions(first, with_url(article(3), URL))
    assert not are_versions(first, with_url(grown, "https://daily.example/world/another-story-of-today"))


def test_a_first_flash_that_was_written_anew_is_a_version() -> None:
    flash = "Bomb kills people in Karmin\nA bomb in Karmin killed at least 4 people near the Velmir mosque, General Dralor said."
    full = (
        "Bomb kills 9 people in Karmin\nNine people died when a bomb went off outside the Velmir mosque on Monday, "
        "according to General Dralor, who commands the garrison of Karmin. Shops were closed and the wounded were taken to "
        "three hospitals. Nobody has said who laid it, and the governor asked the capital for doctors and blood."
    )
    assert are_versions(with_url(report(flash), URL), with_url(report(full), URL))


def test_entries_of_one_page_are_no_versions_even_where_they_are_alike() -> None:
    one = article(1)
    assert not are_versions(with_url(one, f"{URL}#entry-1"), with_url(one, f"{URL}#entry-2"))


def test_an_address_that_is_used_again_much_later_asks_for_nearly_the_same_text() -> None:
    first = with_url(article(1), URL)
    half = with_url(report("\n".join([*first.text.split("\n")[:8], *article(2).text.split("\n")[1:9]])), URL)
    assert not are_versions(first, half, 60)
    assert are_versions(first, with_url(reprint(first, random.Random(1), outlet="A", keep=1.0, changed=0.01), URL), 60)


def test_later_editions_sort_behind_earlier_ones() -> None:
    first = article(1)
    noted = msgspec.structs.replace(first, furniture=(Furniture(Span(0, 4), "correction"),))
    longer = report(f"{first.text}\nMore.")
    next_day = report(first.text, day=DAY + dt.timedelta(days=1))
    undated = report(first.text, day=None)
    editions = [edition_of(one) for one in (undated, first, longer, noted, next_day)]
    assert editions == sorted(editions)
    assert len(set(editions)) == len(editions)
