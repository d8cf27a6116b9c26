"""One report's claims enter, `Traits` leave: the few comparable facts of what it tells of each event, all told together.

A report spreads an event over its sentences: the place stands in one, the toll in the next, who claims it in a third.
So its claims about one event are compared as one, and the unit that is linked across reports is what a report tells of
an event, named by the first of the claims.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from dateline.model import Actor, Claim, Count, EventType, Factuality, Interval, Place, PlacePrecision, Sector, Span
from dateline.weave.evidence import Evidence
from dateline.weave.parties import chosen
from dateline.weave.reports.sketch import Sketch
from dateline.weave.words import folded, stems

T = TypeVar("T")

SURELY_TOLD = 0.8
"""The probability from which on two claims of one report are compared with other reports as one account.

Of the pairs that are joined so, nine in ten are one event by the annotators (`python -m training.same`).
"""

# What a place's name may be away from where the event was, where the gazetteer gives no radius.
_RADIUS_KM: dict[PlacePrecision, float] = {"site": 5.0, "town": 15.0, "district": 40.0, "province": 150.0}

_AREAS: frozenset[PlacePrecision] = frozenset({"province", "country", "region"})

_EARTH_KM = 6371.0

# A plan without a day is taken to be about the fortnight after its report, though it may be for a year ahead.
_PLANNED_DAYS = 14

# What a report says of one event in more sentences than this repeats itself; the first ones are compared.
_WORDINGS = 4

_FORM = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split(), 2
    )
}
# Characters before and behind a trigger in which a word such as "second" is likely about it.
_BEFORE, _BEHIND = 50, 25
_TURN = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|another|again|further|repeated(?:ly)?|consecutive|renewed|resumed|series|spate"
    r"|wave|string|next|previous(?:ly)?|reciprocal|additional(?:ly)?|separate(?:ly)?|\d+(?:st|nd|rd|th))\b"
)
# What stands before a word that names an act which the sentence is not about.
_MENTION = re.compile(
    r"\b(?:the|an?|this|that|these|those|his|her|its|their|after|following|over|for|of|in|during|since|amid|against)"
    r"(?:\s+[\w'’-]+){0,2}\s+$",
    re.IGNORECASE,
)
# ... but these words before it tell what it has just done: "two were killed in an air raid".
_SUFFERED_IN = re.compile(
    r"\b(?:kill(?:s|ed)|dead|die[sd]?|injur(?:es|ed)|wound(?:s|ed)|hurt)\b(?:\s+[\w'’-]+){0,5}\s+in"
    r"(?!\s+(?:the|this|that|these|those|his|her|its|their)\b)(?:\s+[\w'’-]+){0,3}\s+$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?<=[a-z0-9,;:] )[A-Z][^\W\d_]+")


class Side(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One party; `person` tells one human being from a body or a class of people such as "police".

    `proper` is whether the name is one of several words with capitals.
    """

    identity: str | None
    person: bool
    name: str
    country: str | None
    sector: Sector | None
    proper: bool = False


class Spot(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One place; without coordinates only its country can be compared."""

    id: str | None
    name: str
    country: str | None
    precision: PlacePrecision
    lat: float | None
    lon: float | None
    radius_km: float


class Days(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Days as proleptic ordinals, both included."""

    start: int
    end: int

    @property
    def width(self) -> int:
        """How many days the interval has."""
        return self.end - self.start + 1

    def within(self, other: Days) -> bool:
        """Tell whether all days of the interval are the other's too."""
        return other.start <= self.start and self.end <= other.end

    def gap(self, other: Days) -> int:
        """How many days lie from one interval to the other; 0 where they share a day, 1 where they touch."""
        return max(0, self.start - other.end, other.start - self.end)


class Range(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A number as said; an open end is None."""

    low: int | None
    high: int | None


class Guess(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A claim that perhaps retells an earlier one of its report, and the probability that it does."""

    claim: str
    of: str
    score: float


class Traits(msgspec.Struct, frozen=True, array_like=True, kw_only=True, gc=False):
    """What is compared of what one report tells of one event; stems are as in `words`.

    `claims` are in the order of the text, and `trigger` is the first one's. `told` is the report's own name of the
    event, which its claims of other types may share; `guesses` are what it may tell again, but not surely. `published` is the day of the report. `names` are the words that
    the claims' sentences write as names; each of `wordings` is the other words of one sentence but the triggers.
    `numbers` are those of the sentences; `turns` are words beside the triggers that tell an act from others like it.
    `as_news` is whether some claim tells the act itself, and does not only name it ("after the attack").
    `sketch` is what the whole report is compared by.
    """

    claims: tuple[str, ...]
    report: str
    text: str
    told: str
    type: EventType
    modes: tuple[str, ...]
    factualities: tuple[Factuality, ...]
    trigger: Span
    published: int | None
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    spots: tuple[Spot, ...]
    stated: tuple[Days, ...]
    bound: Days | None
    killed: tuple[Range, ...]
    injured: tuple[Range, ...]
    quantities: tuple[str, ...]
    trigger_stems: tuple[str, ...]
    names: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    turns: tuple[str, ...]
    as_news: bool
    instrument_stems: tuple[str, ...]
    sketch: Sketch | None = None
    guesses: tuple[Guess, ...] = ()

    @property
    def head(self) -> str:
        """The claim that stands for all of them."""
        return self.claims[0]


def traits_of(told: Iterable[Evidence], text: str, sketch: Sketch | None = None) -> list[Traits]:
    """Give the traits of one report's claims, those of one type that are surely about one event together.

    `text` is the report's, and `sketch` what it is compared by as a whole.
    """
    groups: dict[tuple[str, EventType], list[Evidence]] = {}
    ordered = sorted(told, key=lambda one: (one.claim.trigger, one.claim.type, one.claim.id))
    event = _surely([evidence.claim for evidence in ordered])
    for evidence in ordered:
        groups.setdefault((event[evidence.claim.id], evidence.claim.type), []).append(evidence)
    about = _About(text, names_in(text), sketch, event)
    return [traits for group in groups.values() for traits in _at_one(group, about)]


def _surely(claims: Iterable[Claim]) -> dict[str, str]:
    """Give, of each claim, the first claim of its report that surely tells of the same event."""
    before = {claim.id: claim.id if _is_guess(claim) else _before(claim) for claim in claims}
    return {id_: _first(before, id_) for id_ in before}


def _is_guess(claim: Claim) -> bool:
    return claim.retells is not None and claim.retells.score < SURELY_TOLD


def _before(claim: Claim) -> str:
    """Give the claim that a claim retells; a coder that does not say how sure it is means what it says."""
    return claim.retells.claim if claim.retells else claim.event


def _first(before: Mapping[str, str], id_: str) -> str:
    # A coder from elsewhere may lead round in a circle, or to what is no claim.
    passed = {id_}
    while (earlier := before.get(id_, id_)) not in passed:
        passed.add(earlier)
        id_ = earlier
    return id_


def _guesses(claims: Iterable[Claim], known: Container[str]) -> Iterator[Guess]:
    for claim in claims:
        if claim.retells and _is_guess(claim) and claim.retells.score > 0 and claim.retells.claim in known:
            yield Guess(claim.id, claim.retells.claim, claim.retells.score)


def names_in(text: str) -> frozenset[str]:
    """Give the words that a text writes with a capital inside a sentence and never without one."""
    return frozenset(_INSIDE.findall(text)).difference(
        word.capitalize() for word in _FORM.findall(text) if word.islower()
    )


def days_apart(one: Days, other: Days) -> bool:
    """Tell whether two intervals lie further apart than a day, or than three where one is a week or more."""
    return one.gap(other) > (3 if max(one.width, other.width) >= 7 else 1)


def distance_km(one: Spot, other: Spot) -> float | None:
    """Give the great-circle distance in kilometres, None where a place has no coordinates."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(one.lon - other.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class _About(msgspec.Struct, frozen=True):
    """What all claims of a report share: its text, the words that it writes as names, its sketch, and their events."""

    text: str
    named: frozenset[str]
    sketch: Sketch | None
    event: Mapping[str, str]


def _at_one(told: Sequence[Evidence], about: _About) -> list[Traits]:
    """Put claims together, or leave them apart where their dates contradict each other: they may be several events'."""
    alone = [_pooled([evidence], about) for evidence in told]
    stated = {days for one in alone for days in one.stated}
    if any(days_apart(left, right) for left, right in itertools.combinations(stated, 2)):
        return alone
    return [_pooled(told, about)] if len(alone) > 1 else alone


def _pooled(told: Sequence[Evidence], about: _About) -> Traits:
    text = about.text
    claims = [evidence.claim for evidence in told]
    first, published = claims[0], told[0].published
    whens = [claim.timing.when.choice for claim in claims if claim.timing.when and claim.timing.when.choice]
    triggers = stems(" ".join(claim.trigger.of(text) for claim in claims))
    sentences = [claim.sentence.of(text) for claim in _each_once_by_sentence(claims)[:_WORDINGS]]
    names, wordings = _words(sentences, about.named, frozenset(triggers))
    return Traits(
        claims=tuple(claim.id for claim in claims),
        report=first.report_id,
        text=told[0].text_id,
        told=about.event[first.id],
        type=first.type,
        modes=_each_once(claim.mode for claim in claims if claim.mode),
        factualities=_each_once(claim.factuality for claim in claims),
        trigger=first.trigger,
        published=published.toordinal() if published else None,
        actors=_each_once(map(_side, chosen(party for claim in claims for party in claim.actors))),
        recipients=_each_once(map(_side, chosen(party for claim in claims for party in claim.recipients))),
        spots=_spots(claims),
        stated=_each_once(_days(when.stated) for when in whens if when.stated),
        bound=next((_bound(when.bound, published) for when in whens if when.bound), None),
        killed=_ranges(claim.killed for claim in claims),
        injured=_ranges(claim.injured for claim in claims),
        quantities=_each_once(
            number for claim in claims if claim.quantity for number in re.findall(r"\d+", claim.quantity.text)
        ),
        trigger_stems=triggers,
        names=names,
        wordings=wordings,
        numbers=_numbers(sentences, claims),
        turns=tuple(sorted({turn for claim in claims for turn in _turns(text, claim)})),
        as_news=any(_is_news(text, claim.trigger.start) for claim in claims),
        instrument_stems=stems(" ".join(claim.instrument.text for claim in claims if claim.instrument)),
        sketch=about.sketch,
        guesses=tuple(_guesses(claims, about.event)),
    )


def _turns(text: str, claim: Claim) -> Iterator[str]:
    """Give the words beside a trigger, in its sentence, that tell its act from others like it."""
    start, end = max(claim.sentence.start, claim.trigger.start - _BEFORE), claim.trigger.end + _BEHIND
    return iter(_TURN.findall(folded(text[start : min(end, claim.sentence.end)])))


def _is_news(text: str, at: int) -> bool:
    """Tell whether what stands at an offset is told itself, and not only named."""
    mentioned = _MENTION.search(text, max(0, at - 40), at) is not None
    return not mentioned or _SUFFERED_IN.search(text, max(0, at - 100), at) is not None


def _numbers(sentences: Iterable[str], claims: Iterable[Claim]) -> tuple[str, ...]:
    """Give the numbers of sentences but for years, and for tolls, which are compared as such."""
    forms = _FORM.findall(folded(" ".join(sentences)))
    found = {_NUMBER_WORDS.get(form, form).replace(",", "") for form in forms}
    counts = (count for claim in claims for count in (claim.killed, claim.injured) if count)
    tolls = {str(end) for count in counts for end in (count.low, count.high)}
    return tuple(sorted(number for number in found - tolls if number.isdecimal() and not _YEAR.fullmatch(number)))


def _each_once_by_sentence(claims: Iterable[Claim]) -> list[Claim]:
    return list({claim.sentence: claim for claim in reversed(list(claims))}.values())[::-1]


def _words(
    sentences: Iterable[str], named: frozenset[str], triggers: frozenset[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Part the stems of sentences into those of names, all together, and the others, sentence by sentence."""
    names: dict[str, None] = {}
    others = []
    for sentence in sentences:
        forms = _FORM.findall(sentence)
        names.update(dict.fromkeys(stem for form in forms if form in named for stem in stems(form)))
        rest = stems(" ".join(form for form in forms if form not in named))
        others.append(tuple(stem for stem in rest if stem not in triggers))
    return tuple(sorted(names)), _each_once(others)


def _each_once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _side(actor: Actor) -> Side:
    proper = sum(word[:1].isupper() for word in actor.name.split()) > 1
    return Side(actor.identity, actor.is_person, folded(actor.name), actor.country, actor.sector, proper)


def _spots(claims: Iterable[Claim]) -> tuple[Spot, ...]:
    """Give the places, without the areas of a country in which a narrower place is named too: they would fit any."""
    choices = (at.place.choice for claim in claims for at in claim.places if at.place and at.place.choice)
    found = _each_once(map(_spot, choices))
    narrow = {spot.country for spot in found if spot.precision not in _AREAS}
    return tuple(spot for spot in found if spot.precision not in _AREAS or spot.country not in narrow)


def _spot(place: Place) -> Spot:
    radius = place.radius_km if place.radius_km is not None else _RADIUS_KM.get(place.precision, 0.0)
    return Spot(place.id, folded(place.name), place.country, place.precision, place.lat, place.lon, radius)


def _days(interval: Interval) -> Days:
    return Days(interval.start.toordinal(), interval.end.toordinal())


def _bound(interval: Interval, published: dt.date | None) -> Days:
    found = _days(interval)
    if published is None or found.end <= published.toordinal():
        return found
    return Days(found.start, min(found.end, published.toordinal() + _PLANNED_DAYS))


def _ranges(counts: Iterable[Count | None]) -> tuple[Range, ...]:
    found = (count for count in counts if count and (count.low is not None or count.high is not None))
    return _each_once(Range(count.low, count.high) for count in found)
