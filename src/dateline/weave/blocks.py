"""Traits enter, block keys leave: what two reports tell is compared only where it shares a key.

A key joins type and three days with what an event seldom shares with another: the neighbourhood it took place in, a
person or body named in it with the country it acts towards, both sides' kinds with the word for the act, or a rare name that
its sentence holds. What is told again after weeks and years (a murder, when its trial ends) meets by the word for the act and
a name, or by the people in it, as long as not too much else does. Keys are written and looked up alike, so that whether two
claims meet does not depend on which came first. Claims without a day, and those of kindred types, meet where their reports tell one story: reports of one fortnight
by the words that they share in it, others only where one of the two has no day.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import itertools
import math
from collections.abc import Iterable, Iterator

from dateline.model import EventType
from dateline.weave.features import RECIPROCAL
from dateline.weave.meeting import Keys
from dateline.weave.reports.blockkey import days_in, hashed, near
from dateline.weave.reports.keys import keys_by_days
from dateline.weave.reports.sketch import Sketch
from dateline.weave.sayings import rarity
from dateline.weave.traits import Days, Side, Spot, Traits

# Days that share a key: as few as keep a claim of one day in one or two keys and an undated one in three.
_PER_KEY = 3

# Wider intervals ("this year", "since 2014") would put a claim into every week; they meet only one another.
_WIDEST_DAYS = 45

# News dates slip by a day between time zones and between an act and its telling.
_SLACK_DAYS = 1

# An undated claim is nearly always about the days just before its report.
_BOUND_DAYS = 4

# Names of a sentence that make keys, and how rare each must be: in fewer than one text of four hundred.
_NAMES, _RARE_NAME = 3, 6.0

# The same for keys that hold no day. Of 22 merged pairs that shared no other key, most told weeks and years apart, 19 share such a key, with
# twice as many names too.
_NAMES_OF_ACT, _NAME_OF_ACT = 2, 5.0

# Keys of its report that a claim stands under: of a dated report two for each word, one for either fortnight. One without a
# day has no others. Of 491 pairs that readers had judged to be one event 456 met with 10, 468 with 16 and 469 with all.
_STORY_KEYS, _STORY_KEYS_OF_UNDATED = 16, 20

# Words under which a claim of a dated report waits for undated ones.
_STORY_KEYS_BEHIND = 4

# Types that can be one event's share the keys of their reports.
_FAMILY: dict[EventType, str] = {
    **dict.fromkeys(
        ("ASSAULT", "COERCE", "PROTEST", "SANCTION", "ACCUSE", "REJECT", "THREATEN", "MOBILIZE"), "conflict"
    ),
    **dict.fromkeys(("AGREE", "CONSULT", "COOPERATE", "REQUEST", "SUPPORT", "CONCEDE", "AID"), "cooperation"),
    "RETREAT": "retreat",
}

# Points this near may be one event's; a claim is written into each one-degree cell that it is this near to.
_NEAR_KM = 25.0
_KM_PER_DEGREE = 111.2


def keys_of(traits: Traits) -> Keys:
    """Give the block keys of what a report tells of an event as signed 64-bit integers."""
    times = set(_times(traits))
    subjects = set(_subjects(traits)) if times else set()
    keys = {near(at, _hash(traits.type, time, *subject)) for (at, time), subject in itertools.product(times, subjects)}
    narrow = frozenset(_hash(*parts) for parts in _by_name(traits))
    if traits.sketch is None:
        return Keys(frozenset(keys), narrow=narrow)
    family = _FAMILY[traits.type]
    daily, lasting = _story_keys(traits.sketch)
    enough = _STORY_KEYS if times else _STORY_KEYS_OF_UNDATED
    keys |= {near(days_in(key), _hash("story", str(key), family)) for key in daily[:enough]}
    words = {_hash("story", str(key), family) for key in lasting[: _STORY_KEYS_BEHIND if daily else enough]}
    if daily:
        return Keys(frozenset(keys), frozenset(words), narrow)
    return Keys(frozenset(keys | words), narrow=narrow)


def print_of(traits: Traits) -> int:
    """Give one number to what is told in the same words in every print of one text."""
    return _hash(traits.text, str(traits.trigger.start), str(traits.trigger.end), traits.type)


@functools.lru_cache(64)
def _story_keys(sketch: Sketch) -> tuple[list[int], list[int]]:
    """Give the keys of a report that hold days, and those that hold none.

    Of the many that two reports share, those with the smallest hashes are taken from both alike.
    """
    daily, lasting = keys_by_days(sketch)
    return sorted(daily, key=hashed), sorted(lasting, key=hashed)


def _times(traits: Traits) -> Iterator[tuple[int, str]]:
    """Give the times of keys, each with the number of its days; years have none."""
    spans = traits.stated or _recent(traits.bound, traits.published)
    for days in spans:
        if days.width > _WIDEST_DAYS:
            first, last = dt.date.fromordinal(days.start), dt.date.fromordinal(days.end)
            yield 0, f"years {first.year} {last.year}"
        else:
            times = range((days.start - _SLACK_DAYS) // _PER_KEY, (days.end + _SLACK_DAYS) // _PER_KEY + 1)
            yield from ((time, f"days {time}") for time in times)


def _recent(bound: Days | None, published: int | None) -> tuple[Days, ...]:
    """Give the days near the report's own: before it for what was done, after it for what is planned."""
    if bound is None:
        return ()
    if published is not None and bound.end > published:
        return (Days(bound.start, min(bound.end, bound.start + _BOUND_DAYS)),)
    return (Days(max(bound.start, bound.end - _BOUND_DAYS), bound.end),)


def _subjects(traits: Traits) -> Iterator[tuple[str, ...]]:
    for spot in traits.spots:
        yield from (("cell", str(row), str(column)) for row, column in _cells(spot))
    for side in traits.actors + traits.recipients:
        if side.identity is not None and _particular(side):
            yield from (("who", side.identity, beside) for beside in _beside(traits, side))
    pairs: Iterable[tuple[str, str]]
    if traits.type in RECIPROCAL:
        pairs = itertools.combinations(sorted(set(map(_kind, traits.actors + traits.recipients))), 2)
    else:
        pairs = itertools.product(set(map(_kind, traits.actors)), set(map(_kind, traits.recipients)))
    yield from (("dyad", *pair, word) for pair, word in itertools.product(pairs, traits.trigger_stems))
    yield from (("name", name) for name in _rare_names(traits))


def _rare_names(traits: Traits, least: float = _RARE_NAME, number: int = _NAMES) -> list[str]:
    rare = [name for name in traits.names if rarity(name) >= least]
    return sorted(rare, key=lambda name: (-rarity(name), name))[:number]


def _by_name(traits: Traits) -> Iterator[tuple[str, ...]]:
    """Give what tells an act in any year: the word for it with a name, and the people in it by name."""
    for name, word in itertools.product(_rare_names(traits, _NAME_OF_ACT, _NAMES_OF_ACT), traits.trigger_stems):
        yield "named act", name, word
    for side in traits.actors + traits.recipients:
        if side.person:
            yield "of person", side.identity or side.name, _FAMILY[traits.type]


def _particular(side: Side) -> bool:
    # A government or army as such is named in half of all claims of its country: it would not narrow anything.
    return side.person or side.sector not in {"GOV", "MIL", "CVL", None}


def _beside(traits: Traits, one: Side) -> set[str]:
    """Give the countries that a claim names beside a party's own: with whom, against whom, where."""
    named = {of.country or "" for of in (*traits.actors, *traits.recipients)} | {
        spot.country or "" for spot in traits.spots
    }
    return named - {one.country or ""} - {""} or {"-"}


def _kind(side: Side) -> str:
    return f"{side.country} {side.sector}"


def _cells(spot: Spot) -> Iterator[tuple[int, int]]:
    if spot.lat is None or spot.lon is None or spot.precision in {"province", "country", "region"}:
        return
    tall = _NEAR_KM / _KM_PER_DEGREE
    wide = tall / max(0.01, math.cos(math.radians(spot.lat)))
    rows = range(math.floor(spot.lat - tall), math.floor(spot.lat + tall) + 1)
    # At the poles a circle of latitude is short enough to be walked round; no news comes from there.
    columns = range(math.floor(spot.lon - min(wide, 1.0)), math.floor(spot.lon + min(wide, 1.0)) + 1)
    yield from ((row, (column + 180) % 360) for row, column in itertools.product(rows, columns))


def _hash(*parts: str) -> int:
    packed = "\x1f".join(parts).encode()
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)
