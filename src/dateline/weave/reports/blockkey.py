"""What reports are looked up by enters, a block key leaves: a signed 64-bit integer, the same on every machine."""

from __future__ import annotations

import hashlib

import msgspec

# Bits of a key that are a hash where the days come first, and numbers of days before they begin anew: 2152 years where
# each is of three days.
_HASHED = 45
_DAYS = 1 << 18


def block_key(*parts: str | int) -> int:
    """Give the key of a row of values."""
    packed = msgspec.json.encode(parts)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)


def near(at: int, key: int) -> int:
    """Put the number of some days first, so that what is of these days stands on few pages of a large archive."""
    return (at % _DAYS << _HASHED) | hashed(key)


def hashed(key: int) -> int:
    """Give what is a hash in every key: to draw some of several by, with days or without."""
    return key % (1 << _HASHED)
