"""Two reports' traits enter, named reasons leave: each feature is one function that adds to or takes from the score.

Weights are log-odds within a block (claims of one type and time with a neighbourhood, an actor or two sides in common). They were
set by hand on invented pairs, so that no single agreement and no two general ones join claims: day and place, or day
and parties, agree between different events of one war every day. They are not fitted to data.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.model import EventType, Reason
from dateline.weave.traits import Days, Range, Side, Spot, Traits, days_apart, distance_km

# In these both sides act, and one report's actor is the next one's recipient.
RECIPROCAL: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})

# Modes between which reports of one event waver.
_KINDRED = tuple(
    frozenset(modes.split())
    for modes in (
        "aerial drone explosives heavy-weapons destroy massacre",
        "explosives suicide-attack massacre assassinate destroy",
        "firearms explosives heavy-weapons massacre assassinate execute",
        "beat crowd-control primitive",
        "meet visit negotiate multilateral third-party",
        "demo riot obstruct",
        "troops weapons militia",
        "disapprove allege investigate",
        "material humanitarian military",
        "seize restrict ban censor",
    )
)

Feature = Callable[[Traits, Traits], Iterator[Reason]]
"""What compares two claims in one respect; it gives no reason where one of them is silent."""


# Below every weight that a mere difference gives.
_APART = -9.0

# Beyond the radii of both places: gazetteers and reporters differ about where a town is.
_BEYOND_KM = 25.0

# A named band acts in fewer places on a day than a government, an army or a police force.
_BANDS = frozenset({"REB", "CRM"})

_AREA_WEIGHT = {"site": 2.5, "town": 2.5, "district": 1.5, "province": 0.8, "country": 0.3, "region": 0.1}
_RANK = tuple(_AREA_WEIGHT)


class Contradiction(Exception):  # noqa: N818 - it is a finding, not a fault
    """Two claims cannot be about one event; the message names what keeps them apart."""


def mode(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare modes; what one report calls a bombing is an air strike in the next, so kindred modes part little."""
    if not one.modes or not other.modes:
        return
    if shared := sorted(set(one.modes) & set(other.modes)):
        yield Reason("mode", 0.7, f"both {shared[0]}")
        return
    pairs = [(left, right) for left in one.modes for right in other.modes]
    kindred = [(left, right) for left, right in pairs if any({left, right} <= family for family in _KINDRED)]
    left, right = sorted(min(kindred or pairs))
    yield Reason("mode", -0.3 if kindred else -1.5, f"{left} against {right}")


def parties(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare actors with actors and recipients with recipients, or all with all where both sides act."""
    if one.type in RECIPROCAL:
        pools = one.actors + one.recipients, other.actors + other.recipients
        yield from itertools.chain.from_iterable(_pairing("party", *pools, at_most=2))
        return
    for role, left, right in (
        ("actor", one.actors, other.actors),
        ("recipient", one.recipients, other.recipients),
    ):
        yield from itertools.chain.from_iterable(_pairing(role, left, right, at_most=1))


def place(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare places by distance against how exact they are.

    Raises:
        Contradiction: where every place of the one is too far from every place of the other.
    """
    if not one.spots or not other.spots:
        return
    best = _nearest(one.spots, other.spots)
    if best.weight <= _APART:
        raise Contradiction("places apart beyond both precisions")
    yield best


def date(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare stated dates by overlap and width; the report's own day counts weakly where a date is missing.

    Raises:
        Contradiction: where both dates are stated and are `days_apart`.
    """
    if one.stated and other.stated:
        if dates_apart(one.stated, other.stated):
            raise Contradiction("days apart beyond both precisions")
        found = (_overlap(left, right) for left, right in itertools.product(one.stated, other.stated))
        yield max(found, key=lambda reason: (reason.weight, reason.detail))
        return
    left, right = one.stated or _last(one.bound), other.stated or _last(other.bound)
    if left and right:
        yield _reported_near(min(a.gap(b) for a, b in itertools.product(left, right)))


def toll(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare the killed and the injured, the most alike counts of both: equal ones join, ones many times apart part."""
    for name, left, right in (("killed", one.killed, other.killed), ("injured", one.injured, other.injured)):
        found = [reason for a, b in itertools.product(left, right) if (reason := _counts(name, a, b))]
        if found:
            yield max(found, key=lambda reason: (reason.weight, reason.detail))


def trigger(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare the words that name the event."""
    shared = set(one.trigger_stems) & set(other.trigger_stems)
    if shared:
        yield Reason("trigger", 0.6, ", ".join(sorted(shared)))


def wording(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare quote with quote in their other words: much of the shorter one found again in the longer one."""
    found = [
        reason for mine, theirs in itertools.product(one.wordings, other.wordings) if (reason := _worded(mine, theirs))
    ]
    if found:
        yield max(found, key=lambda reason: (reason.weight, reason.detail))


def instrument(one: Traits, other: Traits) -> Iterator[Reason]:
    """Compare weapons and means."""
    shared = set(one.instrument_stems) & set(other.instrument_stems)
    if shared:
        yield Reason("instrument", 0.6, ", ".join(sorted(shared)))


FEATURES: tuple[Feature, ...] = (date, place, mode, parties, toll, trigger, wording, instrument)
"""All features, those that can contradict first, as they end the comparison."""


def all_round(reasons: Iterable[Reason]) -> Iterator[Reason]:
    """Add to what agrees in day, town, mode and both sides: day, place, act and actors are what an event is coded by.

    Each alone is shared by other events of the day; all of them together seldom are.
    """
    best = {reason.feature: reason.weight for reason in reasons}
    asked = {"date": 2.5, "place": 2.5, "mode": 0.7, "actor": 0.3, "recipient": 0.3}
    if all(best.get(feature, 0.0) >= weight for feature, weight in asked.items()):
        yield Reason("all round", 1.2, "day, place, mode and both sides agree")


def places_apart(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> bool:
    """Tell whether every place of the one is too far from every place of the other; never where one has none."""
    return bool(one and other) and _nearest(one, other).weight <= _APART


def dates_apart(one: Iterable[Days], other: Iterable[Days]) -> bool:
    """Tell whether any day that the one states is too far from one that the other states."""
    return any(days_apart(left, right) for left, right in itertools.product(one, other))


def _nearest(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> Reason:
    found = (_nearness(left, right) for left, right in itertools.product(one, other))
    return max(found, key=lambda reason: (reason.weight, reason.detail))


def _nearness(one: Spot, other: Spot) -> Reason:
    coarser = max(one.precision, other.precision, key=_RANK.index)
    names = " and ".join(sorted({one.name, other.name}))
    if one.id is not None and one.id == other.id:
        return Reason("place", _AREA_WEIGHT[coarser], names)
    away = distance_km(one, other)
    if away is not None:
        reach = one.radius_km + other.radius_km
        if away <= reach:
            return Reason("place", _AREA_WEIGHT[coarser], f"{names}, {away:.0f} km")
        return Reason("place", -1.0 if away <= reach + _BEYOND_KM else _APART, f"{names}, {away:.0f} km")
    if one.country is None or other.country is None:
        return Reason("place", 0.0, f"{names}: not comparable")
    if one.country != other.country:
        return Reason("place", _APART, names)
    return Reason("place", 0.3, f"both in {one.country}")


def _overlap(one: Days, other: Days) -> Reason:
    wider = max(one.width, other.width)
    if gap := one.gap(other):
        return Reason("date", -0.5, f"{gap} days apart")
    for days, weight, unit in ((1, 2.5, "day"), (7, 1.2, "week"), (31, 0.7, "month"), (92, 0.4, "quarter")):
        if wider <= days:
            return Reason("date", weight, f"same {unit}")
    return Reason("date", 0.2, "same year or years")


def _last(bound: Days | None) -> tuple[Days, ...]:
    return (Days(max(bound.start, bound.end - 1), bound.end),) if bound else ()


def _reported_near(gap: int) -> Reason:
    if gap <= 1:
        return Reason("report day", 0.6, "reported at the time")
    if gap <= 3:
        return Reason("report day", 0.2, f"reported {gap} days apart")
    return Reason("report day", -1.0, f"reported {gap} days apart")


def _pairing(role: str, left: tuple[Side, ...], right: tuple[Side, ...], *, at_most: int) -> Iterator[list[Reason]]:
    if not left or not right:
        return
    found = sorted(
        (
            (_alike(role, one, other), i, j)
            for (i, one), (j, other) in itertools.product(enumerate(left), enumerate(right))
        ),
        key=lambda pair: (-pair[0].weight, pair[0].detail),
    )
    kept = [pair for pair in _one_to_one(found) if pair[0].weight > 0][:at_most]
    if kept:
        # A president's ministers stand beside him in most meetings of his: they say little more than he does.
        first = left[kept[0][1]].country
        yield [kept[0][0], *(reason for reason, i, _ in kept[1:] if reason.weight > 1.0 or left[i].country != first)]
    else:
        # Nobody fits: the mildest disagreement speaks for all of them.
        yield [found[0][0]]


def _one_to_one(found: list[tuple[Reason, int, int]]) -> Iterator[tuple[Reason, int, int]]:
    lefts: set[int] = set()
    rights: set[int] = set()
    for pair in found:
        if pair[1] not in lefts and pair[2] not in rights:
            lefts.add(pair[1])
            rights.add(pair[2])
            yield pair


def _alike(role: str, one: Side, other: Side) -> Reason:
    names = " and ".join(sorted({one.name, other.name}))
    if one.identity is not None and one.identity == other.identity:
        return Reason(role, 3.0 if one.person else 2.0 if one.sector in _BANDS else 1.5, f"the same: {names}")
    if one.person and other.person:
        return Reason(role, -3.0, f"two people: {names}")
    # "the man" is nobody's name.
    if " " in re.sub("^(?:the|an?) ", "", one.name) and one.name == other.name and one.country == other.country:
        return Reason(role, 1.5, f"named alike: {names}")
    return _alike_in_kind(role, one, other)


def _alike_in_kind(role: str, one: Side, other: Side) -> Reason:
    same_sector = one.sector is not None and one.sector == other.sector
    if one.country is None or other.country is None:
        return Reason(role, 0.3 if same_sector else 0.0, "a country not known")
    if one.country != other.country:
        return Reason(role, -2.5, f"{min(one.country, other.country)} against {max(one.country, other.country)}")
    if same_sector:
        return Reason(role, 1.0, f"both {one.country} {one.sector}")
    return Reason(role, 0.5, f"both {one.country}")


def _worded(one: Sequence[str], other: Sequence[str]) -> Reason | None:
    shared = len(set(one) & set(other))
    shorter = min(len(one), len(other))
    if shorter < 3:
        return None
    share = shared / shorter
    detail = f"{shared} of {shorter} words"
    if shared >= 5 and share >= 0.6:
        return Reason("wording", 2.0, detail)
    if shared >= 3 and share >= 0.4:
        return Reason("wording", 1.0, detail)
    if shared >= 2 and share >= 0.6:
        return Reason("wording", 0.6, detail)
    return None


def _counts(name: str, one: Range, other: Range) -> Reason | None:
    low, high = sorted((_likely(one), _likely(other)))
    if low == high:
        # Ones and twos are common, and two attacks with the same larger count are not.
        return Reason(name, 2.0 if low >= 5 else 1.0 if low > 1 else 0.3, f"both {low}")
    if high > 3 * max(low, 1) and high - low > 10:
        return Reason(name, -2.0, f"{low} against {high}")
    if high > 1.5 * low:
        return Reason(name, -0.5, f"{low} against {high}")
    return Reason(name, 0.4, f"{low} and {high}")


def _likely(said: Range) -> int:
    return said.low if said.low is not None else said.high or 0
