"""Types of a comparison: `Theirs` is an event of somebody's table, `Comparison` is what it has and lacks beside an archive."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from dateline.model import EventType, Reason, Rejected

TableForm = Literal["acled", "ucdp", "gdelt"]
"""Data sets whose tables are read."""

Field = Literal["day", "place", "toll", "actors", "type"]
"""What two accounts of one event may disagree in."""


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where: the table's words, ISO 3166-1 alpha-3, a point where one is given, and how far off that may be."""

    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    within_km: float | None = None


class Dead(msgspec.Struct, frozen=True):
    """How many were killed: the lowest, best and highest number; a table with one number gives it three times."""

    low: int
    best: int
    high: int


class Theirs(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a table: `line` is where it stands, `start` to `end` the days that it may lie on.

    `types` are the PLOVER types that its kind may mean, none where it may mean any; `civil` tells whether it is against
    civilians, or not against them alone, where the table says so. `sides` are the table's words for
    who took part, `marks` the countries and the identities of the actor book that these mean.
    """

    id: str
    line: int
    start: dt.date
    end: dt.date
    kind: str
    types: frozenset[EventType] = frozenset()
    civil: bool | None = None
    where: Spot
    sides: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    killed: Dead | None = None


class Difference(msgspec.Struct, frozen=True):
    """A field in which two accounts of one event disagree, and what each says."""

    field: Field
    theirs: str
    ours: str


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the archive in short: its id, its words, and whether a text states its days."""

    id: str
    headline: str
    start: dt.date | None
    end: dt.date | None
    stated: bool


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the table and one of the archive that are taken for one: how surely, why, and where they disagree.

    `rivals` counts the other pairs of either of them that would have fitted about as well.
    """

    theirs: Theirs
    ours: Brief
    score: float
    rivals: int
    reasons: tuple[Reason, ...]
    differences: tuple[Difference, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What a table and an archive have in common, and what each has alone.

    `since`, `until` and `countries` are what the table covers: what lies outside is not compared. `loose` counts events
    of the archive whose day is known too loosely to be compared. `aside` has the rows that could not be read.
    """

    table: str
    form: TableForm
    rows: int
    since: dt.date | None
    until: dt.date | None
    countries: tuple[str, ...]
    both: tuple[Pair, ...]
    theirs: tuple[Theirs, ...]
    ours: tuple[Brief, ...]
    loose: int
    aside: tuple[Rejected, ...]
