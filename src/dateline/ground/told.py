"""What claims of one report are compared by: grounded claims enter, what each says in a form that can be compared leaves."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from dateline.model import Actor, Claim, EventType, Interval, Party, Place, Report

_EMPTY = frozenset(
    "the a an of and in on at to for by from with his her its their some other two three s was were had has have been be"
    " is are that this it he she they who which as after before said says".split()
)
_FIGURE = re.compile(
    r"\b\d+(?:[.,]\d+)*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds|thousands)\b"
)
# Words that tell an event from one told before, in three sorts: each counts for itself.
_ANOTHER = re.compile(
    r"\b(?:another|second|third|fourth|additional(?:ly)?|separate(?:ly)?|elsewhere|further|similar(?:ly)?|others?|different|both)\b"
)
_ALSO = re.compile(r"\b(?:also|too|meanwhile|as well)\b")
_EARLIER = re.compile(
    r"\b(?:earlier|previous(?:ly)?|past|last|recent(?:ly)?|years|series|wave|spate|several|many|numerous)\b"
)
_INDEFINITE = re.compile(r"\b(?:an?|any|each|every)\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their|his|her)\s+(?:[\w-]+\s+)?\Z", re.IGNORECASE)


class Side(msgspec.Struct, frozen=True):
    """Who acts, or is acted on: the words, the known identities, the countries."""

    words: frozenset[str]
    identities: frozenset[str]
    countries: frozenset[str]


class Told(msgspec.Struct, frozen=True):
    """What is compared of a claim, worked out once.

    `kin` is how many claims of its type the report has, and `number` which of them it is, from 0. `figures` are the
    numbers of its sentence. `another`, `also` and
    `earlier` are whether it has words that tell an event from one told before.
    """

    id: str
    trigger: str
    mode: str | None
    factuality: str
    actors: Side
    recipients: Side
    places: tuple[Place, ...]
    place_words: frozenset[str]
    days: Interval | None
    time_words: frozenset[str]
    tolls: tuple[tuple[int | None, int | None] | None, ...]
    speakers: frozenset[str]
    wording: frozenset[str]
    figures: frozenset[str]
    another: bool
    also: bool
    earlier: bool
    sentence: int
    start: int
    definite: bool
    indefinite: bool
    number: int
    kin: int

    @property
    def stem(self) -> str:
        """The start of the trigger: enough to join "attack", "attacks" and "attacked"."""
        return self.trigger[:5]

    @property
    def is_plural(self) -> bool:
        """Whether the trigger looks like the plural of a noun, or says what someone does."""
        return self.trigger.endswith("s")


def kinds(report: Report, claims: tuple[Claim, ...]) -> list[list[Told]]:
    """Work out what is compared of each claim, by type, in text order."""
    numbers = {span: n for n, span in enumerate(sorted({claim.sentence for claim in claims}))}
    by_type: dict[EventType, list[Claim]] = {}
    for claim in claims:
        by_type.setdefault(claim.type, []).append(claim)
    return [
        [_told(report.text, claim, numbers[claim.sentence], (n, len(some))) for n, claim in enumerate(some)]
        for some in by_type.values()
    ]


def _told(text: str, claim: Claim, sentence: int, place: tuple[int, int]) -> Told:
    before = text[max(0, claim.trigger.start - 40) : claim.trigger.start]
    when = claim.timing.when.choice if claim.timing.when else None
    said = claim.sentence.of(text)
    lower = said.lower()
    return Told(
        id=claim.id,
        trigger=claim.trigger.of(text).lower(),
        mode=claim.mode,
        factuality=claim.factuality,
        actors=_side(claim.actors),
        recipients=_side(claim.recipients),
        places=tuple(p.place.choice for p in claim.places if p.place and p.place.choice),
        place_words=_words(p.text for p in claim.places),
        days=when.stated if when else None,
        time_words=_words([claim.timing.text or ""]),
        tolls=tuple((c.low, c.high) if c else None for c in (claim.killed, claim.injured)),
        speakers=frozenset(voice.text.lower() for voice in claim.attribution),
        wording=_words([said]),
        figures=frozenset(_FIGURE.findall(lower)),
        another=_ANOTHER.search(lower) is not None,
        also=_ALSO.search(lower) is not None,
        earlier=_EARLIER.search(lower) is not None,
        sentence=sentence,
        start=claim.trigger.start,
        definite=_DEFINITE.search(before) is not None,
        indefinite=_INDEFINITE.search(before) is not None,
        number=place[0],
        kin=place[1],
    )


def _side(parties: Iterable[Party]) -> Side:
    parties = tuple(parties)
    actors: list[Actor] = [p.actor.choice for p in parties if p.actor and p.actor.choice]
    return Side(
        _words(p.text for p in parties),
        frozenset(a.identity for a in actors if a.identity),
        frozenset(a.country for a in actors if a.country),
    )


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", " ".join(texts).lower())) - _EMPTY
