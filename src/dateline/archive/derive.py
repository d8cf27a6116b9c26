"""Claims just kept enter; search, links and events are brought up to date with them in the same transaction.

Which claims an event has depends on all claims and links alone, never on the order in which they came, so only the
groups that new links touch are put together anew.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, Table, delete, insert, select

from dateline.archive import aliases, causes, coverage, database, judgements, schema
from dateline.archive.assembly import OF_EVIDENCE, WITH_REPORTS, assemble_events, beside, drop_events_of
from dateline.archive.history import Chronicle, Rebuilt
from dateline.archive.linking import Gone, Telling, link, unlink
from dateline.archive.rows import (
    Row,
    actor_rows,
    chunks,
    distinct,
    place_rows,
    report_of,
)
from dateline.archive.tellings import sketches
from dateline.model import Report
from dateline.weave import (
    WEAVER,
    Evidence,
    traits_of,
)

# Reports at a time when all is made anew: enough to save statements, few enough to stay small in memory.
_REBUILT_AT_ONCE = 64

_DERIVED = (
    "story_keys",
    "causes",
    "event_keys",
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


class Kept(msgspec.Struct, frozen=True):
    """A claim just kept: its number, with its report and the report's facts."""

    seq: int
    evidence: Evidence
    report: Report

    @property
    def sentence(self) -> str:
        """The sentence that the claim stands in."""
        return self.evidence.claim.sentence.of(self.report.text)


class Left(msgspec.Struct, frozen=True):
    """What forgotten claims leave behind: whom they were of one event with, who lost links to them, and gaps in blocks."""

    stale: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    gone: Gone = Gone()

    def and_elsewhere(self, claims: set[str]) -> Left:
        """Add claims of other reports, of which judgements or new reports say something else than before."""
        return Left(self.stale | claims, self.cut | claims, self.gone)


def derive(connection: Connection, kept: Sequence[Kept], left: Left, chronicle: Chronicle) -> None:
    """Index, link and assemble new claims, and what those forgotten before have left."""
    for one in kept:
        chronicle.note(one.evidence.claim, "added")
    index(connection, kept)
    causes.keep(connection, ((one.evidence, one.report.text) for one in kept))
    linked = link(connection, _tellings(connection, kept), left.gone)
    fresh = {one.evidence.claim.id for one in kept} | left.stale
    assemble_events(connection, fresh, linked.joined, linked.cut | left.cut, chronicle)


def index(connection: Connection, kept: Sequence[Kept]) -> None:
    """Make new claims findable by who, where and words."""
    _resolve(connection, kept)
    database.of(connection).add_sentences(connection, ((one.seq, one.sentence) for one in kept))


def again(connection: Connection, claim_ids: Iterable[str], cause: str) -> None:
    """Put the events of claims together anew, where something other than their reports has changed: a person's ruling."""
    chronicle = Chronicle(connection, cause)
    ids = set(claim_ids)
    assemble_events(connection, ids, set(), ids, chronicle)
    chronicle.close()


def forget(connection: Connection, kept: Sequence[Kept], chronicle: Chronicle, act: str) -> Left:
    """Take claims out of all that is derived, before they are deleted; `act` is what is done with their reports."""
    for one in kept:
        chronicle.note(one.evidence.claim, act)
    database.of(connection).drop_sentences(connection, ((one.seq, one.sentence) for one in kept))
    gone, cut = unlink(connection, _tellings(connection, kept))
    stale = drop_events_of(connection, {one.evidence.claim.id for one in kept}, chronicle)
    return Left(frozenset(stale), frozenset(cut), gone)


def rebuild(connection: Connection) -> None:
    """Make all that is derived anew from the claims, with today's rules."""
    shown = aliases.shown(connection)
    rebuilt = Rebuilt(connection, f"rules of weaving {WEAVER}" if weaver(connection) != WEAVER else "made anew")
    for name in _DERIVED:
        connection.execute(delete(schema.metadata.tables[name]))
    database.of(connection).drop_all_sentences(connection)
    coverage.rebuild(connection)
    judgements.attach_all(connection)
    everyone = connection.execute(select(schema.claims.c.report_id).distinct().order_by(schema.claims.c.report_id))
    for report_ids in chunks(everyone.scalars().all(), _REBUILT_AT_ONCE):
        derive(connection, list(kept_of(connection, report_ids)), Left(), Chronicle(connection))
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
        select(claims.c.seq, texts.c.text, schema.reports.c.body, *OF_EVIDENCE)
        .select_from(WITH_REPORTS.join(texts))
        .where(claims.c.report_id.in_(report_ids))
        .order_by(claims.c.report_id, claims.c.place_in_text, claims.c.id)
    )
    report: Report | None = None
    for seq, text, body, *values in connection.execute(asked):
        evidence = beside(*values)
        if report is None or report.id != evidence.claim.report_id:
            report = report_of(body, text)
        yield Kept(seq, evidence, report)


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


def _tellings(connection: Connection, kept: Sequence[Kept]) -> list[Telling]:
    """Give what each report tells of each event."""
    numbers = {one.evidence.claim.id: one.seq for one in kept}
    by_report: dict[str, list[Kept]] = defaultdict(list)
    for one in kept:
        by_report[one.evidence.claim.report_id].append(one)
    sketched = sketches(connection, by_report)
    told = (
        traits_of((one.evidence for one in some), some[0].report.text, sketched[id_]) for id_, some in by_report.items()
    )
    return [Telling(numbers[found.head], found) for found in itertools.chain.from_iterable(told)]
