"""The options before the command enter, typed settings leave for the command to read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import typer


class Settings(msgspec.Struct, frozen=True):
    """What is said before the command: which archive."""

    archive: Path


def settings_of(context: typer.Context) -> Settings:
    """Give the settings that the main callback kept in the context."""
    return msgspec.convert(context.obj, Settings)
