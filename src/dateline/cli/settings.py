"""The options before the command enter, typed settings leave for the command to read; `--archive` may follow it too."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated

import msgspec
import typer

from dateline.cli.signature import parameters_of, with_signature


class Settings(msgspec.Struct, frozen=True):
    """What is said before the command: which archive, by the path of a file or the address of a database."""

    archive: str


def settings_of(context: typer.Context) -> Settings:
    """Give the settings that the main callback kept in the context."""
    return msgspec.convert(context.obj, Settings)


def with_archive(command: Callable[..., None]) -> Callable[..., None]:
    """Let `--archive` stand after the command's name as well as before it; the one after it counts."""

    def settled(context: typer.Context, archive: str | None, **values: object) -> None:
        if archive is not None:
            context.obj = Settings(archive)
        command(context=context, **values)

    kind = Annotated[str | None, typer.Option(help="The archive, here or before the command.", show_default=False)]
    option = inspect.Parameter("archive", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
    return with_signature(command, settled, [*parameters_of(command).values(), option])
