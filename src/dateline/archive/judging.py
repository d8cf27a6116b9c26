"""What people judge of events enters an archive, why events are as they are leaves: `Archive` has these methods too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.archive import judgements, verdicts, why
from dateline.archive.records import Apart, StoredJudgement, Verdict, Why
from dateline.archive.transactions import Transactions
from dateline.model import Judgement


class Judging(Transactions):
    """An open archive as far as it explains its events and takes judgements about them."""

    def why(self, id_: str) -> Why:
        """Say what holds an event together: its links with their reasons, the unused ones, and what is nearest to it.

        Raises:
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return why.why(connection, id_)

    def apart(self, id_: str, other_id: str) -> Apart:
        """Say why two events are two: people's judgements, unused links, and how what they tell compares.

        Raises:
            CannotJudge: where the ids lead to one event.
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._reading() as connection:
            return why.apart(connection, id_, other_id)

    def merge(self, event_ids: Sequence[str], *, author: str, note: str = "") -> Verdict:
        """Judge that events are one; weaving holds to it, whatever its rules say.

        Raises:
            CannotJudge: where the ids name one event.
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._writing() as connection:
            return verdicts.merge(connection, event_ids, author=author, note=note)

    def split(self, event_id: str, claim_ids: Sequence[str], *, author: str, note: str = "") -> Verdict:
        """Judge that these claims of an event are another event; weaving holds to it, whatever its rules say.

        Raises:
            CannotJudge: where a claim is not of the event, or all are named.
            NotFound: with the nearest ids.
            Ambiguous: with the ids that begin so.
        """
        with self._writing() as connection:
            return verdicts.split(connection, event_id, claim_ids, author=author, note=note)

    def undo(self, number: int | None = None, *, author: str) -> Verdict:
        """Take back the judgement of a number, else the author's last one; it stays on record as taken back.

        Raises:
            CannotJudge: where it was taken back before, or the author has none.
            NotFound: where there is none of that number.
        """
        with self._writing() as connection:
            return verdicts.take_back(connection, number, author=author)

    def judgements(self) -> list[StoredJudgement]:
        """Give all that people judged, in the order of judging, with what has become of it."""
        with self._reading() as connection:
            return judgements.stored(connection)

    def adopt(self, some: Iterable[Judgement]) -> list[Judgement]:
        """Take over judgements of another archive, whether their reports are here yet or not; give those that are new."""
        with self._writing() as connection:
            return verdicts.adopt(connection, some)
