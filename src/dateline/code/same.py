"""Finds claims of one report that tell of one event: claims enter, the same claims with `event` set leave."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import msgspec

from dateline.model import Claim, EventType, Factuality, Report, Span

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
# Claims of one type that are compared with those before them: a report that has more is a list, not a story.
REACH = 60
# Characters at the start of a text in which a headline may stand.
_HEAD = 300
_EMPTY = frozenset("the a an of and in on at to for by from with his her its their some other two three s".split())


def group(report: Report, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Join claims that are probably about one event; the event is named by its first claim."""
    root = {claim.id: claim.id for claim in claims}
    order = {claim.id: n for n, claim in enumerate(claims)}

    def find(one: str) -> str:
        while root[one] != one:
            one = root[one]
        return one

    kinds: dict[EventType, list[Told]] = {}
    for claim in claims:
        told = told_of(report.text, claim)
        earlier = kinds.setdefault(claim.type, [])
        for other in earlier[-REACH:]:
            if probability(features(other, told)) >= THRESHOLD:
                first, second = sorted((find(other.id), find(claim.id)), key=order.__getitem__)
                root[second] = first
        earlier.append(told)
    return tuple(msgspec.structs.replace(claim, event=find(claim.id)) for claim in claims)


def probability(found: dict[str, float]) -> float:
    """Give the probability that a pair with these features is about one event."""
    odds = sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-odds))


class Told(msgspec.Struct, frozen=True):
    """What is compared of a claim, worked out once: words of its parties, places and time, and the rest as it is."""

    id: str
    stem: str
    mode: str | None
    factuality: Factuality
    actors: frozenset[str]
    recipients: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    tolls: tuple[tuple[int | None, int | None] | None, ...]
    sentence: Span
    start: int
    headline: bool


def told_of(text: str, claim: Claim) -> Told:
    """Work out what is compared of a claim."""
    return Told(
        id=claim.id,
        stem=claim.trigger.of(text).lower()[:5],  # enough to join "attack", "attacks" and "attacked"
        mode=claim.mode,
        factuality=claim.factuality,
        actors=_words(p.text for p in claim.actors),
        recipients=_words(p.text for p in claim.recipients),
        places=_words(p.text for p in claim.places),
        times=_words([claim.timing.text or ""]),
        tolls=tuple((c.low, c.high) if c else None for c in (claim.killed, claim.injured)),
        sentence=claim.sentence,
        start=claim.trigger.start,
        headline="\n" not in text[max(0, claim.sentence.start - _HEAD) : claim.trigger.start].strip()
        and claim.sentence.start < _HEAD,
    )


def features(left: Told, right: Told) -> dict[str, float]:
    """Compare two claims of one report, `left` the earlier: what they share and where they differ, 0 to 1 each."""
    out = {"always": 1.0}
    out["same trigger"] = float(left.stem == right.stem)
    out["same mode"] = float(left.mode is not None and left.mode == right.mode)
    out["other mode"] = float(left.mode is not None and right.mode is not None and left.mode != right.mode)
    out["same factuality"] = float(left.factuality == right.factuality)
    out |= _compare("actors", left.actors, right.actors) | _compare("recipients", left.recipients, right.recipients)
    out["sides swapped"] = float(bool(left.actors & right.recipients or left.recipients & right.actors))
    out |= _compare("places", left.places, right.places) | _compare("times", left.times, right.times)
    out["other toll"] = float(any(a and b and a != b for a, b in zip(left.tolls, right.tolls, strict=True)))
    together = left.sentence == right.sentence
    out["one sentence"] = float(together)
    out["one sentence, same recipients"] = out["same recipients"] * together
    out["one sentence, same actors"] = out["same actors"] * together
    out["headline"] = float(left.headline)
    out["far apart"] = min(1.0, (right.start - left.start) / 2000)
    return out


def _compare(name: str, ours: frozenset[str], theirs: frozenset[str]) -> dict[str, float]:
    """Tell how much of the smaller set of words is shared; nothing is said where one side is silent."""
    shared = len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
    return {f"same {name}": shared, f"other {name}": float(bool(ours and theirs) and not shared)}


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).lower())) - _EMPTY
