"""What a text's way did to it is undone and said; what its writer wrote stays, in whatever script."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.model import Mend, Report, Source
from dateline.read import story_spans
from dateline.read.desk import DEFAULTS, Draft
from dateline.read.finish import finish
from dateline.read.mends import mended, summed
from tests.read.reading import report

WELL_FORMED = [
    "“Soldiers left,” she said – at 10 % of the naïve Façade’s cost… £5, €6, 3 × 4 m² © Gazette®",
    "SÃO PAULO, IÇÁ: PRISÃO DE DEPUTADOS NÃO É DECISÃO",
    "Ödön és Ágnes ŰRHAJÓT látott; Øystein på Ærø; Łódź, Žďár, Şırnak, Đà Nẵng",
    "Солдаты открыли огонь по контрольному пункту у порта — «Вестник», 5 мая.",
    "Οι στρατιώτες άνοιξαν πυρ στο λιμάνι, είπε ο κυβερνήτης.",
    "فتح الجنود النار على نقطة تفتيش قرب الميناء، وقتل سائقان.",
    "سربازان به سوی ایست بازرسی تیراندازی می‌کنند و راننده‌ها کشته شدند",
    "חיילים פתחו באש לעבר מחסום ליד הנמל ביום שני",
    "सैनिकों ने बंदरगाह के पास गोली चलाई, क्‍या श्‍रीलंका",
    "ทหาร\u200bเปิดฉาก\u200bยิง",
    "ទាហាន\u200bបាន\u200bបាញ់",
    "士兵在港口附近开火。「两名司机死亡」",
    "兵士が港の近くで発砲した。",
    "병사들이 항구 근처에서 발포했다.",
    "Medics \U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f3f3\ufe0f\u200d\U0001f308 at the gate",
    "Line\r\nbreaks\rof\u2028every\u2029kind\tand tabs\u00a0here",
]


@pytest.mark.parametrize("text", WELL_FORMED)
def test_well_formed_text_of_any_script_stays(text: str) -> None:
    assert mended(text) == (text, ())


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, include_characters="\t\r\n")))
def test_plain_ascii_stays(text: str) -> None:
    assert mended(text) == (text, ())


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.one_of(st.characters(codec=None), st.sampled_from("Ãâ€\u00ad\u200bﬁ\u00a0“\x9c\x0c\u200d\ud83da. \n")))
)
@example("Ã\u00ad")
@example("\ufeff\u200d")
@example("Ã\u200b\u00ad\u00ad\n a")
def test_mending_twice_changes_nothing_more(text: str) -> None:
    once, _ = mended(text)
    assert mended(once) == (once, ())
    once.encode()


@pytest.mark.parametrize(
    ("text", "plain", "mends"),
    [
        (
            "The governorâ€™s men left SÃ£o Bento.",
            "The governor’s men left São Bento.",
            [("mojibake", 2, "utf-8 read as windows-1252")],
        ),
        ("“Gone,” said JosÃ© today", "“Gone,” said José today", [("mojibake", 1, "utf-8 read as iso-8859-1")]),
        ("It\x92s \x93over\x94", "It’s “over”", [("mojibake", 2, "windows-1252 read as iso-8859-1")]),
        ("Ã\u00ad in Cádiz", "í in Cádiz", [("mojibake", 1, "utf-8 read as iso-8859-1")]),
        ("oﬃcers’ ﬁre, ﬂames", "officers’ fire, flames", [("ligature", 3, None)]),
        ("the gov\u00adern\u00ador", "the governor", [("soft-hyphen", 2, None)]),
        ("the gover\u00ad\n  nor left", "the governor left", [("soft-hyphen", 1, None)]),
        ("Port\u200b \ufeffVell\u200e (\u2067نابلس\u2069)", "Port Vell (نابلس)", [("invisible", 5, None)]),
        ("a\u200cb\u200dc", "abc", [("invisible", 2, None)]),
        ("left.\x0cThe\x00 army", "left.\nThe army", [("invisible", 2, None)]),
        ("ship \ud83d\udea2 \ud800", "ship \U0001f6a2 \ufffd", [("mojibake", 3, "UTF-16 read by halves")]),
    ],
)
def test_what_went_wrong_on_the_way_is_undone_and_counted(
    text: str, plain: str, mends: list[tuple[str, int, str | None]]
) -> None:
    found, told = mended(text)
    assert found == plain
    assert [(mend.kind, mend.count, mend.what) for mend in told] == mends


def test_mends_of_one_kind_are_told_together() -> None:
    assert summed([Mend("ligature", 2), Mend("invisible", 1), Mend("ligature", 3)]) == (
        Mend("ligature", 5),
        Mend("invisible", 1),
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120), st.booleans())
def test_offsets_count_in_the_mended_text(title: str, body: str, together: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    text = f"{title}\n{body}"
    draft = (
        Draft(body=text, title_end=len(title), source=Source("-"))
        if together
        else Draft(title=title, body=body, source=Source("-"))
    )
    for found in finish(draft, DEFAULTS):
        if not isinstance(found, Report):
            continue
        assert found.title == mended(title)[0]
        assert found.text[found.title_end :] == mended(f"\n{body}")[0]
        assert all(span.of(found.text) == span.of(found.text).strip() for span in story_spans(found))


def test_a_text_file_is_mended_and_a_row_stays_to_the_letter() -> None:
    story = "Oﬃcers leave SÃ£o Bento\n\nThe oﬃcers left the harbour on Monday, the governor said."
    found = report(story.encode(), "a.txt")
    assert found.title == "Officers leave São Bento"
    assert [(mend.kind, mend.count) for mend in found.mends] == [("mojibake", 1), ("ligature", 2)]
    row = report(json.dumps({"text": story}).encode(), "a.jsonl")
    assert (row.text, row.mends) == (f"\n{story}", ())
