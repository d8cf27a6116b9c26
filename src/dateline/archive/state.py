"""What a file or a schema holds when it is opened: nothing, an archive of some version, or something else."""

from __future__ import annotations

import msgspec


class State(msgspec.Struct, frozen=True):
    """What is there: whether it is an archive, whether it has no tables, and how many migrations it has had."""

    ours: bool
    empty: bool
    version: int
