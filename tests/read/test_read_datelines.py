"""An agency dateline is read as place, day and outlet; what only looks like one is left in the story."""

from __future__ import annotations

import time

import pytest

from dateline.model import Report
from dateline.read import make_report, story_spans


def report_of(body: str) -> Report:
    """Give a report with a headline that has nothing to do with its body."""
    return make_report(title="Talks end without agreement", body=body)


@pytest.mark.parametrize(
    ("line", "place", "day", "outlet"),
    [
        ("BAGHDAD, April 1 (Reuters) - Two men died.", "BAGHDAD", "April 1", "Reuters"),
        ("WASHINGTON (AP) — The house voted.", "WASHINGTON", None, "AP"),
        ("Sana'a, Yemen, 3 Jan. 2020 (AFP) – Rebels left.", "Sana'a, Yemen", "3 Jan. 2020", "AFP"),
        ("GENEVA/ANKARA - The talks have ended now.", "GENEVA/ANKARA", None, None),
        ("London, Jan 5 - The minister left.", "London", "Jan 5", None),
        ("ST. PAUL, Minn., June 1 - The court sat.", "ST. PAUL, Minn.", "June 1", None),
        ("NEW DELHI, Aug. 3 (PTI): The court sat.", "NEW DELHI", "Aug. 3", "PTI"),
        ("MOSCOW, April 1. /TASS/. The ministry said so.", "MOSCOW", "April 1", "TASS"),
        ("(Nairobi) – Police arrested two men.", "Nairobi", None, None),
        ("ISLAMABAD: The court sat on Monday.", "ISLAMABAD", None, None),
        ("RAMALLAH, West Bank — Soldiers shot a man.", "RAMALLAH, West Bank", None, None),
        ("Riyadh (AFP) –", "Riyadh", None, "AFP"),
        ("SAO PAULO -LRB- Reuters -RRB- - A judge resigned.", "SAO PAULO", None, "Reuters"),
        ("AP NEW ORLEANS -- Two men were shot.", "NEW ORLEANS", None, "AP"),
    ],
)
def test_a_dateline_is_read(line: str, place: str, day: str | None, outlet: str | None) -> None:
    report = report_of(line)
    found = report.dateline
    assert found is not None
    assert found.place.of(report.text) == place
    assert (found.day and found.day.of(report.text)) == day
    assert (found.outlet and found.outlet.of(report.text)) == outlet
    assert report.outlet == outlet
    assert line.startswith(found.span.of(report.text))


@pytest.mark.parametrize(
    "line",
    [
        "VIDEO - Soldiers march through the harbour",
        "BREAKING: Two men were shot in the harbour",
        "John Smith (Labour) - 2,000 votes",
        "The United Nations (UN) - which has no army - said so.",
        "Iran, the union and the army - all of them - agreed.",
        "FLU SEASON - THE BASICS of what you must know",
        "THE ARMY AND THE DOCKERS IN A LONG FIGHT - what we know so far",
        "NATO - The alliance met on Monday in the city.",
        "Soldiers left Baghdad on April 1 - a day late.",
        "May 5 - The day of the vote.",
    ],
)
def test_what_only_looks_like_a_dateline_is_story(line: str) -> None:
    assert report_of(line).dateline is None


def test_speakers_of_an_interview_are_no_places() -> None:
    assert report_of("KOTAR: We left on Monday at dawn.\n\nBRANDT: And who stayed in the town?").dateline is None


def test_items_of_a_list_are_no_places() -> None:
    body = "WHEAT - Prices fell on Monday again.\n\nSOY BEANS - Prices rose on Monday again."
    assert report_of(body).dateline is None


def test_a_byline_that_runs_into_a_dateline_is_no_part_of_the_place() -> None:
    report = report_of("By Jane Doe and Ali Kotar PORT VELL, May 3 (Reuters) - Two men died.")
    assert report.dateline is not None
    assert report.dateline.place.of(report.text) == "PORT VELL"
    assert [span.of(report.text) for span in story_spans(report)][1:] == ["Two men died."]
    alone = report_of("By Jane Doe (Reuters) - Two men died.")
    assert alone.dateline is None
    assert [span.of(alone.text) for span in story_spans(alone)][1:] == ["Two men died."]


def test_a_dateline_stands_some_lines_in_and_is_left_out_of_the_story() -> None:
    report = report_of(
        "By Jane Doe\nUnion says army broke its word\n\nPORT VELL, March 8 (Reuters) - Two men died.\n\nMore followed."
    )
    assert report.dateline is not None
    assert [span.of(report.text) for span in story_spans(report)] == [
        "Talks end without agreement",
        "Union says army broke its word",
        "Two men died.\n\nMore followed.",
    ]


def test_an_outlet_that_is_given_stays() -> None:
    report = make_report(title="", body="BAGHDAD (Reuters) - Two men died.", outlet="Harbour Gazette")
    assert report.outlet == "Harbour Gazette"


def test_an_agency_without_a_place_is_furniture() -> None:
    report = report_of("(Reuters) - Two men died in the harbour.")
    assert report.dateline is None
    assert [(found.kind, found.span.of(report.text)) for found in report.furniture] == [("byline", "(Reuters) -")]


@pytest.mark.parametrize("part", ["A-", "Dat-", "Ó-", "A.-", "A ", "A, ", "A/", "A'", "A de ", "A-de-", "May 5 ", "(A"])
def test_no_line_takes_long(part: str) -> None:
    began = time.process_time()
    for tail in ("", "?", " -", "(AFP", " 5 May"):
        report_of(part * (200 // len(part)) + tail)
        report_of(part * (140 // len(part)) + tail)
    assert time.process_time() - began < 1
