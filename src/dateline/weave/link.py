"""New and known traits enter, links with their reasons leave; each link depends on what its two reports tell alone."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Iterator

import msgspec

from dateline.model import Link, Reason
from dateline.weave.contradictions import contradiction
from dateline.weave.features import FEATURES, kindred
from dateline.weave.traits import Guess, Traits
from dateline.weave.weights import weights

WEAVER = "5"
"""The version of the rules; links and events made by another version are made anew."""

JUDGE = f"machine:{WEAVER}"

# A false merge costs a reader more than a miss. Of pairs that were merged in two streams and read, one in a hundred was false
# from here on, and five in a hundred from 0.95 on.
THRESHOLD = 0.965

# Without days to compare, few pairs climb that high. Set on ECB+ with all its topics in sight, so that its figures flatter.
THRESHOLD_UNDATED = 0.8

SURELY_BELOW = 0.9999
"""The highest score of a link that was judged; links that a report or a copy of one gives by itself have 1."""

# Scores are rounded to four places, which is this much in log-odds at the highest.
_ROUNDING = 0.01

TOLD = "told"
"""The feature of a link that a report gives by itself, as it tells of one event twice, or perhaps does."""

_COPY = (Reason("copy", 1.0, "the same words in a copy of the report"),)


def weave(told: Iterable[Traits], pairs: Iterable[tuple[Traits, Traits]]) -> list[Link]:
    """Link what new reports tell twice, and the pairs that are judged to be of one event, sorted by their ids."""
    judged = (judge(one, other) for one, other in pairs if one.report != other.report)
    links = itertools.chain(_within_reports(told), (link for link in judged if link is not None))
    return sorted(links, key=lambda link: (link.left, link.right))


def copied(one: str, other: str) -> Link:
    """Link claims that stand for the same words in two prints of one text."""
    return _link(one, other, 1.0, _COPY)


class Comparison(msgspec.Struct, frozen=True):
    """What comparing two reports' traits gives: a score with its reasons, or the contradiction that ends it."""

    score: float
    reasons: tuple[Reason, ...] = ()
    contradiction: str | None = None


def judge(one: Traits, other: Traits) -> Link | None:
    """Judge what two reports tell; None where they contradict each other or score less than is asked.

    The link joins the claims that stand for them.
    """
    wanted = asked(one, other)
    found = compare(one, other, wanted)
    return _link(one.head, other.head, found.score, found.reasons) if found.score >= wanted else None


def asked(one: Traits, other: Traits) -> float:
    """Give the score from which on two accounts are linked."""
    dated = one.published is not None and other.published is not None
    return THRESHOLD if dated else THRESHOLD_UNDATED


def compare(one: Traits, other: Traits, wanted: float = 0.0) -> Comparison:
    """Compare what two reports tell, whatever comes of it; the same from either side.

    A score that cannot reach what is wanted any more is left at 0, without reasons.
    """
    if one.text == other.text and one.trigger == other.trigger and one.type == other.type:
        return Comparison(1.0, _COPY)
    if not kindred(one.type, other.type):
        return Comparison(0.0, contradiction="different types of event")
    if named := contradiction(one, other):
        return Comparison(0.0, contradiction=named)
    # Sums of floats depend on their order.
    one, other = sorted((one, other), key=lambda traits: traits.head)
    reasons = _reasons(one, other, math.log(wanted / (1 - wanted)) - _ROUNDING if wanted else -math.inf)
    if not reasons:
        return Comparison(0.0)
    score = 1 / (1 + math.exp(-math.fsum(reason.weight for reason in reasons)))
    # Only what needs no judgement, being told so, has the score 1.
    return Comparison(min(round(score, 4), SURELY_BELOW), reasons)


def _reasons(one: Traits, other: Traits, wanted: float) -> tuple[Reason, ...]:
    """Give the prior and what each feature adds, or nothing where the log-odds cannot reach what is wanted.

    Most pairs that meet are far from it, and the first few features show that.
    """
    fitted = weights()
    reasons = [Reason("prior", fitted.prior, "two claims of two reports that meet")]
    odds = fitted.prior
    for feature, at_most in zip(FEATURES, _at_most(), strict=True):
        if odds + at_most < wanted:
            return ()
        for found in feature(one, other):
            reasons.append(Reason(found.feature, fitted.levels[found.feature][found.level], found.detail))
            odds += reasons[-1].weight
    return tuple(reasons)


@functools.cache
def _at_most() -> tuple[float, ...]:
    """Give the most that each feature and those after it can add."""
    best = {name: max(0.0, *levels.values()) for name, levels in weights().levels.items()}
    each = [max(sum(best[name] for name in names) for names in either) for either in FEATURES.values()]
    return tuple(itertools.accumulate(reversed(each)))[::-1]


def _within_reports(traits: Iterable[Traits]) -> Iterator[Link]:
    """Link each claim to the first one of its report that surely tells of the same event, and to what it may retell."""
    first: dict[tuple[str, str], str] = {}
    for one in sorted(traits, key=lambda traits: (traits.report, traits.trigger, traits.head)):
        head = first.setdefault((one.report, one.told), one.head)
        reasons = (Reason(TOLD, 1.0, "told twice in one report"),)
        yield from (_link(head, claim, 1.0, reasons) for claim in one.claims if claim != head)
        yield from (_guessed(guess) for guess in one.guesses)


def _guessed(guess: Guess) -> Link:
    """Link what one report perhaps tells twice."""
    odds = round(math.log(guess.score / (1 - guess.score)), 4)
    return _link(guess.claim, guess.of, guess.score, (Reason(TOLD, odds, "perhaps told twice in one report"),))


def _link(one: str, other: str, score: float, reasons: tuple[Reason, ...]) -> Link:
    left, right = sorted((one, other))
    return Link(left=left, right=right, same=True, score=score, reasons=reasons, judge=JUDGE)
