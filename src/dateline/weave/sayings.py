"""Two reports' traits enter, findings about their words leave: triggers, wording, names and numbers, by how rare they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence

from dateline.weave.finding import Finding
from dateline.weave.reports.rarity import table
from dateline.weave.traits import Traits

# A word of a name that stands in fewer than one text in 150 tells who is meant.
TELLING = 5.0


def trigger(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the words that name the event."""
    shared = sorted(set(one.trigger_stems) & set(other.trigger_stems))
    if not shared:
        yield Finding("trigger", "other", "other words for it")
        return
    rare = max(map(rarity, shared)) >= TELLING
    yield Finding("trigger", "same seldom used" if rare else "same", ", ".join(shared))


def wording(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare sentence with sentence in their words other than names and triggers, by how rare the shared ones are."""
    if not one.wordings or not other.wordings:
        return
    found = [_worded(mine, theirs) for mine, theirs in itertools.product(one.wordings, other.wordings)]
    weight, words = max(found)
    yield Finding("wording", _stepped(weight), words or "no word shared")


def _worded(one: Sequence[str], other: Sequence[str]) -> tuple[float, str]:
    shared = set(one).intersection(other)
    if not shared:
        return 0.0, ""
    return _shared_rarity(shared), ", ".join(sorted(shared, key=lambda word: (-rarity(word), word))[:4])


def names(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the names in the sentences, whether they were resolved or not, by how rare the shared ones are."""
    if not one.names or not other.names:
        return
    shared = set(one.names).intersection(other.names)
    listed = ", ".join(sorted(shared, key=lambda word: (-rarity(word), word))[:4])
    yield Finding("names", _stepped(_shared_rarity(shared)), listed or "no name shared")


# Steps of the summed rarity of what is shared, a rarity of 7 being that of a word in one text of a thousand.
_STEPS = ((0.0, "nothing shared"), (4.0, "to 4"), (8.0, "to 8"), (14.0, "to 14"), (22.0, "to 22"), (35.0, "to 35"))


def _stepped(weight: float) -> str:
    return next((level for most, level in _STEPS if weight <= most), "over 35")


def _shared_rarity(shared: Iterable[str]) -> float:
    # A fixed order: sums of floats depend on it.
    return sum(sorted(map(rarity, shared)))


def rarity(base: str) -> float:
    """Give how rare a stem is in news."""
    shipped = table()
    return shipped.rarity.get(base, shipped.most)


def numbers(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare the numbers that stand in the sentences, whatever they count."""
    if one.numbers and other.numbers:
        shared = sorted(set(one.numbers) & set(other.numbers))
        level = "nothing shared" if not shared else "one shared" if len(shared) == 1 else "more shared"
        yield Finding("numbers", level, ", ".join(shared[:4]) or "no number shared")


def turn(one: Traits, other: Traits) -> Iterator[Finding]:
    """Compare words that tell an act from others like it: a second strike is not the first."""
    if one.turns == other.turns:
        if one.turns:
            yield Finding("turn", "same", ", ".join(one.turns))
        return
    apart = sorted(set(one.turns) ^ set(other.turns))
    yield Finding("turn", "other" if one.turns and other.turns else "one alone", ", ".join(apart))


def other_names(one: Traits, other: Traits) -> Iterator[Finding]:
    """Look for a rare name in each that the other does not have: each may be about someone or somewhere else."""
    if not one.names or not other.names:
        return
    left, right = _rarest(set(one.names) - set(other.names)), _rarest(set(other.names) - set(one.names))
    weaker = min(rare for rare, _ in (left, right))
    level = next(level for most, level in _OTHER_STEPS if weaker <= most)
    yield Finding("other names", level, " and ".join(sorted(name for _, name in (left, right) if name)) or "none")


_OTHER_STEPS = ((0.0, "none"), (5.0, "common"), (7.0, "less common"), (9.0, "rare"), (99.0, "very rare"))


def _rarest(names: Iterable[str]) -> tuple[float, str]:
    return max(((rarity(name), name) for name in names), default=(0.0, ""))


STEP_LEVELS = (*(level for _, level in _STEPS), "over 35")
"""The levels of names and wording."""

OTHER_LEVELS = tuple(level for _, level in _OTHER_STEPS)
"""The levels of names that only one of the two has."""
