"""Tokens that a request may take enter, leave or a refusal comes back: a run never begins what it may not pay for."""

from __future__ import annotations

import threading


class BudgetSpentError(Exception):
    """What is left of the budget is too little for the request; the message says how much is spent."""


class Budget:
    """The most tokens of a run (None: no limit), shared by all its threads."""

    def __init__(self, most: int | None) -> None:
        self._most = most
        self._spent = self._held = 0
        self._change = threading.Condition()

    def hold(self, tokens: int) -> None:
        """Set tokens aside for a request, once the running ones leave room for them.

        Raises:
            BudgetSpentError: they do not fit, even when nothing else is running.
        """
        with self._change:
            self._change.wait_for(lambda: self._fits(tokens) or not self._held)
            if not self._fits(tokens):
                raise BudgetSpentError(
                    f"{self._spent:,} of {self._most:,} tokens are spent, and the next request may take {tokens:,}"
                )
            self._held += tokens

    def settle(self, held: int, spent: int) -> None:
        """Take note of what a request that held tokens has cost."""
        with self._change:
            self._held -= held
            self._spent += spent
            self._change.notify_all()

    def _fits(self, tokens: int) -> bool:
        return self._most is None or self._spent + self._held + tokens <= self._most
