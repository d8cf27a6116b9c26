"""The ids of events enter, what holds an event together leaves, and what keeps two events apart: links, rulings, likeness."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from dateline.archive import find, judgements, schema
from dateline.archive.errors import CannotJudge
from dateline.archive.linking import neighbours
from dateline.archive.records import Apart, Near, UnusedLink, Why
from dateline.archive.rows import chunks, link_of, traits_from
from dateline.model import Event, Link, Reason
from dateline.weave import THRESHOLD, Traits
from dateline.weave.link import asked
from dateline.weave.why import Compared, comparisons, kept_apart, ruling_between, spanning

# Neighbours that are named, and from which chance on: below one in ten an event is like any other of its kind.
_NEAR = 3
_LIKE = 0.1

# What more reports of an event tell seldom changes which of them is likest, and 50 by 50 are compared in a moment.
_COMPARED = 50


def why(connection: Connection, event_id: str) -> Why:
    """Say what holds an event together, which links out of it are left unused, and what is nearest to it."""
    event = find.event(connection, event_id)
    claims = set(event.claims)
    links = _links_of(connection, event.claims)
    within = [link for link in links if {link.left, link.right} <= claims]
    out = [link for link in links if not {link.left, link.right} <= claims]
    holds, agree = spanning([*within, *_judged(connection, claims)])
    unused = tuple(_unused(connection, event, out))
    near = _near(connection, event, {each.event for each in unused})
    return Why(
        event=event,
        holds=tuple(holds),
        agree=tuple(agree),
        judgements=tuple(judgements.about(connection, event.claims)),
        unused=unused,
        near=tuple(near),
    )


def apart(connection: Connection, event_id: str, other_id: str) -> Apart:
    """Say why two events are two.

    Raises:
        CannotJudge: where the ids lead to one event.
    """
    one, other = find.event(connection, event_id), find.event(connection, other_id)
    if one.id == other.id:
        raise CannotJudge(
            f"{event_id} and {other_id} name one event.", f"`why {event_id}` tells what holds it together."
        )
    number = ruling_between(one.claims, other.claims, judgements.rulings(connection, (*one.claims, *other.claims)))
    crossing = [
        link
        for link in _links_of(connection, one.claims)
        if {link.left, link.right}.intersection(one.claims) and {link.left, link.right}.intersection(other.claims)
    ]
    told = [_traits_of(connection, event.claims)[:_COMPARED] for event in (one, other)]
    compared = comparisons(*told)
    by_head = {traits.head: traits for traits in itertools.chain(*told)}
    return Apart(
        one=one,
        other=other,
        asked=min((asked(by_head[each.left], by_head[each.right]) for each in compared[:1]), default=THRESHOLD),
        judgement=None if number is None else judgements.one(connection, number),
        unused=tuple(_unused(connection, one, crossing)),
        compared=tuple(compared),
    )


def _links_of(connection: Connection, claim_ids: Iterable[str]) -> list[Link]:
    """Give the links with an end in the claims, each once."""
    table = schema.links
    found: dict[str, None] = {}
    for ids in chunks(sorted(claim_ids)):
        for end in (table.c.left, table.c.right):
            asked = select(table.c.body).where(end.in_(ids), table.c.same.is_(True))
            found.update(dict.fromkeys(connection.execute(asked.order_by(table.c.left, table.c.right)).scalars()))
    return [link_of(body) for body in found]


def _judged(connection: Connection, claims: Collection[str]) -> Iterator[Link]:
    """Give what people joined of the claims, as links of theirs."""
    for (left, right), number in judgements.settled(connection, claims).joined_by.items():
        if left in claims and right in claims:
            judgement = judgements.one(connection, number)
            said = f"judgement {number}" + (f": {judgement.note}" if judgement.note else "")
            reasons = (Reason("judgement", 1.0, said),)
            yield Link(
                left=left,
                right=right,
                same=True,
                score=1.0,
                reasons=reasons,
                judge=judgement.author,
                judged=judgement.at,
            )


def _unused(connection: Connection, event: Event, out: Sequence[Link]) -> Iterator[UnusedLink]:
    """Say of links that lead out of an event where they lead and why they were not used, the strongest first."""
    inside = _traits_of(connection, event.claims) if out else []
    events = {id_: find.event(connection, id_) for id_ in sorted(_ends(out).difference(event.claims))}
    rulings = judgements.rulings(connection, itertools.chain(event.claims, *(each.claims for each in events.values())))
    leading: dict[str, list[Link]] = defaultdict(list)
    for link in sorted(out, key=lambda link: (-link.score, link.left, link.right)):
        leading[events[link.right if link.left in event.claims else link.left].id].append(link)
    hindrances = {
        id_: kept_apart(links, inside, _traits_of(connection, find.event(connection, id_).claims), rulings)
        for id_, links in leading.items()
    }
    found = [UnusedLink(link, id_, hindrances[id_]) for id_, links in leading.items() for link in links]
    return iter(sorted(found, key=lambda one: (-one.link.score, one.link.left, one.link.right)))


def _near(connection: Connection, event: Event, linked: Collection[str]) -> list[Near]:
    """Give the likest events that no link leads to, the best first; those that contradict the event are not like it."""
    told = _traits_of(connection, event.claims)[:_COMPARED]
    met = neighbours(connection, told)
    strangers = [of for of in met if of.head not in event.claims][: _COMPARED * _COMPARED // max(1, len(told))]
    best: dict[str, Compared] = {}
    for each in comparisons(told, strangers):
        if each.comparison.contradiction is None and each.comparison.score >= _LIKE:
            best.setdefault(find.event_id(connection, each.right), each)
    others = [(id_, each) for id_, each in best.items() if id_ not in {*linked, event.id}][:_NEAR]
    return [Near(id_, find.event(connection, id_).headline, each) for id_, each in others]


def _traits_of(connection: Connection, claim_ids: Sequence[str]) -> list[Traits]:
    """Give what the reports of an event tell of it; a claim that people took out of a report's telling comes with it."""
    claims, traits = schema.claims, schema.traits
    wanted = set(claim_ids)
    found: dict[str, Traits] = {}
    for ids in chunks(claim_ids):
        reports = select(claims.c.report_id).where(claims.c.id.in_(ids))
        asked = select(traits.c.body).join_from(traits, claims).where(claims.c.report_id.in_(reports))
        told = map(traits_from, connection.execute(asked).scalars())
        found.update((of.head, of) for of in told if not wanted.isdisjoint(of.claims))
    return [found[head] for head in sorted(found)]


def _ends(links: Iterable[Link]) -> set[str]:
    return {end for link in links for end in (link.left, link.right)}
