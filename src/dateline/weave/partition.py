"""What reports tell, the links between it and people's rulings enter, events leave: chains of links are cut where their ends contradict each other.

Each link may be right to nine in ten and a chain of ten still lead from one day and town to another. So links are taken
from the strongest down, and one is left unused that would put contradicting claims into one event, or that alone would
join what several texts tell with what several others tell. What people ruled comes before all links and before every
contradiction, what a report itself joins comes next. The outcome depends on the claims, links and rulings alone, not on
the order in which they came.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from dateline.weave.components import components
from dateline.weave.contradictions import dates_apart, places_apart
from dateline.weave.link import SURELY_BELOW
from dateline.weave.rulings import Rulings
from dateline.weave.traits import SURELY_TOLD, Days, Spot, Traits

# What states no day is taken to be about the fortnight around its report.
_AROUND_REPORT = 14

# Two groups that several texts tell are joined by so many links between their texts, not by one alone. On the topics of
# ECB+ that no weight was fitted on this takes the precision of links from 0.54 to 0.64 and their F1 from 0.51 to 0.52;
# three links gain nothing more. Chosen with these figures in sight.
_LINKS_ENOUGH = 2

Pair = tuple[str, str]


class Pull(msgspec.Struct, frozen=True):
    """A link as far as it matters here: two claim ids and the score with which they belong together."""

    left: str
    right: str
    score: float

    @property
    def ends(self) -> Pair:
        """Both claims."""
        return self.left, self.right

    @property
    def is_sure(self) -> bool:
        """Whether a report, or a copy of one, joins the two by itself and nothing had to be judged."""
        return self.score > SURELY_BELOW

    @property
    def is_guess(self) -> bool:
        """Whether a report perhaps tells of one event twice; of two reports' links all have higher scores."""
        return self.score < SURELY_TOLD


class _Group(msgspec.Struct, eq=False):
    """Claims of one event so far: their different days and places, each once, and the sides that rulings put them on.

    `texts` are those that tell of it, prints of one text once. `shut_out` are the groups that were found to contradict
    it; growing does not mend a contradiction.
    """

    claims: list[str]
    texts: set[str]
    stated: set[Days]
    reported: set[Days]
    spots: set[tuple[Spot, ...]]
    sides: dict[int, int]
    shut_out: set[_Group]


def partition(told: Iterable[Traits], pulls: Iterable[Pull], rulings: Rulings = Rulings()) -> list[tuple[str, ...]]:  # noqa: B008 - a frozen struct
    """Give the claims of each event, sorted; links and rulings about claims that are not given are ignored."""
    by_claim = {claim: one for one in told for claim in one.claims}
    within = sorted(
        (pull for pull in pulls if pull.left in by_claim and pull.right in by_claim),
        key=lambda pull: (-pull.score, pull.left, pull.right),
    )
    sure = [pull.ends for pull in within if pull.is_sure] + [
        (one.head, id_) for id_, one in sorted(by_claim.items()) if id_ != one.head
    ]
    groups = _Groups(by_claim, rulings)
    groups.join_unless_ruled_apart(rulings.together)
    groups.join_unless_ruled_apart(sure)
    groups.join_rests(components(by_claim, sure))
    groups.join_unless_contradicting([pull.ends for pull in within if not pull.is_sure and not pull.is_guess])
    groups.join_of_one_text([pull.ends for pull in within if pull.is_guess])
    return groups.claims()


def links_asked(one: Collection[str], other: Collection[str]) -> int:
    """Say how many links between their texts it takes to join what some texts tell with what others tell."""
    return min(_LINKS_ENOUGH, len(one), len(other))


class _Groups:
    """The groups that all claims are in so far."""

    def __init__(self, by_claim: Mapping[str, Traits], rulings: Rulings) -> None:
        self._of = {id_: _group(id_, one, rulings) for id_, one in sorted(by_claim.items())}
        self._text = {id_: one.text for id_, one in by_claim.items()}

    def join_unless_ruled_apart(self, pairs: Iterable[Pair]) -> None:
        """Join what is told to belong together, whatever else it says."""
        for left, right in pairs:
            one, other = self._of.get(left), self._of.get(right)
            if one and other and one is not other and not _ruled_apart(one, other):
                self._join(one, other)

    def join_rests(self, atoms: Iterable[tuple[str, ...]]) -> None:
        """Join what rulings leave of an atom: a ruling that takes out one claim does not part the others."""
        for atom in atoms:
            if any(self._of[id_] is not self._of[atom[0]] for id_ in atom):
                self.join_unless_ruled_apart(itertools.combinations(self._firsts(atom), 2))

    def join_unless_contradicting(self, pairs: Sequence[Pair]) -> None:
        """Join what is judged to belong together, where enough links say so and no two claims contradict each other."""
        linked: dict[str, list[str]] = defaultdict(list)
        for left, right in pairs:
            linked[left].append(right)
            linked[right].append(left)
        left_over = pairs
        # What had too few links may have enough when its group has grown.
        while True:
            tried = [pair for pair in left_over if not self._join_if_agreed(pair, linked)]
            if len(tried) == len(left_over):
                return
            left_over = tried

    def join_of_one_text(self, pairs: Iterable[Pair]) -> None:
        """Join what one text perhaps tells twice, where no other text tells of either.

        Such a guess is right often enough to spare a reader the same thing twice. It is not sure enough to carry what
        another report tells of the one over to the other.
        """
        for left, right in pairs:
            one, other = self._of[left], self._of[right]
            if one is not other and len(one.texts | other.texts) == 1 and not _ruled_apart(one, other):
                self._join(one, other)

    def _join_if_agreed(self, pair: Pair, linked: Mapping[str, Sequence[str]]) -> bool:
        """Join two groups if they may be; tell whether the pair is done with."""
        one, other = self._of[pair[0]], self._of[pair[1]]
        if one is other or other in one.shut_out:
            return True
        if _ruled_apart(one, other) or _contradict(one, other):
            one.shut_out.add(other)
            other.shut_out.add(one)
            return True
        agreed = self._links_between(one, other, linked) >= links_asked(one.texts, other.texts)
        if agreed:
            self._join(one, other)
        return agreed

    def _links_between(self, one: _Group, other: _Group, linked: Mapping[str, Sequence[str]]) -> int:
        """Count the pairs of texts that links join across two groups."""
        fewer, more = sorted((one, other), key=lambda group: len(group.claims))
        return len(
            {
                (self._text[id_], self._text[end])
                for id_ in fewer.claims
                for end in linked.get(id_, ())
                if self._of[end] is more
            }
        )

    def claims(self) -> list[tuple[str, ...]]:
        """Give the claims of each group, sorted."""
        return sorted(tuple(sorted(group.claims)) for group in {id(one): one for one in self._of.values()}.values())

    def _firsts(self, atom: Iterable[str]) -> list[str]:
        """Give one claim of the atom for each group that it is in, those with most of its claims first."""
        inside: dict[_Group, list[str]] = defaultdict(list)
        for id_ in atom:
            inside[self._of[id_]].append(id_)
        return [ids[0] for ids in sorted(inside.values(), key=lambda ids: (-len(ids), ids))]

    def _join(self, one: _Group, other: _Group) -> None:
        larger, smaller = (one, other) if len(one.claims) >= len(other.claims) else (other, one)
        larger.claims += smaller.claims
        larger.texts |= smaller.texts
        larger.stated |= smaller.stated
        larger.reported |= smaller.reported
        larger.spots |= smaller.spots
        larger.sides |= smaller.sides
        larger.shut_out |= smaller.shut_out
        for third in smaller.shut_out:
            third.shut_out.add(larger)
        self._of.update(dict.fromkeys(smaller.claims, larger))


def _group(id_: str, one: Traits, rulings: Rulings) -> _Group:
    undated = one.bound is not None and not one.stated
    return _Group(
        claims=[id_],
        texts={one.text},
        stated=set(one.stated),
        reported={Days(one.bound.end - _AROUND_REPORT, one.bound.end + _AROUND_REPORT)}
        if undated and one.bound
        else set(),
        spots={one.spots} if one.spots else set(),
        sides=dict(rulings.apart.get(id_, ())),
        shut_out=set(),
    )


def _ruled_apart(one: _Group, other: _Group) -> bool:
    fewer, more = sorted((one.sides, other.sides), key=len)
    return any(more.get(number, side) != side for number, side in fewer.items())


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
