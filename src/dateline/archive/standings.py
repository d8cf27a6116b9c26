"""Links between reports enter, what they give of each report leaves: its family and its later version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from dateline.archive import schema
from dateline.archive.rows import chunks
from dateline.model import ReportLink, ReportLinkKind
from dateline.weave.components import components

# What makes reports one family: all of them are one independent source.
_OF_FAMILY: tuple[ReportLinkKind, ...] = ("copy", "version")


def settle(connection: Connection, fresh: Sequence[str], links: Iterable[ReportLink], parted: set[str]) -> set[str]:
    """Bring standings up to date with new reports, new links and reports that lost links; give all that changed."""
    table = schema.standings
    if fresh:
        connection.execute(insert(table), [{"report_id": id_, "family": id_} for id_ in fresh])
    joined = [link for link in links if link.kind in _OF_FAMILY]
    changed = _divide(connection, parted) if parted else set()
    if joined:
        changed |= _join(connection, joined)
    versions = {end for link in joined if link.kind == "version" for end in (link.left, link.right)}
    return changed | _replace(connection, versions | parted)


def _join(connection: Connection, links: Sequence[ReportLink]) -> set[str]:
    """Make one family of those that new links lead to; a family has the smallest id of its reports."""
    table = schema.standings
    family: dict[str, str] = {}
    for ids in chunks(sorted({end for link in links for end in (link.left, link.right)})):
        asked = select(table.c.report_id, table.c.family).where(table.c.report_id.in_(ids))
        family.update((row.report_id, row.family) for row in connection.execute(asked))
    ties = ((family[link.left], family[link.right]) for link in links)
    now = {old: one[0] for one in components(family.values(), ties) for old in one[1:]}
    moved = members(connection, now)
    _write(connection, "family", {id_: now[old] for id_, old in moved.items()})
    return set(moved)


def _divide(connection: Connection, parted: set[str]) -> set[str]:
    """Divide the families of reports that lost links into those that hold together without them."""
    table = schema.standings
    names: set[str] = set()
    for ids in chunks(sorted(parted)):
        names.update(connection.execute(select(table.c.family).where(table.c.report_id.in_(ids))).scalars())
    before = members(connection, names)
    groups = components(before, _ties(connection, before, _OF_FAMILY))
    now = {id_: group[0] for group in groups for id_ in group if before[id_] != group[0]}
    _write(connection, "family", now)
    return set(now)


def _replace(connection: Connection, ids: set[str]) -> set[str]:
    """Say of reports and all that are their versions which one is the latest."""
    sketches, table = schema.sketches, schema.standings
    group = _reached(connection, ids, "version")
    order: dict[str, tuple[str, str]] = {}
    before: dict[str, str | None] = {}
    asked = select(sketches.c.report_id, sketches.c.edition, table.c.replaced_by).join_from(
        sketches, table, sketches.c.report_id == table.c.report_id
    )
    for some in chunks(sorted(group)):
        for row in connection.execute(asked.where(sketches.c.report_id.in_(some))):
            order[row.report_id] = (row.edition, row.report_id)
            before[row.report_id] = row.replaced_by
    now: dict[str, str | None] = {}
    for versions in components(group, _ties(connection, group, ("version",))):
        latest = max(versions, key=order.__getitem__)
        now.update({id_: None if id_ == latest else latest for id_ in versions})
    changed = {id_: later for id_, later in now.items() if before[id_] != later}
    _write(connection, "replaced_by", changed)
    return set(changed)


def family_of(connection: Connection, report_id: str) -> str:
    """Give the family of a report."""
    table = schema.standings
    return str(connection.execute(select(table.c.family).where(table.c.report_id == report_id)).scalar_one())


def versions_of(connection: Connection, report_id: str) -> list[str]:
    """Give the other versions of a report, the earliest first."""
    table = schema.sketches
    ids = _reached(connection, [report_id], "version") - {report_id}
    asked = (select(table.c.edition, table.c.report_id).where(table.c.report_id.in_(some)) for some in chunks(ids))
    return [id_ for _, id_ in sorted(tuple(row) for one in asked for row in connection.execute(one))]


def members(connection: Connection, families: Iterable[str]) -> dict[str, str]:
    """Give the reports of families with the family of each."""
    table = schema.standings
    found: dict[str, str] = {}
    for some in chunks(sorted(families)):
        asked = select(table.c.report_id, table.c.family).where(table.c.family.in_(some))
        found.update((row.report_id, row.family) for row in connection.execute(asked))
    return found


def _reached(connection: Connection, ids: Iterable[str], kind: ReportLinkKind) -> set[str]:
    """Give the reports to which links of a kind lead, and those from which they were followed."""
    reached = set(ids)
    edge = reached
    while edge:
        ends = {end for tie in _ties(connection, edge, (kind,)) for end in tie}
        edge = ends - reached
        reached |= edge
    return reached


def _ties(connection: Connection, ids: Iterable[str], kinds: Sequence[ReportLinkKind]) -> list[tuple[str, str]]:
    links = schema.report_links
    found: list[tuple[str, str]] = []
    for some in chunks(sorted(ids)):
        of_these = or_(links.c.left.in_(some), links.c.right.in_(some))
        asked = select(links.c.left, links.c.right).where(of_these, links.c.kind.in_(kinds))
        found += [(row.left, row.right) for row in connection.execute(asked)]
    return found


def _write(connection: Connection, column: str, values: Mapping[str, str | None]) -> None:
    table = schema.standings
    if values:
        change = update(table).where(table.c.report_id == bindparam("of")).values({column: bindparam("now")})
        connection.execute(change, [{"of": id_, "now": now} for id_, now in sorted(values.items())])
