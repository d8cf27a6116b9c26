"""Ranked names of one report go in; they come out with the chances moved that the text's own wording settles.

The weights know a province and its chief town only by how many live there. What decides between them is wording: a
bare name is the town, "province" or "oblast" beside it the area, and "A, B" says that A lies in B.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import JaroWinkler

from dateline.ground.where.fold import fold, without_article
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.globe import distance_km
from dateline.ground.where.joint import Ranked
from dateline.ground.where.kinds import POPULATED, WATERS
from dateline.ground.where.mentions import Mention, area_of
from dateline.ground.where.rank import lies_in
from dateline.ground.where.words import words

_AREAS = frozenset({"province", "district"})
_OF_STATES = frozenset({"USA", "CAN", "AUS"})
"""Federations whose states are spoken of without a word for state, as often as the towns of their names."""
_OF_SIZE = math.log1p(5_000)
_SHARE = math.log(150)
"""Of so many people of an area at least one lives in its town, in natural logarithm: the village of Wales is no Wales."""
_ALIKE = 0.8
_COMMA = re.compile(r",\s+")
_LEAST = 0.35
_SHADE = 0.02
"""What is left of a meaning that the wording speaks against."""
_WATER_WORDS = frozenset({"sea", "ocean", "gulf", "strait"})

Verdict = Callable[[int, int], bool]
"""Tells whether the meaning at the first row yields to the one at the second."""


def settled(text: str, ranked: Sequence[Ranked], gazetteer: Gazetteer) -> list[Ranked]:
    """Move chances from meanings that the wording speaks against to those that it speaks for."""
    return [_by_own_words(each, gazetteer) for each in _holding(text, ranked, gazetteer)]


def _by_own_words(ranked: Ranked, gazetteer: Gazetteer) -> Ranked:
    folded = ranked.mention.folded
    if _asks_area(ranked.mention):
        return ranked
    if folded.split()[-1:] and folded.split()[-1] in _WATER_WORDS:
        note = "the name says that it is a water"
        return _yielding(ranked, lambda area, water: _is_water(area, water, gazetteer), note)
    note = "the town, as no word asks for the area of its name"
    return _yielding(ranked, lambda area, town: _is_seat(area, town, gazetteer), note)


def _asks_area(mention: Mention) -> bool:
    """Tell whether words beside a name ask for an area: "province", or a part ("northern Aleppo")."""
    hint = mention.hint
    part = mention.direction is not None and mention.offset_km is None
    return part or (bool(hint) and not POPULATED.intersection(hint) and not WATERS.intersection(hint))


def _is_water(area: int, water: int, gazetteer: Gazetteer) -> bool:
    return gazetteer.kind(area) in _AREAS and gazetteer.kind(water) in WATERS


def _is_seat(area: int, town: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a town of size lies in an area of its name."""
    if gazetteer.kind(area) not in _AREAS or gazetteer.kind(town) not in POPULATED:
        return False
    land = gazetteer.country(town)
    if land != gazetteer.country(area) or land in _OF_STATES or gazetteer.people(town) < _OF_SIZE:
        return False
    if gazetteer.people(area) - gazetteer.people(town) > _SHARE:
        return False
    if distance_km(gazetteer.centre(area), gazetteer.centre(town)) > 1.5 * gazetteer.radius_km(area) + 30:
        return False
    one, other = _bare(gazetteer.name(area)), _bare(gazetteer.name(town))
    return one.count(" ") == other.count(" ") and JaroWinkler.similarity(one, other) >= _ALIKE


def _bare(name: str) -> str:
    """Give a folded name without an article and without the words that only say what kind of area it is."""
    kept = [word for word in without_article(fold(name)).split() if word not in words().kinds and word != "raion"]
    return " ".join(kept)


def _yielding(ranked: Ranked, yields: Verdict, note: str) -> Ranked:
    """Give the chances of meanings that yield to the likeliest that they yield to, where one of these two is the best.

    Elsewhere nothing is moved, so that a namesake far off does not gain on the best.
    """
    chances = ranked.chances.copy()
    order = [int(at) for at in np.argsort(-ranked.chances, kind="stable")]
    heirs: dict[int, int] = {}
    for at in order:
        heir = next((other for other in order if yields(ranked.found[at].row, ranked.found[other].row)), None)
        if heir is not None and order[0] in {at, heir, heirs.get(order[0], at)} and not ranked.found[at].demonym:
            heirs[at] = heir
    for at, heir in heirs.items():
        chances[heir] += (1 - _SHADE) * ranked.chances[at]
        chances[at] = _SHADE * ranked.chances[at]
    told = bool(heirs) and int(chances.argmax()) in heirs.values()
    return ranked._replace(chances=chances, notes=(*ranked.notes, note) if told else ranked.notes)


def _holding(text: str, ranked: Sequence[Ranked], gazetteer: Gazetteer) -> list[Ranked]:
    """Make "A, B" agree wherever B may hold A.

    What B is there it is in the whole report, save that B alone may also be a town in it ("Rego Park, New York").
    """
    order = sorted(ranked, key=lambda each: each.mention.span)
    here: dict[Mention, set[int]] = {}
    everywhere: dict[str, set[int]] = defaultdict(set)
    for one, other in pairwise(order):
        if one.chance >= _LEAST and _COMMA.fullmatch(text, one.mention.span.end, other.mention.span.start):
            here[other.mention] = _holders(one.best_row, other, gazetteer)
            everywhere[other.mention.folded] |= _with_inner(here[other.mention], other, gazetteer)
    return [_kept_only(each, here.get(each.mention) or everywhere.get(each.mention.folded, set())) for each in ranked]


def _with_inner(rows: set[int], ranked: Ranked, gazetteer: Gazetteer) -> set[int]:
    """Add the meanings that lie in one of these."""
    areas = [area for row in rows if (area := area_of(row, gazetteer)) is not None]
    return rows | {each.row for each in ranked.found if any(lies_in(each.row, area, gazetteer) for area in areas)}


def _holders(row: int, other: Ranked, gazetteer: Gazetteer) -> set[int]:
    areas = {each.row: area_of(each.row, gazetteer) for each in other.found if not each.demonym}
    return {held for held, area in areas.items() if area is not None and held != row and lies_in(row, area, gazetteer)}


def _kept_only(ranked: Ranked, rows: set[int]) -> Ranked:
    """Keep to some rows, each in its share of the whole."""
    held = np.array([each.row in rows for each in ranked.found], dtype=bool)
    total, kept = float(ranked.chances.sum()), float(ranked.chances[held].sum()) if len(held) else 0.0
    if not rows or not kept or held.all():
        return ranked
    shade = np.where(held, 1.0, _SHADE)
    chances = ranked.chances * shade
    note = "it holds the place named before it"
    return ranked._replace(chances=chances * (total / chances.sum()), notes=(*ranked.notes, note))
