"""The part of `Archive` that finds and counts claims and events and tells what is new: questions enter, answers leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, overload

from dateline.archive import find, news, tallies
from dateline.archive.answers import Answer, Listed
from dateline.archive.news import News
from dateline.archive.records import Query, StoredClaim, Told
from dateline.archive.tallies import ActorCount, CellCount, CountryCount, DayCount, PlaceCount, TypeCount
from dateline.archive.transactions import Transactions
from dateline.model import Event

if TYPE_CHECKING:
    from dateline.export.tidy import ActorRow, ClaimRow, EventRow, LinkRow, PlaceRow, Row

_ALL = Query()

TableName = Literal["events", "claims", "actors", "places", "links"]
"""The tables of a Parquet export."""


class Asking(Transactions):
    """An open archive as far as it is asked for claims and events, counts them, and tells what has come since."""

    def claims(self, query: Query = _ALL) -> Answer[StoredClaim]:
        """Give the claims that a query finds, by day, then report, then place in its text."""
        return Answer(StoredClaim, lambda: self._claims(query))

    def events(self, query: Query = _ALL) -> Answer[Event]:
        """Give the events that a query finds, by day: the first stated one, else the day of the first report."""
        return Answer(Event, lambda: self._events(query))

    def told(self, query: Query = _ALL, *, links: bool = False) -> Iterator[Told]:
        """Give the events that a query finds, in the order of `events`, with their claims and, where wanted, their links.

        However many there are, few are held at once.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            yield from find.told(connection, query, links=links)

    @overload
    def table(self, name: Literal["events"], query: Query = ...) -> Answer[EventRow]: ...
    @overload
    def table(self, name: Literal["claims"], query: Query = ...) -> Answer[ClaimRow]: ...
    @overload
    def table(self, name: Literal["actors"], query: Query = ...) -> Answer[ActorRow]: ...
    @overload
    def table(self, name: Literal["places"], query: Query = ...) -> Answer[PlaceRow]: ...
    @overload
    def table(self, name: Literal["links"], query: Query = ...) -> Answer[LinkRow]: ...
    def table(self, name: TableName, query: Query = _ALL) -> Answer[Row]:
        """Give one of the tables of a Parquet export: what the events that a query finds rest on, a row each.

        Raises:
            CannotAsk: where the query is about a day gone by, once the table is gone through.
        """
        from dateline.export.tidy import TABLES, rows_in  # noqa: PLC0415 - it reads the types of the archive

        kind = TABLES[name]
        return Answer(kind, lambda: rows_in(kind, self.told(query, links=name == "links")))

    def _claims(self, query: Query) -> Iterator[StoredClaim]:
        with self._reading() as connection:
            yield from find.claims(connection, query)

    def _events(self, query: Query) -> Iterator[Event]:
        with self._reading() as connection:
            yield from find.events(connection, query)

    def state(self) -> str:
        """Give a mark that is another one once anything has been written; what is asked afterwards is no older."""
        return self._state.look()

    def count_by_day(self, query: Query = _ALL) -> Listed[DayCount]:
        """Count the events that a query finds by the day that chronologies sort by, also as of a day."""
        with self._reading() as connection:
            return Listed(DayCount, tallies.by_day(connection, query))

    def count_by_type(self, query: Query = _ALL) -> Listed[TypeCount]:
        """Count the events that a query finds by type, also as of a day; the most first."""
        with self._reading() as connection:
            return Listed(TypeCount, tallies.by_type(connection, query))

    def count_by_country(self, query: Query = _ALL) -> Listed[CountryCount]:
        """Count the events that a query finds by the countries of their parties and places, the most first.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return Listed(CountryCount, tallies.by_country(connection, query))

    def count_by_cell(self, query: Query = _ALL, *, size: float = 1.0) -> Listed[CellCount]:
        """Count the events that a query finds by the cells of a grid of so many degrees.

        Raises:
            CannotAsk: where the query is about a day gone by, or a cell has another size than it may have.
        """
        with self._reading() as connection:
            return Listed(CellCount, tallies.by_cell(connection, query, size))

    def actors(self, query: Query = _ALL, *, name: str | None = None, limit: int | None = None) -> Listed[ActorCount]:
        """Give those who act or are acted on in the events that a query finds, the most told first.

        `name` are words of the name, or beginnings of them.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return Listed(ActorCount, tallies.actors(connection, query, name, limit))

    def places(self, query: Query = _ALL, *, name: str | None = None, limit: int | None = None) -> Listed[PlaceCount]:
        """Give the places of the events that a query finds, the most told first; `name` is as of `actors`.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return Listed(PlaceCount, tallies.places(connection, query, name, limit))

    def news(self, after: int, *, limit: int | None = None) -> list[News]:
        """Give what has been coded after the number of a piece of news, in order, each with its events as they are now."""
        with self._reading() as connection:
            return list(news.after(connection, after, limit))

    def latest_news(self) -> int:
        """Give the number of the latest piece of news; 0 where there is none."""
        with self._reading() as connection:
            return news.latest(connection)
