"""Rows that a name may mean go in with the evidence; each comes out with its probability and the reasons for it.

The score is a weighted sum of the features below, and the probabilities are a softmax over the rows and "none of them".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from dateline.ground.where.context import Nearby, PlaceContext, Within
from dateline.ground.where.fold import fold, without_article
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.kinds import POPULATED, SITES, WATERS, Kind, precision_of

Floats = npt.NDArray[np.float64]

FEATURES = (
    "people",
    "people of a state",
    "state",
    "province",
    "district",
    "capital",
    "region",
    "site",
    "water",
    "continent",
    "airport",
    "other name",
    "short name",
    "like-sounding name",
    "people's name",
    "spelling",
    "within",
    "not within",
    "kind asked for",
    "another kind asked for",
    "share of the report's states",
    "share of the state itself",
    "30 km from others",
    "150 km from others",
    "800 km from others",
    "home state",
    "province in the report",
    "near the dateline",
    "near the outlet",
    "long name",
    "crowd",
    "part of a longer name",
    "written down",
    "in the shadow of a state",
)
# Fitted by softmax regression on every other report of two public sets of marked toponyms and on the training part of
# our gold claims; the held-back halves and the development part gave the figures in docs/gazetteer.md. Those of "home
# state", "near the dateline" and "near the outlet" were set by hand: the sets say nothing of them.
WEIGHTS: dict[str, float] = {
    "people": 0.54,
    "people of a state": 0.47,
    "state": 2.09,
    "province": -1.28,
    "district": -1.23,
    "capital": 0.72,
    "region": 0.76,
    "site": 1.90,
    "water": 0.83,
    "continent": 1.97,
    "airport": 3.51,
    "other name": -1.59,
    "short name": -1.30,
    "like-sounding name": -0.62,
    "people's name": -0.50,
    "spelling": 1.07,
    "within": 3.04,
    "not within": -1.53,
    "kind asked for": 1.08,
    "another kind asked for": -0.17,
    "share of the report's states": 2.64,
    "share of the state itself": 0.84,
    "30 km from others": 1.34,
    "150 km from others": 2.61,
    "800 km from others": -0.45,
    "home state": 1.00,
    "province in the report": 2.07,
    "near the dateline": 1.50,
    "near the outlet": 2.00,
    "long name": 1.01,
    "crowd": -0.51,
    "part of a longer name": -1.54,
    "written down": 3.77,
    "in the shadow of a state": 0.05,
}
NONE = 5.92
"""The score of "none of them"."""

_MOST = 80
_SIMILAR = 0.9
_CITY_STATE_KM = 20.0
_GREAT = 11.5  # natural logarithm of 100,000 people
_LONG_ENOUGH = 6  # shorter names sound like too many others


class Meaning(NamedTuple):
    """A row that a name may mean, how the name stands to it, and in 0 to 1 how alike the spellings are."""

    row: int
    other: bool
    derived: bool
    demonym: bool
    sound: bool
    spelling: float


def meanings(name: str, folded: str, gazetteer: Gazetteer) -> list[Meaning]:
    """Give what a name may mean: the rows that bear it, else those that sound like it and are spelt much like it."""
    hits = gazetteer.find(folded) or gazetteer.find(without_article(folded))
    if name in gazetteer.short and (not hits or not (len(name) == 2 and name.isalpha())):  # "LA" may be Los Angeles
        code = len(name) == 2 and name.isalpha()
        return [
            Meaning(row, other=code, derived=code, demonym=False, sound=False, spelling=1.0)
            for row in provinces_called(name, gazetteer)
        ]
    found = [
        Meaning(hit.row, hit.other, hit.derived, hit.demonym, False, _spelling(name, folded, hit.row, gazetteer))
        for hit in hits
    ]
    found = _without_city_states(found, gazetteer)
    bare = without_article(folded)
    if not found and len(bare) >= _LONG_ENOUGH:
        for row in gazetteer.sounding(folded):
            likeness = JaroWinkler.similarity(bare, without_article(fold(gazetteer.name(row))))
            if likeness >= _SIMILAR:
                found.append(Meaning(row, False, False, False, True, likeness))
    found.sort(key=lambda each: (-gazetteer.people(each.row), each.row))
    special = [each for each in found if each.row < gazetteer.listed]
    return (special + [each for each in found if each.row >= gazetteer.listed])[:_MOST]


def _without_city_states(found: list[Meaning], gazetteer: Gazetteer) -> list[Meaning]:
    """Leave out a state that is no larger than the town of its name, as the town says more."""
    towns = {gazetteer.country(each.row) for each in found if gazetteer.kind(each.row) in POPULATED}
    return [
        each
        for each in found
        if gazetteer.kind(each.row) != "country"
        or each.demonym
        or gazetteer.country(each.row) not in towns
        or gazetteer.radius_km(each.row) > _CITY_STATE_KM
    ]


def may_name_things(row: int, gazetteer: Gazetteer) -> bool:
    """Tell whether a place is so well known that things elsewhere in it are named after it ("Colorado State University").

    A small town's name inside a longer one that nobody knows ("Stonewall Golf Club") says nothing of where that is.
    """
    return gazetteer.kind(row) in {"country", "province", "capital"} or gazetteer.people(row) >= _GREAT


def provinces_called(short: str, gazetteer: Gazetteer) -> list[int]:
    """Give the rows of the provinces that a short form ("La.") stands for."""
    rows = []
    for country, province in gazetteer.short[short]:
        hits = gazetteer.find(fold(province))
        rows += [
            hit.row for hit in hits if gazetteer.kind(hit.row) == "province" and gazetteer.country(hit.row) == country
        ]
    return rows


def _spelling(name: str, folded: str, row: int, gazetteer: Gazetteer) -> float:
    usual = gazetteer.name(row)
    if usual == name:
        return 1.0
    return 0.9 * JaroWinkler.similarity(folded, fold(usual))


class Evidence(NamedTuple):
    """The context of a phrase, turned into arrays and sums once for all names that share it.

    Sums are kept whole and for each name, so that a name's own meanings can be taken out: none speaks for itself.
    """

    context: PlaceContext
    groups: list[str]
    others: Floats
    weights: Floats
    states: dict[str, float]
    own_states: dict[str, dict[str, float]]
    provinces: dict[tuple[str, str], dict[str, float]]


_OF_STATE = 0.5
"""What a place counts for its state, where the state itself counts 1."""


def evidence_of(context: PlaceContext) -> Evidence:
    """Arrange a context for scoring."""
    placed = [other for other in context.others if other.lat is not None and other.lon is not None]
    states: dict[str, float] = defaultdict(float, dict(context.countries))
    own: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    provinces: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for other in context.others:
        if other.country:
            weight = other.weight * (1.0 if other.lat is None else _OF_STATE)
            states[other.country] += weight
            own[other.name][other.country] += weight
        if other.country and other.province:
            provinces[other.country, other.province][other.name] += other.weight
    return Evidence(
        context=context,
        groups=[other.name for other in placed],
        others=np.array([(other.lat, other.lon) for other in placed], dtype=np.float64).reshape(-1, 2),
        weights=np.array([other.weight for other in placed], dtype=np.float64),
        states=dict(states),
        own_states={name: dict(each) for name, each in own.items()},
        provinces={place: dict(each) for place, each in provinces.items()},
    )


def _shares(name: str, evidence: Evidence) -> dict[str, float]:
    """Give each state's share of what the report names besides this name; damped where it names little."""
    own = evidence.own_states.get(name, {})
    left = {land: weight - own.get(land, 0.0) for land, weight in evidence.states.items()}
    total = sum(left.values()) + 0.5
    return {land: weight / total for land, weight in left.items()}


def _province_share(place: tuple[str, str], name: str, evidence: Evidence) -> float:
    """Say how surely another name of the report means a place in this province."""
    weights = evidence.provinces.get(place, {})
    return min(1.0, sum(weight for other, weight in weights.items() if other != name))


def _distances(points: Floats, others: Floats) -> Floats:
    """Give great-circle kilometres from each of n points to each of m others, as n x m."""
    here, there = np.radians(points)[:, None, :], np.radians(others)[None, :, :]
    half = (
        np.sin((there[..., 0] - here[..., 0]) / 2) ** 2
        + np.cos(here[..., 0]) * np.cos(there[..., 0]) * np.sin((there[..., 1] - here[..., 1]) / 2) ** 2
    )
    return np.asarray(12742.0 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0))), dtype=np.float64)


def _support(points: Floats, name: str, evidence: Evidence) -> Floats:
    """Give, for each point and each of three distances, how many other names lie about that near, damped."""
    keep = [at for at, group in enumerate(evidence.groups) if group != name]
    if not keep:
        return np.zeros((len(points), 3))
    apart = _distances(points, evidence.others[keep])
    order = {group: number for number, group in enumerate(dict.fromkeys(evidence.groups[at] for at in keep))}
    which = np.array([order[evidence.groups[at]] for at in keep])
    columns = []
    for scale in (30.0, 150.0, 800.0):
        near = evidence.weights[keep] * np.exp(-apart / scale)
        best = np.zeros((len(points), len(order)))
        for number in range(len(order)):
            best[:, number] = near[:, which == number].max(axis=1)
        columns.append(np.log1p(best.sum(axis=1)))
    return np.stack(columns, axis=1)


def _closeness(centre: tuple[float, float], other: Nearby | None, scale: float) -> float:
    if other is None or other.lat is None or other.lon is None:
        return 0.0
    apart = _distances(np.array([centre]), np.array([[other.lat, other.lon]]))
    return float(np.exp(-apart[0, 0] / scale))


def lies_in(row: int, within: Within, gazetteer: Gazetteer) -> bool:
    """Tell whether a row lies in what the phrase names around it."""
    if within.province is not None:
        return gazetteer.country(row) == within.country and gazetteer.province(row) == within.province
    if within.lat is not None and within.lon is not None:
        apart = _distances(np.array([gazetteer.centre(row)]), np.array([[within.lat, within.lon]]))
        return bool(apart[0, 0] <= within.reach_km + gazetteer.radius_km(row))
    return gazetteer.country(row) == within.country


def features(
    name: str,
    found: Sequence[Meaning],
    hint: tuple[Kind, ...],
    within: Sequence[Sequence[Within]],
    evidence: Evidence,
    gazetteer: Gazetteer,
    *,
    part: bool,
) -> Floats:
    """Give one row of `FEATURES` for each meaning; each of `within` lists what one name around may mean."""
    points = np.array([gazetteer.centre(each.row) for each in found], dtype=np.float64).reshape(-1, 2)
    support = _support(points, name, evidence)
    shares = _shares(name, evidence)
    crowd = math.log(len(found)) if found else 0.0
    states = any(gazetteer.kind(each.row) == "country" and not each.other for each in found)
    table = np.zeros((len(found), len(FEATURES)))
    for at, each in enumerate(found):
        own = _own(each, hint, within, shares, gazetteer)
        table[at] = [
            *own,
            *support[at],
            *_around(each.row, name, evidence, gazetteer),
            *_name_signs(each, name, crowd),
            float(part),
            float(gazetteer.written(each.row)),
            float(states and gazetteer.kind(each.row) != "country"),
        ]
    return table


def _around(row: int, name: str, evidence: Evidence, gazetteer: Gazetteer) -> tuple[float, ...]:
    """Give the features that look at what the report and its outlet are known for."""
    land, centre = gazetteer.country(row), gazetteer.centre(row)
    province = (
        0.0 if gazetteer.kind(row) == "province" else _province_share((land, gazetteer.province(row)), name, evidence)
    )
    return (
        float(bool(land) and land == evidence.context.home_country),
        province,
        _closeness(centre, evidence.context.dateline, 100.0),
        _closeness(centre, evidence.context.home, 100.0),
    )


def _name_signs(each: Meaning, name: str, crowd: float) -> tuple[float, ...]:
    """Give the features that look at how likely the name means any place at all."""
    usual = not (each.other or each.sound or each.demonym)
    return float(usual and " " in name), crowd


def _own(
    each: Meaning,
    hint: tuple[Kind, ...],
    within: Sequence[Sequence[Within]],
    shares: dict[str, float],
    gazetteer: Gazetteer,
) -> list[float]:
    """Give the features that look at one meaning only."""
    row = each.row
    kind, land = gazetteer.kind(row), gazetteer.country(row)
    state = kind == "country"
    inside = [any(lies_in(row, around, gazetteer) for around in one) for one in within]
    asked = bool(hint) and (kind in hint or _answers(kind, row, hint, gazetteer))
    share = shares.get(land, 0.0)
    people = gazetteer.people(row)
    return [
        0.0 if state else people,
        people if state else 0.0,
        state,
        kind == "province",
        kind == "district",
        kind == "capital",
        kind in {"region", "quarter", "park", "island", "mountain"},
        kind in SITES and kind != "airport",
        kind in WATERS,
        kind == "continent",
        kind == "airport",
        each.other,
        each.derived,
        each.sound,
        each.demonym,
        each.spelling,
        sum(inside),
        len(inside) - sum(inside),
        asked,
        bool(hint) and not asked,
        share if not state else 0.0,
        share if state else 0.0,
    ]


def _answers(kind: Kind, row: int, hint: tuple[Kind, ...], gazetteer: Gazetteer) -> bool:
    """Tell whether a region of a province's size answers to "province", and so on."""
    size = precision_of(kind, gazetteer.radius_km(row))
    return kind == "region" and size in hint


def probabilities(table: Floats) -> Floats:
    """Give the probability of each meaning; what is missing to 1 is that of "none of them"."""
    scores = np.append(table @ np.array([WEIGHTS[name] for name in FEATURES]), NONE)
    weights = np.exp(scores - scores.max())
    return np.asarray((weights / weights.sum())[:-1], dtype=np.float64)


_REASONS = {
    "people": "well known",
    "people of a state": "well known",
    "state": "a state",
    "province": "a province",
    "district": "a district",
    "capital": "a capital",
    "region": "a region, quarter, park, island or mountain",
    "site": "a site",
    "water": "a water",
    "continent": "a continent",
    "airport": "an airport",
    "other name": "under another name",
    "short name": "under a short name",
    "like-sounding name": "sounds alike",
    "people's name": "named by its people",
    "within": "lies where the words around say",
    "not within": "lies outside what the words around say",
    "kind asked for": "of the kind asked for",
    "another kind asked for": "not of the kind asked for",
    "share of the report's states": "in a state that the report speaks of",
    "home state": "in the outlet's state",
    "province in the report": "in a province that the report speaks of",
    "30 km from others": "beside other places of the report",
    "150 km from others": "near other places of the report",
    "800 km from others": "in the part of the world that the report speaks of",
    "near the dateline": "near the dateline",
    "near the outlet": "near the outlet",
    "crowd": "one of many places of this name",
    "part of a longer name": "the name is a part of a longer one",
    "written down": "among the places that Dateline lists itself",
}
_LEAST_REASON = 0.2
_MOST_REASONS = 5
_MOST_LOST = 3


def reasons_for(line: Floats) -> tuple[str, ...]:
    """Say what counted most for and against a meaning, from its line of features, the weightiest first."""
    return tuple(f"{reason} ({share:+.1f})" for reason, share in _weightiest(line))[:_MOST_REASONS]


def behind(line: Floats, best: Floats, name: str) -> tuple[str, ...]:
    """Say in what a meaning falls most behind the one that was chosen, called `name`, where it does so at all."""
    lost = [f"{reason} ({share:+.1f})" for reason, share in _weightiest(line - best) if share < 0][:_MOST_LOST]
    return (f"falls behind {name} in: {', '.join(lost)}",) if lost else ()


def _weightiest(line: Floats) -> list[tuple[str, float]]:
    """Give what each feature adds to the score in words, the weightiest first; small ones and those without words are left out."""
    shares: dict[str, float] = defaultdict(float)
    for name, value in zip(FEATURES, line, strict=True):
        if name in _REASONS:
            shares[_REASONS[name]] += WEIGHTS[name] * float(value)
    heavy = [(reason, share) for reason, share in shares.items() if abs(share) >= _LEAST_REASON]
    return sorted(heavy, key=lambda each: (-abs(each[1]), each[0]))
