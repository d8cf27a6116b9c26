"""A command enters, the same command leaves, which ends without a word when nobody reads its output on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from dateline.cli.errors import Exit
from dateline.cli.signature import parameters_of, with_signature


def quiet_when_closed(command: Callable[..., None]) -> Callable[..., None]:
    """Make a command end with the code of a closed pipe where its reader has left (`dateline events | head -1`)."""

    def quiet(**values: object) -> None:
        try:
            command(**values)
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_the_rest()
            raise typer.Exit(Exit.PIPE_CLOSED) from None

    return with_signature(command, quiet, parameters_of(command).values())


def _discard_the_rest() -> None:
    """Send what is still buffered nowhere, or Python would fail to write it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
