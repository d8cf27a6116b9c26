"""The page of forms gives every limit with the figure that the program holds to."""

from __future__ import annotations

import re

import pytest

from dateline.read import desk, http, members, report, unpack
from dateline.read.forms import html, jsonl, tar
from dateline.read.forms import zip as zip_form
from tests.read.test_registry import PAGE

TABLE = PAGE.partition("## Limits")[2]
FIGURES = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|", TABLE, re.MULTILINE))
UNITS = {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("things inside one another", desk.MAX_DEPTH),
        ("members of all archives in one file", desk.MAX_MEMBERS),
        ("bytes of a ZIP archive's list of members", zip_form.MAX_DIRECTORY_BYTES),
        ("bytes of a ZIP archive inside something else", zip_form.MAX_COPIED_BYTES),
        ("memory that unpacking may ask for", unpack.MAX_WINDOW_BYTES),
        ("characters of a member's name that are shown", members.LONGEST_NAME),
        ("bytes of what a tar archive says of a member", tar.MAX_HEADER_BYTES),
        ("bytes of a line in a web archive's heads", http.MAX_LINE_BYTES),
        ("lines of such a head", http.MAX_FIELDS),
        ("encodings of an answer over one another", http.MAX_CODINGS),
        ("bytes of a file that holds one report", desk.MAX_TEXT_BYTES),
        ("bytes of a document that must be held as a whole", desk.MAX_DOCUMENT_BYTES),
        ("bytes of a line of JSON Lines", jsonl.MAX_LINE_BYTES),
        ("elements of a page", html.MAX_ELEMENTS),
        ("elements of a page inside one another", html.MAX_DEPTH),
        ("characters of a report that is coded", report.MOST_CHARACTERS),
    ],
)
def test_the_figure_of_a_limit(limit: str, value: int) -> None:
    number, _, unit = FIGURES[limit].partition(" ")
    assert int(number.replace(",", "")) * UNITS.get(unit, 1) == value


def test_the_figure_of_what_may_come_out() -> None:
    figure = FIGURES["bytes that come out of one file, however packed"]
    assert figure == f"{desk.FREELY_UNPACKED_BYTES // 2**20} MiB, or {desk.MAX_RATIO} times what went in"
