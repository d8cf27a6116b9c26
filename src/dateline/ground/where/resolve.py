"""A phrase, or phrases of a report, go in; for each the place it means comes out, or none, with the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, get_args

import msgspec
import numpy as np

from dateline.ground.where.context import PlaceContext, Within
from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer, shipped
from dateline.ground.where.globe import distance_km
from dateline.ground.where.joint import Ranked, joined, rank_mentions
from dateline.ground.where.kinds import POPULATED
from dateline.ground.where.mentions import Mention, areas_named, mention_at
from dateline.ground.where.offset import beside
from dateline.ground.where.phrase import PlacePart, parts_of, toponyms_of
from dateline.ground.where.rank import behind, reasons_for
from dateline.ground.where.scan import find_places
from dateline.ground.where.settle import settled
from dateline.ground.where.spoken import spoken_of
from dateline.ground.where.words import words
from dateline.model import Candidate, Place, PlacePrecision, Resolution, Span

LEAST = 0.35
"""The least probability at which a place is chosen; on the halves held back nine of ten choices are right there."""

_EXACT = {precision: rank for rank, precision in enumerate(get_args(PlacePrecision))}
_KEPT = 5
_PROBABLY = 0.5
_PRECISE = 4
_FAR_KM = 150.0


class Report(NamedTuple):
    """What is known of the whole report when a phrase of it is resolved."""

    text: str
    context: PlaceContext
    ranked: list[Ranked]
    focus: tuple[Candidate[Place], ...]


class Read(NamedTuple):
    """A phrase in its text: the names in it, or the reason why it has none."""

    span: Span
    mentions: list[Mention]


def split_places(phrase: str, *, gazetteer: Gazetteer | None = None) -> tuple[PlacePart, ...]:
    """Split a phrase that names several places together; a phrase that names one gives itself back.

    "A and B" is split where both sides hold a name and no place is called "A and B"; "A, B" only in a list, as "A, B"
    alone says where A lies. Spans count in the phrase.
    """
    return parts_of(phrase, gazetteer or shipped(), words())


def resolve_place(
    phrase: str, *, context: PlaceContext | None = None, gazetteer: Gazetteer | None = None
) -> Resolution[Place]:
    """Say which place a phrase means, in the light of what the report says besides; never raises on any text.

    A state, and a part of one ("northern Iraq"), comes without coordinates. Where nothing is likely enough, the choice
    is none, the reasons say why, and the candidates are kept.
    """
    return resolve_document(phrase, [Span(0, len(phrase))], context=context, gazetteer=gazetteer, scan=False)[0]


def resolve_document(
    text: str,
    spans: Sequence[Span],
    *,
    context: PlaceContext | None = None,
    gazetteer: Gazetteer | None = None,
    scan: bool = True,
) -> tuple[Resolution[Place], ...]:
    """Say which places the phrases at `spans` of a report mean, each in the light of all.

    With `scan`, the other names of places in the text are evidence too.
    """
    book = gazetteer or shipped()
    given = context or PlaceContext()
    reads = [read_phrase(text, span, book) for span in spans]
    asked = [mention for read in reads for mention in read.mentions]
    more = [mention_at(text, each, book, words()) for each in _besides(text, spans, book)] if scan else []
    weighed = rank_mentions([*asked, *more], given, book)
    ranked = settled(text, weighed, book)
    sure = [each for each in ranked if each.chance >= LEAST]
    report = Report(text, joined(given, ranked, book), sure, _main_town(weighed, book))
    resolutions = []
    start = 0
    for read in reads:
        mine = ranked[start : start + len(read.mentions)]
        start += len(mine)
        resolutions.append(_resolution(read, mine, report, book))
    return tuple(resolutions)


def _besides(text: str, spans: Sequence[Span], gazetteer: Gazetteer) -> list[Span]:
    found = (each.span for each in find_places(text, gazetteer=gazetteer))
    return [each for each in found if not any(each.overlaps(span) for span in spans)]


def read_phrase(text: str, span: Span, gazetteer: Gazetteer) -> Read:
    """Find the names in the phrase at `span`, and let those that hold others say where these lie."""
    lists = words()
    phrase = span.of(text)
    if phrase in gazetteer.short or (phrase[:1].isupper() and gazetteer.knows(fold(phrase))):
        return Read(span, [mention_at(text, span, gazetteer, lists)])
    mentions = []
    for toponym in toponyms_of(phrase, gazetteer, lists):
        place = Span(span.start + toponym.span.start, span.start + toponym.span.end)
        read = mention_at(text, place, gazetteer, lists)
        hint = read.hint or toponym.hint
        mentions.append(
            msgspec.structs.replace(read, hint=hint, beside=toponym.beside, part=toponym.part, after=toponym.after)
        )
    around = [() if _of_mission(mention) else areas_named(mention.folded, gazetteer) for mention in mentions]
    held = [
        _held(mention, at, around) if not _may_be_state(mention, gazetteer) else mention
        for at, mention in enumerate(mentions)
    ]
    return Read(span, held)


def _may_be_state(mention: Mention, gazetteer: Gazetteer) -> bool:
    return any(gazetteer.kind(hit.row) == "country" and not hit.other for hit in gazetteer.find(mention.folded))


def _held(mention: Mention, at: int, around: list[tuple[Within, ...]]) -> Mention:
    """Add the areas that other names of the phrase may mean."""
    others = [areas for number, areas in enumerate(around) if number != at and areas and areas not in mention.within]
    return msgspec.structs.replace(mention, within=(*mention.within, *others))


def _resolution(read: Read, ranked: list[Ranked], report: Report, gazetteer: Gazetteer) -> Resolution[Place]:
    known = [each for each in ranked if each.chance >= LEAST]
    if len(known) == len(ranked) and all(gazetteer.kind(each.best_row) == "country" for each in known):
        spoken = spoken_of(read.span, known, report.text, report.context, report.ranked, gazetteer)
        if spoken is not None:
            return spoken
    return _unplaced(ranked, known, report, gazetteer) or _chosen(ranked, gazetteer)


def _unplaced(
    ranked: list[Ranked], known: list[Ranked], report: Report, gazetteer: Gazetteer
) -> Resolution[Place] | None:
    """Give the resolution of a phrase that names no place where something may be; None where it names one."""
    if not ranked:
        return Resolution(reasons=("the phrase holds no name of a place, and only names are looked up",))
    if not any(len(each.found) for each in ranked):
        return Resolution(reasons=("no place in the gazetteer bears the name",), candidates=report.focus)
    if not known:
        return None
    reason = ""
    if all(each.mention.beside for each in known):
        reason = "the phrase names only the sides of a border"
    elif all(each.by_people and not _of_land(each) for each in known):
        reason = "the phrase names only a people, not their land"
    elif all(_owns(each, gazetteer) for each in known):
        reason = "the phrase names whose it is, not where it stands"
    return Resolution(reasons=(reason,), candidates=_candidates(known[0], gazetteer)) if reason else None


def _owns(ranked: Ranked, gazetteer: Gazetteer) -> bool:
    """Tell the state of an embassy: it lies in another."""
    return gazetteer.kind(ranked.best_row) == "country" and _of_mission(ranked.mention)


def _of_mission(mention: Mention) -> bool:
    return mention.owner or any(word in words().missions for word in mention.after[:2])


def _main_town(ranked: Sequence[Ranked], gazetteer: Gazetteer) -> tuple[Candidate[Place], ...]:
    """Give the town that the report speaks of most, as a guess at where something lies that no place bears the name of.

    It stays a candidate, too unlikely to be chosen. Names that may as well be areas count for less, so the chances are
    those from before the wording settled them.
    """
    votes: dict[int, float] = defaultdict(float)
    for each in ranked:
        if each.chance >= LEAST and gazetteer.kind(each.best_row) in POPULATED:
            votes[each.best_row] += each.chance
    if not votes:
        return ()
    row = max(sorted(votes), key=lambda each: votes[each])
    share = votes[row] / sum(votes.values())
    score = round(min(share, 1.0) * LEAST / 2, _PRECISE)
    return (Candidate(gazetteer.place(row), score, ("the town that the report speaks of most",)),)


def _of_land(ranked: Ranked) -> bool:
    """Tell whether a people's name stands alone or before a word for land ("Syrian territory")."""
    after = ranked.mention.after
    return not after or after[0] in words().lands


def _chosen(ranked: list[Ranked], gazetteer: Gazetteer) -> Resolution[Place]:
    """Choose the most exact of the names that are likely enough."""
    unknown = tuple(_doubt(each) for each in ranked if each.chance < LEAST and not each.mention.beside)
    likely = [each for each in ranked if each.chance >= LEAST and not each.mention.beside]
    if not likely:
        best = max(ranked, key=lambda each: each.chance)
        candidates = _candidates(best, gazetteer) if best.found else ()
        why = _too_unlikely(candidates[0]) if candidates else "no place in the gazetteer bears the name"
        return Resolution(score=round(best.chance, _PRECISE), reasons=(why, *unknown), candidates=candidates)
    named = [each for each in likely if not (each.by_people or _owns(each, gazetteer))] or likely
    ordered = sorted(named, key=lambda each: _order(each, named, gazetteer))
    return _with_direction(_most_exact(ordered, gazetteer), unknown, gazetteer)


def _doubt(ranked: Ranked) -> str:
    """Say why a name is not placed: nothing bears it, several places do alike, or it may be no place's name here."""
    name = ranked.mention.name
    if not ranked.found:
        return f"{name} is not known"
    some = float(ranked.chances.sum())
    if some >= _PROBABLY:
        return f"{name} is the name of several places, and nothing in the report tells them apart"
    return f"with probability {1 - some:.2f} {name} means no place of the gazetteer"


def _too_unlikely(best: Candidate[Place]) -> str:
    return f"nothing it may mean reaches {LEAST:.2f}: the likeliest, {_called(best.value)}, has {best.score:.2f}"


def _most_exact(named: Sequence[Ranked], gazetteer: Gazetteer) -> Ranked:
    """Choose the first that agrees with the rest; where none does, of those that a word such as "in" leads to.

    "A Turkish outpost in Syria" lies in Syria.
    """
    fitting = [each for each in named if _fits(each, named, gazetteer)]
    if fitting:
        return fitting[0]
    led = [each for each in named if each.mention.led]
    if led and len(led) < len(named):
        return _most_exact(led, gazetteer)
    return max(named, key=lambda each: each.chance)


def _order(each: Ranked, named: Sequence[Ranked], gazetteer: Gazetteer) -> tuple[float, float]:
    """Order the most exact first; of a suburb and its town ("the Bamako suburb of Kati") the smaller."""
    parts = any(len(other.mention.after) > 1 and _part_of(other.mention.after) for other in named)
    return _exactness(each.best_row, gazetteer), gazetteer.radius_km(each.best_row) if parts else 0.0


def _part_of(after: tuple[str, ...]) -> bool:
    return after[0] in words().kinds and after[1] == "of"


def _fits(one: Ranked, named: Sequence[Ranked], gazetteer: Gazetteer) -> bool:
    """Tell whether a place agrees with the other places of its phrase: in the same state, and not far from towns."""
    row = one.best_row
    for other in named:
        land = gazetteer.country(other.best_row)
        if land and gazetteer.country(row) and land != gazetteer.country(row):
            return False
        apart = distance_km(gazetteer.centre(row), gazetteer.centre(other.best_row))
        areas = "country" in {gazetteer.kind(row), gazetteer.kind(other.best_row)}
        if not areas and apart > _FAR_KM + gazetteer.radius_km(row) + gazetteer.radius_km(other.best_row):
            return False
    return True


def _exactness(row: int, gazetteer: Gazetteer) -> float:
    """Order places from sites to continents; a region inside one state is more exact than the state."""
    if gazetteer.kind(row) == "quarter":
        return _EXACT["town"] - 0.5  # it lies in a town
    place = gazetteer.place(row)
    inside = place.precision == "region" and place.country is not None
    return _EXACT["country"] - 0.5 if inside else _EXACT[place.precision]


def _with_direction(ranked: Ranked, unknown: tuple[str, ...], gazetteer: Gazetteer) -> Resolution[Place]:
    """Make the resolution; a part of a state or of a wide region is a region of its own, without coordinates.

    What lies off a place is an area around it.
    """
    candidates = _candidates(ranked, gazetteer)
    place = candidates[0].value
    reasons = (*candidates[0].reasons, *unknown)
    direction = ranked.mention.direction
    offset = ranked.mention.offset_km
    if offset is not None and place.precision in {"town", "site", "district"}:
        place = beside(place, offset)
        reasons = (*reasons, f"the phrase says about {place.radius_km:g} km around it, not the place itself")
        candidates = (Candidate(place, candidates[0].score, reasons), *candidates[1:])
    elif direction and place.precision in {"country", "region"}:
        place = Place(
            id=f"{place.id}#{direction}",
            name=f"{_spelt(direction)} {place.name}",
            country=place.country,
            precision="region",
        )
        reasons = (*reasons, f"the phrase says its {direction} part")
        candidates = (Candidate(place, candidates[0].score, reasons), *candidates[1:])
    return Resolution(choice=place, score=candidates[0].score, reasons=reasons, candidates=candidates)


def _spelt(direction: str) -> str:
    return f"{direction}ern" if direction.endswith(("th", "st")) else direction


def _candidates(ranked: Ranked, gazetteer: Gazetteer) -> tuple[Candidate[Place], ...]:
    """Give the likeliest meanings; each but the first says in what it falls behind that."""
    order = [int(at) for at in np.argsort(-ranked.chances, kind="stable")[:_KEPT]]
    first, *rest = order
    best = _called(gazetteer.place(ranked.found[first].row))
    return (
        _candidate(ranked, first, ranked.notes, gazetteer),
        *(_candidate(ranked, at, behind(ranked.table[at], ranked.table[first], best), gazetteer) for at in rest),
    )


def _candidate(ranked: Ranked, at: int, more: tuple[str, ...], gazetteer: Gazetteer) -> Candidate[Place]:
    chance = round(float(ranked.chances[at]), _PRECISE)
    return Candidate(gazetteer.place(ranked.found[at].row), chance, reasons_for(ranked.table[at]) + more)


def _called(place: Place) -> str:
    """Name a place so that it is told from its namesakes."""
    name = f"{place.name}, {place.admin1}" if place.admin1 and place.admin1 != place.name else place.name
    return f"{name} ({place.country}, {place.precision})" if place.country else f"{name} ({place.precision})"
