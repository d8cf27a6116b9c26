"""Own reports, claims and events for the tests of exports and of the command line."""

from __future__ import annotations

import datetime as dt

from dateline.model import (
    Actor,
    Claim,
    Count,
    Event,
    Interval,
    Location,
    Number,
    Origin,
    Party,
    Phrase,
    Place,
    Published,
    Report,
    Resolution,
    Source,
    Span,
    Timing,
    Toll,
    Voice,
    When,
    claim_id,
    digest,
)

TITLE = "Gunmen attack convoy"
BODY = (
    "Gunmen attacked a convoy of the Veltish army near Orvale on Monday, killing at least 3 soldiers, "
    "a police officer said.\nThe army may send drones."
)
TEXT = f"{TITLE}\n{BODY}"
MONDAY = dt.date(2021, 3, 1)
ORVALE = Place(id="place:1", name="Orvale", country="VEL", lat=12.345678, lon=-3.5, precision="town")
VELTIA = Place(id="country:VEL", name="Veltia", country="VEL", precision="country")
ARMY = Actor(identity="veltish-army", name="Veltish Army", country="VEL", sector="MIL")
ORIGIN = Origin("sample", "1")


def report(text: str = TEXT, *, name: str | None = "r1", day: dt.date | None = dt.date(2021, 3, 2)) -> Report:
    """Make a report whose title is its first line."""
    return Report(
        id=digest(text, "The Orvale Post", None, str(day)),
        text_id=digest(text),
        text=text,
        title_end=max(text.find("\n"), 0),
        outlet="The Orvale Post",
        published=Published(day) if day else None,
        language="en",
        source=Source("reports.jsonl", "line 1", name),
    )


def span(words: str, text: str = TEXT, after: int = 0) -> Span:
    """Find words in a text."""
    at = text.index(words, after)
    return Span(at, at + len(words))


def attack(of: Report) -> Claim:
    """Give the full claim of the sample's first sentence."""
    sentence = Span(of.text.index("\n") + 1, of.text.index("\n", of.text.index("\n") + 1))
    trigger = span("attacked", of.text)
    stated = Interval(MONDAY, MONDAY, "day", "publication")
    return Claim(
        id=claim_id(of.id, trigger, "ASSAULT"),
        report_id=of.id,
        event=claim_id(of.id, trigger, "ASSAULT"),
        type="ASSAULT",
        mode="firearms",
        factuality="occurred",
        actors=(Party(span("Gunmen", of.text, sentence.start), "Gunmen"),),
        recipients=(
            Party(
                span("the Veltish army", of.text),
                "the Veltish army",
                Resolution(choice=ARMY, score=0.9, reasons=("named in the actor book",)),
            ),
        ),
        places=(
            Location(span("Orvale", of.text), "Orvale", Resolution(choice=ORVALE, score=0.8, reasons=("only one",))),
        ),
        timing=Timing(
            span("on Monday", of.text),
            "on Monday",
            Resolution(choice=When(stated=stated), score=0.9, reasons=("the Monday before the report",)),
        ),
        attribution=(Voice(span("a police officer", of.text), "a police officer"),),
        killed=Count(span("at least 3 soldiers", of.text), "at least 3 soldiers", 3, None),
        trigger=trigger,
        quote=sentence,
        sentence=sentence,
        confidence=0.81,
        origin=ORIGIN,
    )


def drones(of: Report) -> Claim:
    """Give the bare claim of the sample's second sentence: only possible, no place, no date."""
    sentence = Span(of.text.rindex("\n") + 1, len(of.text))
    trigger = span("send", of.text)
    bound = Interval(dt.date(2021, 2, 1), dt.date(2021, 3, 2), "range", "publication")
    return Claim(
        id=claim_id(of.id, trigger, "MOBILIZE"),
        report_id=of.id,
        event=claim_id(of.id, trigger, "MOBILIZE"),
        type="MOBILIZE",
        mode=None,
        factuality="possible",
        actors=(Party(span("The army", of.text), "The army", Resolution(choice=ARMY, score=0.7)),),
        timing=Timing(None, None, Resolution(choice=When(bound=bound), score=1.0)),
        quantity=None,
        instrument=Phrase(span("drones", of.text), "drones"),
        trigger=trigger,
        quote=sentence,
        sentence=sentence,
        confidence=0.3,
        origin=ORIGIN,
    )


def event(**changed: object) -> Event:
    """Give a dated, placed event with tolls; fields can be given otherwise."""
    fields: dict[str, object] = {
        "id": "0a" * 10,
        "claims": ("0a" * 10, "0b" * 10),
        "type": "ASSAULT",
        "mode": "firearms",
        "factuality": "occurred",
        "status": "corroborated",
        "recipients": (ARMY,),
        "places": (VELTIA, ORVALE),
        "stated": Interval(MONDAY, MONDAY, "day", "publication"),
        "killed": Toll(low=3, best=5, high=5, latest=5, as_said=Number(5, 5), why="the latest number"),
        "reports": 2,
        "origins": 2,
        "outlets": ("The Orvale Post", "Veltish Radio"),
        "first_reported": dt.date(2021, 3, 2),
        "last_reported": dt.date(2021, 3, 3),
        "headline": "Gunmen attacked a convoy",
    }
    return Event(**{**fields, **changed})  # type: ignore[arg-type]
