"""What is looked up enters, block keys leave: signed 64-bit integers, the same on every machine; and ranks under them."""

from __future__ import annotations

import hashlib

import msgspec

# Bits of a key that are a hash where the days come first, and numbers of days before they begin anew: 2152 years where
# each is of three days.
_HASHED = 45
_DAYS = 1 << 18


RANKED = 15
"""Hexadecimal digits of an id that make its rank."""


# Any odd numbers with many ones and noughts leave no two keys alike that were not.
_ODD, _OTHER_ODD = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F


def rank_of(id_: str) -> int:
    """Give the rank of what has an id; ranks are in the order of ids, and below 2 to the power of 60."""
    return int(id_[:RANKED], 16)


def block_key(*parts: str | int) -> int:
    """Give the key of a row of values."""
    packed = msgspec.json.encode(parts)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)


def mixed(number: int, one: int, other: int) -> int:
    """Give the key of two numbers of 32 bits that are hashes themselves, another one for each `number`."""
    return ((one << 32 | other) * _ODD + number * _OTHER_ODD) % (1 << 64) - (1 << 63)


def near(at: int, key: int) -> int:
    """Put the number of some days first, so that what is of these days stands on few pages of a large archive."""
    return (at % _DAYS << _HASHED) | hashed(key)


def days_in(key: int) -> int:
    """Give the number of the days that stand first in a key."""
    return key >> _HASHED


def hashed(key: int) -> int:
    """Give what is a hash in every key: to draw some of several by, with days or without."""
    return key % (1 << _HASHED)
