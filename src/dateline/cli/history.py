"""The id of an event enters, what was said of it and when leaves: each change with its cause, or what was said on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.cli import late
from dateline.cli.filters import day_of
from dateline.cli.render import (
    SHORT,
    actor_words,
    console,
    interval_words,
    names,
    place_words,
    plain,
    range_words,
    status_text,
    type_words,
    write_line,
)
from dateline.cli.settings import settings_of
from dateline.cli.tables import facts
from dateline.model import Actor, Event, Interval, Place, Quarrel, Toll, Turn

if TYPE_CHECKING:
    from dateline.archive import Change, FieldChange


_IDS = frozenset({"id", "claims"})
"""Fields that hold ids, of which a beginning is shown."""


class Told(msgspec.Struct, frozen=True):
    """What is said of an event, what was said at the end of `day` (None where none was asked for), and what changed since."""

    event: Event
    day: dt.date | None
    then: tuple[Event, ...]
    changes: tuple[Change, ...]


def history(
    context: typer.Context,
    event: Annotated[str, typer.Argument(help="The event: its id, one it had before, or the beginning of it.")],
    *,
    as_of: Annotated[
        str | None,
        typer.Option(help="What was said at the end of this day, month or year (UTC), and what changed since."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print it as one line of JSON.")] = False,
) -> None:
    """Tell what was said of an event before, when it changed, and why: new reports, judgements, coding anew."""
    day = day_of(as_of, "--as-of", last=True)
    with late.archive(settings_of(context).archive) as archive:
        now = archive.event(event)
        changes = archive.history(now.id)
        then = archive.as_of(now.id, day) if day else []
    since = [change for change in changes if day is None or change.at.astimezone(dt.UTC).date() > day]
    told = Told(now, day, tuple(then), tuple(since))
    if json:
        write_line(told)
    else:
        console().print(Group(*_page(told)))


def _page(told: Told) -> Iterator[RenderableType]:
    yield from _state(told.event)
    if told.day:
        yield Text(f"\nSaid on {told.day}:" if told.then else f"\nNothing was said of it on {told.day}.", style="bold")
        for event in told.then:
            yield Padding(Group(*_state(event)), (0, 0, 0, 2))
        yield Text("\nChanged since:" if told.changes else "\nNothing has changed since.", style="bold")
    for change in told.changes:
        yield Text(f"\n{change.at:%Y-%m-%d %H:%M}  {plain(change.cause)}")
        yield Padding(facts(*_changed(change)), (0, 0, 0, 2))


def _state(event: Event) -> Iterator[Text]:
    what = Text(f"{type_words(event.type, event.mode)} · ").append(status_text(event))
    yield what.append(f" · event {event.id[:SHORT]}", style="dim")
    yield Text(plain(event.headline), style="italic")


def _changed(change: Change) -> Iterator[tuple[str, str]]:
    """Say what became of which events, and what each field said before and says after."""
    if not change.before:
        yield "first said", names(event.headline for event in change.after)
        return
    yield "events", "; ".join(_became(change.before, change.after))
    yield from ((field.name.replace("_", " "), _field_words(field)) for field in change.fields)


def _became(before: Sequence[Event], after: Sequence[Event]) -> Iterator[str]:
    """Say which event took in, was split off from or goes on as which, by where their claims went."""
    stays = {event.id for event in after}
    for event in after:
        of = [one for one in before if not set(one.claims).isdisjoint(event.claims)]
        others = [one for one in of if one.id != event.id]
        here, there = event.id[:SHORT], _ids(others)
        if not of:
            yield f"{here} is new"
        elif len(others) < len(of):
            yield from [f"{here} took in {there}"] if others else []
        elif all(one.id in stays for one in others):
            yield f"{here} split off from {there}"
        elif set(event.claims).issuperset(id_ for one in others for id_ in one.claims):
            yield f"{there} became {here}"
        else:
            # Where the rest went is told by the histories of other events, or it is coded no more.
            yield f"{here} was part of {there}"


def _ids(events: Sequence[Event]) -> str:
    return names(event.id[:SHORT] for event in events)


def _field_words(field: FieldChange) -> str:
    """Say what a field said and says, of a list what has come and gone; nothing where it reads the same."""
    short = SHORT if field.name in _IDS else None
    before, after = _said(field.before), _said(field.after)
    if len(before) == len(after) == 1 and not isinstance(field.after, tuple):
        return "" if before == after else f"{before[0][:short]} → {after[0][:short]}"
    come = [f"+ {words[:short]}" for words in after if words not in before]
    gone = [f"- {words[:short]}" for words in before if words not in after]
    return names([*come, *gone])


def _said(value: object) -> list[str]:
    return [_value_words(each) for each in (value if isinstance(value, tuple) else (value,))]


def _value_words(value: object) -> str:
    """Say a value as the other commands do; what they have no words for is said as JSON."""
    words = _WORDS.get(type(value))
    return words(value) if words else msgspec.json.encode(value).decode()


def _toll_words(toll: Toll) -> str:
    said, ends = range_words(toll.as_said.low, toll.as_said.high), range_words(toll.low, toll.high)
    return said if said == ends else f"{said} ({ends})"


def _turn_words(turn: Turn) -> str:
    on = f" on {interval_words(turn.on)}" if turn.on else ""
    return f"{turn.factuality}{on}" + (f", said {turn.said}" if turn.said else "")


_WORDS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "nothing",
    str: str,
    int: str,
    dt.date: str,
    Actor: actor_words,
    Place: place_words,
    Interval: interval_words,
    Toll: _toll_words,
    Turn: _turn_words,
    Quarrel: lambda quarrel: f"{quarrel.kind}: {quarrel.detail}",
}
