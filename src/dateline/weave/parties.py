"""Parties of a claim enter, actors leave: each once, though a report names one of them in several ways.

"Sudan" beside "Sudan's army", "Recep" beside "Recep Tayyip Erdoğan" and "militants" beside the group that they belong
to are one party told twice; the more exact name stays.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from dateline.model import Actor, Party
from dateline.weave.words import folded

Key = tuple[str, str | None, str | None]
"""What tells actors apart, whatever a report calls them."""

_WORD = re.compile(r"[^\W_]+")

# Words by which reports call one kind of people in turns.
_KINDS = tuple(
    frozenset(words.split())
    for words in (
        "protesters protestors demonstrators marchers protester protestor demonstrator crowd crowds",
        (
            "militants militant gunmen gunman fighters fighter insurgents insurgent rebels rebel militiamen militia "
            "militias extremists jihadists guerrillas terrorists attackers"
        ),
        "police policemen policeman officers officer",
        "soldiers soldier troops troop forces army military servicemen",
        "residents villagers locals inhabitants",
        "authorities officials officialdom",
    )
)


def chosen(parties: Iterable[Party]) -> tuple[Actor, ...]:
    """Give whom the parties were resolved to, in the order of telling; who is told twice is there once."""
    found = [party.actor.choice for party in parties if party.actor and party.actor.choice]
    return folded_in(dict.fromkeys(found))


def folded_in(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Leave out each actor whom another one of them names more exactly, or as exactly and earlier."""
    kept: list[Actor] = []
    for actor in actors:
        if any(is_within(actor, other) for other in kept):
            continue
        kept = [other for other in kept if not is_within(other, actor)]
        kept.append(actor)
    return tuple(kept)


def key_of(actor: Actor) -> Key:
    """Give what tells actors apart: the identity, else the folded name with country and sector."""
    if actor.identity is not None:
        return actor.identity, None, None
    return _folded(actor.name), actor.country, actor.sector


def is_within(one: Actor, other: Actor) -> bool:
    """Tell whether `one` is `other`, told as exactly or less so."""
    if key_of(one) == key_of(other):
        return True
    if not _may_agree(one.country, other.country) or (one.is_person and other.identity):
        # Someone in the book is nobody else in it, though the one's name may lie in the other's.
        return False
    if _is_state(one) and other.sector == "GOV" and other.is_person:
        # "Turkey" beside its foreign minister: who speaks and travels is he.
        return one.country == other.country
    mine, theirs = _words(one.name), _words(other.name)
    return bool(mine) and (mine <= theirs or _is_kind_of(one, other, mine, theirs))


def _is_state(actor: Actor) -> bool:
    return actor.identity is not None and actor.identity.startswith("state/")


def _is_kind_of(one: Actor, other: Actor, mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether `one` is a phrase for the kind of people that `other` names, or calls by another such phrase."""
    if one.identity is not None or other.is_person or not _may_agree(one.sector, other.sector, unknown="UNK"):
        return False
    kind = next((words for words in _KINDS if mine & words), None)
    if kind is None:
        return False
    if other.identity is not None:
        return mine <= kind or (one.country is not None and one.country == other.country)
    return bool(theirs & kind) and mine - kind <= theirs


def _may_agree(one: str | None, other: str | None, *, unknown: str = "") -> bool:
    return one is None or other is None or one == other or unknown in {one, other}


# The names of one event are compared with one another again and again.
_folded = functools.lru_cache(maxsize=16_384)(folded)


@functools.lru_cache(maxsize=16_384)
def _words(name: str) -> frozenset[str]:
    bare = re.sub(r"['’]s?(?=\s|$)", "", folded(name))
    return frozenset(_WORD.findall(bare)) - {"the", "a", "an", "of", "some", "several", "many"}
