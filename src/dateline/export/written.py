"""What a writer of a format says when it is done: how many rows there are, how many events are left out, and why."""

from __future__ import annotations

import msgspec


class Written(msgspec.Struct, frozen=True):
    """How many rows were written, how many events the format had no place for, and why not."""

    rows: int
    left_out: int = 0
    why: str = ""
