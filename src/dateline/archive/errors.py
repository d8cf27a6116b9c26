"""What can go wrong with an archive: each error says what was found and what the user can do about it.

ArchiveError
├── CannotOpen
│   ├── FolderMissing    the folder that should hold the archive is not there
│   ├── ArchiveMissing   no archive there, and none was to be made
│   ├── NotAnArchive     a file, but not one of ours
│   ├── NewerSchema      made by a newer version
│   ├── Corrupt          the file is damaged
│   └── Refused          the system does not let us read or write there
├── Locked               another process is writing
├── Full                 no room on the disk
├── TookTooLong          a question took longer than it may
├── ReadOnly             opened for reading only
├── Unfit                what was to be added contradicts itself
├── Forgotten            a report that was forgotten comes again
├── StillRead            what was forgotten still stands in the log, which another process reads
├── NotFound             no such id
└── Ambiguous            an id prefix that several things share
"""

# ruff: noqa: N818 - each name says what is so; that all are errors is said by their one root

from __future__ import annotations

from collections.abc import Sequence


class ArchiveError(Exception):
    """Anything that an archive refuses: `message` says what was found, `mend` what would help."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(f"{message} {mend}")
        self.message = message
        self.mend = mend


class CannotOpen(ArchiveError):
    """The archive cannot be opened."""


class FolderMissing(CannotOpen):
    """The folder that should hold the archive is not there."""


class ArchiveMissing(CannotOpen):
    """There is no archive, and none was to be made."""


class NotAnArchive(CannotOpen):
    """There is a file, but not a Dateline archive."""


class NewerSchema(CannotOpen):
    """The archive was made by a newer version of Dateline."""


class Corrupt(CannotOpen):
    """The file is damaged."""


class Refused(CannotOpen):
    """The system does not let us read or write the file."""


class Locked(ArchiveError):
    """Another process holds the archive for writing."""


class Full(ArchiveError):
    """There is no room left on the disk."""


class TookTooLong(ArchiveError):
    """A question took longer than the one who opened the archive lets it."""


class ReadOnly(ArchiveError):
    """The archive was opened for reading only."""


class Unfit(ArchiveError):
    """What was to be added contradicts itself; nothing of it was kept."""


class CannotJudge(ArchiveError):
    """A judgement would say nothing of these events, or there is none to take back."""


class CannotAsk(ArchiveError):
    """The question is about something that the archive does not keep."""


class Forgotten(ArchiveError):
    """The report was forgotten."""


class StillRead(ArchiveError):
    """Another process reads what was there before."""


class NotFound(ArchiveError):
    """Nothing has that id; `near` are ids that begin most like it."""

    def __init__(self, message: str, mend: str, near: Sequence[str] = ()) -> None:
        super().__init__(message, mend)
        self.near = tuple(near)


class Ambiguous(ArchiveError):
    """Several ids begin so; `near` are the first of them."""

    def __init__(self, message: str, mend: str, near: Sequence[str]) -> None:
        super().__init__(message, mend)
        self.near = tuple(near)
