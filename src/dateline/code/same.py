"""Finds claims of one report that tell of one event: claims enter, the same claims with `event` set leave."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import combinations

import msgspec

from dateline.model import Claim, Count, Report

# Log-odds of two claims of one type being one event: logistic regression over pairs of annotated claims
# (`python -m training.same` prints them); the threshold is where pairwise F1 was best on the fitted part.
WEIGHTS: dict[str, float] = {
    "always": -2.29,
    "same trigger": 0.61,
    "same mode": 1.18,
    "other mode": -1.97,
    "same factuality": 0.67,
    "same actors": 0.36,
    "other actors": -0.16,
    "same recipients": 0.67,
    "other recipients": -0.49,
    "sides swapped": -0.63,
    "same places": 0.59,
    "other places": -0.62,
    "same times": 1.14,
    "other times": -0.58,
    "other toll": -0.84,
    "one sentence": -1.35,
    "one sentence, same recipients": 0.37,
    "one sentence, same actors": 0.18,
    "headline": 0.93,
    "far apart": -0.78,
}
THRESHOLD = 0.32
_EMPTY = frozenset("the a an of and in on at to for by from with his her its their some other two three s".split())


def group(report: Report, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Join claims that are probably about one event; the event is named by its first claim."""
    root = {claim.id: claim.id for claim in claims}
    order = {claim.id: n for n, claim in enumerate(claims)}

    def find(one: str) -> str:
        while root[one] != one:
            one = root[one]
        return one

    for left, right in combinations(claims, 2):
        if left.type == right.type and probability(features(report.text, left, right)) >= THRESHOLD:
            first, second = sorted((find(left.id), find(right.id)), key=order.__getitem__)
            root[second] = first
    return tuple(msgspec.structs.replace(claim, event=find(claim.id)) for claim in claims)


def probability(found: dict[str, float]) -> float:
    """Give the probability that a pair with these features is about one event."""
    odds = sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-odds))


def features(text: str, left: Claim, right: Claim) -> dict[str, float]:
    """Compare two claims of one report, `left` the earlier: what they share and where they differ, 0 to 1 each."""
    out = {"always": 1.0}
    out["same trigger"] = float(_stem(left.trigger.of(text)) == _stem(right.trigger.of(text)))
    out["same mode"] = float(left.mode is not None and left.mode == right.mode)
    out["other mode"] = float(left.mode is not None and right.mode is not None and left.mode != right.mode)
    out["same factuality"] = float(left.factuality == right.factuality)
    ours, theirs = _words(p.text for p in left.actors), _words(p.text for p in right.actors)
    done, undergone = _words(p.text for p in left.recipients), _words(p.text for p in right.recipients)
    out |= _compare("actors", ours, theirs) | _compare("recipients", done, undergone)
    out["sides swapped"] = float(bool(ours & undergone or done & theirs))
    out |= _compare("places", _words(p.text for p in left.places), _words(p.text for p in right.places))
    out |= _compare("times", _words([left.timing.text or ""]), _words([right.timing.text or ""]))
    out["other toll"] = float(_other(left.killed, right.killed) or _other(left.injured, right.injured))
    together = left.sentence == right.sentence
    out["one sentence"] = float(together)
    out["one sentence, same recipients"] = out["same recipients"] * together
    out["one sentence, same actors"] = out["same actors"] * together
    out["headline"] = float("\n" not in text[: left.trigger.start].strip())
    out["far apart"] = min(1.0, (right.trigger.start - left.trigger.start) / 2000)
    return out


def _compare(name: str, ours: frozenset[str], theirs: frozenset[str]) -> dict[str, float]:
    """Tell how much of the smaller set of words is shared; nothing is said where one side is silent."""
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    return {f"same {name}": shared, f"other {name}": float(bool(ours and theirs) and not shared)}


def _other(ours: Count | None, theirs: Count | None) -> bool:
    return ours is not None and theirs is not None and (ours.low, ours.high) != (theirs.low, theirs.high)


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).lower())) - _EMPTY


def _stem(word: str) -> str:
    """Cut a trigger to its first five letters: enough to join "attack", "attacks" and "attacked"."""
    return word.lower()[:5]
