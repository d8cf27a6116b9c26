"""The events of a story enter, how much weight each has and which are its key events leave."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

import msgspec

from dateline.model import Event, EventCause, StoryEvent, Tie
from dateline.weave.stories.ties import days_of

LATER_DAYS = 2
"""A source that tells an event more days after it than these points back to it."""

# What each reason adds, on the logarithm of its number; set on three crises by which events a reader would not miss.
_SOURCES = 1.0
_KILLED = 0.45
_LATER = 0.8
_CAUSES = 0.6

# A toll beyond this says no more; most such numbers are sums over a war.
_MOST_KILLED = 1000

# What changes the course of a story without a toll: fire ceases, sides agree, troops move, rulers fall.
_TURN = 0.5
_TURNS: dict[tuple[str, str | None], str] = {
    ("RETREAT", "ceasefire"): "a ceasefire",
    ("RETREAT", "withdraw"): "a pullback",
    ("RETREAT", "resign"): "a resignation",
    ("MOBILIZE", "troops"): "a troop deployment",
    ("SANCTION", "discontinue"): "a break of ties",
}
_AGREEMENT = "an agreement"

# A count of people taken or let go is sometimes read as a toll.
_TAKEN = frozenset({"abduct"})

# What only may happen, or did not, is seldom a story's turning point.
_NOT_DONE = 0.5

# Words and visits carry a timeline less than deeds do.
_WORDS = 0.6
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "SUPPORT", "CONSULT", "COOPERATE"})


class Told(msgspec.Struct, frozen=True):
    """How an event is told: by how many independent sources, and how many of them tell it days later."""

    sources: int
    later: int


def weighed(event: Event, tie: Tie, telling: Told, causes: Iterable[EventCause]) -> StoryEvent:
    """Weigh one event of a story; `causes` are those named between it and others of the story."""
    named = [one for one in causes if event.id in {one.effect, one.cause} and one.said.kind == "cause"]
    killed = _killed(event)
    turn = _turn(event)
    weight = (
        _SOURCES * math.log(max(telling.sources, 1) + 1)
        + _KILLED * math.log1p(min(killed, _MOST_KILLED))
        + _LATER * math.log1p(telling.later)
        + _CAUSES * math.log1p(len(named))
        + (_TURN if turn else 0.0)
    )
    weight *= (1.0 if event.factuality == "occurred" else _NOT_DONE) * (_WORDS if event.type in _SPOKEN else 1.0)
    # The further from where the story began, the less it is about that.
    weight *= tie.strength
    why = _why(telling, killed, turn, named, event.id)
    return StoryEvent(
        event=event,
        tie=tie,
        weight=round(weight, 4),
        why=why,
        sources=telling.sources,
        later=telling.later,
        key=False,
    )


def with_keys(events: Iterable[StoryEvent], number: int) -> tuple[StoryEvent, ...]:
    """Mark the key events, and give all in the order of days.

    An event is key for a reason that can be told; of like events of a day only the heaviest is.
    """
    told = list(events)
    keys: set[str] = set()
    met: set[tuple[object, ...]] = set()
    for one in sorted(told, key=lambda one: (-one.weight, one.event.id)):
        like = _likeness(one.event)
        if one.why and len(keys) < number and like not in met:
            keys.add(one.event.id)
            met.add(like)
    marked = (msgspec.structs.replace(one, key=one.event.id in keys) for one in told)
    return tuple(sorted(marked, key=_order))


def _likeness(event: Event) -> tuple[object, ...]:
    # Two reports of one act that were not found to be one event would else fill a timeline with the same line.
    days = days_of(event)
    at = frozenset(place.country for place in event.places if place.country)
    return event.type, days[0] if days else None, at or frozenset(actor.country for actor in event.actors)


def _order(one: StoryEvent) -> tuple[dt.date, dt.date, str]:
    days = days_of(one.event) or (dt.date.max, dt.date.max)
    return (*days, one.event.id)


def _killed(event: Event) -> int:
    """Give the highest toll of an attack that has a day of its own; what a whole year cost is no day's toll."""
    toll, stated = event.killed, event.stated
    summed_up = stated is not None and days_of(event) != (stated.start, stated.end)
    if toll is None or event.type != "ASSAULT" or event.mode in _TAKEN or summed_up:
        return 0
    return max(toll.low or 0, toll.high or 0, toll.latest or 0)


def _turn(event: Event) -> str:
    """Say what turn of a story an event is, empty where it is none."""
    if event.factuality != "occurred":
        return ""
    return _AGREEMENT if event.type == "AGREE" else _TURNS.get((event.type, event.mode), "")


def _why(telling: Told, killed: int, turn: str, named: Sequence[EventCause], event: str) -> tuple[str, ...]:
    effects = sum(one.cause == event for one in named)
    reasons = (
        (telling.sources > 1, f"{telling.sources} independent sources"),
        (killed > 0, f"{killed:,} killed"),
        (telling.later > 0, f"still told by {telling.later} days later"),
        (bool(turn), turn),
        (effects > 0, f"named as a cause of {effects} more"),
        (len(named) > effects, "named as an effect"),
    )
    return tuple(words for holds, words in reasons if holds)
