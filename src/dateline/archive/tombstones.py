"""Ids of reports enter, what is left of those that were forgotten leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, insert, select

from dateline.archive import schema
from dateline.archive.records import Tombstone
from dateline.archive.rows import chunks

_TABLE = schema.forgotten
_ASKED = select(_TABLE.c.report_id, _TABLE.c.at, _TABLE.c.author, _TABLE.c.reason).order_by(
    _TABLE.c.at, _TABLE.c.report_id
)


def lay(connection: Connection, report_ids: Iterable[str], at: str, author: str, reason: str, *, run: int) -> None:
    """Lay a tombstone for each report; `run` is the number of the last coding."""
    rows = [{"report_id": id_, "at": at, "author": author, "reason": reason, "run": run} for id_ in report_ids]
    connection.execute(insert(_TABLE), rows)


def of(connection: Connection, report_ids: Iterable[str]) -> list[Tombstone]:
    """Give the tombstones of those of the reports that were forgotten."""
    parts = (_ASKED.where(_TABLE.c.report_id.in_(ids)) for ids in chunks(report_ids))
    return [stone for part in parts for stone in _read(connection, part)]


def every(connection: Connection) -> list[Tombstone]:
    """Give all tombstones, by time and id."""
    return _read(connection, _ASKED)


def beginning(connection: Connection, given: str) -> list[Tombstone]:
    """Give the tombstones whose ids begin so; an empty beginning means none."""
    return (
        _read(connection, _ASKED.where(_TABLE.c.report_id >= given, _TABLE.c.report_id < given + "g")) if given else []
    )


def _read(connection: Connection, asked: Select[Any]) -> list[Tombstone]:
    return [
        Tombstone(report=row.report_id, at=dt.datetime.fromisoformat(row.at), author=row.author, reason=row.reason)
        for row in connection.execute(asked)
    ]
