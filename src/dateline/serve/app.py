"""How an archive is served enters, an ASGI application leaves."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.types import ASGIApp

from dateline.archive import Archive
from dateline.code import Coder
from dateline.serve import answers, exporting, news, parameters, schema, writing
from dateline.serve.access import Access
from dateline.serve.delivery import Delivery
from dateline.serve.guard import Guard
from dateline.serve.pipe import Writers
from dateline.serve.problems import HANDLERS
from dateline.serve.remembered import Remembered
from dateline.serve.settings import Serving
from dateline.serve.tokens import Tokens
from dateline.serve.writing import Desk

BASE: Final = "/api/v1"

_AT_ONCE: Final = 8
"""Questions that are answered at once: each has a connection with a cache of its own, and two processors are busy by four."""

_LARGEST_BODY: Final = 2 * 1024 * 1024
"""Bytes of a request: the longest text that is coded has 300,000 characters, of four bytes at most."""


def make_app(serving: Serving, coder: Coder | None = None) -> ASGIApp:
    """Make the application that serves an archive, from its start to its end; without a coder it only reads."""

    @contextlib.asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        with (
            Archive.open(serving.archive, create=False, read_only=True, seconds=serving.seconds) as archive,
            Archive.open(serving.archive, create=False, read_only=True) as whole,
            ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="question") as pool,
            contextlib.closing(Writers(exporting.AT_ONCE)) as exports,
            contextlib.closing(Remembered(archive)) as counted,
            _desk(serving, coder) as desk,
        ):
            asyncio.get_running_loop().set_default_executor(pool)
            app.state.archive, app.state.whole = archive, whole
            app.state.exports, app.state.desk = exports, desk
            app.state.counted = counted
            yield

    access = Access(Tokens(serving.tokens), reading_open=serving.open, writes=coder is not None)
    # Writing comes first (see `writing.ROUTES`).
    routes = (*writing.ROUTES, *answers.ROUTES, *exporting.ROUTES, *news.ROUTES)
    app = Litestar(
        route_handlers=[Router(BASE, route_handlers=routes, guards=[access.check, parameters.check])],
        lifespan=[opened],
        dependencies={
            "archive": Provide(lambda: app.state.archive, sync_to_thread=False),
            "whole": Provide(lambda: app.state.whole, sync_to_thread=False),
            "exports": Provide(lambda: app.state.exports, sync_to_thread=False),
            "counted": Provide(lambda: app.state.counted, sync_to_thread=False),
            "desk": Provide(lambda: app.state.desk, sync_to_thread=False),
            "holder": Provide(access.holder, sync_to_thread=False),
        },
        exception_handlers=HANDLERS,
        openapi_config=schema.config(one.__name__ for one in writing.STRICT),
        request_max_body_size=_LARGEST_BODY,
        logging_config=None,
    )
    return Guard(Delivery(app), serving)


@contextlib.contextmanager
def _desk(serving: Serving, coder: Coder | None) -> Iterator[Desk | None]:
    """Open the archive for writing where there is a coder."""
    if coder is None:
        yield None
        return
    with Archive.open(serving.archive) as archive:
        yield Desk(archive, coder)
