"""PLOVER types, modes, sectors, CAMEO codes and weights: a data file enters, a checked `Ontology` leaves."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

from dateline.model import EventType, Factuality, Sector


class TypeInfo(msgspec.Struct, frozen=True):
    """One PLOVER type: its class, its meaning in a line, the CAMEO root, its weight on Goldstein's scale (-10 to 10).

    `modes` gives the CAMEO code nearest to each mode.
    """

    class_: str = msgspec.field(name="class")
    meaning: str
    cameo: str
    weight: float
    modes: dict[str, str]


class Ontology(msgspec.Struct, frozen=True):
    """The codes that claims are made of; sectors and factuality values each with their meaning in a line."""

    version: str
    source: str
    types: dict[EventType, TypeInfo]
    sectors: dict[Sector, str]
    factuality: dict[Factuality, str]

    def cameo(self, type_: EventType, mode: str | None) -> str:
        """Give the CAMEO code nearest to a type and mode (the root where there is no mode)."""
        info = self.types[type_]
        return info.modes.get(mode or "", info.cameo)

    def weight(self, type_: EventType) -> float:
        """Give the weight of a type: positive for cooperation, negative for conflict."""
        return self.types[type_].weight


@functools.cache
def ontology() -> Ontology:
    """Load the ontology that ships with the package."""
    return msgspec.json.decode(files(__package__).joinpath("plover.json").read_bytes(), type=Ontology)
