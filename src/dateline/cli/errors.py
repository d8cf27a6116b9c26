"""What a user got wrong enters, one line on stderr and an exit code leave; no user error ends in a traceback."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """The exit codes of every command."""

    WELL = 0
    FAILED = 1
    USAGE = 2
    NOTHING = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141


NO_REPORTS = "dateline: error: there is nothing to read (name files or folders that hold reports)"
"""What is said where a run found nothing, not even a reason why."""


class UserError(Exception):
    """Something that the user can mend: what is wrong, what would help, and the exit code that tells of it."""

    def __init__(self, what: str, mend: str, code: Exit = Exit.FAILED) -> None:
        super().__init__(what, mend, code)
        self.what = what
        self.mend = mend
        self.code = code

    def __str__(self) -> str:
        """Give the one line that the user sees."""
        what, mend = self.what.rstrip("."), self.mend.rstrip(".")
        line = f"{what} ({mend})" if mend else what
        return " ".join(line.split())


def usage(what: str, mend: str) -> UserError:
    """Give the error for an argument that cannot be used."""
    return UserError(what, mend, Exit.USAGE)
