"""Claims whose links have changed enter; the events that they are part of are put together anew, and no others.

Claims are woven in clusters, which links lead through. Where a cluster would be too large, its weakest links are left
out (see `weave.components`), and `members` keeps at which level that ended. What changes at one claim changes nothing
beyond its own cluster and those that its new links lead to, so the cost of a report has a bound.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from dateline.archive import aliases, filing, judgements, schema, ties
from dateline.archive.history import Chronicle, moment
from dateline.archive.rows import Row, chunks, claim_of, event_row, traits_from
from dateline.weave import CAP, LEVELS, Evidence, Part, Pull, Rulings, Scored, Traits, assemble, partition, parts

OF_EVIDENCE = (
    schema.claims.c.body,
    schema.reports.c.text_id,
    schema.reports.c.outlet,
    schema.reports.c.origin,
    schema.reports.c.published,
    schema.standings.c.family,
    schema.standings.c.replaced_by,
)
"""The columns of what `beside` is given, in its order."""

WITH_REPORTS = schema.claims.join(schema.reports).join(schema.standings)
"""Where these columns stand."""


class Member(msgspec.Struct, frozen=True):
    """A claim with the event, cluster and level that it was last put into; what stands for others has their traits."""

    seq: int
    event: str | None
    cluster: str | None
    level: int
    print: int | None
    traits: Traits | None


def assemble_events(
    connection: Connection, fresh: set[str], touched: set[str], cut: set[str], chronicle: Chronicle
) -> None:
    """Put claims into events anew: fresh ones, with those that got (`touched`) or lost (`cut`) links."""
    floors = _lowered(connection, cut)
    members, rulings = _ruled_members(connection, fresh | touched | cut | floors.keys())
    pulls = _pulls_among(connection, members)
    ties = [(pull.left, pull.right, pull.score) for pull in pulls] + [(*pair, LEVELS[-1]) for pair in rulings.together]
    found = _parts(members, floors, ties)
    groups = _groups(members, found, pulls, rulings)
    before: dict[str, set[str]] = defaultdict(set)
    for id_, member in members.items():
        before[member.event or ""].add(id_)
    # A claim coded anew keeps its id, so the same ids alone do not mean the same event.
    changed = [group for group in groups if before.get(group[0]) != set(group) or not fresh.isdisjoint(group)]
    _drop_events(connection, {members[id_].event or "" for group in changed for id_ in group}, chronicle)
    _add_events(connection, changed)
    _rename(connection, before, groups)
    _move(connection, members, groups, found)
    filing.file(connection, (group[0] for group in changed))


def drop_events_of(connection: Connection, going: set[str], chronicle: Chronicle) -> set[str]:
    """Drop the events of claims that are about to be deleted; give the other claims that these events had."""
    claims, table = schema.claims, schema.members
    events: set[str] = set()
    for ids in chunks(sorted(going)):
        asked = select(table.c.event).join_from(table, claims).where(claims.c.id.in_(ids)).distinct()
        events.update(connection.execute(asked).scalars())
    others: set[str] = set()
    for some in chunks(sorted(events)):
        asked = select(claims.c.id).join_from(table, claims).where(table.c.event.in_(some))
        others.update(connection.execute(asked).scalars())
    _drop_events(connection, events, chronicle)
    return others - going


def cut_groups(connection: Connection) -> int:
    """Count the clusters that are parts of groups which were too large."""
    table = schema.members
    asked = select(func.count(table.c.cluster.distinct())).where(table.c.level > 0)
    return connection.execute(asked).scalar_one()


def cut_events(connection: Connection, events: Iterable[str]) -> set[str]:
    """Give those of the events that have claims in such parts."""
    table, found = schema.members, set[str]()
    for ids in chunks(sorted(events)):
        asked = select(table.c.event).where(table.c.event.in_(ids), table.c.level > 0).distinct()
        found.update(connection.execute(asked).scalars())
    return found


def unused_links(connection: Connection) -> int:
    """Count the links that were left out because the group they are in was too large."""
    links, claims = schema.links, schema.claims
    one, other = schema.members.alias(), schema.members.alias()
    left, right = claims.alias(), claims.alias()
    ends = (
        one.join(left, left.c.seq == one.c.claim)
        .join(links, links.c.left == left.c.id)
        .join(right, right.c.id == links.c.right)
        .join(other, other.c.claim == right.c.seq)
    )
    asked = select(func.count()).select_from(ends).where(one.c.level > 0, one.c.cluster != other.c.cluster)
    return connection.execute(asked).scalar_one()


def beside(
    body: str,
    text_id: str,
    outlet: str | None,
    origin: str | None,
    published: dt.date | None,
    family: str,
    replaced_by: str | None,
) -> Evidence:
    """Put a claim beside the facts of its report, as rows give them."""
    return Evidence(
        claim=claim_of(body),
        text_id=text_id,
        outlet=outlet,
        origin=origin,
        published=published,
        family=family,
        replaced_by=replaced_by,
    )


def _parts(members: Mapping[str, Member], floors: Mapping[str, int], ties: Sequence[Scored]) -> list[Part]:
    def size(ids: Iterable[str]) -> int:
        # Copies of a text add nothing to compare.
        return len({members[id_].print for id_ in ids} - {None})

    levels = {id_: floors.get(id_, member.level) for id_, member in members.items()}
    return parts(levels, ties, size, cap=CAP)


def _groups(
    members: Mapping[str, Member], found: Sequence[Part], pulls: Sequence[Pull], rulings: Rulings
) -> list[tuple[str, ...]]:
    at = {id_: number for number, part in enumerate(found) for id_ in part.claims}
    inside: dict[int, list[Pull]] = defaultdict(list)
    for pull in pulls:
        if pull.left in at and at[pull.left] == at.get(pull.right):
            inside[at[pull.left]].append(pull)
    groups: list[tuple[str, ...]] = []
    for number, part in enumerate(found):
        told = (members[id_].traits for id_ in part.claims)
        groups += partition((traits for traits in told if traits), inside[number], rulings)
    return sorted(groups)


def _lowered(connection: Connection, cut: set[str]) -> dict[str, int]:
    """Give the levels of claims that were in too large a group and reach few enough claims after losing links."""
    table = schema.members
    levels: dict[str, int] = {}
    for ids in chunks(sorted(cut)):
        asked = select(schema.claims.c.id, table.c.level).join_from(table, schema.claims)
        rows = connection.execute(asked.where(schema.claims.c.id.in_(ids), table.c.level > 0))
        levels.update((id_, level) for id_, level in rows)
    found: dict[str, int] = {}
    over: dict[int, set[str]] = defaultdict(set)
    for id_, stored in sorted(levels.items()):
        for level in range(min(stored, found.get(id_, stored))):
            if id_ in over[level]:
                continue
            reached, fits = _reach(connection, id_, level)
            if fits:
                found.update((one, min(level, found.get(one, level))) for one in reached)
                break
            over[level] |= reached
    return found


def _reach(connection: Connection, start: str, level: int) -> tuple[set[str], bool]:
    """Give the claims that the links of a level lead to, and whether these are all; else it stops when they are too many."""
    reached: set[str] = set()
    prints: set[int] = set()
    frontier = {start}
    while frontier and len(prints) <= CAP:
        reached |= frontier
        prints |= _prints_of(connection, frontier)
        frontier = _next_to(connection, frontier, level) - reached
    return reached, len(prints) <= CAP


def _next_to(connection: Connection, ids: set[str], level: int) -> set[str]:
    links = schema.links
    found: set[str] = set()
    for some in chunks(sorted(ids)):
        asked = select(links.c.left, links.c.right).where(
            or_(links.c.left.in_(some), links.c.right.in_(some)), links.c.same.is_(True), links.c.score >= LEVELS[level]
        )
        found.update(end for pair in connection.execute(asked) for end in pair)
    # Rulings come with those of all judgements about the same claims: a pair that has no end here leads nowhere from here.
    together = judgements.rulings(connection, ids).together
    found.update(end for pair in together if not ids.isdisjoint(pair) for end in pair)
    return found


def _prints_of(connection: Connection, ids: Iterable[str]) -> set[int]:
    claims, traits = schema.claims, schema.traits
    found: set[int] = set()
    for some in chunks(sorted(ids)):
        asked = select(traits.c.print).join_from(traits, claims).where(claims.c.id.in_(some))
        found.update(connection.execute(asked).scalars())
    return found


def _rename(connection: Connection, before: dict[str, set[str]], groups: Iterable[Sequence[str]]) -> None:
    """Lead the ids that events had to where the claim of that id is now, else to where the rest of the event is."""
    now = {id_: group[0] for group in groups for id_ in group}
    aliases.moved(connection, {old: now.get(old) or now[min(claims)] for old, claims in sorted(before.items()) if old})


def _move(
    connection: Connection, members: Mapping[str, Member], groups: Iterable[Sequence[str]], found: Iterable[Part]
) -> None:
    table = schema.members
    part_of = {id_: part for part in found for id_ in part.claims}
    now = {id_: (group[0], part_of[id_].claims[0], part_of[id_].level) for group in groups for id_ in group}
    moved: list[Row] = [
        {"claim": members[id_].seq, "event": event, "cluster": cluster, "level": level}
        for id_, (event, cluster, level) in sorted(now.items())
        if (members[id_].event, members[id_].cluster, members[id_].level) != (event, cluster, level)
    ]
    for rows in chunks(moved):
        connection.execute(delete(table).where(table.c.claim.in_([row["claim"] for row in rows])))
        connection.execute(insert(table), rows)


def _add_events(connection: Connection, groups: Sequence[Sequence[str]]) -> None:
    evidence: dict[str, Evidence] = {}
    for ids in chunks(id_ for group in groups for id_ in group):
        evidence.update(_load(connection, ids))
    if groups:
        since = moment(connection)
        events = [assemble([evidence[id_] for id_ in group]) for group in groups]
        connection.execute(insert(schema.events), [{**event_row(event), "since": since} for event in events])
        ties.keep(connection, events)


def _ruled_members(connection: Connection, claim_ids: Iterable[str]) -> tuple[dict[str, Member], Rulings]:
    """Give the claims of all clusters that links and rulings lead to from the given claims, and these rulings."""
    members: dict[str, Member] = {}
    reached = set(claim_ids)
    while True:
        members |= _members(connection, reached)
        rulings = judgements.rulings(connection, members)
        reached = {id_ for pair in rulings.together for id_ in pair}.difference(members)
        if not reached:
            return members, rulings


def _members(connection: Connection, claim_ids: Iterable[str]) -> dict[str, Member]:
    """Give the claims of all clusters that the given claims are in, by id; those not yet in one come alone."""
    claims, traits, table = schema.claims, schema.traits, schema.members
    asked = select(
        claims.c.seq, claims.c.id, table.c.event, table.c.cluster, table.c.level, traits.c.print, traits.c.body
    )
    told = traits.c.claim == claims.c.seq
    given = asked.select_from(claims.join(table, isouter=True).join(traits, told, isouter=True))
    # From the members: the other way round SQLite would go through all claims.
    clustered = asked.select_from(table.join(claims).join(traits, told, isouter=True))
    found: dict[str, Member] = {}
    for ids in chunks(sorted(claim_ids)):
        _collect(connection, given.where(claims.c.id.in_(ids)), found)
    clusters = {member.cluster for member in found.values() if member.cluster}
    for some in chunks(sorted(clusters)):
        _collect(connection, clustered.where(table.c.cluster.in_(some)), found)
    return found


def _collect(connection: Connection, asked: Select[Any], into: dict[str, Member]) -> None:
    for seq, id_, event, cluster, level, print_, body in connection.execute(asked):
        into[id_] = Member(seq, event, cluster, level or 0, print_, traits_from(body) if body else None)


def _drop_events(connection: Connection, events: Iterable[str], chronicle: Chronicle) -> None:
    # Claims may point to a dropped event until the transaction ends: each of them is put into another one by then.
    for ids in chunks(sorted(events)):
        chronicle.leave(ids)
        filing.take_out(connection, ids)
        connection.execute(delete(schema.events).where(schema.events.c.id.in_(ids)))


def _load(connection: Connection, claim_ids: Sequence[str]) -> Iterator[tuple[str, Evidence]]:
    asked = select(*OF_EVIDENCE).select_from(WITH_REPORTS).where(schema.claims.c.id.in_(claim_ids))
    for values in connection.execute(asked):
        evidence = beside(*values)
        yield evidence.claim.id, evidence


def _pulls_among(connection: Connection, claim_ids: Iterable[str]) -> list[Pull]:
    links = schema.links
    found: list[Pull] = []
    for ids in chunks(sorted(claim_ids)):
        asked = select(links.c.left, links.c.right, links.c.score).where(links.c.left.in_(ids), links.c.same.is_(True))
        found += [Pull(left, right, score) for left, right, score in connection.execute(asked)]
    return found
