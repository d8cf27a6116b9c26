"""The claims of one event enter, every version of each of its fields leaves, with those who give it: nothing said is lost."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import msgspec

from dateline.model import Actor, Claim, Count, Interval, Number, Party, Place, Version, Versions
from dateline.weave.assemble import assemble, chosen_places
from dateline.weave.course import stated_of
from dateline.weave.evidence import Evidence
from dateline.weave.parties import chosen, key_of
from dateline.weave.sources import Sources, days_of, ids, names_of_voices
from dateline.weave.words import folded

T = TypeVar("T")


class _Said(msgspec.Struct, Generic[T], frozen=True):
    """What a claim gives for a field: by what it is told apart, the value, and the report's words for it."""

    key: Hashable
    value: T | None
    words: tuple[str, ...] = ()


Field = Callable[[Claim], Iterable[_Said[T]]]


def versions_of(claims: Sequence[Evidence]) -> Versions:
    """Give every value of each field with the claims that give it; the event's own comes first.

    Versions of a report that were replaced since are there too; they count for no source.

    Raises:
        ValueError: where there are no claims.
    """
    event, sources = assemble(claims), Sources(claims)
    counted = {evidence.claim.id: evidence.claim for evidence in claims}
    return Versions(
        type=_versions(sources, lambda claim: [_Said(claim.type, claim.type)], [event.type]),
        mode=_versions(sources, lambda claim: [_Said(claim.mode, claim.mode)] if claim.mode else [], [event.mode]),
        factuality=_versions(sources, lambda claim: [_Said(claim.factuality, claim.factuality)], [event.factuality]),
        actors=_versions(sources, lambda claim: _parties(claim.actors), [_keys(event.actors)]),
        recipients=_versions(sources, lambda claim: _parties(claim.recipients), [_keys(event.recipients)]),
        places=_versions(sources, _places, [_spots(event.places)]),
        date=_versions(sources, _date, [_days(event.stated)] if event.stated else []),
        killed=_versions(
            sources,
            lambda claim: _number(claim.killed),
            [_ends(counted[id_].killed) for id_ in (event.killed.claims if event.killed else ())],
        ),
        injured=_versions(
            sources,
            lambda claim: _number(claim.injured),
            [_ends(counted[id_].injured) for id_ in (event.injured.claims if event.injured else ())],
        ),
    )


def _versions(sources: Sources, field: Field[T], best: Sequence[Hashable]) -> tuple[Version[T], ...]:
    said: dict[Hashable, list[tuple[Evidence, _Said[T]]]] = {}
    for evidence in sources.told:
        for one in field(evidence.claim):
            said.setdefault(one.key, []).append((evidence, one))
    # A stable sort: of equals, the first told comes first.
    order = sorted(said, key=lambda key: (key not in best, -sources.count(e for e, _ in said[key])))
    return tuple(_version(sources, said[key]) for key in order)


def _version(sources: Sources, said: Sequence[tuple[Evidence, _Said[T]]]) -> Version[T]:
    evidence = [e for e, _ in said]
    first, last = days_of(evidence)
    return Version(
        value=said[0][1].value,
        words=tuple(dict.fromkeys(words for _, one in said for words in one.words)),
        claims=ids(dict.fromkeys(evidence)),
        by=names_of_voices(evidence),
        outlets=tuple(sorted({e.outlet for e in evidence if e.outlet})),
        reports=len({e.claim.report_id for e in evidence}),
        origins=sources.count(evidence),
        first=first,
        last=last,
    )


def _parties(parties: Sequence[Party]) -> Iterator[_Said[tuple[Actor, ...]]]:
    """Give those who were found out as one value, and the words for each who was not."""
    known = chosen(parties)
    if known:
        words = tuple(party.text for party in parties if party.actor and party.actor.choice)
        yield _Said(_keys(known), known, words)
    for party in parties:
        if not (party.actor and party.actor.choice):
            yield _Said(folded(party.text), None, (party.text,))


def _places(claim: Claim) -> Iterator[_Said[tuple[Place, ...]]]:
    known = chosen_places(claim)
    if known:
        words = tuple(at.text for at in claim.places if at.place and at.place.choice)
        yield _Said(_spots(known), known, words)
    for at in claim.places:
        if not (at.place and at.place.choice):
            yield _Said(folded(at.text), None, (at.text,))


def _date(claim: Claim) -> Iterator[_Said[Interval]]:
    stated, words = stated_of(claim), claim.timing.text
    if stated is not None:
        yield _Said(_days(stated), stated, (words,) if words else ())
    elif words:
        yield _Said(folded(words), None, (words,))


def _number(count: Count | None) -> Iterator[_Said[Number]]:
    if count is None:
        return
    words = (count.text,) if count.text else ()
    if count.low is None and count.high is None:
        yield _Said(folded(count.text), None, words)
    else:
        yield _Said(_ends(count), Number(count.low, count.high), words)


def _keys(actors: Iterable[Actor]) -> Hashable:
    return frozenset(map(key_of, actors))


def _spots(places: Iterable[Place]) -> Hashable:
    return frozenset(place.id or (folded(place.name), place.country) for place in places)


def _days(interval: Interval) -> Hashable:
    return interval.start, interval.end


def _ends(count: Count | None) -> Hashable:
    return (count.low, count.high) if count else None
