"""Events with their claims and links enter, rows of five tidy tables leave: one value a column, one observation a row.

What a field holds is written beside its type; the schema of Parquet and the codebook are both made from that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import msgspec

from dateline.export.columns import CLAIM_COLUMNS, EVENT_COLUMNS, JOIN
from dateline.export.lines import line_of
from dateline.model import (
    Actor,
    Event,
    EventType,
    Factuality,
    Link,
    Party,
    PlacePrecision,
    Precision,
    Sector,
    Status,
    Voice,
)

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

_Role = Literal["actor", "recipient", "source"]

_OF_EVENTS = {column.name: column.holds for column in EVENT_COLUMNS}
_OF_CLAIMS = {column.name: column.holds for column in CLAIM_COLUMNS}


def _e(name: str) -> msgspec.Meta:
    """Say what a column of events holds, as the flat export of events does."""
    return msgspec.Meta(description=_OF_EVENTS[name])


def _c(name: str) -> msgspec.Meta:
    """Say what a column of claims holds, as the flat export of claims does."""
    return msgspec.Meta(description=_OF_CLAIMS[name])


def _is(words: str) -> msgspec.Meta:
    return msgspec.Meta(description=words)


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """One event. Who, where and in which words stands in the other tables, under `event_id`."""

    event_id: Annotated[str, _e("event_id")]
    type: Annotated[EventType, _e("type")]
    mode: Annotated[str | None, _e("mode")]
    cameo: Annotated[str, _e("cameo")]
    factuality: Annotated[Factuality, _e("factuality")]
    status: Annotated[Status, _e("status")]
    date_start: Annotated[dt.date | None, _e("date_start")]
    date_end: Annotated[dt.date | None, _e("date_end")]
    date_precision: Annotated[Precision | None, _e("date_precision")]
    bound_start: Annotated[dt.date | None, _e("bound_start")]
    bound_end: Annotated[dt.date | None, _e("bound_end")]
    first_reported: Annotated[dt.date | None, _e("first_reported")]
    last_reported: Annotated[dt.date | None, _e("last_reported")]
    killed_low: Annotated[int | None, _e("killed_low")]
    killed_best: Annotated[int | None, _e("killed_best")]
    killed_high: Annotated[int | None, _e("killed_high")]
    killed_latest: Annotated[int | None, _e("killed_latest")]
    injured_low: Annotated[int | None, _e("injured_low")]
    injured_best: Annotated[int | None, _e("injured_best")]
    injured_high: Annotated[int | None, _e("injured_high")]
    injured_latest: Annotated[int | None, _e("injured_latest")]
    reports: Annotated[int, _e("reports")]
    origins: Annotated[int, _e("origins")]
    headline: Annotated[str, _e("headline")]


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """One report's statement of an event, with what names its report."""

    claim_id: Annotated[str, _c("claim_id")]
    event_id: Annotated[str, _c("event_id")]
    event_in_report: Annotated[str, _c("event_in_report")]
    report_id: Annotated[str, _c("report_id")]
    report: Annotated[str, _c("report")]
    title: Annotated[str, _is("the report's headline")]
    outlet: Annotated[str | None, _c("outlet")]
    origin: Annotated[str | None, _c("origin")]
    family: Annotated[str | None, _c("family")]
    published: Annotated[dt.date | None, _c("published")]
    url: Annotated[str | None, _c("url")]
    type: Annotated[EventType, _c("type")]
    mode: Annotated[str | None, _c("mode")]
    cameo: Annotated[str, _c("cameo")]
    factuality: Annotated[Factuality, _c("factuality")]
    confidence: Annotated[float, _c("confidence")]
    date_start: Annotated[dt.date | None, _c("date_start")]
    date_end: Annotated[dt.date | None, _c("date_end")]
    date_precision: Annotated[Precision | None, _c("date_precision")]
    bound_start: Annotated[dt.date | None, _c("bound_start")]
    bound_end: Annotated[dt.date | None, _c("bound_end")]
    date_text: Annotated[str | None, _c("date_text")]
    killed_low: Annotated[int | None, _c("killed_low")]
    killed_high: Annotated[int | None, _c("killed_high")]
    injured_low: Annotated[int | None, _c("injured_low")]
    injured_high: Annotated[int | None, _c("injured_high")]
    quantity: Annotated[str | None, _c("quantity")]
    instrument: Annotated[str | None, _c("instrument")]
    trigger: Annotated[str, _c("trigger")]
    trigger_start: Annotated[int, _c("trigger_start")]
    sentence: Annotated[str, _c("sentence")]
    sentence_start: Annotated[int, _c("sentence_start")]
    coder: Annotated[str, _c("coder")]
    coder_version: Annotated[str, _c("coder_version")]


class ActorRow(msgspec.Struct, frozen=True, kw_only=True):
    """Someone named in a claim: who acts, who is acted on, or who says so."""

    event_id: Annotated[str, _c("event_id")]
    claim_id: Annotated[str, _is("the claim that names them")]
    role: Annotated[_Role, _is("what they are to the claim")]
    number: Annotated[int, _is("their place among those of that role, from 1; of sources the outermost is the first")]
    text: Annotated[str, _is("the report's words")]
    identity: Annotated[
        str | None, _is("id in the actor book; empty where the words are only classed, or not even that")
    ]
    name: Annotated[str | None, _is("who that is; empty where it could not be told")]
    country: Annotated[str | None, _is("ISO 3166-1 alpha-3")]
    sector: Annotated[Sector | None, _is("PLOVER sector")]
    score: Annotated[float | None, _is("how sure that is, from 0 to 1")]
    in_event: Annotated[bool, _is("whether the event shows them in that role")]


class PlaceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a claim names."""

    event_id: Annotated[str, _c("event_id")]
    claim_id: Annotated[str, _is("the claim that names it")]
    number: Annotated[int, _is("its place among those of the claim, from 1")]
    text: Annotated[str, _is("the report's words")]
    place_id: Annotated[str | None, _is("id in the gazetteer; empty where the place could not be told")]
    name: Annotated[str | None, _is("the place as the gazetteer names it")]
    country: Annotated[str | None, _is("ISO 3166-1 alpha-3 of the country that it lies in")]
    admin1: Annotated[str | None, _is("the province that it lies in")]
    precision: Annotated[PlacePrecision | None, _is("what kind of place it is")]
    lat: Annotated[float | None, _is("WGS 84 degrees north; empty for countries and regions")]
    lon: Annotated[float | None, _is("WGS 84 degrees east; empty for countries and regions")]
    radius_km: Annotated[float | None, _is("how far it reaches, in kilometres")]
    score: Annotated[float | None, _is("how sure the choice of the place is, from 0 to 1")]
    in_event: Annotated[bool, _is("whether the event shows it")]


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """Two claims judged to be about one event, or not to be."""

    event_id: Annotated[str, _is("the event of the left claim")]
    left: Annotated[str, _is("the claim with the smaller id")]
    right: Annotated[str, _is("the other claim; its event is another one where the link was left unused")]
    same: Annotated[bool, _is("whether they are judged to be about one event")]
    score: Annotated[float, _is("how sure that is, from 0 to 1")]
    judge: Annotated[str, _is("`machine:` with the version of the rules, or a person's name")]
    judged: Annotated[dt.datetime | None, _is("when a person judged it, in UTC")]
    reasons: Annotated[str, _is("each named feature with what it adds to the score or takes from it")]


Row = EventRow | ClaimRow | ActorRow | PlaceRow | LinkRow
R = TypeVar("R", bound=Row)

TABLES: Mapping[str, type[Row]] = MappingProxyType(
    {"events": EventRow, "claims": ClaimRow, "actors": ActorRow, "places": PlaceRow, "links": LinkRow}
)
"""The tables by name."""


def rows_of(told: Told) -> Iterator[tuple[str, Row]]:
    """Give all rows of an event, each with the name of its table."""
    yield "events", row_of_event(told.event)
    for one in told.claims:
        yield "claims", row_of_claim(one)
        yield from (("actors", row) for row in _actors(one, told.event))
        yield from (("places", row) for row in _places(one, told.event))
    yield from (("links", _link(link, told.event.id)) for link in told.links)


def rows_in(kind: type[R], told: Iterable[Told]) -> Iterator[R]:
    """Give the rows of one table."""
    return (row for one in told for _, row in rows_of(one) if isinstance(row, kind))


_EVENT_CELLS = [column for column in EVENT_COLUMNS if column.name in EventRow.__struct_fields__]
_CLAIM_CELLS = [column for column in CLAIM_COLUMNS if column.name in ClaimRow.__struct_fields__]


def row_of_event(event: Event) -> EventRow:
    """Give the row of an event: the cells of the flat export, its days as days."""
    return msgspec.convert({column.name: column.get(event) for column in _EVENT_CELLS}, EventRow)


def row_of_claim(one: StoredClaim) -> ClaimRow:
    """Give the row of a claim, likewise."""
    line = line_of(one)
    return msgspec.convert({"title": one.title} | {column.name: column.get(line) for column in _CLAIM_CELLS}, ClaimRow)


def _actors(one: StoredClaim, event: Event) -> Iterator[ActorRow]:
    claim = one.claim
    roles: tuple[tuple[_Role, Sequence[Party | Voice], tuple[Actor, ...]], ...] = (
        ("actor", claim.actors, event.actors),
        ("recipient", claim.recipients, event.recipients),
        ("source", claim.attribution, ()),
    )
    for role, parties, shown in roles:
        for number, party in enumerate(parties, start=1):
            who = party.actor.choice if party.actor else None
            yield ActorRow(
                event_id=event.id,
                claim_id=claim.id,
                role=role,
                number=number,
                text=party.text,
                identity=who.identity if who else None,
                name=who.name if who else None,
                country=who.country if who else None,
                sector=who.sector if who else None,
                score=party.actor.score if party.actor and who else None,
                in_event=who is not None and any(_same(who, other) for other in shown),
            )


def _same(one: Actor, other: Actor) -> bool:
    return one == other or (one.identity is not None and one.identity == other.identity)


def _places(one: StoredClaim, event: Event) -> Iterator[PlaceRow]:
    for number, at in enumerate(one.claim.places, start=1):
        place = at.place.choice if at.place else None
        point = place if place and place.precision not in {"country", "region"} else None
        yield PlaceRow(
            event_id=event.id,
            claim_id=one.claim.id,
            number=number,
            text=at.text,
            place_id=place.id if place else None,
            name=place.name if place else None,
            country=place.country if place else None,
            admin1=place.admin1 if place else None,
            precision=place.precision if place else None,
            lat=point.lat if point else None,
            lon=point.lon if point else None,
            radius_km=place.radius_km if place else None,
            score=at.place.score if at.place and place else None,
            in_event=place in event.places,
        )


def _link(link: Link, event_id: str) -> LinkRow:
    return LinkRow(
        event_id=event_id,
        left=link.left,
        right=link.right,
        same=link.same,
        score=link.score,
        judge=link.judge,
        judged=link.judged,
        reasons=JOIN.join(f"{reason.feature} {reason.weight:+.2f}" for reason in link.reasons),
    )
