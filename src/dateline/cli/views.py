"""An event and every version of its fields enter, words leave: its course, its quarrels, its tolls, and who says what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.text import Text

from dateline.cli.render import (
    actor_words,
    counted,
    interval_words,
    names,
    place_words,
    plain,
    range_words,
)
from dateline.cli.tables import facts, grid, row
from dateline.model import Event, Toll, Turn, Version, Versions

T = TypeVar("T")

NAMES = 5
"""Sources that are named of each value; JSON has all."""

VALUES = 6
"""Values that are shown of each field; JSON has all."""


def view_lines(event: Event) -> Iterator[tuple[str, str]]:
    """Give a title and a line of words for each turn, quarrel and toll of an event."""
    turns = event.course if len(event.course) > 1 else ()
    yield from zip(("course", *[""] * len(turns)), map(_turn_words, turns), strict=False)
    yield from (("quarrel", quarrel.detail) for quarrel in event.quarrels)
    for toll, what in ((event.killed, "killed"), (event.injured, "injured")):
        if toll:
            yield what, _toll_words(toll)
            yield from (("", f"of {side.side}: {_toll_words(side)}") for side in toll.sides)


def told_by(event: Event) -> str:
    """Say who tells of an event, how many of them are independent of one another, and when."""
    days = names(str(day) for day in (event.first_reported, event.last_reported) if day)
    sources = f"{counted(event.reports, 'report')}, {counted(event.origins, 'independent source')}"
    return ", ".join(part for part in (some(event.outlets) or "unnamed outlets", sources, days) if part)


def versions_table(versions: Versions) -> RenderableType:
    """Lay out in one line what all agree on, and of what they do not each value with those who give it."""
    agreed: list[str] = []
    table = grid("field", "value", "who says so", "sources", "days")
    for name, words in _fields(versions):
        if len(words) == 1:
            agreed.append(f"{name} {words[0][0]}")
        for number, (value, version) in enumerate(words[:VALUES] if len(words) > 1 else ()):
            days = names(str(day) for day in (version.first, version.last) if day)
            row(table, name if number == 0 else "", value, some(version.by) or "no name", f"{version.origins:,}", days)
        if len(words) > VALUES:
            row(table, "", f"and {len(words) - VALUES:,} more")
    line = facts(("told alike", "; ".join(agreed)))
    return Group(line, Text(), table) if table.row_count else line


def some(items: Iterable[str]) -> str:
    """Name the first few of many."""
    all_ = list(dict.fromkeys(items))
    more = f" and {len(all_) - NAMES:,} more" if len(all_) > NAMES else ""
    return names(all_[:NAMES]) + more


def _turn_words(turn: Turn) -> str:
    said = f"{turn.said}: " if turn.said else ""
    on = f" for {interval_words(turn.on)}" if turn.on and turn.factuality != "occurred" else ""
    on = f" on {interval_words(turn.on)}" if turn.on and turn.factuality == "occurred" else on
    by = f", according to {some(turn.by)}" if turn.by else ""
    return f"{said}{turn.factuality}{on}{by}"


def _toll_words(toll: Toll) -> str:
    others = f", all numbers {range_words(toll.low, toll.high)}" if (toll.low, toll.high) != _ends(toll) else ""
    latest = f", latest {toll.latest:,}" if toll.latest != toll.best else ""
    by = f"; {some(toll.by)}" if toll.by else ""
    return f"{range_words(*_ends(toll))} ({toll.why}{by}){others}{latest}"


def _ends(toll: Toll) -> tuple[int | None, int | None]:
    return toll.as_said.low, toll.as_said.high


def _fields(versions: Versions) -> Iterator[tuple[str, Sequence[tuple[str, Version[object]]]]]:
    yield "type", _worded(versions.type, str)
    yield "mode", _worded(versions.mode, str)
    yield "factuality", _worded(versions.factuality, str)
    yield "who", _worded(versions.actors, lambda actors: names(map(actor_words, actors)))
    yield "whom", _worded(versions.recipients, lambda actors: names(map(actor_words, actors)))
    yield "where", _worded(versions.places, lambda places: names(map(place_words, places)))
    yield "when", _worded(versions.date, interval_words)
    yield "killed", _worded(versions.killed, lambda number: range_words(number.low, number.high))
    yield "injured", _worded(versions.injured, lambda number: range_words(number.low, number.high))


def _worded(versions: Sequence[Version[T]], say: Callable[[T], str]) -> list[tuple[str, Version[object]]]:
    return [(_value_words(version, say), version) for version in versions]  # type: ignore[misc] # the value is said here


def _value_words(version: Version[T], say: Callable[[T], str]) -> str:
    if version.value is None:
        return plain(f"“{'”, “'.join(version.words)}”")
    return say(version.value)
