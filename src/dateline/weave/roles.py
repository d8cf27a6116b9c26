"""The claims of one event enter, who acted on whom leaves: the best founded version of each side, never mixed into a third."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from dateline.model import Actor, Claim, Party
from dateline.weave.evidence import Evidence
from dateline.weave.parties import Key, chosen, is_within, key_of
from dateline.weave.sources import Sources

# Versions, of those that most sources give, for which it is asked whom vaguer words may mean: enough for any event but
# a report's list of names, and few enough that the cost does not grow with the square of their number.
_WEIGHED = 20

# A name that so many sources give is what the others' vaguer words mean; one source names for nobody else.
_NAMED_BY = 2

Parties = tuple[Actor, ...]


def roles_of(sources: Sources, otherwise: Sources, *, reciprocal: bool) -> tuple[Parties, Parties]:
    """Give those who acted and those who were acted on; `reciprocal` tells that in such an event both do.

    What the first claims leave open the others fill, but never with someone who is on the other side already.
    """
    find = _both if reciprocal else _apart
    actors, recipients = find(sources)
    if (reciprocal and (actors or recipients)) or (actors and recipients):
        return actors, recipients
    others = find(otherwise)
    actors = actors or _without(others[0], recipients)
    return actors, recipients or _without(others[1], actors)


def _both(sources: Sources) -> tuple[Parties, Parties]:
    # Who is actor and who is recipient varies by report: taken apart, one side could appear in both.
    return sources.best(_both_sides, lambda sides: -_exactness(sides[0] + sides[1])) or ((), ())


def _apart(sources: Sources) -> tuple[Parties, Parties]:
    acting = _acting(sources)

    def actors_of(claim: Claim) -> Parties | None:
        return tuple(one for one in chosen(claim.actors) if acting.get(key_of(one), True)) or None

    def recipients_of(claim: Claim) -> Parties | None:
        return tuple(one for one in chosen(claim.recipients) if not acting.get(key_of(one), False)) or None

    actors = _best(sources, actors_of)
    # Whom the same actors acted on, where a claim says so: two versions are not to be mixed into a third.
    beside = sources.only(lambda e: not e.claim.actors or _share(actors_of(e.claim) or (), actors))
    return actors, _best(beside, recipients_of) or _best(sources, recipients_of)


def _without(some: Parties, others: Parties) -> Parties:
    return tuple(one for one in some if not any(_same(one, other) for other in others))


def _best(sources: Sources, role: Callable[[Claim], Parties | None]) -> Parties:
    """Give the parties that most sources name, each of them; then the best known, the most often told, the most of them.

    Phrases without a name support the more exact ones ("men" and "a thousand men"), and a name that two sources give.
    """
    said: dict[Parties, list[Evidence]] = {}
    for evidence, parties in sources.saying(role):
        said.setdefault(parties, []).append(evidence)
    by_actor: dict[Actor, list[Evidence]] = defaultdict(list)
    for parties, some in said.items():
        for actor in parties:
            by_actor[actor] += some
    named = _by_key(by_actor)

    def support(actor: Actor) -> int:
        own = named[actor]
        if actor.identity is not None and sources.count(own) < _NAMED_BY:
            return sources.count(own)
        vaguer = (named[one] for one in named if one.identity is None and is_within(one, actor))
        return sources.count([*own, *(evidence for some in vaguer for evidence in some)])

    def rank(parties: Parties) -> tuple[int, int, int, int]:
        least = min(support(actor) for actor in parties)
        return -least, -min(map(_known, parties)), -sources.tellings(said[parties]), -len(parties)

    first = sorted(said, key=lambda parties: -sources.count(said[parties]))[:_WEIGHED]
    return min(first, key=rank, default=())


def _by_key(by_actor: dict[Actor, list[Evidence]]) -> dict[Actor, list[Evidence]]:
    """Give each actor the claims that name the same one, whatever they call it."""
    same: dict[Key, list[Evidence]] = defaultdict(list)
    for actor, some in by_actor.items():
        same[key_of(actor)] += some
    return {actor: same[key_of(actor)] for actor in by_actor}


def _acting(sources: Sources) -> dict[Key, bool]:
    """Tell of those who are actor in one claim and recipient in another, whether more sources, more claims, or the first, say actor.

    Where all is equal they are taken to be acted on: who was hit is told before who did it is known.
    """
    actors, recipients = _named(sources, lambda claim: claim.actors), _named(sources, lambda claim: claim.recipients)
    acting: dict[Key, bool] = {}
    for one in {**actors, **recipients}:
        if any(_same(one, other) for other in (recipients if one in actors else actors)):
            as_actor, as_recipient = _claims_naming(one, actors), _claims_naming(one, recipients)
            more = sources.count(as_actor) - sources.count(as_recipient)
            oftener = sources.tellings(as_actor) - sources.tellings(as_recipient)
            first = min(map(sources.order, as_actor)) < min(map(sources.order, as_recipient))
            acting[key_of(one)] = (more or oftener or first) > 0
    return acting


def _named(sources: Sources, role: Callable[[Claim], Iterable[Party]]) -> dict[Actor, list[Evidence]]:
    """Give the claims that name each actor in a role."""
    found: dict[Actor, list[Evidence]] = defaultdict(list)
    for evidence in sources.told:
        for actor in chosen(role(evidence.claim)):
            found[actor].append(evidence)
    return found


def _claims_naming(one: Actor, named: dict[Actor, list[Evidence]]) -> list[Evidence]:
    return [evidence for other, some in named.items() if _same(one, other) for evidence in some]


def _same(one: Actor, other: Actor) -> bool:
    # A state and its ministry may act on each other; a phrase beside a name is taken to mean it.
    named = one.identity is not None and other.identity is not None
    return key_of(one) == key_of(other) if named else is_within(one, other) or is_within(other, one)


def _share(some: Iterable[Actor], others: Iterable[Actor]) -> bool:
    return not {key_of(one) for one in some}.isdisjoint(map(key_of, others))


def _both_sides(claim: Claim) -> tuple[Parties, Parties] | None:
    actors = chosen(claim.actors)
    recipients = tuple(one for one in chosen(claim.recipients) if not any(is_within(one, actor) for actor in actors))
    return (actors, recipients) if actors or recipients else None


def _exactness(actors: Sequence[Actor]) -> int:
    """Score higher what names more: a known identity counts most, then a country, then a sector."""
    return sum(4 * (one.identity is not None) + 2 * (one.country is not None) + 1 for one in actors)


def _known(actor: Actor) -> int:
    """Score higher who is better known: in the actor book, of a known country, or only by a phrase."""
    return 2 if actor.identity is not None else int(actor.country is not None)
