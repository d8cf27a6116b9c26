"""Structs enter, database rows leave, and back: the whole struct as JSON beside the columns that are searched."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import msgspec

from dateline.model import (
    Actor,
    Claim,
    Event,
    Interval,
    Judgement,
    Link,
    Party,
    Place,
    Rejected,
    Report,
    ReportLink,
    When,
    digest,
)
from dateline.weave import Traits
from dateline.weave.words import folded

T = TypeVar("T")

Row = dict[str, object]

# Sorts after every real day: what has neither date nor report day comes last.
NO_DAY = dt.date.max

LONG = 31
"""Days: what is stated to have lasted longer (one event in twenty of a mixed stream) is looked for by itself where days are
asked for, so that of all else only a month before them is looked through. The migrations know the number too."""

# SQLite takes 32,766 bound values in a statement, PostgreSQL 65,535.
_IN_AT_MOST = 5000

# Traits that are kept decoded, some kilobytes each: what was just told is met again by what comes next.
_AT_HAND = 2048

_encode = msgspec.json.Encoder().encode
_report = msgspec.json.Decoder(Report)
_claim = msgspec.json.Decoder(Claim)
_event = msgspec.json.Decoder(Event)
_link = msgspec.json.Decoder(Link)
_judgement = msgspec.json.Decoder(Judgement)
_rejected = msgspec.json.Decoder(Rejected)
_report_link = msgspec.json.Decoder(ReportLink)
_traits = msgspec.json.Decoder(Traits)


def packed(value: msgspec.Struct) -> str:
    """Write a struct as JSON."""
    return _encode(value).decode()


def report_row(report: Report) -> Row:
    """Give the row of a report; its text is kept elsewhere, once for all its copies."""
    return {
        "id": report.id,
        "text_id": report.text_id,
        "name": report.name,
        "outlet": report.outlet,
        "origin": report.origin_id,
        "url": report.url,
        "published": report.published.day if report.published else None,
        "language": report.language,
        "title_end": report.title_end,
        "body": packed(msgspec.structs.replace(report, text="")),
    }


def report_of(body: str, text: str) -> Report:
    """Put a report together again."""
    return msgspec.structs.replace(_report.decode(body), text=text)


def claim_of(body: str) -> Claim:
    """Read a claim."""
    return _claim.decode(body)


def event_of(body: str) -> Event:
    """Read an event."""
    return _event.decode(body)


def link_of(body: str) -> Link:
    """Read a link."""
    return _link.decode(body)


def judgement_of(body: str) -> Judgement:
    """Read a judgement."""
    return _judgement.decode(body)


def rejected_of(body: str) -> Rejected:
    """Read a reject."""
    return _rejected.decode(body)


def report_link_of(body: str) -> ReportLink:
    """Read a link between reports."""
    return _report_link.decode(body)


@functools.lru_cache(_AT_HAND)
def traits_from(body: str) -> Traits:
    """Read traits."""
    return _traits.decode(body)


def claim_row(claim: Claim, *, seq: int, run: int, published: dt.date | None) -> Row:
    """Give the row of a claim."""
    when = claim.timing.when.choice if claim.timing.when else None
    return {
        "seq": seq,
        "id": claim.id,
        "run": run,
        "report_id": claim.report_id,
        "type": claim.type,
        "mode": claim.mode,
        "factuality": claim.factuality,
        **_days(when or When(), published),
        "place_in_text": claim.trigger.start,
        "body": packed(claim),
        "long": is_long(when or When()),
    }


def event_row(event: Event) -> Row:
    """Give the row of an event."""
    when = When(stated=event.stated, bound=event.bound)
    return {
        "id": event.id,
        "type": event.type,
        "factuality": event.factuality,
        "status": event.status,
        **_days(when, event.first_reported),
        "reports": event.reports,
        "body": packed(event),
        "long": is_long(when),
    }


def link_row(link: Link) -> Row:
    """Give the row of a link."""
    return {
        "left": link.left,
        "right": link.right,
        "judge": link.judge,
        "same": link.same,
        "score": link.score,
        "body": packed(link),
    }


def report_link_row(link: ReportLink) -> Row:
    """Give the row of a link between reports."""
    return {"left": link.left, "right": link.right, "kind": link.kind, "score": link.score, "body": packed(link)}


def day_of(when: When, reported: dt.date | None) -> dt.date:
    """Give the day that chronologies sort by: the first stated one, else the last possible, else that of the report."""
    # A bound ends at the report's day, and what is undated has mostly just happened.
    first = when.stated.start if when.stated else when.bound.end if when.bound else reported
    return first or NO_DAY


def actor_rows(claim: Claim, seq: int) -> Iterator[tuple[Row, Row]]:
    """Give, for each party of a claim, the row of the actor and the row that ties it to the claim."""
    for role, parties in (("actor", claim.actors), ("recipient", claim.recipients)):
        for number, party in enumerate(parties):
            actor = _actor_row(party)
            score = party.actor.score if party.actor and party.actor.choice else None
            yield actor, {"claim": seq, "role": role, "number": number, "actor": actor["id"], "score": score}


def place_rows(claim: Claim, seq: int) -> Iterator[tuple[Row, Row]]:
    """Give, for each place of a claim, the row of the place and the row that ties it to the claim."""
    for number, location in enumerate(claim.places):
        choice = location.place.choice if location.place else None
        place = _place_row(choice, location.text)
        score = location.place.score if location.place and choice else None
        yield place, {"claim": seq, "number": number, "place": place["id"], "score": score}


def chunks(items: Iterable[T], size: int = _IN_AT_MOST) -> Iterator[list[T]]:
    """Cut a row of things into lists of at most `size`."""
    chunk: list[T] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def distinct(rows: Sequence[Row]) -> dict[str, Row]:
    """Give rows by their `id`, each once."""
    return {str(row["id"]): row for row in rows}


def _days(when: When, reported: dt.date | None) -> Row:
    days: Interval | None = when.stated or when.bound
    return {
        "dated": when.stated is not None,
        "start": days.start if days else None,
        "end": days.end if days else None,
        "day": day_of(when, reported),
    }


def is_long(when: When) -> bool:
    """Tell whether stated days reach so far that a search by days looks for them by themselves."""
    return when.stated is not None and (when.stated.end - when.stated.start).days > LONG


def _actor_row(party: Party) -> Row:
    actor = party.actor.choice if party.actor else None
    known = actor or Actor(name=party.text)
    return {
        "id": digest(known.identity, known.name, known.country, known.sector),
        "identity": known.identity,
        "name": known.name,
        "country": known.country,
        "sector": known.sector,
        "folded": folded(f"{known.name} {known.identity or ''}"),
    }


def _place_row(place: Place | None, words: str) -> Row:
    name = place.name if place else words
    row: Row = {
        "gazetteer_id": place.id if place else None,
        "name": name,
        "country": place.country if place else None,
        "precision": place.precision if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "folded": folded(name),
    }
    return {"id": digest(*(None if value is None else str(value) for value in row.values())), **row}
