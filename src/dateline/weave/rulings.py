"""What people judged enters, what weaving must hold to leaves: the later judgement wins where two contradict each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from dateline.model.judgements import JudgementKind

State = Literal["stands", "partly overruled", "overruled", "detached"]
"""What has become of a judgement; one is `detached` where too few of its claims are still made to say anything."""

NAMED, REST = 0, 1


class Rulings(msgspec.Struct, frozen=True):
    """Pairs of claims that are of one event; and by claim, the sides of splits that it stands on.

    Claims marked `(split, 0)` and `(split, 1)` are never of one event.
    """

    together: tuple[tuple[str, str], ...] = ()
    apart: Mapping[str, frozenset[tuple[int, int]]] = {}


class Judged(msgspec.Struct, frozen=True):
    """A judgement as far as it matters here: its number, and the claims still made of each of its sides."""

    number: int
    kind: JudgementKind
    sides: tuple[tuple[str, ...], ...]


class Standing(msgspec.Struct, frozen=True):
    """What has become of a judgement, and the later ones that overrule it."""

    number: int
    state: State
    by: tuple[int, ...] = ()


class Settled(msgspec.Struct, frozen=True):
    """The rulings that judgements amount to together, which of them joined each pair, and what has become of each."""

    rulings: Rulings
    joined_by: Mapping[tuple[str, str], int]
    standings: Mapping[int, Standing]


class _Group(msgspec.Struct):
    """Claims that are together: which judgements joined them, and on which side of each split they stand."""

    claims: list[str]
    joined_by: set[int]
    sides: dict[int, int]

    def parted_by(self, other: _Group) -> set[int]:
        """Give the splits of which the two groups stand on different sides."""
        return {number for number, side in self.sides.items() if other.sides.get(number, side) != side}


def settle(judged: Sequence[Judged]) -> Settled:
    """Settle judgements, given in the order of judging; the outcome is a function of them and of that order alone."""
    ids = {id_ for one in judged for side in one.sides for id_ in side}
    court = _Court({id_: _Group([id_], set(), {}) for id_ in sorted(ids)})
    # From the latest back: what a later judgement has laid down cannot be changed by an earlier one.
    standings = [court.hear(one) for one in reversed(judged)]
    apart = {id_: frozenset(marks) for id_, marks in sorted(court.apart.items())}
    joined_by = dict(sorted(court.joined_by.items()))
    return Settled(Rulings(tuple(joined_by), apart), joined_by, {one.number: one for one in reversed(standings)})


class _Court:
    """Judgements heard so far, and what follows from them for each claim."""

    def __init__(self, groups: dict[str, _Group]) -> None:
        self.joined_by: dict[tuple[str, str], int] = {}
        self.apart: dict[str, set[tuple[int, int]]] = {}
        self._groups = groups

    def hear(self, one: Judged) -> Standing:
        """Lay down what of a judgement no later one contradicts."""
        if sum(map(bool, one.sides)) < 2:
            return Standing(one.number, "detached")
        return self._hear_merge(one) if one.kind == "merge" else self._hear_split(one)

    def _hear_merge(self, one: Judged) -> Standing:
        against = self._join(itertools.chain.from_iterable(one.sides), one.number)
        if not against:
            return Standing(one.number, "stands")
        met = [{id(self._groups[id_]) for id_ in side} for side in one.sides]
        partly = any(left & right for left, right in itertools.combinations(met, 2))
        return Standing(one.number, "partly overruled" if partly else "overruled", tuple(sorted(against)))

    def _hear_split(self, one: Judged) -> Standing:
        named, rest = one.sides
        against = self._join(named, one.number)
        for id_ in named:
            self._mark(id_, one.number, NAMED)
        # What a later merge put beside a named claim has gone over to it.
        parted = [id_ for id_ in rest if self._groups[id_].sides.get(one.number) != NAMED]
        for id_ in parted:
            self._mark(id_, one.number, REST)
        for id_ in set(rest).difference(parted):
            against |= self._groups[id_].joined_by - {one.number}
        state: State = "overruled" if not parted else "partly overruled" if against else "stands"
        return Standing(one.number, state, tuple(sorted(against)))

    def _mark(self, id_: str, number: int, side: int) -> None:
        self._groups[id_].sides[number] = side
        self.apart.setdefault(id_, set()).add((number, side))

    def _join(self, ids: Iterable[str], number: int) -> set[int]:
        """Join claims as far as splits heard before allow; give those that stand in the way."""
        against: set[int] = set()
        joined: list[_Group] = []
        for id_ in ids:
            group = self._groups[id_]
            if any(group is other for other in joined):
                continue
            open_to = next((other for other in joined if not other.parted_by(group)), None)
            if open_to is None:
                against.update(*(other.parted_by(group) for other in joined))
                joined.append(group)
            else:
                self.joined_by[min(open_to.claims[0], id_), max(open_to.claims[0], id_)] = number
                self._take_in(open_to, group, number)
        return against

    def _take_in(self, group: _Group, other: _Group, number: int) -> None:
        group.claims += other.claims
        group.joined_by |= other.joined_by | {number}
        group.sides |= other.sides
        for id_ in other.claims:
            self._groups[id_] = group
