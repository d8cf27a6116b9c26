"""A search for reports enters, the reports that answer it leave, with what they say there; texts are indexed here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, func, insert, or_, select, tuple_

from dateline.archive import conditions, database, find, schema, standings, tellings
from dateline.archive.fulltext import Snippets
from dateline.archive.names import spaced
from dateline.archive.paging import event_place
from dateline.archive.records import FoundReport, ReportSearch
from dateline.archive.rows import NO_DAY, chunks, rejected_of, report_of
from dateline.model import Report

_AT_ONCE = 200
"""Reports whose texts are held at once."""

_FEW = 5000
"""Texts that are looked up and their reports sorted; of more, one in fifty of 250,000, a page is soon full by days."""

_ORDER = (schema.reports.c.published.nulls_last(), schema.reports.c.id)


def index_texts(connection: Connection, texts: Sequence[tuple[str, str]]) -> None:
    """Make new texts findable: each with its id, none of them indexed before."""
    if not texts:
        return
    table = schema.searched
    last = connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    rows = [{"seq": number, "text_id": id_} for number, (id_, _) in enumerate(texts, start=last + 1)]
    connection.execute(insert(table), rows)
    database.of(connection).add_texts(connection, ((last + at, text) for at, (_, text) in enumerate(texts, start=1)))


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
    with Snippets(asked.words) as snippets:
        for some in chunks(_page(connection, asked), _AT_ONCE):
            for row in connection.execute(_told().where(schema.reports.c.id.in_(some)).order_by(*_ORDER)):
                yield _found(row, snippets)


def _page(connection: Connection, asked: ReportSearch) -> list[str]:
    """Give the ids of a page: of those with a day, in the index by days, then of the others."""
    found: list[str] = []
    for list_ in _lists(connection, asked):
        left = None if asked.limit is None else asked.limit - len(found)
        if left != 0:
            found += connection.execute(list_.limit(left)).scalars()
    return found


def _lists(connection: Connection, asked: ReportSearch) -> Iterator[Select[Any]]:
    published, of = schema.reports.c.published, schema.reports.c.id
    listed = select(of).where(*_conditions(connection, asked))
    place = event_place(asked.after) if asked.after else None
    if place is None or place[0] != NO_DAY:
        dated = listed.where(published.is_not(None), *_window(asked)).order_by(published, of)
        yield dated.where(tuple_(published, of) > tuple_(*place)) if place else dated
    if asked.undated or not any(True for _ in _window(asked)):
        undated = listed.where(published.is_(None)).order_by(of)
        yield undated.where(of > place[1]) if place and place[0] == NO_DAY else undated


def count(connection: Connection, asked: ReportSearch) -> int:
    """Count the reports that a search finds, whatever its limit."""
    found = select(func.count()).select_from(schema.reports).where(*_conditions(connection, asked))
    for window in _window(asked):
        found = found.where(or_(window, schema.reports.c.published.is_(None)) if asked.undated else window)
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
    reports, aside = schema.reports, schema.set_aside
    if asked.words and asked.words.strip():
        yield _saying(connection, asked.words)
    if asked.outlet:
        yield reports.c.outlet.in_(_outlets(connection, asked.outlet))
    if asked.language:
        yield reports.c.language == asked.language.lower()
    if asked.status:
        kept = reports.c.id.in_(select(aside.c.report_id))
        yield kept if asked.status == "aside" else ~kept
    if asked.story:
        yield reports.c.id.in_(_beside(connection, asked.story))


def _saying(connection: Connection, words: str) -> ColumnElement[bool]:
    """Ask for reports of texts that have the words: by these texts where they are few, else of each text in its turn."""
    number, text_id, of = schema.searched.c.seq, schema.searched.c.text_id, schema.reports.c.text_id
    numbers = conditions.saying(words)
    few = numbers.limit(_FEW + 1).subquery()
    if connection.execute(select(func.count()).select_from(few)).scalar_one() <= _FEW:
        return of.in_(select(text_id).where(number.in_(numbers)))
    # The number is worked out, so that the index of words is asked once and not for each text.
    return exists(select(1).where(text_id == of, (number + 0).in_(numbers)))


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
