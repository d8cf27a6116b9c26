"""What a user names an archive by enters, where it is leaves: a file, or a schema of a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dateline.archive.errors import NotAnArchive

SCHEMA: Final = "dateline"
"""The schema of a database that holds the archive where the address names none."""

_SCHEMES: Final = ("postgresql", "postgres")

_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")

_SECRETS: Final = ("password", "sslpassword")
"""Words of an address after `?` that are never shown, beside the password before the host."""

# Names that mean the same with and without quotation marks, and are not the system's own.
_NAME: Final = re.compile(r"(?!pg_)[a-z_][a-z0-9_]{0,49}")


class Database(msgspec.Struct, frozen=True):
    """A schema of a database on a PostgreSQL server."""

    url: URL
    schema: str

    def __str__(self) -> str:
        """Give the address as it may be shown: without the password."""
        return self._whole().render_as_string(hide_password=True)

    def without_password(self) -> str:
        """Give the address for a user who gives the password in another way."""
        return self._whole()._replace(password=None).render_as_string()

    def _whole(self) -> URL:
        url = self.url.set(drivername="postgresql").difference_update_query(_SECRETS)
        return url.update_query_dict({"schema": self.schema})


Address = Path | Database
"""Where an archive is."""


def is_database(given: str | Path) -> bool:
    """Tell whether an archive is named by the address of a database, and not by the path of a file."""
    return bool(_ADDRESS.match(str(given)))


def address_of(given: str | Path) -> Address:
    """Give where an archive is: `postgresql://user@host/database?schema=name`, or the path of a file.

    Raises:
        NotAnArchive: where it is the address of a database and cannot be read.
    """
    if not is_database(given):
        return Path(given)
    url = _read(str(given))
    schema = url.query.get("schema", SCHEMA)
    if not isinstance(schema, str) or not _NAME.fullmatch(schema):
        raise NotAnArchive(
            f"The schema {schema!r} cannot hold an archive.",
            "Name one by up to 50 small letters, digits and underscores, that begins with no digit and not with `pg_`.",
        )
    return Database(url.difference_update_query(["schema"]).set(drivername="postgresql+psycopg"), schema)


def _read(given: str) -> URL:
    # What is wrong is never quoted: it may hold a password.
    mend = "Write postgresql://USER@HOST:PORT/DATABASE, with ?schema=NAME where it is not `dateline`."
    scheme = given.partition("://")[0]
    if scheme not in _SCHEMES:
        raise NotAnArchive(f"No archive is kept at an address that begins with {scheme}://.", mend)
    try:
        url = make_url(given)
    except (ArgumentError, ValueError) as fault:
        raise NotAnArchive("The address of the database cannot be read.", mend) from fault
    if "@" in (url.host or ""):
        raise NotAnArchive("The address of the database has more than one @.", "Write %40 for one in a password.")
    return url
