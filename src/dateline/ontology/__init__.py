"""PLOVER types, modes, sectors, CAMEO codes, weights and codes of countries: data files enter, checked types leave."""

from __future__ import annotations

import functools
from importlib.resources import files

import msgspec

from dateline.model import EventType, Factuality, Sector
from dateline.ontology.countries import Country, by_code, country

__all__ = ["Country", "Ontology", "TypeInfo", "by_code", "country", "ontology"]


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

    def event_code(self, type_: EventType, mode: str | None) -> str:
        """Give that code with its third digit: 0 is what CAMEO and GDELT write where nothing more is known."""
        return self.cameo(type_, mode).ljust(3, "0")

    def types_of(self, cameo: str) -> frozenset[EventType]:
        """Give the types that a CAMEO code may mean: those with a code of the same root."""
        return frozenset(
            type_
            for type_, info in self.types.items()
            if any(code.startswith(cameo[:2]) for code in (info.cameo, *info.modes.values()))
        )

    def weight(self, type_: EventType) -> float:
        """Give the weight of a type: positive for cooperation, negative for conflict."""
        return self.types[type_].weight


@functools.cache
def ontology() -> Ontology:
    """Load the ontology that ships with the package."""
    return msgspec.json.decode(files(__package__).joinpath("plover.json").read_bytes(), type=Ontology)
