"""Language is told where there is enough text, and what is not English is set aside with that reason."""

from __future__ import annotations

import pytest

from dateline.model import Source
from dateline.read import codable, make_report
from dateline.read.language import language_of

GERMAN = "Soldaten eröffneten am Montag das Feuer auf einen Kontrollposten am Hafen, zwei Fahrer starben. Der Gouverneur versprach eine Untersuchung."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers.", "en"),
        ("SOLDIERS OPENED FIRE ON A CHECKPOINT NEAR THE HARBOUR ON MONDAY", "en"),
        (GERMAN, "de"),
        ("Los soldados abrieron fuego contra un puesto de control cerca del puerto el lunes.", "es"),
        ("Солдаты открыли огонь по контрольному пункту у порта в понедельник.", "ru"),
        ("الجنود يطلقون النار على نقطة تفتيش قرب الميناء", "ar"),
    ],
)
def test_language_is_told(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "12 – 34", "Kotar, Brandt", "Port Vell"])
def test_too_little_text_leaves_it_open(text: str) -> None:
    assert language_of(text) is None


def test_what_is_not_english_is_kept_and_set_aside_from_coding() -> None:
    report = make_report(title="Schüsse am Hafen", body=GERMAN, source=Source("a.txt"))
    assert report.language == "de"
    aside = codable(report)
    assert aside is not None
    assert (aside.reason, aside.source) == ("not-english", Source("a.txt"))


def test_english_and_open_language_are_codable() -> None:
    assert codable(make_report(title="", body="Soldiers opened fire on a checkpoint near the harbour.")) is None
    assert codable(make_report(title="Kotar shot", body="")) is None


def test_a_language_that_is_given_is_believed() -> None:
    assert make_report(title="", body="Soldiers opened fire on a checkpoint.", language="fr").language == "fr"


def test_a_report_of_furniture_alone_has_no_text_to_code() -> None:
    aside = codable(make_report(title="", body="Advertisement\n\nFollow us on Twitter"))
    assert aside is not None
    assert aside.reason == "no-text"
