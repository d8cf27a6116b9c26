"""New and known traits enter, links with their reasons leave; each link depends on what its two reports tell alone."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from dateline.model import EventType, Link, Reason
from dateline.weave.features import FEATURES, Contradiction, all_round
from dateline.weave.traits import Traits

WEAVER = "2"
"""The version of the rules; links and events made by another version are made anew."""

JUDGE = f"machine:{WEAVER}"

# Log-odds, within a block, that two claims are about one event before anything is compared. One town sees several
# attacks, arrests and marches on a day and one speaker makes many statements, but visits, deployments, agreements and
# the like come one at a time. Set by hand; reports of a rocket launch and of bombings in one city are the two poles.
_PRIOR = -6.0
_PRIOR_OF_RARE = -5.0
_RARE: frozenset[EventType] = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "SANCTION", "MOBILIZE"}
)

# A false merge costs a reader more than a miss, so nine chances in ten are asked for.
THRESHOLD = 0.9


SURELY_BELOW = 0.9999
"""The highest score of a link that was judged; links that a report or a copy of one gives by itself have 1."""


class Candidate(msgspec.Struct, frozen=True):
    """What a report tells of an event, with the block keys under which it meets what others tell."""

    traits: Traits
    keys: tuple[int, ...]


def weave(new: Sequence[Candidate], known: Sequence[Candidate]) -> list[Link]:
    """Link new claims with one another and with known ones, sorted by their ids; known pairs are not judged again."""
    told_twice = _within_reports(candidate.traits for candidate in new)
    across = (judge(one, other) for one, other in _pairs(new, known))
    links = itertools.chain(told_twice, (link for link in across if link is not None))
    return sorted(links, key=lambda link: (link.left, link.right))


class Comparison(msgspec.Struct, frozen=True):
    """What comparing two reports' traits gives: a score with its reasons, or the contradiction that ends it."""

    score: float
    reasons: tuple[Reason, ...] = ()
    contradiction: str | None = None


def judge(one: Traits, other: Traits) -> Link | None:
    """Judge what two reports tell; None where they contradict each other or score below `THRESHOLD`.

    The link joins the claims that stand for them.
    """
    found = compare(one, other)
    return _link(one.head, other.head, found.score, found.reasons) if found.score >= THRESHOLD else None


def compare(one: Traits, other: Traits) -> Comparison:
    """Compare what two reports tell, whatever comes of it; the same from either side."""
    if one.type != other.type:
        return Comparison(0.0, contradiction="different types of event")
    # Sums of floats depend on their order.
    one, other = sorted((one, other), key=lambda traits: traits.head)
    if one.text == other.text and one.trigger == other.trigger:
        return Comparison(1.0, (Reason("copy", 1.0, "the same words in a copy of the report"),))
    try:
        reasons = tuple(itertools.chain.from_iterable(feature(one, other) for feature in FEATURES))
    except Contradiction as found:
        return Comparison(0.0, contradiction=str(found))
    prior = Reason("prior", _PRIOR_OF_RARE if one.type in _RARE else _PRIOR, f"two reports of {one.type}")
    reasons = (prior, *reasons, *all_round(reasons))
    score = 1 / (1 + math.exp(-sum(reason.weight for reason in reasons)))
    # Only what needs no judgement, being told so, has the score 1.
    return Comparison(min(round(score, 4), SURELY_BELOW), reasons)


def _within_reports(traits: Iterable[Traits]) -> Iterator[Link]:
    """Link each claim to the first one of its report that tells of the same event."""
    first: dict[tuple[str, str], str] = {}
    for one in sorted(traits, key=lambda traits: (traits.report, traits.trigger, traits.head)):
        head = first.setdefault((one.report, one.told), one.head)
        reasons = (Reason("told", 1.0, "told twice in one report"),)
        yield from (_link(head, claim, 1.0, reasons) for claim in one.claims if claim != head)


def _pairs(new: Sequence[Candidate], known: Sequence[Candidate]) -> Iterator[tuple[Traits, Traits]]:
    """Give each pair of different reports' traits that share a key once."""
    blocks: Mapping[int, list[int]] = _blocks([*new, *known])
    everyone = [candidate.traits for candidate in (*new, *known)]
    for at, candidate in enumerate(new):
        met = {other for key in candidate.keys for other in blocks[key] if other > at}
        for other in sorted(met):
            if everyone[other].report != candidate.traits.report:
                yield candidate.traits, everyone[other]


def _blocks(candidates: Iterable[Candidate]) -> dict[int, list[int]]:
    blocks: dict[int, list[int]] = defaultdict(list)
    for at, candidate in enumerate(candidates):
        for key in candidate.keys:
            blocks[key].append(at)
    return blocks


def _link(one: str, other: str, score: float, reasons: tuple[Reason, ...]) -> Link:
    left, right = sorted((one, other))
    return Link(left=left, right=right, same=True, score=score, reasons=reasons, judge=JUDGE)
