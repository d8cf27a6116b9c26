"""Earlier rejects and what is read now enter, the rejects leave whose source has been read through without them.

A file that was moved is read under its new path: what was said of the old one is then mended, or said anew of the new.
"""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable
from pathlib import Path

from dateline.model import Rejected, Report

_Key = tuple[str, str | None, str | None, str]
"""What an archive tells rejects apart by."""


class Mending:
    """The rejects of earlier runs by path; what is read comes in order, all of one path in a row.

    Nothing is taken for mended before its path has been read to the end. The standard input is another thing each
    time, so what it held is never mended.
    """

    def __init__(self, before: Iterable[Rejected], moved_from: Callable[[str], list[str]] = lambda _: []) -> None:
        self._before: dict[str, list[Rejected]] = collections.defaultdict(list)
        for rejected in before:
            self._before[rejected.source.path].append(rejected)
        self._before.pop("-", None)
        self._moved_from = moved_from
        self._path = ""
        self._again: set[_Key] = set()
        self._reports = False

    def met(self, item: Report | Rejected) -> list[Rejected]:
        """Take what was read next; give what is mended of the path before, where this is of another."""
        path = item.source.path if item.source else ""
        mended = [] if path == self._path else self.end()
        self._path = path
        if isinstance(item, Rejected):
            self._again.add(_key(item))
        else:
            self._reports = True
        return mended

    def end(self) -> list[Rejected]:
        """Give what is mended of the path that has just been read to its end."""
        # Where a report was found, every folder above is there and has something in it.
        above = map(str, Path(self._path).parents) if self._reports else ()
        read = (self._path, *above, *self._moved_from(self._path))
        old = [rejected for path in read for rejected in self._before.pop(path, ())]
        mended = [rejected for rejected in old if _key(rejected) not in self._again]
        self._again, self._reports = set(), False
        return mended


def _key(rejected: Rejected) -> _Key:
    source = rejected.source
    return source.path, source.locator, source.given_id, rejected.reason
