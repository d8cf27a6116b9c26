"""Sketches of reports enter, links between those that may tell one story leave; of one report, the story that it tells.

Links depend on two reports alone, and the story of a report is found when it is asked for, from the reports that links
lead to: kept for all reports, one new link could regroup thousands of them.
"""

from __future__ import annotations

import functools
import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

import msgspec
import numpy as np
from sqlalchemy import Connection, insert, or_, select

from dateline.archive import schema, sqlite
from dateline.archive.rows import Row, chunks, packed
from dateline.model import Reason, ReportLink
from dateline.weave.reports import Sketch, keys_of, reasons
from dateline.weave.reports.grouping import LIKELY, MOST, Story, Tie, likely, settled
from dateline.weave.reports.likeness import Side, side_of
from dateline.weave.reports.outline import may_reach, outline_of, rows_of

_decoder = msgspec.json.Decoder(Sketch)

# A new report's sketch is read for its outline, its keys and its claims.
_DECODED = 256

# Sketches that are kept ready to be compared, about ten kilobytes each: news of some weeks is linked among itself.
_AT_HAND = 4096

# Sketches whose keys are kept at hand, some five kilobytes each: those that lose their place in a crowded block are asked
# for them again, and those that they are linked with.
_KEYS_AT_HAND = 8192


def keep(connection: Connection, fresh: Mapping[str, tuple[str, Sketch]]) -> dict[str, frozenset[int]]:
    """Keep the sketches of new reports, each with its edition; give the keys under which they meet."""
    bodies = {id_: packed(sketch) for id_, (_, sketch) in fresh.items()}
    rows: list[Row] = [
        {"report_id": id_, "edition": fresh[id_][0], "outline": outline_of(_side(body)), "body": body}
        for id_, body in bodies.items()
    ]
    connection.execute(insert(schema.sketches), rows)
    return {id_: _keys(body) for id_, body in bodies.items()}


def keys(connection: Connection, ids: Iterable[str]) -> dict[str, frozenset[int]]:
    """Give the keys of reports that are kept."""
    return {id_: _keys(body) for id_, body in _bodies(connection, ids)}


def links(connection: Connection, fresh: AbstractSet[str], pairs: Iterable[tuple[str, str]]) -> Iterator[ReportLink]:
    """Link those of the pairs that are likely to tell one story; one report of each pair is fresh, and kept."""
    near = _near_enough(connection, fresh, pairs)
    sides = _sides(connection, {id_ for pair in near for id_ in pair})
    for left, right in sorted((min(pair), max(pair)) for pair in near):
        score = likely(sides[left], sides[right])
        if score >= LIKELY:
            yield ReportLink(left=left, right=right, kind="story", score=score)


def _near_enough(
    connection: Connection, fresh: AbstractSet[str], pairs: Iterable[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Give the pairs that may be likely, as far as outlines tell."""
    met = sorted((left, right) if left in fresh else (right, left) for left, right in pairs)
    if not met:
        return []
    known = sorted({id_ for pair in met for id_ in pair})
    at = {id_: place for place, id_ in enumerate(known)}
    places = np.array([(at[one], at[other]) for one, other in met])
    rows = rows_of(sqlite.outlines(connection, known))
    own, first = np.unique(places[:, 0], return_inverse=True)
    near = may_reach(LIKELY, rows[own], rows, np.column_stack([first, places[:, 1]]))
    return list(itertools.compress(met, near))


def _sides(connection: Connection, ids: Iterable[str]) -> dict[str, Side]:
    return {id_: _side(body) for id_, body in _bodies(connection, ids)}


@functools.lru_cache(_DECODED)
def _sketch(body: str) -> Sketch:
    return _decoder.decode(body)


@functools.lru_cache(_AT_HAND)
def _side(body: str) -> Side:
    return side_of(_sketch(body))


@functools.lru_cache(_KEYS_AT_HAND)
def _keys(body: str) -> frozenset[int]:
    return frozenset(keys_of(_sketch(body)))


def story_of(connection: Connection, report_id: str) -> Story:
    """Give the story that a report tells, itself among its reports; crowded where links lead to more than are compared."""
    near, ties, more = _near(connection, report_id)
    sides = _sides(connection, near)
    found = next(story for story in settled(sides, ties) if report_id in story.reports)
    return msgspec.structs.replace(found, crowded=found.crowded or more)


def why(connection: Connection, report_id: str, others: Iterable[str]) -> dict[str, tuple[float, tuple[Reason, ...]]]:
    """Say of each of the others how likely it tells a report's story, and why."""
    found = sketches(connection, {report_id, *others})
    own = found.pop(report_id)
    return {id_: (likely(side_of(own), side_of(other)), reasons(own, other)) for id_, other in found.items()}


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


def sketches(connection: Connection, ids: Iterable[str]) -> dict[str, Sketch]:
    """Give the sketches of reports by their ids."""
    return {id_: _sketch(body) for id_, body in _bodies(connection, ids)}


def _bodies(connection: Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    table = schema.sketches
    for some in chunks(sorted(ids)):
        asked = select(table.c.report_id, table.c.body).where(table.c.report_id.in_(some))
        yield from ((id_, body) for id_, body in connection.execute(asked))
