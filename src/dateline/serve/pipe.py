"""Bytes of a writer in a thread enter, pieces for a client leave as it takes them: memory stays the same, whatever the size."""

from __future__ import annotations

import asyncio
import contextlib
import io
import queue
import threading
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final, cast

_PIECE: Final = 64 * 1024
"""Bytes that are sent at once."""

_AHEAD: Final = 8
"""Pieces that are written before the client has taken the first."""

_LOOKS: Final = 0.5
"""Seconds after which a writer that waits looks whether its client is still there."""


class Pipe(io.RawIOBase):
    """A stream that a writer fills and a client empties: the writer waits where the client is slow."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()
        self._written = 0
        self._pieces: queue.Queue[bytes | None] = queue.Queue(_AHEAD)
        self._left = threading.Event()

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def tell(self) -> int:
        """Give how much was written."""
        return self._written

    def write(self, data: object, /) -> int:
        """Take bytes.

        Raises:
            BrokenPipeError: the client is gone.
        """
        piece = memoryview(cast("bytes", data))
        self._held += piece
        self._written += piece.nbytes
        if len(self._held) >= _PIECE:
            self._hand_over(bytes(self._held))
            self._held.clear()
        return piece.nbytes

    def fill(self, write: Callable[[BinaryIO], object]) -> None:
        """Let a writer write all of it, and say that it is at its end."""
        try:
            write(cast("BinaryIO", self))
            if self._held:
                self._hand_over(bytes(self._held))
        finally:
            self._hand_over(None)

    def take(self) -> bytes | None:
        """Give the next piece once it is there, None at the end."""
        return self._pieces.get()

    def leave(self) -> None:
        """Stop the writer: nobody reads on."""
        self._left.set()
        # Whoever waits for a piece is woken; where the queue is full nobody waits.
        with contextlib.suppress(queue.Full):
            self._pieces.put_nowait(None)

    def _hand_over(self, piece: bytes | None) -> None:
        while not self._left.is_set():
            try:
                self._pieces.put(piece, timeout=_LOOKS)
            except queue.Full:
                continue
            return
        raise BrokenPipeError


class Writers:
    """Runs writers beside the questions, so many at once."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        # One thread writes and one waits for what is written.
        self._threads = ThreadPoolExecutor(2 * at_once, thread_name_prefix="export")

    def busy(self) -> bool:
        """Tell whether no more can be run now."""
        return self._free <= 0

    async def run(self, write: Callable[[BinaryIO], object]) -> AsyncGenerator[bytes, None]:
        """Run a writer; what it writes can be read once its first piece is there.

        Raises:
            Exception: what the writer raises before that; what it raises later ends the stream.
        """
        pipe = Pipe()
        self._free -= 1
        done = self._threads.submit(pipe.fill, write)
        pieces = self._pieces(pipe, done)
        return _joined(await anext(pieces, b""), pieces)

    async def _pieces(self, pipe: Pipe, done: Future[None]) -> AsyncGenerator[bytes, None]:
        loop = asyncio.get_running_loop()
        try:
            while (piece := await loop.run_in_executor(self._threads, pipe.take)) is not None:
                yield piece
            await asyncio.wrap_future(done)
        finally:
            pipe.leave()
            self._free += 1

    def close(self) -> None:
        """Wait for those that run."""
        self._threads.shutdown()


async def _joined(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    try:
        yield first
        async for piece in rest:
            yield piece
    finally:
        await rest.aclose()
