"""Bytes become the text that they are: as marked, as stated, as UTF-8, else as they look; where it is open, none is guessed."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.model import Mend, Report
from dateline.read.desk import Refusal
from dateline.read.encoding import decoded, wide
from tests.read.reading import items, report

ENGLISH = "Officials said on Monday that the “harbour” wouldn’t reopen – the governor’s office denied it.\n"
PAULO = "Soldiers opened fire at São Paulo on Monday, killing two drivers, the governor said.\n"
GERMAN = "Soldaten eröffneten am Montag das Feuer auf einen Kontrollposten, für den Gouverneur überraschend.\n"
SPANISH = "Los soldados abrieron fuego cerca del puerto, según el gobernador, sobre los niños heridos.\n"
POLISH = "Żołnierze otworzyli ogień w pobliżu portu w poniedziałek, zabijając dwóch kierowców.\n"
CZECH = "Vojáci v pondělí zahájili palbu poblíž přístavu, zabili dva řidiče, řekl guvernér.\n"
HUNGARIAN = "A katonák hétfőn tüzet nyitottak egy ellenőrző pontra a kikötő közelében, két sofőrt megölve.\n"
TURKISH = "Askerler pazartesi günü liman yakınındaki bir kontrol noktasına ateş açtı, iki şoför öldü.\n"
LITHUANIAN = "Kareiviai pirmadienį atidengė ugnį į patikros punktą prie uosto, žuvo du vairuotojai.\n"
RUSSIAN = "Солдаты открыли огонь по контрольному пункту у порта в понедельник, погибли два водителя.\n"
UKRAINIAN = "Солдати відкрили вогонь по контрольному пункту біля порту в понеділок, її очільник їде.\n"
GREEK = "Οι στρατιώτες άνοιξαν πυρ σε σημείο ελέγχου κοντά στο λιμάνι τη Δευτέρα, σκοτώνοντας δύο οδηγούς.\n"
HEBREW = "חיילים פתחו באש לעבר מחסום ליד הנמל ביום שני והרגו שני נהגים, אמר המושל.\n"
ARABIC = "فتح الجنود النار على نقطة تفتيش قرب الميناء يوم الاثنين، مما أدى إلى مقتل سائقين.\n"
THAI = "ทหารเปิดฉากยิงใส่ด่านตรวจใกล้ท่าเรือเมื่อวันจันทร์ คนขับรถเสียชีวิตสองคน\n"
JAPANESE = "兵士が月曜日に港の近くの検問所で発砲し、運転手二人が死亡したと知事が述べた。\n"
CHINESE = "士兵星期一在港口附近的检查站开火,打死两名司机,省长说。军方承诺进行调查。\n"
TAIWANESE = "士兵星期一在港口附近的檢查站開火,打死兩名司機,省長說。軍方承諾進行調查。\n"
KOREAN = "병사들이 월요일 항구 근처 검문소에서 발포해 운전자 두 명이 숨졌다고 주지사가 말했다.\n"
ALL = [ENGLISH, PAULO, GERMAN, POLISH, RUSSIAN, GREEK, HEBREW, ARABIC, THAI, JAPANESE, CHINESE, KOREAN]


@pytest.mark.parametrize(
    ("text", "encoding", "called"),
    [
        (ENGLISH, "cp1252", "windows-1252"),
        (ENGLISH, "mac_roman", "macintosh"),
        (PAULO, "cp1252", "windows-1252"),
        (PAULO, "mac_roman", "macintosh"),
        (GERMAN, "cp1252", "windows-1252"),
        (GERMAN, "cp850", "cp850"),
        (SPANISH, "cp1252", "windows-1252"),
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "iso8859-2", "iso-8859-2"),
        (CZECH, "cp1250", "windows-1250"),
        (CZECH, "iso8859-2", "iso-8859-2"),
        (HUNGARIAN, "cp1250", "windows-1250"),
        (TURKISH, "cp1254", "windows-1254"),
        (LITHUANIAN, "cp1257", "windows-1257"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp866", "ibm866"),
        (RUSSIAN, "iso8859-5", "iso-8859-5"),
        (UKRAINIAN, "cp1251", "windows-1251"),
        (UKRAINIAN, "koi8-u", "koi8-u"),
        (GREEK, "cp1253", "windows-1253"),
        (HEBREW, "cp1255", "windows-1255"),
        (ARABIC, "cp1256", "windows-1256"),
        (ARABIC, "iso8859-6", "iso-8859-6"),
        (THAI, "cp874", "windows-874"),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
        (TAIWANESE, "big5", "big5"),
        (KOREAN, "cp949", "euc-kr"),
    ],
)
def test_an_encoding_that_is_not_stated_is_found_out(text: str, encoding: str, called: str) -> None:
    for times in (1, 5):
        assert decoded((text * times).encode(encoding)) == (text * times, Mend("encoding", 1, called))


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_is_read_with_and_without_its_mark(text: str, encoding: str) -> None:
    assert decoded(("\ufeff" + text).encode(encoding)) == (text, None)
    assert decoded(text.encode(encoding)) == (text, Mend("encoding", 1, encoding))
    found = report(f"Headline of the report\n\n{text}".encode(encoding), "a.txt")
    assert text in found.text
    assert found.title == "Headline of the report"


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("ISO-8859-1", "cp1252", ENGLISH),
        ("us-ascii", "cp1252", ENGLISH),
        (" 'Latin1' ", "cp1252", GERMAN),
        ("iso-8859-9", "cp1254", TURKISH),
        ("windows-1251", "cp1251", RUSSIAN),
        ("KOI8-R", "koi8-r", RUSSIAN),
        ("gb2312", "gbk", CHINESE),
        ("x-sjis", "cp932", JAPANESE),
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("utf-16", "utf-16-le", ARABIC),
        ("utf8", "utf-8", THAI),
    ],
)
def test_a_label_means_what_it_means_on_the_web(label: str, encoding: str, text: str) -> None:
    assert decoded(text.encode(encoding), label) == (text, None)


@pytest.mark.parametrize("label", ["utf-16", "no-such", "utf-7", "unicode_escape", "base64", "shift_jis", "\0", ""])
def test_a_label_that_is_wrong_or_no_encoding_of_texts_is_passed_over(label: str) -> None:
    assert decoded(RUSSIAN.encode(), label) == (RUSSIAN, None)


def test_a_byte_order_mark_comes_before_the_label() -> None:
    assert decoded(RUSSIAN.encode("utf-8-sig"), "windows-1251") == (RUSSIAN, None)


def test_faults_in_unicode_are_shown_and_counted() -> None:
    assert decoded(ENGLISH.encode() + b"cut \xe2\x80") == (
        f"{ENGLISH}cut \ufffd",
        Mend("encoding", 1, "utf-8 with faults"),
    )
    assert decoded(("\ufeff" + ENGLISH).encode("utf-16-le") + b"\0") == (
        f"{ENGLISH}\ufffd",
        Mend("encoding", 1, "utf-16-le with faults"),
    )


@pytest.mark.parametrize("data", ["Café".encode("cp1252"), "Привет".encode("cp1251"), "5 €".encode("cp1252")])
def test_what_may_be_this_or_that_is_not_guessed(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        decoded(data)
    assert refusal.value.reason == "unknown-encoding"
    assert "is no UTF-8; it may be" in refusal.value.detail


def test_noise_is_no_text() -> None:
    for data in (bytes(range(128, 256)) * 20, b"\xff\xfe" + bytes(range(256)) * 8):
        with pytest.raises(Refusal):
            decoded(data)
    assert wide(bytes(range(256)) * 16) is None


def test_a_long_line_is_judged_by_its_start() -> None:
    for text, encoding in ((CHINESE, "gb18030"), (RUSSIAN, "cp1251")):
        line = text.strip() * 3000
        assert decoded(line.encode(encoding))[0] == line


def test_a_text_file_says_that_its_encoding_was_found_out() -> None:
    found = report((PAULO * 3).encode("cp1252"), "a.txt")
    assert "São Paulo" in found.text
    assert found.mends == (Mend("encoding", 1, "windows-1252"),)


def test_a_page_in_wide_text_without_a_name_is_told() -> None:
    page = f"<html><body><p>{ENGLISH * 4}</p></body></html>"
    (found,) = items(page.encode("utf-16"), "page")
    assert isinstance(found, Report)
    assert found.source is not None
    assert found.source.form == "html"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.one_of(st.none(), st.text(max_size=12)))
@example(b"\xff\xfea\0\xd8\xd8", None)
@example(b"a\0b\0c", "utf-16")
def test_any_bytes_become_text_or_are_refused(data: bytes, declared: str | None) -> None:
    try:
        text, _ = decoded(data, declared)
    except Refusal:
        return
    text.encode()


@given(st.text())
def test_utf8_is_read_to_the_letter(text: str) -> None:
    if not text.startswith("\ufeff") and "\0" not in text and "\x1b$" not in text:
        assert decoded(text.encode()) == (text, None)
