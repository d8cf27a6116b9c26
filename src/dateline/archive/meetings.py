"""Reports with their block keys enter, the pairs that are to be compared leave; crowded blocks are bounded.

In a block of more than `MOST` reports those with the smallest ids are compared with all, the others with them alone.
Which pairs meet so depends on the reports alone. A report that arrives with a smaller id takes another's place, and pairs
that met through that one may meet no more.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select

from dateline.archive import database, schema
from dateline.archive.rows import chunks
from dateline.model import ReportLinkKind
from dateline.weave.reports.blockkey import RANKED, rank_of
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
    arrived: dict[int, set[int]] = defaultdict(set)
    kinds: dict[int, ReportLinkKind] = {}
    for id_, keys in new.items():
        rank = rank_of(id_)
        for kind, some in keys.items():
            for key in some:
                arrived[key].add(rank)
                kinds[key] = kind
    # Most keys are new: what stood under the others before is all that need be read.
    before = _first(connection, list(arrived))
    database.of(connection).enter_keys(connection, ((key, rank) for key, ranks in arrived.items() for rank in ranks))
    blocks = {
        key: sorted({*before.get(key, ()), *ranks}) for key, ranks in arrived.items() if key in before or len(ranks) > 1
    }
    wide = {key for key, known in before.items() if len(known) == MOST and min(arrived[key]) < known[-1]}
    whole = _whole(connection, wide)
    pairs: dict[ReportLinkKind, set[tuple[int, int]]] = defaultdict(set)
    displaced: dict[ReportLinkKind, set[int]] = defaultdict(set)
    for key, block in blocks.items():
        first = block[:MOST]
        # One that comes right behind the first still meets them all.
        if len(whole.get(key, block)) > MOST + 1:
            displaced[kinds[key]].update(set(before.get(key, ())).difference(first))
        for rank in arrived[key]:
            others = whole.get(key, block) if rank in first else first
            pairs[kinds[key]].update((rank, other) if rank < other else (other, rank) for other in others)
    ids = _ids(connection, {rank for some in (*displaced.values(), *map(_flat, pairs.values())) for rank in some})
    return Meetings(
        {kind: {(ids[one], ids[other]) for one, other in some if one != other} for kind, some in pairs.items()},
        {kind: {ids[rank] for rank in some} for kind, some in displaced.items()},
    )


def leave(connection: Connection, going: Mapping[str, Keys]) -> Mapping[ReportLinkKind, set[Pair]]:
    """Take reports out of their blocks; give the pairs that meet now because one has come among the first of a crowded one."""
    left: dict[int, set[int]] = defaultdict(set)
    kinds: dict[int, ReportLinkKind] = {}
    for id_, keys in going.items():
        for kind, some in keys.items():
            for key in some:
                left[key].add(rank_of(id_))
                kinds[key] = kind
    before = _first(connection, list(left))
    drop(connection, ((key, rank) for key, ranks in left.items() for rank in ranks))
    full = [key for key, known in before.items() if len(known) == MOST and min(left[key]) <= known[-1]]
    after, whole = _first(connection, full), _whole(connection, full)
    pairs: dict[ReportLinkKind, set[tuple[int, int]]] = defaultdict(set)
    for key in full:
        for risen in set(after.get(key, ())).difference(before[key]):
            others = set(whole[key]).difference(before[key], [risen])
            pairs[kinds[key]].update((min(risen, other), max(risen, other)) for other in others)
    ids = _ids(connection, {rank for some in pairs.values() for rank in _flat(some)})
    return {kind: {(ids[one], ids[other]) for one, other in some} for kind, some in pairs.items()}


def drop(connection: Connection, rows: Iterable[tuple[int, int]]) -> None:
    """Take ranks away from under keys."""
    table = schema.sketch_keys
    given = [{"k": key, "r": rank} for key, rank in rows]
    if given:
        gone = delete(table).where(table.c.key == bindparam("k"), table.c.rank == bindparam("r"))
        connection.execute(gone, given)


def wait(connection: Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Write reports under keys by which they are looked for when it is asked whom they `meet`."""
    database.of(connection).enter_keys(connection, ((key, rank_of(id_)) for key, id_ in rows))


def meet(connection: Connection, report_id: str, keys: Sequence[int]) -> list[str]:
    """Give the other reports that a report is compared with under its keys."""
    rank = rank_of(report_id)
    first = _first(connection, keys)
    wide = [key for key, some in first.items() if len(some) == MOST and rank <= some[-1]]
    met = set().union(*first.values(), *_whole(connection, wide).values()) - {rank}
    return sorted(_ids(connection, met).values())


def unmet(connection: Connection, pairs: Iterable[Pair], keys: Mapping[str, AbstractSet[int]]) -> list[Pair]:
    """Give those of the pairs that meet under no key, given all keys of the reports."""
    shared = {pair: keys[pair[0]] & keys[pair[1]] for pair in pairs}
    # The last of the first in each block that has so many.
    last: dict[int, int] = {}
    for some in chunks(sorted(set().union(*shared.values()))):
        last.update(database.of(connection).standing_at(connection, some, MOST))
    return [
        pair
        for pair, some in sorted(shared.items())
        if all(key in last and last[key] < rank_of(min(pair)) for key in some)
    ]


def crowded(connection: Connection) -> int:
    """Count the blocks in which not every report is compared with every other."""
    key = schema.sketch_keys.c.key
    blocks = select(key).group_by(key).having(func.count() > MOST).subquery()
    return connection.execute(select(func.count()).select_from(blocks)).scalar_one()


def _flat(pairs: Iterable[tuple[int, int]]) -> Iterator[int]:
    return itertools.chain.from_iterable(pairs)


def _ids(connection: Connection, ranks: Iterable[int]) -> dict[int, str]:
    """Give the ids that have these ranks; of two that share one, as a million reports hardly do, the smaller."""
    found: dict[int, str] = {}
    for some in chunks(sorted(ranks)):
        for id_ in database.of(connection).reports_beginning(connection, [f"{rank:0{RANKED}x}" for rank in some]):
            found.setdefault(rank_of(id_), id_)
    return found


def _first(connection: Connection, keys: Sequence[int]) -> dict[int, list[int]]:
    return _grouped(row for some in chunks(keys) for row in database.of(connection).first_under(connection, some, MOST))


def _whole(connection: Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    table = schema.sketch_keys
    asked = (select(table.c.key, table.c.rank).where(table.c.key.in_(some)) for some in chunks(sorted(keys)))
    return _grouped((row.key, row.rank) for one in asked for row in connection.execute(one))


def _grouped(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, rank in rows:
        blocks[key].append(rank)
    return blocks
