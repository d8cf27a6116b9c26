"""Events, claims and numbers enter, words and styled cells for a terminal leave: what every table has in common."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterable, Sequence

import msgspec
from rich.console import Console
from rich.text import Text

from dateline.model import Actor, Claim, Count, Event, Factuality, Interval, Place, Rejected, Source, Status, Toll

PIPED_WIDTH = 120
"""Columns of a table that goes to a file or a pipe, unless COLUMNS says another."""

SHORT = 8
"""Hex digits of an id that a table shows; every command takes such a prefix."""

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")

STATUS: dict[Status, tuple[str, str]] = {
    "reported": ("reported", ""),
    "corroborated": ("corroborated", "green"),
    "disputed": ("DISPUTED", "bold magenta"),
    "planned": ("PLANNED", "bold cyan"),
    "called-off": ("CALLED-OFF", "bold red"),
    "possible": ("POSSIBLE", "bold yellow"),
    "negated": ("NEGATED", "bold red"),
    "unclear": ("UNCLEAR", "bold yellow"),
}
"""How a status is said, and its style: in the word that `--status` takes, in capitals what is not a plain report."""

FACTUALITY: dict[Factuality, tuple[str, str]] = {
    "occurred": ("occurred", ""),
    "planned": ("PLANNED", "bold cyan"),
    "possible": ("POSSIBLE", "bold yellow"),
    "negated": ("NEGATED", "bold red"),
    "denied": ("DENIED", "bold magenta"),
    "unclear": ("UNCLEAR", "bold yellow"),
}
"""How a factuality is said, and its style: in the word that `--factuality` takes."""


_STEPS = frozenset({"possible", "planned", "negated", "occurred"})


class _Page(Console):
    """A terminal that leaves it to the command to end when nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Let the error through; Rich would exit with the code of a failure."""
        self.quiet = True
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Give the terminal as it is: its width, its colours (NO_COLOR is heeded), or a wide plain page where it is none."""
    stream = sys.stderr if stderr else sys.stdout
    wide = not stream.isatty() and not os.environ.get("COLUMNS")
    return _Page(stderr=stderr, markup=False, emoji=False, highlight=False, width=PIPED_WIDTH if wide else None)


def write_line(value: object) -> None:
    """Write a value as one line of JSON (UTF-8, whatever the terminal's encoding) and flush it."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def plain(text: str) -> str:
    """Replace control characters one for one: what a report says must not steer a terminal."""
    return text.translate(_CONTROLS)


def status_text(event: Event) -> Text:
    """Say what an event's claims amount to."""
    return Text(*STATUS[event.status])


def factuality_text(factuality: Factuality) -> Text:
    """Say whether a report says that it happened."""
    return Text(*FACTUALITY[factuality])


def interval_words(interval: Interval) -> str:
    """Say a stated date: one day, or from day to day with its precision."""
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start} to {interval.end} ({interval.precision})"


def brief_words(interval: Interval) -> str:
    """Say a stated date in a narrow cell: a day, a whole month or year, or from day to day."""
    start, end = interval.start, interval.end
    if start == end:
        return start.isoformat()
    if interval.precision == "year" and start.year == end.year:
        return f"{start.year:04}"
    if interval.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start:%Y-%m}"
    return f"{start} –{end}"


def day_words(stated: Interval | None, reported: dt.date | None) -> str:
    """Say when in a narrow cell: the stated date, else the day of the report, labelled and never as the event's."""
    if stated:
        return brief_words(stated)
    return f"reported {reported}" if reported else "no date"


def stated_of(claim: Claim) -> Interval | None:
    """Give the date that the text states for a claim, or None."""
    when = claim.timing.when.choice if claim.timing.when else None
    return when.stated if when else None


def type_words(type_: str, mode: str | None) -> str:
    """Say a type with its mode."""
    return f"{type_} {mode}" if mode else type_


def names(items: Iterable[str]) -> str:
    """Join names as a list in a cell."""
    return ", ".join(dict.fromkeys(items))


def sides(actors: Iterable[str], recipients: Iterable[str]) -> str:
    """Say who did it to whom; an unknown actor is a question mark, not a guess."""
    who, whom = names(actors), names(recipients)
    if not whom:
        return who or "?"
    return f"{who or '?'} → {whom}"


def event_sides(event: Event) -> str:
    """Say who did it to whom for an event."""
    return sides((actor.name for actor in event.actors), (actor.name for actor in event.recipients))


def claim_sides(claim: Claim) -> str:
    """Say who did it to whom for a claim, in the report's words."""
    return sides((party.text for party in claim.actors), (party.text for party in claim.recipients))


def actor_words(actor: Actor) -> str:
    """Say who an actor is: name, country, sector."""
    classed = " ".join(part for part in (actor.country, actor.sector) if part)
    return f"{actor.name} ({classed})" if classed else actor.name


def place_words(place: Place) -> str:
    """Say where: name, country, what kind of place it is."""
    inside = f"{place.country}, {place.precision}" if place.country else place.precision
    return f"{place.name} ({inside})"


def places_words(places: Iterable[Place]) -> str:
    """Name places in a cell."""
    return names(f"{place.name} {place.country}" if place.country else place.name for place in places)


def range_words(low: int | None, high: int | None) -> str:
    """Say a number from low to high; an open end is said as such."""
    if low is None:
        return "?" if high is None else f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def toll_words(killed: Toll | Count | None, injured: Toll | Count | None) -> str:
    """Say killed and injured, or nothing; of a toll the best number, and the lowest and highest where others differ."""
    counts = ((killed, "killed"), (injured, "injured"))
    return ", ".join(f"{_count_words(count, what)}" for count, what in counts if count is not None)


def _count_words(count: Toll | Count, what: str) -> str:
    if isinstance(count, Count):
        return f"{range_words(count.low, count.high)} {what}"
    said, ends = range_words(count.as_said.low, count.as_said.high), range_words(count.low, count.high)
    return f"{said} {what}" if said == ends else f"{said} {what} ({ends})"


def course_words(event: Event) -> str:
    """Say what was told of an event before it came to what it is now (`planned, then occurred`), or nothing."""
    turns = [turn for turn in event.course if turn.factuality in _STEPS]
    happened = next((turn for turn in turns if turn.factuality == "occurred"), None)
    if happened:
        # What is told as planned or possible once it has happened is no step on the way to it.
        before = [turn for turn in turns if turn.said and happened.said and turn.said < happened.said]
        turns = [*before, happened]
    # What was planned is possible anyway.
    steps = [turn.factuality for at, turn in enumerate(turns) if at == 0 or turn.factuality != "possible"]
    words = ["called off" if step == "negated" and "planned" in steps[:at] else step for at, step in enumerate(steps)]
    return ", then ".join(words) if len(words) > 1 else ""


def print_reason(page: Console, title: str, rejected: Sequence[Rejected], count: int) -> None:
    """Print what was not coded for one reason, a line each, and what helps; not wrapped, so that paths stay whole.

    `count` is how many there are, where `rejected` are only the first of them.
    """
    page.print(title)
    for one in rejected:
        page.print(plain(f"  {source_words(one.source)}: {one.detail}"), soft_wrap=True)
    if count > len(rejected):
        page.print(f"  and {count - len(rejected):,} more")
    page.print(f"  what helps: {rejected[0].mend}", soft_wrap=True)


def counted(number: int, one: str) -> str:
    """Say how many there are of something."""
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"


def according_to(claim: Claim) -> str:
    """Say who says so: the one who knows first, then through whom; empty where the report speaks for itself."""
    if not claim.attribution:
        return ""
    *through, speaker = [voice.text for voice in claim.attribution]
    return f"according to {speaker}" + "".join(f", via {name}" for name in reversed(through))


def source_words(source: Source) -> str:
    """Say where something was read: the path and the place inside it."""
    return f"{source.path}, {source.locator}" if source.locator else source.path
