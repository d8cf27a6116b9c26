"""Lines of an actor-book file enter, checked entries leave; a faulty line is refused with file, line and mend."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.ground.who.tokens import key
from dateline.model import Office, Sector

Kind = Literal[
    "state",
    "person",
    "force",
    "organ",
    "church",
    "group",
    "party",
    "body",
    "ngo",
    "outlet",
    "company",
    "community",
    "school",
]
"""What an entry is; each kind has a file of its own."""

KINDS: tuple[str, ...] = get_args(Kind)
SECTORS: tuple[str, ...] = get_args(Sector)
PERSON = "person/"
"""How the id of every person begins, and of nobody else."""

_EXTRAS = {"id", "sponsor", "kind", "base", "country", "web", "since"}
_CODE = re.compile(r"[A-Z]{3}")
_SPAN = re.compile(r"(?P<head>.*?)\s*\b(?P<sector>[A-Z]{3})(?:\s+(?P<from>[\d-]*)\.\.(?P<until>[\d-]*))?$")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class BookError(ValueError):
    """A file of the actor book cannot be used: the message names the file, the line, the fault and what would mend it."""

    def __init__(self, where: str, fault: str, mend: str) -> None:
        super().__init__(f"{where}: {fault}; {mend}")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One actor: a stable id, its names (the first is shown), its state, sector, dated offices and sponsors.

    `common` are those of the names that actors of other countries bear too. `sector` is what holds outside the dates of
    every office; None where nothing is known then. An outlet has the domains of its pages (`web`) and the year in which
    it began (`since`), where these are known.
    """

    id: str
    kind: Kind
    names: tuple[str, ...]
    short: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    country: str | None = None
    sector: Sector | None = None
    offices: tuple[Office, ...] = ()
    sponsors: tuple[str, ...] = ()
    web: tuple[str, ...] = ()
    since: int | None = None

    @property
    def name(self) -> str:
        """The name to show."""
        return self.names[0]


class _Header(msgspec.Struct, frozen=True):
    """What a line such as `@IRN MIL` sets for the lines under it."""

    country: str | None
    sector: Sector | None


def read_entries(path: Path, kind: Kind, countries: frozenset[str]) -> list[Entry]:
    """Read one file of entries (grammar in docs/actor-book.md).

    Raises:
        BookError: if a line is not in the grammar, names an unknown country or sector, or repeats an id.
    """
    entries: list[Entry] = []
    header = _Header(None, None)
    seen: dict[str, int] = {}
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line, where = raw.strip(), f"{path.name}, line {number}"
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            header = _header(line, where, countries)
            continue
        # " // " sets apart several entries of one line that have nothing but names.
        for part in line.split(" // "):
            entry = _entry(part, where, kind, header, countries)
            if entry.id in seen:
                raise BookError(where, f"the id {entry.id!r} is already given in line {seen[entry.id]}", "add id=OTHER")
            seen[entry.id] = number
            entries.append(entry)
    return entries


def split_list(field: str) -> tuple[str, ...]:
    """Split a field at its semicolons, without empty parts."""
    return tuple(part.strip() for part in field.split(";") if part.strip())


def _header(line: str, where: str, countries: frozenset[str]) -> _Header:
    parts = line[1:].split()
    if len(parts) != 2:
        raise BookError(where, f"the header {line!r} needs a country and a sector", "write e.g. '@IRN MIL' or '@- IGO'")
    return _Header(_country(parts[0], where, countries), _sector(parts[1], where))


def _country(code: str, where: str, countries: frozenset[str]) -> str | None:
    if code == "-":
        return None
    if not _CODE.fullmatch(code) or code not in countries:
        raise BookError(
            where, f"{code!r} is no country code", "use an ISO 3166-1 alpha-3 code such as IRN, or - for none"
        )
    return code


def _sector(code: str, where: str) -> Sector | None:
    if code == "-":
        return None
    for sector in get_args(Sector):
        if sector == code:
            found: Sector = sector
            return found
    raise BookError(where, f"{code!r} is no sector", f"use one of {' '.join(SECTORS)}, or - for none")


def _entry(line: str, where: str, kind: Kind, header: _Header, countries: frozenset[str]) -> Entry:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) > 3:
        raise BookError(where, f"{len(fields)} fields", "write: names | offices | extras")
    names_field, offices_field, extras_field = (*fields, "", "")[:3]
    written = split_list(names_field)
    names = tuple(name.removeprefix("?") for name in written if not name.startswith("~"))
    short = tuple(name[1:] for name in written if name.startswith("~"))
    if not names or not all(key(name) for name in names):
        raise BookError(where, "no name", "begin the line with the name to show")
    extras = _extras(extras_field, where)
    country = _country(extras["country"], where, countries) if "country" in extras else header.country
    kind = _kind(extras.get("kind", kind), where)
    return Entry(
        id=_id(extras.get("id") or f"{kind}/{'-'.join(key(names[0]))}", where, kind),
        kind=kind,
        names=names,
        short=short,
        common=tuple(name[1:] for name in written if name.startswith("?")),
        country=country,
        sector=_sector(extras["base"], where) if "base" in extras else header.sector,
        offices=tuple(_office(part, where, country, countries) for part in split_list(offices_field)),
        sponsors=split_list(extras.get("sponsor", "").replace(",", ";")),
        web=_web(extras.get("web", ""), where),
        since=_since(extras.get("since"), where),
    )


def _web(field: str, where: str) -> tuple[str, ...]:
    domains = split_list(field.replace(",", ";"))
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise BookError(
                where, f"{domain!r} is no domain", "write it in lower case, without www and path: bbc.co.uk"
            )
    return domains


def _since(written: str | None, where: str) -> int | None:
    if written is None:
        return None
    if not _YEAR.fullmatch(written):
        raise BookError(where, f"{written!r} is no year", "write since=1922")
    return int(written)


def _id(given: str, where: str, kind: Kind) -> str:
    """Check that an id tells people from all others, as those who read identities rely on."""
    if given.startswith(PERSON) != (kind == "person"):
        raise BookError(
            where,
            f"the id {given!r} does not fit the kind {kind!r}",
            f"begin the ids of people, and of no others, with {PERSON}",
        )
    return given


def _kind(name: str, where: str) -> Kind:
    for kind in get_args(Kind):
        if kind == name:
            found: Kind = kind
            return found
    raise BookError(where, f"{name!r} is no kind", f"use one of {' '.join(KINDS)}")


def _extras(field: str, where: str) -> dict[str, str]:
    extras: dict[str, str] = {}
    for part in split_list(field):
        name, equals, value = part.partition("=")
        if not equals or name.strip() not in _EXTRAS:
            raise BookError(where, f"{part!r} is no extra", f"write KEY=VALUE with one of {' '.join(sorted(_EXTRAS))}")
        extras[name.strip()] = value.strip()
    return extras


def _office(part: str, where: str, country: str | None, countries: frozenset[str]) -> Office:
    """Read `title SECTOR from..until`; a title may end in `@CODE` where the office is another country's or body's."""
    match = _SPAN.fullmatch(part)
    if not match:
        raise BookError(where, f"{part!r} is no office", "write e.g. 'president GOV 2012-05-07..2018-05-07'")
    title, at, code = match["head"].partition("@")
    return Office(
        title=title.strip(),
        country=_country(code.strip(), where, countries) if at else country,
        sector=_sector(match["sector"], where),
        start=_day(match["from"], where, last=False),
        end=_day(match["until"], where, last=True),
    )


def _day(written: str | None, where: str, *, last: bool) -> dt.date | None:
    """Read a day, or the first (or last) day of a month or year; None for an open end."""
    if not written:
        return None
    match = _DAY.fullmatch(written)
    fault = BookError(where, f"{written!r} is no date", "write 2012, 2012-05 or 2012-05-07")
    if match is None:
        raise fault
    year, month, day = int(match[1]), match[2], match[3]
    number = int(month) if month else (12 if last else 1)
    try:
        end = calendar.monthrange(year, number)[1]
        return dt.date(year, number, int(day) if day else (end if last else 1))
    except ValueError:
        raise fault from None
