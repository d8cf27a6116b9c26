"""Types of stories: a `Cause` is what a report names between two of its claims, a `Story` is events tied together."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from dateline.model.events import Event, Reason
from dateline.model.text import Span

CauseKind = Literal["cause", "order"]
"""Whether the words say that one act brought about the other, or only that it came before it."""


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims of one report and the words between them: `cause` brought about `effect`, or came before it.

    Both are claim ids; `span` is where the words stand in the report's text.
    """

    effect: str
    cause: str
    kind: CauseKind
    words: str
    span: Span


class EventCause(msgspec.Struct, frozen=True, kw_only=True):
    """Two events between which a report names a cause: their ids, the report's id and what it says."""

    effect: str
    cause: str
    report: str
    said: Cause


class Tie(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event is part of a story: the event of the story that it is tied to, how strongly, and by what.

    `other` is None for those that the story grew from. `strength` is that of the whole chain of ties back to one of them.
    """

    other: str | None
    strength: float
    reasons: tuple[Reason, ...] = ()


class StoryEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event of a story: its tie, how much weight it has and why, how many independent sources tell it.

    `later` counts those that still tell it days after; `key` tells whether a short timeline would show it.
    """

    event: Event
    tie: Tie
    weight: float
    why: tuple[str, ...]
    sources: int
    later: int
    key: bool


class KeyDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a story with its weight: how many reports were published on it, and how many date something to it.

    Of these, `dated` are those of up to three weeks later, `pointed` the later ones. Prints of one text count once.
    """

    day: dt.date
    weight: float
    told: int
    dated: int
    pointed: int


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """Events chained into one story, in the order of days, with the causes named between them and its key days.

    `asked` is what it grew from in words, and `stopped` says why it did not grow further.
    """

    asked: str
    events: tuple[StoryEvent, ...]
    causes: tuple[EventCause, ...]
    days: tuple[KeyDay, ...]
    stopped: str
