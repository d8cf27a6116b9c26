"""A kept claim with its report and its event enters, every choice made for it leaves with candidates and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

from dateline.cli.highlight import Mark, marks_of
from dateline.code.weighed import Join, Weighed
from dateline.export import ClaimLine, ReportRef
from dateline.model import (
    Actor,
    Claim,
    Count,
    Edge,
    Event,
    EventType,
    Factuality,
    Link,
    Origin,
    Phrase,
    Place,
    Report,
    Resolution,
    Role,
    Span,
    When,
)
from dateline.ontology import ontology

T = TypeVar("T")

_TAKEN = re.compile(r"said of the same event at offset (\d+)")


class MarkedSentence(msgspec.Struct, frozen=True):
    """A sentence that the claim rests on, and the parts of the claim in it; spans count in the report's text."""

    span: Span
    text: str
    marks: tuple[Mark, ...]


class Told(msgspec.Struct, frozen=True):
    """Another claim of the same event that a value was taken from: its id and its trigger."""

    claim: str
    trigger: str
    offset: int


class Choice(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """What the report says, and what was made of it.

    `role_score` is the probability that the words play this part for the trigger; None where that is not known again.
    `taken_from` is the claim that the value was read for, where this one leaves it out.
    """

    span: Span | None = None
    text: str | None
    role_score: float | None = None
    taken_from: Told | None = None
    resolution: Resolution[T] | None


class Speaker(Choice[Actor], frozen=True, kw_only=True):
    """One speaker; `level` 0 is the outermost, through whom the others are heard. `cue` are the words that say it."""

    level: int
    cue: str | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A number or words that are kept as they are: `part` says of what; `low` and `high` are None for mere words."""

    part: Role
    span: Span
    text: str
    low: int | None = None
    high: int | None = None


class What(msgspec.Struct, frozen=True, kw_only=True):
    """Type, mode and factuality with the calibrated confidence that place and type are right."""

    trigger: str
    span: Span
    type: EventType
    mode: str | None
    cameo: str
    weight: float
    factuality: Factuality
    confidence: float


class Other(msgspec.Struct, frozen=True, kw_only=True):
    """Another claim of the event: what it says, and what joins it to the explained one.

    `join` compares two claims of one report; `links` join it with the explained claim, or with another claim that the
    same report makes of the event.
    """

    claim: str
    report: ReportRef
    trigger: str
    sentence: str
    same_report: bool
    join: Join | None
    links: tuple[Link, ...]


class Coding(msgspec.Struct, frozen=True, kw_only=True):
    """Who made the claim, and what was weighed; where that cannot be known again, `weighed` is None and `note` says why."""

    origin: Origin
    weighed: Weighed | None
    note: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of how a claim came about; lists are in the order of the text.

    `asked` is the id that was given, which a later coding may have replaced by `claim`. `event` is the archive's event.
    """

    asked: str
    claim: str
    report: ReportRef
    sentences: tuple[MarkedSentence, ...]
    what: What
    actors: tuple[Choice[Actor], ...]
    recipients: tuple[Choice[Actor], ...]
    places: tuple[Choice[Place], ...]
    time: Choice[When]
    speakers: tuple[Speaker, ...]
    said: tuple[Said, ...]
    event: Event
    others: tuple[Other, ...]
    coding: Coding


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What an explanation is made of.

    `siblings` are all claims of the report, `members` those of the event, the first reported first; `sentences` are
    those of the report's story.
    """

    asked: str
    line: ClaimLine
    report: Report
    siblings: tuple[ClaimLine, ...]
    event: Event
    members: tuple[ClaimLine, ...]
    links: tuple[Link, ...]
    sentences: tuple[Span, ...]
    coding: Coding


def explanation(of: Evidence) -> Explanation:
    """Put together all that is known of how a claim came about."""
    claim = of.line.claim
    return Explanation(
        asked=of.asked,
        claim=claim.id,
        report=of.line.report,
        sentences=_sentences(of),
        what=_what(claim, of.line.trigger),
        actors=_in_text_order(_choice(of, "actor", one.span, one.text, one.actor) for one in claim.actors),
        recipients=_in_text_order(_choice(of, "recipient", one.span, one.text, one.actor) for one in claim.recipients),
        places=_in_text_order(_choice(of, "place", one.span, one.text, one.place) for one in claim.places),
        time=_choice(of, "time", claim.timing.span, claim.timing.text, claim.timing.when),
        speakers=_speakers(of),
        said=_said(claim),
        event=of.event,
        others=tuple(_other(of, line) for line in of.members if line.claim.id != claim.id),
        coding=of.coding,
    )


def _what(claim: Claim, trigger: str) -> What:
    codes = ontology()
    return What(
        trigger=trigger,
        span=claim.trigger,
        type=claim.type,
        mode=claim.mode,
        cameo=codes.cameo(claim.type, claim.mode),
        weight=codes.weight(claim.type),
        factuality=claim.factuality,
        confidence=claim.confidence,
    )


def _choice(of: Evidence, role: Role, span: Span | None, text: str | None, made: Resolution[T] | None) -> Choice[T]:
    return Choice(
        span=span,
        text=text,
        role_score=_role_score(of.coding.weighed, role, span),
        taken_from=_told(of, made),
        resolution=made,
    )


def _speakers(of: Evidence) -> tuple[Speaker, ...]:
    return _in_text_order(
        Speaker(
            span=voice.span,
            text=voice.text,
            role_score=_role_score(of.coding.weighed, "source", voice.span),
            taken_from=None,
            resolution=voice.actor,
            level=level,
            cue=voice.cue.of(of.report.text) if voice.cue else None,
        )
        for level, voice in enumerate(of.line.claim.attribution)
    )


C = TypeVar("C", bound=Choice[Actor] | Choice[Place])


def _in_text_order(choices: Iterable[C]) -> tuple[C, ...]:
    return tuple(sorted(choices, key=lambda choice: choice.span or Span(0, 0)))


def _role_score(weighed: Weighed | None, role: Role, span: Span | None) -> float | None:
    """Give how probably the words play the part; of several stretches that make up the words, that of the surest."""
    edges: tuple[Edge, ...] = weighed.roles if weighed else ()
    return max((e.score for e in edges if span and e.role == role and e.span.overlaps(span)), default=None)


def _told(of: Evidence, made: Resolution[T] | None) -> Told | None:
    """Find the claim that a value was taken from by the reason that grounding leaves on it."""
    found = (_TAKEN.fullmatch(reason) for reason in (made.reasons if made else ()))
    offsets = {int(match[1]) for match in found if match}
    claim = of.line.claim
    near = (each for each in of.siblings if each.claim.trigger.start in offsets and each.claim.type == claim.type)
    return next((Told(each.claim.id, each.trigger, each.claim.trigger.start) for each in near), None)


def _said(claim: Claim) -> tuple[Said, ...]:
    counts: tuple[tuple[Role, Count | None], ...] = (("killed", claim.killed), ("injured", claim.injured))
    phrases: tuple[tuple[Role, Phrase | None], ...] = (("quantity", claim.quantity), ("instrument", claim.instrument))
    found = [Said(part=part, span=n.span, text=n.text, low=n.low, high=n.high) for part, n in counts if n]
    found += [Said(part=part, span=words.span, text=words.text) for part, words in phrases if words]
    return tuple(sorted(found, key=lambda said: (said.span, said.part)))


def _sentences(of: Evidence) -> tuple[MarkedSentence, ...]:
    """Give the claim's own sentence and the others that hold what was made of it, in text order."""
    text, own = of.report.text, of.line.claim.sentence
    marks = marks_of(of.line.claim)
    spans = {own}
    for mark in marks:
        if not any(span.holds(mark.span) for span in spans):
            spans.add(next((span for span in of.sentences if span.holds(mark.span)), None) or _line(text, mark.span))
    return tuple(
        MarkedSentence(span, span.of(text), tuple(mark for mark in marks if span.holds(mark.span)))
        for span in sorted(spans)
    )


def _line(text: str, span: Span) -> Span:
    """Give the line around words that stand in no sentence of the story."""
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, end if end >= 0 else len(text))


def _other(of: Evidence, line: ClaimLine) -> Other:
    claim, other = of.line.claim, line.claim
    told = {claim.id} | {each.claim.id for each in of.siblings if each.claim.event == claim.event}
    joins = of.coding.weighed.joins if of.coding.weighed else ()
    return Other(
        claim=other.id,
        report=line.report,
        trigger=line.trigger,
        sentence=line.sentence,
        same_report=other.report_id == claim.report_id,
        join=next((join for join in joins if join.claim == other.id), None),
        links=tuple(link for link in of.links if other.id in _ends(link) and _ends(link) & (told - {other.id})),
    )


def _ends(link: Link) -> set[str]:
    return {link.left, link.right}
