"""Ctrl-C enters, a wish to stop leaves: the first press asks to stop after the running batch, the second stops at once."""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType
from typing import Self


class Interrupt:
    """While entered, the first SIGINT only sets `asked`; the second raises KeyboardInterrupt.

    The handler that stood before is put back at the end.
    """

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        """Take over SIGINT."""
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give SIGINT back."""
        signal.signal(signal.SIGINT, self._before)

    def _press(self, _signal: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        sys.stderr.write("\nfinishing the running batch; press Ctrl-C again to stop at once\n")
