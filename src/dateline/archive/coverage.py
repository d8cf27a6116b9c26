"""Reports just kept enter; how they belong together with those kept before is written, and whom that changes leaves.

What belongs together depends on the set of reports alone, never on the order in which they came.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from dateline.archive import meetings, reports, schema, standings, tellings
from dateline.archive.records import Beside, Related
from dateline.archive.rows import chunks, report_link_of, report_link_row
from dateline.model import Reason, Report, ReportLink, ReportLinkKind
from dateline.weave.reports import sketch_of
from dateline.weave.reports.copies import Match, copied, copy_keys
from dateline.weave.reports.forms import Forms, forms_of
from dateline.weave.reports.versions import edition_of, version_keys, versioned
from dateline.weave.reports.words import Words, text_of, words_of

# Reports at a time when all is made anew.
_REBUILT_AT_ONCE = 64

# Reports whose words are kept at hand, some fifteen kilobytes each: those that stand for crowded blocks are met again and
# again. Of a stream of 10,000 reports a batch met 600 of some 2,000 such.
_AT_HAND = 4096

_DERIVED = (schema.standings, schema.report_links, schema.sketch_keys, schema.sketches)


class Seen(msgspec.Struct, frozen=True):
    """A report with the words that are compared with those of copies and versions."""

    report: Report
    words: Words


def relate(connection: Connection, kept: Sequence[Report]) -> set[str]:
    """Compare reports that are new; give those kept earlier that now stand otherwise, so that their events are put together anew."""
    fresh = {report.id: (report, forms_of(report)) for report in _unseen(connection, kept)}
    if not fresh:
        return set()
    tellings.keep(
        connection, {id_: (edition_of(report), sketch_of(report, forms)) for id_, (report, forms) in fresh.items()}
    )
    met = meetings.enter(connection, {id_: _keys(report, text_of(forms)) for id_, (report, forms) in fresh.items()})
    links = list(_prints(connection, fresh, met.pairs))
    if links:
        connection.execute(insert(schema.report_links), [report_link_row(link) for link in links])
    parted = {kind: _part(connection, kind, some) for kind, some in sorted(met.displaced.items()) if some}
    return standings.settle(connection, sorted(fresh), links, set().union(*parted.values())) - fresh.keys()


def forget(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Take reports out of all that tells what belongs together; give those that stand otherwise without them."""
    links, table = schema.report_links, schema.standings
    by_kind = {kind: _keys_again(connection, kind, ids) for kind in _JUDGES}
    theirs = or_(links.c.left.in_(ids), links.c.right.in_(ids))
    ends = connection.execute(select(links.c.left, links.c.right).where(theirs)).all()
    connection.execute(delete(links).where(theirs))
    connection.execute(delete(table).where(table.c.report_id.in_(ids)))
    tellings.forget(connection, ids)
    keys = {id_: {kind: by_kind[kind][id_] for kind in _JUDGES} for id_ in ids}
    met = meetings.leave(connection, keys)
    new = [link for link in _prints(connection, {}, met) if not _is_there(connection, link)]
    if new:
        connection.execute(insert(links), [report_link_row(link) for link in new])
    return standings.settle(connection, [], new, {end for pair in ends for end in pair}.difference(ids))


def _is_there(connection: Connection, link: ReportLink) -> bool:
    """Tell whether a link is there already: its reports may have met under another key too."""
    links = schema.report_links
    same = (links.c.left == link.left, links.c.right == link.right, links.c.kind == link.kind)
    return connection.execute(select(links.c.kind).where(*same)).first() is not None


def rebuild(connection: Connection) -> None:
    """Make all links between reports anew, with today's rules."""
    for table in _DERIVED:
        connection.execute(delete(table))
    everyone = connection.execute(select(schema.reports.c.id).order_by(schema.reports.c.id)).scalars().all()
    for ids in chunks(everyone, _REBUILT_AT_ONCE):
        relate(connection, reports.load(connection, ids))


def related(connection: Connection, report_id: str) -> Related:
    """Give what a report belongs together with."""
    table = schema.standings
    own = connection.execute(select(table).where(table.c.report_id == report_id)).one()
    versions = standings.versions_of(connection, report_id)
    copies = {*standings.members(connection, [own.family])} - {*versions, report_id}
    story = tellings.story_of(connection, report_id)
    others = {*story.reports} - {*versions, *copies, report_id}
    told = tellings.why(connection, report_id, others)
    likeliest = sorted(others, key=lambda id_: (-told[id_][0], id_))
    links = _links_of(connection, report_id)
    return Related(
        report=report_id,
        family=own.family,
        latest=own.replaced_by or (report_id if versions else None),
        versions=tuple(_beside(connection, versions, links)),
        copies=tuple(_beside(connection, sorted(copies), links)),
        tellings=tuple(_beside(connection, likeliest, told)),
        crowded=story.crowded,
    )


def _links_of(connection: Connection, report_id: str) -> dict[str, tuple[float, tuple[Reason, ...]]]:
    """Give score and reasons of the links to copies and versions by the other report, of two kinds those of the version."""
    links = schema.report_links
    either = or_(links.c.left == report_id, links.c.right == report_id)
    asked = select(links.c.body).where(either, links.c.kind.in_(_JUDGES)).order_by(links.c.kind)
    found = map(report_link_of, connection.execute(asked).scalars())
    return {link.left if link.right == report_id else link.right: (link.score, link.reasons) for link in found}


def _beside(
    connection: Connection, ids: Sequence[str], why: Mapping[str, tuple[float, tuple[Reason, ...]]]
) -> Iterator[Beside]:
    found = {report.id: report for some in chunks(ids) for report in reports.load(connection, some)}
    for id_ in ids:
        report = found[id_]
        score, reasons = why.get(id_, (None, ()))
        yield Beside(
            id=id_,
            name=report.name,
            title=report.title,
            outlet=report.outlet,
            url=report.url,
            published=report.published.day if report.published else None,
            score=score,
            reasons=reasons,
        )


def _unseen(connection: Connection, kept: Sequence[Report]) -> list[Report]:
    table = schema.sketches
    seen: set[str] = set()
    for ids in chunks(report.id for report in kept):
        seen.update(connection.execute(select(table.c.report_id).where(table.c.report_id.in_(ids))).scalars())
    return [report for report in kept if report.id not in seen]


def _keys(report: Report, text: Sequence[str]) -> meetings.Keys:
    return {"copy": copy_keys(text), "version": version_keys(report)}


def _keys_again(connection: Connection, kind: ReportLinkKind, ids: Iterable[str]) -> dict[str, frozenset[int]]:
    """Give the keys of one kind of reports that are kept."""
    known = _seen(connection, ids).items()
    if kind == "version":
        return {id_: frozenset(version_keys(seen.report)) for id_, seen in known}
    return {id_: frozenset(copy_keys(seen.words.text)) for id_, seen in known}


def _prints(
    connection: Connection,
    fresh: Mapping[str, tuple[Report, Forms]],
    pairs: Mapping[ReportLinkKind, set[meetings.Pair]],
) -> Iterator[ReportLink]:
    """Link copies and versions."""
    judged = {kind: sorted(pairs.get(kind, ())) for kind in _JUDGES}
    met = {id_ for some in judged.values() for pair in some for id_ in pair}
    seen = _seen(connection, met - fresh.keys())
    # Most reports meet no other one, and their words are not asked for.
    seen |= {id_: Seen(fresh[id_][0], words_of(*fresh[id_])) for id_ in met & fresh.keys()}
    for kind, judge in _JUDGES.items():
        for left, right in judged[kind]:
            if match := judge(seen[left], seen[right]):
                yield ReportLink(left=left, right=right, kind=kind, score=match.score, reasons=match.reasons)


def _seen(connection: Connection, ids: Iterable[str]) -> dict[str, Seen]:
    kept = schema.reports
    found: dict[str, list[Seen]] = {}
    for some in chunks(sorted(ids)):
        asked = select(kept.c.id, kept.c.body).where(kept.c.id.in_(some))
        found.update((id_, _told(body)) for id_, body in connection.execute(asked).all())
    for some in chunks(id_ for id_, seen in found.items() if not seen):
        for report in reports.load(connection, some):
            found[report.id].append(Seen(report, words_of(report)))
    return {id_: seen[0] for id_, seen in found.items()}


@functools.lru_cache(_AT_HAND)
def _told(_body: str) -> list[Seen]:
    """Give the place for what is read of a report once; its body names its text, which need not be fetched to find it."""
    return []


def _copied(one: Seen, other: Seen) -> Match | None:
    return copied(one.words, other.words, _days_apart(one.report, other.report))


def _versioned(one: Seen, other: Seen) -> Match | None:
    told = (one.words, other.words)
    return versioned(one.report, other.report, told, _days_apart(one.report, other.report))


_JUDGES: Mapping[ReportLinkKind, Callable[[Seen, Seen], Match | None]] = {"copy": _copied, "version": _versioned}


def _days_apart(one: Report, other: Report) -> int | None:
    if one.published is None or other.published is None:
        return None
    return abs((one.published.day - other.published.day).days)


def _part(connection: Connection, kind: ReportLinkKind, displaced: AbstractSet[str]) -> set[str]:
    """Take away the links of reports to others that they meet no more; give all whose links went."""
    links = schema.report_links
    linked: set[meetings.Pair] = set()
    for ids in chunks(sorted(displaced)):
        mine = (links.c.kind == kind, or_(links.c.left.in_(ids), links.c.right.in_(ids)))
        linked.update(
            (left, right) for left, right in connection.execute(select(links.c.left, links.c.right).where(*mine))
        )
    gone = meetings.unmet(connection, linked, _keys_again(connection, kind, {id_ for pair in linked for id_ in pair}))
    if gone:
        one = delete(links).where(links.c.kind == kind, links.c.left == bindparam("l"), links.c.right == bindparam("r"))
        connection.execute(one, [{"l": left, "r": right} for left, right in gone])
    return {id_ for pair in gone for id_ in pair}
