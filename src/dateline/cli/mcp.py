"""An archive enters, a server for assistants leaves: the Model Context Protocol over standard input and output."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.render import console, write_line
from dateline.cli.settings import settings_of


class Command(msgspec.Struct, frozen=True):
    """How a program starts this server."""

    command: str
    args: tuple[str, ...]


class SetUp(msgspec.Struct, frozen=True, rename={"servers": "mcpServers"}):
    """What most programs for assistants take into their settings."""

    servers: dict[str, Command]


def mcp(
    context: typer.Context,
    *,
    seconds: Annotated[float, typer.Option(min=0.001, help="How long the answer to a question may take.")] = 10.0,
    json: Annotated[
        bool, typer.Option("--json", help="Print what to put into the settings of an assistant, and end.")
    ] = False,
) -> None:
    """Let an assistant ask the archive and quote it, by the Model Context Protocol.

    An assistant starts this command itself and speaks with it over standard input and output. It only reads.
    The password of a database is not printed: keep it in ~/.pgpass or in PGPASSWORD.
    """
    if find_spec("mcp") is None:
        raise UserError("mcp is not installed", "python -m pip install 'dateline[mcp]'")
    address = settings_of(context).archive
    start = SetUp({"dateline": Command("dateline", ("--archive", late.address_to_print(address), "mcp"))})
    if json:
        write_line(start)
        return
    if sys.stdin.isatty():
        page = console()
        page.print(
            "An assistant starts this command; at a prompt there is nothing to see. Put this into its settings:\n"
        )
        setting = msgspec.json.format(msgspec.json.encode(start)).decode()
        page.print(setting, soft_wrap=True, highlight=False, markup=False)
        return
    # Imported here, because they are there only with the extra.
    import anyio  # noqa: PLC0415 - see above

    from dateline.assist.server import speak  # noqa: PLC0415 - see above

    with late.archive(address, seconds=seconds) as archive:
        anyio.run(speak, archive)
