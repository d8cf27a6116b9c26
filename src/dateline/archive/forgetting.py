"""The part of `Archive` that forgets reports for good: ids enter, tombstones leave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete

from dateline.archive import database, find, forget, schema, tombstones
from dateline.archive.errors import NotFound, StillRead
from dateline.archive.records import Erasure, Tombstone
from dateline.archive.rows import chunks
from dateline.archive.transactions import Transactions

_AT_ONCE = 256
"""Reports whose claims are held at once."""


class Forgetting(Transactions):
    """An open archive as far as it forgets."""

    def erasure(self, report_ids: Sequence[str]) -> Erasure:
        """Tell what `forget` would take away; what is forgotten already is left out.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that are meant.
        """
        with self._reading() as connection:
            here, _ = _meant(connection, report_ids)
            return forget.erasure(connection, here)

    def forget(self, report_ids: Sequence[str], *, author: str, reason: str = "") -> list[Tombstone]:
        """Erase reports with all that quotes them, from the file too; give what is left of each.

        Events that other reports tell of are woven anew, as if these had never been there. The whole file is written
        anew, so several are best forgotten at once. A report that is forgotten already keeps its tombstone, and the file
        is written anew once more.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that are meant.
            StillRead: they are forgotten, but another process holds the log open in which their words still stand.
            Refused: nothing is forgotten, because what is deleted could not be wiped from the database.
        """
        with self._writing() as connection:
            database.of(connection).check_erasable(connection)
            here, before = _meant(connection, report_ids)
            for some in chunks(here, _AT_ONCE):
                forget.forget(connection, some, author=author, reason=reason)
            stones = tombstones.of(connection, [*here, *before])
        with database.translated(self.address):
            wholly = database.behind(self._engine).erase(self._engine)
        if not wholly:
            raise StillRead(
                f"The reports are forgotten, but their words still stand in {self.address}-wal, which another process reads.",
                "Let that end, and give the same command again.",
            )
        return stones

    def forgotten(self, report_ids: Iterable[str] | None = None) -> list[Tombstone]:
        """Give what is left of those of the reports, by their whole ids, that were forgotten; or of all of them."""
        with self._reading() as connection:
            return tombstones.every(connection) if report_ids is None else tombstones.of(connection, report_ids)

    def readmit(self, report_ids: Iterable[str]) -> int:
        """Let reports that were forgotten be added again; give how many had been."""
        table = schema.forgotten
        with self._writing() as connection:
            return connection.execute(delete(table).where(table.c.report_id.in_(list(report_ids)))).rowcount


def _meant(connection: Connection, given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Give the reports that are meant: those that are here, and those that were forgotten before."""
    here, before = set[str](), set[str]()
    for one in given:
        try:
            here.add(find.report_id(connection, one))
        except NotFound:
            gone = tombstones.beginning(connection, one)
            if len(gone) != 1:
                raise
            before.add(gone[0].report)
    return sorted(here), sorted(before)
