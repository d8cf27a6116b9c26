"""Two reports' traits enter, findings leave: each feature is one function that says in which of its levels they stand.

A finding has no weight yet. What each level of each feature weighs was fitted on pairs that were read (see `weights`).
A feature is silent where one of the two says nothing in its respect.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from dateline.model import EventType, Factuality
from dateline.weave.contradictions import BEYOND_KM
from dateline.weave.finding import Feature, Finding
from dateline.weave.reports.likeness import chance, side_of
from dateline.weave.sayings import (
    OTHER_LEVELS,
    STEP_LEVELS,
    TELLING,
    names,
    numbers,
    other_names,
    rarity,
    trigger,
    turn,
    wording,
)
from dateline.weave.traits import Days, Range, Side, Spot, Traits, distance_km
from dateline.weave.words import stem

# In these both sides act, and one report's actor is the next one's recipient.
RECIPROCAL: frozenset[EventType] = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})

# Types between which reports of one event waver: a raid is an attack or an arrest, a charge an accusation or a sanction.
KINDRED_TYPES: frozenset[frozenset[EventType]] = frozenset(
    frozenset(pair)
    for pair in (
        ("ASSAULT", "COERCE"),
        ("ASSAULT", "PROTEST"),
        ("COERCE", "PROTEST"),
        ("COERCE", "SANCTION"),
        ("ACCUSE", "SANCTION"),
        ("ACCUSE", "REJECT"),
        ("ACCUSE", "THREATEN"),
        ("AGREE", "CONSULT"),
        ("AGREE", "COOPERATE"),
        ("AGREE", "REQUEST"),
        ("CONSULT", "SUPPORT"),
        ("MOBILIZE", "ASSAULT"),
    )
)

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


def kindred(one: EventType, other: EventType) -> bool:
    """Tell whether two types can be one event's."""
    return one == other or frozenset((one, other)) in KINDRED_TYPES


def story(one: Traits, other: Traits) -> Iterator[Finding]:
    """Tell how likely the two reports tell one story."""
    if one.sketch is not None and other.sketch is not None:
        alike = chance(_ready(one.sketch), _ready(other.sketch))
        level = next(level for most, level in _LIKENESS if alike <= most)
        yield Finding("story", level, f"{alike:.2f} likely one story")


# A report's claims are compared with those of some hundred others while it is woven.
_ready = functools.lru_cache(1024)(side_of)

# Steps of about equal size in log-odds.
_LIKENESS = (
    (0.001, "0.001 or less"),
    (0.01, "to 0.01"),
    (0.05, "to 0.05"),
    (0.2, "to 0.2"),
    (0.5, "to 0.5"),
    (0.8, "to 0.8"),
    (0.95, "to 0.95"),
    (0.99, "to 0.99"),
    (1.0, "over 0.99"),
)


def kind(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare types: some events come one at a time, of others one town sees several a day."""
    if one.type == other.type:
        yield Finding("type", one.type, f"both {one.type}")
    else:
        left, right = sorted((one.type, other.type))
        yield Finding("type", "kindred", f"{left} against {right}")


def mode(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare modes; what one report calls a bombing is an air strike in the next, so kindred modes part little."""
    if not one.modes or not other.modes or one.type != other.type:
        return
    if shared := sorted(set(one.modes) & set(other.modes)):
        yield Finding("mode", "same", f"both {shared[0]}")
        return
    pairs = list(itertools.product(one.modes, other.modes))
    near = [pair for pair in pairs if any(family.issuperset(pair) for family in _KINDRED)]
    left, right = min(map(sorted, near or pairs))
    yield Finding("mode", "kindred" if near else "other", f"{left} against {right}")


def factuality(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare whether it happened: a plan and what came of it are one event, and so are a deed and its denial."""
    if shared := sorted(set(one.factualities) & set(other.factualities)):
        yield Finding("factuality", "both occurred" if "occurred" in shared else "same", f"both {shared[0]}")
        return
    left, right = _firm(one.factualities), _firm(other.factualities)
    first, second = sorted((left, right))
    ahead = {first, second} == {"occurred", "planned"}
    yield Finding("factuality", "planned and occurred" if ahead else "other", f"{first} against {second}")


def _firm(said: Sequence[Factuality]) -> Factuality:
    return "occurred" if "occurred" in said else said[0]


def parties(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare actors with actors and recipients with recipients, or all with all where both sides act."""
    if one.type in RECIPROCAL and other.type in RECIPROCAL:
        yield from _pairing("party", one.actors + one.recipients, other.actors + other.recipients)
        return
    yield from _pairing("actor", one.actors, other.actors)
    yield from _pairing("recipient", one.recipients, other.recipients)


# Up to this place in the list two parties agree in more than their kind.
_AGREEING = 4

# Of the ways in which two parties can agree or differ, the first that some two of them stand in is told.
_PARTY_LEVELS = (
    "same person",
    "same body",
    "named alike",
    "shared name",
    "same state",
    "same side",
    "same country",
    "same class",
    "unknown",
    "other name",
    "two persons",
    "other country",
)


def _pairing(role: str, left: tuple[Side, ...], right: tuple[Side, ...]) -> Iterator[Finding]:
    if not left or not right:
        return
    ranked = sorted(
        (*_alike(one, other), i, j) for (i, one), (j, other) in itertools.product(enumerate(left), enumerate(right))
    )
    rank, names, *best = ranked[0]
    yield Finding(role, _PARTY_LEVELS[rank], names)
    if role == "party" and rank <= _AGREEING:
        # A minister's visits of one day have him in common: whom he met tells them apart.
        others = [(rank, names) for rank, names, i, j in ranked if i != best[0] and j != best[1]]
        yield from (Finding("second party", _PARTY_LEVELS[rank], names) for rank, names in others[:1])


def act(one: Traits, other: Traits) -> Iterator[Finding]:
    """Look for something of the act itself: where no word for it, mode or party is shared, one story may tell of two."""
    if set(one.trigger_stems) & set(other.trigger_stems) or set(one.modes) & set(other.modes):
        return
    both_act = one.type in RECIPROCAL and other.type in RECIPROCAL
    mine = [one.actors + one.recipients] if both_act else [one.actors, one.recipients]
    theirs = [other.actors + other.recipients] if both_act else [other.actors, other.recipients]
    pairs = (pair for left, right in zip(mine, theirs, strict=True) for pair in itertools.product(left, right))
    if not any(_alike(left, right)[0] <= _AGREEING for left, right in pairs):
        yield Finding("act", "nothing shared", "other words for it, and no party of both")


def lead(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare who comes, where both sides act: two guests of one host are two visits."""
    if {one.type, other.type} <= RECIPROCAL and one.actors and other.actors:
        rank, names = min(_alike(left, right) for left, right in itertools.product(one.actors, other.actors))
        yield Finding("lead", "same" if rank <= _AGREEING else "other", names)


def _alike(one: Side, other: Side) -> tuple[int, str]:
    level = _level(one, other)
    return _PARTY_LEVELS.index(level), f"{level}: {' and '.join(sorted({one.name, other.name}))}"


def _level(one: Side, other: Side) -> str:
    if one.identity is not None and one.identity == other.identity:
        return "same person" if one.person else "same state" if one.identity.startswith("state/") else "same body"
    if one.person and other.person:
        return "two persons"
    known = one.country is not None and other.country is not None
    if known and one.country != other.country:
        return "other country"
    if named := _level_of_names(one, other):
        return named
    if one.sector is not None and one.sector == other.sector:
        return "same side" if known else "same class"
    return "same country" if known else "unknown"


def _level_of_names(one: Side, other: Side) -> str | None:
    if _proper(one) and one.name == other.name:
        return "named alike"
    if _share_name(one, other):
        return "shared name"
    return "other name" if one.proper and other.proper else None


def _proper(one: Side) -> bool:
    # "the man" is nobody's name.
    return " " in re.sub("^(?:the|an?) ", "", one.name)


def _share_name(one: Side, other: Side) -> bool:
    shared = set(one.name.split()) & set(other.name.split())
    return any(rarity(stem(word)) >= TELLING for word in shared)


def place(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the nearest two places, by distance against how exact they are; a seldom named town tells more."""
    if not one.spots or not other.spots:
        return
    found = [_nearness(left, right) for left, right in itertools.product(one.spots, other.spots)]
    rank, detail = min(found)
    yield Finding("place", _PLACE_LEVELS[rank], detail)


_PLACE_LEVELS = (
    "same seldom named point",
    "same often named point",
    "same district",
    "within reach",
    "same province",
    "near",
    "same country",
    "not comparable",
    "apart",
)
# Half of the points that claims of the bulk stream name are named more often than this.
_SELDOM = 6.5


def _nearness(one: Spot, other: Spot) -> tuple[int, str]:
    names = " and ".join(sorted({one.name, other.name}))
    if one.id is not None and one.id == other.id:
        return _PLACE_LEVELS.index(_same_place(one)), names
    away = distance_km(one, other)
    if away is not None:
        reach = one.radius_km + other.radius_km
        level = "within reach" if away <= reach else "near" if away <= reach + BEYOND_KM else "apart"
        return _PLACE_LEVELS.index(level), f"{names}, {away:.0f} km"
    if one.country is None or other.country is None:
        return _PLACE_LEVELS.index("not comparable"), names
    if one.country != other.country:
        return _PLACE_LEVELS.index("apart"), names
    return _PLACE_LEVELS.index("same country"), names


def _same_place(spot: Spot) -> str:
    if spot.precision in {"site", "town"}:
        rare = max((rarity(stem(word)) for word in spot.name.split()), default=0.0)
        return "same seldom named point" if rare >= _SELDOM else "same often named point"
    return {"district": "same district", "province": "same province"}.get(spot.precision, "same country")


def date(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare stated days by overlap and width; where one states none, the days on which they were reported."""
    if one.stated and other.stated:
        rank, detail = min(_overlap(left, right) for left, right in itertools.product(one.stated, other.stated))
        yield Finding("date", _DATE_LEVELS[rank], detail)
        return
    if one.published is None or other.published is None:
        return
    if one.stated or other.stated:
        days, published = (one.stated, other.published) if one.stated else (other.stated, one.published)
        gap, wide = min((_away(day, published), day.width > _WEEK) for day in days)
        wide_open = Finding("stated and reported", _WIDE, f"some day of more than {_WEEK}")
        yield wide_open if wide and not gap else _reported("stated and reported", gap)
    else:
        yield _reported("reported", abs(one.published - other.published))


def news(one: Traits, other: Traits) -> Iterator[Finding]:
    """Hold the days of two accounts that tell the act as news: what is news again weeks later is another act like it."""
    left, right = _news_days(one), _news_days(other)
    if left and right:
        yield _reported("news", min(a.gap(b) for a, b in itertools.product(left, right)))


def _away(days: Days, day: int) -> int:
    return max(days.start - day, day - days.end, 0)


def _news_days(traits: Traits) -> tuple[Days, ...]:
    if traits.stated:
        return tuple(days for days in traits.stated if days.width <= _WEEK)
    if not traits.as_news or traits.published is None:
        return ()
    return (Days(traits.published, traits.published),)


# In a longer time than this there may be several acts of a kind.
_WEEK = 7
_WIDE = "some day of many"

_DATE_LEVELS = ("same day", "same week", "same month", "a day apart", "same year", "partly", "apart")
_WIDTHS = ((1, "same day"), (7, "same week"), (31, "same month"))


def _overlap(one: Days, other: Days) -> tuple[int, str]:
    if gap := one.gap(other):
        level = "a day apart" if gap == 1 else "apart"
        return _DATE_LEVELS.index(level), f"{gap} days apart"
    wider = max(one.width, other.width)
    # "In March" may be the 12th; from Monday to the 20th is not from the 15th to the 31st.
    if wider > _WEEK and not one.within(other) and not other.within(one):
        return _DATE_LEVELS.index("partly"), "the same days in part"
    level = next((level for days, level in _WIDTHS if wider <= days), "same year")
    return _DATE_LEVELS.index(level), level if level != "same year" else "same year or years"


def _reported(feature: str, gap: int) -> Finding:
    level = next(level for days, level in _GAPS if gap <= days)
    return Finding(feature, level, f"{gap} days apart" if gap > 1 else level)


_GAPS = (
    (0, "same day"),
    (1, "a day apart"),
    (3, "two or three days"),
    (7, "within a week"),
    (30, "within a month"),
    (10**7, "more than a month"),
)


def toll(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the killed and the injured, the most alike counts of both: equal ones join, ones many times apart part."""
    for name, left, right in (("killed", one.killed, other.killed), ("injured", one.injured, other.injured)):
        if left and right:
            rank, detail = min(_counts(a, b) for a, b in itertools.product(left, right))
            yield Finding(name, _TOLL_LEVELS[rank], detail)


_TOLL_LEVELS = ("same, five or more", "same, two to four", "both one", "close", "apart", "many times apart")


def _counts(one: Range, other: Range) -> tuple[int, str]:
    low, high = sorted((_likely(one), _likely(other)))
    if low == high:
        # Ones and twos are common, and two attacks with the same larger count are not.
        level = "same, five or more" if low >= 5 else "same, two to four" if low > 1 else "both one"
        return _TOLL_LEVELS.index(level), f"both {low}"
    far = high > 3 * max(low, 1) and high - low > 10
    level = "many times apart" if far else "apart" if high > 1.5 * low else "close"
    return _TOLL_LEVELS.index(level), f"{low} against {high}"


def _likely(said: Range) -> int:
    return said.low if said.low is not None else said.high or 0


def quantity(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the numbers of people, money or things that are told of the event."""
    if not one.quantities or not other.quantities:
        return
    shared = sorted(set(one.quantities) & set(other.quantities))
    yield Finding("quantity", "same" if shared else "other", shared[0] if shared else "other numbers")


def instrument(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare weapons and means."""
    if not one.instrument_stems or not other.instrument_stems:
        return
    shared = sorted(set(one.instrument_stems) & set(other.instrument_stems))
    yield Finding("instrument", "same" if shared else "other", ", ".join(shared) or "other means")


# Within these many characters a report says what it is about: its first sentence, and its first few.
_FIRST, _OPENING = 120, 350


def position(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare where in the reports the event is told: what both open with is what both are about."""
    left, right = sorted((_rank(one), _rank(other)))
    yield Finding("position", f"{_PLACES[left]} and {_PLACES[right]}", f"{_PLACES[left]} and {_PLACES[right]}")


_PLACES = ("first sentence", "opening", "further down")


def _rank(traits: Traits) -> int:
    start = traits.trigger.start
    return 0 if start <= _FIRST else 1 if start <= _OPENING else 2


FEATURES: Mapping[Feature, tuple[tuple[str, ...], ...]] = {
    kind: (("type",),),
    mode: (("mode",),),
    factuality: (("factuality",),),
    date: (("date",), ("stated and reported",), ("reported",)),
    news: (("news",),),
    place: (("place",),),
    parties: (("actor", "recipient"), ("party", "second party")),
    act: (("act",),),
    lead: (("lead",),),
    toll: (("killed", "injured"),),
    quantity: (("quantity",),),
    trigger: (("trigger",),),
    instrument: (("instrument",),),
    turn: (("turn",),),
    position: (("position",),),
    names: (("names",),),
    wording: (("wording",),),
    other_names: (("other names",),),
    numbers: (("numbers",),),
    story: (("story",),),
}
"""All features that two claims' traits are compared by, the quickest first, with what each may find: one of the tuples."""


def findings(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare two claims' traits in every respect."""
    return itertools.chain.from_iterable(feature(one, other) for feature in FEATURES)


_GAP_LEVELS = tuple(level for _, level in _GAPS)

LEVELS: dict[str, tuple[str, ...]] = {
    "story": tuple(level for _, level in _LIKENESS),
    "type": (*get_args(EventType), "kindred"),
    "mode": ("same", "kindred", "other"),
    "factuality": ("both occurred", "same", "planned and occurred", "other"),
    "date": _DATE_LEVELS,
    "stated and reported": (*_GAP_LEVELS, _WIDE),
    "reported": _GAP_LEVELS,
    "news": _GAP_LEVELS,
    "place": _PLACE_LEVELS,
    "actor": _PARTY_LEVELS,
    "recipient": _PARTY_LEVELS,
    "party": _PARTY_LEVELS,
    "second party": _PARTY_LEVELS,
    "act": ("nothing shared",),
    "lead": ("same", "other"),
    "killed": _TOLL_LEVELS,
    "injured": _TOLL_LEVELS,
    "quantity": ("same", "other"),
    "trigger": ("same seldom used", "same", "other"),
    "names": STEP_LEVELS,
    "wording": STEP_LEVELS,
    "other names": OTHER_LEVELS,
    "numbers": ("nothing shared", "one shared", "more shared"),
    "turn": ("same", "one alone", "other"),
    "instrument": ("same", "other"),
    "position": tuple(f"{one} and {other}" for one, other in itertools.combinations_with_replacement(_PLACES, 2)),
}
"""Every level that a feature can give."""

RISING = ("story", "names", "wording", "numbers")
"""Features whose levels are in order: a later one never weighs less."""
