"""The coder seam: reports enter, coded reports leave; the shipped encoder and an LLM are two implementations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, runtime_checkable

import msgspec

from dateline.model import Claim, Origin, Rejected, Report


class CoderError(RuntimeError):
    """A coder cannot begin, or cannot go on with any report: what is wrong, and what would help."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what = what
        self.mend = mend

    def __str__(self) -> str:
        """Give both in one line."""
        return f"{self.what} ({self.mend})"


class Dropped(msgspec.Struct, frozen=True, order=True):
    """Something that a coder's model said of a report and that was left out: which field, and why.

    Where it is a field that no claim can be without (sentence, trigger, type, factuality), the claim was left out.
    """

    what: str
    why: Literal["not verbatim", "unknown", "malformed", "too long", "repeated"]


class Coded(msgspec.Struct, frozen=True):
    """The grounded claims of one report, who coded it, and what was left out of that which the coder's model said.

    Where coding failed there are no claims, and `fault` says why: one report's fault must not end a run.
    """

    report: Report
    claims: tuple[Claim, ...]
    origin: Origin
    fault: Rejected | None = None
    dropped: tuple[Dropped, ...] = ()


class Coder(Protocol):
    """Anything that codes reports. Entry point group: `dateline.coders`."""

    @property
    def origin(self) -> Origin:
        """Name and version of this coder."""

    def code_batch(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code reports in the order given, one for one; a report codes the same alone as in any batch.

        Raises:
            CoderError: no report can be coded any more; those that were given until then are coded.
        """


@runtime_checkable
class RemoteCoder(Coder, Protocol):
    """A coder whose work is done elsewhere: it is run in one process, which only waits for it."""

    @property
    def at_once(self) -> int:
        """How many reports to hand over at once: what is lost of a batch was waited and perhaps paid for."""
