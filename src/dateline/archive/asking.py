"""The part of `Archive` that counts events and tells what is new: questions enter, counts and news leave."""

from __future__ import annotations

from dateline.archive import news, tallies
from dateline.archive.news import News
from dateline.archive.records import Query
from dateline.archive.tallies import ActorCount, CellCount, CountryCount, DayCount, PlaceCount, TypeCount
from dateline.archive.transactions import Transactions

_ALL = Query()


class Asking(Transactions):
    """An open archive as far as it counts, and tells what has come since."""

    def count_by_day(self, query: Query = _ALL) -> list[DayCount]:
        """Count the events that a query finds by the day that chronologies sort by, also as of a day."""
        with self._reading() as connection:
            return list(tallies.by_day(connection, query))

    def count_by_type(self, query: Query = _ALL) -> list[TypeCount]:
        """Count the events that a query finds by type, also as of a day; the most first."""
        with self._reading() as connection:
            return list(tallies.by_type(connection, query))

    def count_by_country(self, query: Query = _ALL) -> list[CountryCount]:
        """Count the events that a query finds by the countries of their parties and places, the most first.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return list(tallies.by_country(connection, query))

    def count_by_cell(self, query: Query = _ALL, *, size: float = 1.0) -> list[CellCount]:
        """Count the events that a query finds by the cells of a grid of so many degrees.

        Raises:
            CannotAsk: where the query is about a day gone by, or a cell has another size than it may have.
        """
        with self._reading() as connection:
            return list(tallies.by_cell(connection, query, size))

    def actors(self, query: Query = _ALL, *, name: str | None = None, limit: int | None = None) -> list[ActorCount]:
        """Give those who act or are acted on in the events that a query finds, the most told first.

        `name` are words of the name, or beginnings of them.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return list(tallies.actors(connection, query, name, limit))

    def places(self, query: Query = _ALL, *, name: str | None = None, limit: int | None = None) -> list[PlaceCount]:
        """Give the places of the events that a query finds, the most told first; `name` is as of `actors`.

        Raises:
            CannotAsk: where the query is about a day gone by.
        """
        with self._reading() as connection:
            return list(tallies.places(connection, query, name, limit))

    def news(self, after: int, *, limit: int | None = None) -> list[News]:
        """Give what has been coded after the number of a piece of news, in order, each with its events as they are now."""
        with self._reading() as connection:
            return list(news.after(connection, after, limit))

    def latest_news(self) -> int:
        """Give the number of the latest piece of news; 0 where there is none."""
        with self._reading() as connection:
            return news.latest(connection)
