"""A table's file and an archive enter, a `Comparison` leaves: what both have, what each has alone, where they disagree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.archive import Archive, Query
from dateline.compare.match import LONGEST, SLACK, Match, matched
from dateline.compare.score import Ours, days_words, gap_km, named_alike, near, ours_of
from dateline.compare.tables import Table
from dateline.compare.types import Brief, Comparison, Difference, Pair, TableForm, Theirs
from dateline.export.acled import kind_of
from dateline.model import Event, Rejected


def compare(archive: Archive, path: Path, form: TableForm | None = None) -> Comparison:
    """Compare a table with an archive; what is not told as having happened is not compared.

    Raises:
        UnknownTableError: The table is of none of the known data sets.
        OSError: It cannot be read.
        UnicodeDecodeError: It is not in UTF-8.
    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        table = Table(path, stream, form)
        rows = list(table.rows())
    theirs = [row for row in rows if not isinstance(row, Rejected)]
    aside = tuple(row for row in rows if isinstance(row, Rejected))
    covered = frozenset(one.where.country for one in theirs if one.where.country)
    since = min((one.start for one in theirs), default=None)
    until = max((one.end for one in theirs), default=None)
    ours = list(_ours(archive, since, until, covered)) if since and until else []
    exact = [one for one in ours if (one.end - one.start).days < LONGEST]
    both = matched(theirs, exact)
    lines, ids = {match.theirs.line for match in both}, {match.ours.event.id for match in both}
    alone = [
        one for one in exact if one.event.id not in ids and since and until and since <= one.start <= one.end <= until
    ]
    return Comparison(
        table=str(path),
        form=table.form,
        rows=len(theirs),
        since=since,
        until=until,
        countries=tuple(sorted(covered)),
        both=tuple(map(_pair, both)),
        theirs=tuple(one for one in theirs if one.line not in lines),
        ours=tuple(_brief(one) for one in alone if _counts(table.form, one.event)),
        loose=len(ours) - len(exact),
        aside=aside,
    )


def _ours(archive: Archive, since: dt.date, until: dt.date, covered: frozenset[str]) -> Iterator[Ours]:
    """Give what the archive says happened in the days and countries of the table, and in a few days around them."""
    slack = dt.timedelta(days=SLACK)
    asked = Query(since=since - slack, until=until + slack, undated="touching", factuality="occurred")
    for event in archive.events(asked):
        one = ours_of(event)
        if one and covered & _countries(one):
            yield one


def _countries(one: Ours) -> set[str]:
    """Give the countries in which an event may lie: that of its place, else those of who took part."""
    places = {place.country for place in one.event.places if place.country}
    return places or {mark for mark in one.marks if "/" not in mark}


def _counts(form: TableForm, event: Event) -> bool:
    """Tell whether a data set would have an event of this kind, so that it lacks it where it does not."""
    if form == "ucdp":
        return event.type == "ASSAULT" and event.killed is not None and event.killed.best > 0
    return form == "gdelt" or kind_of(event) is not None


def _brief(one: Ours) -> Brief:
    return Brief(id=one.event.id, headline=one.event.headline, start=one.start, end=one.end, stated=one.stated)


def _pair(match: Match) -> Pair:
    return Pair(
        theirs=match.theirs,
        ours=_brief(match.ours),
        score=match.score,
        rivals=match.rivals,
        reasons=match.reasons,
        differences=tuple(_differences(match.theirs, match.ours)),
    )


def _differences(theirs: Theirs, ours: Ours) -> Iterator[Difference]:
    """Give the fields in which both say something and do not agree."""
    if ours.stated and (theirs.start > ours.end or ours.start > theirs.end):
        yield Difference("day", days_words(theirs.start, theirs.end), days_words(ours.start, ours.end))
    gap = gap_km(theirs.where, ours.place)
    if gap and ours.place and gap[0] > gap[1]:
        yield Difference("place", theirs.where.name, f"{ours.place.name}, {gap[0]:.0f} km away")
    toll = ours.event.killed
    if theirs.killed and toll and toll.best != theirs.killed.best:
        near_words = "" if near(theirs.killed, toll.best) else ", far off"
        yield Difference("toll", f"{theirs.killed.best:,}", f"{toll.best:,}{near_words}")
    if theirs.marks and ours.marks and not theirs.marks & ours.marks and not named_alike(theirs, ours):
        parties = (*ours.event.actors, *ours.event.recipients)
        yield Difference("actors", _listed(theirs.sides), _listed([party.name for party in parties]))
    if theirs.types and ours.event.type not in theirs.types:
        yield Difference("type", theirs.kind, ours.event.type)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(names))
