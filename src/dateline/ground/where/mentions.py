"""A name at its place in a text goes in; what the words around it ask of it comes out."""

from __future__ import annotations

import math
import re

import msgspec

from dateline.ground.where.context import Within
from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.kinds import POPULATED, Kind
from dateline.ground.where.offset import offset_before
from dateline.ground.where.phrase import direction_of, hint_of
from dateline.ground.where.rank import lies_in
from dateline.ground.where.tokens import names_from, words_of
from dateline.ground.where.words import Words
from dateline.model import Span

_WINDOW = 60
_THEN = re.compile(r"\s*(?:,|\(|\s(?:in|of)\s)\s*(?:the\s+)?")
_PEOPLE_WITHIN = 6
_LED = re.compile(r"\b(?:in|at|near|outside|inside|around|across)\s+(?:[a-z][a-z-]*\s+){0,5}$")
_OF = re.compile(r"\bof\s+(?:the\s+)?$")
_NAME = r"[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)?"
# "Herat, Ghazni and Zabul provinces" and "the provinces of Herat, Ghazni and Zabul".
_LISTED_BEFORE = re.compile(rf"\b([a-z]+s)\s+of\s+(?:{_NAME}(?:,\s+and|,|\s+and|\s+or)\s+)+$")
_LISTED_AFTER = re.compile(rf"(?:(?:,\s+and|,|\s+and|\s+or)\s+{_NAME}){{1,6}}\s+([a-z]+s)\b")
_TOWN_PART = re.compile(
    rf"\b({_NAME})(?:['’]s?)?\s+(?:[a-z-]+\s+){{0,2}}"
    r"(?:suburbs?|district|neighbou?rhood|quarter|area|commune|satellite\s+town)\s+of\s+$"
)
_CITY = math.log1p(50_000)
_SUBURBS_KM = 30.0
_APART = frozenset({"in", "at", "near", "from", "to", "outside", "and", "with"})


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a text, the kinds that words beside it ask for, and the areas that it is said to lie in.

    `beside` and `part` are as in `Toponym`; `after` are the words that follow, in lower case. Each of `within` lists
    what one name around it may mean. `led` tells whether a word such as "in" leads to it, `owner` that it is whose an embassy is; `offset_km` is how far from
    it something is said to lie ("30 km north of Kandahar").
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
    led: bool = False
    owner: bool = False
    offset_km: float | None = None


def mention_at(text: str, span: Span, gazetteer: Gazetteer, lists: Words) -> Mention:
    """Read what the text says around the name at `span`."""
    left = text[max(0, span.start - _WINDOW) : span.start]
    before = [word.text.lower() for word in words_of(left)]
    following = text[span.end : span.end + _WINDOW].split("\n", 1)[0]
    after = [word.text.lower() for word in words_of(following[:20])]
    name = span.of(text)
    own = [word.text.lower() for word in words_of(name)]
    around = [
        found
        for found in (
            around_after(following, gazetteer, lists),
            around_before(before, gazetteer, lists),
            around_town(left, gazetteer),
        )
        if found
    ]
    hint = hint_of(before, after, own[-1] if own else "", lists) or _listed_hint(left, following, lists)
    if not hint and left.endswith(", ") and _follows_part(left[:-2], fold(name), gazetteer, lists):
        hint = ("province", "country")
    return Mention(
        span=span,
        name=name,
        folded=fold(name),
        hint=hint,
        within=tuple(around),
        direction=direction_of(before, lists),
        led=bool(_LED.search(left)),
        owner=bool(set(before[-3:]) & lists.missions and _OF.search(left)),
        offset_km=offset_before(left),
    )


def _listed_hint(left: str, following: str, lists: Words) -> tuple[Kind, ...]:
    """Read the kind that one plural word asks of each name in a list."""
    said = _LISTED_AFTER.match(following) or _LISTED_BEFORE.search(left)
    return lists.kinds.get(said.group(1), ()) if said and said.group(1) in lists.plural else ()


def _follows_part(left: str, folded: str, gazetteer: Gazetteer, lists: Words) -> bool:
    """Tell "Tikrit, Iraq" from a list of towns: the name before the comma may lie in what this one names.

    A name that the gazetteer does not have is taken to.
    """
    words = words_of(left)
    if not words or not words[-1].capital or words[-1].text[:1].isdigit():
        return False
    last = [named for named in names_from(left, words, gazetteer, lists) if named.last == len(words)]
    if not last:
        return True
    areas = areas_named(folded, gazetteer)
    return any(lies_in(hit.row, area, gazetteer) for hit in gazetteer.find(last[0].folded) for area in areas)


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


def around_town(left: str, gazetteer: Gazetteer) -> tuple[Within, ...]:
    """Read the town whose part a place is said to be: "the Bamako suburb of …", "Bamako's district of …"."""
    said = _TOWN_PART.search(left)
    rows = [hit.row for hit in gazetteer.find(fold(said.group(1)))] if said else []
    towns = [row for row in rows if gazetteer.kind(row) in POPULATED and gazetteer.people(row) >= _CITY]
    return tuple(
        Within(gazetteer.country(row), None, *gazetteer.centre(row), _SUBURBS_KM, gazetteer.name(row)) for row in towns
    )


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
