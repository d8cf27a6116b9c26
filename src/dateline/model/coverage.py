"""Types of coverage: how two reports belong together, with the reasons."""

from __future__ import annotations

from typing import Literal

import msgspec

from dateline.model.events import Reason

ReportLinkKind = Literal["copy", "version"]
"""Two prints of one text (lightly rewritten or not), or two versions of the report of one address."""


class ReportLink(msgspec.Struct, frozen=True, kw_only=True):
    """Two reports belong together: how, how surely (0 to 1), and why. `left` < `right`, so that a pair has one form."""

    left: str
    right: str
    kind: ReportLinkKind
    score: float
    reasons: tuple[Reason, ...] = ()
