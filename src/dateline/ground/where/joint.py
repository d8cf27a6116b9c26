"""The names that one report holds go in; each comes out with its meanings ranked in the light of the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from dateline.ground.where.context import Nearby, PlaceContext, Within
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.mentions import Mention
from dateline.ground.where.rank import (
    Evidence,
    Floats,
    Meaning,
    evidence_of,
    features,
    may_name_things,
    meanings,
    probabilities,
)

_PASSES = 3  # the first looks at each name alone; more than three change nothing on the tuning halves
_ALTERNATIVES = 8
_LEAST = 0.02


class Ranked(NamedTuple):
    """A mention with its meanings and their probabilities, the features that these came from, and what changed them."""

    mention: Mention
    found: list[Meaning]
    chances: Floats
    table: Floats
    notes: tuple[str, ...] = ()

    @property
    def chance(self) -> float:
        """The probability of the likeliest meaning, 0 where there is none."""
        return float(self.chances.max()) if len(self.found) else 0.0

    @property
    def best_row(self) -> int:
        """The row of the likeliest meaning; only for a mention that has one."""
        return self.found[int(self.chances.argmax())].row

    @property
    def by_people(self) -> bool:
        """Whether the likeliest meaning is found by the name of its people."""
        return bool(self.found) and self.found[int(self.chances.argmax())].demonym


class _Name(NamedTuple):
    """What one name asks for and lies in, in one mention or several that are alike."""

    folded: str
    hint: tuple[str, ...]
    part: bool


def _name(mention: Mention) -> _Name:
    return _Name(mention.folded, mention.hint, mention.part)


def _meanings(mention: Mention, gazetteer: Gazetteer) -> list[Meaning]:
    found = meanings(mention.name, mention.folded, gazetteer)
    return [each for each in found if may_name_things(each.row, gazetteer)] if mention.part else found


def rank_mentions(mentions: Sequence[Mention], context: PlaceContext, gazetteer: Gazetteer) -> list[Ranked]:
    """Rank the meanings of names, each in the light of the others, in a few passes.

    One name means one place throughout a report, so what is said around one mention of it holds for all.
    """
    found = {_name(mention): _meanings(mention, gazetteer) for mention in mentions}
    shared: dict[str, list[tuple[Within, ...]]] = defaultdict(list)
    for mention in mentions:
        shared[mention.folded] += [around for around in mention.within if around not in shared[mention.folded]]
    ranked = _pass(mentions, found, shared, context, gazetteer)
    for _ in range(_PASSES - 1):
        ranked = _pass(mentions, found, shared, joined(context, ranked, gazetteer), gazetteer)
    return ranked


def _pass(
    mentions: Sequence[Mention],
    found: dict[_Name, list[Meaning]],
    shared: dict[str, list[tuple[Within, ...]]],
    context: PlaceContext,
    gazetteer: Gazetteer,
) -> list[Ranked]:
    evidence = evidence_of(context)
    done: dict[_Name, tuple[Floats, Floats]] = {}
    ranked = []
    for mention in mentions:
        name = _name(mention)
        if name not in done:
            done[name] = _scores(mention, found[_name(mention)], shared[mention.folded], evidence, gazetteer)
        ranked.append(Ranked(mention, found[_name(mention)], *done[name]))
    return ranked


def _scores(
    mention: Mention,
    found: list[Meaning],
    within: Sequence[tuple[Within, ...]],
    evidence: Evidence,
    gazetteer: Gazetteer,
) -> tuple[Floats, Floats]:
    if not found:
        return np.zeros(0), np.zeros((0, 0))
    table = features(mention.folded, found, mention.hint, within, evidence, gazetteer, part=mention.part)
    return probabilities(table), table


def joined(context: PlaceContext, ranked: Sequence[Ranked], gazetteer: Gazetteer) -> PlaceContext:
    """Add to a context what the names of the report seem to mean."""
    others: list[Nearby] = list(context.others)
    seen: set[str] = set()
    for each in ranked:
        if each.mention.folded in seen:
            continue
        seen.add(each.mention.folded)
        best = [at for at in np.argsort(-each.chances, kind="stable")[:_ALTERNATIVES] if each.chances[at] >= _LEAST]
        others += [nearby(each.mention.folded, each.found[at].row, float(each.chances[at]), gazetteer) for at in best]
    return msgspec.structs.replace(context, others=tuple(others))


def nearby(name: str, row: int, weight: float, gazetteer: Gazetteer) -> Nearby:
    """Give a row as evidence for other names; a state without coordinates."""
    if gazetteer.kind(row) == "country":
        return Nearby(name, gazetteer.country(row), None, None, None, weight)
    lat, lon = gazetteer.centre(row)
    return Nearby(name, gazetteer.country(row) or None, gazetteer.province(row) or None, lat, lon, weight)
