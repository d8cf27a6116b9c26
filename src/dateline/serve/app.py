"""How an archive is served enters, an ASGI application leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.types import ASGIApp

from dateline.archive import Archive
from dateline.serve import answers, schema
from dateline.serve.delivery import Delivery
from dateline.serve.guard import Guard
from dateline.serve.problems import HANDLERS
from dateline.serve.settings import Serving

BASE: Final = "/api/v1"

_AT_ONCE: Final = 8
"""Questions that are answered at once: each has a connection with a cache of its own, and two processors are busy by four."""

_LARGEST_BODY: Final = 2 * 1024 * 1024
"""Bytes of a request: the longest text that is coded has 300,000 characters, of four bytes at most."""


def make_app(serving: Serving) -> ASGIApp:
    """Make the application that serves an archive; it opens the archive when it starts and lets go of it when it ends."""

    @asynccontextmanager
    async def opened(app: Litestar) -> AsyncIterator[None]:
        with (
            Archive.open(serving.archive, create=False, read_only=True, seconds=serving.seconds) as archive,
            ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="question") as pool,
        ):
            asyncio.get_running_loop().set_default_executor(pool)
            app.state.archive = archive
            yield

    app = Litestar(
        route_handlers=[Router(BASE, route_handlers=answers.ROUTES)],
        lifespan=[opened],
        dependencies={"archive": Provide(lambda: app.state.archive, sync_to_thread=False)},
        exception_handlers=HANDLERS,
        openapi_config=schema.config(),
        request_max_body_size=_LARGEST_BODY,
        logging_config=None,
    )
    return Guard(Delivery(app), serving)
