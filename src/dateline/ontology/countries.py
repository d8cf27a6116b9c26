"""Codes of countries: ISO 3166-1 alpha-3 enters, the codes by which other data sets call the country leave, and back."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

import msgspec


class Country(msgspec.Struct, frozen=True):
    """A country or territory: ISO 3166-1 in its three forms, FIPS 10-4 (GDELT), Gleditsch-Ward number (UCDP), name.

    Empty is a code that it does not have.
    """

    iso3: str
    iso2: str
    numeric: str
    fips: str
    gw: str
    name: str

    @property
    def cameo(self) -> str:
        """The code of CAMEO and GDELT: that of ISO, but for two that CAMEO keeps from before they changed."""
        return _CAMEO.get(self.iso3, self.iso3)


_CAMEO = {"ROU": "ROM", "TLS": "TMP"}


def country(iso3: str | None) -> Country | None:
    """Give the codes of a country; None where there is no such code."""
    return _countries().get(iso3 or "")


@functools.cache
def by_code(kind: str) -> Mapping[str, str]:
    """Give the ISO 3166-1 alpha-3 codes by another code of the country: `iso2`, `numeric`, `fips`, `gw` or `cameo`."""
    found = {getattr(one, kind): one.iso3 for one in _countries().values()}
    return MappingProxyType({code: iso3 for code, iso3 in found.items() if code})


@functools.cache
def _countries() -> dict[str, Country]:
    lines = files(__package__).joinpath("countries.tsv").read_text(encoding="utf-8").splitlines()
    return {one.iso3: one for one in (Country(*line.split("\t")) for line in lines[1:])}
