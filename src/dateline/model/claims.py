"""Types of coding: a `Reading` is what the language model sees in a report, a `Claim` what the report says happened."""

from __future__ import annotations

from typing import Literal

import msgspec

from dateline.model.grounding import Actor, Place, Resolution, When
from dateline.model.text import Span, digest

EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
"""The 16 PLOVER event types."""

Factuality = Literal["occurred", "planned", "possible", "negated", "denied", "unclear"]
"""Whether the report says that the event happened (see `docs/codebook.md`)."""

Role = Literal["actor", "recipient", "place", "time", "instrument", "killed", "injured", "quantity", "source", "cue"]
"""What a mention is to a trigger."""


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a report; the headline is one."""

    span: Span
    headline: bool = False


class Edge(msgspec.Struct, frozen=True):
    """A stretch of text that plays a role for a trigger, with the probability of it."""

    role: Role
    span: Span
    score: float


class Trigger(msgspec.Struct, frozen=True, kw_only=True):
    """A word or phrase that names an event, with what the model thinks of it; `edges` are in text order."""

    span: Span
    sentence: Span
    type: EventType
    mode: str | None
    factuality: Factuality
    score: float
    factuality_score: float
    edges: tuple[Edge, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one pass of the language model sees in a report."""

    report_id: str
    sentences: tuple[Sentence, ...]
    triggers: tuple[Trigger, ...]


class Party(msgspec.Struct, frozen=True):
    """Someone who acts or is acted on: where the report names them, its words, and who that is."""

    span: Span
    text: str
    actor: Resolution[Actor] | None = None


class Location(msgspec.Struct, frozen=True):
    """Where a claim's event is said to be: the report's words and what place that is."""

    span: Span
    text: str
    place: Resolution[Place] | None = None


class Timing(msgspec.Struct, frozen=True):
    """When a claim's event is said to be; `span` is None where the report says nothing (only a bound is known)."""

    span: Span | None
    text: str | None
    when: Resolution[When] | None = None


class Voice(msgspec.Struct, frozen=True):
    """One speaker of an attribution chain, with the words that introduce what is said."""

    span: Span
    text: str
    cue: Span | None = None
    actor: Resolution[Actor] | None = None


class Count(msgspec.Struct, frozen=True):
    """A number as said: `low` to `high`, an open end is None; both None only for words that give no number."""

    span: Span
    text: str
    low: int | None
    high: int | None


class Phrase(msgspec.Struct, frozen=True):
    """Words of the report kept as they are (an instrument, a quantity)."""

    span: Span
    text: str


class Origin(msgspec.Struct, frozen=True):
    """Which coder made a claim, in which version."""

    coder: str
    version: str


class Retelling(msgspec.Struct, frozen=True):
    """An earlier claim of the same report about what is probably the same event, and the probability that it is."""

    claim: str
    score: float


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One report's statement that an event happened, is planned, may happen or did not happen.

    `event` is shared by the claims of one report about one event: the id of the first of them. Those that follow it say
    in `retells` how sure that is, and which claim before them they were joined with. `quote` is a stretch
    of at most one sentence that holds the trigger. `confidence` is the calibrated probability that the claim is right
    in place and type. Attribution is outermost first. `id` hashes report id, trigger span and type only, so that
    coding again, or another confidence, gives the same id.
    """

    id: str
    report_id: str
    event: str
    retells: Retelling | None = None
    type: EventType
    mode: str | None
    factuality: Factuality
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    places: tuple[Location, ...] = ()
    timing: Timing = Timing(None, None)
    attribution: tuple[Voice, ...] = ()
    killed: Count | None = None
    injured: Count | None = None
    quantity: Phrase | None = None
    instrument: Phrase | None = None
    trigger: Span
    quote: Span
    sentence: Span
    confidence: float
    origin: Origin


def claim_id(report_id: str, trigger: Span, type_: EventType) -> str:
    """Give the id of the claim of `type_` at `trigger` in the report."""
    return digest(report_id, str(trigger.start), str(trigger.end), type_)
