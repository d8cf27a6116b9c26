"""Claim ids and the links among them enter, groups of claims about one event leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


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


def _root(parent: dict[str, str], id_: str) -> str:
    while parent[id_] != id_:
        parent[id_] = parent[parent[id_]]
        id_ = parent[id_]
    return id_
