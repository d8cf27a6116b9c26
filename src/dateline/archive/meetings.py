"""Reports with their block keys enter, the pairs that are to be compared leave; crowded blocks are bounded.

In a block of more than `MOST` reports those with the smallest ids are compared with all, the others with them alone.
Which pairs meet so depends on the reports alone. A report that arrives with a smaller id takes another's place, and pairs
that met through that one may meet no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from sqlalchemy import Connection, func, select

from dateline.archive import schema, sqlite
from dateline.archive.rows import chunks
from dateline.model import ReportLinkKind
from dateline.weave.reports.keys import CROWDED

MOST = CROWDED
"""Reports of a block that are compared with all of it: texts with one long ending in common may be thousands."""

Keys = Mapping[ReportLinkKind, Iterable[int]]
Pair = tuple[str, str]
"""The lower id comes first."""


class Meetings(msgspec.Struct, frozen=True):
    """Pairs of which one report is new, by kind; and, by kind, reports that some of a crowded block meet there no more."""

    pairs: Mapping[ReportLinkKind, set[Pair]]
    displaced: Mapping[ReportLinkKind, set[str]]


def enter(connection: Connection, new: Mapping[str, Keys]) -> Meetings:
    """Write new reports into their blocks and give whom they meet there."""
    arrived: dict[int, set[str]] = defaultdict(set)
    kinds: dict[int, ReportLinkKind] = {}
    for id_, keys in new.items():
        for kind, some in keys.items():
            for key in some:
                arrived[key].add(id_)
                kinds[key] = kind
    if not arrived:
        return Meetings({}, {})
    # Most keys are new: what stood under the others before is all that need be read.
    before = _first(connection, list(arrived), MOST)
    sqlite.enter_keys(connection, [(key, id_) for key, ids in arrived.items() for id_ in ids])
    blocks = {
        key: sorted({*before.get(key, ()), *ids}) for key, ids in arrived.items() if key in before or len(ids) > 1
    }
    wide = {key for key, known in before.items() if len(known) == MOST and min(arrived[key]) < known[-1]}
    whole = _whole(connection, wide)
    pairs: dict[ReportLinkKind, set[Pair]] = defaultdict(set)
    displaced: dict[ReportLinkKind, set[str]] = defaultdict(set)
    for key, block in blocks.items():
        first = block[:MOST]
        # One that comes right behind the first still meets them all.
        if len(whole.get(key, block)) > MOST + 1:
            displaced[kinds[key]].update(set(before.get(key, ())).difference(first))
        for id_ in arrived[key]:
            others = whole.get(key, block) if id_ in first else first
            pairs[kinds[key]].update((id_, other) if id_ < other else (other, id_) for other in others if other != id_)
    return Meetings(pairs, displaced)


def unmet(connection: Connection, pairs: Iterable[Pair], keys: Mapping[str, AbstractSet[int]]) -> list[Pair]:
    """Give those of the pairs that meet under no key, given all keys of the reports."""
    shared = {pair: keys[pair[0]] & keys[pair[1]] for pair in pairs}
    # The last of the first in each block that has so many.
    last: dict[int, str] = {}
    for some in chunks(sorted(set().union(*shared.values()))):
        last.update(sqlite.standing_at(connection, some, MOST))
    return [pair for pair, some in sorted(shared.items()) if all(key in last and last[key] < min(pair) for key in some)]


def crowded(connection: Connection) -> int:
    """Count the blocks in which not every report is compared with every other."""
    key = schema.sketch_keys.c.key
    blocks = select(key).group_by(key).having(func.count() > MOST).subquery()
    return connection.execute(select(func.count()).select_from(blocks)).scalar_one()


def _first(connection: Connection, keys: Sequence[int], size: int) -> dict[int, list[str]]:
    return _grouped(row for some in chunks(keys) for row in sqlite.first_under(connection, some, size))


def _whole(connection: Connection, keys: Iterable[int]) -> dict[int, list[str]]:
    table = schema.sketch_keys
    asked = (select(table.c.key, table.c.report_id).where(table.c.key.in_(some)) for some in chunks(sorted(keys)))
    return _grouped((row.key, row.report_id) for one in asked for row in connection.execute(one))


def _grouped(rows: Iterator[tuple[int, str]]) -> dict[int, list[str]]:
    blocks: dict[int, list[str]] = defaultdict(list)
    for key, id_ in rows:
        blocks[key].append(id_)
    return blocks
