"""What reports are looked up by enters, a block key leaves: a signed 64-bit integer, the same on every machine."""

from __future__ import annotations

import hashlib

import msgspec


def block_key(*parts: str | int) -> int:
    """Give the key of a row of values."""
    packed = msgspec.json.encode(parts)
    return int.from_bytes(hashlib.blake2b(packed, digest_size=8).digest(), "big", signed=True)
