"""What is read and counted enters, a line of progress on stderr leaves, only where a person watches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

import rich.progress

from dateline.cli.render import console
from dateline.cli.tally import Tally
from dateline.model import Rejected, Report

EVERY = 25
"""Reports read between two updates of the line."""


class Progress:
    """A line that says how much is read, coded and found; silent where stderr is not a terminal.

    How many reports there will be is not known before they are read, so the line counts and has no end.
    """

    def __init__(self, tally: Tally) -> None:
        page = console(stderr=True)
        self._tally = tally
        self._bar = rich.progress.Progress(
            rich.progress.SpinnerColumn(),
            rich.progress.TextColumn("{task.description}"),
            rich.progress.TimeElapsedColumn(),
            console=page,
            transient=True,
            disable=not page.is_terminal,
        )
        self._task = self._bar.add_task("reading")

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wipe the line."""
        self._bar.stop()

    def watch(self, found: Iterable[Report | Rejected]) -> Iterator[Report | Rejected]:
        """Hand on what is read and draw now and then."""
        for number, item in enumerate(found):
            if number % EVERY == 0:
                self.update()
            yield item

    def update(self) -> None:
        """Draw the counts as they stand."""
        tally = self._tally
        line = f"{tally.read:,} read, {tally.coded + tally.known:,} coded, {tally.claims:,} claims"
        aside = tally.set_aside.total() + tally.rejected.total()
        self._bar.update(self._task, description=f"{line}, {aside:,} aside" if aside else line)
