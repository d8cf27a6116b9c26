"""The path of an archive enters, findings about the installation leave, one for each thing that can be missing."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

import dateline
from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.render import console, counted

if TYPE_CHECKING:
    from dateline.archive import Counts

State = Literal["ok", "absent", "missing"]
"""Whether a thing is there, is not and need not be, or is not and must be."""


class Finding(msgspec.Struct, frozen=True):
    """One thing: whether it is there, what was found, and the command that mends it where it must be and is not."""

    what: str
    state: State
    found: str
    mend: str = ""


def findings(archive: str) -> Iterator[Finding]:
    """Look at everything that a run needs."""
    yield Finding("dateline", "ok", dateline.__version__)
    yield _python()
    yield from _packages()
    yield _sqlite()
    yield _model()
    yield _gazetteer()
    yield _actor_book()
    yield _weights()
    yield _rarity()
    yield from _archive(archive)
    yield _terminal()


def _python() -> Finding:
    found = f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}"
    return Finding("python", "ok", found)


def _packages() -> Iterator[Finding]:
    """Look for each package that dateline requires; those of an extra are left out."""
    for requirement in importlib.metadata.requires("dateline") or ():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        if "extra ==" in requirement:
            continue
        try:
            yield Finding(name, "ok", importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Finding(name, "missing", "not installed", f"python -m pip install '{requirement}'")


def _sqlite() -> Finding:
    found = f"SQLite {sqlite3.sqlite_version}"
    with sqlite3.connect(":memory:") as connection:
        lacking = [name for name, probe in _PROBES.items() if not _runs(connection, probe)]
    connection.close()
    if not lacking:
        return Finding("sqlite", "ok", f"{found} with {' and '.join(_PROBES)}")
    return Finding("sqlite", "missing", f"{found} without {' and '.join(lacking)}", "use a Python from python.org")


_PROBES = {"FTS5": "CREATE VIRTUAL TABLE probe USING fts5 (words)", "JSON1": "SELECT json('{}')"}


def _runs(connection: sqlite3.Connection, statement: str) -> bool:
    try:
        connection.execute(statement)
    except sqlite3.OperationalError:
        return False
    return True


def _model() -> Finding:
    try:
        version, size = late.model()
    except UserError as error:
        return Finding("model", "missing", error.what, error.mend)
    return Finding("model", "ok", f"version {version}, {size / 1e6:.1f} MB, checksums right")


def _gazetteer() -> Finding:
    begun = time.perf_counter()
    try:
        places, size = late.gazetteer()
    except UserError as error:
        return Finding("gazetteer", "missing", error.what, error.mend)
    took = time.perf_counter() - begun
    return Finding("gazetteer", "ok", f"{places:,} places, {size / 1e6:.1f} MB, checksum right, loaded in {took:.2f} s")


def _actor_book() -> Finding:
    try:
        entries = late.actor_book()
    except UserError as error:
        return Finding("actor book", "missing", error.what, error.mend)
    return Finding("actor book", "ok", f"{entries:,} entries")


def _weights() -> Finding:
    try:
        features, levels = late.same_event_weights()
    except UserError as error:
        return Finding("weights", "missing", error.what, error.mend)
    return Finding("weights", "ok", f"{levels:,} levels of {features:,} features of a same event, checksum right")


def _rarity() -> Finding:
    try:
        stems, texts = late.rarity()
    except UserError as error:
        return Finding("rarity", "missing", error.what, error.mend)
    return Finding("rarity", "ok", f"{stems:,} words of {texts:,} texts, checksum right")


def _archive(address: str) -> Iterator[Finding]:
    """Look at the archive where there is one; a file need not be there."""
    if not late.is_database(address) and not Path(address).exists():
        yield Finding("archive", "absent", f"none at {address}", f"dateline --archive {address} add PATHS")
        return
    try:
        with late.archive(address) as archive:
            shown, counts = archive.address, archive.counts()
    except UserError as error:
        yield Finding("archive", "missing", error.what, error.mend)
        return
    kept = f"{counts.reports:,} reports, {counts.claims:,} claims, {counts.events:,} events, {counts.links:,} links"
    yield Finding("archive", "ok", f"{shown}: {kept}")
    yield Finding("bounds", "ok", "; ".join(_bounds(counts)) or "no group and no block was too large")


def _bounds(counts: Counts) -> Iterator[str]:
    """Say where size has kept the archive from comparing or joining all."""
    if counts.cut_groups:
        yield (
            f"{counts.cut_groups:,} parts of groups of claims that were too large to be woven whole, "
            f"{counts.unused:,} links between them unused"
        )
    if counts.crowded:
        yield f"{counted(counts.crowded, 'block')} of reports too large to compare every two of them"


def _terminal() -> Finding:
    page = console()
    kind = f"{page.width} columns, {page.color_system or 'no'} colours" if page.is_terminal else "not a terminal"
    found = f"{kind}, {sys.stdout.encoding}"
    if sys.stdout.encoding.lower().startswith("utf"):
        return Finding("terminal", "ok", found)
    return Finding("terminal", "absent", f"{found}: some signs are replaced", "PYTHONUTF8=1")
