"""`dateline reports`: every script, with and without accents; filters; and what `show` says of a report set aside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

TEXTS = {
    "ar": "وصل الوزير يوم الثلاثاء إلى القاهرة لإجراء محادثات حول وَقْفِ إِطْلاقِ النّار، وقالت الوكالة إن الاجتماع سيستمر يومين كاملين.",
    "ru": "Министр прибыл во вторник в Москву для переговоров о прекращении огня, сообщило агентство. Ещё одна встреча намечена.",
    "zh": "新华社北京四月一日电，外交部长星期三在北京会见了来访的外国领导人，双方就停火协议和地区安全问题深入交换了意见。",
    "ja": "外務大臣は火曜日、東京で記者会見を開き、停戦合意について説明した。政府は避難民への支援を続けると述べた。",
    "th": "รัฐมนตรีต่างประเทศเดินทางถึงกรุงเทพเมื่อวันอังคารเพื่อหารือเรื่องการหยุดยิงกับตัวแทนของทั้งสองฝ่าย",
    "fr": "Le ministère a annoncé mardi que les négociations sur le cessez-le-feu reprendraient à Besançon la semaine prochaine.",
    "hi": "विदेश मंत्री मंगलवार को दिल्ली पहुंचे जहां वे युद्धविराम पर बातचीत करेंगे और प्रधानमंत्री से मुलाकात भी करेंगे।",
    "en": "Veltia attacked rebels in Orvale on 2021-03-01, officials said on Monday. The convoys were hit twice that night.",
}


@pytest.fixture
def kept(cli: Cli, tmp_path: Path) -> Cli:
    rows = [
        {"id": code, "title": "", "language": code, "text": text, "outlet": f"Agência {code}", "date": f"2021-03-0{at}"}
        for at, (code, text) in enumerate(TEXTS.items(), start=1)
    ]
    rows.append({"id": "none", "title": "No day", "language": "en", "text": "The convoy was seen in Orvale again."})
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, rows)))
    cli("add", tmp_path / "r.jsonl", "--coder", "sample")
    return cli


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("وقف إطلاق النار", ["ar"]),
        ("اطلاق", ["ar"]),
        ("إِطْلَاقِ", ["ar"]),
        ('"النار وقف"', []),
        ("еще", ["ru"]),
        ("Ещё", ["ru"]),
        ("МОСКВУ", ["ru"]),
        ("停火协议", ["zh"]),
        ("会见", ["zh"]),
        ("议协", []),
        ("停戦", ["ja"]),
        ("東京で記者会見", ["ja"]),
        ("หยุดยิง", ["th"]),
        ("युद्धविराम", ["hi"]),
        ("युद्धविरम", []),
        ("negociations besancon", ["fr"]),
        ("NÉGOCIATIONS", ["fr"]),
        ("convoy", ["en", "none"]),
        ('"convoys were hit"', ["en"]),
        ('"hit convoys"', []),
        ('" NEAR OR * (', []),
        ("\u202b", []),
        ("＂ОГНЯ＂", ["ru"]),
    ],
)
def test_words_of_any_script_are_found(kept: Cli, words: str, found: list[str]) -> None:
    assert [row["name"] for row in kept("reports", words, "--json").rows()] == found


@pytest.mark.parametrize("words", ["اطلاق", "еще", "会见", "หยุดยิง", "negociations", "convoy", "युद्धविराम"])
def test_the_snippet_marks_what_was_looked_for(kept: Cli, words: str) -> None:
    for row in kept("reports", words, "--json").rows():
        snippet = row["snippet"]
        marked = [snippet["text"][hit["start"] : hit["end"]] for hit in snippet["hits"]]
        assert marked
        told = {"اطلاق": "إِطْلاقِ", "еще": "Ещё", "negociations": "négociations"}
        assert all(mark in {words, told.get(words), "convoys"} for mark in marked)


def test_filters_hold_together(kept: Cli) -> None:
    def names(*args: str) -> list[str]:
        return [row["name"] for row in kept("reports", *args, "--json").rows()]

    assert names("--status", "coded") == ["en", "none"]
    assert names("--status", "aside", "--language", "RU") == ["ru"]
    assert names("--outlet", "agencia zh") == ["zh"]
    assert names("--since", "2021-03-07", "--until", "2021-03") == ["hi", "en"]
    assert names("--since", "2021-03-08", "--undated") == ["en", "none"]
    assert names("--limit", "2") == ["ar", "ru"]
    assert kept("reports", "--status", "odd").code == 2
    assert "1 more report of no known day" in kept("reports", "--since", "2021").out


def test_the_table_says_why_a_report_is_not_coded(kept: Cli) -> None:
    out = kept("reports", "停火").out
    assert "set aside: not-english" in out
    assert out.rstrip().endswith("1 report")


def test_a_report_set_aside_is_shown_with_its_reason_and_text(kept: Cli) -> None:
    out = " ".join(kept("show", "ru").out.split())
    assert "set aside not-english" in out
    assert "translate the report" in out
    assert "Министр прибыл" in out
    (story,) = kept("show", "ru", "--json").rows()
    assert story["aside"]["reason"] == "not-english"
    assert kept("show", "en", "--json").rows()[0]["aside"] is None
