"""Named days of the year: a name and a year enter, the first and last day leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dateline.ground.when.calendars import (
    Unreckonable,
    easter,
    hijri,
    make_day,
    nth_weekday,
    orthodox_easter,
    persian,
    plus_days,
    year_before,
)

# Days with the same date each year: name, month, day. Names are in lower case, without apostrophes.
_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new years": (1, 1),
    "new year": (1, 1),
    "new years day": (1, 1),
    "new year day": (1, 1),
    "new years eve": (12, 31),
    "new year eve": (12, 31),
    "epiphany": (1, 6),
    "orthodox christmas": (1, 7),
    "valentines day": (2, 14),
    "international womens day": (3, 8),
    "womens day": (3, 8),
    "april fools day": (4, 1),
    "anzac day": (4, 25),
    "may day": (5, 1),
    "international workers day": (5, 1),
    "labour day": (5, 1),
    "world press freedom day": (5, 3),
    "victory day": (5, 9),
    "nakba day": (5, 15),
    "juneteenth": (6, 19),
    "fourth of july": (7, 4),
    "4th of july": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "all saints day": (11, 1),
    "all souls day": (11, 2),
    "guy fawkes night": (11, 5),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "human rights day": (12, 10),
}

# Days counted from Easter Sunday.
_FROM_EASTER = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit monday": 50,
}

# Days and months of the Islamic year: name, month, day, number of days.
_HIJRI = {
    "ashura": (1, 10, 1),
    "arbaeen": (2, 20, 1),
    "mawlid": (3, 12, 1),
    "ramadan": (9, 1, 30),
    "eid al-fitr": (10, 1, 1),
    "eid al-adha": (12, 10, 1),
}

# The nth weekday of a month: name, month, weekday from Monday = 0, nth.
_WEEKDAYS = {
    "martin luther king day": (1, 0, 3),
    "mlk day": (1, 0, 3),
    "presidents day": (2, 0, 3),
    "memorial day": (5, 0, -1),
    "labor day": (9, 0, 1),
    "columbus day": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
}

_ALIASES = {
    "xmas": "christmas",
    "xmas day": "christmas day",
    "norouz": "nowruz",
    "nawruz": "nowruz",
    "newroz": "nowruz",
    "persian new year": "nowruz",
    "muharram ashura": "ashura",
    "eid ul-fitr": "eid al-fitr",
    "eid ul-adha": "eid al-adha",
    "eid al fitr": "eid al-fitr",
    "eid al adha": "eid al-adha",
    "eid ul fitr": "eid al-fitr",
    "eid ul adha": "eid al-adha",
    "eid-ul-fitr": "eid al-fitr",
    "eid-ul-adha": "eid al-adha",
    "eid-al-fitr": "eid al-fitr",
    "eid-al-adha": "eid al-adha",
    "ramazan": "ramadan",
    "arbain": "arbaeen",
    "the fourth of july": "fourth of july",
}

# Days known by their numbers or names that fell once.
_ONCE = {
    "9/11": dt.date(2001, 9, 11),
    "7/7": dt.date(2005, 7, 7),
    "d-day": dt.date(1944, 6, 6),
}

NAMES = frozenset({*_FIXED, *_FROM_EASTER, *_HIJRI, *_WEEKDAYS, *_ALIASES, *_ONCE, "orthodox easter", "nowruz"})
"""Every name that `days_of` knows, in lower case and without apostrophes."""

ONCE = frozenset(_ONCE)
"""Names of days that fell once, so that no year is to be chosen."""

SHIFTING = frozenset(_HIJRI)
"""Names whose day follows the moon: the arithmetic may be out by a day or two."""


def canonical(name: str) -> str:
    """Give the one name for a spelling of a named day."""
    return _ALIASES.get(name, name)


def days_of(name: str, year: int) -> tuple[dt.date, dt.date]:
    """Give the first and last day of a named day in a year (of the Hijri ones the first that begins in it)."""
    if name in _ONCE:
        return _ONCE[name], _ONCE[name]
    if name in _HIJRI:
        return _lunar(name, year)
    day = _single(name, year)
    return day, day


def _single(name: str, year: int) -> dt.date:
    if name in _FIXED:
        return make_day(year, *_FIXED[name])
    if name in _WEEKDAYS:
        return nth_weekday(year, *_WEEKDAYS[name])
    if name == "nowruz":
        return persian(year - 621, 1, 1)
    compute: Callable[[int], dt.date] = orthodox_easter if name.startswith("orthodox") else easter
    return plus_days(compute(year), _FROM_EASTER.get(name, 0))


def _lunar(name: str, year: int) -> tuple[dt.date, dt.date]:
    month, day, length = _HIJRI[name]
    around = year_before("hijri", make_day(year, 1, 1))
    for lunar_year in (around - 1, around, around + 1):
        start = hijri(lunar_year, month, day)
        if start.year == year:
            return start, plus_days(start, length - 1)
    raise Unreckonable(f"{name} does not begin in {year}")
