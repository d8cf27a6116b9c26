"""Fits the weights that link claims across reports: pairs that were judged enter, the table that ships leaves.

`python -m training.pairs --shared ../shared` codes the reports of the pairs (kept in the working folder), compares each pair
by the features of `dateline.weave.features`, and fits a logistic regression over their levels with a small ridge. Pairs come
from two sources: those that were read one by one (`annotations/PAIRS.md`), and claims of ECB+ that annotators put into one
event or two. It prints how well the scores hold on what was not fitted on.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from dateline.code import load_coder
from dateline.model import Claim, Report
from dateline.weave import Traits, evidence_of, traits_of
from dateline.weave.contradictions import contradiction
from dateline.weave.features import LEVELS, RISING, findings, kindred
from dateline.weave.reports.sketch import sketch_of
from dateline.weave.weights import TABLE, Weights, pack
from evaluation.chains import Document, chains, documents
from training.expected import EXPECTED
from training.paired import Pair, read_pairs, reports

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Set by the likelihood of read pairs that were left out: from 2 to 5 it changed by less than 0.002.
RIDGE = 3.0
# ECB+ counts as much as this many read pairs: its annotators tell killing from shooting, and its texts have no days. With
# three times as many the likelihood of read pairs was worse by 0.004.
ECB_PAIRS = 300
FOLDS = 5

NOTE = """\
What each level of each feature weighs, in log-odds, when two claims of two reports are compared.
Made by `python -m training.pairs` from {read} pairs of claims that were read (a stream of articles, dated news items, and
news clusters) and {chained} pairs of the odd training topics of ECB+. Pairs that a contradiction rules out are left out.
Meant for claims of news reports in English that meet in a block; elsewhere the prior is wrong.
On read pairs that were left out of the fit: AUC {auc:.3f}."""


class Example(msgspec.Struct, frozen=True):
    """A pair as it is fitted on: the levels it stands in, whether it is one event, where it comes from, and its group.

    Pairs of one group are kept together when some are left out; `ruled_out` are those that a contradiction decides.
    """

    levels: tuple[tuple[str, str], ...]
    same: bool
    source: str
    group: str
    ruled_out: bool


class Coded(msgspec.Struct, frozen=True):
    """A report with its claims, and what is compared of them."""

    report: Report
    claims: tuple[Claim, ...]
    traits: tuple[Traits, ...]

    def of(self, claim_id: str) -> Traits:
        """Give the traits that a claim is part of."""
        return next(one for one in self.traits if claim_id in one.claims)


def code(wanted: Mapping[str, Report], kept: Path) -> dict[str, Coded]:
    """Code reports, each once: claims are kept in a file between runs."""
    known = msgspec.json.decode(kept.read_bytes(), type=dict[str, list[Claim]]) if kept.is_file() else {}
    missing = [report for report in wanted.values() if report.id not in known]
    if missing:
        known.update((coded.report.id, list(coded.claims)) for coded in load_coder().code_batch(missing))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(msgspec.json.encode(known))
    return {key: _coded(report, tuple(known[report.id])) for key, report in wanted.items()}


def _coded(report: Report, claims: tuple[Claim, ...]) -> Coded:
    told = traits_of((evidence_of(report, claim) for claim in claims), report.text, sketch_of(report))
    return Coded(report, claims, tuple(told))


def example(one: Traits, other: Traits, *, same: bool, source: str, group: str) -> Example:
    """Compare a pair."""
    ruled_out = not kindred(one.type, other.type) or contradiction(one, other) is not None
    left, right = (one, other) if one.head <= other.head else (other, one)
    found = () if ruled_out else findings(left, right)
    return Example(tuple((f.feature, f.level) for f in found), same, source, group, ruled_out)


def read_examples(shared: Path, work: Path) -> Iterator[Example]:
    """Give the pairs that were read, but for those that could not be told."""
    pairs = [pair for pair in read_pairs() if pair.same is not None]
    wanted = reports(shared, {side.key for pair in pairs for side in (pair.left, pair.right)})
    coded = code({" ".join(key): report for key, report in wanted.items()}, work / "read.json")
    for pair in pairs:
        if found := _example(pair, coded):
            yield found


def _example(pair: Pair, coded: Mapping[str, Coded]) -> Example | None:
    ends = []
    for side in (pair.left, pair.right):
        one = coded[" ".join(side.key)]
        at = [c for c in one.claims if (c.trigger.start, c.trigger.end, c.type) == (side.start, side.end, side.type)]
        if not at:
            return None
        ends.append(one.of(at[0].id))
    left, right = ends
    group = " ".join(sorted((left.report, right.report)))
    source = pair.stratum.split()[0]
    return example(left, right, same=bool(pair.same), source=source, group=group)


class Told(msgspec.Struct, frozen=True):
    """What a document of ECB+ tells of an event, with the annotators' chains of its claims."""

    document: Document
    traits: Traits
    chains: frozenset[str]


def chained_examples(shared: Path, work: Path) -> Iterator[Example]:
    """Give the pairs of ECB+ whose claims are aligned to annotated events: those of topics to fit on, and the others."""
    told = list(_told(shared, work))
    for part in ("odd", "even", "dev"):
        mine = [one for one in told if _part(one.document) == part]
        event = _events(mine) if part == "odd" else {chain: chain for one in mine for chain in one.chains}
        for one, other in itertools.combinations(mine, 2):
            if one.document.id == other.document.id:
                continue
            same = not {event[c] for c in one.chains}.isdisjoint(event[c] for c in other.chains)
            group = " ".join(sorted((one.document.subtopic, other.document.subtopic)))
            yield example(one.traits, other.traits, same=same, source=f"ecb {part}", group=group)


def _told(shared: Path, work: Path) -> Iterator[Told]:
    rows = [row for row in documents(shared / "eval" / "ecbplus") if row.split != "test"]
    coded = code({row.id: row.report() for row in rows}, work / "ecb.json")
    for row in rows:
        one = coded[row.id]
        chain = dict(chains(row, one.report, one.claims))
        for traits in one.traits:
            if named := frozenset(chain[id_] for id_ in traits.claims if id_ in chain):
                yield Told(row, traits, named)


def _part(document: Document) -> str:
    return document.split if document.split != "train" else "odd" if document.is_tuned_on else "even"


def _events(told: Iterable[Told]) -> dict[str, str]:
    """Join chains that a report tells as one: ECB+ tells the shots from the killing, and the codebook does not."""
    of: dict[str, str] = {}
    for one in told:
        joined = {of.get(chain, chain) for chain in one.chains} | one.chains
        first = min(joined)
        of.update({chain: first for chain, event in of.items() if event in joined} | dict.fromkeys(joined, first))
    return of


class Table(msgspec.Struct):
    """The columns of a fit: which column each level of each feature is in; levels that were joined share one."""

    column: dict[tuple[str, str], int]

    def rows(self, examples: Sequence[Example]) -> Floats:
        """Give a row of ones and noughts for each example, the prior's column first."""
        out = np.zeros((len(examples), 1 + max(self.column.values(), default=0)))
        out[:, 0] = 1.0
        for row, one in zip(out, examples, strict=True):
            for level in one.levels:
                row[self.column[level]] += 1.0
        return out


def fit(examples: Sequence[Example]) -> Weights:
    """Fit the weights; neighbouring levels of a rising feature that came out falling are joined until none does."""
    steps = {feature: [[level] for level in LEVELS[feature]] for feature in RISING}
    while True:
        found = _fitted(examples, steps)
        falling = [(feature, at) for feature in RISING for at in _falls(found.levels[feature], steps[feature])]
        if not falling:
            return found
        feature, at = falling[0]
        steps[feature][at : at + 2] = [steps[feature][at] + steps[feature][at + 1]]


def _falls(levels: Mapping[str, float], steps: Sequence[Sequence[str]]) -> list[int]:
    weights = [levels[step[0]] for step in steps]
    return [at for at, (low, high) in enumerate(itertools.pairwise(weights)) if high < low]


def _fitted(examples: Sequence[Example], steps: Mapping[str, Sequence[Sequence[str]]]) -> Weights:
    table = Table({})
    column = itertools.count(1)
    for feature, levels in LEVELS.items():
        for step in steps.get(feature, [[level] for level in levels]):
            table.column.update(dict.fromkeys(((feature, level) for level in step), next(column)))
    same = np.array([one.same for one in examples], dtype=np.float64)
    beta = _newton(table.rows(examples), same, _importance(examples), _expected(table))
    weights = {
        feature: {level: round(float(beta[table.column[feature, level]]), 2) for level in all_}
        for feature, all_ in LEVELS.items()
    }
    return Weights(round(float(beta[0]), 2), weights)


def _importance(examples: Sequence[Example]) -> Floats:
    """Weigh each pair that was read as one; those of ECB+ by the root of how many compare the same two subtopics."""
    sizes = Counter(one.group for one in examples if one.source.startswith("ecb"))
    weight = np.array([1 / math.sqrt(sizes[one.group]) if one.group in sizes else 1.0 for one in examples])
    chained = np.array([one.group in sizes for one in examples])
    weight[chained] *= ECB_PAIRS / max(1e-9, weight[chained].sum())
    return weight


def _expected(table: Table) -> Floats:
    out = np.zeros(1 + max(table.column.values()))
    # The prior is found by the fit alone; it starts low, where Newton's method is safe.
    out[0] = -3.0
    sizes = Counter(table.column.values())
    for (feature, level), column in table.column.items():
        # Of levels that were joined, the mean of what was expected of them.
        out[column] += EXPECTED.get(feature, {}).get(level, 0.0) / sizes[column]
    return out


def _newton(x: Floats, y: Floats, weight: Floats, expected: Floats) -> Floats:
    """Fit a logistic regression with a ridge about what is expected, by Newton's method with steps halved where they overshoot."""
    ridge = np.eye(x.shape[1]) * RIDGE
    ridge[0, 0] = 1e-6

    def loss(beta: Floats) -> float:
        odds, off = x @ beta, beta - expected
        return float((weight * (np.logaddexp(0, odds) - y * odds)).sum() + off @ ridge @ off / 2)

    beta = expected.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (p - y)) + ridge @ (beta - expected)
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + ridge, slope)
        while loss(beta - step) > loss(beta) + 1e-9:
            step = step / 2
        beta = beta - step
        if np.abs(step).max() < 1e-9:
            break
    return beta


def scores(found: Weights, examples: Sequence[Example]) -> Floats:
    """Give the score of each example."""
    odds = [found.prior + sum(found.levels[feature][level] for feature, level in one.levels) for one in examples]
    return np.where([one.ruled_out for one in examples], 0.0, 1 / (1 + np.exp(-np.array(odds))))


def held_out(fitted: Sequence[Example]) -> Floats:
    """Give each read pair the score of weights that were fitted without its fold."""
    fold = np.array([hashlib.blake2b(one.group.encode(), digest_size=1).digest()[0] % FOLDS for one in fitted])
    out = np.zeros(len(fitted))
    for number in range(FOLDS):
        found = fit([one for one, of in zip(fitted, fold, strict=True) if one.source.startswith("ecb") or of != number])
        out[fold == number] = scores(found, [one for one, of in zip(fitted, fold, strict=True) if of == number])
    return out


def reliability(score: Floats, same: Bools) -> str:
    """Tell, step by step of the score, how many pairs there are and how many of them are one event."""
    lines = ["| score | pairs | mean score | one event |", "|---|---|---|---|"]
    for low, high in itertools.pairwise((0.0, 0.05, 0.2, 0.4, 0.6, 0.75, 0.85, 0.9, 0.95, 1.0)):
        here = (score > low) & (score <= high)
        if here.any():
            lines.append(f"| {low} to {high} | {here.sum()} | {score[here].mean():.2f} | {same[here].mean():.2f} |")
    return "\n".join(lines)


def auc(score: Floats, same: Bools) -> float:
    """Give the chance that a pair of one event scores higher than one of two."""
    order = np.argsort(np.argsort(score, kind="stable"), kind="stable")
    ones = int(same.sum())
    return float((order[same].sum() - ones * (ones - 1) / 2) / (ones * (len(same) - ones)))


def tell(name: str, score: Floats, same: Bools) -> None:
    """Print how well scores tell one event from two."""
    print(f"{name}: {len(same)} pairs, {same.sum()} of one event, AUC {auc(score, same):.3f}")
    for threshold in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        said = score >= threshold
        right = int((said & same).sum())
        print(
            f"  from {threshold}: precision {right / max(1, said.sum()):.3f}, recall {right / max(1, same.sum()):.3f}"
        )


def main() -> None:
    """Fit, report and write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.pairs", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--work", type=Path, default=Path("build/training/pairs"))
    parser.add_argument("--out", type=Path, default=TABLE)
    given = parser.parse_args()
    by_source: dict[str, list[Example]] = defaultdict(list)
    for one in itertools.chain(read_examples(given.shared, given.work), chained_examples(given.shared, given.work)):
        by_source[one.source].append(one)
    read = [one for source, some in by_source.items() if not source.startswith("ecb") for one in some]
    fitted = [one for one in [*read, *by_source["ecb odd"]] if not one.ruled_out]
    found = fit(fitted)
    open_ = [one for one in fitted if not one.source.startswith("ecb")]
    held, same = held_out(fitted)[: len(open_)], np.array([one.same for one in open_])
    for source in sorted({one.source for one in open_}):
        mine = np.array([one.source == source for one in open_])
        tell(f"read, {source}, left out of the fit", held[mine], same[mine])
    for source in ("ecb even", "ecb dev"):
        tell(source, scores(found, by_source[source]), np.array([one.same for one in by_source[source]]))
    ruled = [one for one in read if one.ruled_out]
    print(f"{len(ruled)} read pairs are ruled out, {sum(one.same for one in ruled)} of them wrongly")
    print(reliability(held, same))
    note = NOTE.format(read=len(open_), chained=len(fitted) - len(open_), auc=auc(held, same))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_bytes(pack(found, note))


if __name__ == "__main__":
    main()
