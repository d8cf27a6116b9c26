"""A name and what it may do enter, a token for the HTTP API leaves; tokens are listed and revoked here too."""

from __future__ import annotations

import contextlib
import datetime as dt
import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.cli.pipes import quiet_when_closed
from dateline.cli.render import console, counted, names, plain, write_line
from dateline.cli.settings import settings_of, with_archive
from dateline.cli.tables import grid, row
from dateline.serve.tokens import Scope, Token, TokenError, Tokens, beside

TokenFile = Annotated[
    Path | None,
    typer.Option(help="The file of tokens; by default it lies beside the archive, as ARCHIVE.tokens.", metavar="FILE"),
]
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON, a token a line.")]


class What(enum.StrEnum):
    """What a token is good for."""

    read = enum.auto()
    write = enum.auto()
    judge = enum.auto()
    forget = enum.auto()


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A token as it may be shown; the secret only when it is made."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    at: dt.datetime
    secret: str | None = None


app = typer.Typer(
    name="token", help="Make, list and revoke tokens for the HTTP API of the archive.", no_args_is_help=True
)


def tokens_of(context: typer.Context, given: Path | None) -> Path:
    """Give the file of tokens that is given, else the one beside the archive.

    Raises:
        UserError: none is given, and beside a database none can lie.
    """
    archive = settings_of(context).archive
    if given is None and late.is_database(archive):
        raise UserError("no file of tokens can lie beside a database", "name one: --tokens FILE")
    return given or beside(Path(archive))


@contextlib.contextmanager
def token_errors() -> Iterator[None]:
    """Tell the user what is wrong with the file of tokens.

    Raises:
        UserError: in the place of a `TokenError`.
    """
    try:
        yield
    except TokenError as error:
        raise UserError(error.what, error.mend) from error


def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose it is: a judgement made with it has this author.")],
    *,
    scope: Annotated[
        list[What] | None,
        typer.Option(
            help="read, write (add reports), judge or forget (erase reports); may be repeated. read unless given.",
            show_default=False,
        ),
    ] = None,
    tokens: TokenFile = None,
    json: Json = False,
) -> None:
    """Make a token. Its secret is shown once; what is kept is a hash of it."""
    scopes = [msgspec.convert(one.value, Scope) for one in scope or [What.read]]
    if not name.strip():
        raise UserError("a token needs a name", "say whose it is: dateline token add ann")
    with token_errors():
        made, secret = Tokens(tokens_of(context, tokens)).add(name.strip(), scopes, _now())
    if json:
        write_line(_shown(made, secret))
        return
    page = console()
    page.print(plain(f"Token {made.id} of {made.name}, good for {names(made.scopes)}:"))
    page.print(f"\n{secret}\n", soft_wrap=True, highlight=False)
    page.print("It is not shown again. Send it as `Authorization: Bearer TOKEN`.")


def list_(context: typer.Context, *, tokens: TokenFile = None, json: Json = False) -> None:
    """List the tokens that are good."""
    with token_errors():
        found = Tokens(tokens_of(context, tokens)).all()
    if json:
        for token in found:
            write_line(_shown(token))
        return
    table = grid("id", "name", "good for", "made")
    for token in found:
        row(table, token.id, token.name, names(token.scopes), f"{token.at:%Y-%m-%d %H:%M}")
    page = console()
    page.print(table)
    page.print(counted(len(found), "token"))


def revoke(
    context: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of the token, as `dateline token list` gives it.")],
    *,
    tokens: TokenFile = None,
    json: Json = False,
) -> None:
    """Make a token good for nothing, at once and for good."""
    with token_errors():
        token = Tokens(tokens_of(context, tokens)).revoke(id_, _now())
    if json:
        write_line(_shown(token))
    else:
        console().print(plain(f"Token {token.id} of {token.name} is revoked."))


def _shown(token: Token, secret: str | None = None) -> Shown:
    return Shown(id=token.id, name=token.name, scopes=token.scopes, at=token.at, secret=secret)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


for _name, _command in (("add", add), ("list", list_), ("revoke", revoke)):
    app.command(_name)(quiet_when_closed(with_archive(_command)))
