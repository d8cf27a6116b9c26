"""The dates of one column enter; which of two numbers is the day leaves, and dates that are written so that none is open.

`03/04/2018` may be two days. Who writes a column writes all of it one way, so a `25/04/2018` beside it tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal

from dateline.read.dates import NUMBER_MAX_MONTH, YEAR

First = Literal["day", "month"]

_YEAR_LAST: Final = re.compile(
    rf"\s*(?P<first>\d{{1,2}})(?P<sign>[-/.])(?P<second>\d{{1,2}})(?P=sign)(?P<year>{YEAR})(?!\d)(?P<rest>.*)",
    re.DOTALL | re.ASCII,
)


def is_open(words: str) -> bool:
    """Tell whether a date in numbers may be two days of the year."""
    found = _YEAR_LAST.fullmatch(words)
    return found is not None and _told(found) is None and found["first"].lstrip("0") != found["second"].lstrip("0")


def first_of(column: Iterable[str]) -> First | None:
    """Tell what stands first in the dates of a column; None where none tells, or two tell different things."""
    found = map(_YEAR_LAST.fullmatch, column)
    told = {first for date in found if date and (first := _told(date))}
    return told.pop() if len(told) == 1 else None


def settled(words: str, first: First | None) -> str:
    """Write a date that may be two days with the year first; any other stays."""
    if first is None or not is_open(words) or not (found := _YEAR_LAST.fullmatch(words)):
        return words
    numbers = int(found["first"]), int(found["second"])
    day, month = numbers if first == "day" else numbers[::-1]
    return f"{found['year']}-{month:02}-{day:02}{found['rest']}"


def _told(found: re.Match[str]) -> First | None:
    first, second = int(found["first"]), int(found["second"])
    if first > NUMBER_MAX_MONTH >= second:
        return "day"
    return "month" if second > NUMBER_MAX_MONTH >= first else None
