"""What a `Query` asks of whom, where, words and report enters; which claims answer it leaves: as SQL on their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    exists,
    func,
    or_,
    select,
    union,
)

from dateline.archive import conditions, filing, schema
from dateline.archive.names import bears, country_of, identities_of
from dateline.archive.records import Query

_FEW = 5000
"""Claims that are looked up one by one and sorted to answer a page. At four microseconds each that takes as long as it takes
to read in order until a page is full where as many of a million are meant."""

_LISTS = 30
"""Lists of events that are merged to answer a page; of more, the beginnings alone would take a page's time."""

_Keys = Callable[[Connection], tuple[str, ...] | None]


def _no_keys(_: Connection) -> None:
    return None


class Claimed(msgspec.Struct, frozen=True):
    """One filter: the numbers of all claims that answer it, and a condition on one claim's number.

    `keys` gives those under which its events are filed (see `filing`), None where these are many or there are none.
    """

    numbers: Select[Any] | CompoundSelect[Any]
    holds: Callable[[ColumnElement[int]], ColumnElement[bool]]
    keys: _Keys = _no_keys

    def few(self, connection: Connection) -> int | None:
        """Count its claims; None where they are not few."""
        some = self.numbers.limit(_FEW + 1).subquery()
        number: int = connection.execute(select(func.count()).select_from(some)).scalar_one()
        return number if number <= _FEW else None


def filters(query: Query) -> Iterator[Claimed]:
    """Give the filters of a query that are about its claims' parties, places, words and report."""
    if query.actor:
        yield _by_actor(query.actor)
    if query.country:
        yield _of_country(country_of(query.country) or query.country.upper())
    if query.place:
        yield _at_place(query.place)
    if query.text and query.text.strip():
        yield _saying(query.text)
    if query.report:
        yield _of_report(query.report)


def _by_actor(name: str) -> Claimed:
    """Take those of a name, and, where the actor book knows it, those whom it means."""
    table = schema.actors.c
    identities = identities_of(name)
    meant = bears(table.folded, name, whole=bool(identities))
    if identities:
        meant = or_(meant, table.identity.in_(identities))
    sure = or_(table.identity.is_not(None), table.country.is_not(None), table.sector.is_not(None))
    keys = _keys_of(schema.actors, meant, sure, (filing.ACTOR, filing.NAMED))
    return _tied(schema.actor_resolutions.c.actor, select(table.id).where(meant), keys)


def _at_place(name: str) -> Claimed:
    """Take the places of a name and, where it is a country's name or code, all that lies in that country."""
    table = schema.places.c
    code = country_of(name)
    land = code or name.upper()
    called, inside = bears(table.folded, name, whole=code is not None), table.country == land
    by_name = _keys_of(
        schema.places, called & inside.is_not(True), table.precision.is_not(None), (filing.PLACE, filing.CALLED)
    )

    def keys(connection: Connection) -> tuple[str, ...] | None:
        found = by_name(connection)
        return None if found is None else (filing.LAND + land, *found)

    return _tied(schema.place_resolutions.c.place, select(table.id).where(or_(called, inside)), keys)


def _of_country(code: str) -> Claimed:
    actors, places = schema.actors.c, schema.places.c
    parties = _tied(schema.actor_resolutions.c.actor, select(actors.id).where(actors.country == code), _no_keys)
    where = _tied(schema.place_resolutions.c.place, select(places.id).where(places.country == code), _no_keys)
    return Claimed(
        union(parties.numbers, where.numbers),
        lambda claim: or_(parties.holds(claim), where.holds(claim)),
        lambda _: (filing.COUNTRY + code,),
    )


def _saying(words: str) -> Claimed:
    numbers = conditions.mentioning(words)
    # Of one claim the number is worked out, so that the index of the words is asked once and not for each claim.
    return Claimed(numbers, lambda claim: (claim + 0).in_(numbers))


def _of_report(report: str) -> Claimed:
    claims = schema.claims.c
    numbers = select(claims.seq).where(claims.report_id == report)
    return Claimed(numbers, lambda claim: claim.in_(numbers))


def _tied(tied: Column[str], ids: Select[Any], keys: _Keys) -> Claimed:
    """Take the claims that are tied to actors or places."""
    ties = tied.table.c
    # One inside the other and not joined: SQLite then looks through the few names first and not their many claims. Of one
    # claim the name is worked out, so that its few ties are looked through and not those of each name.
    return Claimed(
        select(ties.claim).where(tied.in_(ids)),
        lambda claim: exists(select(1).where(ties.claim == claim, tied.concat("").in_(ids))),
        keys,
    )


def _keys_of(table: Table, meant: ColumnElement[bool], sure: ColumnElement[bool], letters: tuple[str, str]) -> _Keys:
    """Give the keys of the rows that are meant; what is not `sure` may stand for words alone."""
    ids = select(table.c.id, sure).where(meant).order_by(table.c.id).limit(_LISTS + 1)

    def keys(connection: Connection) -> tuple[str, ...] | None:
        found = tuple(
            letter + id_ for id_, is_sure in connection.execute(ids) for letter in letters[: 1 if is_sure else 2]
        )
        return found if len(found) <= _LISTS else None

    return keys
