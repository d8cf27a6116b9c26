"""The first rows of a table and the user's own words enter; which column holds which field leaves, or a refusal.

A column is where the user says, else where it was in a table with the same header, else where its name says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, get_args

import msgspec

from dateline.model import Source, digest
from dateline.read.dates import iso_date
from dateline.read.desk import Desk, Field, Known, Refusal, TableRead
from dateline.read.gdelt import layout_of

FIELDS: Final[tuple[Field, ...]] = get_args(Field)

SAMPLED_ROWS: Final = 20
"""Rows behind the header by which columns are judged."""

SHOWN_COLUMNS: Final = 12
"""Names of columns that a refusal shows."""

SHOWN_NAME: Final = 30
"""Characters of a column's name that are shown."""

_LONGEST_NAME: Final = 120
"""Characters beyond which no column is named so: the longest in export formats of news data bases have about 40."""

_NAMES: Final[Mapping[Field, str]] = {
    "text": (
        "text body content fulltext article articletext articlebody articlecontent fullarticle maintext story storytext"
        " storybody bodytext contenttext newstext newsbody newscontent textcontent textbody rawtext cleantext plaintext"
        " document documenttext td html bodyhtml contenthtml"
    ),
    "title": "title headline head heading articletitle newstitle storytitle documenttitle headlinemain headlinetext hd",
    "date": (
        "publishdate publisheddate publicationdate pubdate datepublished dateofpublication publishedat publishedon"
        " published publishedutc publishtime publishedtime publicationtime pubtime pubdatetime articledate newsdate"
        " storydate issuedate date datetime pd day"
    ),
    "outlet": (
        "outlet medianame mediaoutlet sourcename newspaper newspapername publication publicationname publicationtitle"
        " publisher publishername source newssource newsoutlet journal sitename site website provider sn media domain"
        " sourcedomain"
    ),
    "url": "url link articleurl articlelink storyurl weburl pageurl sourceurl newsurl permalink address href uri",
    "author": "author authors authorname byline writer reporter journalist journalists creator by",
    "language": "language lang languagecode languagename articlelanguage la",
    "id": (
        "id articleid storiesid storyid docid documentid newsid reportid itemid recordid textid uid uuid guid"
        " accessionnumber accessionno an index"
    ),
    "file": "file filename filepath textfile localfile localpath path",
    "seen": (
        "dateadded collectdate collectdatetime datecollected indexeddate indexdate crawldate crawledat datedownload"
        " datedownloaded downloaddate retrieved retrieveddate retrievedat dateretrieved scrapedat scrapeddate fetched"
        " fetchedat loaddate"
    ),
}
"""What columns are called, without case, spaces and signs, the likelier name first: those of LexisNexis, Factiva (its two
letters), Media Cloud, GDELT, and of data sets of news as they are passed on."""

_PLAIN: Final = re.compile(r"[\W_]+")
_PARTED: Final = re.compile(r"[/|()\[\]:]")
_NUMBER: Final = re.compile(r"[-+]?\d[\d.,]*$")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+$", re.IGNORECASE)


class Columns(msgspec.Struct, frozen=True):
    """The header of a table and the place of each field in it; `headed` tells whether the first row is the header."""

    header: tuple[str, ...]
    places: Mapping[Field, int]
    headed: bool = True

    def cell(self, cells: Sequence[str], field: Field) -> str:
        """Give the cell of a row that holds a field, empty where there is none."""
        place = self.places.get(field)
        return "" if place is None else cells[place]

    def label(self, field: Field) -> str:
        """Give the name of a field's column."""
        return _label(self.header, self.places[field])


def choose(rows: Sequence[Sequence[str]], here: Source, desk: Desk, *, named: bool = False) -> Columns:
    """Tell the columns of a table by its first rows, and note what they are; `named` where the first is surely names.

    Raises:
        Refusal: no column holds the text, an address or a file, or one that the user names is not there.
    """
    first = tuple(cell.strip() for cell in rows[0])
    layout = None if named else layout_of(first)
    headed = named or (layout is None and not _is_data(first))
    header = first if headed else tuple(str(number) for number in range(1, len(first) + 1))
    signature = digest(*header)
    found: dict[Field, tuple[int, Known]] = {}
    _take(found, _given(header, desk.options.columns), "given")
    _take(found, _given(header, desk.options.remembered.get(signature, {})), "remembered")
    if layout is not None:
        _take(found, layout, "guessed")
    elif headed:
        _take(found, _guessed(header, rows[1:], {place for place, _ in found.values()}), "guessed")
    places = {field: found[field][0] for field in FIELDS if field in found}
    if not places.keys() & {"text", "url", "file", "id"}:
        raise Refusal("unknown-columns", _nothing_found(first, headed=headed))
    names = {field: _label(header, place) for field, place in places.items()}
    known = {field: found[field][1] for field in places}
    desk.notes.tables.setdefault(signature, TableRead(here, names, known))
    return Columns(header, places, headed)


def unknown(columns: Columns) -> Refusal:
    """Give the refusal of a table that has ids and neither texts nor files that the ids name."""
    return Refusal("unknown-columns", _nothing_found(columns.header, headed=columns.headed))


def _take(found: dict[Field, tuple[int, Known]], places: Mapping[Field, int], known: Known) -> None:
    taken = {place for place, _ in found.values()} if known != "given" else set()
    for field, place in places.items():
        if field not in found and place not in taken:
            found[field] = (place, known)


def _given(header: Sequence[str], columns: Mapping[str, str]) -> dict[Field, int]:
    """Find the columns that are named."""
    places: dict[Field, int] = {}
    for field in FIELDS:
        if field in columns:
            place = _place(header, columns[field])
            if place is None:
                detail = f"there is no column {columns[field]!r} for the {field}; {_listed(header)}"
                raise Refusal("unknown-columns", detail)
            places[field] = place
    return places


def _place(header: Sequence[str], name: str) -> int | None:
    """Give the place of the column of that name, to the letter or but for case and signs; else of that number."""
    if name in header:
        return header.index(name)
    plain = [_plain(column) for column in header]
    if (wanted := _plain(name)) and wanted in plain:
        return plain.index(wanted)
    number = int(name) if name.isascii() and name.isdecimal() and len(name) < 6 else 0
    return number - 1 if 0 < number <= len(header) else None


def _label(header: Sequence[str], place: int) -> str:
    """Give the name that leads to a column: its own, or its number where it shares the name or has none."""
    name = header[place]
    return name if name and _place(header, name) == place else str(place + 1)


def _guessed(header: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int]) -> dict[Field, int]:
    """Find columns by their whole names, and then those that no whole name fits by a part of one."""
    free = [place for place in range(len(header)) if place not in taken]
    places: dict[Field, int] = {}
    for names in ([_plain(column) for column in header], [_part(column) for column in header]):
        for field in FIELDS:
            fitting = [place for name in _NAMES[field].split() for place in free if names[place] == name]
            if fitting and field not in places:
                place = max(fitting, key=lambda place: _length(rows, place)) if field == "text" else fitting[0]
                places[field] = place
                free.remove(place)
    return places


def _length(rows: Sequence[Sequence[str]], place: int) -> int:
    return sum(len(row[place]) for row in rows if place < len(row))


def _part(name: str) -> str:
    """Give the part of a name such as `Headline / Title` or `Story (English)` that says a field, if only one field is said."""
    parts = [_plain(part) for part in _PARTED.split(name[:_LONGEST_NAME])]
    said = {field: part for field in FIELDS for part in parts if part in _NAMES[field].split()}
    return next(iter(said.values())) if len(said) == 1 else ""


def _plain(name: str) -> str:
    return _PLAIN.sub("", name).lower()


def _is_data(cells: Sequence[str]) -> bool:
    """Tell whether a first row is no header: an address, a paragraph, or a number or date and not one usual name."""
    if any(_ADDRESS.match(cell) or len(cell) > _LONGEST_NAME for cell in cells):
        return True
    usual = {name for names in _NAMES.values() for name in names.split()}
    if any(_plain(cell) in usual for cell in cells):
        return False
    return any(_NUMBER.match(cell) or (cell[:1].isdigit() and iso_date(cell, "metadata")) for cell in cells)


def _nothing_found(first: Sequence[str], *, headed: bool) -> str:
    if headed:
        return f"no column is named as the text, an address or a file; {_listed(first)}"
    return f"its first row holds no names of columns: write them above it, or give numbers (--map text=2); {_listed(first)}"


def _listed(header: Sequence[str]) -> str:
    names = ", ".join(repr(name[:SHOWN_NAME]) for name in header[:SHOWN_COLUMNS])
    more = len(header) - SHOWN_COLUMNS
    return f"it has {names}" + (f" and {more:,} more" if more > 0 else "")
