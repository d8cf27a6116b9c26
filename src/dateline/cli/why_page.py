"""What holds an event together or two apart enters, a page for a terminal leaves: claims, links, and each link's reasons."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.cli.render import SHORT, counted, day_words, plain, stated_of, status_text, type_words
from dateline.cli.tables import grid, row
from dateline.cli.waterfall import waterfall
from dateline.export import ClaimLine
from dateline.model import Event, Link, Reason

if TYPE_CHECKING:
    from dateline.archive import Apart, Why
    from dateline.archive.records import Near, UnusedLink
    from dateline.weave.why import Compared

SHOWN = 10
"""Links that are drawn with their reasons, and unused ones that are named, unless all are asked for."""

CLAIMS = 2 * SHOWN
"""Claims that are listed; of an event with more, those of the links that are drawn, unless all are asked for."""

LIKEST = 3
"""Comparisons of two events that are drawn unless all are asked for."""

_SENTENCE = 110


class Told(msgspec.Struct, frozen=True):
    """A claim with the number by which the page speaks of it."""

    number: int
    line: ClaimLine


ByClaim = Mapping[str, Told]


def why_page(why: Why, told: ByClaim, *, claim: str | None, every: bool) -> RenderableType:
    """Tell why an event's claims are one event; with `claim`, only how this one hangs on the others."""
    links = _shown(why, claim, every=every)
    named = {id_ for link in links for id_ in (link.left, link.right)}
    claims = [one for id_, one in told.items() if every or id_ in named or len(told) <= CLAIMS]
    left_out = len(told) - len(claims)
    return Group(
        _heading(why.event),
        Text(),
        _claims(claims),
        Text(f"{counted(left_out, 'more claim')}: --all shows every one.\n" if left_out else ""),
        *_held(why, told, links, claim),
        *([] if claim else [*_unused(why.unused, told, every=every), *_near(why.event, why.near)]),
    )


def apart_page(apart: Apart, told: ByClaim, *, every: bool) -> RenderableType:
    """Tell why two events are two."""
    events = (apart.one, apart.other)
    headings = itertools.chain.from_iterable(
        (_heading(event), _claims(one for id_, one in told.items() if id_ in event.claims), Text()) for event in events
    )
    return Group(
        *headings, Text(plain(verdict(apart, told)), style="bold"), *_compared(apart.compared, told, every=every)
    )


def verdict(apart: Apart, told: ByClaim) -> str:
    """Say in one sentence what keeps two events apart."""
    if apart.judgement:
        note = f": {apart.judgement.note}" if apart.judgement.note else ""
        return f"Not one event: {apart.judgement.author} judged so (judgement {apart.judgement.number}){note}."
    if apart.unused:
        first = apart.unused[0]
        return f"Linked ({_pair(first.link, told)}, {first.link.score:.2f}) and not one event: {first.because}."
    score = max((each.comparison.score for each in apart.compared), default=0.0)
    if score >= apart.asked:
        return f"Not one event: these claims never met, though the likest have a chance of {score:.2f}."
    if score == 0:
        return "Not one event: all that the two tell is ruled out to be one."
    return f"Not one event: the likest claims have a chance of {score:.2f}, and {apart.asked:.2f} is asked for."


def _heading(event: Event) -> RenderableType:
    what = Text(f"{type_words(event.type, event.mode)} · ", style="bold").append(status_text(event))
    return Group(what.append(f" · event {event.id}", style="dim"), Text(plain(event.headline), style="italic"))


def _claims(told: Iterable[Told]) -> RenderableType:
    table = grid("", "claim", "when", "outlet", "sentence")
    for one in told:
        report = one.line.report
        cells = (one.line.claim.id[:SHORT], day_words(stated_of(one.line.claim), report.published))
        row(table, str(one.number), *cells, report.outlet or report.name[:SHORT], _brief(one.line.sentence))
    return table


def _brief(sentence: str) -> str:
    words = " ".join(sentence.split())
    return words if len(words) <= _SENTENCE else f"{words[: _SENTENCE - 1]}…"


def _shown(why: Why, claim: str | None, *, every: bool) -> Sequence[Link]:
    """Give the links to draw: those that hold the event together, all if so asked, or all of one claim."""
    if claim:
        return [link for link in (*why.holds, *why.agree) if claim in {link.left, link.right}]
    return [*why.holds, *why.agree] if every else why.holds[:SHOWN]


def _held(why: Why, told: ByClaim, links: Sequence[Link], claim: str | None) -> Iterator[RenderableType]:
    yield Text(_summary(why, told, claim), style="bold")
    for link in links:
        yield Text()
        yield _link(link, told)
    more = len(why.holds) + len(why.agree) - len(links)
    if more and not claim:
        yield Text(f"\n{counted(more, 'more link')}: --all shows every one.")


def _summary(why: Why, told: ByClaim, claim: str | None) -> str:
    if claim:
        return f"How {told[claim].number} hangs on the others:"
    if not why.holds:
        return "One claim alone: no link was needed."
    machine = sum(link.judged is None for link in why.holds)
    people = len(why.holds) - machine
    parts = [f"{machine:,} by the machine" if machine else "", f"{people:,} by people" if people else ""]
    return f"Held together by {counted(len(why.holds), 'link')} ({', '.join(filter(None, parts))}), strongest first:"


def _link(link: Link, told: ByClaim) -> RenderableType:
    """Draw a link: what was judged of it by the machine as a waterfall, what needs no sum in a line."""
    heading = Text(f"{_pair(link, told)}  ", style="bold")
    said = "; ".join(reason.detail for reason in link.reasons)
    if link.judged:
        return heading.append(plain(f"one event, says {link.judge} on {link.judged:%Y-%m-%d} ({said})"))
    if link.score == 1:
        return heading.append(plain(f"{said} ({link.judge})"))
    return _drawn(heading.append(f"{link.score:.2f} ({link.judge})"), link.reasons)


def _drawn(heading: Text, reasons: Sequence[Reason]) -> RenderableType:
    return Group(heading, Padding(waterfall(reasons), (0, 0, 0, 2)))


def _pair(link: Link | Compared, told: ByClaim) -> str:
    """Name two claims by their numbers, the smaller one first, and those of other events by their ids."""
    ends = sorted((link.left, link.right), key=lambda id_: told[id_].number if id_ in told else len(told) + 1)
    return " – ".join(_name(id_, told) for id_ in ends)


def _name(claim: str, told: ByClaim) -> str:
    return str(told[claim].number) if claim in told else claim[:SHORT]


def _unused(unused: Sequence[UnusedLink], told: ByClaim, *, every: bool) -> Iterator[RenderableType]:
    if not unused:
        return
    yield Text("\nLinks that lead out and are not used:", style="bold")
    for each in unused if every else unused[:SHOWN]:
        yield Text(
            plain(f"{_pair(each.link, told)}  {each.link.score:.2f}, event {each.event[:SHORT]}: {each.because}")
        )
    if len(unused) > SHOWN and not every:
        yield Text(f"{counted(len(unused) - SHOWN, 'more')}: --all shows every one.")


def _near(event: Event, near: Sequence[Near]) -> Iterator[RenderableType]:
    if not near:
        return
    yield Text("\nNearest events that are not joined:", style="bold")
    for each in near:
        yield Text(plain(f"{each.compared.comparison.score:.2f}  {each.event[:SHORT]}  {each.headline}"))
    yield Text(f"`dateline why {event.id[:SHORT]} {near[0].event[:SHORT]}` tells why not.")


def _compared(compared: Sequence[Compared], told: ByClaim, *, every: bool) -> Iterator[RenderableType]:
    possible = [each for each in compared if each.comparison.contradiction is None]
    drawn = possible if every else possible[:LIKEST]
    for each in drawn:
        yield Text()
        yield _drawn(Text(f"{_pair(each, told)}  {each.comparison.score:.2f}", style="bold"), each.comparison.reasons)
    if len(drawn) < len(possible):
        yield Text(f"\n{counted(len(possible) - len(drawn), 'more comparison')}: --all shows every one.")
    ruled_out: dict[str, list[str]] = defaultdict(list)
    for each in compared:
        if each.comparison.contradiction:
            ruled_out[each.comparison.contradiction].append(_pair(each, told))
    for why, pairs in sorted(ruled_out.items()):
        shown = pairs if every else pairs[:LIKEST]
        more = f" and {len(pairs) - len(shown):,} more pairs" if len(pairs) > len(shown) else ""
        yield Text()
        yield Text(plain(f"Ruled out: {why} ({', '.join(shown)}{more})."))
