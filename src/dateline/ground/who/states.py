"""The lines of the file of states enter, states with their words leave."""

from __future__ import annotations

from pathlib import Path

import msgspec

from dateline.ground.who.entries import BookError, split_list

_UNCHANGED = ("ese", "sh", "ch", "ss")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A state or territory by ISO 3166-1 alpha-3 code, and the words that stand for it.

    `seats` are houses and streets of its government, `capitals` towns that stand for it too, `places` those that do not.
    """

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def read_states(path: Path) -> list[State]:
    """Read the file of states.

    Raises:
        BookError: if a line has not six fields, no name, or a code that is given twice or not of three capitals.
    """
    states: list[State] = []
    codes: set[str] = set()
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        where = f"{path.name}, line {number}"
        fields = [field.strip() for field in raw.split("|")]
        if len(fields) != 6:
            raise BookError(
                where, f"{len(fields)} fields", "write: code | names | adjectives | people | seats | places"
            )
        code, names = fields[0], split_list(fields[1])
        if len(code) != 3 or not code.isupper() or code in codes or not names:
            raise BookError(
                where, f"{code!r} is no new code with a name", "give each ISO alpha-3 code once, with names"
            )
        codes.add(code)
        adjectives = split_list(fields[2])
        states.append(
            State(
                code=code,
                names=names,
                adjectives=adjectives,
                people=split_list(fields[3]) or _people(adjectives),
                seats=tuple(seat.rstrip("*") for seat in split_list(fields[4]) if seat.endswith("*")),
                capitals=tuple(seat for seat in split_list(fields[4]) if not seat.endswith("*")),
                places=split_list(fields[5]),
            )
        )
    return states


def _people(adjectives: tuple[str, ...]) -> tuple[str, ...]:
    """Derive the people's nouns: `Iraqi` and `Iraqis`; those in -ese, -sh, -ch, -ss do not change."""
    return tuple(form for a in adjectives for form in ((a,) if a.endswith(_UNCHANGED) else (a, f"{a}s")))
