"""The shipped table of weights enters, the log-odds of each level of each feature leave.

`data/same-event.toml` is made by `python -m training.pairs`. Its first line is the BLAKE2b of the rest.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

TABLE = Path(__file__).parent / "data" / "same-event.toml"

_MEND = "install dateline again, or make it anew with `python -m training.pairs`"


class WeightsError(Exception):
    """The shipped weights cannot be used; the message says how to get them back."""


class Weights(msgspec.Struct, frozen=True):
    """What a pair weighs before anything is compared, and each level of each feature, in log-odds."""

    prior: float
    levels: Mapping[str, Mapping[str, float]]


@functools.cache
def weights() -> Weights:
    """Load the shipped weights, once.

    Raises:
        WeightsError: the file is missing or damaged.
    """
    try:
        return unpack(TABLE.read_bytes())
    except (OSError, ValueError) as error:
        raise WeightsError(f"{TABLE} cannot be read ({error}); {_MEND}") from error


def pack(found: Weights, note: str) -> bytes:
    """Write weights as they ship; the same weights give the same bytes."""
    lines = [*(f"# {line}".rstrip() for line in note.splitlines()), "", f"prior = {found.prior:.2f}"]
    for feature, levels in found.levels.items():
        lines += ["", f'[levels."{feature}"]', *(f'"{level}" = {weight:.2f}' for level, weight in levels.items())]
    body = ("\n".join(lines) + "\n").encode()
    return f"# {_sum(body)}\n".encode() + body


def unpack(data: bytes) -> Weights:
    """Read weights back; raises ValueError where they are not what was packed."""
    first, _, body = data.partition(b"\n")
    if first != f"# {_sum(body)}".encode():
        raise ValueError("its checksum does not match")
    try:
        return msgspec.convert(tomllib.loads(body.decode()), Weights)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ValueError(str(error)) from error


def _sum(body: bytes) -> str:
    return hashlib.blake2b(body, digest_size=16).hexdigest()
