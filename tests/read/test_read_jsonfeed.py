"""A JSON Feed becomes one report an item, of either version, and of a broken one what stands before the break."""

from __future__ import annotations

import json
import time

import pytest

from dateline.model import Rejected, Report
from tests.read.reading import items, rejected, report

BODY = "Soldiers opened fire near the harbour on Monday, the governor said."
VERSION = "https://jsonfeed.org/version/1.1"
LONG = 100_000


def feed(*entries: object, **head: object) -> bytes:
    """Make a feed."""
    return json.dumps({"version": VERSION, "title": "Gazette", **head, "items": entries}).encode()


def item(**fields: object) -> Report:
    """Read a feed of one item."""
    return report(feed(fields, home_page_url="https://gazette.example/news/"), "a.json")


def told(found: list[Report | Rejected]) -> list[tuple[str | None, str]]:
    """Give place and reason of what was rejected."""
    return [(each.source.locator, each.reason) for each in found if isinstance(each, Rejected)]


def test_an_item_keeps_what_it_says() -> None:
    found = item(
        id="g-1", url="world/1", title="Dockers\n killed", content_html=f"<p>{BODY}</p><p>Talks &amp; more", summary="teaser",
        date_published="2021-03-09T23:15:00-05:00", date_modified="2021-04-01", authors=[{"name": "A"}, {"name": "B"}, {}],
    )  # fmt: skip
    assert found.text == f"Dockers killed\n{BODY}\nTalks & more"
    assert found.url == "https://gazette.example/news/world/1"
    assert (found.outlet, found.author) == ("Gazette", "A, B")
    assert found.source is not None
    assert (found.source.given_id, found.source.locator, found.source.form) == ("g-1", "item 1", "jsonfeed")
    assert found.published is not None
    assert found.published.day.isoformat() == "2021-03-09"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"content_text": "3 < 5 &amp; <b>\n\nmore", "summary": "teaser"}, "3 < 5 &amp; <b>\n\nmore"),
        ({"content_html": " <p> ", "content_text": "words"}, "words"),
        ({"summary": "teaser"}, "teaser"),
        ({"content_text": "half \ud800 a sign"}, "half \ufffd a sign"),
    ],
)
def test_the_fullest_text_is_read(fields: dict[str, str], text: str) -> None:
    assert item(title="T", **fields).text == f"T\n{text}"


def test_the_first_version_is_read_too() -> None:
    old = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": 7, "content_text": BODY, "author": {"name": "A"}}],
    }
    found = report(json.dumps(old).replace("/", "\\/").encode(), "-")
    assert (found.author, found.name) == ("A", "7")


def test_its_version_may_stand_behind_other_keys_and_its_title_behind_the_items() -> None:
    data = {"icon": "x" * 3000, "version": VERSION, "items": [{"content_text": BODY}], "title": "Gazette"}
    found = report(json.dumps(data, indent=1).encode(), "a.json")
    assert (found.outlet, found.text) == ("Gazette", f"\n{BODY}")


def test_rows_of_json_lines_are_no_feed() -> None:
    row = json.dumps({"text": f'{BODY} "version": "https://jsonfeed.org/version/1"'}).encode()
    found = report(row, "a.json")
    assert found.source is not None
    assert found.source.form == "jsonl"


def test_a_change_is_no_sure_publication() -> None:
    found = item(title="T", date_modified="2021-03-09", date_published="soon")
    assert found.published is not None
    assert (found.published.day.isoformat(), found.published.sure) == ("2021-03-09", "unsure")
    assert told(items(feed({"title": "T", "date_published": "soon"}), "a.json")) == [("item 1", "bad-date")]


def test_bad_items_are_told_one_by_one() -> None:
    found = items(feed({"title": "one"}, {"title": ["x"]}, 3, {}, {"title": "five"}), "a.json")
    assert told(found) == [("item 2", "bad-row"), ("item 3", "bad-row"), ("item 4", "no-text")]
    assert [each.title for each in found if isinstance(each, Report)] == ["one", "five"]


@pytest.mark.parametrize("cut", [b'"title": "three', b', {"title": "three', b'{"title": "three'])
def test_a_feed_that_is_cut_keeps_what_stands_before_the_cut(cut: bytes) -> None:
    data = feed({"title": "one"}, {"title": "two"}, {"title": "three"})
    found = items(data[: data.index(cut) + len(cut) // 2], "a.json")
    assert [each.title for each in found if isinstance(each, Report)] == ["one", "two"]
    assert [reason for _, reason in told(found)] == ["bad-json"]


def test_what_is_no_feed_says_so() -> None:
    assert rejected(feed(), "a.json").reason == "empty-file"
    assert rejected(json.dumps({"version": VERSION}).encode(), "a.json").reason == "empty-file"
    assert rejected(feed({"title": "x"}).replace(b"Gazette", b"\\x"), "a.json").reason == "bad-json"
    assert rejected(feed({"title": "x"})[:-3] + b"\xff]}", "a.json").reason == "invalid-utf8"


@pytest.mark.parametrize(
    "inner",
    [
        "[" * LONG,
        '{"a":' * LONG,
        "9" * LONG,
        "-1e999999",
        '"' + "\\u0000" * LONG + '"',
        ",".join(["0"] * LONG),
        " " * LONG * 10,
    ],
    ids=range(7),
)
def test_hostile_items_cost_little_time(inner: str) -> None:
    start = time.process_time()
    found = items(feed({"title": "first"})[:-2] + f", {inner}]}}".encode(), "a.json")
    assert time.process_time() - start < 20
    assert isinstance(found[0], Report)
    assert all(reason in {"bad-row", "bad-json"} for _, reason in told(found))
