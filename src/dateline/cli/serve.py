"""An archive and an address enter, an HTTP API over the archive leaves, until it is stopped."""

from __future__ import annotations

import contextlib
import sys
from importlib.util import find_spec
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.intake import Coder
from dateline.cli.render import console, plain, write_line
from dateline.cli.settings import settings_of
from dateline.cli.token import TokenFile, token_errors, tokens_of
from dateline.serve.settings import LOOPBACK, Serving
from dateline.serve.tokens import Tokens

NEEDED = ("litestar", "uvicorn")
"""What the extra `serve` installs."""


class Started(msgspec.Struct, frozen=True):
    """Where an archive is served."""

    archive: str
    url: str
    schema: str


def serve(
    context: typer.Context,
    *,
    host: Annotated[
        str, typer.Option(help="The address to listen at; this machine alone reaches the default one.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8750,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="A name by which the server may be called, beside localhost; may be repeated.", metavar="NAME"
        ),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="Web pages of this origin may ask the server (https://example.org); may be repeated.", metavar="ORIGIN"
        ),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.001, help="How long the answer to a question may take.")] = 10.0,
    write: Annotated[
        bool, typer.Option("--write", help="Let those who hold a token for it add reports and judge events.")
    ] = False,
    coder: Coder = "encoder",
    read_needs_token: Annotated[
        bool | None,
        typer.Option(
            "--read-needs-token/--read-is-open",
            help="Whether reading needs a token too. Open on this machine, and needed where --host lets others in.",
            show_default=False,
        ),
    ] = None,
    tokens: TokenFile = None,
    rate: Annotated[int, typer.Option(min=1, help="Requests that a client may make in a minute.")] = 600,
    json: Annotated[bool, typer.Option("--json", help="Tell where it is served as one line of JSON.")] = False,
) -> None:
    """Serve the archive over HTTP, for reading unless --write. Ctrl-C ends it.

    The API is under /api/v1/, its description at /openapi.json. Nobody but this machine reaches it unless --host says so.
    """
    check_extra()
    address = settings_of(context).archive
    kept_by = late.load_coder(coder) if write else None
    # Opened once, so that what is wrong with the archive or the tokens is told before anything listens.
    with late.archive(address, create=write) as opened, token_errors():
        archive, known = str(opened.address), Tokens(tokens_of(context, tokens)).all()
    # Imported here, because they are there only with the extra.
    from dateline.serve.app import BASE, make_app  # noqa: PLC0415 - see above
    from dateline.serve.run import listening, run  # noqa: PLC0415 - see above

    hosts = frozenset([host, *(allow_host or ())])
    is_open = host in LOOPBACK if read_needs_token is None else not read_needs_token
    if not known and (write or not is_open):
        sys.stderr.write(
            "dateline: there is no token yet, so nobody can use what needs one (dateline token add NAME)\n"
        )
    serving = Serving(
        archive=address,
        tokens=tokens_of(context, tokens),
        open=is_open,
        hosts=hosts,
        origins=frozenset(allow_origin or ()),
        rate=rate,
        seconds=seconds,
    )
    try:
        at = listening(host, port)
    except OSError as error:
        raise UserError(f"cannot listen at {host} port {port}: {error.strerror}", "choose another --port") from error
    with contextlib.closing(at):
        shown = f"[{host}]" if ":" in host else host
        root = f"http://{shown}:{at.getsockname()[1]}"
        started = Started(archive, f"{root}{BASE}", f"{root}/openapi.json")
        if json:
            write_line(started)
        else:
            console().print(plain(f"{started.archive} is served at {started.url} (Ctrl-C ends it)"), soft_wrap=True)
        run(make_app(serving, kept_by), at)


def check_extra() -> None:
    """Check that what serves is installed.

    Raises:
        UserError: it is not; the error says how to install it.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise UserError(f"{' and '.join(missing)} is not installed", "python -m pip install 'dateline[serve]'")
