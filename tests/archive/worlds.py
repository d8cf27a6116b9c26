"""A seed enters, an invented world leaves: events happen, and reports of several outlets each tell some of them."""

from __future__ import annotations

import datetime as dt
import random

import msgspec

from dateline.model import Actor, Claim, EventType, Factuality, Place, Report, Retelling
from tests.weave.builders import actor, claim, days, place, report

COUNTRIES = ("ARL", "BEN", "CYN", "DOR", "EST", "FAR")
TOWNS = tuple(
    place(f"{name} {country.title()}", country, (10.0 + 3 * i + 0.6 * j, 20.0 + 4 * i), id_=f"{country}-{j}")
    for i, country in enumerate(COUNTRIES)
    for j, name in enumerate(("Old", "New", "Upper", "Lower", "Port", "Fort", "Saint", "Mount"))
)
ACTS: tuple[tuple[EventType, str, str], ...] = (
    ("ASSAULT", "heavy-weapons", "shelled"),
    ("ASSAULT", "firearms", "fired"),
    ("CONSULT", "visit", "visited"),
    ("THREATEN", "violence", "threatened"),
    ("MOBILIZE", "troops", "deployed"),
    ("PROTEST", "demo", "marched"),
    ("COERCE", "arrest", "arrested"),
)
FACTUALITY: tuple[Factuality, ...] = ("occurred", "occurred", "occurred", "planned", "denied", "possible")
OUTLETS = ("Daily A", "Herald B", "Courier C", "Post D", None)
FIRST = dt.date(2020, 1, 1)


DETAILS = tuple(
    f"{first}{last}"
    for first in ("mill", "dam", "moon", "rain", "salt", "corn", "iron", "dust", "wool", "fish")
    for last in ("gate", "yard", "field", "house", "bridge", "road")
)


class Happening(msgspec.Struct, frozen=True):
    """What truly happened: `number` tells it from all others."""

    number: int
    day: dt.date
    who: Actor
    whom: Actor
    where: Place
    act: tuple[EventType, str, str]
    killed: int
    details: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """A report with its claims and, in the same order, the numbers of what happened."""

    report: Report
    claims: list[Claim]
    truth: list[int]


def world(
    seed: int,
    reports: int,
    *,
    claims: int = 3,
    span: int = 30,
    retold: int = 4,
    guessed: bool = False,
    undated: int = 0,
) -> list[tuple[Report, list[Claim]]]:
    """Give `reports` reports of `claims` claims each over `span` days; each event is told about `retold` times.

    Where `guessed`, reports join some of their claims by themselves, more and less surely. One in `undated` has no day.
    """
    stories = telling(seed, reports, claims=claims, span=span, retold=retold, undated=undated)
    return [(told.report, retelling(told.claims) if guessed else told.claims) for told in stories]


def telling(
    seed: int, reports: int, *, claims: int = 3, span: int = 30, retold: int = 4, undated: int = 0
) -> list[Told]:
    """Give such a world with the truth about each claim."""
    dice = random.Random(seed)
    number = max(claims, reports * claims // retold)
    happened = sorted((_happening(dice, at, span) for at in range(number)), key=lambda one: (one.day, one.number))
    return [_told(dice, at, claims, happened, dated=not undated or at % undated > 0) for at in range(reports)]


def _people(country: str) -> tuple[Actor, ...]:
    return (
        actor(f"{country} army", country, "MIL", identity=f"{country}:army"),
        actor(f"{country} government", country, "GOV", identity=f"{country}:government"),
        actor(f"General {country.title()}", country, "MIL", identity=f"person/general-{country}"),
        actor("protesters", country, "CVL"),
    )


def _happening(dice: random.Random, number: int, span: int) -> Happening:
    one, other = dice.sample(COUNTRIES, 2)
    return Happening(
        number,
        FIRST + dt.timedelta(days=dice.randrange(span)),
        dice.choice(_people(one)),
        dice.choice(_people(other)),
        dice.choice([town for town in TOWNS if town.country == other]),
        dice.choice(ACTS),
        dice.randrange(1, 20),
        tuple(dice.sample(DETAILS, 5)),
    )


def _told(dice: random.Random, number: int, claims: int, happened: list[Happening], *, dated: bool) -> Told:
    # What one report tells happened at about one time.
    start = dice.randrange(len(happened) - claims + 1)
    chosen = [happened[start + at] for at in range(claims)]
    lines = [f"Story {number} of the day"]
    for at, one in enumerate(chosen):
        details = " ".join(dice.sample(one.details, 4))
        lines.append(f"{one.who.name} {one.act[2]}{at} {one.whom.name} in {one.where.name}, {details}.")
    day = max(one.day for one in chosen) + dt.timedelta(days=dice.randrange(2))
    of = report("\n".join(lines), outlet=dice.choice(OUTLETS), day=day if dated else None, name=f"story-{number}")
    return Told(of, [_claim(dice, of, at, one) for at, one in enumerate(chosen)], [one.number for one in chosen])


def retelling(told: list[Claim]) -> list[Claim]:
    """Join some claims of a report with an earlier one of their type, more and less surely, rightly or not."""
    dice = random.Random(told[0].id)
    found: list[Claim] = []
    for one in told:
        earlier = [before for before in found if before.type == one.type]
        if earlier and dice.random() < 0.5:
            before = dice.choice(earlier)
            same = Retelling(before.id, round(dice.uniform(0.4, 0.99), 4))
            found.append(msgspec.structs.replace(one, event=before.event, retells=same))
        else:
            found.append(one)
    return found


def _claim(dice: random.Random, of: Report, at: int, one: Happening) -> Claim:
    return claim(
        of,
        f"{one.act[2]}{at}",
        one.act[0],
        mode=one.act[1] if dice.random() < 0.7 else None,
        factuality=dice.choice(FACTUALITY),
        actors=[one.who] if dice.random() < 0.8 else [],
        recipients=[one.whom],
        places=[one.where] if dice.random() < 0.7 else [],
        stated=days(one.day) if dice.random() < 0.6 else None,
        killed=(one.killed, one.killed) if one.act[0] == "ASSAULT" and dice.random() < 0.5 else None,
    )
