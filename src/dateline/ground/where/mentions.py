"""A name at its place in a text goes in; what the words around it ask of it comes out."""

from __future__ import annotations

import re

import msgspec

from dateline.ground.where.context import Within
from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.kinds import POPULATED, Kind
from dateline.ground.where.phrase import direction_of, hint_of
from dateline.ground.where.tokens import names_from, words_of
from dateline.ground.where.words import Words
from dateline.model import Span

_WINDOW = 60
_THEN = re.compile(r"\s*(?:,|\(|\s(?:in|of)\s)\s*(?:the\s+)?")
_PEOPLE_WITHIN = 6
_APART = frozenset({"in", "at", "near", "from", "to", "outside", "and", "with"})


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a text, the kinds that words beside it ask for, and the areas that it is said to lie in.

    `beside` and `part` are as in `Toponym`; `after` are the words that follow, in lower case. Each of `within` lists what one name around it may mean. `known` tells whether the gazetteer has the name.
    """

    span: Span
    name: str
    folded: str
    hint: tuple[Kind, ...] = ()
    within: tuple[tuple[Within, ...], ...] = ()
    direction: str | None = None
    beside: bool = False
    part: bool = False
    after: tuple[str, ...] = ()


def mention_at(text: str, span: Span, gazetteer: Gazetteer, lists: Words) -> Mention:
    """Read what the text says around the name at `span`."""
    before = [word.text.lower() for word in words_of(text[max(0, span.start - _WINDOW) : span.start])]
    following = text[span.end : span.end + _WINDOW].split("\n", 1)[0]
    after = [word.text.lower() for word in words_of(following[:20])]
    name = span.of(text)
    own = [word.text.lower() for word in words_of(name)]
    around = [
        found for found in (around_after(following, gazetteer, lists), around_before(before, gazetteer, lists)) if found
    ]
    hint = hint_of(before, after, own[-1] if own else "", lists)
    if not hint and text[: span.start].endswith(", ") and _follows_name(text[: span.start - 2]):
        hint = ("province", "country")
    return Mention(
        span=span,
        name=name,
        folded=fold(name),
        hint=hint,
        within=tuple(around),
        direction=direction_of(before, lists),
    )


def _follows_name(left: str) -> bool:
    words = words_of(left[-_WINDOW:])
    return bool(words) and words[-1].capital and not words[-1].text[:1].isdigit()


def around_after(following: str, gazetteer: Gazetteer, lists: Words) -> tuple[Within, ...]:
    """Read an area right after a name: ", Texas", ", La.", " in Iraq", "(Syria)"."""
    then = _THEN.match(following)
    if not then:
        return ()
    rest = following[then.end() :]
    short = short_province(rest, gazetteer)
    if short and then.group().strip():
        return short
    all_words = words_of(rest)
    if not all_words or all_words[0].start:
        return ()
    named = next(names_from(rest, all_words[:5], gazetteer, lists), None)
    return areas_named(named.folded, gazetteer) if named and named.first == 0 else ()


def around_before(before: list[str], gazetteer: Gazetteer, lists: Words) -> tuple[Within, ...]:
    """Read a people's name that says where a place lies: "the Syrian city of …", "the Armenian capital …"."""
    near = before[-_PEOPLE_WITHIN:]
    kind = next((at for at in reversed(range(len(near))) if near[at] in lists.kinds), None)
    if kind is None or not kind or any(word in _APART for word in near[kind + 1 :]):
        return ()
    for word in reversed(near[:kind]):
        states = [hit.row for hit in gazetteer.find(word) if hit.demonym]
        if states:
            return tuple(around for around in (area_of(row, gazetteer) for row in states) if around)
    return ()


def short_province(rest: str, gazetteer: Gazetteer) -> tuple[Within, ...]:
    """Read a short form of a province ("La.", "D.C.", "NSW") at the start of a text."""
    for length in (7, 5, 4, 3, 2):
        meaning = gazetteer.short.get(rest[:length])
        if meaning and not rest[length : length + 1].isalnum():
            return tuple(Within(country, province, text=rest[:length]) for country, province in meaning)
    return ()


def areas_named(folded: str, gazetteer: Gazetteer) -> tuple[Within, ...]:
    """Give the states, provinces and districts that a name may mean, as something to lie in."""
    areas = []
    for hit in gazetteer.find(folded):
        around = area_of(hit.row, gazetteer)
        if around and not hit.demonym and not (hit.other and hit.derived):
            areas.append(around)
    return tuple(areas)


def area_of(row: int, gazetteer: Gazetteer) -> Within | None:
    """Give a row as something to lie in: a state, a province of a state, or a disc; none for a town."""
    kind = gazetteer.kind(row)
    if kind in POPULATED:
        return None
    if kind == "country":
        return Within(gazetteer.country(row), text=gazetteer.name(row))
    if kind == "province":
        return Within(gazetteer.country(row), gazetteer.name(row), text=gazetteer.name(row))
    lat, lon = gazetteer.centre(row)
    reach = gazetteer.radius_km(row) * 1.5
    return Within(gazetteer.country(row) or None, None, lat, lon, reach, gazetteer.name(row))
