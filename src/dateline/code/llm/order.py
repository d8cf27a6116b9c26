"""Items enter, what work makes of them leaves in their order, several being worked on at once."""

from __future__ import annotations

import collections
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


def in_order(work: Callable[[A], B], items: Iterable[A], most: int) -> Iterator[B]:
    """Work on up to `most` items at once, each in a thread, reading no further ahead; what work raises is raised here.

    The threads only wait for a network. They are daemons, so that Ctrl-C does not wait for the last answer.
    """
    begun: collections.deque[Future[B]] = collections.deque()
    for item in items:
        begun.append(_begin(work, item))
        if len(begun) == most:
            yield begun.popleft().result()
    while begun:
        yield begun.popleft().result()


def _begin(work: Callable[[A], B], item: A) -> Future[B]:
    future: Future[B] = Future()

    def run() -> None:
        try:
            future.set_result(work(item))
        except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future
