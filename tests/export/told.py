"""Events with their claims for tests of formats: a full one, a bare one, and any number of invented ones."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import msgspec

from dateline.archive import StoredClaim, Told
from dateline.model import Actor, Event, Interval, Link, Place, Reason, digest
from tests.export.samples import ARMY, MONDAY, ORVALE, attack, event, report

RIVER = "https://example.org/river?a=1&b=2"


def stored(id_: str = "0a" * 10, *, url: str | None = RIVER) -> StoredClaim:
    """Give the sample's claim as an archive keeps it, as one of the event with this id."""
    of = report()
    claim = attack(of)
    return StoredClaim(
        claim=claim,
        text_id=of.text_id,
        outlet=of.outlet,
        origin=of.origin_id,
        published=of.published.day if of.published else None,
        family=of.id,
        replaced_by=None,
        report_name=of.name,
        url=url,
        title=of.title,
        sentence=claim.sentence.of(of.text),
        quote=claim.quote.of(of.text),
        trigger=claim.trigger.of(of.text),
        event=id_,
    )


def told(**changed: object) -> Told:
    """Give the sample event with its claim and a link; fields of the event can be given otherwise."""
    one = stored()
    link = Link(
        left="0a" * 10,
        right="0b" * 10,
        same=True,
        score=0.97,
        reasons=(Reason("day", 1.5, "same day"),),
        judge="machine:1",
    )
    return Told(event=event(**changed), claims=(one,), links=(link,))


def many(number: int, seed: int = 1) -> Iterator[Told]:
    """Give invented events one after another, each with names, place, day and claim of its own."""
    dice = random.Random(seed)
    one = stored()
    for at in range(number):
        id_ = digest(str(seed), str(at))
        day = MONDAY + dt.timedelta(days=at // 50)
        army = Actor(identity=f"group/{at}", name=f"Brigade {at}", country="IRQ", sector="REB")
        town = Place(
            id=f"geonames:{at}",
            name=f"Town {at}",
            country="IRQ",
            lat=round(dice.uniform(-60, 60), 4),
            lon=round(dice.uniform(-170, 170), 4),
            precision="town",
        )
        shown: Event = event(
            id=id_,
            claims=(id_,),
            actors=(army,),
            recipients=(ARMY,),
            places=(town, ORVALE),
            stated=Interval(day, day, "day", "text"),
            headline=f"Brigade {at} attacked the army in Town {at}",
        )
        claim = msgspec.structs.replace(one, claim=msgspec.structs.replace(one.claim, id=id_), event=id_)
        yield Told(event=shown, claims=(claim,))
