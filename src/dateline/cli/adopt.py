"""A file of judgements from another archive enters, this archive holds to them too; what they change leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.judgements import judgement_words
from dateline.cli.render import console, counted, plain, write_line
from dateline.cli.settings import settings_of
from dateline.model import Judgement


class _Line(msgspec.Struct):
    """What is read of a line that `dateline judgements --json` wrote."""

    judgement: Judgement


def adopt(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="What `dateline judgements --json` wrote for the other archive.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="One judgement a line: those that are new here.")] = False,
) -> None:
    """Take over the judgements of another archive. Those about reports that are not here yet wait for them."""
    judged = list(_read(file))
    with late.archive(settings_of(context).archive, write=True) as archive:
        new = archive.adopt(judged)
    if json:
        for judgement in new:
            write_line(judgement)
        return
    page = console()
    for judgement in new:
        back = ", taken back" if judgement.withdrawn else ""
        page.print(plain(f"{judgement.number}  {judgement.author}: {judgement_words(judgement)}{back}"))
    page.print(f"{counted(len(new), 'judgement')} taken over, {len(judged) - len(new):,} known already")


def _read(file: Path) -> Iterator[Judgement]:
    """Read a judgement from each line.

    Raises:
        UserError: the file cannot be read, or a line of it holds none.
    """
    try:
        lines = file.read_bytes().splitlines()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}", "check its name and permissions") from error
    for number, line in enumerate(lines, start=1):
        try:
            yield msgspec.json.decode(line, type=_Line).judgement
        except msgspec.DecodeError as error:
            mend = "give a file that `dateline judgements --json` wrote"
            raise UserError(f"line {number} of {file} holds no judgement: {error}", mend) from error
