"""What reports tell enters and goes under its block keys; the links that this makes and unmakes are kept up to date.

The prints of one text tell the same in the same words. The one with the smallest id stands under the keys for all of
them, and the others are linked to it alone. Under a crowded key a sample is compared with the rest (see
`weave.meeting`). So which links there are is a function of what is told and never of the order in which it came, and
what one report costs does not grow with the square of what is told about a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from dateline.archive import database, schema
from dateline.archive.rows import chunks, link_of, link_row, packed, traits_from
from dateline.model import Link
from dateline.weave import (
    FRONT,
    NARROW,
    NOBODY,
    SAMPLE,
    SURELY_BELOW,
    TOLD,
    Entry,
    Traits,
    copied,
    entries_of,
    is_narrow,
    keys_of,
    meet,
    pairs_of,
    print_of,
    weave,
)


class Telling(msgspec.Struct, frozen=True):
    """What a report tells of an event, with the number of the claim that stands for it."""

    claim: int
    traits: Traits

    @property
    def entries(self) -> list[Entry]:
        """Where it stands in the blocks."""
        return entries_of(keys_of(self.traits), self.traits.head, self.claim)


class Gone(msgspec.Struct, frozen=True):
    """What taking tellings out has left behind: prints whose stand-in went, and limits of crowded keys before it."""

    prints: frozenset[int] = frozenset()
    limits: Mapping[int, int] = {}


class Linked(msgspec.Struct, frozen=True):
    """Claims that got a link, and claims that lost one."""

    joined: set[str]
    cut: set[str]


class _Stands(msgspec.Struct):
    """Tellings that come to stand for all prints of their texts, and those that do so no longer; links of copies."""

    entering: list[Telling]
    leaving: list[Telling]
    copies: list[Link]


def link(connection: Connection, new: Sequence[Telling], gone: Gone) -> Linked:
    """Bring blocks and links up to date with what is new and what is gone."""
    stands = _stands(connection, new, gone.prints)
    rows = [
        {"claim": one.claim, "print": print_of(one.traits), "head": one.traits.head, "body": packed(one.traits)}
        for one in new
    ]
    if rows:
        connection.execute(insert(schema.traits), rows)
    entering = [entry for one in stands.entering for entry in one.entries]
    leaving = [entry for one in stands.leaving for entry in one.entries]
    before = _limits(connection, {entry.key for entry in (*entering, *leaving)} - gone.limits.keys()) | dict(
        gone.limits
    )
    cut = _step_back(connection, stands.leaving)
    _take_out(connection, leaving)
    _put_in(connection, entering)
    keys = {entry.key for entry in (*entering, *leaving)} | gone.limits.keys()
    after = _limits(connection, keys)
    pairs = _pairs(connection, entering, before, after)
    links = weave([one.traits for one in new], _loaded(connection, pairs, stands.entering)) + stands.copies
    if links:
        # A pair may be compared again that was compared under another key: its link is there already.
        connection.execute(database.of(connection).new_rows(schema.links), [link_row(link) for link in links])
    cut |= _drop_unmet(connection, before, after)
    return Linked({end for link in links for end in (link.left, link.right)}, cut)


def unlink(connection: Connection, going: Sequence[Telling]) -> tuple[Gone, set[str]]:
    """Take tellings out of the blocks before their claims are deleted; give what that leaves, and who loses links."""
    standing = _standing(connection, {print_of(one.traits) for one in going})
    stood = [one for one in going if standing[print_of(one.traits)] == one.traits.head]
    entries = [entry for one in stood for entry in one.entries]
    limits = _limits(connection, {entry.key for entry in entries})
    _take_out(connection, entries)
    for claims in chunks(one.claim for one in going):
        connection.execute(delete(schema.traits).where(schema.traits.c.claim.in_(claims)))
    claims_going = {id_ for one in going for id_ in one.traits.claims}
    partners = {end for link in _links_of(connection, claims_going) for end in (link.left, link.right)}
    return Gone(frozenset(print_of(one.traits) for one in stood), limits), partners - claims_going


def neighbours(connection: Connection, of: Iterable[Traits]) -> list[Traits]:
    """Give what stands under the keys of any of these, themselves among it, whether it is compared or not."""
    keys = {entry.key for one in of for entry in entries_of(keys_of(one), one.head, 0)}
    entries = _entries(connection, [(key, 0, database.HIGHEST) for key in sorted(keys)])
    return [one.traits for one in _tellings(connection, {entry.claim for entry in entries})]


def _stands(connection: Connection, new: Sequence[Telling], lost: frozenset[int]) -> _Stands:
    """Tell who comes to stand for the prints of the texts that are new or lost the one that stood for them."""
    by_print: dict[int, list[Telling]] = defaultdict(list)
    for one in new:
        by_print[print_of(one.traits)].append(one)
    standing = _standing(connection, by_print.keys() | lost)
    found = _Stands([], [], [])
    moved = {
        key
        for key, head in standing.items()
        if key in lost or min((one.traits.head for one in by_print[key]), default=head) < head
    }
    known = _prints(connection, moved)
    for key in sorted(by_print.keys() | moved):
        tellings = sorted([*by_print[key], *known.get(key, ())], key=lambda one: one.traits.head)
        first = tellings[0].traits.head if key in moved or key not in standing else standing[key]
        if key in moved or key not in standing:
            found.entering.append(tellings[0])
        if key in moved and key not in lost:
            found.leaving += [one for one in tellings if one.traits.head == standing[key]]
        found.copies += [copied(first, one.traits.head) for one in tellings if one.traits.head != first]
    return found


def _standing(connection: Connection, prints: Iterable[int]) -> dict[int, str]:
    """Give the smallest head of each of the prints that is there."""
    table = schema.traits
    found: dict[int, str] = {}
    for some in chunks(sorted(prints)):
        asked = select(table.c.print, func.min(table.c.head)).where(table.c.print.in_(some)).group_by(table.c.print)
        found.update((key, head) for key, head in connection.execute(asked))
    return found


def _prints(connection: Connection, prints: Iterable[int]) -> dict[int, list[Telling]]:
    """Give all tellings of each of the prints."""
    table = schema.traits
    found: dict[int, list[Telling]] = defaultdict(list)
    for some in chunks(sorted(prints)):
        asked = select(table.c.print, table.c.claim, table.c.body).where(table.c.print.in_(some))
        for key, claim, body in connection.execute(asked):
            found[key].append(Telling(claim, traits_from(body)))
    return found


def _step_back(connection: Connection, leaving: Sequence[Telling]) -> set[str]:
    """Drop the links of those who no longer stand for their prints, but for what their own reports tell twice."""
    links = _links_of(connection, {one.traits.head for one in leaving})
    going = [(link.left, link.right) for link in links if link.reasons[0].feature != TOLD]
    _drop(connection, going)
    return {end for pair in going for end in pair}


def _drop_unmet(connection: Connection, before: Mapping[int, int], after: Mapping[int, int]) -> set[str]:
    """Drop links between those who have left the sample of a crowded key and whom they now meet under no key."""
    windows = [
        (key, limit + 1, before.get(key, FRONT)) for key, limit in after.items() if limit < before.get(key, FRONT)
    ]
    left = {entry.claim for entry in _entries(connection, windows)}
    heads = {one.traits.head for one in _tellings(connection, left)}
    judged = (link for link in _links_of(connection, heads) if link.reasons[0].feature != TOLD)
    links = [link for link in judged if link.score <= SURELY_BELOW]
    ends = {end for link in links for end in (link.left, link.right)}
    entries = {one.traits.head: one.entries for one in _by_head(connection, ends)}
    limits = _limits(connection, {entry.key for some in entries.values() for entry in some})
    unmet = [(link.left, link.right) for link in links if not meet(entries[link.left], entries[link.right], limits)]
    _drop(connection, unmet)
    return {end for pair in unmet for end in pair}


def _pairs(
    connection: Connection, entering: Sequence[Entry], before: Mapping[int, int], after: Mapping[int, int]
) -> set[tuple[int, int]]:
    """Give the pairs to compare: of what is new under a key, and of what has come into the sample of a crowded one."""
    risen = [(key, limit + 1, after.get(key, FRONT)) for key, limit in before.items() if limit < after.get(key, FRONT)]
    moving = [*entering, *_entries(connection, risen)]
    reach: dict[int, int] = {}
    for entry in moving:
        limit = after.get(entry.key, FRONT)
        reach[entry.key] = max(reach.get(entry.key, 0), limit if entry.rank > limit else database.HIGHEST)
    return pairs_of(moving, _entries(connection, [(key, 0, upto) for key, upto in reach.items()]), after)


def _loaded(
    connection: Connection, pairs: Iterable[tuple[int, int]], at_hand: Iterable[Telling]
) -> Iterator[tuple[Traits, Traits]]:
    wanted = sorted(pairs)
    of = {one.claim: one.traits for one in at_hand}
    missing = {claim for pair in wanted for claim in pair} - of.keys()
    of |= {one.claim: one.traits for one in _tellings(connection, missing)}
    return ((of[one], of[other]) for one, other in wanted)


def _tellings(connection: Connection, claims: Iterable[int]) -> Iterator[Telling]:
    table = schema.traits
    for some in chunks(sorted(claims)):
        asked = select(table.c.claim, table.c.body).where(table.c.claim.in_(some))
        yield from (Telling(claim, traits_from(body)) for claim, body in connection.execute(asked))


def _by_head(connection: Connection, heads: Iterable[str]) -> Iterator[Telling]:
    claims, traits = schema.claims, schema.traits
    for some in chunks(sorted(heads)):
        asked = select(traits.c.claim, traits.c.body).join_from(traits, claims).where(claims.c.id.in_(some))
        yield from (Telling(claim, traits_from(body)) for claim, body in connection.execute(asked))


def _links_of(connection: Connection, ids: Iterable[str]) -> list[Link]:
    """Give the links that claims have, each once."""
    table = schema.links
    found: dict[tuple[str, str], Link] = {}
    for some in chunks(sorted(ids)):
        for column in (table.c.left, table.c.right):
            bodies = connection.execute(select(table.c.body).where(column.in_(some))).scalars()
            found.update({(link.left, link.right): link for link in map(link_of, bodies)})
    return [found[pair] for pair in sorted(found)]


def _drop(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    table = schema.links
    if pairs:
        gone = delete(table).where(table.c.left == bindparam("l"), table.c.right == bindparam("r"))
        connection.execute(gone, [{"l": left, "r": right} for left, right in pairs])


def _limits(connection: Connection, keys: Collection[int]) -> dict[int, int]:
    """Give the highest rank in the sample of each of the keys that is crowded; under a narrow one nobody is in it."""
    narrow = sorted(key for key in keys if is_narrow(key))
    wide = sorted(set(keys).difference(narrow))
    limits = {key: min(rank, FRONT) for key, rank in database.of(connection).ranked(connection, wide, SAMPLE)}
    return limits | {key: NOBODY for key, _ in database.of(connection).ranked(connection, narrow, NARROW)}


def _entries(connection: Connection, windows: Sequence[tuple[int, int, int]]) -> list[Entry]:
    """Give what stands under keys, from one rank of each to another, both included."""
    return [Entry(*row) for row in database.of(connection).between_ranks(connection, windows)] if windows else []


def _put_in(connection: Connection, entries: Sequence[Entry]) -> None:
    if entries:
        database.of(connection).enter_blocks(connection, [(entry.key, entry.rank, entry.claim) for entry in entries])


def _take_out(connection: Connection, entries: Sequence[Entry]) -> None:
    blocks = schema.blocks
    if entries:
        gone = delete(blocks).where(
            blocks.c.key == bindparam("k"), blocks.c.rank == bindparam("r"), blocks.c.claim == bindparam("c")
        )
        connection.execute(gone, [{"k": entry.key, "r": entry.rank, "c": entry.claim} for entry in entries])
