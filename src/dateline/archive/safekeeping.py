"""The part of `Archive` that keeps it safe: faults are found, backups are made and put back, on whatever back end."""

from __future__ import annotations

from pathlib import Path

from dateline.archive import backup, checking
from dateline.archive.records import Fault
from dateline.archive.transactions import Transactions


class Safekeeping(Transactions):
    """An open archive as far as it is looked after."""

    def faults(self) -> list[Fault]:
        """Read all and give what is wrong; an empty list where all is well."""
        with self._reading() as connection:
            return checking.faults(connection)

    def backup(self, to: str | Path) -> Path:
        """Copy the archive, as it is at one moment, into a new file that is an archive too; others may go on writing.

        Raises:
            Refused: where there is something at the path already, or no file can be made there.
        """
        with self._reading() as connection:
            return backup.make(connection, Path(to))
