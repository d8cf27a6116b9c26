"""Reports enter in order, coded batches leave in the same order, whether one process codes or several.

Workers are started afresh (`spawn`), because a forked process would inherit the threads of the inference engine in an
unknown state. Reports and claims travel as MessagePack, which their types encode and check.
"""

from __future__ import annotations

import collections
import contextlib
import functools
import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from typing import TypeVar

import msgspec

from dateline.cli import late
from dateline.cli.errors import UserError
from dateline.code.coder import Coded, Coder, CoderError, RemoteCoder
from dateline.model import Report

T = TypeVar("T")

BATCH = 32
"""Reports in a batch: coded together, kept together, lost together when a run is killed."""

POOL_FROM = 128
"""Reports from which a pool is worth it: a worker takes as long to load as to code some twenty reports."""

AHEAD = 2
"""Batches that each worker may have waiting, so that it never idles and memory stays bounded."""


def default_jobs() -> int:
    """Give the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def coded_batches(
    reports: Iterable[Report], coder: str, *, jobs: int, stop: Callable[[], bool], batch: int = BATCH
) -> Iterator[list[Coded]]:
    """Code reports in batches, in the order given; `stop` is asked before each new batch is begun.

    Falls to one process where there are fewer than `POOL_FROM` reports, and where the coder works elsewhere: such a one
    says itself how many reports make a batch.

    Raises:
        UserError: the coder cannot go on, or a process was killed; what was coded until then has been given.
    """
    loaded = coder_of(coder)
    if isinstance(loaded, RemoteCoder):
        jobs, batch = 1, loaded.at_once
    stream = iter(reports)
    first = list(itertools.islice(stream, POOL_FROM))
    batches = _batched(itertools.chain(first, stream), batch)
    wanted = itertools.takewhile(lambda _: not stop(), batches)
    if jobs < 2 or len(first) < POOL_FROM:
        return _told(_alone(wanted, loaded))
    return _told(_pooled(wanted, coder, jobs, stop))


def coded_stream(reports: Iterable[Report], coder: str, *, jobs: int) -> Iterator[Coded]:
    """Code reports in the order given, each handed on as soon as the coder gives it.

    One process reads no further ahead than its coder does; several work in batches, as `coded_batches`.

    Raises:
        UserError: as `coded_batches`.
    """
    if jobs == 1 or isinstance(coder_of(coder), RemoteCoder):
        return _told(coder_of(coder).code_batch(reports))
    batches = coded_batches(reports, coder, jobs=jobs, stop=lambda: False)
    return itertools.chain.from_iterable(batches)


def _batched(reports: Iterable[Report], size: int) -> Iterator[list[Report]]:
    stream = iter(reports)
    while batch := list(itertools.islice(stream, size)):
        yield batch


def _told(coded: Iterable[T]) -> Iterator[T]:
    """Hand on what is coded; where the coder cannot go on, say so as the user's errors are said."""
    try:
        yield from coded
    except CoderError as error:
        raise UserError(error.what, error.mend) from error


def _alone(batches: Iterable[list[Report]], coder: Coder) -> Iterator[list[Coded]]:
    """Code batch after batch; where the coder gives up, what it has coded of the batch is given all the same."""
    for batch in batches:
        done: list[Coded] = []
        try:
            done.extend(coder.code_batch(batch))
        except CoderError:
            yield done
            raise
        yield done


def _pooled(batches: Iterable[list[Report]], coder: str, jobs: int, stop: Callable[[], bool]) -> Iterator[list[Coded]]:
    """Hand batches out and take them back in order; on `stop`, those that no worker has begun are given up."""
    context = multiprocessing.get_context("spawn")
    waiting: collections.deque[Future[bytes]] = collections.deque()
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_ignore_interrupts)
    try:
        for batch in batches:
            packed = msgspec.msgpack.encode(batch)
            with _interrupts_held_back():
                waiting.append(pool.submit(_code_packed, coder, packed))
            if len(waiting) >= jobs * AHEAD:
                yield _unpack(waiting.popleft())
        while waiting:
            future = waiting.popleft()
            if not (stop() and future.cancel()):
                yield _unpack(future)
    finally:
        pool.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Let no Ctrl-C through while a worker may be started: it inherits that, and so is safe from its first moment.

    A press in this time reaches us when the block ends. Windows has no such mask; there the initializer must do.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started beforehand, because starting it would lift the mask.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _unpack(future: Future[bytes]) -> list[Coded]:
    try:
        return msgspec.msgpack.decode(future.result(), type=list[Coded])
    except BrokenProcessPool as error:
        raise UserError("a coding process was killed", "memory may be short: try --jobs 1") from error


def _ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that hands out the batches."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _code_packed(coder: str, packed: bytes) -> bytes:
    reports = msgspec.msgpack.decode(packed, type=list[Report])
    return msgspec.msgpack.encode(list(coder_of(coder).code_batch(reports)))


@functools.cache
def coder_of(name: str) -> Coder:
    """Load a coder once a process."""
    return late.load_coder(name)
