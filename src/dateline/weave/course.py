"""The claims of one event enter, its course leaves: the turns that it took, from a plan to what came of it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from dateline.model import Claim, Factuality, Interval, Turn
from dateline.weave.evidence import Evidence
from dateline.weave.sources import Sources, days_of, ids, names_of_voices

# Of what is first said on one day, the earlier stage comes first.
_STAGES: tuple[Factuality, ...] = ("possible", "planned", "unclear", "negated", "occurred", "denied")

# What is told as either after the other is a new turn: a plan called off, and made again.
_TURNING: dict[Factuality, Factuality] = {"planned": "negated", "negated": "planned"}


class _Told(msgspec.Struct):
    """A turn while it is being put together."""

    kind: Factuality
    evidence: list[Evidence]


def course_of(sources: Sources) -> tuple[Turn, ...]:
    """Give the turns of an event, in the order in which they were first told.

    Claims that say the same of it are one turn, though something else was told in between, but for a plan that is called
    off and made again.
    """
    turns: list[_Told] = []
    told = [evidence for evidence, _ in sources.saying(lambda claim: claim.factuality)]
    for evidence in sorted(told, key=lambda e: (sources.order(e), _STAGES.index(e.claim.factuality))):
        kind = evidence.claim.factuality
        own = next((turn for turn in reversed(turns) if turn.kind == kind), None)
        if own is None or _is_new(sources, evidence, own, turns):
            turns.append(_Told(kind, [evidence]))
        else:
            own.evidence.append(evidence)
    return tuple(_turn(sources, turn) for turn in turns)


def stated_by(sources: Sources, evidence: Iterable[Evidence]) -> Interval | None:
    """Give the interval that most sources' intervals share days with, the shortest of these, the first told.

    A plan is moved: of its days each source stands by those that it gave last, and of several the last told counts.
    """
    said = [(e, stated) for e in evidence if (stated := stated_of(e.claim))]
    planned = all(e.claim.factuality != "occurred" for e, _ in said)
    by_interval: dict[Interval, list[Evidence]] = defaultdict(list)
    for e, stated in _last_said(sources, said) if planned else said:
        by_interval[stated].append(e)

    def rank(interval: Interval) -> tuple[int, int, int]:
        beside = [some for one, some in by_interval.items() if interval.start <= one.end and one.start <= interval.end]
        last = max(sources.order(e) for e in by_interval[interval]).toordinal() if planned else 0
        return -sources.count(itertools.chain.from_iterable(beside)), (interval.end - interval.start).days, -last

    # The intervals keep the order of telling and `min` the first of equals.
    return min(by_interval, key=rank, default=None)


def stated_of(claim: Claim) -> Interval | None:
    """Give the days that a claim states."""
    when = claim.timing.when.choice if claim.timing.when else None
    return when.stated if when else None


def _last_said(sources: Sources, said: Sequence[tuple[Evidence, Interval]]) -> Iterator[tuple[Evidence, Interval]]:
    last: dict[str | None, dt.date] = {}
    for e, _ in said:
        last[sources.of(e)] = max(last.get(sources.of(e), dt.date.min), sources.order(e))
    return ((e, stated) for e, stated in said if sources.order(e) == last[sources.of(e)])


def _is_new(sources: Sources, evidence: Evidence, own: _Told, turns: Sequence[_Told]) -> bool:
    turning = _TURNING.get(evidence.claim.factuality)
    after = turns[turns.index(own) + 1 :]
    return any(turn.kind == turning and sources.order(turn.evidence[0]) < sources.order(evidence) for turn in after)


def _turn(sources: Sources, told: _Told) -> Turn:
    return Turn(
        factuality=told.kind,
        said=days_of(told.evidence)[0],
        on=stated_by(sources, told.evidence),
        by=names_of_voices(told.evidence),
        claims=ids(told.evidence),
    )
