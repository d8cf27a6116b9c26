"""Events and claims enter, flat rows leave: one value a column, in a fixed order, for CSV and GeoJSON.

Several values in one cell are joined by `; ` in the order of the source. A stated date and the bound that the report's
own day gives stand in columns of their own, and the stated one is empty where the text says none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from dateline.export.lines import ClaimLine
from dateline.model import Actor, Event, Interval, Party, Place, PlacePrecision, Toll
from dateline.ontology import ontology

T = TypeVar("T")
Cell = str | int | float | None
"""What a column holds; None is an empty cell."""

JOIN = "; "
"""What stands between several values of one cell."""

_EXACT_FIRST: tuple[PlacePrecision, ...] = ("site", "town", "district", "province", "region", "country")


@dataclasses.dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its name, what it holds, and how it is read from a row's source."""

    name: str
    holds: str
    get: Callable[[T], Cell]


def joined(values: Iterable[str | None]) -> str | None:
    """Join what is there, each once; None where nothing is."""
    return JOIN.join(dict.fromkeys(value for value in values if value)) or None


def _start(interval: Interval | None) -> str | None:
    return interval.start.isoformat() if interval else None


def _end(interval: Interval | None) -> str | None:
    return interval.end.isoformat() if interval else None


def most_exact(places: Iterable[Place]) -> Place | None:
    """Give the most exact place, the first of several that are equally exact, or None."""
    return min(places, key=lambda place: _EXACT_FIRST.index(place.precision), default=None)


def event_place(event: Event) -> Place | None:
    """Give the place that stands for an event: its most exact one."""
    return most_exact(event.places)


def claim_place(line: ClaimLine) -> Place | None:
    """Give the place that stands for a claim: the first that its report gives, where that was resolved."""
    first = line.claim.places[0] if line.claim.places else None
    return first.place.choice if first and first.place else None


def _chosen(parties: Iterable[Party]) -> tuple[Actor, ...]:
    return tuple(party.actor.choice for party in parties if party.actor and party.actor.choice)


def _stated(line: ClaimLine) -> Interval | None:
    when = line.claim.timing.when
    return when.choice.stated if when and when.choice else None


def _bound(line: ClaimLine) -> Interval | None:
    when = line.claim.timing.when
    return when.choice.bound if when and when.choice else None


def _who(name: str, holds: str, get: Callable[[T], Iterable[Actor]]) -> tuple[Column[T], ...]:
    return (
        Column(f"{name}_countries", f"ISO 3166-1 alpha-3 of {holds}", lambda row: joined(a.country for a in get(row))),
        Column(f"{name}_sectors", f"PLOVER sectors of {holds}", lambda row: joined(a.sector for a in get(row))),
    )


def claim_places(line: ClaimLine) -> tuple[Place, ...]:
    """Give all places that a claim's places were resolved to, in the order of its report."""
    return tuple(at.place.choice for at in line.claim.places if at.place and at.place.choice)


def _where(get: Callable[[T], Place | None], every: Callable[[T], Iterable[Place]]) -> tuple[Column[T], ...]:
    def of(read: Callable[[Place], Cell]) -> Callable[[T], Cell]:
        return lambda row: read(place) if (place := get(row)) else None

    return (
        Column("place", "the place that stands for all, as the gazetteer names it", of(lambda place: place.name)),
        Column("place_country", "ISO 3166-1 alpha-3 of the place", of(lambda place: place.country)),
        Column("place_precision", "site, town, district, province, country or region", of(lambda p: p.precision)),
        Column("place_radius_km", "how far the place reaches, in kilometres", of(lambda place: place.radius_km)),
        Column("lat", "WGS 84 degrees north; empty for countries", of(lambda place: place.lat)),
        Column("lon", "WGS 84 degrees east; empty for countries", of(lambda place: place.lon)),
        Column("places", "all its places, as the gazetteer names them", lambda r: joined(p.name for p in every(r))),
        Column("places_countries", "ISO 3166-1 alpha-3 of them all", lambda r: joined(p.country for p in every(r))),
    )


def _when(stated: Callable[[T], Interval | None], bound: Callable[[T], Interval | None]) -> tuple[Column[T], ...]:
    return (
        Column("date_start", "first day that the text states; empty where it states none", lambda r: _start(stated(r))),
        Column("date_end", "last day that the text states", lambda row: _end(stated(row))),
        Column("date_precision", "how exact the stated date is", lambda r: i.precision if (i := stated(r)) else None),
        Column("bound_start", "first day that the day of the report allows; not stated", lambda r: _start(bound(r))),
        Column("bound_end", "last day that the day of the report allows; not stated", lambda row: _end(bound(row))),
    )


def _sides(toll: Toll | None) -> str | None:
    return joined(f"{side.side} {side.best}" for side in toll.sides) if toll else None


EVENT_COLUMNS: tuple[Column[Event], ...] = (
    Column("event_id", "the smallest id of the event's claims", lambda e: e.id),
    Column("type", "PLOVER type", lambda e: e.type),
    Column("mode", "PLOVER mode", lambda e: e.mode),
    Column("cameo", "nearest CAMEO code", lambda e: ontology().cameo(e.type, e.mode)),
    Column(
        "factuality",
        "whether it happened: `occurred` once one report says so (who denies it shows in `status`)",
        lambda e: e.factuality,
    ),
    Column("status", "what its claims amount to", lambda e: e.status),
    *_when(lambda e: e.stated, lambda e: e.bound),
    Column("first_reported", "day of the first report", lambda e: d.isoformat() if (d := e.first_reported) else None),
    Column("last_reported", "day of the last report", lambda e: d.isoformat() if (d := e.last_reported) else None),
    Column("actors", "who acted", lambda e: joined(actor.name for actor in e.actors)),
    *_who("actor", "those who acted", lambda e: e.actors),
    Column("recipients", "who was acted on", lambda e: joined(actor.name for actor in e.recipients)),
    *_who("recipient", "those who were acted on", lambda e: e.recipients),
    *_where(event_place, lambda e: e.places),
    Column("killed_low", "lowest toll of killed; empty where it is open", lambda e: e.killed.low if e.killed else None),
    Column(
        "killed_high",
        "highest toll of killed; empty where it is open (`at least`)",
        lambda e: e.killed.high if e.killed else None,
    ),
    Column("killed_latest", "toll of killed in the latest report", lambda e: e.killed.latest if e.killed else None),
    Column(
        "injured_low", "lowest toll of injured; empty where it is open", lambda e: e.injured.low if e.injured else None
    ),
    Column(
        "injured_high",
        "highest toll of injured; empty where it is open (`at least`)",
        lambda e: e.injured.high if e.injured else None,
    ),
    Column("injured_latest", "toll of injured in the latest report", lambda e: e.injured.latest if e.injured else None),
    Column("reports", "how many reports tell of it", lambda e: e.reports),
    Column("outlets", "which outlets tell of it", lambda e: joined(e.outlets)),
    Column("headline", "the words that stand for it", lambda e: e.headline),
    Column(
        "claims",
        "ids of its claims; each leads to the event, as whatever id it had before does",
        lambda e: joined(e.claims),
    ),
    Column("origins", "how many independent sources tell of it: prints of one text are one", lambda e: e.origins),
    Column("killed_best", "toll of killed that is best founded", lambda e: e.killed.best if e.killed else None),
    Column("injured_best", "toll of injured that is best founded", lambda e: e.injured.best if e.injured else None),
    Column("killed_sides", "best founded toll of killed of each side, where told apart", lambda e: _sides(e.killed)),
    Column("injured_sides", "best founded toll of injured of each side, where told apart", lambda e: _sides(e.injured)),
    Column(
        "course",
        "how it was told in turn, each with the first day of the telling: `planned 2020-03-03`",
        lambda e: joined(f"{turn.factuality} {turn.said}" if turn.said else turn.factuality for turn in e.course),
    ),
    Column("quarrels", "what sources contradict each other in", lambda e: joined(q.detail for q in e.quarrels)),
)
"""The columns of events, in order."""

CLAIM_COLUMNS: tuple[Column[ClaimLine], ...] = (
    Column("claim_id", "hash of report, trigger and type", lambda row: row.claim.id),
    Column("event_id", "the event that the archive makes it part of", lambda row: row.event),
    Column("event_in_report", "shared by the report's claims about one event", lambda row: row.claim.event),
    Column("report", "the id that the source gave the report", lambda row: row.report.name),
    Column("report_id", "the report's own id", lambda row: row.report.id),
    Column("outlet", "who published it", lambda row: row.report.outlet),
    Column("published", "day of publication", lambda r: day.isoformat() if (day := r.report.published) else None),
    Column("url", "where it was published", lambda row: row.report.url),
    Column("type", "PLOVER type", lambda row: row.claim.type),
    Column("mode", "PLOVER mode", lambda row: row.claim.mode),
    Column("cameo", "nearest CAMEO code", lambda row: ontology().cameo(row.claim.type, row.claim.mode)),
    Column("factuality", "whether the report says that it happened", lambda row: row.claim.factuality),
    Column("confidence", "calibrated probability that place and type are right", lambda row: row.claim.confidence),
    *_when(_stated, _bound),
    Column("date_text", "the report's words for the date", lambda row: row.claim.timing.text),
    Column("actors", "who acted, in the report's words", lambda row: joined(p.text for p in row.claim.actors)),
    Column("actor_names", "who that is", lambda row: joined(actor.name for actor in _chosen(row.claim.actors))),
    *_who("actor", "those who acted", lambda row: _chosen(row.claim.actors)),
    Column("recipients", "who was acted on, in its words", lambda row: joined(p.text for p in row.claim.recipients)),
    Column("recipient_names", "who that is", lambda row: joined(actor.name for actor in _chosen(row.claim.recipients))),
    *_who("recipient", "those who were acted on", lambda row: _chosen(row.claim.recipients)),
    Column(
        "place_text",
        "the report's words for the first place",
        lambda row: joined(p.text for p in row.claim.places[:1]),
    ),
    Column("places_text", "its words for all places", lambda row: joined(p.text for p in row.claim.places)),
    *_where(claim_place, claim_places),
    Column("attribution", "who says so, outermost first", lambda row: joined(v.text for v in row.claim.attribution)),
    Column("killed_low", "killed, at least", lambda row: row.claim.killed.low if row.claim.killed else None),
    Column("killed_high", "killed, at most", lambda row: row.claim.killed.high if row.claim.killed else None),
    Column("injured_low", "injured, at least", lambda row: row.claim.injured.low if row.claim.injured else None),
    Column("injured_high", "injured, at most", lambda row: row.claim.injured.high if row.claim.injured else None),
    Column("quantity", "another count, in the report's words", lambda r: q.text if (q := r.claim.quantity) else None),
    Column("instrument", "weapon or means, in its words", lambda row: i.text if (i := row.claim.instrument) else None),
    Column("trigger", "the word or phrase that names the event", lambda row: row.trigger),
    Column("trigger_start", "its offset in title + newline + text", lambda row: row.claim.trigger.start),
    Column("sentence", "the sentence that says so", lambda row: row.sentence),
    Column("sentence_start", "its offset in title + newline + text", lambda row: row.claim.sentence.start),
    Column("coder", "which coder made it", lambda row: row.claim.origin.coder),
    Column("coder_version", "in which version", lambda row: row.claim.origin.version),
    Column("origin", "whose text the report is: an agency, else its outlet", lambda row: row.report.origin),
    Column(
        "family",
        "shared by reports that print one text or are versions of one: they are one independent source",
        lambda row: row.report.family,
    ),
)
"""The columns of claims, in order."""
