"""Two claims of one report enter, how likely they tell of one event leaves, with what speaks for and against it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import product

from dateline.ground.told import Side, Told
from dateline.ground.where.globe import distance_km
from dateline.model import Place

# Log-odds of two claims of one type being one event: logistic regression over pairs of claims that the product itself
# gave for annotated reports (`python -m training.same` prints them).
WEIGHTS: dict[str, float] = {
    "always": -2.01,
    "same trigger": 2.04,
    "same mode": 1.43,
    "other mode": -0.78,
    "same trigger and mode": -1.34,
    "one plural": -0.85,
    "the later plural": -0.37,
    "the later is definite": 0.88,
    "the later is indefinite": -0.45,
    "one sentence": -1.42,
    "far apart": -0.43,
    "others of the type": -0.12,
    "others between": -0.34,
    "early": 1.74,
    "wording": 0.87,
    "another": -0.31,
    "also": -0.60,
    "earlier": -0.42,
    "same factuality": 0.13,
    "the same, and not occurred": 0.50,
    "planned and occurred": -0.73,
    "other speakers": 0.63,
    "same actors": 0.19,
    "other actors": -0.38,
    "same recipients": 0.62,
    "other recipients": -0.52,
    "same trigger, same recipients": -0.45,
    "sides swapped": -0.96,
    "other words of place": -0.41,
    "other place": -0.34,
    "same time": 0.70,
    "other time": -0.97,
    "other toll": -0.61,
    "same toll": 2.08,
    "other numbers": -0.52,
}

# Places nearer than this are one place: a town and a site in it.
_NEAR_KM = 60.0


def probability(found: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Give the probability that a pair with these features is about one event: none where no two places are near."""
    if found["other place"]:
        return 0.0
    odds = sum(weights[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-odds))


def features(left: Told, right: Told) -> dict[str, float]:
    """Compare two claims of one type, `left` the earlier.

    Each feature says what they share or where they differ, mostly from 0 to 1. Of claims of one sentence its words say
    nothing.
    """
    apart = float(left.sentence != right.sentence)
    stem = float(left.stem == right.stem)
    mode = float(left.mode is not None and left.mode == right.mode)
    swapped = left.actors.words & right.recipients.words or left.recipients.words & right.actors.words
    sides = _sides("actors", left.actors, right.actors) | _sides("recipients", left.recipients, right.recipients)
    return {
        "always": 1.0,
        "same trigger": stem,
        "same mode": mode,
        "other mode": float(None not in {left.mode, right.mode} and not mode),
        "same trigger and mode": stem * mode,
        "one plural": stem * (left.is_plural != right.is_plural),
        "the later plural": float(right.is_plural),
        "the later is definite": float(right.definite),
        "the later is indefinite": float(right.indefinite),
        "one sentence": 1 - apart,
        "far apart": min(1.0, (right.start - left.start) / 2000),
        "others of the type": math.log(max(1, left.kin - 1)),
        "others between": math.log(right.number - left.number),
        "early": math.exp(-left.start / 400),
        "wording": apart * _shared(left.wording, right.wording),
        "another": apart * right.another,
        "also": apart * right.also,
        "earlier": apart * right.earlier,
        **_facts(left, right),
        **sides,
        "same trigger, same recipients": stem * sides["same recipients"],
        "sides swapped": float(bool(swapped)),
        **_places(left, right),
        **_times(left, right),
        **_figures(left, right, apart),
    }


def _facts(left: Told, right: Told) -> dict[str, float]:
    """Compare what the claims make of the event, and who says so."""
    kinds = {left.factuality, right.factuality}
    voices = bool(left.speakers and right.speakers)
    return {
        "same factuality": float(len(kinds) == 1),
        "the same, and not occurred": float(len(kinds) == 1 and "occurred" not in kinds),
        "planned and occurred": float(kinds == {"planned", "occurred"}),
        "other speakers": float(voices and not left.speakers & right.speakers),
    }


def _figures(left: Told, right: Told, apart: float) -> dict[str, float]:
    tolls = [(a, b) for a, b in zip(left.tolls, right.tolls, strict=True) if a and b]
    return {
        "other toll": float(any(a != b for a, b in tolls)),
        "same toll": float(any(a == b for a, b in tolls)),
        "other numbers": apart * bool(left.figures and right.figures and not left.figures & right.figures),
    }


def _sides(name: str, ours: Side, theirs: Side) -> dict[str, float]:
    shared = max(_shared(ours.words, theirs.words), float(bool(ours.identities & theirs.identities)))
    spoken = bool(ours.words and theirs.words)
    return {
        f"same {name}": shared,
        f"other {name}": float(spoken and not shared),
    }


def _places(left: Told, right: Told) -> dict[str, float]:
    apart = [_apart(a, b) for a, b in product(left.places, right.places)]
    near = bool(apart) and not all(apart)
    shared = left.place_words & right.place_words
    return {
        "other words of place": float(bool(left.place_words and right.place_words and not shared)),
        "other place": float(bool(apart) and not near),
    }


def _apart(one: Place, other: Place) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None not in {one.country, other.country} and one.country != other.country
    reach = _NEAR_KM + (one.radius_km or 0) + (other.radius_km or 0)
    return distance_km((one.lat, one.lon), (other.lat, other.lon)) > reach


def _times(left: Told, right: Told) -> dict[str, float]:
    shared = _shared(left.time_words, right.time_words)
    if left.days is None or right.days is None:
        return {"same time": shared, "other time": 0.0}
    both = (min(left.days.end, right.days.end) - max(left.days.start, right.days.start)).days + 1
    whole = (max(left.days.end, right.days.end) - min(left.days.start, right.days.start)).days + 1
    return {"same time": max(0, both) / whole, "other time": float(both <= 0)}


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Tell how much of the smaller set of words is shared; nothing where one side is silent."""
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
