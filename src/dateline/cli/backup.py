"""An archive enters, a backup leaves, and back: `backup`, `restore`, and `check`, which says what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import Exit
from dateline.cli.render import console, counted, plain, write_line
from dateline.cli.settings import settings_of

Json = Annotated[bool, typer.Option("--json", help="Print it as one line of JSON.")]


class Made(msgspec.Struct, frozen=True):
    """A backup that was made."""

    archive: str
    backup: str
    bytes: int


class PutBack(msgspec.Struct, frozen=True):
    """A backup that was put back; `replaced` is where that lies now which it replaced."""

    backup: str
    replaced: str | None


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The file that is made; none may be there.")],
    *,
    json: Json = False,
) -> None:
    """Copy the archive into one file, as it is at one moment; others may go on reading and writing.

    The copy is an archive itself: every command can look into it. It holds the texts of reports that are forgotten later.
    """
    with late.archive(settings_of(context).archive) as archive, console(stderr=True).status("copying"):
        made = Made(str(archive.address), str(archive.backup(to)), to.stat().st_size)
    if json:
        write_line(made)
        return
    console().print(plain(f"{made.backup} holds all of {made.archive} ({made.bytes / 1e6:,.1f} MB)"), soft_wrap=True)


def restore(
    context: typer.Context,
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `dateline backup` made, or any archive.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the archive that is there.")
    ] = False,
    json: Json = False,
) -> None:
    """Make the archive what a backup says: all of it, or nothing where something is wrong.

    It may be a file or a database, wherever the backup came from. What it replaces is kept beside it under another name.
    """
    address = settings_of(context).archive
    with console(stderr=True).status("reading and copying"):
        replaced = late.restored(backup, address, replace=replace)
    if json:
        write_line(PutBack(str(backup), replaced))
        return
    with late.archive(address) as archive:
        kept, shown = archive.counts(), archive.address
    page = console()
    page.print(
        plain(f"{shown} holds {counted(kept.reports, 'report')} and {counted(kept.claims, 'claim')}"), soft_wrap=True
    )
    if replaced:
        page.print(plain(f"what was there before is kept as {replaced}"), soft_wrap=True)


def check(
    context: typer.Context,
    *,
    mend: Annotated[
        bool, typer.Option("--mend", help="Make anew what is made from the claims, where it is wrong.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what is wrong, one a line.")] = False,
) -> None:
    """Read the whole archive and say what is damaged, lost, or does not fit together. Exit code 1 where something is.

    What is made from the claims (links, events, search) can be mended; for the rest there are backups.
    """
    address = settings_of(context).archive
    with late.archive(address, write=mend) as archive:
        with console(stderr=True).status("reading all"):
            found = archive.faults()
            if mend and any(fault.derived for fault in found):
                archive.rebuild()
                found = archive.faults()
        shown = archive.address
    if json:
        for fault in found:
            write_line(fault)
    else:
        page = console()
        for fault in found:
            page.print(plain(f"{fault}. {fault.mend}"), soft_wrap=True)
        page.print(plain(f"{shown}: {counted(len(found), 'fault') if found else 'nothing is wrong'}"), soft_wrap=True)
    if found:
        raise typer.Exit(Exit.FAILED)
