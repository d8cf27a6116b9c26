"""A claim enters with the report facts that weaving needs beside it; `Evidence` is what every later step reads."""

from __future__ import annotations

import datetime as dt

import msgspec

from dateline.model import Claim, Report


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with what its report adds: which text it is (copies share `text_id`), whose, which day.

    `outlet` is the outlet's name, `origin` what tells independent sources apart (`Report.origin_id`). `family` names the
    prints of one text, rewritten lightly or not: they are one independent source. `replaced_by` is the later version of
    a report.
    """

    claim: Claim
    text_id: str
    outlet: str | None = None
    origin: str | None = None
    published: dt.date | None = None
    family: str | None = None
    replaced_by: str | None = None


def evidence_of(report: Report, claim: Claim) -> Evidence:
    """Put a claim beside the facts of its report."""
    day = report.published.day if report.published else None
    return Evidence(claim=claim, text_id=report.text_id, outlet=report.outlet, origin=report.origin_id, published=day)
