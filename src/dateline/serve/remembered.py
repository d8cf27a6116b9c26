"""Questions that read much enter, answers leave: each worked out once until something is written, the long ones one by one.

An answer is remembered under the state that the archive had before it was worked out. Whoever asks later looks at the state
first, so nobody gets what was true before a write that ended before the question came.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from dateline.archive import Archive

T = TypeVar("T")

_AT_ONCE: Final = 1
"""Long answers that are worked out at once: with two processors one is left for questions that are quickly answered."""

_BYTES: Final = 32 * 1024 * 1024
"""Bytes of answers that are remembered: some hundred of the largest, of ten years by day."""

Key = tuple[Hashable, ...]


class Remembered:
    """The answers to questions that read much."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="count")
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._held = 0
        self._under_way: dict[Key, asyncio.Future[bytes]] = {}

    async def answer(self, find: Callable[[], T], *question: Hashable, long: bool = True) -> Response[T]:
        """Give the answer to a question, which `find` works out where it is not remembered; a `long` one waits its turn.

        Raises:
            ArchiveError: what `find` raises.
        """
        key = (self._archive.state(), *question)
        body: Any = self._answers.get(key)
        if body is None:
            # Who asks what another has asked waits with him; that one of them goes does not end it.
            body = await asyncio.shield(
                self._under_way.get(key) or self._begun(key, find, self._threads if long else None)
            )
        else:
            self._answers.move_to_end(key)
        return Response(body, media_type="application/json")

    def close(self) -> None:
        """Wait for what is worked out."""
        self._threads.shutdown(cancel_futures=True)

    def _begun(self, key: Key, find: Callable[[], object], threads: ThreadPoolExecutor | None) -> asyncio.Future[bytes]:
        work = asyncio.get_running_loop().run_in_executor(threads, lambda: msgspec.json.encode(find()))
        self._under_way[key] = work
        work.add_done_callback(lambda done: self._keep(key, done))
        return work

    def _keep(self, key: Key, done: asyncio.Future[bytes]) -> None:
        del self._under_way[key]
        if done.cancelled() or done.exception():
            return
        self._answers[key] = done.result()
        self._held += len(done.result())
        while self._held > _BYTES:
            _, oldest = self._answers.popitem(last=False)
            self._held -= len(oldest)


Counted = NamedDependency[SkipValidation[Remembered]]
"""What works out questions that read much."""
