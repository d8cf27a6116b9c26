"""What a person judges of events enters and is kept; the rulings that it amounts to for claims of today leave.

A judgement names claims by where they stand in their reports. So it is found again when a report is coded anew, and it
waits for a report that has not come yet. Taking one back leaves it in the archive with who did so and when.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, and_, bindparam, delete, func, insert, select, update

from dateline.archive import schema
from dateline.archive.errors import CannotJudge, NotFound
from dateline.archive.history import stamp
from dateline.archive.records import StoredJudgement
from dateline.archive.rows import Row, chunks, claim_of, judgement_of, packed
from dateline.model import Claim, Judgement, Mark, Withdrawal, successor
from dateline.weave import Judged, Rulings, Settled, Standing, settle

# How many numbers are named where one was not found.
_NEAR = 3


def add(connection: Connection, judgement: Judgement) -> Judgement:
    """Keep a judgement under the next number."""
    last = connection.execute(select(func.coalesce(func.max(schema.judgements.c.number), 0))).scalar_one()
    numbered = msgspec.structs.replace(judgement, number=last + 1)
    connection.execute(insert(schema.judgements), [_row(numbered)])
    if numbered.withdrawn is None:
        _lay_down(connection, numbered)
    return numbered


def withdraw(connection: Connection, number: int, withdrawal: Withdrawal) -> Judgement:
    """Take a judgement back.

    Raises:
        NotFound: where there is none of that number.
        CannotJudge: where it was taken back before.
    """
    found = one(connection, number)
    if found.withdrawn:
        raise CannotJudge(
            f"Judgement {number} was taken back by {found.withdrawn.by} on {found.withdrawn.at:%Y-%m-%d}.",
            "Judge again if it holds after all.",
        )
    table = schema.judgements
    gone = msgspec.structs.replace(found, withdrawn=withdrawal)
    connection.execute(update(table).where(table.c.number == number).values(_row(gone)))
    connection.execute(delete(schema.judged).where(schema.judged.c.judgement == number))
    return gone


def one(connection: Connection, number: int) -> Judgement:
    """Give the judgement of a number.

    Raises:
        NotFound: where there is none.
    """
    table = schema.judgements
    body = connection.execute(select(table.c.body).where(table.c.number == number)).scalar()
    if body is None:
        near = select(table.c.number).order_by(func.abs(table.c.number - number)).limit(_NEAR)
        known = sorted(connection.execute(near).scalars())
        hint = f"The nearest are {', '.join(map(str, known))}." if known else "Nothing has been judged yet."
        raise NotFound(f"There is no judgement {number}.", hint)
    return judgement_of(body)


def last_of(connection: Connection, author: str) -> int:
    """Give the number of the author's last judgement that is in force.

    Raises:
        CannotJudge: where there is none.
    """
    table = schema.judgements
    asked = select(func.max(table.c.number)).where(table.c.author == author, table.c.withdrawn.is_(None))
    number = connection.execute(asked).scalar()
    if number is None:
        raise CannotJudge(
            f"{author} has no judgement that could be taken back.", "Give the number of one; `judgements` lists them."
        )
    return int(number)


def known(connection: Connection, judgement: Judgement) -> Judgement | None:
    """Give the judgement of this archive that is the same one: of one author, moment and claims."""
    table = schema.judgements
    asked = select(table.c.body).where(table.c.author == judgement.author, table.c.at == stamp(judgement.at))
    found = map(judgement_of, connection.execute(asked).scalars())
    return next((other for other in found if (other.kind, other.sides) == (judgement.kind, judgement.sides)), None)


def stored(connection: Connection) -> list[StoredJudgement]:
    """Give all judgements in the order of judging, with what has become of each."""
    bodies = connection.execute(_in_order(select(schema.judgements.c.body))).scalars()
    standings = settle(_judged(connection)).standings
    return _with_claims(connection, map(judgement_of, bodies), standings)


def about(connection: Connection, claim_ids: Iterable[str]) -> list[StoredJudgement]:
    """Give the judgements in force or overruled that are about any of the claims, in the order of judging."""
    numbers = _numbers_of(connection, claim_ids)
    standings = settle(_judged(connection, _connected(connection, numbers))).standings
    return _with_claims(connection, (one(connection, number) for number in standings if number in numbers), standings)


def attach(connection: Connection, report_ids: Sequence[str]) -> set[str]:
    """Find the marks in reports again after these were coded; give the claims that the judgements concerned are about."""
    rows: list[Row] = []
    for ids in chunks(report_ids):
        rows += _attached(connection, ids)
    if not rows:
        return set()
    table = schema.judged
    # Judgements that only a claim that is no more led to are concerned too.
    concerned = _connected(connection, {int(str(row["j"])) for row in rows})
    mark = and_(table.c.judgement == bindparam("j"), table.c.side == bindparam("s"), table.c.mark == bindparam("m"))
    connection.execute(update(table).where(mark).values(claim=bindparam("c")), rows)
    return _claims_of(connection, _connected(connection, concerned))


def attach_all(connection: Connection) -> None:
    """Find all marks of judgements in force anew."""
    connection.execute(delete(schema.judged))
    in_force = select(schema.judgements.c.body).where(schema.judgements.c.withdrawn.is_(None))
    for body in connection.execute(in_force).scalars().all():
        _lay_down(connection, judgement_of(body))


def claims_judged(connection: Connection, numbers: Iterable[int]) -> set[str]:
    """Give the current claims whose events hang on judgements, also by way of others about the same claims."""
    return _claims_of(connection, _connected(connection, set(numbers)))


def rulings(connection: Connection, claim_ids: Iterable[str]) -> Rulings:
    """Give what people ruled about claims, and about those that these rulings lead to."""
    return settled(connection, claim_ids).rulings


def settled(connection: Connection, claim_ids: Iterable[str]) -> Settled:
    """Give the same with the judgements that the rulings come from."""
    numbers = _numbers_of(connection, claim_ids)
    return settle(_judged(connection, _connected(connection, numbers)) if numbers else [])


def _lay_down(connection: Connection, judgement: Judgement) -> None:
    rows = [
        {"judgement": judgement.number, "side": side, "mark": at, "report": mark.report, "claim": None}
        for side, marks in enumerate(judgement.sides)
        for at, mark in enumerate(marks)
    ]
    connection.execute(insert(schema.judged), rows)
    attach(connection, sorted({mark.report for marks in judgement.sides for mark in marks}))


def _attached(connection: Connection, report_ids: Sequence[str]) -> Iterator[Row]:
    table = schema.judged
    asked = select(table.c.judgement, table.c.side, table.c.mark, table.c.report).where(table.c.report.in_(report_ids))
    placed = connection.execute(asked.order_by(table.c.report, table.c.judgement, table.c.side, table.c.mark)).all()
    claims = _claims_in(connection, sorted({row.report for row in placed}))
    for (report, number), rows in itertools.groupby(placed, key=lambda row: (row.report, row.judgement)):
        sides = one(connection, number).sides
        marks = [(row.side, row.mark, sides[row.side][row.mark]) for row in rows]
        for (side, at, _), claim in zip(marks, _found_again(marks, claims.get(report, [])), strict=True):
            yield {"j": number, "s": side, "m": at, "c": claim}


def _found_again(marks: Sequence[tuple[int, int, Mark]], claims: Sequence[Claim]) -> Iterator[str | None]:
    """Give the claim that stands where each mark is, or None; no claim stands on two sides."""
    there = {claim.id for claim in claims}
    taken = {mark.claim: side for side, _, mark in marks if mark.claim in there}
    for side, _, mark in marks:
        if mark.claim in there:
            yield mark.claim
            continue
        found = successor(mark, (claim for claim in claims if taken.get(claim.id, side) == side))
        if found:
            taken[found.id] = side
        yield found.id if found else None


def _claims_in(connection: Connection, report_ids: Sequence[str]) -> dict[str, list[Claim]]:
    table = schema.claims
    found: dict[str, list[Claim]] = defaultdict(list)
    asked = select(table.c.body).where(table.c.report_id.in_(report_ids)).order_by(table.c.place_in_text, table.c.id)
    for body in connection.execute(asked).scalars():
        claim = claim_of(body)
        found[claim.report_id].append(claim)
    return found


def _connected(connection: Connection, numbers: set[int]) -> set[int]:
    """Add the judgements about the same claims, and those about theirs: one can overrule another only along these."""
    everyone, new = set(numbers), set(numbers)
    while new:
        new = _numbers_of(connection, _claims_of(connection, new)) - everyone
        everyone |= new
    return everyone


def _numbers_of(connection: Connection, claim_ids: Iterable[str]) -> set[int]:
    table = schema.judged
    found: set[int] = set()
    for ids in chunks(sorted(claim_ids)):
        found.update(connection.execute(select(table.c.judgement).where(table.c.claim.in_(ids))).scalars())
    return found


def _claims_of(connection: Connection, numbers: Iterable[int]) -> set[str]:
    table = schema.judged
    found: set[str] = set()
    for some in chunks(sorted(numbers)):
        asked = select(table.c.claim).where(table.c.judgement.in_(some), table.c.claim.is_not(None))
        found.update(connection.execute(asked.distinct()).scalars())
    return found


def _judged(connection: Connection, numbers: Iterable[int] | None = None) -> list[Judged]:
    """Give judgements in force, or those of the numbers, in the order of judging."""
    table = schema.judgements
    asked = _in_order(select(table.c.number, table.c.kind).where(table.c.withdrawn.is_(None)))
    rows = connection.execute(asked if numbers is None else asked.where(table.c.number.in_(sorted(numbers)))).all()
    sides: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for some in chunks(sorted(row.number for row in rows)):
        placed = select(schema.judged).where(schema.judged.c.judgement.in_(some))
        for row in connection.execute(placed):
            sides[row.judgement][row.side].update([row.claim] if row.claim else [])
    return [Judged(row.number, row.kind, _in_sides(sides[row.number])) for row in rows]


def _in_sides(claims: Mapping[int, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(sorted(claims[side])) for side in sorted(claims))


def _with_claims(
    connection: Connection, some: Iterable[Judgement], standings: Mapping[int, Standing]
) -> list[StoredJudgement]:
    """Put judgements beside what has become of them; one without a standing is taken back."""
    known = list(some)
    claims: dict[tuple[int, int, int], str | None] = {}
    for numbers in chunks(judgement.number for judgement in known):
        for row in connection.execute(select(schema.judged).where(schema.judged.c.judgement.in_(numbers))):
            claims[row.judgement, row.side, row.mark] = row.claim
    return [_stored(judgement, claims, standings.get(judgement.number)) for judgement in known]


def _stored(
    judgement: Judgement, claims: Mapping[tuple[int, int, int], str | None], standing: Standing | None
) -> StoredJudgement:
    found = tuple(
        tuple(claims.get((judgement.number, side, at)) for at in range(len(marks)))
        for side, marks in enumerate(judgement.sides)
    )
    if standing is None:
        return StoredJudgement(judgement=judgement, state="withdrawn", claims=found)
    return StoredJudgement(judgement=judgement, state=standing.state, overruled_by=standing.by, claims=found)


def _in_order(asked: Select[Any]) -> Select[Any]:
    # By the moment and not the number: judgements of another archive may be taken over later.
    return asked.order_by(schema.judgements.c.at, schema.judgements.c.number)


def _row(judgement: Judgement) -> Row:
    return {
        "number": judgement.number,
        "kind": judgement.kind,
        "author": judgement.author,
        "at": stamp(judgement.at),
        "withdrawn": stamp(judgement.withdrawn.at) if judgement.withdrawn else None,
        "body": packed(judgement),
    }
