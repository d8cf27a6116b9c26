"""The claims of one event enter, what they amount to leaves: its factuality, what is quarrelled over, its status."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from dateline.model import Claim, Count, Factuality, Number, Quarrel, QuarrelKind, Status
from dateline.weave.evidence import Evidence
from dateline.weave.features import RECIPROCAL
from dateline.weave.parties import chosen
from dateline.weave.sides import side_of_speaker, sides_of
from dateline.weave.sources import Sources, ids, names_of_voices
from dateline.weave.tolls import Figure, figures_of, last_words

Side = frozenset[str]

_KIND: dict[Factuality, QuarrelKind] = {"denied": "denied", "negated": "not done", "unclear": "not clear"}

# Two sides' numbers quarrel where one is at least twice the other: counts of one day differ by a few anyway. Days
# further apart they may tell of what happened in between. Both set by hand.
_TIMES = 2
_DAYS = 3


def factuality_of(sources: Sources) -> Factuality:
    """Say whether the event happened: once one report says so it occurred, and who denies it shows in the quarrels.

    Before that, the latest of what was said in the report's own voice holds: a plan called off is negated.
    """
    told = [evidence for evidence, _ in sources.saying(_factuality)]
    said = {evidence.claim.factuality for evidence in told}
    if "occurred" in said:
        return "occurred"
    if "negated" in said and _latest_is_negated(sources, told):
        return "negated"
    order: tuple[Factuality, ...] = ("planned", "unclear", "denied", "possible", "negated")
    return next(kind for kind in order if kind in said)


def status_of(sources: Sources, factuality: Factuality, quarrels: Sequence[Quarrel]) -> Status:
    """Say what the claims amount to."""
    told = [evidence for evidence, _ in sources.saying(_factuality)]
    if quarrels:
        return "disputed"
    if factuality == "occurred":
        return "corroborated" if sources.count(_of_kind(told, "occurred")) > 1 else "reported"
    if factuality == "negated":
        return "called-off" if _was_announced(sources, told) else "negated"
    if factuality in {"planned", "unclear"}:
        return factuality
    return "possible"


def quarrels_of(sources: Sources, within: Side) -> tuple[Quarrel, ...]:
    """Give what of an event is quarrelled over; an empty tuple where all that is said can be true together."""
    told = [evidence for evidence, _ in sources.saying(_factuality)]
    happened = _of_kind(told, "occurred")
    parties = (
        sides_of((e.claim for e in told), lambda claim: claim.actors, within),
        sides_of((e.claim for e in told), lambda claim: claim.recipients, within),
    )
    return (
        *_over_the_fact(sources, told, happened),
        *_over_the_actor(happened),
        *_over_the_toll(sources, "killed", lambda claim: claim.killed, parties, within),
        *_over_the_toll(sources, "injured", lambda claim: claim.injured, parties, within),
    )


def _factuality(claim: Claim) -> Factuality:
    return claim.factuality


def _of_kind(told: Iterable[Evidence], kind: Factuality) -> list[Evidence]:
    return [evidence for evidence in told if evidence.claim.factuality == kind]


def _latest_is_negated(sources: Sources, told: Sequence[Evidence]) -> bool:
    newest = sources.newest(told)
    return any(sources.day(evidence) in {newest, None} for evidence in _of_kind(told, "negated"))


def _was_announced(sources: Sources, told: Sequence[Evidence]) -> bool:
    last = max(sources.order(evidence) for evidence in _of_kind(told, "negated"))
    return any(sources.order(evidence) <= last for evidence in _of_kind(told, "planned"))


def _over_the_fact(sources: Sources, told: Sequence[Evidence], happened: Sequence[Evidence]) -> Iterator[Quarrel]:
    """Give who denies the event, says that it did not happen, or that this is not clear.

    A denial presupposes that someone says otherwise, so it needs no other claim.
    """
    for kind in ("denied", "negated", "unclear"):
        against = [e for e in _of_kind(told, kind) if _contradicts(sources, e, happened)]
        if against:
            # Whoever is named says more than the outlet that tells of it.
            speakers = names_of_voices(e for e in against if e.claim.attribution)
            by = speakers or names_of_voices(against)
            yield Quarrel(
                kind=_KIND[kind],
                detail=f"{_KIND[kind]} {'according to' if speakers else 'in'} {', '.join(by) or 'a report'}",
                by=by,
                claims=ids(against),
                against=ids(happened),
            )


def _contradicts(sources: Sources, evidence: Evidence, happened: Sequence[Evidence]) -> bool:
    """Tell whether a claim stands against those that say that it happened.

    What its own voice later says to have happened no longer does. A named speaker's denial else always does. Nothing
    else says anything against what is told on a later day, but for a denial, or against what the same report says
    itself; and "not clear" is no answer to anything in the same report.
    """
    day, voice, kind = sources.order(evidence), sources.voice(evidence), evidence.claim.factuality
    if any(sources.voice(other) == voice and sources.order(other) > day for other in happened):
        return False
    if kind == "denied" and (evidence.claim.attribution or not happened):
        return True
    report = evidence.claim.report_id
    others = [
        other
        for other in happened
        if other.claim.report_id != report or (kind != "unclear" and sources.voice(other) != voice)
    ]
    return any(kind == "denied" or sources.order(other) <= day for other in others)


def _over_the_actor(happened: Sequence[Evidence]) -> Iterator[Quarrel]:
    """Give the speakers who name actors of different countries."""
    blamed: dict[Side, list[Evidence]] = defaultdict(list)
    for evidence in happened:
        countries = _countries(evidence.claim)
        if evidence.claim.type not in RECIPROCAL and _speakers(evidence.claim) and countries:
            blamed[countries].append(evidence)
    for one, other in itertools.combinations(sorted(blamed, key=sorted), 2):
        speakers = {_speakers(evidence.claim) for evidence in (*blamed[one], *blamed[other])}
        # Who names both has told of two things, or of two sides of one.
        if one.isdisjoint(other) and len(speakers) > 1:
            yield Quarrel(
                kind="actor",
                detail=f"{_blame(blamed[one])}; {_blame(blamed[other])}",
                by=names_of_voices(blamed[one]),
                claims=ids(blamed[one]),
                against=ids(blamed[other]),
            )


def _blame(some: Sequence[Evidence]) -> str:
    actors = dict.fromkeys(actor.name for evidence in some for actor in chosen(evidence.claim.actors))
    return f"{' and '.join(actors)} according to {', '.join(names_of_voices(some))}"


def _over_the_toll(
    sources: Sources,
    kind: QuarrelKind,
    count: Callable[[Claim], Count | None],
    parties: tuple[set[str], set[str]],
    within: Side,
) -> Iterator[Quarrel]:
    """Give the numbers of the two sides' speakers that cannot both be true; the last word of each counts.

    Other numbers that differ are taken for one toll that rises as it is counted.
    """
    acting, acted = parties[0] - parties[1], parties[1] - parties[0]
    ours: dict[Number, list[Figure]] = defaultdict(list)
    theirs: dict[Number, list[Figure]] = defaultdict(list)
    for figure in last_words(sources, figures_of(sources, count, within)):
        side = side_of_speaker(figure.evidence.claim, within)
        if side in acting:
            ours[figure.number].append(figure)
        elif side in acted:
            theirs[figure.number].append(figure)
    for one, other in itertools.product(ours.values(), theirs.values()):
        if any(_cannot_both_be(sources, *pair) for pair in itertools.product(one, other)):
            yield Quarrel(
                kind=kind,
                detail=f"{_count_words(one)}; {_count_words(other)}",
                by=names_of_voices(figure.evidence for figure in one),
                claims=ids(figure.evidence for figure in one),
                against=ids(figure.evidence for figure in other),
            )


def _cannot_both_be(sources: Sources, one: Figure, other: Figure) -> bool:
    if one.side != other.side:
        return False
    days = sources.day(one.evidence), sources.day(other.evidence)
    if days[0] is None or days[1] is None or abs((days[0] - days[1]).days) > _DAYS:
        return False
    lower, higher = sorted((one, other), key=lambda figure: figure.named)
    return lower.number.high is not None and higher.number.low is not None and _is_far(lower, higher)


def _is_far(lower: Figure, higher: Figure) -> bool:
    return higher.named[0] > lower.named[1] and higher.named[0] >= _TIMES * lower.named[1]


def _count_words(some: Sequence[Figure]) -> str:
    names = ", ".join(names_of_voices(figure.evidence for figure in some))
    return f"{some[0].named[0]:,} according to {names}"


def _speakers(claim: Claim) -> Side:
    choices = (voice.actor.choice if voice.actor else None for voice in claim.attribution)
    return frozenset(actor.identity or actor.name for actor in choices if actor)


def _countries(claim: Claim) -> Side:
    return frozenset(actor.country for actor in chosen(claim.actors) if actor.country)
