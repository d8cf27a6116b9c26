"""Finds claims of one report that tell of one event: grounded claims enter, how likely each pair is one event leaves."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import product

import msgspec

from dateline.ground.where.globe import distance_km
from dateline.model import Actor, Claim, EventType, Interval, Party, Place, Report

# Log-odds of two claims of one type being one event: logistic regression over pairs of claims that the product itself
# gave for annotated reports (`python -m training.same` prints them).
WEIGHTS: dict[str, float] = {
    "always": -1.59,
    "same trigger": 0.70,
    "same mode": 1.12,
    "other mode": -0.90,
    "same factuality": 0.38,
    "other toll": -0.90,
    "same toll": 1.94,
    "one sentence": -0.88,
    "next sentence": -0.01,
    "headline": 0.79,
    "the later is definite": 0.91,
    "wording": 1.45,
    "far apart": -0.58,
    "others of the type": -0.42,
    "same actors": 0.32,
    "other actors": -0.23,
    "other country of actors": -0.27,
    "same recipients": 0.55,
    "other recipients": -0.44,
    "other country of recipients": -0.02,
    "same place": 0.04,
    "other place": -0.86,
    "same time": 0.68,
    "other time": -1.13,
    "sides swapped": -0.91,
    "one sentence, same recipients": 0.09,
    "one sentence, same actors": -0.11,
}
# From this probability on two claims are one event. On kept-back reports pairwise F1 is flat from 0.3 to 0.4; what one
# claim takes over from another was right more often at the upper end.
THRESHOLD = 0.38
# Claims of one type that are compared with those before them: a report that has more is a list, not a story.
REACH = 60
# Characters at the start of a text in which a headline may stand.
_HEAD = 300
# Places nearer than this are one place: a town and a site in it.
_NEAR_KM = 60.0
_EMPTY = frozenset(
    "the a an of and in on at to for by from with his her its their some other two three s was were had has have been be"
    " is are that this it he she they who which as after before said says".split()
)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her)\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE)


class Pair(msgspec.Struct, frozen=True):
    """Two claims of one report, by id, the earlier first, and the probability that they tell of one event."""

    first: str
    second: str
    chance: float


def pairs(report: Report, claims: tuple[Claim, ...]) -> list[Pair]:
    """Compare the claims of one type of a report with one another."""
    return [
        Pair(left.id, right.id, probability(features(left, right, len(kind))))
        for kind in kinds(report, claims)
        for n, right in enumerate(kind)
        for left in kind[max(0, n - REACH) : n]
    ]


def group(claims: tuple[Claim, ...], found: Sequence[Pair]) -> tuple[Claim, ...]:
    """Join claims that are probably about one event, the likeliest pairs first; the event is named by its first claim.

    Two groups are joined where the mean over their pairs reaches `THRESHOLD`: a chain of likely pairs would lead from
    one event to the next. On the held dev gold this takes the precision of pairs from 0.41 to 0.56.
    """
    order = {claim.id: n for n, claim in enumerate(claims)}
    chance = {frozenset((pair.first, pair.second)): pair.chance for pair in found}
    groups = {claim.id: [claim.id] for claim in claims}
    for pair in sorted(found, key=lambda pair: (-pair.chance, order[pair.first], order[pair.second])):
        left, right = groups[pair.first], groups[pair.second]
        if pair.chance < THRESHOLD:
            break
        if left is not right:
            between = [chance.get(frozenset(ends), 0.0) for ends in product(left, right)]
            if sum(between) >= THRESHOLD * len(between):
                left += right
                groups |= dict.fromkeys(right, left)
    return tuple(msgspec.structs.replace(claim, event=min(groups[claim.id], key=order.__getitem__)) for claim in claims)


def probability(found: dict[str, float]) -> float:
    """Give the probability that a pair with these features is about one event: none where no two places are near."""
    if found["other place"]:
        return 0.0
    odds = sum(WEIGHTS[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-odds))


class Side(msgspec.Struct, frozen=True):
    """Who acts, or is acted on: the words, the known identities, the countries."""

    words: frozenset[str]
    identities: frozenset[str]
    countries: frozenset[str]


class Told(msgspec.Struct, frozen=True):
    """What is compared of a claim, worked out once."""

    id: str
    stem: str
    mode: str | None
    factuality: str
    actors: Side
    recipients: Side
    places: tuple[Place, ...]
    place_words: frozenset[str]
    days: Interval | None
    time_words: frozenset[str]
    tolls: tuple[tuple[int | None, int | None] | None, ...]
    wording: frozenset[str]
    sentence: int
    start: int
    headline: bool
    definite: bool


def kinds(report: Report, claims: tuple[Claim, ...]) -> list[list[Told]]:
    """Work out what is compared of each claim, by type, in text order."""
    numbers = {span: n for n, span in enumerate(sorted({claim.sentence for claim in claims}))}
    out: dict[EventType, list[Told]] = {}
    for claim in claims:
        out.setdefault(claim.type, []).append(_told(report.text, claim, numbers[claim.sentence]))
    return list(out.values())


def _told(text: str, claim: Claim, sentence: int) -> Told:
    before = text[max(0, claim.trigger.start - 40) : claim.trigger.start]
    when = claim.timing.when.choice if claim.timing.when else None
    head = claim.sentence.start < _HEAD
    return Told(
        id=claim.id,
        stem=claim.trigger.of(text).lower()[:5],  # enough to join "attack", "attacks" and "attacked"
        mode=claim.mode,
        factuality=claim.factuality,
        actors=_side(claim.actors),
        recipients=_side(claim.recipients),
        places=tuple(p.place.choice for p in claim.places if p.place and p.place.choice),
        place_words=_words(p.text for p in claim.places),
        days=when.stated if when else None,
        time_words=_words([claim.timing.text or ""]),
        tolls=tuple((c.low, c.high) if c else None for c in (claim.killed, claim.injured)),
        wording=_words([claim.sentence.of(text)]),
        sentence=sentence,
        start=claim.trigger.start,
        headline=head and "\n" not in text[max(0, claim.sentence.start - _HEAD) : claim.trigger.start].strip(),
        definite=_DEFINITE.search(before) is not None,
    )


def _side(parties: Iterable[Party]) -> Side:
    parties = tuple(parties)
    actors: list[Actor] = [p.actor.choice for p in parties if p.actor and p.actor.choice]
    return Side(
        _words(p.text for p in parties),
        frozenset(a.identity for a in actors if a.identity),
        frozenset(a.country for a in actors if a.country),
    )


def features(left: Told, right: Told, kin: int) -> dict[str, float]:
    """Compare two claims of one type, `left` the earlier, in a report that has `kin` of that type.

    Each says what they share or where they differ, mostly from 0 to 1.
    """
    together = left.sentence == right.sentence
    out = {
        "always": 1.0,
        "same trigger": float(left.stem == right.stem),
        "same mode": float(left.mode is not None and left.mode == right.mode),
        "other mode": float(left.mode is not None and right.mode is not None and left.mode != right.mode),
        "same factuality": float(left.factuality == right.factuality),
        "other toll": float(any(a and b and a != b for a, b in zip(left.tolls, right.tolls, strict=True))),
        "same toll": float(any(a and b and a == b for a, b in zip(left.tolls, right.tolls, strict=True))),
        "one sentence": float(together),
        "next sentence": float(right.sentence == left.sentence + 1),
        "headline": float(left.headline and not together),
        "the later is definite": float(right.definite),
        "wording": 0.0 if together else _shared(left.wording, right.wording),
        "far apart": min(1.0, (right.start - left.start) / 2000),
        "others of the type": math.log(max(1, kin - 1)),
    }
    sides = _sides("actors", left.actors, right.actors) | _sides("recipients", left.recipients, right.recipients)
    swapped = left.actors.words & right.recipients.words or left.recipients.words & right.actors.words
    out |= sides | _places(left, right) | _times(left, right)
    out["sides swapped"] = float(bool(swapped))
    out["one sentence, same recipients"] = out["same recipients"] * together
    out["one sentence, same actors"] = out["same actors"] * together
    return out


def _sides(name: str, ours: Side, theirs: Side) -> dict[str, float]:
    shared = max(_shared(ours.words, theirs.words), float(bool(ours.identities & theirs.identities)))
    spoken = bool(ours.words and theirs.words)
    countries = bool(ours.countries and theirs.countries)
    return {
        f"same {name}": shared,
        f"other {name}": float(spoken and not shared),
        f"other country of {name}": float(countries and not ours.countries & theirs.countries),
    }


def _places(left: Told, right: Told) -> dict[str, float]:
    apart = [_apart(a, b) for a, b in product(left.places, right.places)]
    near = bool(apart) and not all(apart)
    return {
        "same place": max(_shared(left.place_words, right.place_words), float(near)),
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


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).lower())) - _EMPTY
