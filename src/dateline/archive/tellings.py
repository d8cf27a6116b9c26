"""Sketches of reports enter, links between those that may tell one story leave; of one report, the story that it tells.

Links depend on two reports alone, and the story of a report is found when it is asked for, from the reports that links
lead to: kept for all reports, one new link could regroup thousands of them.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, or_, select

from dateline.archive import schema
from dateline.archive.rows import chunks
from dateline.model import Reason, ReportLink
from dateline.weave.reports import Sketch, reasons
from dateline.weave.reports.grouping import LIKELY, MOST, Story, Tie, likely, settled
from dateline.weave.reports.likeness import side_of

_sketch = msgspec.json.Decoder(Sketch)


def links(
    connection: Connection, fresh: Mapping[str, Sketch], pairs: Sequence[tuple[str, str]]
) -> Iterator[ReportLink]:
    """Link those of the pairs that are likely to tell one story."""
    known = {id_ for pair in pairs for id_ in pair} - fresh.keys()
    sides = {id_: side_of(sketch) for id_, sketch in {**fresh, **_sketches(connection, known)}.items()}
    for left, right in pairs:
        score = likely(sides[left], sides[right])
        if score >= LIKELY:
            yield ReportLink(left=left, right=right, kind="story", score=score)


def story_of(connection: Connection, report_id: str) -> Story:
    """Give the story that a report tells, itself among its reports; crowded where links lead to more than are compared."""
    near, ties, more = _near(connection, report_id)
    sides = {id_: side_of(sketch) for id_, sketch in _sketches(connection, near).items()}
    found = next(story for story in settled(sides, ties) if report_id in story.reports)
    return msgspec.structs.replace(found, crowded=found.crowded or more)


def why(connection: Connection, report_id: str, others: Iterable[str]) -> dict[str, tuple[float, tuple[Reason, ...]]]:
    """Say of each of the others how likely it tells a report's story, and why."""
    sketches = _sketches(connection, {report_id, *others})
    own = sketches.pop(report_id)
    return {id_: (likely(side_of(own), side_of(other)), reasons(own, other)) for id_, other in sketches.items()}


def _near(connection: Connection, report_id: str) -> tuple[set[str], list[Tie], bool]:
    """Give the reports that the likeliest links lead to, at most as many as are compared each with each, with the links.

    Tell too whether they lead to more.
    """
    near: set[str] = set()
    ties: dict[tuple[str, str], Tie] = {}
    edge = [(0.0, report_id)]
    while edge and len(near) < MOST:
        _, nearest = heapq.heappop(edge)
        if nearest in near:
            continue
        near.add(nearest)
        for tie in _ties(connection, nearest):
            ties[tie.left, tie.right] = tie
            other = tie.right if tie.left == nearest else tie.left
            if other not in near:
                heapq.heappush(edge, (-tie.likeness, other))
    inside = [tie for pair, tie in sorted(ties.items()) if near.issuperset(pair)]
    return near, inside, any(other not in near for _, other in edge)


def _ties(connection: Connection, report_id: str) -> list[Tie]:
    table = schema.report_links
    either = or_(table.c.left == report_id, table.c.right == report_id)
    asked = select(table.c.score, table.c.left, table.c.right).where(table.c.kind == "story", either)
    return [Tie(*row) for row in connection.execute(asked)]


def _sketches(connection: Connection, ids: Iterable[str]) -> dict[str, Sketch]:
    table = schema.sketches
    asked = (select(table.c.report_id, table.c.body).where(table.c.report_id.in_(some)) for some in chunks(sorted(ids)))
    return {row.report_id: _sketch.decode(row.body) for one in asked for row in connection.execute(one)}
