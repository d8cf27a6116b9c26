"""A file of tokens enters, who may do what leaves: secrets are shown once and kept as hashes.

The file lies beside the archive and not in it, because archives are handed on. It is only ever added to: a line for each
token that was made and for each that was revoked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import msgspec

Scope = Literal["read", "write", "judge", "forget"]
"""What a token is good for: asking where asking needs one, adding reports, judging events, erasing reports."""

_BEGINS: Final = "dateline_"
"""What every secret begins with, so that one that was published by mistake can be found."""

_BYTES: Final = 32
"""Random bytes of a secret. It cannot be guessed, so one round of a plain hash keeps it."""


class TokenError(Exception):
    """Tokens cannot be read or written: what was found, and what would help."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} ({mend})")
        self.what = what
        self.mend = mend


class Token(msgspec.Struct, frozen=True, kw_only=True, tag="made"):
    """A token: its id, whose it is, what it is good for, when it was made, and the hash of its secret."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    at: dt.datetime
    secret: str


class Revoked(msgspec.Struct, frozen=True, kw_only=True, tag="revoked"):
    """That a token is good for nothing any more."""

    id: str
    at: dt.datetime


_line = msgspec.json.Decoder(Token | Revoked)


class Tokens:
    """The tokens of an archive."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._by_secret: dict[str, Token] = {}

    def add(self, name: str, scopes: Iterable[Scope], at: dt.datetime) -> tuple[Token, str]:
        """Make a token; give it with its secret, which nothing can give again.

        Raises:
            TokenError: the file cannot be written.
        """
        secret = _BEGINS + secrets.token_urlsafe(_BYTES)
        good_for = tuple(sorted(set(scopes)))
        token = Token(id=secrets.token_hex(4), name=name, scopes=good_for, at=at, secret=_hash(secret))
        self._append(token)
        return token, secret

    def revoke(self, id_: str, at: dt.datetime) -> Token:
        """Make a token good for nothing.

        Raises:
            TokenError: there is none of that id, or the file cannot be read or written.
        """
        for token in self.all():
            if token.id == id_:
                self._append(Revoked(id=id_, at=at))
                return token
        raise TokenError(f"no token has the id {id_!r}", "`dateline token list` lists those that there are")

    def all(self) -> list[Token]:
        """Give the tokens that are good, the first made first.

        Raises:
            TokenError: the file cannot be read.
        """
        found: dict[str, Token] = {}
        for number, line in enumerate(self._read().splitlines(), start=1):
            try:
                one = _line.decode(line)
            except msgspec.DecodeError as error:
                # Read on, it might be that a revoked token is taken for a good one.
                raise TokenError(f"line {number} of {self._path} is no token: {error}", "remove the line") from error
            if isinstance(one, Token):
                found[one.id] = one
            else:
                found.pop(one.id, None)
        return list(found.values())

    def of(self, secret: str) -> Token | None:
        """Give the token with a secret, as the file says now.

        Raises:
            TokenError: the file cannot be read.
        """
        state = self._state()
        if state != self._seen:
            self._by_secret = {token.secret: token for token in self.all()}
            self._seen = state
        return self._by_secret.get(_hash(secret))

    def _state(self) -> tuple[int, int]:
        try:
            now = self._path.stat()
        except FileNotFoundError:
            return (0, 0)
        return (now.st_mtime_ns, now.st_size)

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise TokenError(f"{self._path} cannot be read: {error.strerror}", "check its permissions") from error

    def _append(self, one: Token | Revoked) -> None:
        try:
            at = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(at, "ab") as stream:
                stream.write(msgspec.json.encode(one) + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise TokenError(f"{self._path} cannot be written: {error.strerror}", "check its folder") from error


def beside(archive: Path) -> Path:
    """Give where the tokens of an archive are kept."""
    return archive.with_name(f"{archive.name}.tokens")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
