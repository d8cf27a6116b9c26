"""Exports of Nexis and Factiva become one report an article, with what the export says of it, and none goes missing."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Published, Rejected, Source
from dateline.read.desk import DEFAULTS, Desk, Draft, Notes
from dateline.read.exports import export_date, language_named, paragraphs_of
from dateline.read.registry import read_stream

COVER = "Download Request: All Documents: 1-2\nTime Of Request: Monday, May 4, 2020  09:12:40 EST\n\n\n"
RIGHTS = "\n                 Copyright 2020 Port Vell Publishing Ltd.\n                        All Rights Reserved\n"


def drafts(data: bytes | str, name: str = "a.txt") -> list[Draft | Rejected]:
    """Read bytes or a text as a file of that name."""
    raw = data if isinstance(data, bytes) else data.encode()
    return list(read_stream(io.BytesIO(raw), Source(name), name, Desk(DEFAULTS, Notes(), read_stream)))


def told(found: list[Draft | Rejected]) -> list[tuple[object, ...]]:
    """Give what the headers of articles say."""
    return [(each.title, each.outlet, each.author, each.dates) for each in found if isinstance(each, Draft)]


def draft(data: bytes | str, name: str = "a.txt") -> Draft:
    """Read an export of one article."""
    (found,) = drafts(data, name)
    assert isinstance(found, Draft), found
    return found


def old(
    number: int = 1,
    total: int = 1,
    *,
    title: str = "Dockers strike",
    date: str = "April 7, 2020 Tuesday",
    fields: str = "LENGTH: 12 words",
    body: str = "Dockers walked out of the harbour on Monday.",
    behind: str = "LOAD-DATE: April 9, 2020\n\nLANGUAGE: ENGLISH",
) -> str:
    """Write an article as the old form does."""
    head = f"{number:>30} of {total} DOCUMENTS\n\n\n{'The Port Vell Gazette':>50}\n\n{date:>50}\n\n{title}\n\n"
    return f"{head}{fields}\n\n{body}\n\n{behind}\n\n{RIGHTS}\n"


def new(
    title: str = "Dockers strike", body: str = "Dockers walked out.", date: str = "April 7, 2020 Tuesday"
) -> list[str]:
    """Write the paragraphs of an article as the new form does."""
    head = [title, "The Port Vell Gazette", date, "Copyright 2020 Port Vell Publishing Ltd. All Rights Reserved"]
    fields = ["Section:\u00a0NEWS; Pg. 1", "Length:\u00a0634 words", "Byline:\u00a0Lena Brandt"]
    behind = [
        "Classification",
        "Language:\u00a0ENGLISH",
        "Subject:\u00a0STRIKES (90%)",
        "Load-Date:\u00a0April 9, 2020",
    ]
    return [*head, *fields, "Body", *body.split("\n"), *behind, "End of Document"]


def word(paragraphs: list[str]) -> bytes:
    """Write paragraphs into a Word document."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_the_header_of_an_old_article_is_read() -> None:
    fields = "BYLINE: Lena Brandt;Ali Kotar\n\nSECTION: NEWS; Pg. 1\n\nLENGTH: 12 words\n\nDATELINE: PORT VELL"
    found = draft(COVER + old(fields=fields))
    assert (found.title, found.outlet, found.author) == (
        "Dockers strike",
        "The Port Vell Gazette",
        "Lena Brandt, Ali Kotar",
    )
    assert found.dates == (Published(dt.date(2020, 4, 7), "day", "metadata"),)
    assert found.language == "en"
    assert found.body == "PORT VELL - Dockers walked out of the harbour on Monday."
    assert found.source == Source("a.txt", "document 1 of 1", None, "lexisnexis")


def test_broken_lines_are_joined_and_paragraphs_stay_apart() -> None:
    body = "Dockers walked out of the northern\nharbour on Monday.\n\nThe state-\nowned firm denied that the union\nwas heard."
    assert draft(old(body=body)).body == (
        "Dockers walked out of the northern harbour on Monday.\nThe state-owned firm denied that the union was heard."
    )


def test_what_the_day_of_loading_says_is_no_date_of_publication() -> None:
    found = draft(old(date="Spring edition", behind="CORRECTION-DATE: May 2, 2020\n\nLOAD-DATE: April 9, 2020"))
    assert found.dates == ()
    assert "2020" not in found.body


def test_a_headline_and_body_that_are_named_are_taken() -> None:
    fields = "SECTION: A; Pg. 1\n\nLENGTH: 9 words\n\nHEADLINE: Dockers go back\n\nBYLINE: By Ali Kotar\n\nBODY:"
    found = draft(old(title="", fields=fields))
    assert (found.title, found.author) == ("Dockers go back", "Ali Kotar")
    assert found.body == "Dockers walked out of the harbour on Monday."


def test_captions_and_terms_are_left_out_and_a_correction_is_kept() -> None:
    behind = "CORRECTION: The harbour lies in the north.\n\nGRAPHIC: A crane.\n\nSUBJECT: STRIKES (90%)"
    found = draft(old(body="Rights were at stake.\n\nCopyright law was not.", behind=behind))
    assert found.body.split("\n") == [
        "Rights were at stake.",
        "Copyright law was not.",
        "Correction: The harbour lies in the north.",
    ]


def test_each_article_is_a_report_and_a_gap_is_told() -> None:
    found = drafts(COVER + old(1, 9) + old(2, 9, title="Second") + old(6, 9, title="Third"))
    assert [item.source.locator for item in found] == [
        "document 1 of 9",
        "document 2 of 9",
        "documents 3 to 5",
        "document 6 of 9",
    ]
    assert isinstance(found[2], Rejected)
    assert found[2].reason == "bad-file"


def test_an_article_without_a_header_is_rejected_by_its_number_and_the_others_are_read() -> None:
    broken = f"{2:>30} of 3 DOCUMENTS\n\nnothing here says what it is\n\n"
    found = drafts(old(1, 3) + broken + old(3, 3))
    assert [type(item) for item in found] == [Draft, Rejected, Draft]
    assert isinstance(found[1], Rejected)
    assert (found[1].reason, found[1].source.locator) == ("bad-file", "document 2 of 3")


def test_an_article_with_a_header_alone_has_no_text() -> None:
    (found,) = drafts(old(body=""))
    assert isinstance(found, Rejected)
    assert (found.reason, found.source.locator) == ("no-text", "document 1 of 1")


@pytest.mark.parametrize(
    ("numbered", "length", "date", "day"),
    [
        ("Dokument 1 von 2", "LÄNGE: 12 Wörter", "Dienstag 7. April 2020", (2020, 4, 7)),
        ("1 de 2 DOCUMENTS", "LONGUEUR: 12 mots", "mardi 1er août 2017", (2017, 8, 1)),
    ],
)
def test_exports_in_other_languages(numbered: str, length: str, date: str, day: tuple[int, int, int]) -> None:
    text = f"   {numbered}\n\n\n    Kellmarker Bote\n\n   {date}\n\nHafen steht still\n\n{length}\n\nDer Hafen steht still.\n"
    found = draft(text)
    assert (found.title, found.outlet, found.body) == ("Hafen steht still", "Kellmarker Bote", "Der Hafen steht still.")
    assert found.dates[0].day == dt.date(*day)


def test_new_articles_are_read_from_word_behind_their_cover() -> None:
    cover = [
        "User Name: M. Lind",
        "Date and Time:\u00a0Monday, May 4, 2020 4:31:00 PM EDT",
        "Job Number:\u00a0115",
        "Documents (2)",
    ]
    listed = ["1. Dockers strike", "Client/Matter: -None-", "Search Terms: harbour", "2. Second"]
    found = drafts(word([*cover, *listed, *new(body="Dockers walked out.\nTalks failed."), *new("Second")]), "a.docx")
    first, second = found
    assert isinstance(first, Draft)
    assert isinstance(second, Draft)
    assert (first.title, first.outlet, first.author) == ("Dockers strike", "The Port Vell Gazette", "Lena Brandt")
    assert first.dates == (Published(dt.date(2020, 4, 7), "day", "metadata"),)
    assert first.body == "Dockers walked out.\nTalks failed."
    assert first.language == "en"
    assert second.title == "Second"
    assert second.source == Source("a.docx", "document 2 of 2", None, "docx > lexisnexis")


def test_new_articles_that_the_cover_counts_and_the_file_lacks_are_told() -> None:
    found = drafts(word(["Documents (4)", *new(), *new("Second")]), "a.docx")
    assert [item.source.locator for item in found] == ["document 1 of 4", "document 2 of 4", "documents 3 to 4"]
    assert isinstance(found[2], Rejected)


def test_new_articles_are_read_from_text() -> None:
    found = draft("\n\n".join(new(body="Dockers walked out.\nTalks failed.")))
    assert (found.title, found.body) == ("Dockers strike", "Dockers walked out.\nTalks failed.")
    assert found.source.form == "lexisnexis"


SHOWN = """Dockers strike
By Lena Brandt
1,058 words
7 April 2020
05:10 GMT
The Port Vell Gazette
PVGAZ
First
English
(c) 2020 Port Vell Publishing Ltd.

Dockers walked out.

BY nightfall the harbour was closed.

Document PVGAZ00020200407eg4700001

"""


def test_an_article_as_factiva_shows_it() -> None:
    found = draft(SHOWN)
    assert (found.title, found.outlet, found.author) == ("Dockers strike", "The Port Vell Gazette", "Lena Brandt")
    assert found.dates == (Published(dt.date(2020, 4, 7), "day", "metadata", zone="+00:00"),)
    assert found.body == "Dockers walked out.\nBY nightfall the harbour was closed."
    assert found.source == Source("a.txt", "document 1", "PVGAZ00020200407eg4700001", "factiva")


TAGGED = """HD  Dockers strike after
    three are held
BY  By Lena Brandt
WC  58 words
PD  7 April 2020
SN  The Port Vell Gazette
SC  PVGAZ
LA  English
CY  (c) 2020 Port Vell Publishing Ltd.
LP
Dockers walked out.

TD
IN a statement the union asked for talks.

RE  tars : Tarsia | eurz : Europe
AN  Document PVGAZ00020200407eg4700001
"""


def test_an_article_in_fields() -> None:
    found = draft(TAGGED)
    assert (found.title, found.outlet, found.author) == (
        "Dockers strike after three are held",
        "The Port Vell Gazette",
        "Lena Brandt",
    )
    assert found.body == "Dockers walked out.\nIN a statement the union asked for talks."
    assert found.language == "en"
    assert found.source.given_id == "PVGAZ00020200407eg4700001"


def test_an_article_in_fields_from_a_table_of_word() -> None:
    document = docx.Document()
    table = document.add_table(0, 2)
    for line in ("HD\tDockers strike", "WC\t8 words", "PD\t7 April 2020", "SN\tThe Gazette", "LP\tDockers walked out."):
        for cell, words in zip(table.add_row().cells, line.split("\t"), strict=True):
            cell.text = words
    row = table.add_row().cells
    row[0].text = "TD"
    row[1].text = "The police came."
    row[1].add_paragraph("Talks failed.")
    row = table.add_row().cells
    row[0].text, row[1].text = "AN", "Document PVGAZ00020200407eg4700001"
    made = io.BytesIO()
    document.save(made)
    found = draft(made.getvalue(), "a.docx")
    assert (found.title, found.outlet) == ("Dockers strike", "The Gazette")
    assert found.body == "Dockers walked out.\nThe police came.\nTalks failed."
    assert found.source.form == "docx > factiva"


def test_one_factiva_article_that_is_none_is_rejected_and_the_others_are_read() -> None:
    found = drafts(SHOWN + "no header at all\n\nDocument XYZ000020200407eg4700002\n\n" + SHOWN)
    assert [item.source.locator for item in found] == ["document 1", "document 2", "document 3"]
    assert [type(item) for item in found] == [Draft, Rejected, Draft]


def test_what_lost_its_end_is_not_passed_over() -> None:
    lost = SHOWN.replace("Document PVGAZ", "Docu").replace("Dockers walked out.", "Dockers walked out. " * 20)
    found = drafts(SHOWN + lost)
    assert [item.source.locator for item in found] == ["document 1", "document 2"]
    assert found[1].source.given_id is None


def test_the_search_behind_the_last_article_is_no_article() -> None:
    summary = "Search Summary\nText\t" + "harbour " * 60 + "\nDate\tall dates\n"
    assert len(drafts(SHOWN + summary)) == 1


@pytest.mark.parametrize(("encoding", "found"), [("utf-8-sig", None), ("utf-16", None), ("cp1252", "windows-1252")])
def test_exports_in_other_encodings(encoding: str, found: str | None) -> None:
    text = SHOWN.replace(
        "Dockers walked out.", "Le ministère a déclaré que la grève était « illégale » à l’échelle du pays."
    )
    read = draft(text.encode(encoding))
    assert "ministère a déclaré" in read.body
    assert [mend.what for mend in read.mends] == ([found] if found else [])


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("April 7, 2020 Tuesday 10:15 AM GMT", (2020, 4, 7)),
        ("Tuesday, April 7, 2020", (2020, 4, 7)),
        ("7 April 2020", (2020, 4, 7)),
        ("Mittwoch, 3. März 2021", (2021, 3, 3)),
        ("le mardi 1er février 2011", (2011, 2, 1)),
        ("martes 7 de abril de 2020", (2020, 4, 7)),
        ("Abril 7, 2020 martes", (2020, 4, 7)),
        ("7 aprile 2020 martedì", (2020, 4, 7)),
        ("7 de março de 2020", (2020, 3, 7)),
        ("2020-04-07", (2020, 4, 7)),
    ],
)
def test_dates_as_exports_write_them(line: str, day: tuple[int, int, int]) -> None:
    found = export_date(line)
    assert found is not None
    assert (found.day, found.precision) == (dt.date(*day), "day")
    assert found.zone == ("+00:00" if "GMT" in line else None)


def test_a_month_alone_is_a_month() -> None:
    assert export_date("April 2020") == Published(dt.date(2020, 4, 1), "month", "metadata")


@pytest.mark.parametrize(
    "line",
    [
        "31 April 2020",
        "Spring 2020",
        "",
        "Copyright 2020 Gazette",
        "Talks on 7 April 2020",
        "7 April 2020" + " it rained" * 12,
    ],
)
def test_what_is_no_date_is_none(line: str) -> None:
    assert export_date(line) is None


@given(st.dates(dt.date(1980, 1, 1), dt.date(2030, 1, 1)))
def test_any_day_is_read_back_in_both_orders(day: dt.date) -> None:
    for words in (f"{day:%B} {day.day}, {day.year} {day:%A}", f"{day:%A}, {day.day} {day:%B} {day.year}"):
        found = export_date(words)
        assert found is not None
        assert found.day == day


def test_languages_by_their_names() -> None:
    assert [language_named(words) for words in ("ENGLISH", "GERMAN; DEUTSCH", "Español", "Klingon", "")] == [
        "en",
        "de",
        "es",
        None,
        None,
    ]


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=40).map(" ".join).map(str.capitalize)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_paragraphs_broken_at_any_width_come_back(paragraphs: list[str]) -> None:
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word_ in paragraph.split():
            if line and len(line) + len(word_) > 60:
                lines.append(line)
                line = ""
            line = f"{line} {word_}".strip()
        lines.extend((line, ""))
    assert paragraphs_of(lines, wrapped=True) == paragraphs


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=6), st.booleans())
def test_articles_of_any_words_come_back(bodies: list[str], in_word: bool) -> None:  # noqa: FBT001 - drawn by chance
    if in_word:
        data: bytes | str = word([line for number, body in enumerate(bodies) for line in new(f"Title {number}", body)])
    else:
        data = "".join(old(n, len(bodies), title=f"Title {n - 1}", body=body) for n, body in enumerate(bodies, 1))
    found = drafts(data, "a.docx" if in_word else "a.txt")
    assert [(item.title, item.body) for item in found if isinstance(item, Draft)] == [
        (f"Title {number}", body) for number, body in enumerate(bodies)
    ]


def test_the_old_form_in_word_has_a_paragraph_for_each_line() -> None:
    lines = Path("examples/forms/lexisnexis.txt").read_text().splitlines()
    plain = drafts("\n".join(lines).encode(), "a.txt")
    found = drafts(word(lines), "a.docx")
    assert told(found) == told(plain)
    assert len(told(found)) == 3


@pytest.mark.parametrize("date", ["32 March 2019", "Marzec 12, 2019"])
def test_a_date_in_its_place_that_cannot_be_read_is_told_and_is_no_title(date: str) -> None:
    for found in (draft(old(date=date)), draft("\n".join(new(date=date)))):
        assert (found.title, found.outlet) == ("Dockers strike", "The Port Vell Gazette")
        assert (found.dates, found.unread_date) == ((), date)
