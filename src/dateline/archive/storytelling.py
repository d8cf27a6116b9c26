"""The part of `Archive` that tells stories: names, ids and days enter, causes and stories leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dateline.archive import causes, stories
from dateline.archive.ties import Window
from dateline.archive.transactions import Transactions
from dateline.model import Event, EventCause, Story


class Storytelling(Transactions):
    """An open archive as far as it is asked for stories."""

    def causes_of(self, event: Event) -> list[EventCause]:
        """Give the causes that reports name between an event and others, as effect or as cause."""
        with self._reading() as connection:
            return causes.of_events(connection, [event.id])

    def story(
        self, *words: str, since: dt.date | None = None, until: dt.date | None = None, events: int = 20, days: int = 10
    ) -> Story:
        """Give the story that begins with an event or report, by id, or with all that names everyone given.

        A word is a country, an actor, a phrase that names some ("Syrian civil war"), or words of the reports. `since`
        and `until` are the days that it may have, `events` and `days` how many are key.

        Raises:
            NotFound: where nothing in these days names all of it.
        """
        with self._reading() as connection:
            return stories.story(connection, words, Window(since, until), events=events, days=days)

    def stories(
        self, *, since: dt.date | None = None, until: dt.date | None = None, limit: int = 10, events: int = 3
    ) -> Iterator[Story]:
        """Give the largest stories of a period, each grown from its heaviest event, with so many key events."""
        with self._reading() as connection:
            yield from stories.stories(connection, Window(since, until), limit, events=events)
