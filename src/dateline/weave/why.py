"""The links of an event enter, those that hold it together leave apart from those that only agree; and what parts events."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import msgspec

from dateline.model import Link
from dateline.weave.link import Comparison, compare
from dateline.weave.partition import Pull, links_asked, partition
from dateline.weave.rulings import Rulings
from dateline.weave.traits import Traits

TOLD_APART = "told as two events in one report"
TOGETHER_APART = "what their claims state of days and places does not fit together"
ONLY_PERHAPS = "one report perhaps tells of both as one event, but another report tells of one of them too"
TOO_FEW = "one link alone does not join what several texts tell with what several others tell"
TOO_LARGE = "the group of linked claims was too large, and weaker links were left out"


class Hindrance(msgspec.Struct, frozen=True):
    """Why a link was not used; `between` are two claims that contradict each other, where it was those."""

    because: str
    between: tuple[str, str] | None = None


class Compared(msgspec.Struct, frozen=True):
    """A claim of one event and a claim of another, which stand for what their reports tell, and how they compare."""

    left: str
    right: str
    comparison: Comparison


def spanning(links: Iterable[Link]) -> tuple[list[Link], list[Link]]:
    """Part links into the strongest ones that hold all claims together and the rest.

    What people say is taken only where no link of the machine's leads, so that both can be seen.
    """
    root: dict[str, str] = {}
    tree: list[Link] = []
    others: list[Link] = []
    for link in sorted(
        links, key=lambda link: (link.judged is not None, -link.score, link.left, link.right, link.judge)
    ):
        left, right = _root(root, link.left), _root(root, link.right)
        (others if left == right else tree).append(link)
        root[right] = left
    return tree, others


def comparisons(one: Sequence[Traits], other: Sequence[Traits]) -> list[Compared]:
    """Compare what two events' reports tell, each with each, the likest first."""
    found = [
        Compared(left.head, right.head, _compare(left, right))
        for left, right in itertools.product(one, other)
        if left.head != right.head
    ]
    return sorted(found, key=lambda each: (-each.comparison.score, -_sum(each), each.left, each.right))


def kept_apart(links: Sequence[Link], one: Sequence[Traits], other: Sequence[Traits], rulings: Rulings) -> Hindrance:
    """Say why the links between two events leave them apart.

    It is a ruling, that one report's guess is all there is, claims that contradict each other, that there are too few
    links, or the size of their group.
    """
    number = ruling_between(_claims(one), _claims(other), rulings)
    if number is not None:
        return Hindrance(f"judgement {number} keeps them apart")
    told = {traits.head: traits for traits in (*one, *other)}.values()
    pulls = [Pull(link.left, link.right, link.score) for link in links]
    if all(pull.is_guess for pull in pulls):
        return Hindrance(ONLY_PERHAPS)
    inside = [Pull(of.head, id_, 1.0) for of in told for id_ in of.claims if id_ != of.head]
    # What is in one event now is held so here, so that only the links in question decide.
    held = Rulings(tuple((first.head, each.head) for side in (one, other) for first, each in _chained(side)))
    groups = partition(told, [*inside, *pulls], held)
    if any({links[0].left, links[0].right} <= set(group) for group in groups):
        return Hindrance(TOO_LARGE)
    for each in comparisons(one, other):
        if each.comparison.contradiction:
            return Hindrance(each.comparison.contradiction, (each.left, each.right))
    text = {id_: of.text for of in told for id_ in of.claims}
    between = {frozenset((text[link.left], text[link.right])) for link in links}
    few = len(between) < links_asked({of.text for of in one}, {of.text for of in other})
    return Hindrance(TOO_FEW if few else TOGETHER_APART)


def ruling_between(one: Iterable[str], other: Iterable[str], rulings: Rulings) -> int | None:
    """Give the judgement that keeps two groups of claims apart, the last one where there are several."""
    left = {mark for id_ in one for mark in rulings.apart.get(id_, ())}
    right = {(number, 1 - side) for id_ in other for number, side in rulings.apart.get(id_, ())}
    return max((number for number, _ in left & right), default=None)


def _compare(one: Traits, other: Traits) -> Comparison:
    # What one report tells of two events is never compared when claims are linked.
    return Comparison(0.0, contradiction=TOLD_APART) if one.report == other.report else compare(one, other)


def _claims(told: Sequence[Traits]) -> list[str]:
    return [id_ for of in told for id_ in of.claims]


def _chained(told: Sequence[Traits]) -> Iterable[tuple[Traits, Traits]]:
    return ((told[0], each) for each in told[1:])


def _sum(each: Compared) -> float:
    return sum(reason.weight for reason in each.comparison.reasons)


def _root(root: dict[str, str], id_: str) -> str:
    while root.setdefault(id_, id_) != id_:
        root[id_] = root[root[id_]]
        id_ = root[id_]
    return id_
