"""Readings enter, claims leave; and the seam where another coder can take over."""

from __future__ import annotations

from importlib.metadata import entry_points

from dateline.code.claims import claims_of
from dateline.code.coder import Coded, Coder, CoderError

__all__ = ["Coded", "Coder", "CoderError", "UnknownCoderError", "claims_of", "load_coder"]


class UnknownCoderError(LookupError):
    """No coder of that name is installed."""


def load_coder(name: str = "encoder") -> Coder:
    """Load a coder by its entry point name (group `dateline.coders`).

    Raises:
        UnknownCoderError: no installed package offers a coder of that name; the message lists those that are.
        CoderError: the coder lacks something that it needs; the message says what to set.
    """
    found = {point.name: point for point in entry_points(group="dateline.coders")}
    if name not in found:
        raise UnknownCoderError(f"no coder {name!r}; installed: {', '.join(sorted(found))}")
    coder: Coder = found[name].load()()
    return coder
