"""Types of grounding: what a phrase was resolved to, what else it could have been, and why."""

from __future__ import annotations

import datetime as dt
from typing import Generic, Literal, TypeVar

import msgspec

from dateline.model.text import Precision

Sector = Literal[
    "GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "CRM", "CVL", "MED", "BUS", "NGO", "IGO", "REL", "EDU", "UNK"
]
"""PLOVER sectors, as named in `dateline.ontology`."""

PlacePrecision = Literal["site", "town", "district", "province", "country", "region"]
"""What a place is, most exact first; only site and town are points, the others are areas."""

T = TypeVar("T")


class Office(msgspec.Struct, frozen=True):
    """An office with the days on which it was held; an open end is None."""

    title: str
    country: str | None = None
    sector: Sector | None = None
    start: dt.date | None = None
    end: dt.date | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who someone is: an id in the actor book (None for a phrase that is only classed), ISO 3166-1 alpha-3, sector."""

    identity: str | None = None
    name: str
    country: str | None = None
    sector: Sector | None = None
    offices: tuple[Office, ...] = ()

    @property
    def is_person(self) -> bool:
        """Whether this is one known person and not a body with many hands; the actor book says so in the identity."""
        return self.identity is not None and self.identity.startswith("person/")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where something is: a gazetteer id, ISO 3166-1 alpha-3, WGS 84 degrees (None for country and region)."""

    id: str | None = None
    name: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision
    radius_km: float | None = None


class Interval(msgspec.Struct, frozen=True):
    """Days from `start` to `end`, both included; `basis` says from what it was reckoned (`publication`, `text`)."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: str


class When(msgspec.Struct, frozen=True, kw_only=True):
    """When something is said to happen: `stated` by the text, or none; `bound` is what the report's own day allows.

    `timex` is the TIMEX3 value of the stated date (`2020-W14-2`, `2020-01`), where it has one.
    """

    stated: Interval | None = None
    bound: Interval | None = None
    timex: str | None = None


class Candidate(msgspec.Struct, Generic[T], frozen=True):
    """One thing that a phrase could be, with a score in 0 to 1 and the reasons for and against it."""

    value: T
    score: float
    reasons: tuple[str, ...] = ()


class Resolution(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """The choice or none, its score in 0 to 1, the reasons, and the ranked candidates (the chosen one first)."""

    choice: T | None = None
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate[T], ...] = ()
