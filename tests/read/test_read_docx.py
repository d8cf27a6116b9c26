"""Word documents give their paragraphs as the page shows them; tables and captions keep their place and are not coded."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Published, Source
from dateline.read.desk import DEFAULTS, Desk, Draft, Notes
from dateline.read.forms.docx import MAX_STORY_BYTES
from dateline.read.registry import read_stream
from tests.read.examples.statement import FOLDER, NUMBERS, STORY, TITLE, statement_docx
from tests.read.reading import rejected

BODY = f"<w:document {nsdecls('w')}><w:body>{{}}</w:body></w:document>"


def saved(document: Document) -> bytes:
    """Give the bytes of a document."""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def draft(data: bytes) -> Draft:
    """Read bytes as a Word document of one report."""
    (found,) = read_stream(io.BytesIO(data), Source("a.docx"), "a.docx", Desk(DEFAULTS, Notes(), read_stream))
    assert isinstance(found, Draft), found
    return found


def written(write: Callable[[Document], object]) -> Draft:
    """Read a document that a function wrote into."""
    document = docx.Document()
    write(document)
    return draft(saved(document))


def paragraphs(*xml: str) -> Draft:
    """Read a document of paragraphs given as XML."""

    def write(document: Document) -> None:
        for words in xml:
            document.element.body.insert(-1, parse_xml(f"<w:p {nsdecls('w', 'r')} xmlns:w14='urn:x'>{words}</w:p>"))

    return written(write)


def run(words: str) -> str:
    """Give a run of words as XML."""
    return f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>"


def packed(**parts: bytes | str) -> bytes:
    """Pack parts whose names have `_` for `/` and no ending."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("_", "/") + ".xml", part)
    return made.getvalue()


def test_the_statement_is_read_with_its_table_marked() -> None:
    found = draft(statement_docx())
    text = f"{found.title}\n{found.body}"
    rows = ["\t".join(row) for row in NUMBERS]
    assert (found.title, found.author) == (TITLE, "Mara Lind")
    assert found.body.split("\n") == ["8 April 2020", *STORY, *rows, "Lorries at the two crossings in March"]
    assert [(mark.kind, mark.span.of(text)) for mark in found.furniture] == [
        *(("table", row) for row in rows),
        ("caption", "Lorries at the two crossings in March"),
    ]
    assert found.dates == (Published(dt.date(2020, 4, 8), "day", "metadata", "unsure"),)


def test_the_example_is_the_one_that_the_script_makes() -> None:
    assert draft((FOLDER / "statement.docx").read_bytes()) == draft(statement_docx())


LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=30
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(LINE, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8))
def test_any_paragraphs_come_back(lines: list[str]) -> None:
    lines = [line for line in lines if line.strip(" \t\n")]
    document = docx.Document()
    document.add_paragraph("Heading of the report", style="Title")
    for line in lines:
        document.add_paragraph(line)
    found = draft(saved(document))
    assert found.title == "Heading of the report"
    assert found.body == "\n".join(lines)


def test_insertions_are_kept_and_deletions_are_not() -> None:
    change = "w:id='1' w:author='a' w:date='2020-01-01T00:00:00Z'"
    deleted = f"<w:del {change}><w:r><w:delText>killed</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom {change}>{run('moved')}</w:moveFrom>"
    found = paragraphs(run("Two were ") + deleted + f"<w:ins {change}>{run('wounded')}</w:ins>" + moved + run("."))
    assert found.body == "Two were wounded."


def test_links_fields_breaks_and_hyphens_give_their_words() -> None:
    link = f"<w:hyperlink r:id='rId1'>{run('the envoy')}</w:hyperlink>"
    field = f"<w:fldSimple w:instr='DATE'>{run('Monday')}</w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>"
    found = paragraphs(link + run(" came on ") + field, run("Saudi") + "<w:r><w:noBreakHyphen/><w:t>led</w:t></w:r>")
    assert found.body == "the envoy came on Monday\nSaudi-led"


def test_hidden_words_notes_and_comments_are_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    note = "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='3'/></w:r>"
    assert paragraphs(run("They left.") + hidden + note).body == "They left."


def test_a_text_box_is_kept_once() -> None:
    box = f"<w:txbxContent><w:p>{run('Box words.')}</w:p></w:txbxContent>"
    both = (
        "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert paragraphs(run("Before.") + both, run("After.")).body == "Before.\nBox words.\nAfter."


def test_headers_and_footers_are_left_out() -> None:
    def write(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Letterhead"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        document.add_paragraph("They left.")

    assert written(write).body == "They left."


def test_lists_are_lines() -> None:
    def write(document: Document) -> None:
        document.add_heading("The union asks for talks", 1)
        for words in ("Higher pay.", "Shorter hours."):
            document.add_paragraph(words, style="List Bullet")

    found = written(write)
    assert (found.title, found.body) == ("The union asks for talks", "Higher pay.\nShorter hours.")


def test_a_table_that_lays_out_the_page_is_story() -> None:
    def write(document: Document) -> None:
        cell = document.add_table(1, 1).rows[0].cells[0]
        cell.text = "Dockers walked out."
        cell.add_paragraph("Talks failed.")

    found = written(write)
    assert (found.body, found.furniture) == ("Dockers walked out.\nTalks failed.", ())


def test_a_table_in_a_table_is_told_in_its_row() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Dockers walked out of the harbour.")
        cells = document.add_table(1, 2).rows[0].cells
        cells[0].text = "Left"
        inner = cells[1].add_table(1, 2).rows[0].cells
        inner[0].text, inner[1].text = "1", "2"

    found = written(write)
    assert found.body.split("\n")[-1] == "Left\t1 2"
    assert [mark.kind for mark in found.furniture] == ["table"]


def test_a_first_line_that_is_a_headline_is_the_title() -> None:
    def write(document: Document) -> None:
        document.add_paragraph("Dockers leave Port Vell")
        document.add_paragraph("Dockers walked out of the northern harbour on Monday, the union said.")

    assert written(write).title == "Dockers leave Port Vell"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Dockers walk out", "Dockers walk out"),
        ("Microsoft Word - Dockers walked", ""),
        ("dockers walked.doc", ""),
        ("Annual budget of the ministry", ""),
        ("Press release", ""),
    ],
)
def test_the_title_of_the_properties_is_believed_where_it_fits(stated: str, title: str) -> None:
    def write(document: Document) -> None:
        document.core_properties.title = stated
        document.add_paragraph("dockers walked out of the northern harbour on Monday, the union said.")

    assert written(write).title == title


@pytest.mark.parametrize("name", ["python-docx", "Microsoft Office User", "admin", "HP Inc", "lind"])
def test_the_author_of_the_properties_is_no_program(name: str) -> None:
    def write(document: Document) -> None:
        document.core_properties.author = name
        document.add_paragraph("They left.")

    assert written(write).author is None


def test_a_library_s_own_day_is_no_date() -> None:
    assert written(lambda document: document.add_paragraph("They left.")).dates == ()


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
    body = BODY.format("<w:p><w:r><w:t>Then &b;&f; left.</w:t></w:r></w:p>")
    found = draft(packed(word_document=bomb + body))
    assert "ha" not in found.body
    assert found.body.startswith("Then")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (packed(word_document=b"<not xml"), "bad-file"),
        (packed(word_document=b""), "bad-file"),
        (packed(word_document="<a/>"), "bad-file"),
        (packed(word_other="<a/>"), "bad-file"),
        (packed(word_document=BODY.format("<w:p/>")), "no-text"),
        (packed(word_document=b" " * (MAX_STORY_BYTES + 1)), "expands-too-much"),
        (packed(word_document=b"<a>" + b" " * 8_000_000 + b"</a>"), "expands-too-much"),
        (packed(word_document=BODY.format("<w:p>" + "<w:ins>" * 150 + "</w:ins>" * 150 + "</w:p>")), "nested-too-deep"),
        (statement_docx()[:20_000], "bad-file"),
        (b"PK\x03\x04\x00word/a.xml", "bad-file"),
    ],
)
def test_what_is_no_sound_document_is_refused(data: bytes, reason: str) -> None:
    found = rejected(data, "a.docx")
    assert (found.reason, found.source.path) == (reason, "a.docx")
    assert found.detail


def test_a_part_with_a_password_is_refused() -> None:
    data = bytearray(packed(word_document=BODY.format("<w:p/>")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert rejected(bytes(data), "a.docx").reason == "encrypted"


def test_the_old_form_says_what_to_do() -> None:
    found = rejected(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc")
    assert found.reason == "not-text"
    assert ".docx" in found.detail


def test_a_document_without_its_ending_is_told_by_its_parts() -> None:
    (found,) = read_stream(io.BytesIO(statement_docx()), Source("-"), "", Desk(DEFAULTS, Notes(), read_stream))
    assert isinstance(found, Draft)
    assert found.source.form == "docx"
