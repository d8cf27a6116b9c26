"""The counts that the claims of one event give enter, their toll leaves: lowest, best, highest, latest, and of which side."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from dateline.model import Claim, Count, Number, Toll
from dateline.weave.evidence import Evidence
from dateline.weave.sides import side_of_counted
from dateline.weave.sources import Sources, days_of, ids, names_of_voices

# Tolls of one day are corrected through the next morning's papers.
_LATEST_DAYS = 1

# Who counts the dead of office, and whoever speaks for several states.
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "IGO"})


# "At least 12" supports a number up to so many times as high: tolls rise, and what is far above is mostly misread. Set by
# hand on tolls of one event in the reports of a week.
_RISES = 3

_VAGUE = re.compile(r"\b(?:several|tens|dozens|scores|hundreds|thousands|millions)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


class Figure(msgspec.Struct, frozen=True):
    """A count of a claim, and of which side those counted are."""

    evidence: Evidence
    number: Number
    side: str | None

    @property
    def named(self) -> tuple[int, int]:
        """The number that is said, whether or not it is "at least" or "at most" that."""
        low, high = self.number.low, self.number.high
        one = low if low is not None else high
        return (one or 0, high if high is not None else one or 0)


def toll_of(sources: Sources, count: Callable[[Claim], Count | None], within: frozenset[str]) -> Toll | None:
    """Put the counts of an event together, of those who say that it happened (of all, if none does).

    Numbers of different sides are never added up, and never put beside numbers for all as if they were such.
    """
    figures = figures_of(sources, count, within)
    if not figures:
        return None
    by_side: dict[str | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_side[figure.side].append(figure)
    named = sorted(side for side in by_side if side is not None)
    if len(named) < 2:
        return _toll(sources, figures)
    sides = tuple(msgspec.structs.replace(_toll(sources, by_side[side]), side=side) for side in named)
    whole = _toll(sources, by_side[None]) if by_side[None] else _at_least(sides)
    return msgspec.structs.replace(whole, sides=sides)


def figures_of(sources: Sources, count: Callable[[Claim], Count | None], within: frozenset[str]) -> list[Figure]:
    """Give the counts that count: words such as "dozens" only without a number, of one voice and day the highest.

    Beside a number for all stand numbers for some ("12 killed, 3 of them children").
    """
    said = sources.saying(lambda claim: _number(count(claim)))
    happened = [(e, number) for e, number in said if e.claim.factuality == "occurred"] or said
    exact = [(e, number) for e, number in happened if not _is_vague(count(e.claim))] or happened
    highest: dict[tuple[str, str | None, dt.date, str | None], Figure] = {}
    for evidence, number in exact:
        found = count(evidence.claim)
        side = side_of_counted(evidence.claim, found, within) if found else None
        figure = Figure(evidence, number, side)
        key = sources.voice(evidence), sources.of(evidence), sources.order(evidence), side
        if key not in highest or figure.named > highest[key].named:
            highest[key] = figure
    return list(highest.values())


def last_words(sources: Sources, figures: Iterable[Figure]) -> list[Figure]:
    """Give the figures by which each voice stands: those of the last day on which it gave any."""
    last: dict[str, dt.date] = {}
    kept = list(figures)
    for figure in kept:
        voice = sources.voice(figure.evidence)
        last[voice] = max(last.get(voice, dt.date.min), sources.order(figure.evidence))
    return [figure for figure in kept if sources.order(figure.evidence) == last[sources.voice(figure.evidence)]]


def is_official(claim: Claim) -> bool:
    """Tell whether an office or an international body is among those who say so."""
    choices = (voice.actor.choice for voice in claim.attribution if voice.actor)
    return any(actor.sector in _OFFICIAL for actor in choices if actor)


def _is_vague(count: Count | None) -> bool:
    return count is not None and _VAGUE.search(count.text) is not None and _DIGIT.search(count.text) is None


def _number(count: Count | None) -> Number | None:
    if count is None or (count.low is None and count.high is None):
        return None
    return Number(count.low, count.high)


def _toll(sources: Sources, figures: Sequence[Figure]) -> Toll:
    best, why = _best(sources, figures)
    last = sources.newest(figure.evidence for figure in figures)
    newest = [figure for figure in figures if sources.day(figure.evidence) == last]
    latest = min(_grouped(newest).values(), key=lambda group: _rank(sources, group, newest))
    evidence = [figure.evidence for figure in best]
    return Toll(
        low=_lowest(figures),
        best=best[0].named[0],
        high=_highest(figures),
        latest=latest[0].named[0],
        as_said=_as_said(sources, best),
        why=why,
        by=names_of_voices(evidence),
        claims=ids(evidence),
        day=days_of(evidence)[1],
    )


def _as_said(sources: Sources, best: Iterable[Figure]) -> Number:
    """Give the number as it is put most often; of "20" and "at least 20", told as often, the latter."""
    said: dict[Number, list[Evidence]] = defaultdict(list)
    for figure in best:
        said[figure.number].append(figure.evidence)
    return min(said, key=lambda number: (-sources.tellings(said[number]), number.high is not None, number.low or 0))


def _at_least(sides: Sequence[Toll]) -> Toll:
    """Give the toll of all where only sides have numbers: at least as many as on the worst hit side."""
    worst = max(sides, key=lambda toll: (toll.best, toll.side or ""))
    return msgspec.structs.replace(
        worst,
        low=worst.best,
        high=None,
        latest=worst.best,
        as_said=Number(worst.best, None),
        side=None,
        why="no number for all; that of the worst hit side",
    )


def _best(sources: Sources, figures: Sequence[Figure]) -> tuple[list[Figure], str]:
    """Choose the number that most independent sources give among the latest last words, and say why."""
    words = last_words(sources, figures)
    newest = sources.newest(figure.evidence for figure in words)
    recent = [figure for figure in words if _is_recent(sources.day(figure.evidence), newest)]
    best, stood_by = (
        min(_grouped(some).values(), key=lambda group: _rank(sources, group, words)) for some in (recent, words)
    )
    said, behind = (sources.count(_backers(group, words)) for group in (best, stood_by))
    every = sources.count(figure.evidence for figure in words)
    official = any(is_official(figure.evidence.claim) for figure in best)
    if len(_grouped(figures)) == 1:
        return best, "the only number"
    if said > 1:
        return best, f"told or allowed for by {said} of {every} independent sources"
    if behind > 1 and not official:
        return stood_by, f"{behind} of {every} independent sources stand by it, and no later number has two"
    if official:
        return best, "the latest official number"
    return best, "of the latest numbers the most exact and highest"


def _is_recent(day: dt.date | None, newest: dt.date | None) -> bool:
    return newest is None or (day is not None and (newest - day).days <= _LATEST_DAYS)


def _grouped(figures: Iterable[Figure]) -> dict[tuple[int, int], list[Figure]]:
    groups: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.named].append(figure)
    return groups


def _backers(group: Sequence[Figure], figures: Iterable[Figure]) -> list[Evidence]:
    """Give the claims that give a number, or say that it is at least one not far below it."""
    number = group[0].named
    lower = (
        figure.evidence
        for figure in figures
        if figure.number.high is None and figure.named[0] < number[0] <= _RISES * figure.named[0]
    )
    return [*(figure.evidence for figure in group), *lower]


def _rank(
    sources: Sources, group: Sequence[Figure], figures: Iterable[Figure]
) -> tuple[int, bool, bool, int, int, int]:
    """Put first what most sources give, then what is official, exact, late and high: tolls rise as bodies are found."""
    low, high = group[0].named
    last = max(sources.order(figure.evidence) for figure in group).toordinal()
    return (
        -sources.count(_backers(group, figures)),
        not any(is_official(figure.evidence.claim) for figure in group),
        not any(figure.number.low == figure.number.high for figure in group),
        -last,
        -low,
        -high,
    )


def _lowest(figures: Iterable[Figure]) -> int | None:
    """Give the lowest number; None where the lowest is one that it is at most."""
    numbers = [figure.number for figure in figures]
    lows = [number.low for number in numbers if number.low is not None]
    caps = [number.high for number in numbers if number.low is None and number.high is not None]
    return None if caps and min(caps) < min(lows, default=min(caps) + 1) else min(lows)


def _highest(figures: Iterable[Figure]) -> int | None:
    """Give the highest number; None where the highest is one that it is at least."""
    numbers = [figure.number for figure in figures]
    highs = [number.high for number in numbers if number.high is not None]
    floors = [number.low for number in numbers if number.high is None and number.low is not None]
    return None if floors and max(floors) > max(highs, default=max(floors) - 1) else max(highs)
