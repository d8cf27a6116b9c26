"""Counts of right, said and due, and what follows from them: precision, recall, F1."""

from __future__ import annotations

import msgspec


class Tally(msgspec.Struct):
    """How many were right, how many were said, how many were due."""

    right: int = 0
    said: int = 0
    due: int = 0

    def add(self, right: int, said: int, due: int) -> None:
        """Count some more."""
        self.right += right
        self.said += said
        self.due += due

    @property
    def precision(self) -> float:
        """Right among said."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Right among due."""
        return self.right / self.due if self.due else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.said + self.due) if self.said + self.due else 0.0
