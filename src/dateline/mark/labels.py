"""The label sets of the encoder, in the order of its outputs; the ontology and the model file must agree with them."""

from __future__ import annotations

from typing import get_args

from dateline.model import EventType, Factuality, Role
from dateline.ontology import ontology

TYPES: tuple[EventType, ...] = get_args(EventType)
FACTUALITY: tuple[Factuality, ...] = get_args(Factuality)
ROLES: tuple[Role, ...] = get_args(Role)
# One flat list of (type, mode) pairs, "no mode" first within each type: a mode is chosen among those of its type.
MODES: tuple[tuple[EventType, str | None], ...] = tuple(
    (type_, mode) for type_ in TYPES for mode in (None, *sorted(ontology().types[type_].modes))
)
CASES = ("none", "lower", "title", "upper", "mixed")

# Trigger tags per token: 0 outside, 1 inside (a later word of a trigger), 2… the first word of a trigger by type.
OUTSIDE, INSIDE, FIRST_TYPE = 0, 1, 2
TRIGGER_TAGS = FIRST_TYPE + len(TYPES)
# Role tags per (trigger, token): 0 none, then first and later word for each role.
ROLE_TAGS = 1 + 2 * len(ROLES)


def case_of(word: str) -> int:
    """Class a word by its letters' case (index into `CASES`); the encoder's own vocabulary is uncased."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 0
    if all(c.islower() for c in letters):
        return 1
    if all(c.isupper() for c in letters):
        return 3 if len(letters) > 1 else 2
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 4
