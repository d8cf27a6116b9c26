"""Words enter, their stems and how rare these are in news leave: from a table of document frequencies that ships.

The table (`data/rarity.z`) is deflated text: the BLAKE2b-64 of the rest, the number of texts counted, then a line for each
step of rarity with its stems. A stem that is not in it is taken for as rare as the rarest there.
"""

from __future__ import annotations

import functools
import hashlib
import math
import zlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from dateline.weave.words import folded, stem

TABLE = Path(__file__).parent / "data" / "rarity.z"

# Frequencies are kept as powers of this: a step is an eighth of a natural unit of rarity.
_STEPS = 8
# What is left of a web address that stands in a text.
_EMPTY = frozenset("http https www com org net html htm php asp aspx".split())
# Distinct forms of words that are looked up quickly; a day's news has about 100,000.
_REMEMBERED = 1 << 18


class RarityError(Exception):
    """The shipped table of word frequencies cannot be used; the message says how to get it back."""


class Table(msgspec.Struct, frozen=True):
    """How many texts were counted, and the rarity of each stem: the log of one over its share of texts."""

    texts: int
    rarity: Mapping[str, float]

    @property
    def most(self) -> float:
        """The rarity of a stem that stands in one text alone."""
        return math.log(self.texts)


@functools.lru_cache(_REMEMBERED)
def rarity_of(form: str) -> tuple[str, float]:
    """Give the stem of a word as it is written, and how rare the stem is in news; 0 where it tells nothing at all."""
    base, shipped = stem(folded(form)), table()
    empty = len(base) < 2 or base in _EMPTY or base.endswith(("n't", "n’t"))
    return base, 0.0 if empty else shipped.rarity.get(base, shipped.most)


@functools.cache
def table() -> Table:
    """Load the shipped table, once.

    Raises:
        RarityError: the file is missing or damaged.
    """
    mend = "install dateline again, or make it anew with `python -m training.rarity`"
    try:
        return unpack(TABLE.read_bytes())
    except (OSError, ValueError, zlib.error) as error:
        raise RarityError(f"{TABLE} cannot be read ({error}); {mend}") from error


def pack(texts: int, frequencies: Mapping[str, int]) -> bytes:
    """Lay a table out; the same counts give the same bytes."""
    levels: dict[int, list[str]] = {}
    for base, count in sorted(frequencies.items()):
        levels.setdefault(round(_STEPS * math.log(texts / count)), []).append(base)
    lines = [f"{level} {' '.join(stems)}" for level, stems in sorted(levels.items())]
    body = "\n".join([str(texts), *lines]).encode()
    return zlib.compress(_sum(body) + body, 9)


def unpack(data: bytes) -> Table:
    """Read a table back; raises ValueError where it is not what was packed."""
    plain = zlib.decompress(data)
    if plain[:8] != _sum(plain[8:]):
        raise ValueError("its checksum does not match")
    texts, *lines = plain[8:].decode().split("\n")
    levels = (line.split(" ") for line in lines)
    return Table(int(texts), {base: int(level) / _STEPS for level, *stems in levels for base in stems})


def _sum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=8).digest()
