"""Plain values enter, grounded reports and claims leave: tests say only what matters to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar

from dateline.model import (
    Actor,
    Claim,
    Count,
    EventType,
    Factuality,
    Interval,
    Location,
    Origin,
    Party,
    Place,
    PlacePrecision,
    Precision,
    Published,
    Report,
    Resolution,
    Sector,
    Source,
    Span,
    Timing,
    Voice,
    When,
    claim_id,
    digest,
)
from dateline.weave import Evidence, Traits, evidence_of, traits_of

T = TypeVar("T")

ORIGIN = Origin("test", "1")
NOWHERE = Span(0, 0)
DAY = dt.date(2020, 4, 1)


def report(text: str, *, outlet: str | None = "Daily A", day: dt.date | None = DAY, name: str | None = None) -> Report:
    """A report; its first line is the title."""
    return Report(
        id=digest(text, outlet, None, str(day)),
        text_id=digest(text),
        text=text,
        title_end=text.find("\n") if "\n" in text else 0,
        outlet=outlet,
        published=Published(day) if day else None,
        source=Source("news.jsonl", given_id=name) if name else None,
        language="en",
    )


def actor(
    name: str,
    country: str | None = None,
    sector: Sector | None = None,
    *,
    identity: str | None = None,
) -> Actor:
    """An actor; a person's identity begins with `person/`, as the actor book gives it."""
    return Actor(identity=identity, name=name, country=country, sector=sector)


def place(
    name: str,
    country: str,
    at: tuple[float, float] | None = None,
    precision: PlacePrecision = "town",
    *,
    id_: str | None = None,
) -> Place:
    """A place, with coordinates where it is a point."""
    lat, lon = at or (None, None)
    return Place(id=id_, name=name, country=country, lat=lat, lon=lon, precision=precision)


def days(start: dt.date, end: dt.date | None = None, precision: Precision = "day") -> Interval:
    """An interval of days."""
    return Interval(start, end or start, precision, "text")


def claim(
    of: Report,
    trigger: str,
    type_: EventType = "ASSAULT",
    *,
    mode: str | None = None,
    factuality: Factuality = "occurred",
    actors: Sequence[Actor] = (),
    recipients: Sequence[Actor] = (),
    places: Sequence[Place] = (),
    stated: Interval | None = None,
    killed: tuple[int | None, int | None] | None = None,
    injured: tuple[int | None, int | None] | None = None,
    speaker: Actor | None = None,
    told: str | None = None,
    origin: Origin = ORIGIN,
    confidence: float = 0.9,
) -> Claim:
    """A claim at the first occurrence of the trigger; its sentence is the line that the trigger stands in."""
    start = of.text.index(trigger)
    span = Span(start, start + len(trigger))
    end = of.text.find("\n", start)
    line = Span(of.text.rfind("\n", 0, start) + 1, len(of.text) if end < 0 else end)
    id_ = claim_id(of.id, span, type_)
    return Claim(
        id=id_,
        report_id=of.id,
        event=told or id_,
        type=type_,
        mode=mode,
        factuality=factuality,
        actors=tuple(Party(NOWHERE, one.name, _chosen(one)) for one in actors),
        recipients=tuple(Party(NOWHERE, one.name, _chosen(one)) for one in recipients),
        places=tuple(Location(NOWHERE, one.name, _chosen(one)) for one in places),
        timing=_timing(of, stated),
        attribution=(Voice(NOWHERE, speaker.name, None, _chosen(speaker)),) if speaker else (),
        killed=Count(NOWHERE, "", *killed) if killed else None,
        injured=Count(NOWHERE, "", *injured) if injured else None,
        trigger=span,
        quote=line,
        sentence=line,
        confidence=confidence,
        origin=origin,
    )


def evidence(of: Report, *args: str, **fields: object) -> Evidence:
    """A claim as `claim` makes it, beside its report's facts."""
    return evidence_of(of, claim(of, *args, **fields))  # type: ignore[arg-type] # passed on as they are


def traits(of: Report, *args: str, **fields: object) -> Traits:
    """The traits of a claim as `claim` makes it."""
    (found,) = traits_of([evidence(of, *args, **fields)], of.text)
    return found


def _chosen(value: T) -> Resolution[T]:
    return Resolution(choice=value, score=0.9, reasons=("test",))


def _timing(of: Report, stated: Interval | None) -> Timing:
    day = of.published.day if of.published else None
    bound = Interval(day - dt.timedelta(days=7), day, "range", "publication") if day else None
    when = When(stated=stated, bound=bound)
    return Timing(NOWHERE if stated else None, "then" if stated else None, _chosen(when))
