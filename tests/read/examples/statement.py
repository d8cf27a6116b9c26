"""Makes `statement.docx` and `statement.pdf` of `examples/forms`: `python -m tests.read.examples.statement`."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Final

import docx
from fpdf import FPDF

FOLDER: Final = Path(__file__).resolve().parents[3] / "examples" / "forms"

TITLE: Final = "Ministry recalls its envoy from Kellmark"
DATE: Final = "8 April 2020"
STORY: Final = (
    (
        "The foreign ministry of Tarsia recalled its ambassador from Kellmark on Wednesday, after Kellmark closed the border"
        " road to lorries."
    ),
    (
        "Minister Amina Kotar accused Kellmark of breaking the border treaty. She said that the ambassador would not return"
        " before the road was open again."
    ),
    (
        "A spokesman for Kellmark's government denied that the treaty had been broken. Talks between the two governments"
        " are planned for Thursday in Port Vell."
    ),
)
NUMBERS: Final = (("Crossing", "Lorries a day"), ("North", "310"), ("South", "95"))
_MADE: Final = dt.datetime(2020, 4, 8, 9, 30, tzinfo=dt.UTC)
_ZIP_TIME: Final = (2020, 4, 8, 9, 30, 0)


def statement_docx() -> bytes:
    """Make the Word document: a title, a date, three paragraphs, a table with its caption, a name in the properties."""
    document = docx.Document()
    document.core_properties.author = "Mara Lind"
    document.core_properties.title = TITLE
    document.core_properties.created = document.core_properties.modified = _MADE
    document.add_paragraph(TITLE, style="Title")
    for words in (DATE, *STORY):
        document.add_paragraph(words)
    table = document.add_table(len(NUMBERS), 2)
    for row, cells in zip(table.rows, NUMBERS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Lorries at the two crossings in March", style="Caption")
    made = io.BytesIO()
    document.save(made)
    return _without_times(made.getvalue())


def _without_times(data: bytes) -> bytes:
    """Pack an archive anew, so that the same document has the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != "docProps/thumbnail.jpeg":
                new.writestr(zipfile.ZipInfo(name, _ZIP_TIME), old.read(name), zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def statement_pdf() -> bytes:
    """Make the PDF document: a large title, a date, and the story on two pages that have a running title and a number."""
    document = FPDF(format=(148, 210))
    document.set_compression(compress=False)  # so that a fuzzer reaches what is drawn
    document.set_creation_date(_MADE)
    document.set_author("Mara Lind")
    document.set_title(TITLE)
    for page, paragraphs in enumerate((STORY[:2], STORY[2:]), 1):
        document.add_page()
        document.set_font("Helvetica", size=8)
        document.cell(0, 6, "Foreign Ministry of Tarsia", align="C", new_x="LMARGIN", new_y="NEXT")
        document.ln(8)
        if page == 1:
            document.set_font("Helvetica", style="B", size=16)
            document.multi_cell(0, 8, TITLE, align="L", new_x="LMARGIN", new_y="NEXT")
            document.set_font("Helvetica", size=11)
            document.cell(0, 10, DATE, new_x="LMARGIN", new_y="NEXT")
        document.set_font("Helvetica", size=11)
        for words in paragraphs:
            document.multi_cell(0, 6, words, align="L", new_x="LMARGIN", new_y="NEXT")
            document.ln(4)
        document.set_auto_page_break(auto=False)
        document.set_y(-15)
        document.set_font("Helvetica", size=8)
        document.cell(0, 6, f"Page {page} of 2", align="C")
        document.set_auto_page_break(auto=True)
    return bytes(document.output())


def main() -> None:
    """Write the examples."""
    (FOLDER / "statement.docx").write_bytes(statement_docx())
    (FOLDER / "statement.pdf").write_bytes(statement_pdf())


if __name__ == "__main__":
    main()
