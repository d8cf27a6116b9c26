"""Actor phrases with gold countries and sectors enter, shares of right answers leave: `score` and `score_gold`."""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from dateline.ground.who import ActorBook, ActorContext, ReportActors, resolve_actor
from dateline.model import Actor, EventType, Resolution

# What the NGEC codes (PLOVER drafts with finer agents) are in our sectors; several where the codes are cut otherwise.
# ELI is a former official, PTY a party, UAF an unidentified armed group, PRM a paramilitary one, PRE a breakaway state.
NGEC_SECTORS: dict[str, frozenset[str]] = {
    "AGR": frozenset({"CVL", "BUS"}),
    "BUD": frozenset({"REL", "CVL"}),
    "BUS": frozenset({"BUS"}),
    "COP": frozenset({"COP"}),
    "CRM": frozenset({"CRM"}),
    "CVL": frozenset({"CVL"}),
    "EDU": frozenset({"EDU"}),
    "ELI": frozenset({"OPP", "UNK"}),
    "GOV": frozenset({"GOV"}),
    "HLH": frozenset({"IGO"}),
    "JRN": frozenset({"MED"}),
    "JUD": frozenset({"JUD"}),
    "LAB": frozenset({"NGO"}),
    "LEG": frozenset({"LEG"}),
    "MED": frozenset({"CVL", "NGO"}),
    "MIL": frozenset({"MIL"}),
    "OPP": frozenset({"OPP", "CVL"}),
    "PRE": frozenset({"GOV"}),
    "PRM": frozenset({"REB"}),
    "PTY": frozenset({"OPP", "GOV", "LEG"}),
    "REB": frozenset({"REB"}),
    "REF": frozenset({"CVL"}),
    "REL": frozenset({"REL"}),
    "SOC": frozenset({"NGO"}),
    "SPY": frozenset({"MIL"}),
    "UAF": frozenset({"REB", "UNK", "CRM"}),
    "UNK": frozenset({"UNK"}),
}
# NGEC gives organisations country-like codes; with us they belong to no state.
NGEC_NO_STATE = frozenset({"", "UNO", "EUR", "IGO"})
# The tests say "today" and were written in this month.
NGEC_TODAY = dt.date(2022, 6, 1)
_MONTHS = tuple(calendar.month_name[1:])


class NgecGold(msgspec.Struct):
    """What a test expects; absent fields are not tested."""

    country: str | None = None
    code_1: str | None = None


class NgecRow(msgspec.Struct):
    """One phrase of the NGEC tests with the arguments of the call."""

    phrase: str
    function: str
    xfail: bool
    gold: NgecGold
    args: list[str] = []
    kwargs: dict[str, str] = {}


class GoldParty(msgspec.Struct):
    """An actor or recipient of a gold claim."""

    text: str
    country: str | None = None
    sector: str | None = None


class GoldClaim(msgspec.Struct):
    """The parts of a gold claim that say who."""

    quote: str
    type: EventType
    actors: list[GoldParty]
    recipients: list[GoldParty]


class GoldClaims(msgspec.Struct):
    """The gold claims of a report."""

    id: str
    claims: list[GoldClaim]


class GoldReport(msgspec.Struct):
    """A gold report."""

    id: str
    title: str | None
    date: str | None
    text: str


class Miss(msgspec.Struct):
    """A phrase that was resolved otherwise than gold says, for those who mend the book."""

    phrase: str
    gold: str
    got: str
    reasons: tuple[str, ...]


def score(path: Path) -> dict[str, float]:
    """Score the resolver on the NGEC actor tests.

    Args:
        path: the JSON Lines file of test rows, or the folder that holds it as `data.jsonl`.

    Returns:
        `country_acc` and `sector_acc` over the rows that expect one (`n_country`, `n_sector`), and `abstained`.
    """
    file = path / "data.jsonl" if path.is_dir() else path
    rows = [msgspec.json.decode(line, type=NgecRow) for line in file.read_bytes().splitlines()]
    country, sector, abstained = [], [], 0
    for row in rows:
        if row.xfail:
            continue
        actor = resolve_actor(row.phrase, context=_ngec_context(row)).choice
        abstained += actor is None
        if row.gold.country is not None:
            got = actor.country if actor is not None else None
            country.append(got == (None if row.gold.country in NGEC_NO_STATE else row.gold.country))
        allowed = _ngec_sectors(row.gold)
        if allowed:
            sector.append((actor.sector if actor is not None else "UNK") in allowed)
    return {
        "n": float(len(rows)),
        "n_country": float(len(country)),
        "n_sector": float(len(sector)),
        "country_acc": round(sum(country) / len(country), 4),
        "sector_acc": round(sum(sector) / len(sector), 4),
        "abstained": float(abstained),
    }


def _ngec_sectors(gold: NgecGold) -> frozenset[str]:
    allowed = NGEC_SECTORS.get(gold.code_1 or "", frozenset())
    # An organisation of states is GOV, LEG or JUD to NGEC and IGO to us, beside the bodies that are parliaments.
    return allowed | {"IGO"} if allowed and gold.country in {"UNO", "EUR", "IGO"} else allowed


def _ngec_context(row: NgecRow) -> ActorContext:
    around = row.args[0] if row.args else row.kwargs.get("country", row.kwargs.get("known_country", ""))
    written = row.kwargs.get("query_date") or (row.args[1] if len(row.args) > 1 else "")
    return ActorContext(day=_ngec_day(written), report=ReportActors.of(around) if around else None)


def _ngec_day(written: str) -> dt.date:
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    if len(numbers) == 3:
        return dt.date(*numbers)
    month = next((i for i, name in enumerate(_MONTHS, start=1) if name.lower() in written.lower()), None)
    return dt.date(max(numbers), month, min(numbers)) if month and len(numbers) == 2 else NGEC_TODAY


def score_gold(reports: Path, claims: Path, *, misses: list[Miss] | None = None) -> dict[str, float]:
    """Score the resolver on the parties of gold claims, given phrase and report.

    Returns:
        `country_p`, `country_r`, `country_f1`, `sector_acc`, `n`, `abstained`, and `ms` for a phrase.
    """
    right = said = due = n = sectors = abstained = 0
    seconds = 0.0
    for party, context, phrase in _gold_phrases(reports, claims):
        began = time.perf_counter()
        found = resolve_actor(phrase, context=context)
        seconds += time.perf_counter() - began
        country, sector = _answer(found)
        n += 1
        abstained += found.choice is None
        right += country is not None and country == party.country
        said += country is not None
        due += party.country is not None
        sectors += sector == party.sector
        if misses is not None and (country, sector) != (party.country, party.sector):
            misses.append(Miss(phrase, f"{party.country} {party.sector}", f"{country} {sector}", found.reasons))
    precision, recall = right / max(said, 1), right / max(due, 1)
    return {
        "n": float(n),
        "country_p": round(precision, 4),
        "country_r": round(recall, 4),
        "country_f1": round(2 * precision * recall / max(precision + recall, 1e-9), 4),
        "sector_acc": round(sectors / max(n, 1), 4),
        "abstained": float(abstained),
        "ms": round(1000 * seconds / max(n, 1), 3),
    }


def _answer(found: Resolution[Actor]) -> tuple[str | None, str]:
    return (None, "UNK") if found.choice is None else (found.choice.country, found.choice.sector or "UNK")


def _gold_phrases(reports: Path, claims: Path) -> Iterator[tuple[GoldParty, ActorContext, str]]:
    texts = {}
    for line in reports.read_bytes().splitlines():
        report = msgspec.json.decode(line, type=GoldReport)
        day = dt.date.fromisoformat(report.date[:10]) if report.date else None
        texts[report.id] = (f"{report.title or ''}\n{report.text}", day)
    for line in claims.read_bytes().splitlines():
        gold = msgspec.json.decode(line, type=GoldClaims)
        text, day = texts[gold.id]
        actors = ReportActors.of(text)
        for claim in gold.claims:
            for role, parties in (("actor", claim.actors), ("recipient", claim.recipients)):
                for party in parties:
                    at = _place(text, claim.quote, party.text)
                    context = ActorContext(day=day, at=at, report=actors, event=claim.type)
                    yield party, msgspec.structs.replace(context, role=role), party.text


def _place(text: str, quote: str, phrase: str) -> int | None:
    """Find the phrase in the quote, else its last occurrence before the quote's end, else anywhere."""
    start = max(text.find(quote), 0)
    inside = text.find(phrase, start, start + len(quote))
    if inside >= 0:
        return inside
    before = text.rfind(phrase, 0, start + len(quote))
    found = before if before >= 0 else text.find(phrase)
    return found if found >= 0 else start


def main() -> None:
    """Print the scores as JSON; with `--misses`, the phrases that went wrong on the training gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder of gold sets")
    parser.add_argument("--misses", action="store_true", help="print the wrong answers on train instead")
    options = parser.parse_args()
    gold = options.shared / "gold"
    if options.misses:
        misses: list[Miss] = []
        score_gold(gold / "train.jsonl", gold / "train.claims.jsonl", misses=misses)
        for miss in misses:
            print(f"{miss.phrase!r}\tgold {miss.gold}\tgot {miss.got}\t{'; '.join(miss.reasons)}")
        return
    ActorBook.shipped()
    results = {"ngec": score(options.shared / "eval" / "ngec_actor_tests" / "data.jsonl")}
    for split in ("train", "dev"):
        results[split] = score_gold(gold / f"{split}.jsonl", gold / f"{split}.claims.jsonl")
    print(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
