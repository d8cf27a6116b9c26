"""The ids of events and claims enter with a person's will to merge, split or take back; checked, kept and acted on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from dateline.archive import derive, find, judgements, schema
from dateline.archive.errors import CannotJudge
from dateline.archive.history import moment
from dateline.archive.records import Verdict
from dateline.archive.rows import chunks, claim_of
from dateline.model import Event, Judgement, JudgementKind, Mark, Withdrawal, mark_of


def merge(connection: Connection, event_ids: Sequence[str], *, author: str, note: str) -> Verdict:
    """Judge that events are one.

    Raises:
        CannotJudge: where they are one already.
        NotFound: where there is no such event.
        Ambiguous: where several ids begin so.
    """
    meant = {find.event_id(connection, given): given for given in event_ids}
    if len(meant) < 2:
        raise CannotJudge(f"{' and '.join(event_ids)} name one event.", "Name two events or more.")
    sides = [find.event(connection, id_).claims for id_ in sorted(meant)]
    return _judge(connection, "merge", sides, author, note)


def split(connection: Connection, event_id: str, claim_ids: Sequence[str], *, author: str, note: str) -> Verdict:
    """Judge that claims of an event are another event.

    Raises:
        CannotJudge: where a claim is not of the event, or nothing would be left of it.
        NotFound: where there is no such event or claim.
        Ambiguous: where several ids begin so.
    """
    event = find.event(connection, event_id)
    named = {find.claim_id(connection, given) for given in claim_ids}
    for id_ in sorted(named.difference(event.claims)):
        raise CannotJudge(
            f"Claim {id_} is not of event {event.id} but of {find.event_id(connection, id_)}.",
            f"`show {event.id}` lists the claims of the event.",
        )
    rest = [id_ for id_ in event.claims if id_ not in named]
    if not named or not rest:
        raise CannotJudge(
            f"Nothing would be parted: event {event.id} has {len(event.claims)} claims, and {len(named)} are named.",
            "Name some of its claims, and not all.",
        )
    return _judge(connection, "split", [sorted(named), rest], author, note)


def take_back(connection: Connection, number: int | None, *, author: str) -> Verdict:
    """Take back the judgement of a number, or the author's last one.

    Raises:
        NotFound: where there is none of that number.
        CannotJudge: where it was taken back before, or the author has none.
    """
    number = judgements.last_of(connection, author) if number is None else number
    claims = judgements.claims_judged(connection, [number])
    before = _events_of(connection, claims)
    judgement = judgements.withdraw(connection, number, Withdrawal(author, _now(connection)))
    derive.again(connection, claims, f"judgement {number} by {judgement.author} taken back by {author}")
    return Verdict(judgement=judgement, before=before, after=_events_of(connection, claims))


def adopt(connection: Connection, some: Iterable[Judgement]) -> list[Judgement]:
    """Take over judgements of another archive, and what was taken back of known ones; give those that changed this one."""
    changed: list[Judgement] = []
    for judgement in sorted(some, key=lambda one: (one.at, one.number)):
        known = judgements.known(connection, judgement)
        if known is None:
            changed.append(judgements.add(connection, judgement))
        elif judgement.withdrawn and not known.withdrawn:
            claims = judgements.claims_judged(connection, [known.number])
            changed.append(judgements.withdraw(connection, known.number, judgement.withdrawn))
            derive.again(connection, claims, f"judgement {known.number} taken back by {judgement.withdrawn.by}")
    numbers = [judgement.number for judgement in changed if judgement.withdrawn is None]
    claims = judgements.claims_judged(connection, numbers)
    derive.again(connection, claims, "judgements taken over from another archive")
    return changed


def _judge(
    connection: Connection, kind: JudgementKind, sides: Sequence[Sequence[str]], author: str, note: str
) -> Verdict:
    ids = {id_ for side in sides for id_ in side}
    marks = _marks_of(connection, ids)
    judgement = judgements.add(
        connection,
        Judgement(
            number=0,
            kind=kind,
            author=author,
            at=_now(connection),
            note=note,
            sides=tuple(tuple(marks[id_] for id_ in side) for side in sides),
        ),
    )
    claims = ids | judgements.claims_judged(connection, [judgement.number])
    before = _events_of(connection, claims)
    derive.again(connection, claims, f"judgement {judgement.number} by {author}")
    return Verdict(judgement=judgement, before=before, after=_events_of(connection, claims))


def _marks_of(connection: Connection, claim_ids: Iterable[str]) -> dict[str, Mark]:
    table = schema.claims
    found: dict[str, Mark] = {}
    for ids in chunks(sorted(claim_ids)):
        for body in connection.execute(select(table.c.body).where(table.c.id.in_(ids))).scalars():
            mark = mark_of(claim_of(body))
            found[mark.claim] = mark
    return found


def _events_of(connection: Connection, claim_ids: Iterable[str]) -> tuple[Event, ...]:
    found = {find.event_id(connection, id_) for id_ in claim_ids}
    return tuple(find.event(connection, id_) for id_ in sorted(found))


def _now(connection: Connection) -> dt.datetime:
    return dt.datetime.fromisoformat(moment(connection))
