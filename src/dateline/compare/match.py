"""Events of a table and of an archive enter, pairs that are one event leave, no event in two of them.

The surest pair is taken first; of equally sure ones that with the earlier line, then with the smaller id. So the result
depends on neither order.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dateline.compare.score import FAR_KM, Ours, days_apart, gap_km, scored
from dateline.compare.types import Theirs
from dateline.model import Reason

SLACK = 3
"""Days that two accounts of one event may be apart: a table dates by its report where ours dates by what that says."""

LONGEST = 31
"""Days over which an event of ours may be spread to be compared; `in 2019` could be any of a year's."""

SURE = 0.4
"""Probability from which a pair is taken for one event: of tenths the one with the best precision among those of best F1."""

AS_GOOD = 0.05
"""How much less likely a pair may be to have fitted about as well as the one that was taken."""


class Match(msgspec.Struct, frozen=True):
    """A pair: how likely, why, and how many other pairs of either event would have fitted about as well."""

    score: float
    theirs: Theirs
    ours: Ours
    reasons: tuple[Reason, ...]
    rivals: int = 0


def matched(theirs: Sequence[Theirs], ours: Iterable[Ours], sure: float = SURE) -> list[Match]:
    """Give the pairs, in the order of the table."""
    found: list[Match] = []
    of_line: dict[int, list[float]] = defaultdict(list)
    of_event: dict[str, list[float]] = defaultdict(list)
    for one, other in candidates(theirs, ours):
        score, reasons = scored(one, other)
        if score >= sure:
            found.append(Match(score, one, other, reasons))
            of_line[one.line].append(score)
            of_event[other.event.id].append(score)
    found.sort(key=lambda match: (-match.score, match.theirs.line, match.ours.event.id))
    lines, ids = set[int](), set[str]()
    taken: list[Match] = []
    for match in found:
        line, id_ = match.theirs.line, match.ours.event.id
        if line not in lines and id_ not in ids:
            lines.add(line)
            ids.add(id_)
            as_good = sum(score >= match.score - AS_GOOD for score in (*of_line[line], *of_event[id_]))
            # The pair itself is among those of both.
            taken.append(msgspec.structs.replace(match, rivals=as_good - 2))
    return sorted(taken, key=lambda match: match.theirs.line)


def candidates(theirs: Iterable[Theirs], ours: Iterable[Ours]) -> Iterator[tuple[Theirs, Ours]]:
    """Give the pairs that may be one event: of days close enough, of no two countries, not far apart."""
    by_day: dict[dt.date, list[Ours]] = defaultdict(list)
    for other in ours:
        for number in range((other.end - other.start).days + 1 + 2 * SLACK):
            by_day[other.start + dt.timedelta(days=number - SLACK)].append(other)
    for one in theirs:
        seen = set[str]()
        for number in range((one.end - one.start).days + 1):
            for other in by_day.get(one.start + dt.timedelta(days=number), ()):
                if other.event.id not in seen and _may_be(one, other):
                    seen.add(other.event.id)
                    yield one, other


def _may_be(one: Theirs, other: Ours) -> bool:
    place, country = other.place, one.where.country
    if place and place.country and country and place.country != country:
        return False
    if days_apart(one, other) > (SLACK if other.stated else 0):
        return False
    gap = gap_km(one.where, place)
    return gap is None or gap[0] - gap[1] <= 2 * FAR_KM
