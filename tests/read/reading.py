"""Bytes and a name enter, what reading makes of them leaves: how the tests of readers call them."""

from __future__ import annotations

import io
from pathlib import Path

from dateline.model import Rejected, Report, Source
from dateline.read.desk import DEFAULTS, Desk, Notes, Options
from dateline.read.finish import finish
from dateline.read.registry import read_stream


def items(
    data: bytes, name: str, *, options: Options = DEFAULTS, notes: Notes | None = None, folder: Path | None = None
) -> list[Report | Rejected]:
    """Read bytes as a file of that name."""
    desk = Desk(options, notes or Notes(), read_stream, folder=folder)
    found: list[Report | Rejected] = []
    for item in read_stream(io.BytesIO(data), Source(name), name, desk):
        found.extend((item,) if isinstance(item, Rejected) else finish(item, options))
    return found


def reports(data: bytes, name: str, *, options: Options = DEFAULTS) -> list[Report]:
    """Read bytes of which nothing may be rejected."""
    found = items(data, name, options=options)
    assert all(isinstance(item, Report) for item in found), found
    return [item for item in found if isinstance(item, Report)]


def report(data: bytes, name: str, *, options: Options = DEFAULTS) -> Report:
    """Read bytes that hold one report and nothing else."""
    (found,) = reports(data, name, options=options)
    return found


def rejected(data: bytes, name: str, *, options: Options = DEFAULTS) -> Rejected:
    """Read bytes that are rejected as a whole."""
    (found,) = items(data, name, options=options)
    assert isinstance(found, Rejected), found
    return found
