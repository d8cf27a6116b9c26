"""Gathers reports by what they are about, for the first filter: annotated reports and sets with sections enter, texts with labels leave.

A report counts as relevant if an annotator found a plain claim in it, or its section is one of conflict, politics or
law; as irrelevant if there is none, or its section is sport, business, culture, technology, health or disasters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from evaluation.split import measured
from training.sources import Annotated, rows

# How many characters of a report are looked at.
MOST = 6000
# Sections of WCEP, with the share of their items that is taken.
_WANTED = {"Armed conflicts and attacks", "International relations", "Politics and elections", "Law and crime"}
_UNWANTED = {
    "Sports",
    "Sport",
    "Arts and culture",
    "Science and technology",
    "Science",
    "Business and economy",
    "Health and environment",
    "Health",
    "Disasters and accidents",
    "Disasters",
}
_SHARE = 0.25
# The few reports of the BBC's sections weigh more than the many short items.
_BBC_WEIGHT = 6.0


class Topical(msgspec.Struct, frozen=True):
    """A text, whether it is relevant, its weight, and how many plain claims an annotator found."""

    id: str
    text: str
    relevant: bool
    weight: float = 1.0
    claims: int = 0


def annotated(reports: list[Annotated]) -> Iterator[Topical]:
    """Yield annotated reports."""
    for report in reports:
        plain = sum(claim.get("sure", 3) > 1 for claim in report.claims)
        yield Topical(report.id, report.text[:MOST], plain > 0, 1.0, plain)


def sections(shared: Path) -> Iterator[Topical]:
    """Yield reports whose section tells what they are about: half of the BBC's, the rest of which `quiet` measures."""
    for row in rows(shared / "eval" / "bulk_stream" / "sample10k.jsonl"):
        if row["set"] == "bbc_2004_05" and "/politics/" not in row["id"] and not measured(row["id"]):
            text = ((row.get("title") or "") + "\n" + row["text"])[:MOST]
            yield Topical(row["id"], text, relevant=False, weight=_BBC_WEIGHT)
    for row in rows(shared / "eval" / "wcep" / "data.jsonl"):
        if row["category"] in _WANTED | _UNWANTED and _number(row["id"]) < _SHARE:
            yield Topical(row["id"], row["text"][:MOST], row["category"] in _WANTED)


def _number(key: str) -> float:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4, person=b"topics").digest()) / 2**32
