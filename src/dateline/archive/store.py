"""`Archive`: where all that was read is kept and asked for; reports and claims enter, claims and events leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from sqlalchemy import Connection, Table, func, select

from dateline.archive import (
    aliases,
    assembly,
    coverage,
    database,
    derive,
    find,
    history,
    keep,
    meetings,
    reports,
    schema,
    tombstones,
)
from dateline.archive.address import address_of
from dateline.archive.asking import Asking
from dateline.archive.backup import put_back
from dateline.archive.errors import Forgotten
from dateline.archive.fingerprint import fingerprint
from dateline.archive.forgetting import Forgetting
from dateline.archive.history import Change
from dateline.archive.judging import Judging
from dateline.archive.keep import Addition
from dateline.archive.opening import opened
from dateline.archive.records import (
    Added,
    Counts,
    FoundReport,
    Query,
    Related,
    ReportSearch,
    StoredClaim,
    Tombstone,
    Uncoded,
)
from dateline.archive.rows import chunks, link_of, rejected_of, report_of
from dateline.archive.safekeeping import Safekeeping
from dateline.archive.storytelling import Storytelling
from dateline.archive.transactions import Clock
from dateline.model import Claim, Event, Link, Origin, Rejected, Report, Versions
from dateline.weave import versions_of


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Archive(Asking, Judging, Forgetting, Safekeeping, Storytelling):
    """An archive in one SQLite file, or in a schema of a PostgreSQL database; use it in a `with` block.

    Many read while one writes, and on PostgreSQL writers wait for one another.
    """

    AT_ONCE: ClassVar[int] = 256
    """Reports to a transaction: few enough that a kill loses seconds of coding, and what comes together is woven together."""

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        create: bool = True,
        read_only: bool = False,
        clock: Clock = _utc_now,
        seconds: float | None = None,
    ) -> Self:
        """Open an archive; make it where there is none, bring it to today's schema where it is older.

        It is named by the path of a file, or by `postgresql://USER@HOST:PORT/DATABASE?schema=NAME`. One that is brought to
        today's schema is copied first: into a file beside it, or a schema beside its own.

        `clock` gives the times that history and judgements are kept with. A question that takes longer than `seconds`
        is broken off with `TookTooLong`; None lets it take its time.

        Raises:
            CannotOpen: one of its kinds says why (see `dateline.archive.errors`).
            Locked: another process is writing.
            ReadOnly: the archive is older than this version and was opened for reading only.
        """
        address = address_of(where)
        engine = opened(address, create=create, read_only=read_only, clock=clock)
        if seconds is not None:
            database.behind(engine).limit(engine, seconds)
        return cls(address, engine, read_only=read_only, clock=clock)

    @classmethod
    def restore(
        cls, backup: str | Path, where: str | Path, *, replace: bool = False, clock: Clock = _utc_now
    ) -> str | None:
        """Make the archive at a path or address what a backup says: all of it or, where that fails, nothing.

        What it replaces is kept beside it, and where is given.

        Raises:
            CannotOpen: the backup is none or is damaged, or there is an archive already and `replace` is not said.
            Locked: the archive that is to be replaced is being used.
        """
        return put_back(Path(backup), address_of(where), replace=replace, now=clock())

    def __enter__(self) -> Self:
        """Give the archive itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go of the file."""
        self.close()

    def add(self, report: Report, claims: Sequence[Claim], origin: Origin) -> bool:
        """Keep a report with its claims in one transaction; False where that origin has coded it already.

        The claims of an earlier run by another origin are replaced in all views and kept with their run.

        Raises:
            Unfit: where the claims do not belong to the report or origin, or stand outside the text.
            Forgotten: where the report was forgotten.
            Locked: where another process writes for longer than `sqlite.BUSY_SECONDS` or `postgres.WAITS`.
        """
        with self._adding() as connection:
            for stone in tombstones.of(connection, [report.id]):
                raise Forgotten(f"{stone.told}.", "`Archive.readmit` lets it be added again.")
            return bool(keep.add(connection, [Addition(report, claims)], origin))

    def add_many(self, batch: Iterable[tuple[Report, Sequence[Claim]]], origin: Origin) -> Added:
        """Keep coded reports as `add` does, `AT_ONCE` to a transaction; those with unfit claims are set aside uncoded.

        What was forgotten is not kept.
        """
        new = 0
        forgotten: list[Tombstone] = []
        unfit: dict[str, Rejected] = {}
        for some in chunks((Addition(report, claims) for report, claims in batch), self.AT_ONCE):
            fit, aside = keep.sift(some, origin)
            with self._adding() as connection:
                forgotten += tombstones.of(connection, (addition.report.id for addition in some))
                new += len(keep.add(connection, fit, origin))
                for addition in some:
                    if (reason := aside.get(addition.report.id)) is not None:
                        keep.put_aside(connection, addition.report, reason)
            unfit |= aside
        return Added(new, unfit, tuple(forgotten))

    def keep(self, report: Report, rejected: Rejected) -> bool:
        """Keep a report that is set aside uncoded, with the reason; False where it is known already."""
        with self._writing() as connection:
            return keep.put_aside(connection, report, rejected)

    def reject(self, rejected: Rejected) -> bool:
        """Keep what could not be read; False where that source has been rejected for that reason already."""
        with self._writing() as connection:
            return keep.reject(connection, rejected, None)

    def keep_uncoded(self, batch: Iterable[Uncoded]) -> None:
        """Keep reports that are set aside as `keep` does, and what could not be read as `reject` does."""
        for some in chunks(batch, self.AT_ONCE):
            with self._writing() as connection:
                for one in some:
                    if one.report is None:
                        keep.reject(connection, one.why, one.mark)
                    else:
                        keep.put_aside(connection, one.report, one.why)

    def mended(self, rejects: Iterable[Rejected]) -> int:
        """Drop rejects whose source has been read well since; give how many were kept."""
        with self._writing() as connection:
            return keep.mended(connection, list(rejects))

    def columns(self) -> dict[str, dict[str, str]]:
        """Give the columns that tables were read by: of each field, by the signature of the header."""
        with self._reading() as connection:
            return keep.columns(connection)

    def remember_columns(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the columns of tables; those of a header that is known already are replaced."""
        with self._writing() as connection:
            keep.remember_columns(connection, columns)

    def has(self, report_id: str, origin: Origin) -> bool:
        """Tell whether the origin has coded the report."""
        return bool(self.known([report_id], origin))

    def known(self, report_ids: Iterable[str], origin: Origin | None = None) -> set[str]:
        """Give those of the reports that are kept, coded or set aside; with `origin`, those that it has coded."""
        ids = list(report_ids)
        with self._reading() as connection:
            return keep.coded(connection, ids, origin) if origin else keep.known(connection, ids)

    def count_claims(self, query: Query = Query()) -> int:  # noqa: B008 - a frozen struct
        """Count the claims that a query finds, whatever its page and limit."""
        with self._reading() as connection:
            return find.count_claims(connection, query)

    def count_events(self, query: Query = Query()) -> int:  # noqa: B008 - a frozen struct
        """Count the events that a query finds, whatever its page and limit."""
        with self._reading() as connection:
            return find.count_events(connection, query)

    def event(self, id_: str) -> Event:
        """Give the event that has, or ever had, an id; the beginning of an id will do.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return find.event(connection, id_)

    def history(self, id_: str) -> list[Change]:
        """Give all that became of an event, and of those that are part of it now, the first first.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return history.history(connection, find.event_id(connection, id_))

    def as_of(self, id_: str, day: dt.date) -> list[Event]:
        """Give what was said at the end of a day (UTC) of what is one event now: none, one, or several apart then.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return history.as_of(connection, find.event_id(connection, id_), day)

    def names_event(self, id_: str) -> bool:
        """Tell whether an id, or the beginning of one, is or once was an event's, and not only a claim's."""
        with self._reading() as connection:
            return aliases.is_name(connection, id_)

    def claim(self, id_: str) -> StoredClaim:
        """Give the claim with an id; the beginning of an id will do, and the id of a claim that a later run replaced.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return find.claim(connection, id_)

    def report(self, id_: str) -> Report:
        """Give the report with an id, the beginning of one, or the name that its source gave it.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that are meant.
        """
        with self._reading() as connection:
            (found,) = reports.load(connection, [find.report_id(connection, id_)])
            return found

    def related(self, report_id: str) -> Related:
        """Give the reports that are copies or versions of a report or tell the same story, with reasons.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that are meant.
        """
        with self._reading() as connection:
            return coverage.related(connection, find.report_id(connection, report_id))

    def reports(self) -> Iterator[Report]:
        """Give all reports, coded or set aside, by publication day (those without one last)."""
        table, texts = schema.reports, schema.texts
        asked = select(table.c.body, texts.c.text).join_from(table, texts)
        with self._reading() as connection:
            for row in connection.execute(asked.order_by(table.c.published.nulls_last(), table.c.id)):
                yield report_of(*row)

    def search_reports(self, search: ReportSearch = ReportSearch()) -> Iterator[FoundReport]:  # noqa: B008 - a frozen struct
        """Give the reports, coded or set aside, that a search finds, by publication day (those without one last)."""
        with self._reading() as connection:
            yield from reports.search(connection, search)

    def count_reports(self, search: ReportSearch = ReportSearch()) -> int:  # noqa: B008 - a frozen struct
        """Count the reports that a search finds, whatever its limit."""
        with self._reading() as connection:
            return reports.count(connection, search)

    def reports_aside(self, reasons: Sequence[str]) -> Iterator[Report]:
        """Give the reports that are set aside for one of the reasons now; what is kept meanwhile changes nothing."""
        with self._reading() as connection:
            ids = reports.aside_for(connection, reasons)
        for some in chunks(ids, self.AT_ONCE):
            with self._reading() as connection:
                loaded = reports.load(connection, some)
            yield from loaded

    def aside(self, report_id: str) -> Rejected | None:
        """Tell why a report is kept and not coded; None where it is coded."""
        table = schema.set_aside
        with self._reading() as connection:
            body = connection.execute(select(table.c.body).where(table.c.report_id == report_id)).scalar()
            return rejected_of(body) if body else None

    def cut(self, events: Iterable[Event]) -> list[Event]:
        """Give those of the events that are parts of groups which were too large to be woven whole."""
        listed = list(events)
        with self._reading() as connection:
            parts = assembly.cut_events(connection, (event.id for event in listed))
        return [event for event in listed if event.id in parts]

    def claims_of(self, event: Event) -> list[StoredClaim]:
        """Give the claims of an event, the first reported one first.

        Raises:
            NotFound: where the event is not in this archive.
        """
        with self._reading() as connection:
            return find.claims_of(connection, find.event_id(connection, event.id))

    def versions(self, event: Event) -> Versions:
        """Give every value that the claims of an event give for each field, and who gives it.

        Raises:
            NotFound: where the event is not in this archive.
        """
        return versions_of(self.claims_of(event))

    def links_of(self, event: Event) -> list[Link]:
        """Give the links that hold an event together, with their reasons."""
        links = schema.links
        asked = select(links.c.body).where(links.c.left.in_(event.claims)).order_by(links.c.left, links.c.right)
        with self._reading() as connection:
            return [link_of(body) for body in connection.execute(asked).scalars()]

    def rejects(self) -> Iterator[Rejected]:
        """Give what could not be read and why reports were set aside, by reason."""
        yield from self.unread()
        yield from self._rejects_in(schema.set_aside)

    def unread(self) -> Iterator[Rejected]:
        """Give what could not be read, by reason."""
        yield from self._rejects_in(schema.rejects)

    def marks(self) -> dict[str, str]:
        """Give the marks of files of which something could not be read, by path."""
        table = schema.rejects
        with self._reading() as connection:
            rows = connection.execute(select(table.c.body, table.c.mark).where(table.c.mark.is_not(None)))
            return {rejected_of(row.body).source.path: row.mark for row in rows}

    def _rejects_in(self, table: Table) -> Iterator[Rejected]:
        bodies = select(table.c.body).order_by(table.c.reason, *table.primary_key.columns)
        with self._reading() as connection:
            yield from map(rejected_of, connection.execute(bodies).scalars())

    def counts(self) -> Counts:
        """Count what is kept."""
        with self._reading() as connection:
            return Counts(
                reports=_count(connection, schema.reports),
                claims=_count(connection, schema.claims),
                events=_count(connection, schema.events),
                links=_count(connection, schema.links),
                superseded=_count(connection, schema.superseded),
                cut_groups=assembly.cut_groups(connection),
                unused=assembly.unused_links(connection),
                crowded=meetings.crowded(connection),
                rejects=_by_reason(connection, schema.rejects),
                set_aside=_by_reason(connection, schema.set_aside),
            )

    def fingerprint(self) -> str:
        """Hash all that the archive says: two archives of the same reports are equal however they came about."""
        with self._reading() as connection:
            return fingerprint(connection)

    def rebuild(self) -> None:
        """Make links, events and search anew from the claims, in one transaction."""
        with self._writing() as connection:
            reports.index_missing(connection)
            derive.rebuild(connection)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _by_reason(connection: Connection, table: Table) -> dict[str, int]:
    counted = select(table.c.reason, func.count()).group_by(table.c.reason).order_by(table.c.reason)
    return {row[0]: row[1] for row in connection.execute(counted)}
