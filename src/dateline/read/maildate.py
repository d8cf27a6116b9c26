"""Takes a date as servers of mail write it (RFC 5322); gives the moment that it names, and the day on which mail was there."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Final

_FAULTS: Final = (ArithmeticError, IndexError, TypeError, ValueError)
"""What the library raises where there is no date."""


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
