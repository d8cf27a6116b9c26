"""Invented dispatches enter, the example tables of `examples/forms` leave: `python -m tests.read.examples.tables`."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Final

import openpyxl
import pyarrow as pa
from pyarrow import parquet as pq

FOLDER: Final = Path(__file__).resolve().parents[3] / "examples" / "forms"

HEADER: Final = ("id", "headline", "body", "pub_date", "source", "link")

ROWS: Final = (
    (
        "courier-31",
        "Ferry held at Port Vell",
        (
            'Customs officers held a ferry at Port Vell on Tuesday, the harbour office said. "Nobody was hurt," a clerk, '
            "Ines Rohl, said.\n\nThe ferry was to leave again on Wednesday."
        ),
        dt.date(2021, 3, 10),
        "Vell Courier",
        "https://courier.example/2021/03/10/ferry",
    ),
    (
        "courier-32",
        "Ferry leaves Port Vell",
        "The ferry that customs officers had held left Port Vell on Wednesday; its owner paid a fine of 2,000 crowns.",
        dt.date(2021, 3, 11),
        "Vell Courier",
        "https://courier.example/2021/03/11/ferry-leaves",
    ),
)


def written_csv() -> bytes:
    """Write the table as spreadsheets do."""
    page = io.StringIO(newline="")
    csv.writer(page).writerows([HEADER, *ROWS])
    return page.getvalue().encode()


def written_excel() -> bytes:
    """Write the table as a workbook, the same bytes each time."""
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = dt.datetime(2021, 3, 12)  # noqa: DTZ001 - as the format has it
    sheet = book.worksheets[0]
    sheet.title = "reports"
    for row in (HEADER, *ROWS):
        sheet.append(row)
    saved, made = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            words = old.read(name)
            if name == "docProps/core.xml":  # saving stamps the clock into it
                words = _stamped(words)
            new.writestr(zipfile.ZipInfo(name), words, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def written_parquet() -> bytes:
    """Write the table as Parquet."""
    made = io.BytesIO()
    pq.write_table(pa.table(dict(zip(HEADER, map(list, zip(*ROWS, strict=True)), strict=True))), made)
    return made.getvalue()


def _stamped(words: bytes) -> bytes:
    start = words.index(b">", words.index(b"<dcterms:modified")) + 1
    return words[:start] + b"2021-03-12T00:00:00Z" + words[words.index(b"<", start) :]


if __name__ == "__main__":
    (FOLDER / "reports.csv").write_bytes(written_csv())
    (FOLDER / "reports.xlsx").write_bytes(written_excel())
    (FOLDER / "reports.parquet").write_bytes(written_parquet())
