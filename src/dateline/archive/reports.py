"""A search for reports enters, the reports that answer it leave, with what they say there; texts are indexed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select

from dateline.archive import find, schema, sqlite, standings, tellings
from dateline.archive.fulltext import Snippets
from dateline.archive.names import spaced
from dateline.archive.paging import event_place
from dateline.archive.records import FoundReport, ReportSearch
from dateline.archive.rows import NO_DAY, chunks, rejected_of, report_of
from dateline.model import Report

_AT_ONCE = 200
"""Reports whose texts are held at once."""

_ORDER = (schema.reports.c.published.nulls_last(), schema.reports.c.id)


def index_texts(connection: Connection, texts: Sequence[tuple[str, str]]) -> None:
    """Make new texts findable: each with its id, none of them indexed before."""
    if not texts:
        return
    table = schema.searched
    last = connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    rows = [{"seq": number, "text_id": id_} for number, (id_, _) in enumerate(texts, start=last + 1)]
    connection.execute(insert(table), rows)
    sqlite.add_texts(connection, ((last + at, text) for at, (_, text) in enumerate(texts, start=1)))


def index_missing(connection: Connection) -> None:
    """Make findable what an archive of an earlier version holds."""
    texts, table = schema.texts, schema.searched
    absent = select(texts.c.id).where(texts.c.id.not_in(select(table.c.text_id))).order_by(texts.c.id)
    for ids in chunks(connection.execute(absent).scalars().all(), _AT_ONCE):
        rows = connection.execute(select(texts.c.id, texts.c.text).where(texts.c.id.in_(ids)).order_by(texts.c.id))
        index_texts(connection, [(row.id, row.text) for row in rows])


def search(connection: Connection, asked: ReportSearch) -> Iterator[FoundReport]:
    """Give the reports that a search finds, by publication day (those without one last)."""
    # The page is chosen by id first: sorted with their texts, the reports of a wide search would fill the memory.
    ids = select(schema.reports.c.id).where(*_conditions(connection, asked)).order_by(*_ORDER).limit(asked.limit)
    if asked.after:
        ids = ids.where(_behind(*event_place(asked.after)))
    with Snippets(asked.words) as snippets:
        for some in chunks(connection.execute(ids).scalars().all(), _AT_ONCE):
            for row in connection.execute(_told().where(schema.reports.c.id.in_(some)).order_by(*_ORDER)):
                yield _found(row, snippets)


def count(connection: Connection, asked: ReportSearch) -> int:
    """Count the reports that a search finds, whatever its limit."""
    found = select(func.count()).select_from(schema.reports).where(*_conditions(connection, asked))
    return connection.execute(found).scalar_one()


def aside_for(connection: Connection, reasons: Sequence[str]) -> list[str]:
    """Give the ids of the reports that are set aside for one of the reasons."""
    table = schema.set_aside
    asked = select(table.c.report_id).where(table.c.reason.in_(reasons)).order_by(table.c.report_id)
    return list(connection.execute(asked).scalars())


def load(connection: Connection, ids: Sequence[str]) -> list[Report]:
    """Give reports by their ids."""
    reports, texts = schema.reports, schema.texts
    asked = select(reports.c.body, texts.c.text).join_from(reports, texts).where(reports.c.id.in_(ids))
    return [report_of(body, text) for body, text in connection.execute(asked.order_by(reports.c.id))]


def _told() -> Select[Any]:
    reports, texts, aside = schema.reports, schema.texts, schema.set_aside
    own, of_family = schema.standings, schema.standings.alias()
    prints = select(func.count()).where(of_family.c.family == own.c.family).scalar_subquery().label("prints")
    told = (reports.c.body, texts.c.text, aside.c.body.label("aside"), own.c.family, prints)
    joined = select(*told).join_from(reports, texts).join(own, own.c.report_id == reports.c.id)
    return joined.join(aside, aside.c.report_id == reports.c.id, isouter=True)


def _found(row: Row[Any], snippets: Snippets) -> FoundReport:
    report = report_of(row.body, row.text)
    return FoundReport(
        id=report.id,
        name=report.name,
        title=report.title,
        outlet=report.outlet,
        url=report.url,
        published=report.published.day if report.published else None,
        language=report.language,
        source=report.source,
        aside=rejected_of(row.aside) if row.aside else None,
        snippet=snippets.of(report.text, report.title_end),
        family=row.family,
        prints=row.prints,
    )


def _conditions(connection: Connection, asked: ReportSearch) -> Iterator[ColumnElement[bool]]:
    reports, aside, searched = schema.reports, schema.set_aside, schema.searched
    if asked.words and asked.words.strip():
        numbers = select(searched.c.text_id).where(sqlite.says(searched.c.seq, asked.words))
        yield reports.c.text_id.in_(numbers)
    if asked.outlet:
        yield reports.c.outlet.in_(_outlets(connection, asked.outlet))
    if asked.language:
        yield reports.c.language == asked.language.lower()
    if asked.status:
        kept = reports.c.id.in_(select(aside.c.report_id))
        yield kept if asked.status == "aside" else ~kept
    if asked.story:
        yield reports.c.id.in_(_beside(connection, asked.story))
    for window in _window(asked):
        yield or_(window, reports.c.published.is_(None)) if asked.undated else window


def _behind(day: dt.date, id_: str) -> ColumnElement[bool]:
    published, of = schema.reports.c.published, schema.reports.c.id
    if day == NO_DAY:
        return and_(published.is_(None), of > id_)
    return or_(published > day, and_(published == day, of > id_), published.is_(None))


def _window(asked: ReportSearch) -> Iterator[ColumnElement[bool]]:
    day = schema.reports.c.published
    if asked.since:
        yield day >= asked.since
    if asked.until:
        yield day <= asked.until


def _beside(connection: Connection, given: str) -> set[str]:
    """Give the reports that tell the story of one, and its copies and versions."""
    id_ = find.report_id(connection, given)
    family = standings.members(connection, [standings.family_of(connection, id_)])
    return {*tellings.story_of(connection, id_).reports, *family}


def _outlets(connection: Connection, name: str) -> list[str]:
    """Give the outlets that have the words of a name in theirs; case and accents do not count."""
    wanted = f" {spaced(name)} "
    known = connection.execute(select(schema.reports.c.outlet).distinct()).scalars()
    return [outlet for outlet in known if outlet and wanted in f" {spaced(outlet)} "]
