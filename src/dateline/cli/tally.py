"""What came of reading and coding enters, counts leave: what a run read, coded, set aside and could not read."""

from __future__ import annotations

import collections
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from dateline.model import Rejected, Report

if TYPE_CHECKING:
    from dateline.code.coder import Coded, Dropped

EXAMPLES = 3
"""Examples that a summary shows of each reason."""


class Group(msgspec.Struct, frozen=True):
    """What was not coded for one reason: how many, and the first of them."""

    reason: str
    count: int
    examples: tuple[Rejected, ...]


class LeftOut(msgspec.Struct, frozen=True):
    """Something of a model's answers that was left out: which field, why, and how often."""

    what: str
    why: str
    count: int


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of adding: reports `read` here, of which `known` were coded before and `coded` now.

    `set_aside` are reports that are kept and not coded, `waiting` those that were to be coded when the run was stopped;
    these four make up what was read. `rejected` is what could not be read, `dropped` what was left out of a model's
    answers because it does not stand in the report or in the codebook. `mended` counts entries of earlier
    runs that are listed no more, because what they tell of was read well now or has moved.
    """

    read: int
    known: int
    coded: int
    claims: int
    waiting: int
    set_aside: tuple[Group, ...]
    rejected: tuple[Group, ...]
    mended: int
    dropped: tuple[LeftOut, ...]
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


class Drops:
    """Counts of what was left out of a model's answers."""

    def __init__(self) -> None:
        self._counts: collections.Counter[Dropped] = collections.Counter()

    def add(self, dropped: Iterable[Dropped]) -> None:
        """Count some more."""
        self._counts.update(dropped)

    def left_out(self) -> tuple[LeftOut, ...]:
        """Give them in the order of the alphabet."""
        return tuple(LeftOut(one.what, one.why, count) for one, count in sorted(self._counts.items()))

    def words(self) -> str:
        """Say what was left out in a line, or nothing where nothing was."""
        some = ", ".join(f"{one.what} {one.why} ({one.count:,})" for one in self.left_out())
        return f"left out of the answers: {some}" if some else ""


class Tally:
    """Counts of a run that is under way; `pending` are the reports that are read and not yet kept, by id."""

    def __init__(self) -> None:
        self.pending: dict[str, Report] = {}
        self.read = self.known = self.coded = self.claims = self.mended = 0
        self.set_aside, self.rejected = Groups(), Groups()
        self.drops = Drops()

    def coded_one(self, coded: Coded) -> None:
        """Count a report that the archive has taken with its claims."""
        self.pending.pop(coded.report.id, None)
        self.coded += 1
        self.claims += len(coded.claims)

    def summary(self, *, interrupted: bool) -> Summary:
        """Give the counts as they stand."""
        return Summary(
            read=self.read,
            known=self.known,
            coded=self.coded,
            claims=self.claims,
            waiting=len(self.pending),
            set_aside=self.set_aside.groups(),
            rejected=self.rejected.groups(),
            mended=self.mended,
            dropped=self.drops.left_out(),
            interrupted=interrupted,
        )
