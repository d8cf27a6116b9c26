"""The types of a second look: what the encoder weighed when it made a claim, and why it joined claims of one report."""

from __future__ import annotations

import msgspec

from dateline.model import Edge, Reason


class Option(msgspec.Struct, frozen=True):
    """One value that was weighed, with its probability in 0 to 1; the value None stands for "no event" or "no mode"."""

    value: str | None
    score: float


class Join(msgspec.Struct, frozen=True):
    """How probably two claims of one report tell of one event: each reason adds its weight to the log-odds.

    From `threshold` on they are joined; below it they can still be, through a third claim.
    """

    claim: str
    probability: float
    threshold: float
    reasons: tuple[Reason, ...]


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """What the encoder weighed for a claim, the likeliest first.

    `types` are shares of one whole with "no event"; `modes` are those of the claim's type. `roles` are the stretches of
    text that were given to the trigger, in text order; `joins` compare the claim with the others of its report that
    share its event, in text order.
    """

    types: tuple[Option, ...]
    modes: tuple[Option, ...]
    factualities: tuple[Option, ...]
    roles: tuple[Edge, ...]
    joins: tuple[Join, ...]
