"""What reports tell and the links between it enter, events leave: chains of links are cut where their ends contradict each other.

Each link may be right to nine in ten and a chain of ten still lead from one day and town to another. So links are taken
from the strongest down, and one that would put contradicting claims into one event is left unused. The outcome depends
on the claims and links alone, not on the order in which they came.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from dateline.weave.components import components
from dateline.weave.features import dates_apart, places_apart
from dateline.weave.link import SURELY_BELOW
from dateline.weave.traits import Days, Spot, Traits

# What states no day is taken to be about the fortnight around its report.
_AROUND_REPORT = 14


class Pull(msgspec.Struct, frozen=True):
    """A link as far as it matters here: two claim ids and the score with which they belong together."""

    left: str
    right: str
    score: float


class _Group(msgspec.Struct):
    """Claims of one event so far, with their different days and places, each once."""

    claims: list[str]
    stated: set[Days]
    reported: set[Days]
    spots: set[tuple[Spot, ...]]


def partition(told: Iterable[Traits], pulls: Iterable[Pull]) -> list[tuple[str, ...]]:
    """Give the claims of each event, sorted; links to claims that are not given are ignored."""
    by_claim = {claim: one for one in told for claim in one.claims}
    within = [pull for pull in pulls if pull.left in by_claim and pull.right in by_claim]
    # Claims that a report itself joins stay together, whatever else they say.
    sure = ((pull.left, pull.right) for pull in within if pull.score > SURELY_BELOW)
    atoms = components(by_claim, itertools.chain(sure, ((one.head, id_) for id_, one in by_claim.items())))
    groups = {id_: group for atom in atoms for group in [_group(atom, by_claim)] for id_ in atom}
    for pull in sorted(within, key=lambda pull: (-pull.score, pull.left, pull.right)):
        left, right = groups[pull.left], groups[pull.right]
        if left is not right and not _contradict(left, right):
            larger, smaller = (left, right) if len(left.claims) >= len(right.claims) else (right, left)
            _take_in(larger, smaller)
            groups.update(dict.fromkeys(smaller.claims, larger))
    return sorted(tuple(sorted(group.claims)) for group in _each_once(groups.values()))


def _group(claims: Sequence[str], by_claim: Mapping[str, Traits]) -> _Group:
    group = _Group(list(claims), set(), set(), set())
    for one in {by_claim[id_].head: by_claim[id_] for id_ in claims}.values():
        group.stated.update(one.stated)
        if one.bound and not one.stated:
            group.reported.add(Days(one.bound.end - _AROUND_REPORT, one.bound.end + _AROUND_REPORT))
        if one.spots:
            group.spots.add(one.spots)
    return group


def _take_in(larger: _Group, smaller: _Group) -> None:
    larger.claims += smaller.claims
    larger.stated |= smaller.stated
    larger.reported |= smaller.reported
    larger.spots |= smaller.spots


def _contradict(one: _Group, other: _Group) -> bool:
    return (
        dates_apart(one.stated, other.stated)
        or any(left.gap(right) > 0 for left, right in _undated(one, other))
        or any(places_apart(left, right) for left, right in itertools.product(one.spots, other.spots))
    )


def _undated(one: _Group, other: _Group) -> Iterator[tuple[Days, Days]]:
    return itertools.chain(
        itertools.product(one.reported, other.reported | other.stated), itertools.product(one.stated, other.reported)
    )


def _each_once(groups: Iterable[_Group]) -> Iterator[_Group]:
    return iter({id(group): group for group in groups}.values())
