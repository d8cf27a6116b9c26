"""`python -m evaluation.draw_merges`: an archive enters, merged pairs of claims leave, drawn at random to be judged.

The archive holds the reports of one set under the ids that they have there. Of each event that at least two texts tell,
at most so many pairs are drawn as `--each` says: two claims of different reports and different families. Printed is what a reader needs to
judge; what is to be judged goes to a file in the layout of `data/linked-pairs.tsv`, its verdicts empty.
"""

from __future__ import annotations

import argparse
import itertools
import random
from pathlib import Path

from dateline.archive import Archive, StoredClaim


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.draw_merges", description=__doc__)
    parser.add_argument("--archive", type=Path, required=True)
    parser.add_argument("--set", required=True)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--each", type=int, default=1, help="pairs of one event, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with Archive.open(given.archive, read_only=True) as archive:
        drawn = draw(archive, given.pairs, given.each, given.seed)
        texts = {claim.claim.report_id: archive.report(claim.claim.report_id).text for claim in itertools.chain(*drawn)}
    with given.out.open("w", encoding="utf-8") as out:
        out.write("set\tleft\tright\tverdict\n")
        for number, (left, right) in enumerate(drawn, start=1):
            out.write(f"{given.set}\t{cell(left)}\t{cell(right)}\t\n")
            print(f"\n=== {number}")
            for one in (left, right):
                show(one, texts[one.claim.report_id])


def draw(archive: Archive, pairs: int, each: int, seed: int) -> list[tuple[StoredClaim, StoredClaim]]:
    """Give at most `pairs` pairs, `each` of one event; the same archive and seed give the same ones."""
    chance = random.Random(seed)
    events = sorted(event.id for event in archive.events() if event.reports > 1)
    chance.shuffle(events)
    drawn: list[tuple[StoredClaim, StoredClaim]] = []
    for id_ in events:
        told = sorted(archive.claims_of(archive.event(id_)), key=lambda one: one.claim.id)
        apart = [(one, other) for one, other in itertools.combinations(told, 2) if is_apart(one, other)]
        drawn += chance.sample(apart, min(each, len(apart)))
        if len(drawn) >= pairs:
            break
    return drawn[:pairs]


def is_apart(one: StoredClaim, other: StoredClaim) -> bool:
    """Tell whether two claims stand in different reports that are not prints of one text."""
    families = (one.family or one.text_id, other.family or other.text_id)
    return one.claim.report_id != other.claim.report_id and families[0] != families[1]


def cell(one: StoredClaim) -> str:
    """Write down where a claim stands."""
    return f"{one.report_name} {one.claim.trigger.start} {one.claim.trigger.end}"


def show(one: StoredClaim, text: str) -> None:
    """Print a claim with the text around it."""
    span = one.claim.trigger
    before, after = text[max(0, span.start - 400) : span.start], text[span.end : span.end + 250]
    print(f"[{one.published}, {one.outlet}] {one.report_name} | {one.title}")
    print(f"  {one.claim.type}/{one.claim.mode} {one.claim.factuality}")
    print("  …" + f"{before}>>>{text[span.start : span.end]}<<<{after}…".replace("\n", " / "))


if __name__ == "__main__":
    main()
