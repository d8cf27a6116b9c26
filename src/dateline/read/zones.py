"""Takes the words behind a time of day; gives the zone that they name as an offset (`+03:00`), or None."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

UTC: Final = "+00:00"
"""Universal time, which much metadata is in, wherever the outlet is."""

_WEST: Final = dt.timedelta(hours=-12)
_EAST: Final = dt.timedelta(hours=14)
_QUARTER: Final = dt.timedelta(minutes=15)

_NAMED: Final = {
    "UTC": UTC,
    "GMT": UTC,
    "WAT": "+01:00",
    "CET": "+01:00",
    "MEZ": "+01:00",
    "CEST": "+02:00",
    "MESZ": "+02:00",
    "EET": "+02:00",
    "CAT": "+02:00",
    "SAST": "+02:00",
    "EEST": "+03:00",
    "EAT": "+03:00",
    "MSK": "+03:00",
    "IRST": "+03:30",
    "PKT": "+05:00",
    "NPT": "+05:45",
    "WIB": "+07:00",
    "HKT": "+08:00",
    "SGT": "+08:00",
    "AWST": "+08:00",
    "JST": "+09:00",
    "KST": "+09:00",
    "AEST": "+10:00",
    "AEDT": "+11:00",
    "NZST": "+12:00",
    "NZDT": "+13:00",
    "NDT": "-02:30",
    "NST": "-03:30",
    "ADT": "-03:00",
    "BRT": "-03:00",
    "EDT": "-04:00",
    "EST": "-05:00",
    "CDT": "-05:00",
    "MDT": "-06:00",
    "MST": "-07:00",
    "PDT": "-07:00",
    "PST": "-08:00",
    "AKDT": "-08:00",
    "AKST": "-09:00",
    "HST": "-10:00",
}
"""Short forms of zones that newsrooms use for one zone alone.

Left out are those of two meanings: IST (India, Ireland, Israel), BST (Britain, Bangladesh), AST (Arabia, Atlantic),
CST (North America, China, Cuba), and those that change with the season without saying so (ET, PT).
"""

_ZONE: Final = re.compile(
    r"\s{0,2}\(?(?:(?P<z>Z)\b|(?:GMT|UTC)?\s?(?P<sign>[+−-])(?P<hours>\d\d|(?:(?<=[CT].)|(?<=[CT]\s.))\d(?!\d)):?(?P<minutes>\d\d)?(?![\d:])"
    r"|(?P<name>[A-Z]{3,4})\b(?!\s?[+−-]\s?\d))"
)


def zone_of(words: str) -> str | None:
    """Read the zone that stands at the start of `words`; None if there is none or it has two meanings."""
    found = _ZONE.match(words)
    if not found:
        return None
    if found["z"]:
        return UTC
    if found["name"]:
        return _NAMED.get(found["name"])
    size = dt.timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return written(size if found["sign"] == "+" else -size)


def written(offset: dt.timedelta) -> str | None:
    """Write an offset as a zone; None where no place on earth has it."""
    if not _WEST <= offset <= _EAST or offset % _QUARTER:
        return None
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < dt.timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def offset_of(zone: str) -> dt.timedelta:
    """Give the offset that a zone stands for."""
    size = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
    return -size if zone[0] == "-" else size
