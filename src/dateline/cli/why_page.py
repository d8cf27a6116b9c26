"""What holds an event together or two apart enters, a page for a terminal leaves: who tells it, the links, their reasons.

What one report tells of an event in several sentences is one account, with one number; links are drawn between accounts.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from dateline.cli.judgements import fate_words, judgement_words
from dateline.cli.render import SHORT, counted, day_words, plain, stated_of, status_text, type_words
from dateline.cli.tables import grid, row
from dateline.cli.waterfall import waterfall
from dateline.export import ClaimLine
from dateline.model import Event, Link, Reason

if TYPE_CHECKING:
    from dateline.archive import Apart, StoredJudgement, Why
    from dateline.archive.records import Near, UnusedLink
    from dateline.weave.why import Compared, Hindrance

SHOWN = 10
"""Links that are drawn with their reasons, and unused ones that are named, unless all are asked for."""

ACCOUNTS = 2 * SHOWN
"""Accounts that are listed; of an event with more, those of the links that are drawn, unless all are asked for."""

LIKEST = 3
"""Comparisons of two events that are drawn unless all are asked for."""

# As much of a sentence as fills two lines beside the other columns.
_SENTENCE = 80


class Account(msgspec.Struct, frozen=True):
    """What one report tells of an event: its claims in the order of the text, and the number the page knows it by."""

    number: int
    claims: tuple[ClaimLine, ...]


Accounts = Mapping[str, Account]
"""The account of each claim, by the claim's id."""


def accounts_of(lines: Iterable[ClaimLine], *, after: int = 0) -> dict[str, Account]:
    """Put the claims of an event, in the order of reports, into accounts that are numbered from `after` on."""
    told: dict[tuple[str, str], list[ClaimLine]] = defaultdict(list)
    for line in lines:
        told[line.report.id, line.claim.event].append(line)
    accounts = (Account(number, tuple(claims)) for number, claims in enumerate(told.values(), start=after + 1))
    return {line.claim.id: account for account in accounts for line in account.claims}


def why_page(why: Why, told: Accounts, *, claim: str | None, every: bool) -> RenderableType:
    """Tell why an event's claims are one event; with `claim`, only how its account hangs on the others."""
    links = _shown(why, told, claim, every=every)
    named = {told[id_].number for link in links for id_ in (link.left, link.right)}
    accounts = _each_once(told.values())
    listed = [one for one in accounts if every or len(accounts) <= ACCOUNTS or one.number in named]
    left_out = len(accounts) - len(listed)
    return Group(
        _heading(why.event),
        Text(),
        _listed(listed),
        Text(f"{counted(left_out, 'more account')}: --all shows every one.\n" if left_out else ""),
        *_held(why, told, links, claim),
        *_judged(why.judgements),
        *([] if claim else [*_unused(why.unused, told, every=every), *_near(why.event, why.near)]),
    )


def apart_page(apart: Apart, told: Accounts, *, every: bool) -> RenderableType:
    """Tell why two events are two."""
    events = (apart.one, apart.other)
    parts = [_listed(_each_once(told[id_] for id_ in event.claims)) for event in events]
    headings = ((_heading(event), Text(), part, Text()) for event, part in zip(events, parts, strict=True))
    return Group(
        *itertools.chain.from_iterable(headings),
        Text(plain(verdict(apart, told)), style="bold"),
        *_compared(apart.compared, told, every=every),
    )


def verdict(apart: Apart, told: Accounts) -> str:
    """Say in one sentence what keeps two events apart."""
    if apart.judgement:
        note = f": {apart.judgement.note}" if apart.judgement.note else ""
        return f"Not one event: {apart.judgement.author} judged so (judgement {apart.judgement.number}){note}."
    if apart.unused:
        first = apart.unused[0]
        hindrance = _hindrance(first.why, told)
        return f"Linked ({_pair(first.link, told)}, {chance_words(first.link.score)}) and not one event: {hindrance}."
    score = max((each.comparison.score for each in apart.compared), default=0.0)
    if score >= apart.asked:
        return f"Not one event: these claims never met, though the likest have a chance of {chance_words(score)}."
    if score == 0:
        return "Not one event: all that the two tell is ruled out to be one."
    return f"Not one event: the likest claims have a chance of {score:.3f}, and {apart.asked:.3f} is asked for."


def chance_words(score: float) -> str:
    """Say a probability to two digits; one that was judged is never said to be certain."""
    return f"{score:.2f}" if score < 0.995 else ">0.99"


def _each_once(accounts: Iterable[Account]) -> list[Account]:
    by_number = {one.number: one for one in accounts}
    return [by_number[number] for number in sorted(by_number)]


def _heading(event: Event) -> RenderableType:
    what = Text(f"{type_words(event.type, event.mode)} · ", style="bold").append(status_text(event))
    return Group(what.append(f" · event {event.id}", style="dim"), Text(plain(event.headline), style="italic"))


def _listed(accounts: Iterable[Account]) -> RenderableType:
    """List accounts by their first claim, which stands for all of them."""
    table = grid("", "claims", "when", "outlet", "sentence")
    for one in accounts:
        first = one.claims[0]
        more = f" +{len(one.claims) - 1}" if len(one.claims) > 1 else ""
        when = next(filter(None, (stated_of(line.claim) for line in one.claims)), None)
        outlet = first.report.outlet or first.report.name[:SHORT]
        row(
            table,
            str(one.number),
            first.claim.id[:SHORT] + more,
            day_words(when, first.report.published),
            outlet,
            _brief(first.sentence),
        )
    return table


def _brief(sentence: str) -> str:
    words = " ".join(sentence.split())
    return words if len(words) <= _SENTENCE else f"{words[: _SENTENCE - 1]}…"


def _shown(why: Why, told: Accounts, claim: str | None, *, every: bool) -> Sequence[Link]:
    """Give the links to draw: those that hold accounts together, all if so asked, or all of one account."""
    held = _between(why.holds, told)
    if claim:
        number = told[claim].number
        links = [*held, *_between(why.agree, told)]
        return [link for link in links if number in {told[link.left].number, told[link.right].number}]
    return [*held, *_between(why.agree, told)] if every else held[:SHOWN]


def _between(links: Iterable[Link], told: Accounts) -> list[Link]:
    return [link for link in links if told[link.left].number != told[link.right].number]


def _held(why: Why, told: Accounts, links: Sequence[Link], claim: str | None) -> Iterator[RenderableType]:
    held = _between(why.holds, told)
    yield Text(f"How {told[claim].number} hangs on the others:" if claim else _summary(held), style="bold")
    for link in links:
        yield Text()
        yield _link(link, told)
    more = len(held) + len(_between(why.agree, told)) - len(links)
    if more and not claim:
        yield Text(f"\n{counted(more, 'more link')}: --all shows every one.")


def _summary(held: Sequence[Link]) -> str:
    if not held:
        return "One report tells it, so no link was needed."
    machine = sum(link.judged is None for link in held)
    people = len(held) - machine
    parts = [f"{machine:,} by the machine" if machine else "", f"{people:,} by people" if people else ""]
    return f"Held together by {counted(len(held), 'link')} ({', '.join(filter(None, parts))}), strongest first:"


def _link(link: Link, told: Accounts) -> RenderableType:
    """Draw a link: what was judged of it by the machine as a waterfall, what needs no sum in a line."""
    heading = Text(f"{_pair(link, told)}  ", style="bold")
    said = "; ".join(reason.detail for reason in link.reasons)
    if link.judged:
        return heading.append(plain(f"one event, says {link.judge} on {link.judged:%Y-%m-%d} ({said})"))
    if link.score == 1:
        return heading.append(plain(f"{said} ({link.judge})"))
    return _drawn(heading.append(f"{chance_words(link.score)} ({link.judge})"), link.reasons)


def _drawn(heading: Text, reasons: Sequence[Reason]) -> RenderableType:
    return Group(heading, Padding(waterfall(reasons), (0, 0, 0, 2)))


def _pair(link: Link | Compared, told: Accounts) -> str:
    return _names((link.left, link.right), told)


def _names(claims: Iterable[str], told: Accounts) -> str:
    """Name claims by the numbers of their accounts, the smaller one first, those of other events by their ids."""
    known = sorted(told[id_].number for id_ in claims if id_ in told)
    return " – ".join([*map(str, known), *(id_[:SHORT] for id_ in claims if id_ not in told)])


def _hindrance(why: Hindrance, told: Accounts) -> str:
    return f"{why.because} ({_names(why.between, told)})" if why.between else why.because


def _judged(judgements: Sequence[StoredJudgement]) -> Iterator[RenderableType]:
    if not judgements:
        return
    yield Text("\nJudged by people:", style="bold")
    for stored in judgements:
        of = stored.judgement
        note = f" “{of.note}”" if of.note else ""
        said = f"{of.number}  {of.author}, {of.at:%Y-%m-%d}: {judgement_words(of)}{note} ({fate_words(stored)})"
        yield Text(plain(said))


def _unused(unused: Sequence[UnusedLink], told: Accounts, *, every: bool) -> Iterator[RenderableType]:
    """Name the events that unused links lead to, with the strongest link to each."""
    if not unused:
        return
    by_event: dict[str, list[UnusedLink]] = defaultdict(list)
    for each in unused:
        by_event[each.event].append(each)
    yield Text("\nLinks that lead out and are not used:", style="bold")
    for event, some in itertools.islice(by_event.items(), len(by_event) if every else SHOWN):
        number = f"{counted(len(some), 'link')} to" if len(some) > 1 else "to"
        best = f"{_pair(some[0].link, told)}  {chance_words(some[0].link.score)}"
        yield Text(plain(f"{best}  {number} event {event[:SHORT]}: {_hindrance(some[0].why, told)}"))
    if len(by_event) > SHOWN and not every:
        yield Text(f"{counted(len(by_event) - SHOWN, 'more event')}: --all shows every one.")


def _near(event: Event, near: Sequence[Near]) -> Iterator[RenderableType]:
    if not near:
        return
    yield Text("\nNearest events that are not joined:", style="bold")
    for each in near:
        yield Text(plain(f"{chance_words(each.compared.comparison.score)}  {each.event[:SHORT]}  {each.headline}"))
    yield Text(f"`dateline why {event.id[:SHORT]} {near[0].event[:SHORT]}` tells why not.")


def _compared(compared: Sequence[Compared], told: Accounts, *, every: bool) -> Iterator[RenderableType]:
    possible = [each for each in compared if each.comparison.contradiction is None]
    drawn = possible if every else possible[:LIKEST]
    for each in drawn:
        yield Text()
        yield _drawn(
            Text(f"{_pair(each, told)}  {chance_words(each.comparison.score)}", style="bold"), each.comparison.reasons
        )
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
