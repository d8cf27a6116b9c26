"""Takes a site's robots.txt, or the lack of one; gives what may be fetched there and how fast."""

from __future__ import annotations

from typing import Final

import msgspec
from protego import Protego

MAX_BYTES: Final = 512 * 1024
"""Bytes of a robots.txt that are read; the standard (RFC 9309) asks for at least 500 KiB."""

LONGEST_DELAY: Final = 60.0
"""Seconds that a site's wish for a pause between requests is heeded up to."""

_MISSING: Final = range(400, 500)


class Robots(msgspec.Struct, frozen=True):
    """What a site says to programs: its rules, or `rules` None where it may be asked everything or `closed` nothing."""

    rules: Protego | None
    closed: bool = False

    def allows(self, url: str, agent: str) -> bool:
        """Tell whether a page may be fetched."""
        return not self.closed and (self.rules is None or bool(self.rules.can_fetch(url, agent)))

    def delay(self, agent: str) -> float:
        """Give the seconds that the site wants between two requests, 0 where it does not say."""
        wanted = self.rules.crawl_delay(agent) if self.rules else None
        return min(float(wanted or 0), LONGEST_DELAY)


def robots_of(status: int, body: bytes) -> Robots:
    """Read a site's answer: none there (4xx) allows all, a site that is out of order (5xx and others) nothing."""
    if status in _MISSING:
        return Robots(None)
    if status != 200:
        return Robots(None, closed=True)
    return Robots(Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace")))
