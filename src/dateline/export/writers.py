"""An archive, a question and the name of a format enter, what the archive finds leaves in that format, as it is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec

from dateline.export.atom import write_atom
from dateline.export.columns import CLAIM_COLUMNS, EVENT_COLUMNS, claim_place, event_place
from dateline.export.followthemoney import write_followthemoney
from dateline.export.foreign import FOREIGN, write_foreign
from dateline.export.geojson import write_geojson
from dateline.export.lines import line_of
from dateline.export.tables import write_csv
from dateline.export.written import Written

if TYPE_CHECKING:
    from dateline.archive import Archive, Query

FlatForm = Literal["csv", "jsonl", "geojson"]
"""Formats that events or claims can be written in, one a row, line or feature."""

ToldForm = Literal["gdelt", "polecat", "acled", "ged", "ftm", "atom"]
"""Formats of events with what their claims say."""


def write_events(stream: BinaryIO, archive: Archive, query: Query, form: FlatForm) -> Written:
    """Write the events that a query finds."""
    events = archive.events(query)
    if form == "csv":
        return Written(write_csv(stream, events, EVENT_COLUMNS))
    if form == "geojson":
        return Written(write_geojson(stream, events, EVENT_COLUMNS, event_place))
    return Written(_write_lines(stream, events))


def write_claims(stream: BinaryIO, archive: Archive, query: Query, form: FlatForm) -> Written:
    """Write the claims that a query finds."""
    lines = map(line_of, archive.claims(query))
    if form == "csv":
        return Written(write_csv(stream, lines, CLAIM_COLUMNS))
    if form == "geojson":
        return Written(write_geojson(stream, lines, CLAIM_COLUMNS, claim_place))
    return Written(_write_lines(stream, lines))


def write_told(stream: BinaryIO, archive: Archive, query: Query, form: ToldForm) -> Written:
    """Write the events that a query finds in a format that also needs their claims."""
    told = archive.told(query)
    if form == "ftm":
        return write_followthemoney(stream, told)
    if form == "atom":
        return write_atom(stream, told)
    return write_foreign(stream, told, FOREIGN[form])


def _write_lines(stream: BinaryIO, rows: Iterable[object]) -> int:
    count = 0
    for row in rows:
        stream.write(msgspec.json.encode(row) + b"\n")
        count += 1
    return count
