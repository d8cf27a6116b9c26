"""An export over HTTP is the file that the command line writes, in memory that does not grow with it."""

from __future__ import annotations

import asyncio
import gzip
import io
import itertools
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from pathlib import Path
from typing import BinaryIO, get_args

import httpx
import pytest

from dateline.archive import Archive, Query
from dateline.export import FlatForm, ToldForm, write_claims, write_events, write_told
from dateline.serve.exporting import AT_ONCE
from dateline.serve.pipe import Pipe, Writers
from tests.serve.conftest import Server


@pytest.fixture
def archive(served: Server) -> Iterator[Archive]:
    with Archive.open(served.archive, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("form", get_args(FlatForm))
def test_events_and_claims_are_written_as_the_command_line_writes_them(
    served: Server, archive: Archive, form: FlatForm
) -> None:
    events, claims = io.BytesIO(), io.BytesIO()
    write_events(events, archive, Query(type="ASSAULT"), form)
    write_claims(claims, archive, Query(), form)
    asked = served.client.get("/export/events", params={"format": form, "type": "ASSAULT"})
    assert asked.content == events.getvalue()
    assert asked.headers["content-disposition"].startswith('attachment; filename="dateline-events.')
    assert served.client.get("/export/claims", params={"format": form}).content == claims.getvalue()


@pytest.mark.parametrize("form", get_args(ToldForm))
def test_other_data_sets_forms_are_written_too(served: Server, archive: Archive, form: ToldForm) -> None:
    told = io.BytesIO()
    write_told(told, archive, Query(), form)
    answer = served.client.get("/export/events", params={"format": form})
    assert answer.content == told.getvalue()


def test_an_export_is_packed_for_those_who_take_it(served: Server) -> None:
    with served.client.stream("GET", "/export/events", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    bare = served.client.get("/export/events", headers={"Accept-Encoding": "identity"}).content
    assert gzip.decompress(packed) == bare


def test_an_unknown_format_is_refused(served: Server) -> None:
    answer = served.client.get("/export/claims", params={"format": "gdelt"})
    assert answer.status_code == 400
    assert "format: " in answer.json()["detail"]


def written(number: int) -> bytes:
    return b"%08d " % number * 1000


def endless(seen: list[int], stream: BinaryIO) -> None:
    for number in itertools.count():
        stream.write(written(number))
        seen.append(number)


def test_a_writer_waits_for_its_client_and_stops_when_it_leaves() -> None:
    seen: list[int] = []

    async def read_some() -> list[bytes]:
        writers = Writers(1)
        pieces = await writers.run(lambda stream: endless(seen, stream))
        assert writers.busy()
        read = [piece async for piece in _first(pieces, 3)]
        await asyncio.sleep(0.5)
        await pieces.aclose()
        assert not writers.busy()
        await asyncio.to_thread(writers.close)
        return read

    read = b"".join(asyncio.run(read_some()))
    assert read == b"".join(map(written, range(len(seen))))[: len(read)]
    # Nine thousand bytes at a time: what was read, what waits and what was being written.
    assert len(seen) * 9000 < len(read) + 12 * 64 * 1024


async def _first(pieces: AsyncGenerator[bytes, None], count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield await anext(pieces)


def failing(after: int, stream: BinaryIO) -> None:
    stream.write(b"x" * after)
    raise LookupError


def test_what_goes_wrong_before_the_first_piece_is_raised_and_later_ends_the_stream() -> None:
    async def read(after: int) -> bytes:
        writers = Writers(1)
        try:
            return b"".join([piece async for piece in await writers.run(lambda stream: failing(after, stream))])
        finally:
            assert not writers.busy()
            writers.close()

    for after in (0, 200_000):
        with pytest.raises(LookupError):
            asyncio.run(read(after))


def test_a_pipe_counts_what_it_was_given() -> None:
    pipe = Pipe()
    assert (pipe.write(b"abc"), pipe.write(memoryview(b"de")), pipe.tell(), pipe.writable()) == (3, 2, 5, True)


def memory_of(server: Server) -> int:
    """Give the bytes that the server's process holds."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read where Linux tells it")
def test_slow_clients_hold_no_memory_and_no_others_up(served: Server) -> None:
    before = memory_of(served)
    url = f"{served.root}/api/v1/export/events"
    with httpx.Client(timeout=30) as slow:
        streams = [slow.stream("GET", url, params={"format": "jsonl"}) for _ in range(AT_ONCE)]
        for stream in streams:
            stream.__enter__()
        assert served.client.get("/health").status_code == 200
        for stream in streams:
            stream.__exit__(None, None, None)
    since = time.monotonic()
    while served.client.get("/export/events").status_code != 200 and time.monotonic() - since < 10:
        time.sleep(0.1)
    assert served.client.get("/export/events").status_code == 200
    assert memory_of(served) - before < 50 * 1024 * 1024
