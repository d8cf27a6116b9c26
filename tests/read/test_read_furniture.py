"""Furniture is found by kind, keeps its offsets, and never takes a sentence of the story with it."""

from __future__ import annotations

import time

import pytest

from dateline.read import make_report, story_spans
from dateline.read.kinds import kind_of

HEAD = "Soldiers fire on harbour checkpoint"
BODY = "Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers.\n\nThe governor promised an inquiry."


def kinds(line: str, *, title: str = HEAD) -> list[tuple[str, str]]:
    """Give kind and words of the furniture of a story with `line` at its top."""
    report = make_report(title=title, body=f"{line}\n\n{BODY}")
    return [(found.kind, found.span.of(report.text)) for found in report.furniture]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("repeated-headline", HEAD),
        ("repeated-headline", "SOLDIERS FIRE ON HARBOUR CHECKPOINT"),
        ("repeated-headline", "Soldiers fire on harbour checkpoint | Harbour Gazette"),
        ("reading-time", "3 min read"),
        ("reading-time", "Reading time: 12 minutes"),
        ("date", "01 April, 2020"),
        ("date", "Port Vell, 1 April 2020"),
        ("date", "Published: Wed 1 Apr 2020 10:32 GMT"),
        ("date", "Updated 3 hours ago"),
        ("date", "Gazette | Updated: 2017-09-15 17:52"),
        ("byline", "By Jane Doe in Baghdad"),
        ("byline", "By Jane Doe and Ali al-Hassan, Gazette correspondents"),
        ("byline", "Reporting by Jane Doe in Cairo; editing by John Roe"),
        ("byline", "(Additional reporting by Jane Doe; Editing by John Roe)"),
        ("byline", "Jane Doe in Amman contributed to this report."),
        ("caption", "Soldiers guard the harbour gate [Getty]"),
        ("caption", "Soldiers guard the harbour gate. (Photo: AFP)"),
        ("caption", "Soldiers guard the harbour gate. Photo by Jane Doe"),
        ("caption", "Soldiers guard the harbour gate Jane Doe/Reuters"),
        ("caption", "Soldiers guard the harbour gate / AFP"),
        ("caption", "FILE PHOTO: Soldiers guard the harbour gate, May 3, 2019."),
        ("caption", "Image caption Soldiers at the harbour gate"),
        ("follow", "Follow us on Facebook, Twitter and Instagram to stay connected"),
        ("follow", "Sign up for our daily newsletter"),
        ("follow", "Share this article"),
        ("follow", "Download our app for Android"),
        ("follow", "pic.twitter.com/AbC123xyz"),
        ("follow", "Lena Brandt is a reporter in Port Vell. Follow her on Twitter @brandt."),
        ("byline", "Reporting by Ali al-Kotar in Port Vell and newsroom staff; Writing by Jane Doe"),
        ("notice", "By clicking subscribe, you agree to our terms."),
        ("notice", "Privacy policy"),
        ("related", "Read more: Dockers walk out over pay"),
        ("related", "READ MORE"),
        ("related", "https://gazette.example/world/dockers"),
        ("notice", "© 2020 Harbour Gazette"),
        ("notice", "Copyright 2020 Harbour Gazette. All rights reserved."),
        ("notice", "This story was updated at noon."),
        ("correction", "This article was amended on 3 May 2020 to correct a name."),
        ("correction", "• This article was amended on 3 May 2020. An earlier version said that three drivers died."),
        ("correction", "Correction: an earlier version of this article gave the wrong day."),
        ("correction", "Clarification: the inquiry is led by a judge."),
        ("correction", "Editor’s note: This story has been updated to correct the number of dead."),
        ("correction", "An earlier version of this report misstated the governor's age."),
        ("correction", "Corrections and clarifications: The harbour is in Port Vell."),
        ("correction", "Correction, 3 May 2020: The gate is the northern one."),
        ("notice", "Advertisement"),
        ("notice", "We use cookies to improve your experience on this site."),
    ],
)
def test_a_line_of_furniture_is_found_whole(kind: str, line: str) -> None:
    assert kinds(line) == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, the governor told the court on Tuesday.",
        "Share prices fell after soldiers opened fire.",
        "By Friday morning soldiers had left the harbour.",
        "By Land And Sea, the governor's order said, no one may leave.",
        "Reporting by a local paper that the gate was bombed is false, the army said.",
        "The report was published on Monday by the ministry of defence.",
        "The article was seized by police on Sunday.",
        "This report of an attack on the harbour was denied by the army.",
        "Copyright law was used to arrest three reporters.",
        "Photographs of the dead were shown to the court on Monday.",
        "The governor's negligence contributed to the deaths, the judge ruled.",
        "The army said on Sunday that it had left the town. (Reuters)",
        "The harbour was shelled again at dawn, state media said (AFP).",
        "Subscribers to the port fund were arrested on Monday.",
        "Read out in court, the letter accused the army of murder.",
        "Watch: the army calls the patrol of the harbour a watch.",
        "Related charges against two officers were dropped on Friday.",
        "An earlier version of the ceasefire was rejected by the army.",
        "The report was corrected by the ministry after the shooting.",
        "Corrections to the map were demanded by both sides on Monday.",
        "Clarification was demanded by the army's lawyers.",
        "Corrects himself, does he? the judge asked.",
        "Correction officers shot two inmates at Port Vell prison.",
        "Download speeds were cut by the ministry during the protest.",
        "The army published three views of the site (images below show two of them)",
        "The post was deleted on Monday (photo on page 3)",
        "Reporting by Reuters found that police shot dozens of men in Port Vell.",
        "Reporting by State Radio shows that the army killed two drivers.",
        "Contact with the rebels on WhatsApp was lost on Monday.",
        "Like Kotar on Twitter, the president attacked the judges.",
        "Follow us into the harbour, he shouted, and two thousand dockers did.",
        "Sign up to fight, the commander told the crowd in Port Vell.",
        "Media source close to the army said that ten men were killed.",
        "Copyright law was changed in 2019 to let police seize phones.",
        "Regulators fined the firm on Monday over its privacy policy.",
        "Continued below-average rain ruined the harvest.",
        "By using drones against you, the army breaks the law, he told the crowd.",
        "The page was edited by state media after the shooting.",
        "This report was published by the ministry and denied by the army.",
        "The sides signed the Mutual Access Protocol (MAP)",
        "Photo: Jane Doe A soldier was killed when the gate was shelled at dawn.",
        "In Port Vell, 1 April 2020 was a day of mourning.",
        "On 1 April 2020 soldiers killed two drivers.",
        "April 1, 2020, was the day on which the shelling began.",
        "Updated figures from the ministry put the toll at 30.",
        "We use cookies and sweets to calm the children, an aid worker said.",
        "Twitter was blocked by the government on Monday.",
        "Reuters said two soldiers were killed.",
    ],
)
def test_a_sentence_of_the_story_is_never_furniture(line: str) -> None:
    assert kinds(line) == []


def test_a_credit_that_runs_into_the_story_is_cut_off_alone() -> None:
    line = "Photograph: Jane Doe/Reuters The army shelled the harbour at dawn, killing a docker."
    assert kinds(line) == [("caption", "Photograph: Jane Doe/Reuters")]


def test_a_signature_at_the_end_of_a_sentence_is_cut_off_alone() -> None:
    line = "The army denied it. (Reporting by Jane Doe; Editing by John Roe)"
    assert kinds(line) == [("byline", "(Reporting by Jane Doe; Editing by John Roe)")]


def test_a_call_behind_a_sentence_of_the_story_is_cut_off_alone() -> None:
    line = "The army left on Monday. Follow us on Twitter and Facebook"
    assert kinds(line) == [("follow", "Follow us on Twitter and Facebook")]


def test_a_credit_behind_a_paragraph_of_the_story_is_cut_off_alone() -> None:
    line = "The army left. It had come at dawn. It had taken the gate. The dockers came back. Photo by Jane Doe"
    assert kinds(line) == [("caption", "Photo by Jane Doe")]


def test_a_headline_told_again_at_the_start_of_the_first_sentence_is_cut_off_alone() -> None:
    assert kinds(f"{HEAD}. Two drivers died at once.") == [("repeated-headline", f"{HEAD}.")]


def test_a_short_headline_is_not_taken_for_a_repeat() -> None:
    assert kinds("Harbour", title="Harbour") == []


def test_a_bare_date_far_down_is_story() -> None:
    body = "\n\n".join([BODY] * 8 + ["1 April 2020", BODY])
    assert make_report(title=HEAD, body=body).furniture == ()


def test_headlines_under_a_related_heading_go_with_it_and_the_story_goes_on() -> None:
    body = f"{BODY}\n\nRelated stories\n\nDockers walk out over pay\n\nGovernor under fire\n\nThe inquiry opened on Friday."
    report = make_report(title=HEAD, body=body)
    assert [found.span.of(report.text) for found in report.furniture] == [
        "Related stories",
        "Dockers walk out over pay",
        "Governor under fire",
    ]
    assert story_spans(report)[-1].of(report.text) == "The inquiry opened on Friday."


def test_a_page_without_a_title_keeps_the_first_telling_of_its_headline() -> None:
    report = make_report(title="", body=f"{HEAD}\n\n{HEAD}\n3 min read\n01 April, 2020\n{BODY}\n\nFollow us on Twitter")
    assert [found.kind for found in report.furniture] == ["repeated-headline", "reading-time", "date", "follow"]
    assert report.furniture[0].span.start == len(HEAD) + 3
    assert [span.of(report.text) for span in story_spans(report)] == [HEAD, BODY]


def test_wire_copy_of_fixed_width_is_judged_by_paragraph() -> None:
    body = (
        "The ministry said on Monday that the harbour would stay\n"
        "closed until the end of March. The pictures were taken\n"
        "by Jane Doe, it said, and shown to the court with a note:\n"
        "read more. The army denied that it had asked for them and\n"
        "said it would sue."
    )
    assert make_report(title=HEAD, body=body).furniture == ()


def test_a_row_of_advertisements_takes_no_time() -> None:
    start = time.process_time()
    assert kind_of("ad> " * 150 + "Dockers killed at the gate", top=False, last=False) is None
    assert kind_of("Advertisement · ads – Sponsored content", top=False, last=False) == "notice"
    assert time.process_time() - start < 1


@pytest.mark.parametrize("space", [" ", "\xa0", "\t", "\u3000"])
def test_a_run_of_white_space_is_read_at_once(space: str) -> None:
    began = time.process_time()
    make_report(title="Talks end", body=f"9{space * 50}%{space}x{space}x{space}x")
    assert time.process_time() - began < 1
