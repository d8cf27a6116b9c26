"""`data/words.toml` goes in; word lists come out: kinds of place, directions, and words that are no place."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec

from dateline.ground.where.kinds import Kind

_FILE = Path(__file__).parent / "data" / "words.toml"


class Words(msgspec.Struct, frozen=True):
    """What words say about places; the file explains each list."""

    small: frozenset[str]
    plural: frozenset[str]
    borders: frozenset[str]
    local: frozenset[str]
    lands: frozenset[str]
    missions: frozenset[str]
    titles: frozenset[str]
    given: frozenset[str]
    never: frozenset[str]
    kinds: dict[str, tuple[Kind, ...]]
    directions: dict[str, str]


class _Written(msgspec.Struct):
    small: str
    plural: str
    borders: str
    local: str
    lands: str
    missions: str
    titles: str
    given: str
    never: str
    kinds: dict[str, tuple[Kind, ...]]
    directions: dict[str, str]


@functools.cache
def words() -> Words:
    """Give the word lists, read once."""
    written = msgspec.toml.decode(_FILE.read_bytes(), type=_Written)
    return Words(
        small=frozenset(written.small.split()),
        plural=frozenset(written.plural.split()),
        borders=frozenset(written.borders.split()),
        local=frozenset(written.local.split()),
        lands=frozenset(written.lands.split()),
        missions=frozenset(written.missions.split()),
        titles=frozenset(written.titles.split()),
        given=frozenset(written.given.split()),
        never=frozenset(written.never.split()),
        kinds=written.kinds,
        directions=written.directions,
    )
