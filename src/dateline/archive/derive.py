"""Claims just kept enter; search, links and events are brought up to date with them in the same transaction.

Which claims an event has depends on all claims and links alone, never on the order in which they came, so only the
groups that new links touch are put together anew.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, Table, bindparam, delete, insert, select

from dateline.archive import aliases, causes, coverage, judgements, schema, sqlite
from dateline.archive.history import Chronicle, Rebuilt, moment
from dateline.archive.rows import (
    Row,
    actor_rows,
    chunks,
    claim_of,
    distinct,
    event_row,
    link_row,
    packed,
    place_rows,
    traits_from,
)
from dateline.weave import (
    WEAVER,
    Candidate,
    Evidence,
    Pull,
    Rulings,
    Traits,
    assemble,
    components,
    keys_of,
    partition,
    traits_of,
    weave,
)

# Reports at a time when all is made anew: enough to save statements, few enough to stay small in memory.
_REBUILT_AT_ONCE = 64

_DERIVED = (
    "causes",
    "members",
    "events",
    "links",
    "blocks",
    "traits",
    "place_resolutions",
    "actor_resolutions",
    "places",
    "actors",
)


# What `_evidence` is made of, in its order.
_OF_EVIDENCE = (
    schema.claims.c.body,
    schema.reports.c.text_id,
    schema.reports.c.outlet,
    schema.reports.c.origin,
    schema.reports.c.published,
    schema.standings.c.family,
    schema.standings.c.replaced_by,
)
_WITH_REPORTS = schema.claims.join(schema.reports).join(schema.standings)


class Kept(msgspec.Struct, frozen=True):
    """A claim just kept: its number, with its report's facts and text."""

    seq: int
    evidence: Evidence
    text: str

    @property
    def sentence(self) -> str:
        """The sentence that the claim stands in."""
        return self.evidence.claim.sentence.of(self.text)


def derive(connection: Connection, kept: Sequence[Kept], stale: Iterable[str], chronicle: Chronicle) -> None:
    """Index, link and assemble new claims; `stale` are claims whose cluster lost a member."""
    for one in kept:
        chronicle.note(one.evidence.claim, "added")
    _resolve(connection, kept)
    sqlite.add_sentences(connection, ((one.seq, one.sentence) for one in kept))
    causes.keep(connection, ((one.evidence, one.text) for one in kept))
    partners = _link(connection, kept)
    _assemble(connection, {one.evidence.claim.id for one in kept}.union(stale), partners, chronicle)


def again(connection: Connection, claim_ids: Iterable[str], cause: str) -> None:
    """Put the events of claims together anew, where something other than their reports has changed: a person's ruling."""
    chronicle = Chronicle(connection, cause)
    _assemble(connection, set(claim_ids), set(), chronicle)
    chronicle.close()


def forget(connection: Connection, kept: Sequence[Kept], chronicle: Chronicle) -> set[str]:
    """Take claims out of all that is derived, before they are deleted; give the ids that links lead to from them."""
    for one in kept:
        chronicle.note(one.evidence.claim, "coded anew")
    sqlite.drop_sentences(connection, ((one.seq, one.sentence) for one in kept))
    rows = [{"k": key, "c": seq} for seq, found in _traits(kept).items() for key in keys_of(found)]
    if rows:
        blocks = schema.blocks
        gone = delete(blocks).where(blocks.c.key == bindparam("k"), blocks.c.claim == bindparam("c"))
        connection.execute(gone, rows)
    going = {one.evidence.claim.id for one in kept}
    members = _clusters_of(connection, going)
    _drop_events(connection, {members[id_].event or "" for id_ in going}, chronicle)
    return members.keys() - going


def rebuild(connection: Connection) -> None:
    """Make all that is derived anew from the claims, with today's rules."""
    shown = aliases.shown(connection)
    rebuilt = Rebuilt(connection, f"rules of weaving {WEAVER}" if weaver(connection) != WEAVER else "made anew")
    for name in _DERIVED:
        connection.execute(delete(schema.metadata.tables[name]))
    sqlite.drop_all_sentences(connection)
    coverage.rebuild(connection)
    judgements.attach_all(connection)
    everyone = connection.execute(select(schema.claims.c.report_id).distinct().order_by(schema.claims.c.report_id))
    for report_ids in chunks(everyone.scalars().all(), _REBUILT_AT_ONCE):
        derive(connection, list(kept_of(connection, report_ids)), (), Chronicle(connection))
    aliases.renamed(connection, shown)
    rebuilt.close()
    connection.execute(delete(schema.facts).where(schema.facts.c.name == "weaver"))
    connection.execute(insert(schema.facts).values(name="weaver", value=WEAVER))


def weaver(connection: Connection) -> str | None:
    """Give the version of the rules by which the archive was woven."""
    return connection.execute(select(schema.facts.c.value).where(schema.facts.c.name == "weaver")).scalar()


def kept_of(connection: Connection, report_ids: Sequence[str]) -> Iterator[Kept]:
    """Give the current claims of reports, in the order of reports and text."""
    claims, texts = schema.claims, schema.texts
    asked = (
        select(claims.c.seq, texts.c.text, *_OF_EVIDENCE)
        .select_from(_WITH_REPORTS.join(texts))
        .where(claims.c.report_id.in_(report_ids))
        .order_by(claims.c.report_id, claims.c.place_in_text, claims.c.id)
    )
    for seq, text, *values in connection.execute(asked):
        yield Kept(seq, _evidence(*values), text)


def add_missing(connection: Connection, into: Table, rows: dict[str, Row]) -> set[str]:
    """Insert those rows whose `id` is not there yet; give the ids inserted."""
    there: set[str] = set()
    for ids in chunks(rows):
        there.update(connection.execute(select(into.c.id).where(into.c.id.in_(ids))).scalars())
    missing = [row for id_, row in rows.items() if id_ not in there]
    if missing:
        connection.execute(insert(into), missing)
    return rows.keys() - there


def _resolve(connection: Connection, kept: Sequence[Kept]) -> None:
    actors = [pair for one in kept for pair in actor_rows(one.evidence.claim, one.seq)]
    places = [pair for one in kept for pair in place_rows(one.evidence.claim, one.seq)]
    add_missing(connection, schema.actors, distinct([row for row, _ in actors]))
    add_missing(connection, schema.places, distinct([row for row, _ in places]))
    if actors:
        connection.execute(insert(schema.actor_resolutions), [tie for _, tie in actors])
    if places:
        connection.execute(insert(schema.place_resolutions), [tie for _, tie in places])


def _link(connection: Connection, kept: Sequence[Kept]) -> set[str]:
    """Link new claims; give the ids of the known claims that they were linked to."""
    traits = _traits(kept)
    new = {seq: Candidate(found, keys_of(found)) for seq, found in traits.items()}
    known = neighbours(connection, sorted({key for candidate in new.values() for key in candidate.keys}))
    if new:
        connection.execute(insert(schema.traits), [{"claim": seq, "body": packed(t)} for seq, t in traits.items()])
        rows = [{"key": key, "claim": seq} for seq, candidate in new.items() for key in candidate.keys]
        connection.execute(insert(schema.blocks), rows)
    links = weave(list(new.values()), known)
    if links:
        connection.execute(insert(schema.links), [link_row(link) for link in links])
    ends = {end for link in links for end in (link.left, link.right)}
    return ends - {one.evidence.claim.id for one in kept}


def _traits(kept: Sequence[Kept]) -> dict[int, Traits]:
    """Give what each report tells of each event, by the number of the claim that stands for it."""
    numbers = {one.evidence.claim.id: one.seq for one in kept}
    by_report: dict[str, list[Kept]] = defaultdict(list)
    for one in kept:
        by_report[one.evidence.claim.report_id].append(one)
    told = (traits_of((one.evidence for one in some), some[0].text) for some in by_report.values())
    return {numbers[found.head]: found for found in itertools.chain.from_iterable(told)}


def neighbours(connection: Connection, keys: Sequence[int]) -> list[Candidate]:
    """Give what known reports tell under any of the keys, with those of the keys that it stands under."""
    blocks, traits = schema.blocks, schema.traits
    shared: dict[int, list[int]] = defaultdict(list)
    for some in chunks(keys):
        for key, claim in connection.execute(select(blocks.c.key, blocks.c.claim).where(blocks.c.key.in_(some))):
            shared[claim].append(key)
    found: list[Candidate] = []
    for claims in chunks(sorted(shared)):
        asked = select(traits.c.claim, traits.c.body).where(traits.c.claim.in_(claims))
        found += [Candidate(traits_from(body), tuple(shared[seq])) for seq, body in connection.execute(asked)]
    return found


def _assemble(connection: Connection, fresh: set[str], touched: set[str], chronicle: Chronicle) -> None:
    """Group fresh claims with all that links lead to from them, and put together anew the events that changed."""
    members, rulings = _ruled_clusters_of(connection, fresh | touched)
    pulls = _pulls_among(connection, members)
    edges = itertools.chain(_ends(pulls), rulings.together)
    clusters = {id_: cluster[0] for cluster in components(members, edges) for id_ in cluster}
    before: dict[str, set[str]] = defaultdict(set)
    for id_, member in members.items():
        before[member.event or ""].add(id_)
    groups = partition((member.traits for member in members.values() if member.traits), pulls, rulings)
    # A claim coded anew keeps its id, so the same ids alone do not mean the same event.
    changed = [group for group in groups if before.get(group[0]) != set(group) or not fresh.isdisjoint(group)]
    _drop_events(connection, {members[id_].event or "" for group in changed for id_ in group}, chronicle)
    _add_events(connection, changed)
    _rename(connection, before, groups)
    moved = [
        {"claim": members[id_].seq, "event": group[0], "cluster": clusters[id_]}
        for group in groups
        for id_ in group
        if (members[id_].event, members[id_].cluster) != (group[0], clusters[id_])
    ]
    _move(connection, moved)


def _rename(connection: Connection, before: dict[str, set[str]], groups: Iterable[Sequence[str]]) -> None:
    """Lead the ids that events had to where the claim of that id is now, else to where the rest of the event is."""
    now = {id_: group[0] for group in groups for id_ in group}
    aliases.moved(connection, {old: now.get(old) or now[min(claims)] for old, claims in sorted(before.items()) if old})


def _move(connection: Connection, moved: Sequence[Row]) -> None:
    table = schema.members
    for rows in chunks(moved):
        connection.execute(delete(table).where(table.c.claim.in_([row["claim"] for row in rows])))
        connection.execute(insert(table), rows)


def _add_events(connection: Connection, groups: Sequence[Sequence[str]]) -> None:
    evidence: dict[str, Evidence] = {}
    for ids in chunks(id_ for group in groups for id_ in group):
        evidence.update(_load(connection, ids))
    if groups:
        since = moment(connection)
        rows = [{**event_row(assemble([evidence[id_] for id_ in group])), "since": since} for group in groups]
        connection.execute(insert(schema.events), rows)


class Member(msgspec.Struct, frozen=True):
    """A claim with the event and cluster that it was last put into; one that stands for others has their traits."""

    seq: int
    event: str | None
    cluster: str | None
    traits: Traits | None


def _ruled_clusters_of(connection: Connection, claim_ids: Iterable[str]) -> tuple[dict[str, Member], Rulings]:
    """Give the claims of all clusters that links and rulings lead to from the given claims, and these rulings."""
    members: dict[str, Member] = {}
    reached = set(claim_ids)
    while True:
        members |= _clusters_of(connection, reached)
        rulings = judgements.rulings(connection, members)
        reached = {id_ for pair in rulings.together for id_ in pair}.difference(members)
        if not reached:
            return members, rulings


def _clusters_of(connection: Connection, claim_ids: Iterable[str]) -> dict[str, Member]:
    """Give the claims of all clusters that the given claims are in, by id; those not yet in one come alone."""
    claims, traits, table = schema.claims, schema.traits, schema.members
    asked = (
        select(claims.c.seq, claims.c.id, table.c.event, table.c.cluster, traits.c.body)
        .join_from(claims, traits, isouter=True)
        .join(table, table.c.claim == claims.c.seq, isouter=True)
    )
    found: dict[str, Member] = {}
    clusters: set[str] = set()
    for ids in chunks(sorted(claim_ids)):
        given = select(table.c.cluster).join_from(table, claims).where(claims.c.id.in_(ids)).distinct()
        clusters.update(connection.execute(given).scalars())
        _collect(connection, asked.where(claims.c.id.in_(ids)), found)
    for some in chunks(sorted(clusters)):
        _collect(connection, asked.where(table.c.cluster.in_(some)), found)
    return found


def _collect(connection: Connection, asked: Select[Any], into: dict[str, Member]) -> None:
    for seq, id_, event, cluster, body in connection.execute(asked):
        into[id_] = Member(seq, event, cluster, traits_from(body) if body else None)


def _ends(pulls: Iterable[Pull]) -> Iterator[tuple[str, str]]:
    return ((pull.left, pull.right) for pull in pulls)


def _drop_events(connection: Connection, events: Iterable[str], chronicle: Chronicle) -> None:
    # Claims may point to a dropped event until the transaction ends: each of them is put into another one by then.
    for ids in chunks(sorted(events)):
        chronicle.leave(ids)
        connection.execute(delete(schema.events).where(schema.events.c.id.in_(ids)))


def _load(connection: Connection, claim_ids: Sequence[str]) -> Iterator[tuple[str, Evidence]]:
    asked = select(*_OF_EVIDENCE).select_from(_WITH_REPORTS).where(schema.claims.c.id.in_(claim_ids))
    for values in connection.execute(asked):
        evidence = _evidence(*values)
        yield evidence.claim.id, evidence


def _pulls_among(connection: Connection, claim_ids: Iterable[str]) -> list[Pull]:
    links = schema.links
    found: list[Pull] = []
    for ids in chunks(sorted(claim_ids)):
        asked = select(links.c.left, links.c.right, links.c.score).where(links.c.left.in_(ids), links.c.same.is_(True))
        found += [Pull(left, right, score) for left, right, score in connection.execute(asked)]
    return found


def _evidence(
    body: str,
    text_id: str,
    outlet: str | None,
    origin: str | None,
    published: dt.date | None,
    family: str,
    replaced_by: str | None,
) -> Evidence:
    return Evidence(
        claim=claim_of(body),
        text_id=text_id,
        outlet=outlet,
        origin=origin,
        published=published,
        family=family,
        replaced_by=replaced_by,
    )
