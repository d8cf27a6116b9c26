"""Tokens of amounts of time enter; shifts, stretches, lengths and repetitions leave."""

from __future__ import annotations

from typing import Literal, cast

from dateline.ground.when.reading import Tokens, number_of, one
from dateline.ground.when.senses import Amount, Length, Near, Repeated, Run, Sense, Shift, Stretch, Unit, Vague
from dateline.ground.when.words import UNIT_KINDS

_ROUGH = frozenset({"about", "more", "over", "up", "least"})
_REPEATED_UNITS = {
    "second": "PT1S",
    "minute": "PT1M",
    "hour": "PT1H",
    "day": "P1D",
    "week": "P1W",
    "weekend": "XXXX-WXX-WE",
    "month": "P1M",
    "year": "P1Y",
    "decade": "P1E",
    "century": "P1C",
}
_SEASON_CODES = ("SP", "SU", "FA", "WI")


def unit_of(tokens: Tokens) -> tuple[Unit, int] | None:
    """Give the unit that the tokens count in and how many of it one counts (a fortnight is two weeks)."""
    for token in reversed(tokens):  # "a quarter century" is counted in centuries
        if token.kind in {"ufortnight", "ufortnights"}:
            return "week", 2
        if token.kind in UNIT_KINDS:
            return cast("Unit", token.name or "quarter"), 1
    return None


def _amount(tokens: Tokens) -> tuple[Amount, Unit] | None:
    found = unit_of(tokens)
    if found is None:
        return None
    unit, each = found
    amount = number_of(tokens)
    if one(tokens, "half") is not None:
        joined = one(tokens, "and") is not None and amount.low is not None  # "a year and a half"
        amount = Amount((amount.low or 0) + 0.5, (amount.high or 0) + 0.5) if joined else Amount(0.5, 0.5)
    if unit == "century" and one(tokens, "quarter") is not None:
        amount = Amount(0.25, 0.25)
    if amount.low is None or each == 1:
        return amount, unit
    return Amount(amount.low * each, (amount.high or amount.low) * each), unit


def shift(tokens: Tokens) -> Sense | None:
    """Read "two days ago", "three months earlier", "the day after", "a year-ago"."""
    found = _amount(tokens)
    if found is None:
        return None
    amount, unit = found
    if one(tokens, "a", "few", "num", "dom", "another", "half") is None and unit_is_single(tokens):
        amount = Amount(1, 1)
    edge = one(tokens, "edge")
    if edge is not None and edge.name not in {"earlier", "later"}:
        return None
    future = one(tokens, "after", "from") is not None or (edge is not None and edge.name == "later")
    then = one(tokens, "ago", "from") is None
    sign: Literal[-1, 1] = 1 if future else -1
    return Shift(amount, unit, sign, then, approximate=any(token.kind in _ROUGH for token in tokens))


def unit_is_single(tokens: Tokens) -> bool:
    """Tell whether the unit is in the singular ("the day before", "year-ago")."""
    unit = next((token for token in tokens if token.kind in UNIT_KINDS), None)
    return unit is not None and not unit.kind.endswith("s")


def stretch(tokens: Tokens) -> Sense | None:
    """Read "the past two weeks", "the next few days", "recent years"."""
    found = _amount(tokens)
    if found is None:
        return None
    amount, unit = found
    if amount.low is None and unit_is_single(tokens):
        amount = Amount(1, 1)
    if unit == "weekend" and amount.low == 1:
        return Near("weekend", -1)
    ahead = one(tokens, "next", "following") is not None
    if (
        amount.low is None
        and one(tokens, "recent", "latest", "last", "past", "previous", "next", "following") is not None
    ):
        return Stretch(Amount(), unit, 1 if ahead else -1)
    return Stretch(amount, unit, 1 if ahead else -1)


def consecutive(tokens: Tokens) -> Sense | None:
    """Read "the third consecutive day"."""
    order = one(tokens, "ord", "nth")
    found = unit_of(tokens)
    return None if order is None or found is None else Run(int(order.number), found[0])


def length(tokens: Tokens) -> Sense | None:
    """Read "three months", "a year", "decades-long"."""
    found = _amount(tokens)
    if found is None:
        return None
    amount, unit = found
    if unit in {"quarter", "weekend"} and one(tokens, "num", "dom", "few") is None:
        return None
    if unit == "quarter" and one(tokens, "hyphen") is not None:  # three-quarters
        return None
    counted = one(tokens, "num", "dom", "few", "a", "another", "half", "quarter") is not None
    if not counted and unit_is_single(tokens) and one(tokens, "long") is None:
        return None
    return Length(Amount(1, 1) if not counted and unit_is_single(tokens) else amount, unit)


def repeated(tokens: Tokens) -> Sense | None:  # noqa: PLR0911 - one line for each kind of word
    """Read "every two weeks", "daily", "each July", "Mondays"."""
    if (times := one(tokens, "times")) is not None:
        return Repeated(times.name)
    if (weekday := one(tokens, "weekday", "weekdays")) is not None:
        return Repeated(f"XXXX-WXX-{int(weekday.number) + 1}")
    if (month := one(tokens, "month")) is not None:
        return Repeated(f"XXXX-{int(month.number):02d}")
    if (season := one(tokens, "season")) is not None:
        return Repeated(f"XXXX-{_SEASON_CODES[int(season.number) - 1]}")
    if (part := one(tokens, "part")) is not None:
        return Repeated(f"XXXX-XX-XXT{part.name}")
    if one(tokens, "quarter") is not None:
        return Repeated("XXXX-QX")
    found = _amount(tokens)
    if found is None:
        return Vague("PRESENT_REF")
    amount, unit = found
    count = (amount.exact or 1) * (2 if one(tokens, "other") is not None else 1)
    value = _REPEATED_UNITS.get(unit, "P1D")
    return Repeated(value.replace("1", f"{count:g}", 1) if value.startswith("P") and "10" not in value else value)
