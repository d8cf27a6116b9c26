"""`python -m evaluation`: one scorer on any data, all of them into the docs, or the gate."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from evaluation import gate, places
from evaluation.claims import noise, total
from evaluation.report import Measured, table
from evaluation.run import SCORERS, claim_parts, score_claims
from evaluation.sets import SETS, GoldSet
from evaluation.split import held


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("name", choices=[*SCORERS, "all", "gate"])
    parser.add_argument("--data", type=Path, help="a data set of the scorer's layout: a .jsonl file, or its folder")
    parser.add_argument("--gold", type=Path, help="claims only: the gold claims (default: NAME.claims.jsonl)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="all and gate: the folder of gold sets")
    parser.add_argument("--write", type=Path, help="all: the page to write")
    parser.add_argument("--raise-floors", action="store_true", help="gate: take over every better figure")
    given = parser.parse_args()
    if given.name in SCORERS:
        return _one(given.name, given.data, given.gold, as_json=given.json, parser=parser)
    measured = {gold.name: _measure(gold, given.shared) for gold in SETS}
    if given.name == "all":
        page = table(measured)
        print(page)
        if given.write:
            given.write.write_text(page, encoding="utf-8")
        return 0
    return _gate(measured, rise=given.raise_floors)


def _one(name: str, data: Path | None, gold: Path | None, *, as_json: bool, parser: argparse.ArgumentParser) -> int:
    if data is None:
        parser.error("--data PATH is needed")
    figures = score_claims(data, gold) if name == "claims" else SCORERS[name](data)
    if as_json:
        print(msgspec.json.encode(figures).decode())
    else:
        for key, value in figures.items():
            print(f"{key:28s} {value:.4f}")
    return 0


def _measure(gold: GoldSet, shared: Path) -> Measured:
    print(f"measuring {gold.name}", file=sys.stderr, flush=True)
    path = shared / gold.file
    if gold.scorer == "places" and gold.held:
        return Measured(places.score(path, half=1), {})
    if gold.scorer != "claims":
        return Measured(SCORERS[gold.scorer](path), {})
    parts = claim_parts(path, shared / gold.gold if gold.gold else None, held if gold.held else lambda _: True)
    keys = [figure.key for figure in gold.figures]
    return Measured(total(parts), noise(parts, keys) if len(parts) > 1 else {})


def _gate(measured: dict[str, Measured], *, rise: bool) -> int:
    floors = gate.load()
    fallen = gate.broken(measured, floors)
    for line in fallen:
        print(line)
    if rise:
        gate.save(gate.raised(measured, floors))
    print(f"gate: {len(fallen)} of {sum(map(len, floors.values()))} figures fell")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
