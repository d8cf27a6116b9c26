"""What the user says of the server enters; how it is run leaves: where it listens, whom it answers, and how much."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine that reach nobody else's."""


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """How an archive is served.

    `hosts` are the names by which the server may be called beside those of this machine, `origins` the web pages that
    may ask it, `rate` the requests that a client may make in a minute. `seconds` is how long a question may take.
    `tokens` is the file of tokens; without one for reading nobody asks where reading is not `open`.
    """

    archive: str
    tokens: Path
    open: bool = True
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    rate: int = 600
    seconds: float = 10.0
