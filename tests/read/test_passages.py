"""A report in two languages keeps both: the English is coded, the rest is a passage; one foreign sentence is a quotation."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.read import codable, make_report, story_spans
from dateline.read.passages import passages_of

ENGLISH = (
    "Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said. The army "
    "promised that the families of the dead would be told first.\n\nTalks between the army and the dockers were due to "
    "resume in Port Vell on Thursday, but the dockers said that they would not come."
)
OTHERS = {
    "ar": "فتح الجنود النار على نقطة تفتيش قرب الميناء يوم الاثنين، مما أدى إلى مقتل سائقين، حسبما قال المحافظ. ووعد الجيش بإجراء تحقيق في الحادث.",
    "he": "חיילים פתחו באש לעבר מחסום ליד הנמל ביום שני והרגו שני נהגים, אמר המושל. הצבא הבטיח לחקור את המקרה והביע צער בפני המשפחות.",
    "fr": "Des soldats ont ouvert le feu lundi sur un poste de contrôle près du port, tuant deux chauffeurs, a déclaré le gouverneur. L’armée a promis une enquête.",
    "ru": "Солдаты открыли огонь по контрольному пункту у порта в понедельник, погибли два водителя, сообщил губернатор. Армия обещала провести расследование.",
    "es": "Los soldados abrieron fuego contra un puesto de control cerca del puerto el lunes, según el gobernador. El ejército prometió una investigación completa.",
    "de": "Soldaten eröffneten am Montag das Feuer auf einen Kontrollposten am Hafen, zwei Fahrer starben. Der Gouverneur versprach eine rasche Untersuchung.",
}


def story(body: str) -> str:
    report = make_report(title="", body=body)
    return " ".join(span.of(report.text) for span in story_spans(report))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("first", [True, False])
def test_a_report_in_two_languages_keeps_both(language: str, first: bool) -> None:  # noqa: FBT001 - a parameter of the test
    other = OTHERS[language]
    body = f"{other}\n\n{ENGLISH}" if first else f"{ENGLISH}\n\n{other}"
    report = make_report(title="", body=body)
    assert report.language == "en"
    assert [(passage.span.of(report.text), passage.language) for passage in report.passages] == [(other, language)]
    assert codable(report) is None
    assert story(body) == ENGLISH


def test_two_sentences_inside_a_paragraph_are_a_passage_and_one_is_a_quotation() -> None:
    first, second = OTHERS["ru"].split(". ", 1)
    assert second not in story(f"{ENGLISH} {OTHERS['ru']} The army denied that it had said so.")
    assert first in story(f"{ENGLISH} {first}. The army denied that it had said so.")


@pytest.mark.parametrize("language", OTHERS)
def test_a_report_in_another_language_is_set_aside_whole(language: str) -> None:
    report = make_report(title="", body=f"{OTHERS[language]}\n\n{OTHERS[language]}")
    assert (report.language, report.passages) == (language, ())
    aside = codable(report)
    assert aside is not None
    assert aside.reason == "not-english"


def test_passages_in_two_languages_are_two() -> None:
    report = make_report(title="", body=f"{ENGLISH}\n\n{OTHERS['fr']}\n\n{OTHERS['ar']}\n\n{ENGLISH}")
    assert [passage.language for passage in report.passages] == ["fr", "ar"]


@pytest.mark.parametrize(
    "line",
    [
        "Kotar, Brandt, Hassan, Nuñez, Müller, Özdemir, Đurić, Łukasz Żak, Jean-François Lefèvre, Abd al-Rahman ibn Yusuf",
        "Final: Port Vell 3, Amman 2; Cairo 1, Tunis 1; Oran 0, Sfax 4; Port Said 2, Haifa 2; Beirut 5, Tripoli 1",
        "“Vive la liberté !”",
        "Soldiers shot two drivers, police say; army vows inquiry; governor flees; dockers strike; talks fail; port shut",
    ],
)
def test_names_scores_and_headlines_are_no_passage(line: str) -> None:
    assert make_report(title="", body=f"{ENGLISH}\n\n{line}\n\n{ENGLISH}").passages == ()


@pytest.mark.parametrize("language", ["ar", "he"])
def test_text_from_right_to_left_is_counted_in_code_points(language: str) -> None:
    title, rest = OTHERS[language].split(" ", 1)
    report = make_report(title=f"{title} {rest[:12]}", body=f"\u200f{OTHERS[language]}\n\n{ENGLISH}")
    for span in story_spans(report):
        assert report.text[span.start : span.end] == span.of(report.text) == span.of(report.text).strip()
    (passage,) = report.passages
    assert passage.span.of(report.text).strip("\u200f") == OTHERS[language]
    assert (passage.language, report.title) == (language, f"{title} {rest[:12]}")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*OTHERS.values(), ENGLISH, "Kotar", "12", "\n"]), max_size=8))
def test_passages_lie_in_order_inside_the_text(parts: list[str]) -> None:
    report = make_report(title="", body="\n\n".join(parts))
    last = 0
    for passage in report.passages:
        assert last <= passage.span.start < passage.span.end <= len(report.text)
        assert passage.language != report.language
        last = passage.span.end
        assert not any(span.overlaps(passage.span) for span in story_spans(report))


def test_a_text_without_units_has_none() -> None:
    assert passages_of("", [], None) == (None, ())
