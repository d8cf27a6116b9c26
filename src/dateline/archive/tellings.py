"""Sketches of reports enter and are kept; of one report, the story that it tells leaves.

The story of a report is found when it is asked for, by following likenesses from report to report. A likeness depends on two
reports alone: kept for all that meet, likenesses would cost each report that comes more than it takes to find one story.
"""

from __future__ import annotations

import functools
import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, insert, select

from dateline.archive import meetings, schema
from dateline.archive.rows import Row, chunks, packed
from dateline.model import Reason
from dateline.weave.reports import Sketch, keys_of, reasons
from dateline.weave.reports.blockkey import rank_of
from dateline.weave.reports.grouping import LIKELY, MOST, Story, Tie, likely, settled
from dateline.weave.reports.likeness import Side, side_of

_decoder = msgspec.json.Decoder(Sketch)

# Sketches that are kept ready to be compared, about ten kilobytes each: the reports around a story are met from each of it.
_AT_HAND = 4096


def keep(connection: Connection, fresh: Mapping[str, tuple[str, Sketch]]) -> None:
    """Keep the sketches of new reports, each with its edition, under the keys by which stories are looked for."""
    rows: list[Row] = [
        {"report_id": id_, "edition": edition, "body": packed(sketch)} for id_, (edition, sketch) in fresh.items()
    ]
    connection.execute(insert(schema.sketches), rows)
    meetings.wait(connection, ((key, id_) for id_, (_, sketch) in fresh.items() for key in keys_of(sketch)))


def forget(connection: Connection, ids: Sequence[str]) -> None:
    """Drop the sketches of reports."""
    rows = [(key, rank_of(id_)) for id_, sketch in sketches(connection, ids).items() for key in keys_of(sketch)]
    meetings.drop(connection, rows)
    connection.execute(delete(schema.sketches).where(schema.sketches.c.report_id.in_(ids)))


def _sides(connection: Connection, ids: Iterable[str]) -> dict[str, Side]:
    return {id_: _side(body) for id_, body in _bodies(connection, ids)}


@functools.lru_cache(_AT_HAND)
def _side(body: str) -> Side:
    return side_of(_decoder.decode(body))


def story_of(connection: Connection, report_id: str) -> Story:
    """Give the story that a report tells, itself among its reports; crowded where it leads to more than are compared."""
    compared: dict[tuple[str, str], Tie] = {}
    near: set[str] = set()
    edge = [(0.0, report_id)]
    while edge and len(near) < MOST:
        _, nearest = heapq.heappop(edge)
        if nearest in near:
            continue
        near.add(nearest)
        for other, likeness in _beside(connection, nearest, compared):
            if other not in near:
                heapq.heappush(edge, (-likeness, other))
    sides = _sides(connection, near)
    known = [tie for pair, tie in compared.items() if near.issuperset(pair)]
    found = next(story for story in settled(sides, known) if report_id in story.reports)
    is_crowded = found.crowded or any(other not in near for _, other in edge)
    return msgspec.structs.replace(found, crowded=is_crowded)


def _beside(
    connection: Connection, report_id: str, compared: dict[tuple[str, str], Tie]
) -> Iterator[tuple[str, float]]:
    """Give the reports likely to tell what a report tells, of those that it meets, with their likeness.

    Those that are `compared` are compared no more, and what is compared is put there.
    """
    body = dict(_bodies(connection, [report_id]))[report_id]
    met = meetings.meet(connection, report_id, keys_of(_decoder.decode(body)))
    pairs = {other: (min(report_id, other), max(report_id, other)) for other in met}
    own = _side(body)
    for other, side in _sides(connection, (other for other, pair in pairs.items() if pair not in compared)).items():
        compared[pairs[other]] = Tie(likely(own, side), *pairs[other])
    for other, pair in pairs.items():
        if compared[pair].likeness >= LIKELY:
            yield other, compared[pair].likeness


def why(connection: Connection, report_id: str, others: Iterable[str]) -> dict[str, tuple[float, tuple[Reason, ...]]]:
    """Say of each of the others how likely it tells a report's story, and why."""
    found = sketches(connection, {report_id, *others})
    own = found.pop(report_id)
    return {id_: (likely(side_of(own), side_of(other)), reasons(own, other)) for id_, other in found.items()}


def sketches(connection: Connection, ids: Iterable[str]) -> dict[str, Sketch]:
    """Give the sketches of reports by their ids."""
    return {id_: _decoder.decode(body) for id_, body in _bodies(connection, ids)}


def _bodies(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    table = schema.sketches
    for some in chunks(sorted(ids)):
        asked = select(table.c.report_id, table.c.body).where(table.c.report_id.in_(some))
        yield from ((id_, body) for id_, body in connection.execute(asked))
