"""Paths enter, coded claims leave on stdout as they are made, without an archive; what is not read goes to stderr."""

from __future__ import annotations

import collections
import enum
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import NO_REPORTS, Exit
from dateline.cli.mapping import Map, columns_of
from dateline.cli.render import plain, source_words, write_line
from dateline.cli.tally import Drops
from dateline.export import claim_line, guide_row
from dateline.model import Claim, Rejected, Report


class Form(enum.StrEnum):
    """What coded reports are written as."""

    claims = enum.auto()
    jsonl = enum.auto()


def code(
    paths: Annotated[list[str], typer.Argument(help="Files and folders to read; - is the standard input.")],
    *,
    format: Annotated[  # noqa: A002 - the option's name
        Form, typer.Option("--format", help="claims: a report a line, in words. jsonl: a claim a line, in full.")
    ] = Form.claims,
    coder: Annotated[str, typer.Option(help="Which coder, by the name of its entry point.")] = "encoder",
    jobs: Annotated[int, typer.Option(min=1, help="Processes; several read and write in batches.")] = 1,
    map: Map = None,  # noqa: A002 - the option's name
) -> None:
    """Code reports without an archive and write what they say as JSON lines, as soon as it is known.

    What cannot be read is told on stderr, a line each; so is a report that is not coded (its line has no claims), and at
    the end what a model said that its reports do not.
    """
    # Imported here, because --help should not wait for what only this command needs.
    from dateline.cli.pool import coded_stream, coder_of  # noqa: PLC0415 - see above

    coder_of(coder)
    lines = _guide_lines if format is Form.claims else _claim_lines
    stream, drops = _Codable(late.read(paths, columns=columns_of(map))), Drops()
    for coded in coded_stream(stream, coder, jobs=jobs):
        for report in stream.before_next():
            _write(lines(report, ()))
        drops.add(coded.dropped)
        if coded.fault is not None:
            _tell(coded.fault)
        _write(lines(coded.report, coded.claims))
    for report in stream.before_next():
        _write(lines(report, ()))
    if words := drops.words():
        sys.stderr.write(f"dateline: {words}\n")
    if not stream.read:
        if not stream.told:
            sys.stderr.write(f"{NO_REPORTS}\n")
        raise typer.Exit(Exit.NOTHING)


class _Codable:
    """The reports to code among what was read; what is not read or not coded is told on stderr.

    Several processes read ahead of what is coded, so the uncoded reports wait here until their turn to be written: the
    output has the order of the input, however many processes there are.
    """

    def __init__(self, found: Iterable[Report | Rejected]) -> None:
        self._found = found
        self._turns: collections.deque[Report | None] = collections.deque()
        self.read = self.told = 0

    def __iter__(self) -> Iterator[Report]:
        for item in self._found:
            if isinstance(item, Rejected):
                self.told += 1
                _tell(item)
                continue
            self.read += 1
            reason = late.codable(item)
            if reason is None:
                self._turns.append(None)
                yield item
            else:
                _tell(reason)
                self._turns.append(item)

    def before_next(self) -> Iterator[Report]:
        """Give the uncoded reports that come before the next coded one, and pass that one."""
        while self._turns and (report := self._turns.popleft()) is not None:
            yield report


def _guide_lines(report: Report, claims: Iterable[Claim]) -> Iterator[msgspec.Struct]:
    yield guide_row(report, claims)


def _claim_lines(report: Report, claims: Iterable[Claim]) -> Iterator[msgspec.Struct]:
    for claim in claims:
        yield claim_line(report, claim)


def _write(lines: Iterable[msgspec.Struct]) -> None:
    for line in lines:
        write_line(line)


def _tell(rejected: Rejected) -> None:
    line = f"{source_words(rejected.source)}: {rejected.reason}: {rejected.detail} ({rejected.mend})"
    sys.stderr.write(f"dateline: {plain(line)}\n")
    sys.stderr.flush()
