"""A sentence and the spans of a claim enter, the sentence with its parts marked leaves: by style, or by brackets."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from rich.text import Text

from dateline.cli.render import plain
from dateline.model import Claim, Span

STYLES = {
    "trigger": "bold reverse",
    "actor": "bold blue",
    "recipient": "bold red",
    "place": "green",
    "time": "yellow",
    "source": "italic cyan",
    "killed": "magenta",
    "injured": "magenta",
    "instrument": "underline",
    "quantity": "underline",
}
"""The style of each part of a claim."""


class Mark(msgspec.Struct, frozen=True):
    """A part of a claim and where the report says it."""

    span: Span
    part: str


def marks_of(claim: Claim) -> list[Mark]:
    """Give the parts of a claim that have a place in the text, in text order, the widest first."""
    found = [Mark(claim.trigger, "trigger")]
    found += [Mark(party.span, "actor") for party in claim.actors]
    found += [Mark(party.span, "recipient") for party in claim.recipients]
    found += [Mark(location.span, "place") for location in claim.places]
    found += [Mark(voice.span, "source") for voice in claim.attribution]
    found += [Mark(claim.timing.span, "time")] if claim.timing.span else []
    counts = (("killed", claim.killed), ("injured", claim.injured))
    found += [Mark(count.span, part) for part, count in counts if count]
    phrases = (("quantity", claim.quantity), ("instrument", claim.instrument))
    found += [Mark(phrase.span, part) for part, phrase in phrases if phrase]
    return sorted(found, key=lambda mark: (mark.span.start, -mark.span.end))


def highlighted(sentence: str, start: int, claim: Claim, *, colour: bool) -> Text:
    """Mark the claim's parts in its sentence, which begins at `start` of the report.

    Without colour the parts stand in brackets with their names, so that nothing is said by colour alone.
    """
    inside = [
        Mark(Span(mark.span.start - start, mark.span.end - start), mark.part)
        for mark in marks_of(claim)
        if start <= mark.span.start and mark.span.end <= start + len(sentence)
    ]
    return _styled(sentence, inside) if colour else Text(plain(bracketed(sentence, inside)))


def _styled(sentence: str, marks: Iterable[Mark]) -> Text:
    text = Text(plain(sentence))
    for mark in marks:
        text.stylize(STYLES[mark.part], mark.span.start, mark.span.end)
    return text


def bracketed(sentence: str, marks: Iterable[Mark]) -> str:
    """Put each mark in brackets with its name; marks that cross an earlier one are left out, nested ones are kept.

    `marks` are in text order, the widest first. Without its brackets and names the result is the sentence.
    """
    pieces: list[str] = []
    open_: list[Mark] = []
    at = 0
    for mark in marks:
        at = _close(sentence, pieces, open_, at, mark.span.start)
        if open_ and open_[-1].span.end < mark.span.end:
            continue
        pieces += [sentence[at : mark.span.start], f"[{mark.part}: "]
        at = mark.span.start
        open_.append(mark)
    at = _close(sentence, pieces, open_, at, len(sentence))
    return "".join([*pieces, sentence[at:]])


def _close(sentence: str, pieces: list[str], open_: list[Mark], at: int, limit: int) -> int:
    """Close the brackets that end at or before `limit`, and give how far the sentence is written."""
    while open_ and open_[-1].span.end <= limit:
        end = open_.pop().span.end
        pieces += [sentence[at:end], "]"]
        at = end
    return at


def legend() -> Text:
    """Give one line that shows what each style means."""
    line = Text()
    for part, style in STYLES.items():
        line.append(part, style=style).append("  ")
    return line
