"""Takes the name and the address that a source gives; gives the outlet of the actor book that is meant, or None.

"BBC", "bbc.co.uk", "BBC News" and https://www.bbc.co.uk/news/1 are one outlet. A name that other outlets bear too is
settled by the address; without one it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from dateline.ground.who.entries import Entry, read_entries
from dateline.ground.who.states import read_states
from dateline.ground.who.tokens import key

DATA: Final = Path(__file__).resolve().parent.parent / "ground" / "who" / "data"

_HOST: Final = re.compile(r"(?:https?://)?(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/:?#].*)?", re.IGNORECASE)
_SITE: Final = re.compile(r"\s*(?:\s[|–—-]\s|[|»:]|\bvia\b|/).*", re.DOTALL)
"""What follows a name on a page: `BBC News - Home`, `Reuters | World`, `AFP via Getty`."""
_EDITION: Final = re.compile(
    r"\s*(?:\.com|\.org|\.net|\((?:[\w. ]{1,24})\)|\b(?:online|website|web|newspaper|news agency|wire|english|international"
    r"|uk|us|usa|world|news))\s*$",
    re.IGNORECASE,
)
"""What an outlet's name is given in addition, from its end; one such word at a time is taken off."""

_CREDIT: Final = re.compile(
    r"^\W*(?:by|from|source|written by|words by)\b\s*:?\s*|\s+(?:staff|reporters?|writers?)\W*$", re.IGNORECASE
)
"""What stands around a name in a byline."""
_MARKS: Final = " \t\u00a0()[]–—-*©.,;:|/"

Names = dict[tuple[str, ...], tuple[Entry, ...]]


class Outlets:
    """The outlets of the actor book, by name and by domain. Immutable after loading."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._names: Names = {}
        self._domains: dict[str, Entry] = {}
        for entry in entries:
            for form in {key(name) for name in (*entry.names, *entry.short)}:
                self._names[form] = (*self._names.get(form, ()), entry)
            for domain in entry.web:
                self._domains.setdefault(domain, entry)

    def meant(self, name: str | None, url: str | None = None) -> Entry | None:
        """Give the outlet that a name means on a page of an address; either may be missing.

        The name goes before the address, since a page of one outlet may print another's report under its name.
        """
        here = self.at(url) if url else None
        named = self.named(name) if name else ()
        # A name that is in no book is a section's or an edition's where the address is an outlet's own; and an outlet
        # calls itself shorter at home than the book does (`The Guardian` is also `The Guardian of Nigeria`).
        if here is not None and (here in named or not named or (name and _begins(here, name))):
            return here
        return named[0] if name and len(named) == 1 and not _is_common(named[0], name) else None

    def named(self, name: str) -> tuple[Entry, ...]:
        """Give the outlets that a name may mean, also with an edition or a page's title behind it, or as a domain."""
        if (host := _HOST.fullmatch(name.strip())) and (entry := self._of_host(host["host"])):
            return (entry,)
        return next((found for form in _forms(name) if (found := self._names.get(key(form)))), ())

    def at(self, url: str) -> Entry | None:
        """Give the outlet whose page an address is."""
        try:
            host = urlsplit(url if "//" in url else f"//{url}").hostname
        except ValueError:
            return None
        return self._of_host(host) if host else None

    def _of_host(self, host: str) -> Entry | None:
        """Look up a host and the domains above it: `news.bbc.co.uk`, then `bbc.co.uk`."""
        labels = host.lower().rstrip(".").split(".")
        above = (".".join(labels[place:]) for place in range(len(labels) - 1))
        return next((self._domains[domain] for domain in above if domain in self._domains), None)


def agency_of(named: Iterable[str], outlet: Entry | None) -> Entry | None:
    """Give the agency that a report is credited to: the first of its dateline, author and bylines that is another outlet."""
    for credit in named:
        found = shipped().meant(_CREDIT.sub("", credit).strip(_MARKS))
        if found is not None and found != outlet:
            return found
    return None


@cache
def shipped() -> Outlets:
    """Give the packaged outlets."""
    countries = frozenset(state.code for state in read_states(DATA / "states.txt"))
    return Outlets(tuple(read_entries(DATA / "outlets.txt", "outlet", countries)))


def _is_common(entry: Entry, name: str) -> bool:
    """Tell whether outlets of other countries bear the name too, as the book says."""
    return key(name) in {key(common) for common in entry.common}


def _begins(entry: Entry, name: str) -> bool:
    start = key(name)
    return any(key(full)[: len(start)] == start for full in entry.names)


def _forms(name: str) -> Iterator[str]:
    """Give a name as it stands, then without what a page adds, then without words for editions, one at a time."""
    yield name
    bare = _SITE.sub("", name).strip()
    while bare:
        yield bare
        shorter = _EDITION.sub("", bare)
        if shorter == bare:
            return
        bare = shorter
