"""A claim enters, what it says and why leaves: its source, its marked sentence, and each choice with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.cli.highlight import highlighted
from dateline.cli.render import (
    SHORT,
    according_to,
    actor_words,
    factuality_text,
    interval_words,
    place_words,
    plain,
    stated_of,
    toll_words,
    type_words,
)
from dateline.cli.tables import facts
from dateline.export import ClaimLine
from dateline.model import Claim, Location, Party, Resolution, When

T = TypeVar("T")

REASONS = 3
"""Reasons that are shown of each choice; JSON has all."""

RIVALS = 2
"""Other candidates that are shown beside each choice."""


def claim_story(line: ClaimLine, *, colour: bool) -> RenderableType:
    """Tell one claim: where it stands, what it says, in which sentence, and what was made of its words."""
    sentence = highlighted(line.sentence, line.claim.sentence.start, line.claim, colour=colour)
    return Group(source_line(line), Padding(Group(heading(line.claim), sentence, facts(*_facts(line))), (0, 0, 1, 2)))


def source_line(line: ClaimLine) -> Text:
    """Say where a claim was read: outlet, day, the report's name and address."""
    report = line.report
    known = (report.outlet, report.published and str(report.published), report.name, report.url)
    return Text(plain(" · ".join(part for part in known if part)), style="bold")


def heading(claim: Claim) -> Text:
    """Say what a claim is of, whether it is said to be done, and who says so."""
    text = Text(f"{type_words(claim.type, claim.mode)} · ").append(factuality_text(claim.factuality))
    if speakers := according_to(claim):
        text.append(plain(f" · {speakers}"))
    return text.append(f" · claim {claim.id[:SHORT]}", style="dim")


def _facts(line: ClaimLine) -> Iterator[tuple[str, str]]:
    """Give a title and a line of words for each thing that the claim says."""
    claim = line.claim
    yield from (("who", _party(party)) for party in claim.actors)
    yield from (("whom", _party(party)) for party in claim.recipients)
    yield from (("where", _place(location)) for location in claim.places)
    yield "when", _time(line)
    if toll := toll_words(claim.killed, claim.injured):
        yield "toll", toll
    if claim.quantity:
        yield "count", claim.quantity.text
    if claim.instrument:
        yield "with", claim.instrument.text
    yield "sure", f"{claim.confidence:.2f} ({claim.origin.coder} {claim.origin.version})"


def _party(party: Party) -> str:
    return f"“{party.text}” → {_chosen(party.actor, actor_words)}"


def _place(location: Location) -> str:
    return f"“{location.text}” → {_chosen(location.place, place_words)}"


def _time(line: ClaimLine) -> str:
    timing = line.claim.timing
    if timing.text is not None:
        return f"“{timing.text}” → {_chosen(timing.when, _when_words)}"
    if stated_of(line.claim):
        return _chosen(timing.when, _when_words)
    return f"not said; reported {line.report.published}" if line.report.published else "not said"


def _when_words(when: When) -> str:
    return interval_words(when.stated) if when.stated else "no day that can be reckoned"


def _chosen(resolution: Resolution[T] | None, say: Callable[[T], str]) -> str:
    """Say what was chosen, how surely, why, and what else it could have been."""
    if resolution is None:
        return "not looked up"
    because = f": {'; '.join(resolution.reasons[:REASONS])}" if resolution.reasons else ""
    if resolution.choice is None:
        return f"no choice{because}"
    chosen = say(resolution.choice)
    # By their words: candidates may differ in what is not said here.
    others = {say(candidate.value): candidate.score for candidate in reversed(resolution.candidates)}
    rivals = [f"{words} {score:.2f}" for words, score in reversed(others.items()) if words != chosen][:RIVALS]
    rather = f"; rather than {', '.join(rivals)}" if rivals else ""
    return f"{chosen} {resolution.score:.2f}{because}{rather}"
