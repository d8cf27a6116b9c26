"""The coder seam: reports enter, coded reports leave; the shipped encoder and an LLM are two implementations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from dateline.model import Claim, Origin, Rejected, Report


class Coded(msgspec.Struct, frozen=True):
    """The grounded claims of one report, and who coded it.

    Where coding failed there are no claims, and `fault` says why: one report's fault must not end a run.
    """

    report: Report
    claims: tuple[Claim, ...]
    origin: Origin
    fault: Rejected | None = None


class Coder(Protocol):
    """Anything that codes reports. Entry point group: `dateline.coders`."""

    @property
    def origin(self) -> Origin:
        """Name and version of this coder."""

    def code_batch(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code reports in the order given, one for one; a report codes the same alone as in any batch."""
