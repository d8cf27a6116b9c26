"""Claim ids and the links among them enter, groups of claims that could be of one event leave, none larger than can be woven.

A group is what links reach from one claim. Where that is too much, weak links are left out, under a threshold that rises
level by level until what is reached is small enough. Which level that is depends on all claims and links, and it can be
told from the claim's own neighbourhood, so the order of arrival leaves no trace in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

# What is told differently of one event, copies aside, hardly ever passes a few hundred; a group larger than this is many
# events that chains of links run through, and is costly to go through for each report that touches it.
CAP = 600

LEVELS = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.985, 0.99, 0.993, 0.996, 0.998, 0.999, 1.0)
"""The lowest score of links that count at each level; the last leaves only what reports and people join themselves."""

Size = Callable[[Iterable[str]], int]
"""Tells how much is told by claims; it never shrinks as claims come in."""

Scored = tuple[str, str, float]


class Part(msgspec.Struct, frozen=True):
    """Claims that are woven together, sorted, and the level of links that reaches them."""

    claims: tuple[str, ...]
    level: int


def components(ids: Iterable[str], links: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Give the connected components, each sorted, in order of their smallest ids; links to other ids are ignored."""
    parent = {id_: id_ for id_ in ids}
    for left, right in links:
        if left in parent and right in parent:
            one, other = _root(parent, left), _root(parent, right)
            # The smaller id becomes the root, so the result does not depend on the order of links.
            parent[max(one, other)] = min(one, other)
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(parent):
        groups[_root(parent, id_)].append(id_)
    return [tuple(groups[root]) for root in sorted(groups)]


def parts(floors: Mapping[str, int], links: Sequence[Scored], size: Size, *, cap: int) -> list[Part]:
    """Divide claims into parts that are not larger than `cap`, or that only sure links (of score 1) hold together.

    `floors` are the levels below which each claim is known to reach too much; `links` must hold every link among the
    claims, and every link from one of them that counts at its floor.
    """
    found = _divided(sorted(floors), list(links), 0, floors, size, cap)
    return sorted(found, key=lambda part: part.claims)


def _divided(
    ids: Sequence[str], links: list[Scored], level: int, floors: Mapping[str, int], size: Size, cap: int
) -> Iterator[Part]:
    counting = [link for link in links if link[2] >= LEVELS[level]]
    groups = components(ids, ((left, right) for left, right, _ in counting))
    at = {id_: number for number, group in enumerate(groups) for id_ in group}
    inside: dict[int, list[Scored]] = defaultdict(list)
    for link in counting:
        if link[0] in at and link[1] in at:
            inside[at[link[0]]].append(link)
    last = level == len(LEVELS) - 1
    for number, group in enumerate(groups):
        if last or (max(floors[id_] for id_ in group) <= level and size(group) <= cap):
            yield Part(group, level)
        else:
            yield from _divided(group, inside[number], level + 1, floors, size, cap)


def _root(parent: dict[str, str], id_: str) -> str:
    while parent[id_] != id_:
        parent[id_] = parent[parent[id_]]
        id_ = parent[id_]
    return id_
