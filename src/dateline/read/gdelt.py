"""The first row of a table without a header enters; where a GDELT export has its fields leaves, or None.

GDELT's files have no header. The day of an event (`SQLDATE`) is no publication date, and neither is the day on which
GDELT met the page: this one is `seen`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from dateline.read.desk import Field

_ID: Final = r"\d{1,12}"
_DAY: Final = r"(?:19|20)\d{6}"
_INSTANT: Final = r"(?:19|20)\d{12}"
_ADDRESS: Final = r"https?://\S+"


class Layout(msgspec.Struct, frozen=True):
    """One of GDELT's files: how many columns it has, what some of them look like, and where its fields are."""

    columns: int
    signs: Mapping[int, str]
    places: Mapping[Field, int]


_LAYOUTS: Final = (
    # Events 2.0 and 1.0.
    Layout(61, {0: _ID, 1: _DAY, 59: _INSTANT}, {"id": 0, "seen": 59, "url": 60}),
    Layout(58, {0: _ID, 1: _DAY, 56: _DAY}, {"id": 0, "seen": 56, "url": 57}),
    # Mentions: the first column is the id of the event, which many pages share.
    Layout(16, {0: _ID, 1: _INSTANT, 2: _INSTANT, 5: _ADDRESS}, {"seen": 2, "outlet": 4, "url": 5}),
    # Global Knowledge Graph 2.
    Layout(27, {0: rf"{_INSTANT}-\S+", 1: _INSTANT}, {"id": 0, "seen": 1, "outlet": 3, "url": 4}),
)


def layout_of(cells: Sequence[str]) -> Mapping[Field, int] | None:
    """Give the places of the fields, where a row is one of a GDELT file."""
    for layout in _LAYOUTS:
        if len(cells) == layout.columns and all(re.fullmatch(sign, cells[at]) for at, sign in layout.signs.items()):
            return layout.places
    return None
