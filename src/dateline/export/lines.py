"""Claims with their reports enter, self-contained claim lines leave: a claim with the words and the source it needs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from dateline.model import Claim, Report

if TYPE_CHECKING:
    from dateline.archive import StoredClaim


class ReportRef(msgspec.Struct, frozen=True, kw_only=True):
    """What names a report: `name` is the id that the source gave it, `id` its own.

    Reports are one independent source where they share an `origin` (an agency, else the outlet) or a `family` (copies and
    versions of one text; None where there is no archive).
    """

    id: str
    name: str
    outlet: str | None
    published: dt.date | None
    url: str | None
    origin: str | None = None
    family: str | None = None


class ClaimLine(msgspec.Struct, frozen=True, kw_only=True):
    """One full claim with its report's name and the words of its sentence and trigger.

    `event` is the archive's event that the claim is part of; None where there is no archive. The claim's spans count in
    the report's title + newline + text; `sentence` begins at `claim.sentence.start`.
    """

    event: str | None = None
    claim: Claim
    report: ReportRef
    trigger: str
    sentence: str


def claim_line(report: Report, claim: Claim) -> ClaimLine:
    """Put a claim beside what it needs to be read without its report."""
    ref = ReportRef(
        id=report.id,
        name=report.name,
        outlet=report.outlet,
        published=report.published.day if report.published else None,
        url=report.url,
        origin=report.origin_id,
    )
    return ClaimLine(
        claim=claim, report=ref, trigger=claim.trigger.of(report.text), sentence=claim.sentence.of(report.text)
    )


def line_of(stored: StoredClaim) -> ClaimLine:
    """Give a kept claim the form that every output of claims has."""
    ref = ReportRef(
        id=stored.claim.report_id,
        name=stored.report_name,
        outlet=stored.outlet,
        published=stored.published,
        url=stored.url,
        origin=stored.origin,
        family=stored.family,
    )
    return ClaimLine(
        event=stored.event, claim=stored.claim, report=ref, trigger=stored.trigger, sentence=stored.sentence
    )
