"""Takes a date as mail and feeds write it (RFC 822 and 5322); gives a `Published`, or the moment that it names."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from typing import Final

from dateline.model import Published
from dateline.read.dates import iso_date

_SHORT_YEAR: Final = re.compile(r"(?P<day>\b\d{1,2} [A-Z][a-z]{2}) (?P<year>\d\d)(?= \d)")
_FAULTS: Final = (ArithmeticError, IndexError, TypeError, ValueError)
"""What the library raises where there is no date."""


def stamp_date(words: str) -> Published | None:
    """Read the day, in the zone that is written; years of two digits, which RFC 822 has, are of 1950 to 2049."""
    return iso_date(_SHORT_YEAR.sub(_with_century, words), "metadata")


def moment(words: str) -> dt.datetime | None:
    """Read the moment, in the zone that is written, or in none."""
    try:
        return parsedate_to_datetime(words)
    except _FAULTS:
        return None


def day_at_latest(received: dt.datetime, sent: dt.datetime | None) -> dt.date | None:
    """Give the day on which something was received: in the sender's zone, or, where none is known, in the easternmost."""
    there = dt.timezone(dt.timedelta(hours=14))
    zone = sent.tzinfo if sent and sent.tzinfo else there
    try:
        return (received if received.tzinfo else received.replace(tzinfo=dt.UTC)).astimezone(zone).date()
    except OverflowError:
        return None


def _with_century(found: re.Match[str]) -> str:
    return f"{found['day']} {'19' if found['year'] >= '50' else '20'}{found['year']}"
