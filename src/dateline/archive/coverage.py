"""Reports just kept enter; how they belong together with those kept before is written, and whom that changes leaves.

What belongs together depends on the set of reports alone, never on the order in which they came.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, Select, delete, insert, or_, select

from dateline.archive import meetings, reports, schema, standings, tellings
from dateline.archive.records import Beside, Related
from dateline.archive.rows import chunks, report_link_of, report_link_row, report_of
from dateline.model import Reason, Report, ReportLink, ReportLinkKind
from dateline.weave.reports import Sketch, keys_of, sketch_of
from dateline.weave.reports.copies import Match, copied, copy_keys
from dateline.weave.reports.versions import edition_of, version_keys, versioned
from dateline.weave.reports.words import Words, words_of

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
    fresh = {report.id: Seen(report, words_of(report)) for report in _unseen(connection, kept)}
    if not fresh:
        return set()
    sketches = {id_: sketch_of(seen.report) for id_, seen in fresh.items()}
    tellings.keep(connection, {id_: (edition_of(seen.report), sketches[id_]) for id_, seen in fresh.items()})
    met = meetings.enter(connection, {id_: _keys(seen, sketches[id_]) for id_, seen in fresh.items()})
    links = [
        *_prints(connection, fresh, met.pairs),
        *tellings.links(connection, fresh.keys(), met.pairs.get("story", ())),
    ]
    if links:
        connection.execute(insert(schema.report_links), [report_link_row(link) for link in links])
    parted = {id_ for kind, one in met.displaced for id_ in _part(connection, kind, one) if kind != "story"}
    return standings.settle(connection, sorted(fresh), links, parted) - fresh.keys()


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


def _keys(seen: Seen, sketch: Sketch) -> meetings.Keys:
    return {"copy": copy_keys(seen.words), "version": version_keys(seen.report), "story": keys_of(sketch)}


def _keys_again(connection: Connection, one: str, kind: ReportLinkKind) -> Sequence[int]:
    """Give the keys of one kind of a report that is kept."""
    if kind == "story":
        return keys_of(tellings.sketches(connection, [one])[one])
    (seen,) = _seen(connection, [one]).values()
    return copy_keys(seen.words) if kind == "copy" else version_keys(seen.report)


def _prints(
    connection: Connection, fresh: Mapping[str, Seen], pairs: Mapping[ReportLinkKind, set[meetings.Pair]]
) -> Iterator[ReportLink]:
    """Link copies and versions."""
    judged = {kind: sorted(pairs.get(kind, ())) for kind in _JUDGES}
    known = {id_ for some in judged.values() for pair in some for id_ in pair} - fresh.keys()
    seen = {**fresh, **_seen(connection, known)}
    for kind, judge in _JUDGES.items():
        for left, right in judged[kind]:
            if match := judge(seen[left], seen[right]):
                yield ReportLink(left=left, right=right, kind=kind, score=match.score, reasons=match.reasons)


def _seen(connection: Connection, ids: Iterable[str]) -> dict[str, Seen]:
    found = (kept for some in chunks(sorted(ids)) for kept in reports.bodies(connection, some))
    return {seen.report.id: seen for seen in itertools.starmap(_told, found)}


@functools.lru_cache(_AT_HAND)
def _told(body: str, text: str) -> Seen:
    report = report_of(body, text)
    return Seen(report, words_of(report))


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


def _part(connection: Connection, kind: ReportLinkKind, one: str) -> set[str]:
    """Take away the links of a report to others that it meets no more; give all whose links went."""
    links = schema.report_links
    mine = (links.c.kind == kind, or_(links.c.left == one, links.c.right == one))
    ends: Select[tuple[str, str]] = select(links.c.left, links.c.right).where(*mine)
    linked = {id_ for row in connection.execute(ends) for id_ in row} - {one}
    if not linked:
        return set()
    gone = linked - meetings.still_meet(connection, one, _keys_again(connection, one, kind), linked)
    for ids in chunks(sorted(gone)):
        connection.execute(delete(links).where(*mine, or_(links.c.left.in_(ids), links.c.right.in_(ids))))
    return gone | {one} if gone else set()
