"""A request with or without a token enters; what its token is not good for is refused, and who it is leaves."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from litestar.openapi.spec import SecurityRequirement
from litestar.params import SkipValidation

from dateline.serve.problems import Refused
from dateline.serve.schema import SCHEME
from dateline.serve.tokens import Scope, Token, Tokens

OPEN: Final = {"open": True}
"""Marks an operation that anyone may ask."""

Holder = NamedDependency[SkipValidation[str]]
"""Whose token a request has."""

TOKEN: Final[list[SecurityRequirement]] = [{SCHEME: []}]
"""What the schema says of operations that need a token."""

_ASK: Final = {"WWW-Authenticate": "Bearer"}


class Access:
    """Who may do what: reading is open or needs a token, and writing needs one where there is any writing."""

    def __init__(self, tokens: Tokens, *, reading_open: bool, writes: bool) -> None:
        self._tokens = tokens
        self._reading_open = reading_open
        self._writes = writes

    def check(self, connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        """Let an operation be, or not.

        Raises:
            Refused: the token is missing, unknown or not good for it, or this server only reads.
        """
        if handler.opt.get("open"):
            return
        scope: Scope = handler.opt.get("scope", "read")
        given = connection.headers.get("authorization")
        if given is None and scope == "read" and self._reading_open:
            return
        token = self._token(given)
        if scope != "read" and not self._writes:
            raise Refused(403, "This server only reads.", "Start it with `dateline serve --write`.")
        if scope not in token.scopes:
            detail = f"The token of {token.name} is not good for this."
            raise Refused(403, detail, f"It takes one that `dateline token add --scope {scope}` has made.")

    def holder(self, request: Request[Any, Any, Any]) -> str:
        """Give whose token a request has.

        Raises:
            Refused: it has none that is good.
        """
        return self._token(request.headers.get("authorization")).name

    def _token(self, given: str | None) -> Token:
        if given is None:
            raise Refused(401, "This takes a token.", "Send `Authorization: Bearer TOKEN`.", _ASK)
        kind, _, secret = given.partition(" ")
        token = self._tokens.of(secret.strip()) if kind.lower() == "bearer" else None
        if token is None:
            mend = "Ask whoever runs the server for one (`dateline token add`)."
            raise Refused(401, "This token is unknown or revoked.", mend, _ASK)
        return token
