"""PDF documents give their text in reading order, whatever their layout; what cannot be read of them is named by page."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Mend, Published, Rejected, Source
from dateline.read.columns import lines_of
from dateline.read.desk import DEFAULTS, Desk, Draft, Notes
from dateline.read.hyphens import Words
from dateline.read.pdfpages import Piece, pieces_of
from dateline.read.registry import read_stream
from tests.read.examples.statement import FOLDER, STORY, TITLE, statement_pdf
from tests.read.reading import rejected

FIRST = (
    "Dockers walked out of the northern harbour on Monday after police detained three of their organisers, the union"
    " said. The harbour master accused the union of blocking two ships that carried grain to the islands, and the union"
    " denied it."
)
SECOND = (
    "Talks between the union and the harbour master are planned for Thursday in Port Vell. A spokeswoman for the"
    " governor denied that soldiers would be sent to the harbour before then."
)
THIRD = (
    "Kellmark closed its border road to lorries on Wednesday and said that it would stay closed until the strike was"
    " over. Tarsia recalled its ambassador and asked for an urgent meeting of the river commission."
)


def found_in(data: bytes) -> list[Draft | Rejected]:
    """Read bytes as a PDF document."""
    return list(read_stream(io.BytesIO(data), Source("a.pdf"), "a.pdf", Desk(DEFAULTS, Notes(), read_stream)))


def draft(data: bytes) -> Draft:
    """Read a document of which nothing may be rejected."""
    (found,) = found_in(data)
    assert isinstance(found, Draft), found
    return found


def document(write: Callable[[FPDF], object] | None = None) -> FPDF:
    """Give a document with an empty page, or with what a function writes."""
    made = FPDF(format="A4")
    made.set_creation_date(dt.datetime(2020, 4, 8, tzinfo=dt.UTC))
    made.add_page()
    made.set_font("Helvetica", size=11)
    if write:
        write(made)
    return made


def flow(
    made: FPDF, *paragraphs: str, align: str = "L", gap: float = 3, left: float | None = None, width: float = 0
) -> None:
    """Write paragraphs one under the other."""
    for words in paragraphs:
        if left is not None:
            made.set_x(left)
        made.multi_cell(width, 5, words, align=align, new_x="LMARGIN", new_y="NEXT")
        made.ln(gap)


def lines(made: FPDF, *texts: str) -> None:
    """Write lines of words as they are, without a gap."""
    for text in texts:
        made.cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")


def broken(made: FPDF, words: str) -> list[str]:
    """Break words to lines of a column."""
    found = made.multi_cell(85, 5, words, dry_run=True, output="LINES")
    assert isinstance(found, list)
    return [str(line) for line in found]


def test_the_statement_is_read_without_its_running_titles() -> None:
    found = draft(statement_pdf())
    assert (found.title, found.author) == (TITLE, "Mara Lind")
    assert found.body.split("\n") == ["8 April 2020", *STORY]
    assert found.mends == (Mend("running-title", 4),)
    assert found.dates == (Published(dt.date(2020, 4, 8), "day", "metadata", "unsure"),)
    assert found.source == Source("a.pdf", form="pdf")


def test_the_example_is_the_one_that_the_script_makes() -> None:
    assert draft((FOLDER / "statement.pdf").read_bytes()) == draft(statement_pdf())


@pytest.mark.parametrize("align", ["L", "J"])
@pytest.mark.parametrize("gap", [0, 3])
def test_paragraphs_are_told_with_and_without_gaps(align: str, gap: float) -> None:
    made = document(lambda made: flow(made, FIRST, SECOND, THIRD, align=align, gap=gap))
    assert draft(bytes(made.output())).body.split("\n") == [FIRST, SECOND, THIRD]


def test_paragraphs_are_told_by_their_indent() -> None:
    def write(made: FPDF) -> None:
        full = "The union said that the harbour would stay closed until the three were free"
        made.set_font("Courier", size=10)
        for _ in range(3):
            lines(made, "    " + full[:70], full[:74] + ".")

    body = draft(bytes(document(write).output())).body
    assert len(body.split("\n")) == 3


def test_a_paragraph_goes_on_over_the_page() -> None:
    def write(made: FPDF) -> None:
        words = " ".join(FIRST.split()[:24])
        flow(made, words.rstrip("."))
        made.add_page()
        flow(made, "and " + SECOND)

    body = draft(bytes(document(write).output())).body
    assert "\n" not in body
    assert " and Talks" in body


@pytest.mark.parametrize("by_rows", [False, True])
def test_two_columns_are_read_one_after_the_other(by_rows: bool) -> None:  # noqa: FBT001 - two ways to write a page
    def write(made: FPDF) -> None:
        made.set_font("Helvetica", style="B", size=18)
        flow(made, "Dockers walk out and Kellmark closes the road", gap=6)
        made.set_font("Helvetica", size=10)
        columns = (FIRST + " " + SECOND, THIRD + " " + FIRST)
        top = made.get_y()
        split = [broken(made, words) for words in columns]
        rows = [(n, column, line) for column, texts in enumerate(split) for n, line in enumerate(texts)]
        for n, column, line in sorted(rows) if by_rows else rows:
            made.set_xy(10 + 100 * column, top + 5 * n)
            made.cell(85, 5, line)

    found = draft(bytes(document(write).output()))
    assert found.title == "Dockers walk out and Kellmark closes the road"
    assert found.body.replace("\n", " ") == f"{FIRST} {SECOND} {THIRD} {FIRST}"


def test_columns_whose_lines_stand_at_other_heights_and_what_follows_them() -> None:
    def write(made: FPDF) -> None:
        made.set_font("Helvetica", size=10)
        for column, words in enumerate((FIRST, THIRD)):
            made.set_y(40 + 2 * column)
            flow(made, words, left=10 + 100 * column, width=85)
        made.set_y(120)
        flow(made, SECOND)

    assert draft(bytes(document(write).output())).body.split("\n") == [FIRST, THIRD, SECOND]


def test_a_table_is_read_row_by_row() -> None:
    def write(made: FPDF) -> None:
        flow(made, FIRST)
        for row in (
            ("Harbour", "Ships", "Closed"),
            ("Port Vell", "12", "yes"),
            ("Kellmark", "7", "no"),
            ("Osmark", "3", "no"),
        ):
            for cell in row:
                made.cell(50, 5, cell)
            made.ln(5)

    assert draft(bytes(document(write).output())).body.split("\n")[1:] == [
        "Harbour Ships Closed",
        "Port Vell 12 yes",
        "Kellmark 7 no",
        "Osmark 3 no",
    ]


def test_a_list_has_a_line_for_each_item() -> None:
    def write(made: FPDF) -> None:
        flow(made, FIRST)
        lines(made, "- release the three organisers", "- open the northern harbour", "- pay for the days of the strike")

    assert len(draft(bytes(document(write).output())).body.split("\n")) == 4


def test_a_page_that_lies_on_its_side_is_read() -> None:
    def write(made: FPDF) -> None:
        with made.rotation(90, 100, 150):
            made.set_xy(20, 100)
            flow(made, FIRST, SECOND, left=20, width=120)

    assert draft(bytes(document(write).output())).body.split("\n") == [FIRST, SECOND]


def test_a_stamp_across_the_page_is_no_text() -> None:
    def write(made: FPDF) -> None:
        flow(made, FIRST)
        with made.rotation(45, 100, 150):
            made.set_font("Helvetica", size=60)
            made.text(60, 150, "DRAFT COPY")

    assert draft(bytes(document(write).output())).body == FIRST


def test_words_divided_at_a_line_s_end_are_joined_and_hyphens_of_words_are_kept() -> None:
    def write(made: FPDF) -> None:
        lines(
            made,
            "The governor said that the harbour would be opened to ships by the end of the agree-",
            "ment. The Tarsia-led talks, and the US-backed plan of the commission to end the Tarsia-",
            "led blockade, failed on Monday, and the commission turned to the plan that a Kellmark-",
            "backed group had written for it, with the help of two ministers and of many self-",
            "appointed experts who were there. They did not agree on much, said the spokeswoman.",
        )

    found = draft(bytes(document(write).output()))
    for words in ("the agreement.", "the Tarsia-led blockade", "a Kellmark-backed group", "self-appointed"):
        assert words in found.body
    assert found.mends == (Mend("line-end-hyphen", 1),)


@pytest.mark.parametrize(
    ("elsewhere", "line", "following", "divides"),
    [
        ("", "an agree-", "ment was", True),
        ("the re-elected head", "of the re-", "elected head", False),
        ("the reelected head", "of the re-", "elected head", True),
        ("they cooperate", "to co-", "operate", True),
        ("", "a US-", "led raid", False),
        ("", "the Anglo-", "Tarsian treaty", False),
        ("", "a state-of-the-", "art ship", False),
        ("", "a two-", "year truce", False),
        ("", "the 15-", "member council", False),
        ("some fire and some arms and an arm", "the fire-", "fighters came", True),
        ("the power plant has a share of it", "the power-", "share plan", False),
        ("", "he said -", "and left", False),
    ],
)
def test_the_rule_of_hyphens(elsewhere: str, line: str, following: str, *, divides: bool) -> None:
    assert Words([elsewhere, line, following]).divides(line, following) is divides


def test_halves_at_the_ends_of_lines_are_no_evidence() -> None:
    text = ["the ship is here", "a ship-", "ment of grain"]
    assert Words(text).divides(text[1], text[2])


def test_the_letters_of_a_ligature_and_words_set_tight_stay_together() -> None:
    shared = [Piece(0, 6, 0, 10, "o"), Piece(6, 12, 0, 10, "f"), Piece(6, 12, 0, 10, "i"), Piece(12, 18, 0, 10, "x")]
    assert [piece.text for piece in pieces_of(iter(shared))] == ["ofix"]
    tight = [Piece(0, 30, 0, 10, "of"), Piece(30.5, 50, 0, 10, "fice"), Piece(53, 80, 0, 10, "door")]
    assert [line.text for line in lines_of(tight)] == ["office door"]


def test_a_running_title_that_stands_once_is_text() -> None:
    made = document(lambda made: flow(made, "Foreign Ministry of Tarsia", FIRST, "Page 1 of 1"))
    found = draft(bytes(made.output()))
    assert found.body.split("\n") == ["Foreign Ministry of Tarsia", FIRST]
    assert found.mends == (Mend("running-title", 1),)


def test_a_first_line_that_repeats_is_no_title_but_a_large_one_is() -> None:
    def write(made: FPDF) -> None:
        for page in (FIRST, SECOND):
            made.set_y(10)
            lines(made, "Bulletin of the commission")
            made.set_font("Helvetica", size=20)
            flow(made, "PRESS RELEASE")
            flow(made, "The talks begin" if page is FIRST else "They end again")
            made.set_font("Helvetica", size=11)
            flow(made, page)
            if page is FIRST:
                made.add_page()

    found = draft(bytes(document(write).output()))
    assert found.title == "The talks begin"
    assert "Bulletin" not in found.body


def test_the_title_of_the_properties_is_taken_where_no_line_is_large() -> None:
    made = document(lambda made: flow(made, FIRST))
    made.set_title("Dockers walked out of the harbour")
    assert draft(bytes(made.output())).title == "Dockers walked out of the harbour"
    made = document(lambda made: flow(made, FIRST))
    made.set_title("Microsoft Word - dockers")
    assert draft(bytes(made.output())).title == ""


def test_a_document_without_a_text_layer_says_that_pictures_are_not_read() -> None:
    found = rejected(bytes(document().output()), "a.pdf")
    assert found.reason == "no-text"
    assert "OCR" in found.detail
    assert "OCR" in found.mend


def picture() -> bytes:
    """Make a picture of 8 by 8 white points."""
    return b"P5 8 8 255\n" + b"\xff" * 64


def test_a_page_that_is_a_picture_is_named() -> None:
    def write(made: FPDF) -> None:
        flow(made, FIRST)
        made.add_page()
        made.image(io.BytesIO(picture()), 10, 10, 100)
        made.add_page()

    read, page = found_in(bytes(document(write).output()))
    assert isinstance(read, Draft)
    assert isinstance(page, Rejected)
    assert (page.reason, page.source.locator) == ("no-text", "page 2")


def test_a_password_is_named_and_one_of_the_owner_alone_is_none() -> None:
    for password, reads in (("open", False), (None, True)):
        made = document(lambda made: flow(made, FIRST))
        made.set_encryption("owner", password, EncryptionMethod.RC4, AccessPermission.all())
        data = bytes(made.output())
        if reads:
            assert draft(data).body == FIRST
        else:
            assert rejected(data, "a.pdf").reason == "encrypted"


def test_what_is_left_of_a_file_that_breaks_off_is_read_and_the_break_is_told() -> None:
    data = bytes(document(lambda made: flow(made, FIRST)).output())
    read, end = found_in(data[: data.rindex(b"startxref")])
    assert isinstance(read, Draft)
    assert read.body == FIRST
    assert isinstance(end, Rejected)
    assert (end.reason, end.source.locator) == ("bad-file", "end")
    assert rejected(data[: data.rindex(b"trailer")], "a.pdf").reason == "bad-file"


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\nnothing of it\n%%EOF", statement_pdf()[:60]])
def test_a_file_without_its_parts_is_refused(data: bytes) -> None:
    found = rejected(data, "a.pdf")
    assert found.reason == "bad-file"
    assert found.detail


def test_a_page_that_fails_is_named_and_the_others_are_read() -> None:
    def write(made: FPDF) -> None:
        flow(made, FIRST)
        made.add_page()
        flow(made, SECOND)

    data = bytes(document(write).output())
    first = data.index(b"/Type /Page\n")
    broken = data[:first] + b"/Type /Pony\n" + data[first + 12 :]
    found = found_in(broken)
    assert isinstance(found[0], Draft) or any(item.source.locator == "page 1" for item in found)


def test_too_many_pages_are_refused() -> None:
    def write(made: FPDF) -> None:
        for _ in range(501):
            made.add_page()

    assert rejected(bytes(document(write).output()), "a.pdf").reason == "too-large"


def test_a_page_of_too_many_characters_is_named() -> None:
    def write(made: FPDF) -> None:
        made.set_auto_page_break(auto=False)
        made.set_font("Helvetica", size=2)
        for row in range(270):
            made.set_xy(10, 10 + row)
            made.cell(0, 1, "ab " * 70)

    (found,) = found_in(bytes(document(write).output()))
    assert isinstance(found, Rejected)
    assert (found.reason, found.source.locator) == ("bad-file", "page 1")


WORDS = st.lists(st.text("abcdefghijklm", min_size=2, max_size=9), min_size=12, max_size=60)


@settings(deadline=None, max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_no_word_is_lost_and_none_changes_its_place(paragraphs: list[list[str]]) -> None:
    made = document(lambda made: flow(made, *(" ".join(words).capitalize() + "." for words in paragraphs)))
    expected = " ".join(" ".join(words).capitalize() + "." for words in paragraphs)
    found = draft(bytes(made.output()))
    assert found.body.replace("\n", " ") == expected
    assert len(found.body.split("\n")) == len(paragraphs)
