"""Types of stories: a `Cause` is what a report names between two of its claims."""

from __future__ import annotations

from typing import Literal

import msgspec

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
