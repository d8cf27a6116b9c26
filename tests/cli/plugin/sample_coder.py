"""A coder of a few rules, installed as any other package's would be; `SAMPLE_DELAY` slows it, `SAMPLE_CRASH` ends it."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import re
import time
from collections.abc import Iterable, Iterator

from dateline.code.coder import Coded
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
    Report,
    Resolution,
    Span,
    Timing,
    Voice,
    When,
    claim_id,
)

ORIGIN = Origin("sample", "1")
WORDS: dict[str, tuple[EventType, Factuality]] = {
    "attacked": ("ASSAULT", "occurred"),
    "visited": ("CONSULT", "occurred"),
    "visit": ("CONSULT", "planned"),
    "send": ("MOBILIZE", "possible"),
}
SAID = re.compile(
    r"(?P<actor>[A-Z]\w+) (?:will |may )?(?P<trigger>attacked|visited|visit|send) (?P<recipient>\w+)"
    r"(?: in (?P<place>[A-Z]\w+))?(?: on (?P<day>\d{4}-\d\d-\d\d))?(?:, killing (?P<killed>\d+))?(?:, (?P<voice>\w+) said)?"
)
PLACES = {
    "Orvale": Place(id="place:1", name="Orvale", country="MLT", lat=12.3, lon=-3.5, precision="town"),
    "Veltia": Place(id="country:VEL", name="Veltia", country="MLT", precision="country"),
}


class SampleCoder:
    """Codes `Someone attacked someone in Orvale on 2021-03-01, killing 7, someone said`."""

    origin = ORIGIN

    def code_batch(self, reports: Iterable[Report]) -> Iterator[Coded]:
        """Code reports in the order given."""
        for report in reports:
            if os.environ.get("SAMPLE_CRASH") and multiprocessing.parent_process():
                os._exit(9)
            time.sleep(float(os.environ.get("SAMPLE_DELAY", "0")))
            yield Coded(report, tuple(_claim(report, match) for match in SAID.finditer(report.text)), ORIGIN)


def _claim(report: Report, match: re.Match[str]) -> Claim:
    type_, factuality = WORDS[match["trigger"]]
    trigger = Span(*match.span("trigger"))
    id_ = claim_id(report.id, trigger, type_)
    sentence = Span(*match.span())
    return Claim(
        id=id_,
        report_id=report.id,
        event=id_,
        type=type_,
        mode="firearms" if type_ == "ASSAULT" else None,
        factuality=factuality,
        actors=(Party(Span(*match.span("actor")), match["actor"], _actor(match["actor"])),),
        recipients=(Party(Span(*match.span("recipient")), match["recipient"], _actor(match["recipient"])),),
        places=(Location(Span(*match.span("place")), match["place"], _place(match["place"])),)
        if match["place"]
        else (),
        timing=_timing(match),
        killed=_killed(match),
        attribution=(Voice(Span(*match.span("voice")), match["voice"]),) if match["voice"] else (),
        trigger=trigger,
        quote=sentence,
        sentence=sentence,
        confidence=0.8,
        origin=ORIGIN,
    )


def _actor(name: str) -> Resolution[Actor]:
    armed = name == "rebels"
    actor = Actor(identity=name.lower(), name=name, country="MLT", sector="REB" if armed else "GOV")
    return Resolution(choice=actor, score=0.9, reasons=("named in full",))


def _killed(match: re.Match[str]) -> Count | None:
    if not match["killed"]:
        return None
    return Count(Span(*match.span("killed")), match["killed"], int(match["killed"]), int(match["killed"]))


def _place(name: str) -> Resolution[Place]:
    if name not in PLACES:
        return Resolution(reasons=("not in the gazetteer",))
    return Resolution(choice=PLACES[name], score=0.8, reasons=("the only place of this name",))


def _timing(match: re.Match[str]) -> Timing:
    if not match["day"]:
        return Timing(None, None)
    day = dt.date.fromisoformat(match["day"])
    stated = When(stated=Interval(day, day, "day", "text"))
    return Timing(Span(*match.span("day")), match["day"], Resolution(choice=stated, score=1.0, reasons=("as written",)))
