"""The words of a command line enter, an exit code leaves: the entry point, its commands, and how errors are told."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

import dateline
from dateline.cli import (
    add,
    adopt,
    backup,
    claims,
    code,
    compare,
    doctor,
    events,
    explain,
    export,
    forget,
    history,
    judge,
    judgements,
    mcp,
    rejects,
    reports,
    retry,
    serve,
    show,
    stories,
    timeline,
    token,
    why,
)
from dateline.cli.errors import Exit, UserError
from dateline.cli.pipes import quiet_when_closed
from dateline.cli.settings import Settings, with_archive

HELP = """Reads news reports and keeps what they say happened.

Who did what to whom, where, when, who says so, and whether it is done, planned, possible, denied or disputed.
"""

CODES = """Exit codes: 0 done. 1 it could not be done, or the doctor found something missing. 2 the command line cannot
be used. 3 nothing could be read. 130 stopped with Ctrl-C; what was coded until then is kept. 141 the reader of the
output left.
"""

app = typer.Typer(
    name="dateline",
    help=HELP,
    epilog=CODES,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(quiet_when_closed(with_archive(add.add)))
app.command()(quiet_when_closed(with_archive(retry.retry)))
app.command()(quiet_when_closed(code.code))
for command in (
    reports.reports,
    events.events,
    claims.claims,
    show.show,
    explain.explain,
    why.why,
    history.history,
    judge.merge,
    judge.split,
    judge.undo,
    judgements.judgements,
    adopt.adopt,
    timeline.timeline,
    stories.story,
    stories.stories,
    export.export,
    compare.compare,
    rejects.rejects,
    forget.forget,
    serve.serve,
    mcp.mcp,
    backup.backup,
    backup.restore,
    backup.check,
    doctor.doctor,
):
    app.command()(quiet_when_closed(with_archive(command)))
app.add_typer(token.app)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands an option's value over by position
    if wanted:
        sys.stdout.write(f"dateline {dateline.__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    archive: Annotated[
        str,
        typer.Option(
            envvar="DATELINE_ARCHIVE",
            metavar="FILE|ADDRESS",
            help="The archive: one SQLite file, or a database by postgresql://USER@HOST/DATABASE.",
            show_default=True,
        ),
    ] = "dateline.db",
    *,
    version: Annotated[  # noqa: ARG001 - its callback acts on it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Keep what is said before the command."""
    context.obj = Settings(archive)


def run() -> None:
    """Run the command line and exit with its code; an error of the user's is told in one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except UserError as error:
        sys.stderr.write(f"dateline: error: {error}\n")
        sys.exit(error.code)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)
