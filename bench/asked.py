"""An archive enters, questions to its HTTP API leave: drawn from what is frequent, middling and rare in it, always the same."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlencode

import msgspec

from dateline.archive import Archive, ReportSearch
from dateline.model import Event

T = TypeVar("T")

_OF_A_KIND = 40
"""Questions of each kind: twenty clients do not often ask the same one."""

_READ = 3000
"""Reports that are read for their words."""


class Question(msgspec.Struct, frozen=True):
    """What is asked, and of what kind it is."""

    kind: str
    path: str


class Known(msgspec.Struct, frozen=True):
    """What questions are made of, the most told first: what is named, and the days from the first to the last."""

    actors: Sequence[str]
    places: Sequence[str]
    countries: Sequence[str]
    types: Sequence[str]
    words: Sequence[str]
    events: Sequence[Event]
    first: dt.date
    last: dt.date

    def day(self, dice: random.Random) -> dt.date:
        """Give any day of these."""
        return self.first + dt.timedelta(days=dice.randrange((self.last - self.first).days))


def questions(archive: Archive, dice: random.Random) -> list[Question]:
    """Draw questions of every kind, as many of each."""
    known = _known(archive, dice)
    drawn: list[Question] = []
    for _ in range(_OF_A_KIND):
        drawn += (Question(kind, f"{path}?{urlencode(given)}") for kind, path, given in _round(known, dice))
    return drawn


def _known(archive: Archive, dice: random.Random) -> Known:
    days = [one.day for one in archive.count_by_day() if one.day]
    middle = days[len(days) // 2]
    words: Counter[str] = Counter()
    for found in archive.search_reports(ReportSearch(since=middle, limit=_READ)):
        words.update(set(re.findall(r"[a-z]{3,}", archive.report(found.id).text.lower())))
    events = [event for event, _ in zip(archive.events(), range(20_000), strict=False)]
    return Known(
        actors=[one.name for one in archive.actors()],
        places=[one.name for one in archive.places()],
        countries=[one.country for one in archive.count_by_country()],
        types=[one.type for one in archive.count_by_type()],
        words=[word for word, _ in words.most_common()],
        events=dice.sample(events, min(len(events), 500)),
        first=days[0],
        last=days[-1],
    )


def _round(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Give one question of every kind: its kind, its path, its parameters."""
    yield from _pages(known, dice)
    yield from _combined(known, dice)
    yield from _singles(known, dice)
    yield from _counts(known, dice)
    for how_often, word in _three(known.words, dice):
        yield f"search: {how_often} word", "/search", {"q": word}
    two = f"{_frequent(known.words, dice)} {_frequent(known.words, dice)}"
    yield "search: two frequent words", "/search", {"q": two}


def _pages(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Ask for first pages by one filter each, and for later ones."""
    for how_often, actor in _three(known.actors, dice):
        yield f"events: {how_often} actor", "/events", {"actor": actor}
    for how_often, place in _three(known.places, dice):
        yield f"events: {how_often} place", "/events", {"place": place}
    country, kind = dice.choice(known.countries), dice.choice(known.types)
    yield "events: country", "/events", {"country": country}
    yield "events: type", "/events", {"type": kind}
    yield "events: status", "/events", {"status": dice.choice(["corroborated", "disputed", "reported"])}
    yield "events: no filter", "/events", {}
    yield "events: window of days", "/events", _window(known, dice)
    yield "events: words", "/events", {"text": dice.choice(known.words[:2000])}
    yield "events: later page", "/events", {"after": _cursor(known, dice)}
    yield "events: country, later page", "/events", {"country": country, "after": _cursor(known, dice)}
    yield "claims: frequent actor", "/claims", {"actor": _frequent(known.actors, dice)}
    yield "claims: country and days", "/claims", {"country": country, **_window(known, dice)}
    yield "reports: window of days", "/reports", _window(known, dice)


def _combined(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Ask for first pages by several filters."""
    country, kind = dice.choice(known.countries), dice.choice(known.types)
    yield "events: country and type", "/events", {"country": country, "type": kind}
    yield "events: country and days", "/events", {"country": country, **_window(known, dice)}
    both: dict[str, object] = {"actor": _frequent(known.actors, dice), "country": country}
    yield "events: frequent actor and country", "/events", both
    seldom: dict[str, object] = {"actor": _frequent(known.actors, dice), "place": _frequent(known.places, dice)}
    yield "events: frequent actor and place", "/events", seldom
    of_all = {"actor": _frequent(known.actors, dice), "type": kind, "status": "reported", **_window(known, dice)}
    yield "events: actor, type, status, days", "/events", of_all
    yield "events: country and words", "/events", {"country": country, "text": _frequent(known.words, dice)}


def _singles(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    for part in ("", "/claims", "/versions", "/why"):
        yield f"one event{part}", f"/events/{dice.choice(known.events).id}{part}", {}


def _counts(known: Known, dice: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    country = dice.choice(known.countries)
    for by in ("day", "type", "country", "cell"):
        yield f"counts by {by}: no filter", f"/counts/{by}", {}
        yield f"counts by {by}: country", f"/counts/{by}", {"country": country}
    yield "counts by day: window of days", "/counts/day", _window(known, dice)
    for of in ("actors", "places"):
        yield f"{of}: no filter", f"/{of}", {}
        yield f"{of}: country", f"/{of}", {"country": country}
        yield f"{of}: window of days", f"/{of}", _window(known, dice)


def _three(ranked: Sequence[str], dice: random.Random) -> Iterator[tuple[str, str]]:
    """Give something frequent, something from the middle and something rare."""
    yield "frequent", _frequent(ranked, dice)
    middle = len(ranked) // 4
    yield "middling", dice.choice(ranked[middle : 2 * middle + 1])
    yield "rare", dice.choice(ranked[-max(1, len(ranked) // 10) :])


def _frequent(ranked: Sequence[T], dice: random.Random) -> T:
    return dice.choice(ranked[:20])


def _window(known: Known, dice: random.Random) -> dict[str, object]:
    """Give a day, a month or a year."""
    first = known.day(dice)
    return {"since": first, "until": first + dt.timedelta(days=dice.choice([0, 30, 365]))}


def _cursor(known: Known, dice: random.Random) -> str:
    return f"{known.day(dice).toordinal()}-0"
