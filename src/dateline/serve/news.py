"""A number enters, what has been coded since leaves: at once as a list, or as server-sent events as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
from litestar import Request, get
from litestar.concurrency import sync_to_thread
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, OpenAPIType, Operation, Schema
from litestar.params import QueryParameter
from litestar.response import Stream

from dateline.archive import Archive, News
from dateline.serve.problems import documented
from dateline.serve.questions import PAGE, Kept, Limit

_LOOKS: Final = 1.0
"""Seconds between two looks for what is new."""

_BEATS: Final = 15
"""Looks without news after which a comment is sent, so that what lies between sees that the line is in use."""

_EVENTS: Final = "text/event-stream"

_HIGHEST: Final = 2**31 - 1

# Litestar leaves a bound of nought out of the schema, one below it not.
_After = QueryParameter(gt=-1, le=_HIGHEST, description="The number of the last piece of news that you have.")


@get("/news", sync_to_thread=True, responses=documented())
def news(archive: Kept, after: Annotated[int, _After] = 0, limit: Limit = PAGE) -> list[News]:
    """List what has been coded after a number: each report with its events as they are now.

    `/news/stream` gives the same as server-sent events, from now on or after a number, without an end.
    """
    return archive.news(after, limit=limit)


@dataclass
class _Events(Operation):
    """What the schema says of the operation that answers with server-sent events."""

    def __post_init__(self) -> None:
        """Tell the kind in the place of a stream of nothing known."""
        if self.responses:
            told = {_EVENTS: OpenAPIMediaType(schema=Schema(type=OpenAPIType.STRING))}
            self.responses["200"] = OpenAPIResponse(description="Events, without an end.", content=told)


@get("/news/stream", responses=documented(), operation_class=_Events)
async def news_stream(
    archive: Kept, request: Request[Any, Any, Any], after: Annotated[int | None, _After] = None
) -> Stream:
    """Send what is coded from now on, or after a number; a client that comes back goes on where it was."""
    last = request.headers.get("last-event-id", "")
    if last.isascii() and last.isdigit():
        after = min(int(last[:10]), _HIGHEST)
    if after is None:
        after = await sync_to_thread(archive.latest_news)
    return Stream(_told(archive, after), media_type=_EVENTS)


async def _told(archive: Archive, after: int) -> AsyncIterator[bytes]:
    # Said at once, so that the client knows that it is heard.
    yield b": here is what is new\n\n"
    silent = 0
    while True:
        found = await sync_to_thread(archive.news, after, limit=PAGE)
        for one in found:
            after = one.number
            yield b"id: %d\nevent: report\ndata: %b\n\n" % (one.number, msgspec.json.encode(one))
        silent = 0 if found else silent + 1
        if silent == _BEATS:
            silent = 0
            yield b":\n\n"
        if not found:
            await asyncio.sleep(_LOOKS)


ROUTES: Final = (news, news_stream)
