"""Two reports' traits enter, the name of what rules out that they tell of one event leaves, or None.

These hold however alike the two are otherwise, and between groups of claims as between two.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

from dateline.model import EventType
from dateline.weave.traits import Days, Side, Spot, Traits, days_apart, distance_km

DAYS_APART = "days apart beyond both precisions"
PLACES_APART = "places apart beyond both precisions"
TOLD_BEFORE = "told as done before the other's day"
TWO_VICTIMS = "two different named people suffered it"
TOLD_AS_ANOTHER = "one is told as another one of its kind"
NEWS_APART = "told as fresh news more than a week apart"

# What a report tells as done, without a day, was done in the week before it.
_FRESH_DAYS = 7

# Words beside a trigger that set its act off from one told before; ordinals count the same act in both accounts.
_ANOTHER = frozenset({"another", "additional", "additionally", "separate", "separately", "reciprocal", "further"})

# Beyond the radii of both places: gazetteers and reporters differ about where a town is.
BEYOND_KM = 25.0

# In these one person suffers one act; a visit or a statement may be for several.
_SUFFERED: frozenset[EventType] = frozenset({"ASSAULT", "COERCE", "SANCTION"})

# In these it is one person's act so much that a name need not be known: an attack has many victims, each with a name.
_SUFFERED_ALONE: frozenset[EventType] = frozenset({"COERCE", "SANCTION"})


def contradiction(one: Traits, other: Traits) -> str | None:
    """Name what rules the pair out, the first rule that does."""
    return next((name for name, rules_out in _RULES if rules_out(one, other)), None)


def dates_apart(one: Iterable[Days], other: Iterable[Days]) -> bool:
    """Tell whether any day that the one states is too far from one that the other states."""
    return any(days_apart(left, right) for left, right in itertools.product(one, other))


def places_apart(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> bool:
    """Tell whether every place of the one is too far from every place of the other; never where one has none."""
    return bool(one and other) and all(too_far(left, right) for left, right in itertools.product(one, other))


def too_far(one: Spot, other: Spot) -> bool:
    """Tell whether two places lie in different countries, or further apart than both radii and some slack."""
    if one.id is not None and one.id == other.id:
        return False
    away = distance_km(one, other)
    if away is not None:
        return away > one.radius_km + other.radius_km + BEYOND_KM
    return one.country is not None and other.country is not None and one.country != other.country


def two_victims(one: Traits, other: Traits) -> bool:
    """Tell whether each names the people who suffered the act, and no person is in both."""
    if one.type not in _SUFFERED or not one.recipients or not other.recipients:
        return False
    if one.type in _SUFFERED_ALONE and _two_names(one.recipients, other.recipients):
        return True
    left = {side.identity for side in one.recipients if side.person}
    right = {side.identity for side in other.recipients if side.person}
    # A body of people beside them may hold the other's.
    everyone = len(left) == len(one.recipients) and len(right) == len(other.recipients)
    return everyone and left.isdisjoint(right)


def _two_names(one: tuple[Side, ...], other: tuple[Side, ...]) -> bool:
    """Tell whether all of both are people, or names that are nobody's known, and no word of a name is in both."""
    if not all(side.person or (side.proper and side.identity is None) for side in (*one, *other)):
        return False
    left, right = ({word for side in some for word in side.name.split()} for some in (one, other))
    return left.isdisjoint(right)


def _news_apart(one: Traits, other: Traits) -> bool:
    """Tell whether both tell the act itself as done, without a day, in reports more than a week apart."""
    fresh = all(of.as_news and not of.stated and "occurred" in of.factualities for of in (one, other))
    if not fresh or one.published is None or other.published is None:
        return False
    return abs(one.published - other.published) > _FRESH_DAYS


def _told_before(one: Traits, other: Traits) -> bool:
    """Tell whether the one was printed as done more than a day before the first day that the other states."""
    if one.published is None or not other.stated or set(one.factualities) != {"occurred"}:
        return False
    return one.published + 1 < min(days.start for days in other.stated)


def _told_as_another(one: Traits, other: Traits) -> bool:
    return bool(_ANOTHER.intersection(one.turns)) != bool(_ANOTHER.intersection(other.turns))


# In order of what they cost.
_RULES: tuple[tuple[str, Callable[[Traits, Traits], bool]], ...] = (
    (DAYS_APART, lambda one, other: dates_apart(one.stated, other.stated)),
    (TOLD_BEFORE, lambda one, other: _told_before(one, other) or _told_before(other, one)),
    (NEWS_APART, _news_apart),
    (TOLD_AS_ANOTHER, _told_as_another),
    (PLACES_APART, lambda one, other: places_apart(one.spots, other.spots)),
    (TWO_VICTIMS, two_victims),
)
