"""What went wrong enters, `application/problem+json` (RFC 9457) leaves: every error of the API has this one form."""

from __future__ import annotations

import http
import logging
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.types import ExceptionHandlersMap

from dateline.archive import ArchiveError, errors

MEDIA_TYPE: Final = "application/problem+json"

RETRY_SECONDS: Final = 1
"""After how long a client may ask again where another writer or too many clients were in the way."""

log = logging.getLogger("dateline.serve")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An error: what kind of thing it is, what was found, and what would help; `near` are ids that were perhaps meant."""

    type: str
    title: str
    status: int
    detail: str
    mend: str = ""
    near: tuple[str, ...] = ()


class Refused(HTTPException):
    """A request that this server does not answer: the status, what was found, and what would help."""

    def __init__(self, status: int, detail: str, mend: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail=detail, status_code=status, headers=dict(headers or {}))
        self.mend = mend


# Where the server itself is at fault its words may name files of the machine, so the client is told in others.
_STATUS: Final[tuple[tuple[type[ArchiveError], int], ...]] = (
    (errors.NotFound, 404),
    (errors.Ambiguous, 409),
    (errors.CannotJudge, 409),
    (errors.Unfit, 409),
    (errors.CannotAsk, 400),
)

_BUSY: Final = "The archive is being written by another process."
_STILL_READ: Final = (
    "It is forgotten, but its words still stand in the log of the archive, which another process reads."
)


def problem(status: int, detail: str, mend: str = "", near: tuple[str, ...] = ()) -> Problem:
    """Give the problem of a status."""
    title = http.HTTPStatus(status).phrase
    kind = title.lower().replace(" ", "-")
    return Problem(type=f"urn:dateline:{kind}", title=title, status=status, detail=detail, mend=mend, near=near)


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """Give what the schema says of the errors that an operation may have, beside those that each may have."""
    return {
        status: ResponseSpec(
            Problem, media_type=MEDIA_TYPE, description=http.HTTPStatus(status).phrase, generate_examples=False
        )
        for status in sorted({*statuses, *_ANYWHERE})
    }


_ANYWHERE: Final = (400, 401, 403, 414, 421, 429, 500, 503)


def of_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Answer what Litestar refuses, and what we do."""
    mend = error.mend if isinstance(error, Refused) else "See /openapi.json for what can be asked."
    detail = _invalid(error) if isinstance(error, ValidationException) else error.detail
    return _answer(problem(error.status_code, detail, mend), error.headers)


def of_archive(_: Request[Any, Any, Any], error: ArchiveError) -> Response[Problem]:
    """Answer what the archive refuses."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            near = error.near if isinstance(error, errors.NotFound | errors.Ambiguous) else ()
            return _answer(problem(status, error.message, error.mend, near))
    if isinstance(error, errors.Locked):
        return _answer(problem(503, _BUSY, "Ask again."), {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, errors.StillRead):
        return _answer(problem(503, _STILL_READ, "Send the same request again."), {"Retry-After": str(RETRY_SECONDS)})
    if isinstance(error, errors.TookTooLong):
        return _answer(problem(503, "The answer took too long.", error.mend))
    log.error("the archive failed: %s", error)
    return _answer(problem(500, "The archive cannot be used.", "The log of the server says why."))


def of_undecoded(_: Request[Any, Any, Any], error: UnicodeDecodeError) -> Response[Problem]:
    """Answer a body whose bytes are no text."""
    return _answer(problem(400, f"Byte {error.start} of the body is no UTF-8.", "Send JSON as UTF-8."))


def of_fault(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    """Answer where the server is at fault, and write the fault down."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(problem(500, "The server failed.", "Its log says where; report this as a fault."))


def _invalid(error: ValidationException) -> str:
    """Name what cannot be read, as the client named it."""
    extra = error.extra if isinstance(error.extra, list) else []
    named = (f"{one.get('key', 'body')}: {one.get('message', '')}" for one in extra)
    return "; ".join(named) or error.detail


def _answer(of: Problem, headers: Mapping[str, str] | None = None) -> Response[Problem]:
    return Response(of, status_code=of.status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


HANDLERS: Final[ExceptionHandlersMap] = {
    HTTPException: of_http,
    ArchiveError: of_archive,
    UnicodeDecodeError: of_undecoded,
    Exception: of_fault,
}
"""What answers each kind of error."""
