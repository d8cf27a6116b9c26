"""Pairs predicted with gold claims: two lists in the guide's form and their report enter, pairs leave.

A prediction is placed by its trigger inside its quote. It may be paired with a gold claim whose quote holds that
trigger, or whose trigger it covers; pairing is one to one and prefers equal types, then triggers that share a word.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

import msgspec

MAX_TRIGGER_WORDS = 6


class GoldParty(msgspec.Struct, frozen=True):
    """An actor or recipient in the guide's form."""

    text: str
    country: str | None = None
    sector: str | None = None


class GoldPlace(msgspec.Struct, frozen=True):
    """A place in the guide's form; degrees, or None for areas without a point."""

    text: str
    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class GuideClaim(msgspec.Struct, frozen=True):
    """A claim in the guide's form; fields that are not scored are left out."""

    quote: str
    trigger: str
    type: str
    factuality: str
    actors: list[GoldParty]
    recipients: list[GoldParty]
    places: list[GoldPlace]
    date: tuple[dt.date, dt.date] | None
    attribution: list[str]
    killed: tuple[int | None, int | None] | None
    event: str | None = None
    sure: int = 3
    start: int | None = None


class GuideRow(msgspec.Struct, frozen=True):
    """One report's claims."""

    id: str
    claims: list[GuideClaim]


class GuideReport(msgspec.Struct, frozen=True):
    """One report of a gold set."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None

    @property
    def whole(self) -> str:
        """What quotes are looked up in: title, newline, text."""
        return (self.title or "") + "\n" + self.text


class Place(msgspec.Struct, frozen=True):
    """Where a claim stands in its report: offsets of quote and trigger."""

    start: int
    end: int
    trigger: int
    trigger_end: int


def locate(text: str, claim: GuideClaim) -> Place | None:
    """Find a claim's quote (white space may differ) and its trigger; None where either is not there."""
    if not claim.trigger.strip() or claim.trigger not in claim.quote:
        return None
    if len(claim.trigger.split()) > MAX_TRIGGER_WORDS:
        return None
    start, end = _quote_at(text, claim)
    inside = text[start:end].find(claim.trigger) if start >= 0 else -1
    if inside < 0:
        return None
    return Place(start, end, start + inside, start + inside + len(claim.trigger))


def _quote_at(text: str, claim: GuideClaim) -> tuple[int, int]:
    if claim.start is not None and text.startswith(claim.quote, claim.start):
        return claim.start, claim.start + len(claim.quote)
    at = text.find(claim.quote)
    if at >= 0:
        return at, at + len(claim.quote)
    hit = re.search(r"\s+".join(map(re.escape, claim.quote.split())), text)
    return hit.span() if hit else (-1, -1)


def pairs(
    text: str, gold: Sequence[GuideClaim], predicted: Sequence[GuideClaim]
) -> list[tuple[GuideClaim, GuideClaim]]:
    """Pair claims one to one, best pairs first."""
    options: list[tuple[int, int, int, int]] = []
    theirs = [locate(text, claim) for claim in predicted]
    for i, one in enumerate(gold):
        here = locate(text, one)
        if here is None:
            continue
        for j, there in enumerate(theirs):
            if there is not None and _meets(here, there):
                rank = 2 * (one.type == predicted[j].type) + _share(here, there)
                options.append((-rank, abs(there.trigger - here.trigger), i, j))
    out, used_gold, used_predicted = [], set(), set()
    for _, _, i, j in sorted(options):
        if i not in used_gold and j not in used_predicted:
            used_gold.add(i)
            used_predicted.add(j)
            out.append((gold[i], predicted[j]))
    return out


def _meets(gold: Place, predicted: Place) -> bool:
    in_quote = gold.start <= predicted.trigger < gold.end
    return in_quote or predicted.trigger <= gold.trigger < predicted.trigger_end


def _share(gold: Place, predicted: Place) -> int:
    return int(predicted.trigger < gold.trigger_end and gold.trigger < predicted.trigger_end)


def words(phrase: str | None) -> set[str]:
    """Give the words of a name without articles."""
    return set(re.findall(r"\w+", (phrase or "").lower())) - {"the", "a", "an", "of", "'s"}


def same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names share at least half of their words (Dice)."""
    a, b = words(one), words(other)
    return bool(a and b) and len(a & b) / (len(a) + len(b)) >= 0.25


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the great-circle distance of two (latitude, longitude) pairs in degrees."""
    (la, lo), (lb, lp) = ((math.radians(x), math.radians(y)) for x, y in (one, other))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def overlap(one: tuple[dt.date, dt.date], other: tuple[dt.date, dt.date]) -> float:
    """Give the days two intervals share as a part of the days that they span together."""
    shared = (min(one[1], other[1]) - max(one[0], other[0])).days + 1
    return max(0, shared) / ((max(one[1], other[1]) - min(one[0], other[0])).days + 1)
