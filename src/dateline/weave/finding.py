"""What comparing two reports' traits in one respect gives: a `Finding`, which has no weight yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from dateline.weave.traits import Traits


class Finding(msgspec.Struct, frozen=True):
    """What a feature found: its name, the level in which the two stand, and the facts in words."""

    feature: str
    level: str
    detail: str


Feature = Callable[[Traits, Traits], Iterator[Finding]]
