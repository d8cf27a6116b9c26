"""A name as someone types it enters, what it may mean leaves: identities of the actor book, a country's code."""

from __future__ import annotations

import functools
import re

from sqlalchemy import ColumnElement, func, literal

from dateline.ground.who import ActorBook
from dateline.ground.who.book import DATA
from dateline.ground.who.states import read_states
from dateline.weave.words import folded

# Marks that part the words of a name (`Abu Mahdi al-Muhandis`, `group/houthis`).
_MARKS = "-'’/:.,()"


def identities_of(name: str) -> tuple[str, ...]:
    """Give the ids of those whom the actor book knows by exactly this name, surname, adjective or seat."""
    return tuple(sorted({alias.entry.id for alias in ActorBook.shipped().named(name)}))


def country_of(name: str) -> str | None:
    """Give the ISO 3166-1 alpha-3 code of the country with this code or name, whatever its case; None for others."""
    wanted = spaced(name)
    return _countries().get(wanted.removeprefix("the "))


def bears(name: ColumnElement[str], words: str, *, whole: bool) -> ColumnElement[bool]:
    """Give the condition that a folded name has the words in it, as whole words or as the beginning of some.

    Inside a word nothing is found, so that `Iran` does not mean Tirana; what begins with a sign is looked for anywhere.
    """
    wanted = folded(words)
    if not wanted[:1].isalnum():
        return name.contains(wanted, autoescape=True)
    spaced = literal(" ").concat(_spaced_in_sql(name)).concat(" ")
    return spaced.contains(f" {_spaced(wanted)}{' ' if whole else ''}", autoescape=True)


@functools.cache
def _countries() -> dict[str, str]:
    states = read_states(DATA / "states.txt")
    by_name = {spaced(name).removeprefix("the "): state.code for state in states for name in state.names}
    # Codes after names: no name may take the place of a code.
    return by_name | {state.code.casefold(): state.code for state in states}


def spaced(name: str) -> str:
    """Give a name as names are compared: in lower case, without accents, its marks as spaces."""
    return _spaced(folded(name))


def _spaced(words: str) -> str:
    return " ".join(re.sub(f"[{re.escape(_MARKS)}]", " ", words).split())


def _spaced_in_sql(name: ColumnElement[str]) -> ColumnElement[str]:
    """Write what `_spaced` does in SQL; marks in a row leave at most two spaces, which become one."""
    for mark in _MARKS:
        name = func.replace(name, mark, " ")
    return func.replace(name, "  ", " ")


def names_in(phrase: str) -> tuple[tuple[str, str], ...]:
    """Give the names in a phrase, whatever its case, each with the country's code or the identity that it means.

    Of those whom one name may mean a state is taken before all others; whom several names mean is there once.
    """
    capital = phrase if any(letter.isupper() for letter in phrase) else phrase.title()
    found: dict[str, str] = {}
    for named in ActorBook.shipped().find_actors(capital):
        entries = [alias.entry for alias in named.aliases]
        state = next((entry for entry in entries if entry.kind == "state"), None)
        found.setdefault(str(state.country) if state else entries[0].id, named.span.of(capital))
    return tuple((said, meant) for meant, said in found.items())
