"""Tokens enter, what they mean leaves: the rules of time expressions, each a pattern of kinds and a builder."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import msgspec

from dateline.ground.when.dates import (
    age,
    alien,
    alien_month,
    date,
    day_list,
    digits,
    feast,
    months,
    near,
    period,
    range_of_years,
    step_of,
)
from dateline.ground.when.lengths import consecutive, length, repeated, shift, stretch, unit_of
from dateline.ground.when.patterns import pattern
from dateline.ground.when.reading import Tokens, number_of, one
from dateline.ground.when.senses import Amount, Away, Date, DayTime, Edge, Holding, Near, Nth, Part, Sense, Shift, Vague
from dateline.ground.when.tokens import spell
from dateline.ground.when.words import UNIT_KINDS

Builder = Callable[[Tokens], Sense | None]
_EDGES: dict[str, Edge] = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "end": "end",
    "earlier": "earlier",
    "later": "later",
}


def read(tokens: Tokens) -> Sense | None:
    """Give what a run of tokens means, all of it; None where it is no time expression."""
    letters = spell(list(tokens))
    for rule, build in rules():
        if rule.fullmatch(letters) and (sense := build(tokens)) is not None:
            return sense
    return None


def _without(tokens: Tokens, kinds: frozenset[str]) -> Sense | None:
    """Read the tokens with those of some kinds taken from the front."""
    at = next((i for i, token in enumerate(tokens) if token.kind not in kinds), 0)
    return read(tokens[at:]) if at else None


_JOINS = frozenset({"hyphen", "of", "in", "on", "period", "at"})


def _whole(tokens: Tokens) -> Sense | None:
    """Read what a part is taken of: an expression, or a bare unit that is the running one ("the end of the year")."""
    bare = tuple(token for token in tokens if token.kind not in _JOINS | {"the"})
    if len(bare) == 1 and bare[0].kind in UNIT_KINDS:
        # "Later in the day" is told of the day that the report speaks of, "the end of the year" of the running one.
        return Near(bare[0].name or "quarter", 0, bare[0].kind == "uday")  # type: ignore[arg-type]  # the lexicon's units are Units
    at = 0
    while at < len(tokens) and tokens[at].kind in _JOINS:
        at += 1
    return read(tokens[at:]) or _without(tokens[at:], _JOINS | {"the"})


def _part(tokens: Tokens) -> Sense | None:
    at = next(i for i, token in enumerate(tokens) if token.kind == "edge")
    whole = _whole(tokens[at + 1 :])
    if whole is None or isinstance(whole, DayTime):
        return whole
    name = tokens[at].name
    return Away(_EVE, whole) if name == "eve" else Part(_EDGES[name], whole)


def away(tokens: Tokens) -> Sense | None:
    """Read "two days before Christmas", "the day after 3 March"."""
    at = next(i for i, token in enumerate(tokens) if token.kind in {"before", "after"})
    move, whole = shift(tokens[: at + 1]), read(tokens[at + 1 :])
    return Away(move, whole) if isinstance(move, Shift) and whole is not None else None


def _ago_on(tokens: Tokens) -> Sense | None:
    """Read "two years ago today", "a week ago on Tuesday" (a week before that Tuesday), "a year ago on 5 March"."""
    at = next(i for i, token in enumerate(tokens) if token.kind == "ago")
    move = shift(tokens[: at + 1])
    rest = tuple(token for token in tokens[at + 1 :] if token.kind != "on")
    whole = Near("day", 0) if one(rest, "uday") is not None else read(rest)
    if not isinstance(move, Shift) or whole is None:
        return None
    if isinstance(whole, Date) and whole.month is not None:
        years = -int(move.amount.exact or 0) if move.unit == "year" and whole.year is None else 0
        return msgspec.structs.replace(whole, year=Near("year", years)) if years else whole
    return Away(msgspec.structs.replace(move, then=True, to_the_day=True), whole)


def _week_after(tokens: Tokens) -> Sense | None:
    """Read "Friday week", "Tuesday fortnight": so many weeks after the coming one."""
    day, unit = date(tokens[:1]), unit_of(tokens[1:])
    if day is None or unit is None:
        return None
    return Away(Shift(Amount(unit[1], unit[1]), "week", 1, then=True, to_the_day=True), day)


def _holding(tokens: Tokens) -> Sense | None:
    """Read "the week of March 6"."""
    at = next(i for i, token in enumerate(tokens) if token.kind == "of")
    unit, whole = unit_of(tokens[:at]), read(tokens[at + 1 :])
    return Holding(unit[0], whole) if unit is not None and whole is not None else None


def _hour(tokens: Tokens) -> Sense | None:
    """Read "four o'clock", "4 in the morning"."""
    part, day = one(tokens, "part"), read(tokens[2:]) if tokens[1].kind == "oclock" else read(tokens[4:])
    hour = int(tokens[0].number)
    late = part is not None and part.name in {"AF", "EV", "NI"} and hour < 12
    return DayTime(f"T{hour + 12 * late:02d}:00", day) if hour <= 24 else None


def _weekend(_: Tokens) -> Sense:
    return Near("weekend", 0)


_EVE = Shift(Amount(1, 1), "day", -1, then=True)


def _part_after(tokens: Tokens) -> Sense | None:
    at = next(i for i, token in enumerate(tokens) if token.kind == "edge")
    whole = read(tokens[:at])
    if tokens[at].name == "eve":
        return None
    return whole and Part(_EDGES[tokens[at].name], whole)


def _day_time(tokens: Tokens) -> Sense | None:
    """Read a part of a day with the day that it belongs to, in either order."""
    at = next(i for i, token in enumerate(tokens) if token.kind in {"part", "uhours", "tonight", "overnight"})
    name = tokens[at].name or {"uhour": "MO", "tonight": "NI"}.get(tokens[at].kind, "overnight")
    name = "MO" if tokens[at].kind == "uhours" else "NI" if tokens[at].kind == "tonight" else name
    joins = frozenset({"on", "of", "in", "the", "edge", "at", "comma", "from", "between"})
    before = tuple(token for token in tokens[:at] if token.kind not in joins - {"the"})
    day = read(before) if before else None
    day = day or _without(tokens[at:], joins | {tokens[at].kind})
    if day is None and step_of(before) is not None:  # "the night" alone does not say which
        day = near(before, unit="day")
    if day is None and tokens[at].kind == "tonight":
        day = Near("day", 0)
    return DayTime(f"T{name}" if name[0].isdigit() else name, day)


def _noon(tokens: Tokens) -> Sense | None:
    """Read noon and midnight; a bare "morning" or "night" is no time."""
    name = tokens[0].name
    return DayTime(f"T{name}", None) if name[0].isdigit() else None


def _clock(tokens: Tokens) -> Sense | None:
    clock = one(tokens, "clock")
    joins = frozenset({"zone", "local", "time", "on", "comma", "at", "clock", "the", "of", "in", "part"})
    rest = tuple(token for token in tokens if token.kind not in joins - {"the", "of"})
    day = read(rest) if rest else None
    return None if clock is None else DayTime(f"T{clock.name}", day)


def _nth(tokens: Tokens) -> Sense | None:
    """Read "the first week of March", "the last Friday of May", "the first nine months of 1989"."""
    at = max(i for i, token in enumerate(tokens) if token.kind in {"of", "in"})
    whole = _whole(tokens[at + 1 :])
    head = tokens[:at]
    order = one(head, "ord", "nth", "last", "final")
    if whole is None or order is None:
        return None
    number = -1 if order.kind in {"last", "final"} else int(order.number)
    if (weekday := one(head, "weekday")) is not None:
        return Nth(number, "weekday", whole, 1, int(weekday.number))
    count = number_of(head, skip=order).low if one(head, "num", "dom", "few") else None
    unit = unit_of(head)
    return unit and Nth(number, unit[0], whole, int(count or 1) * unit[1])


def _vague(tokens: Tokens) -> Sense | None:
    ref = one(tokens, "ref")
    if ref is not None and ref.name:
        return Vague(ref.name)  # type: ignore[arg-type]  # the lexicon's references are TIMEX3's
    kinds = {token.kind for token in tokens}
    if kinds & {"future"}:
        return Vague("FUTURE_REF")
    return Vague("PAST_REF" if kinds & {"past", "recent", "last"} else "PRESENT_REF")


_RULES: tuple[tuple[str, Builder], ...] = (
    ("iso|slash", digits),
    ("DAY", date),
    ("DAYLIST", day_list),
    ("MONTH", date),
    ("month hyphen month year?", months),
    ("(?:the uyear)? (?:year|num)", date),
    ("year hyphen (?:year|dom|num)", range_of_years),
    ("WEEKDAY", date),
    ("dayword", near),
    ("(?:the UNIT before last|the UNIT after next)", near),
    ("(?:(?:the|this) past|the last) UNIT", stretch),
    ("the? uweekend", _weekend),
    ("NEAR", near),
    ("PERIOD", period),
    ("SEASON", period),
    ("FEAST", feast),
    ("AGE", age),
    ("ALIEN", alien),
    ("ALIENMONTH", alien_month),
    ("fiscal uyear? year", date),
    ("(?:the? edge hyphen? period? of? in? the? | edge on) POINT", _part),
    ("the? edge (?:of|in)? (?:uyear|umonth|uweek|the (?:uyear|umonth|uweek|uday|udecade|ucentury))", _part),
    ("POINT edge(?!hyphen)", _part_after),
    ("edge? (?:ANYDAY|the? WHICH) comma? (?:in the)? edge? hyphen? part", _day_time),
    ("(?:the? edge? hyphen? (?:uhours|part)|overnight) (?:from|on|of|in|between)? (?:DAYLIST|ANYDAY)", _day_time),
    ("tonight|overnight|the part|(?:the uday poss?) part", _day_time),
    ("part", _noon),
    ("clock (?:zone|local time)? (?:comma? on? ANYDAY)?", _clock),
    ("ANYDAY comma? at? clock (?:zone|local time)?", _clock),
    (
        "the? (?:ord|nth|last|final) (?:num|dom|few)? (?:ANYUNIT|weekday) (?:of|in) (?:POINT|the (?:uyear|umonth|uweek))",
        _nth,
    ),
    ("ABOUT{0,4} (?:ONE more? ANYUNIT (?:and a half)?|half a? UNIT|UNITS) ago", shift),
    ("ABOUT{0,4} ONE ANYUNIT ago (?:dayword|on? this uday|on? ANYDAY)", _ago_on),
    ("weekday (?:uweek|ufortnight)(?!hyphen)", _week_after),
    ("ABOUT{0,4} ONE more? ANYUNIT (?:edge|before|after|previous|from ref)", shift),
    ("the UNIT (?:edge|before|after)", shift),
    ("(?:the|a)? UNIT hyphen (?:ago|edge) (?:period|quarter)?", shift),
    ("ABOUT{0,4} (?:the|ONE) ANYUNIT (?:before|after) (?:ANYDAY|FEAST)", away),
    ("the? (?:uweek|uweekend|umonth|uyear) of ANYDAY", _holding),
    ("dom (?:oclock|in the part) (?:on? ANYDAY)?", _hour),
    ("the? quarter", period),
    ("the? (?:last|past|next|previous|following|recent|latest) (?:ONE|ord)? more? UNITS", stretch),
    ("(?:the|a)? (?:ord|nth) (?:row UNIT|UNIT in a row)", consecutive),
    ("ABOUT{0,4} ONE? hyphen? full? more? hyphen? ANYUNIT (?:hyphen? long)?(?!hyphen? aged)", length),
    ("ABOUT{0,4} (?:half a? hyphen? UNIT|ONE ANYUNIT and a half)", length),
    ("a? quarter hyphen? ucentury", length),
    ("each other? (?:COUNT|ord)? (?:ANYUNIT|weekday|month|season|part|quarter)", repeated),
    ("times|weekdays|once (?:a|per|each) UNIT", repeated),
    ("this udays", _vague),
    ("ref|right ref|at present|at the moment|the (?:past|future|present|near future)|recent|current", _vague),
)


@cache
def rules() -> tuple[tuple[re.Pattern[str], Builder], ...]:
    """Give the rules, compiled."""
    return tuple((pattern(rule), build) for rule, build in _RULES)
