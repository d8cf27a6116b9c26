"""Takes the name that an archive gives a member; gives the words it is told by, None where the member is left out."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

LONGEST_NAME: Final = 300
"""Characters of a name that are shown: file systems take 255 bytes a part, and formats of archives take any number."""

_RESOURCES: Final = "__MACOSX"
_NOT_SHOWN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


class Names:
    """Names of the members of one archive: each is told in words of its own, though two have the same name.

    A name is only ever shown. It is never used as a path, so an absolute one or one with `..` in it leads nowhere.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def told(self, name: str) -> str | None:
        """Give `member a/b.html`; None for a hidden member, which is left out as the walk of a folder leaves it out."""
        parts = [part for part in re.split(r"[/\\]", name) if part not in {"", ".", ".."}]
        if any(part.startswith(".") or part == _RESOURCES for part in parts):
            return None
        words = shown_name(name)
        self._seen[words] += 1
        times = self._seen[words]
        return f"member {words}" if times == 1 else f"member {words} (number {times} of that name)"


def shown_name(name: str) -> str:
    """Give a name that can be shown: control characters and marks that turn the line around become escapes."""
    cut = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    return _NOT_SHOWN.sub(lambda found: f"\\x{ord(found[0]):02x}", cut) or "without a name"
