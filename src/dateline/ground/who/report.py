"""A report's text enters, what it tells about its actors leaves: countries named, people introduced, words beside names."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

import msgspec

from dateline.ground.who.book import ActorBook, Found
from dateline.ground.who.tokens import Token, tokens
from dateline.model import EventType

# How much a mention of a form says about the country that the report is about, set by the counts of right and wrong
# countries of bare nouns ("police") in training reports.
_WEIGHT = {
    "name": 1.0,
    "seat": 0.8,
    "capital": 0.8,
    "place": 1.2,
    "adjective": 1.0,
    "people": 0.8,
    "short": 0.6,
    "surname": 0.5,
}
# Characters after which a mention counts half as much for a phrase.
_HALF = 160.0


class Mention(msgspec.Struct, frozen=True):
    """A country that the report names: where, and how much that says."""

    start: int
    country: str
    weight: float


class ReportActors(msgspec.Struct, frozen=True, kw_only=True):
    """What one report tells about its actors.

    `places` has the indexes at which each folded word stands. `named` are the countries that it names, other than by names
    that actors of several countries bear; `dateline` is the country of its dateline, where known.
    """

    text: str
    words: tuple[Token, ...]
    places: dict[str, list[int]]
    mentions: tuple[Mention, ...]
    named: frozenset[str]
    dateline: str | None = None

    @classmethod
    def of(cls, text: str, *, dateline: str | None = None, book: ActorBook | None = None) -> ReportActors:
        """Read a report's text once, for all its phrases."""
        words = tokens(text)
        found = (book or ActorBook.shipped()).find_in(words)
        mentions = [(m, _common(f)) for f in found if (m := _mention(f)) is not None]
        named = frozenset(m.country for m, common in mentions if not common) | ({dateline} if dateline else frozenset())
        places: dict[str, list[int]] = {}
        for i, token in enumerate(words):
            places.setdefault(token.fold, []).append(i)
        return cls(
            text=text,
            words=tuple(words),
            places=places,
            # A name that actors of several countries bear tells nothing of a country that the report never names.
            mentions=tuple(m for m, common in mentions if not common or not named or m.country in named),
            named=named,
            dateline=dateline,
        )

    def country_near(self, at: int | None, *, but: frozenset[str] = frozenset()) -> tuple[str, float] | None:
        """Give the country that the report is about around an offset, with its share of all that is named; or None.

        `but` are countries that do not count: those that the phrase calls patrons or enemies.
        """
        weights: dict[str, float] = {}
        for mention in self.mentions:
            if mention.country in but:
                continue
            distance = abs(mention.start - at) if at is not None else mention.start
            near = 0.35 + 0.65 * 0.5 ** (distance / _HALF)
            weights[mention.country] = weights.get(mention.country, 0.0) + mention.weight * near
        if self.dateline is not None and self.dateline not in but:
            weights[self.dateline] = weights.get(self.dateline, 0.0) + 1.5
        if not weights:
            return None
        best = max(weights, key=lambda country: (weights[country], country))
        return best, weights[best] / sum(weights.values())

    def places_of(self, name: tuple[str, ...]) -> list[int]:
        """Give the token indexes at which the folded name begins."""
        starts = self.places.get(name[0], []) if name else []
        return [i for i in starts if tuple(t.fold for t in self.words[i : i + len(name)]) == name]


def _mention(found: Found) -> Mention | None:
    """Turn a name into a vote for its country, where all that bear the name are of one country."""
    countries = {alias.entry.country for alias in found.aliases}
    country = next(iter(countries)) if len(countries) == 1 else None
    if country is None:
        return None
    alias = found.aliases[0]
    weight = _WEIGHT[alias.form] if alias.entry.kind in {"state", "person"} else 0.8
    return Mention(found.span.start, country, weight if alias.entry.kind != "outlet" else 0.3)


def _common(found: Found) -> bool:
    return any(alias.common for alias in found.aliases)


class ActorContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around a phrase.

    `day` is the publication date (offices hold as of it); `at` the offset of the phrase in the report's text; `role` and
    `event` what the phrase is to its claim; `report` what the whole report tells. All may be absent.
    """

    day: dt.date | None = None
    at: int | None = None
    role: Literal["actor", "recipient", "source"] = "actor"
    event: EventType | None = None
    report: ReportActors | None = None

    def next_word(self, phrase: str) -> str | None:
        """Give the word right after the phrase in the report, lower case; None at a mark or where it is unknown."""
        if self.report is None or self.at is None:
            return None
        match = _NEXT.match(self.report.text, self.at + len(phrase))
        return match[1].lower() if match else None


_NEXT = re.compile(r"[\s-]+([^\W\d_][\w-]*)")
