"""Paths and what came of reading them enter, counts leave: what a run read, coded, set aside and could not read."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.cli.errors import usage
from dateline.model import Rejected

if TYPE_CHECKING:
    from dateline.code.coder import Coded

EXAMPLES = 3
"""Examples that a summary shows of each reason."""


class Group(msgspec.Struct, frozen=True):
    """What was not coded for one reason: how many, and the first of them."""

    reason: str
    count: int
    examples: tuple[Rejected, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding: reports `read` here, of which `known` were coded before and `coded` now.

    `set_aside` are reports that are kept and not coded; `rejected` could not be read as reports at all.
    """

    read: int
    known: int
    coded: int
    claims: int
    set_aside: tuple[Group, ...]
    rejected: tuple[Group, ...]
    interrupted: bool


class Groups:
    """Rejections by reason, in the order in which the reasons came up; keeps the first few of each."""

    def __init__(self) -> None:
        self._counts: collections.Counter[str] = collections.Counter()
        self._examples: dict[str, list[Rejected]] = {}

    def add(self, rejected: Rejected) -> None:
        """Count one more."""
        self._counts[rejected.reason] += 1
        examples = self._examples.setdefault(rejected.reason, [])
        if len(examples) < EXAMPLES:
            examples.append(rejected)

    def total(self) -> int:
        """Give how many there are, over all reasons."""
        return self._counts.total()

    def groups(self) -> tuple[Group, ...]:
        """Give them by reason."""
        return tuple(Group(reason, count, tuple(self._examples[reason])) for reason, count in self._counts.items())


class Tally:
    """Counts of a run that is under way; `pending` are the ids of reports that are read and not yet kept."""

    def __init__(self) -> None:
        self.pending: set[str] = set()
        self.read = self.known = self.coded = self.claims = 0
        self.set_aside, self.rejected = Groups(), Groups()

    def keep(self, batch: Iterable[Coded]) -> None:
        """Count a batch that the archive has taken."""
        for coded in batch:
            self.pending.discard(coded.report.id)
            self.coded += 1
            self.claims += len(coded.claims)

    def summary(self, *, interrupted: bool) -> Summary:
        """Give the counts as they stand."""
        return Summary(
            read=self.read,
            known=self.known,
            coded=self.coded,
            claims=self.claims,
            set_aside=self.set_aside.groups(),
            rejected=self.rejected.groups(),
            interrupted=interrupted,
        )


def check_paths(paths: Iterable[str]) -> None:
    """Check that each path is there before anything is done; `-` is the standard input.

    Raises:
        UserError: One of them is not there.
    """
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise usage(f"there is no file or folder {path}", "check the path; - reads the standard input")
