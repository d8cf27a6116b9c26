"""Scores claims against gold in the guide's form: reports and two files of claims enter, one number per measure leaves.

detect: a claim was found there. typed: and its PLOVER type is right. record: typed, and factuality, countries of both
sides, place and date are all right. The other measures count over typed pairs what gold states (recall) and what was
said (precision). Gold claims marked `sure: 1` cost nothing when they are missed.
"""

from __future__ import annotations

import functools
import itertools
import random
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from evaluation.matching import (
    GoldParty,
    GoldPlace,
    GuideClaim,
    GuideReport,
    GuideRow,
    kilometres,
    overlap,
    pairs,
    same_name,
)
from evaluation.tally import Tally

MEASURES = ("detect", "typed", "record", "actor", "recipient", "party", "sector", "place", "date", "attribution")
MORE = ("killed", "same_event")
# An area has no one point: gold gives its middle, so a wider circle counts as right.
AREA = re.compile(
    r"\b(states?|provinces?|governorates?|regions?|districts?|oblast|county|sea|gulf|desert|border|valley|north\w*|south\w*|"
    r"east\w*|west\w*|central)\b",
    re.IGNORECASE,
)


class Parts(msgspec.Struct):
    """The tallies of one or more reports; factuality as right, said, due by class."""

    tallies: dict[str, Tally]
    factuality: dict[str, Tally]
    facts: Tally

    @classmethod
    def empty(cls) -> Parts:
        """Give tallies of nothing."""
        return cls({name: Tally() for name in (*MEASURES, *MORE)}, {}, Tally())

    def plus(self, other: Parts) -> None:
        """Add another report's tallies."""
        for name, tally in other.tallies.items():
            self.tallies[name].add(tally.right, tally.said, tally.due)
        for name, tally in other.factuality.items():
            self.factuality.setdefault(name, Tally()).add(tally.right, tally.said, tally.due)
        self.facts.add(other.facts.right, other.facts.said, other.facts.due)

    def figures(self) -> dict[str, float]:
        """Give every figure by name."""
        out: dict[str, float] = {}
        for name, tally in self.tallies.items():
            out |= {f"{name}_p": tally.precision, f"{name}_r": tally.recall, f"{name}_f1": tally.f1}
        out["sector_acc"] = self.tallies["sector"].precision
        rare = [tally.f1 for name, tally in sorted(self.factuality.items()) if name != "occurred" and tally.due]
        out["factuality_acc"] = self.facts.precision
        out["factuality_macro_f1"] = sum(rare) / len(rare) if rare else 0.0
        out["claims_gold"] = self.tallies["detect"].due
        out["claims_predicted"] = self.tallies["detect"].said
        return {name: round(value, 4) for name, value in out.items()}


def score_rows(reports: Sequence[GuideReport], gold: Sequence[GuideRow], predicted: Sequence[GuideRow]) -> list[Parts]:
    """Score each report of the gold on its own, in its order."""
    texts = {report.id: report.whole for report in reports}
    theirs = {row.id: row.claims for row in predicted}
    return [_report(texts[row.id], row.claims, theirs.get(row.id, [])) for row in gold]


def _report(text: str, gold: list[GuideClaim], predicted: list[GuideClaim]) -> Parts:
    parts, found = Parts.empty(), pairs(text, gold, predicted)
    hit = {id(one) for one, _ in found}
    due = sum(1 for one in gold if one.sure > 1 or id(one) in hit)
    typed = [(one, other) for one, other in found if one.type == other.type]
    right = sum(_pair(one, other, parts) for one, other in typed)
    parts.tallies["detect"].add(len(found), len(predicted), due)
    parts.tallies["typed"].add(len(typed), len(predicted), due)
    parts.tallies["record"].add(right, len(predicted), due)
    ours, theirs = _linked(one for one, _ in found), _linked(other for _, other in found)
    parts.tallies["same_event"].add(len(ours & theirs), len(theirs), len(ours))
    return parts


def _linked(claims: Iterable[GuideClaim]) -> set[tuple[int, int]]:
    numbered = list(enumerate(claims))
    return {(i, j) for (i, a), (j, b) in itertools.combinations(numbered, 2) if a.event and a.event == b.event}


def _pair(gold: GuideClaim, said: GuideClaim, parts: Parts) -> bool:
    """Score the fields of a typed pair; tell whether the whole record is right."""
    tallies = parts.tallies
    fact = gold.factuality == said.factuality
    parts.facts.add(fact, 1, 1)
    parts.factuality.setdefault(gold.factuality, Tally()).add(fact, 0, 1)
    parts.factuality.setdefault(said.factuality, Tally()).add(0, 1, 0)
    sides = [
        _side(tallies["actor"], tallies, gold.actors, said.actors),
        _side(tallies["recipient"], tallies, gold.recipients, said.recipients),
    ]
    there = bool(gold.places and said.places) and place_right(gold.places, said.places)
    tallies["place"].add(there, bool(said.places), bool(gold.places))
    then = gold.date is not None and said.date is not None and overlap(gold.date, said.date) >= 0.5
    tallies["date"].add(then, said.date is not None, gold.date is not None)
    tallies["attribution"].add(
        speakers(gold.attribution, said.attribution), len(said.attribution), len(gold.attribution)
    )
    toll = gold.killed is not None and said.killed is not None and gold.killed[0] == said.killed[0]
    tallies["killed"].add(toll, said.killed is not None, gold.killed is not None)
    place_ok = there if gold.places else not said.places
    date_ok = then if gold.date else said.date is None
    return fact and all(sides) and place_ok and date_ok


def _side(tally: Tally, tallies: dict[str, Tally], gold: list[GoldParty], said: list[GoldParty]) -> bool:
    ours, theirs = ({p.country for p in side if p.country} for side in (gold, said))
    tally.add(len(ours & theirs), len(theirs), len(ours))
    matched = paired_parties(gold, said)
    tallies["party"].add(len(matched), len(said), len(gold))
    tallies["sector"].add(sum(a.sector == b.sector for a, b in matched), len(matched), len(matched))
    return ours == theirs and bool(gold) == bool(said)


def paired_parties(gold: list[GoldParty], said: list[GoldParty]) -> list[tuple[GoldParty, GoldParty]]:
    """Pair parties one to one, by country, or by words where gold knows no country."""
    left, out = list(said), []
    for one in gold:
        for other in left:
            if one.country == other.country and (one.country or same_name(one.text, other.text)):
                left.remove(other)
                out.append((one, other))
                break
    return out


def place_right(gold: list[GoldPlace], said: list[GoldPlace]) -> bool:
    """Tell whether a said place is a gold place: within 50 km (an area 200), else by country or name."""
    said = said[: max(1, len(gold))]
    points = [p for p in gold if p.lat is not None and not whole_country(p)]
    if points:
        return any(_near(one, other) for one in points for other in said)
    if any(not g.country and same_name(g.name or g.text, s.name or s.text) for g in gold for s in said):
        return True
    return bool({g.country for g in gold} & {s.country for s in said} - {None})


def whole_country(place: GoldPlace) -> bool:
    """Tell whether a gold place is a whole country, whose coordinates mean nothing."""
    return (place.name or "") in _countries()


@functools.cache
def _countries() -> frozenset[str]:
    """Names of countries, kept beside the scorer so that what is measured has no say in it."""
    return frozenset(Path(__file__).with_name("countries.txt").read_text(encoding="utf-8").split("\n")) - {""}


def _near(gold: GoldPlace, said: GoldPlace) -> bool:
    if gold.lat is None or gold.lon is None or said.lat is None or said.lon is None:
        return False
    reach = 200 if AREA.search(gold.name or gold.text) else 50
    return kilometres((gold.lat, gold.lon), (said.lat, said.lon)) <= reach


def speakers(gold: list[str], said: list[str]) -> int:
    """Count speakers that are right in the order of the chain."""
    at = right = 0
    for one in gold:
        for n in range(at, len(said)):
            if same_name(one, said[n]):
                right, at = right + 1, n + 1
                break
    return right


def total(parts: Iterable[Parts]) -> dict[str, float]:
    """Give the figures over several reports."""
    whole = Parts.empty()
    for part in parts:
        whole.plus(part)
    return whole.figures()


def noise(parts: Sequence[Parts], names: Sequence[str], *, rounds: int = 200, seed: int = 0) -> dict[str, float]:
    """Give each figure's standard error by resampling reports (bootstrap)."""
    pick = random.Random(seed)
    draws: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        figures = total(parts[pick.randrange(len(parts))] for _ in parts)
        for name in names:
            draws[name].append(figures[name])
    return {name: round(_deviation(values), 4) for name, values in draws.items()}


def _deviation(values: Sequence[float]) -> float:
    middle = sum(values) / len(values)
    return float((sum((v - middle) ** 2 for v in values) / len(values)) ** 0.5)


def load_rows(path: Path) -> list[GuideRow]:
    """Read claims in the guide's form, one report a line."""
    return [msgspec.json.decode(line, type=GuideRow) for line in path.read_bytes().splitlines() if line.strip()]


def load_reports(path: Path) -> list[GuideReport]:
    """Read the reports of a gold set, one a line."""
    return [msgspec.json.decode(line, type=GuideReport) for line in path.read_bytes().splitlines() if line.strip()]
