"""What decided about a phrase enters, the reason leaves in words for a reader who does not know the actor book."""

from __future__ import annotations

from dateline.ground.who.entries import Entry
from dateline.model import Sector

_FORMS = {
    "name": "a name of {} in the actor book",
    "short": "a short name of {} in the actor book",
    "surname": "the surname of {}",
    "seat": "the seat of the government of {}",
    "capital": "the capital of {}",
    "adjective": "the adjective of {}",
    "people": "the people of {}",
    "place": "a place in {}",
}


def known_by(form: str, entry: Entry) -> str:
    """Say by which of its names an entry was found."""
    return _FORMS[form].format(entry.name)


def noun_says(noun: str | None, sector: Sector) -> str:
    """Say which noun told the sector."""
    return f"the noun '{noun}' says {sector}"


def lent(country: str, share: float) -> tuple[str, str]:
    """Say that a country was taken from the report, and how much of what the report names is of it."""
    return f"report is about {country}", f"{_share(country, share)}; the phrase itself names none"


def not_lent(country: str, share: float, least: float) -> str:
    """Say why no country was taken from the report."""
    return (
        f"no country: the phrase names none, and {_share(country, share)}, less than the {least:.0%} that is asked for"
    )


def _share(country: str, share: float) -> str:
    return f"{country} has {share:.0%} of the countries' weight around it"
