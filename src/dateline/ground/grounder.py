"""Grounds the claims of a report: claims whose values are words enter, claims that say who, where and when leave."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from dateline.ground.inherit import inherit
from dateline.ground.same import group, pairs
from dateline.ground.when import bound, resolve_time, tense_of
from dateline.ground.where import Nearby, PlaceContext, resolve_document, resolve_place, split_places
from dateline.ground.who import ActorBook, ActorContext, ReportActors, resolve_actor
from dateline.model import Actor, Claim, Interval, Location, Party, Place, Report, Resolution, Span, Timing, Voice, When

# Characters of a line to either side of a time mention that say its tense.
_LINE = 200


class Grounder:
    """Who, where and when for the claims of one report after another; holds only the actor book."""

    def __init__(self, actors: Path | None = None) -> None:
        """Load the actor book, with the user's own entries where a file of them is given.

        Raises:
            BookError: the user's file has an entry that cannot be read; the message names file, line and mend.
        """
        self._book = ActorBook.load(actors) if actors else ActorBook.shipped()

    def ground(self, report: Report, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Resolve each claim; then find those that tell of one event, and fill from them what a claim leaves out."""
        alone = self.each(report, claims)
        found = pairs(report, alone)
        return inherit(group(alone, found), found)

    def each(self, report: Report, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        """Resolve every party, place, time and voice of each claim from its own words."""
        if not claims:
            return ()
        claims = tuple(_split_locations(claim) for claim in claims)
        scene = Scene(report, self._book, claims)
        return tuple(scene.ground(claim) for claim in claims)


def _split_locations(claim: Claim) -> Claim:
    """Cut coordinated places ("Erbil and Ain al-Asad bases") into one location each."""
    parts = []
    for location in claim.places:
        for part in split_places(location.text):
            span = Span(location.span.start + part.span.start, location.span.start + part.span.end)
            parts.append(Location(span, part.text))
    return msgspec.structs.replace(claim, places=tuple(parts))


class Scene:
    """What a whole report tells: its actors, its places, its day."""

    def __init__(self, report: Report, book: ActorBook, claims: Sequence[Claim]) -> None:
        self._report, self._book = report, book
        sent_from = _dateline(report)
        self._actors = ReportActors.of(report.text, dateline=sent_from.country if sent_from else None, book=book)
        spans = sorted({location.span for claim in claims for location in claim.places})
        context = PlaceContext(dateline=_nearby(sent_from) if sent_from else None)
        self._places = dict(zip(spans, resolve_document(report.text, spans, context=context), strict=True))
        self._day = report.published.day if report.published else None
        # "The following day" counts from the date that the claim before it in the text states.
        self._anchor: Interval | None = None

    def ground(self, claim: Claim) -> Claim:
        """Resolve what one claim says."""
        return msgspec.structs.replace(
            claim,
            actors=tuple(self._party(party, claim, "actor") for party in claim.actors),
            recipients=tuple(self._party(party, claim, "recipient") for party in claim.recipients),
            places=tuple(msgspec.structs.replace(p, place=self._places[p.span]) for p in claim.places),
            timing=self._timing(claim),
            attribution=self._chain(claim),
        )

    def _party(self, party: Party, claim: Claim, role: Literal["actor", "recipient"]) -> Party:
        return msgspec.structs.replace(party, actor=self._actor(party.span, claim, role))

    def _actor(self, span: Span, claim: Claim, role: Literal["actor", "recipient", "source"]) -> Resolution[Actor]:
        context = ActorContext(day=self._day, at=span.start, role=role, event=claim.type, report=self._actors)
        return resolve_actor(span.of(self._report.text), context=context, book=self._book)

    def _chain(self, claim: Claim) -> tuple[Voice, ...]:
        """Resolve the speakers; an outlet passes on what others said, so it stands outermost."""
        voices = [msgspec.structs.replace(v, actor=self._actor(v.span, claim, "source")) for v in claim.attribution]
        return tuple(sorted(voices, key=lambda voice: (not _is_outlet(voice), voice.span)))

    def _timing(self, claim: Claim) -> Timing:
        """Resolve the time mention; an undated claim keeps only the bound that the report's own day gives."""
        edge = bound(self._report.published, claim.factuality)
        if claim.timing.text is None:
            return Timing(None, None, _undated(edge, "the report gives no time for it"))
        found = resolve_time(
            claim.timing.text,
            published=self._report.published,
            context=self._around(claim),
            tense=tense_of(claim.factuality),
            anchor=self._anchor,
        )
        if found.choice is None:
            return msgspec.structs.replace(claim.timing, when=_undated(edge, *found.reasons))
        stated = found.choice.stated
        if stated is not None and self._too_late(claim, stated):
            reason = f"{stated.start} is after the report, which tells it as done"
            return msgspec.structs.replace(claim.timing, when=_undated(edge, *found.reasons, reason))
        if stated is not None and stated.basis != "anchor":
            self._anchor = stated
        whole = msgspec.structs.replace(found.choice, bound=edge)
        return msgspec.structs.replace(claim.timing, when=msgspec.structs.replace(found, choice=whole))

    def _too_late(self, claim: Claim, stated: Interval) -> bool:
        """Tell whether a date lies after the report although the event is told as done (a day is left to time zones)."""
        done = claim.factuality in {"occurred", "negated"}
        return done and self._day is not None and (stated.start - self._day).days > 1

    def _around(self, claim: Claim) -> str:
        """Give the sentence that holds the time mention: the claim's own, else the line around the mention."""
        text, span = self._report.text, claim.timing.span
        if span is None or claim.sentence.holds(span):
            return claim.sentence.of(text)
        start = max(text.rfind("\n", 0, span.start) + 1, span.start - _LINE)
        end = text.find("\n", span.end)
        return text[start : min(end if end >= 0 else len(text), span.end + _LINE)]


def _undated(edge: Interval | None, *reasons: str) -> Resolution[When]:
    """Give a resolution that states no date; the bound is a label for counting, never a date of the event."""
    return Resolution(choice=When(bound=edge) if edge else None, reasons=reasons)


def _is_outlet(voice: Voice) -> bool:
    actor = voice.actor.choice if voice.actor else None
    return actor is not None and actor.identity is not None and actor.sector == "MED"


def _dateline(report: Report) -> Place | None:
    """Say where a report was sent from."""
    if report.dateline is None:
        return None
    found: Resolution[Place] = resolve_place(report.dateline.place.of(report.text), context=PlaceContext())
    return found.choice


def _nearby(place: Place) -> Nearby:
    return Nearby(place.name, place.country, place.admin1, place.lat, place.lon)
