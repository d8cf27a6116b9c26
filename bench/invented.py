"""Nothing enters, an endless invented stream of coded reports leaves, the same each time: ten years of news in order of day.

It was matched with 10,000 reports of a mixed news stream. Words are drawn as often as news has them, and who acts and
where has names as rare as they are used; each happening has some words of its own. Most are told once, the largest by some
dozens; a fifth of the reports print another's text. At 3,000 reports, in the invented stream and in the real one: an
account was compared with 7 and 5 others (real, at 10,000: 13); a report met 13 and 25. Of the keys of accounts 65 and 77 in
100 held a single one, and one in a hundred held 7 and 13 or more (real, at 10,000). An account got 0.27 and 0.06 links: a
desk that follows conflicts has more to join.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import math
import random
from collections.abc import Iterator, Sequence

import msgspec

from dateline.model import (
    Actor,
    Claim,
    Count,
    EventType,
    Interval,
    Location,
    Origin,
    Party,
    Place,
    Published,
    Report,
    Resolution,
    Sector,
    Span,
    Timing,
    When,
    claim_id,
    digest,
)
from dateline.weave.reports.rarity import rarity_of, table

FIRST = dt.date(2015, 1, 1)

# 200,000 reports of five claims are a million claims in ten years: fifty-five a day.
REPORTS_A_DAY = 55

_SHARE_OF_PRINTS = 0.2
_OUTLETS = tuple(f"Outlet {number}" for number in range(400))
_COUNTRIES = tuple(f"{a}{b}{c}" for a, b, c in itertools.product("ABCDE", "AEIOU", "LMNRST"))
_SECTORS: tuple[Sector, ...] = ("GOV", "MIL", "REB", "COP", "CVL", "OPP")
_ACTS: tuple[tuple[EventType, str, str], ...] = (
    ("ASSAULT", "heavy-weapons", "shelled"),
    ("ASSAULT", "firearms", "shot at"),
    ("ASSAULT", "explosives", "bombed"),
    ("COERCE", "arrest", "arrested"),
    ("PROTEST", "demo", "marched against"),
    ("CONSULT", "visit", "visited"),
    ("ACCUSE", "disapprove", "criticised"),
    ("THREATEN", "violence", "threatened"),
    ("MOBILIZE", "troops", "deployed against"),
    ("SANCTION", "convict", "convicted"),
)
# Words are drawn as often as they stand in news. Of a stem that as a word has another stem there is no telling how often.
_VOCABULARY = tuple(
    sorted(
        (rarity, stem)
        for stem, rarity in table().rarity.items()
        if stem.isalpha() and len(stem) > 2 and rarity_of(stem) == (stem, rarity)
    )
)
_STEMS = tuple(stem for _, stem in _VOCABULARY)
_OFTEN = tuple(itertools.accumulate(math.exp(-rarity) for rarity, _ in _VOCABULARY))


class Happening(msgspec.Struct, frozen=True):
    """What truly happened; `details` are words that its reports share, of which each gives most."""

    day: dt.date
    who: Actor
    whom: Actor
    where: Place
    act: tuple[EventType, str, str]
    killed: int
    details: tuple[str, ...]


class _Skewed:
    """Draws numbers below a limit, the n-th as often as 1/(n + flat)."""

    def __init__(self, number: int, flat: int) -> None:
        self._sums = list(itertools.accumulate(1 / (rank + flat) for rank in range(1, number + 1)))

    def draw(self, dice: random.Random) -> int:
        return bisect.bisect_left(self._sums, dice.random() * self._sums[-1])


def stories(seed: int = 1) -> Iterator[tuple[Report, list[Claim]]]:
    """Give reports with their claims, day after day."""
    dice = random.Random(seed)
    actors, towns = _actors(), _towns(dice)
    who, where = _Skewed(len(actors), 200), _Skewed(len(towns), 200)
    numbers = itertools.count()
    running: list[tuple[Happening, int]] = []
    for day in (FIRST + dt.timedelta(days=number) for number in itertools.count()):
        # What is told tomorrow still is told today: each happening has so many tellings left.
        made: list[tuple[Report, list[Claim]]] = []
        while len(made) < REPORTS_A_DAY:
            running += [_begun(dice, day, actors, towns, who, where) for _ in range(3)]
            if made and dice.random() < _SHARE_OF_PRINTS:
                made.append(_printed(dice, made[-1 - dice.randrange(min(20, len(made)))]))
            else:
                chosen = dice.sample(running, min(4, len(running)))
                made.append(_told(dice, next(numbers), day, [happening for happening, _ in chosen]))
                running = [(one, left - (one in {c for c, _ in chosen})) for one, left in running]
            running = [(one, left) for one, left in running if left > 0][-300:]
        running = [(one, left) for one, left in running if (day - one.day).days < 3]
        yield from made


def _begun(
    dice: random.Random, day: dt.date, actors: Sequence[Actor], towns: Sequence[Place], who: _Skewed, where: _Skewed
) -> tuple[Happening, int]:
    town = towns[where.draw(dice)]
    near = [actors[who.draw(dice)] for _ in range(2)]
    details = (*_words(dice, 18), *(_coined(dice) for _ in range(6)))
    happening = Happening(day, near[0], near[1], town, dice.choice(_ACTS), dice.randrange(1, 30), details)
    return happening, min(300, int(dice.paretovariate(1.1)))


def _words(dice: random.Random, number: int) -> list[str]:
    return dice.choices(_STEMS, cum_weights=_OFTEN, k=number)


def _coined(dice: random.Random) -> str:
    """Give a name that no other happening is likely to have."""
    return "".join(dice.choice("bdfgklmnprstvz") + dice.choice("aeiou") for _ in range(3)).title()


def _names(commonest: float) -> Iterator[str]:
    """Give names, the commonest first: words that are as rare in news, so that what is named often is no rare name."""
    return (stem.title() for rarity, stem in _VOCABULARY if rarity >= commonest)


def _actors() -> list[Actor]:
    countries = dict(zip(_COUNTRIES, _names(4.0), strict=False))
    persons = _names(6.5)
    return [
        Actor(
            identity=f"{country}:{sector}:{number}",
            name=f"{next(persons)} of {countries[country]}",
            country=country,
            sector=sector,
        )
        for number, country, sector in itertools.product(range(4), _COUNTRIES, _SECTORS)
    ]


def _towns(dice: random.Random) -> list[Place]:
    return [
        Place(
            id=f"town-{number}",
            name=name,
            country=dice.choice(_COUNTRIES),
            lat=round(dice.uniform(-50, 65), 3),
            lon=round(dice.uniform(-170, 170), 3),
            precision="town",
        )
        for number, name in enumerate(itertools.islice(_names(6.0), 4000))
    ]


def _printed(dice: random.Random, of: tuple[Report, list[Claim]]) -> tuple[Report, list[Claim]]:
    report, claims = of
    outlet = dice.choice(_OUTLETS)
    copy = msgspec.structs.replace(report, id=digest(report.text, outlet, str(dice.random())), outlet=outlet)
    return copy, [
        msgspec.structs.replace(one, id=(id_ := claim_id(copy.id, one.trigger, one.type)), event=id_, report_id=copy.id)
        for one in claims
    ]


def _told(dice: random.Random, number: int, day: dt.date, chosen: Sequence[Happening]) -> tuple[Report, list[Claim]]:
    """Tell happenings, the first of them in two sentences and in the headline."""
    outlet = dice.choice(_OUTLETS)
    told = (chosen[0], *chosen)
    lines = [f"{number:,}: {' '.join(dice.sample(told[0].details, 5))}"]
    spans: list[tuple[Span, Span]] = []
    for one in told:
        start = sum(map(len, lines)) + len(lines)
        details = " ".join((*dice.sample(one.details, 15), *_words(dice, 20)))
        begun = f"{one.who.name} "
        lines.append(f"{begun}{one.act[2]} {one.whom.name} in {one.where.name}, {details}.")
        trigger = Span(start + len(begun), start + len(begun) + len(one.act[2]))
        spans.append((trigger, Span(start, start + len(lines[-1]))))
    text = "\n".join(lines)
    id_ = digest(text, outlet, None, str(day))
    report = Report(
        id=id_,
        text_id=digest(text),
        text=text,
        title_end=len(lines[0]),
        outlet=outlet,
        published=Published(day),
        language="en",
    )
    return report, [_claim(dice, report, day, one, *span) for one, span in zip(told, spans, strict=True)]


def _claim(dice: random.Random, of: Report, day: dt.date, one: Happening, trigger: Span, sentence: Span) -> Claim:
    id_ = claim_id(of.id, trigger, one.act[0])
    stated = Interval(one.day, one.day, "day", "text") if dice.random() < 0.6 else None
    bound = Interval(day - dt.timedelta(days=7), day, "range", "publication")
    when = Resolution(choice=When(stated=stated, bound=bound), score=0.9)
    where = Resolution(choice=one.where, score=0.9)
    return Claim(
        id=id_,
        report_id=of.id,
        event=id_,
        type=one.act[0],
        mode=one.act[1],
        factuality="occurred",
        actors=(Party(sentence, one.who.name, Resolution(choice=one.who, score=0.9)),),
        recipients=(Party(sentence, one.whom.name, Resolution(choice=one.whom, score=0.9)),),
        places=(Location(sentence, one.where.name, where),) if dice.random() < 0.7 else (),
        timing=Timing(None, None, when),
        killed=Count(sentence, "", one.killed, one.killed) if one.act[0] == "ASSAULT" and dice.random() < 0.5 else None,
        trigger=trigger,
        quote=sentence,
        sentence=sentence,
        confidence=0.9,
        origin=Origin("invented", "1"),
    )
