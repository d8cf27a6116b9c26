"""Scores the links that weaving makes between claims of different documents: ECB+ enters, pairwise and B-cubed figures leave.

The documents are coded and added to an archive as anyone would; two claims are linked where its events put them together. Only
claims at validated mentions count, and of their pairs only those of two documents.

The base line joins claims of one type, one country and one day. ECB+ has no publication days, and nine claims in ten state
neither place nor day. Taken strictly (what is missing agrees with nothing) the base line finds one pair in fifty. So
what is missing counts as equal to what is missing, and where no place is named the country of a party stands in: of the ways
tried, that is the one which scores best.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from dateline.archive import Archive
from dateline.code import load_coder
from dateline.model import Claim, Interval, Origin, Report
from evaluation.bcubed import bcubed
from evaluation.chains import Document, chains, documents
from evaluation.tally import Tally

Coded = Sequence[tuple[Document, Report, Sequence[Claim]]]


class Aligned(msgspec.Struct, frozen=True):
    """A claim at a validated mention: the annotators' event, ours, and the key that the base line joins by."""

    document: str
    held: bool
    gold: str
    event: str
    key: str


def claims(path: Path) -> dict[str, float]:
    """Score all documents of a file, and apart from them those of topics that no weight was fitted on."""
    rows = documents(path)
    reports = [row.report() for row in rows]
    coder = load_coder()
    told = {coded.report.id: coded.claims for coded in coder.code_batch(reports)}
    return score([(row, report, told[report.id]) for row, report in zip(rows, reports, strict=True)], coder.origin)


def score(coded: Coded, origin: Origin) -> dict[str, float]:
    """Weave coded documents and score what comes of them."""
    aligned = list(_aligned(coded, origin))
    held = [one for one in aligned if one.held]
    return {"aligned_claims": float(len(aligned)), **_figures("", aligned), **_figures("held_", held)}


def _aligned(coded: Coded, origin: Origin) -> Iterable[Aligned]:
    event = _events(coded, origin)
    for document, report, told in coded:
        of = {claim.id: claim for claim in told}
        for id_, chain in chains(document, report, told):
            yield Aligned(document.id, not document.is_tuned_on, chain, event[id_], _key(of[id_]))


def _events(coded: Coded, origin: Origin) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "news.db") as archive:
        archive.add_many(((report, told) for _, report, told in coded), origin)
        return {claim: event.id for event in archive.events() for claim in event.claims}


def _figures(prefix: str, aligned: Sequence[Aligned]) -> dict[str, float]:
    links = _tally(aligned, lambda one: one.event)
    base = _tally(aligned, lambda one: one.key)
    grouped = bcubed([one.gold for one in aligned], [one.event for one in aligned])
    figures = {
        "links_p": links.precision,
        "links_r": links.recall,
        "links_f1": links.f1,
        "baseline_f1": base.f1,
        "links_over_baseline": links.f1 - base.f1,
        "links_bcubed_f1": grouped.f1,
    }
    return {prefix + name: round(figure, 4) for name, figure in figures.items()}


def _tally(aligned: Sequence[Aligned], group: Callable[[Aligned], str]) -> Tally:
    tally = Tally()
    for one, other in itertools.combinations(aligned, 2):
        if one.document != other.document:
            due, said = one.gold == other.gold, group(one) == group(other)
            tally.add(int(due and said), int(said), int(due))
    return tally


def _key(claim: Claim) -> str:
    when = claim.timing.when.choice if claim.timing.when else None
    return f"{claim.type} {_country(claim)} {_day(when.stated if when else None)}"


def _country(claim: Claim) -> str:
    places = [at.place.choice.country for at in claim.places if at.place and at.place.choice]
    parties = [of.actor.choice.country for of in (*claim.actors, *claim.recipients) if of.actor and of.actor.choice]
    known = sorted(filter(None, places)) or sorted(filter(None, parties))
    return known[0] if known else "none"


def _day(stated: Interval | None) -> str:
    return f"{stated.start} {stated.end}" if stated else "none"
