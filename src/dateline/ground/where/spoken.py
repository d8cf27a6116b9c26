"""A phrase without a name of its own ("the capital", "the city") goes in; the place the report was speaking of comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dateline.ground.where.context import PlaceContext
from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.joint import Ranked
from dateline.ground.where.kinds import Kind
from dateline.ground.where.rank import evidence_of
from dateline.model import Candidate, Place, Resolution, Span

_SPOKEN = re.compile(
    r"(?i)(?:\b(?:in|across|around|inside|outside|near|throughout|of|at|to|from|edge of|outskirts of)\s+)?"
    r"\b(?:the|this|that)\s+(?:whole\s+|entire\s+|same\s+)?(city|town|village|province|region|district|state|island|country|nation)$"
)
_KINDS: dict[str, frozenset[Kind]] = {
    "city": frozenset({"town", "capital"}),
    "town": frozenset({"town", "capital"}),
    "village": frozenset({"town"}),
    "province": frozenset({"province"}),
    "state": frozenset({"province"}),
    "region": frozenset({"province", "region"}),
    "district": frozenset({"district"}),
    "island": frozenset({"island"}),
}
_MOST = 0.6
"""The share of the report's places that one state must have for "the country" or "the capital" to be of it."""
_CARE = 0.8
"""What is read from the words before is less sure than what is named."""


class _State(NamedTuple):
    country: str
    score: float
    reason: str


def spoken_of(
    span: Span,
    states: Sequence[Ranked],
    text: str,
    context: PlaceContext,
    before: Sequence[Ranked],
    gazetteer: Gazetteer,
) -> Resolution[Place] | None:
    """Resolve "the capital", "the country", "the city" and the like; none where the phrase is nothing of the kind.

    `states` are what the phrase itself names, `before` the names of the report that are sure enough.
    """
    phrase = span.of(text)
    if "capital" in fold(phrase).split():
        return _capital(states, context, gazetteer)
    said = _SPOKEN.search(phrase.strip())
    if not said or states:
        return None
    word = said.group(1).lower()
    if word in {"country", "nation"}:
        state = _main_state(context)
        row = gazetteer.states.get(state.country) if state else None
        return _of_row(row, state.score, state.reason, gazetteer) if state and row is not None else None
    last = max(
        (
            each
            for each in before
            if each.mention.span.end <= span.start and gazetteer.kind(each.best_row) in _KINDS[word]
        ),
        key=lambda each: each.mention.span,
        default=None,
    )
    reason = f"the {word} that the report named last"
    return _of_row(last.best_row, last.chance * _CARE, reason, gazetteer) if last else None


def _capital(states: Sequence[Ranked], context: PlaceContext, gazetteer: Gazetteer) -> Resolution[Place] | None:
    if states:
        named = _State(gazetteer.country(states[0].best_row), states[0].chance, "of the state that the phrase names")
    else:
        named = _main_state(context) or _State("", 0.0, "")
    row = gazetteer.capitals.get(named.country)
    return None if row is None else _of_row(row, named.score, f"the capital, {named.reason}", gazetteer)


def _main_state(context: PlaceContext) -> _State | None:
    """Give the state that the report speaks of far more than of others."""
    states = evidence_of(context).states
    total = sum(states.values())
    if not total:
        return None
    land = max(sorted(states), key=lambda each: states[each])
    share = states[land] / total
    return _State(land, share * _CARE, "of the state that the report speaks of most") if share >= _MOST else None


def _of_row(row: int, score: float, reason: str, gazetteer: Gazetteer) -> Resolution[Place]:
    candidate = Candidate(gazetteer.place(row), round(score, 4), (reason,))
    return Resolution(choice=candidate.value, score=candidate.score, reasons=(reason,), candidates=(candidate,))
