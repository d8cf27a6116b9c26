"""Takes a packed stream (gzip, bzip2, xz, zstd, deflate, brotli); gives the stream of what is in it, held to the limits.

Memory does not grow with what is packed: every library is asked for a piece at a time, never for all that a piece of
input grows to.
"""

from __future__ import annotations

import bz2
import importlib.util
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Protocol, cast

import zstandard

from dateline.read.desk import Expansion, Refusal

PIECE: Final = 64 * 1024
"""Bytes that come out at a time."""

TAKEN: Final = 16 * 1024
"""Bytes that go in at a time: what follows on a stream's end is copied, so that many short streams cost its square."""

MAX_WINDOW_BYTES: Final = 128 * 1024 * 1024
"""Bytes that a packer may ask to be remembered: `xz -9` asks for 65 MiB, `zstd --long` for 128."""

_ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
_SKIPPABLE: Final = b"\x2a\x4d\x18"
_RLE: Final = 1
_FAULTS: Final = (zlib.error, lzma.LZMAError, zstandard.ZstdError, EOFError)


class Packed:
    """A packed stream as its unpacker reads it: what is taken is counted, and what stands behind its end is noted."""

    def __init__(self, stream: BinaryIO, expansion: Expansion | None = None) -> None:
        self._stream = stream
        self._expansion = expansion
        self.left_over = False

    def read(self, size: int = TAKEN) -> bytes:
        """Take bytes, fewer only at the end."""
        data = self._stream.read(size)
        if self._expansion:
            self._expansion.take(len(data))
        return data

    def exactly(self, size: int) -> bytes:
        """Take bytes, as many as are asked for.

        Raises:
            EOFError: there are fewer.
        """
        data = self.read(size)
        if len(data) < size:
            raise EOFError
        return data


class Pieces(io.RawIOBase):
    """The stream of pieces that come one by one, counted as they come.

    It cannot go back: most of what is packed can only by being unpacked again from its beginning, which a reader that
    goes back and forth would make endless. A fault stays: a stream that failed once does not seem to end later.
    """

    def __init__(self, pieces: Iterator[bytes], expansion: Expansion | None) -> None:
        super().__init__()
        self._pieces = pieces
        self._expansion = expansion
        self._piece = memoryview(b"")
        self._given = 0
        self._fault: Refusal | None = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # the stub names a protocol of 3.12
        """Fill the buffer, with less only at the end or before a fault: a form is not told by a short first piece.

        Raises:
            Refusal: what is packed is damaged, cut off, or more than may come out.
        """
        filled = 0
        while filled < len(buffer) and self._has_more(filled):
            size = min(len(buffer) - filled, len(self._piece))
            buffer[filled : filled + size] = self._piece[:size]
            self._piece = self._piece[size:]
            filled += size
        return filled

    def _has_more(self, filled: int) -> bool:
        """Fetch the next piece where the last is used up; a fault waits until what came before it has been taken."""
        try:
            while not self._piece and self._fault is None:
                if (piece := next(self._pieces, None)) is None:
                    return False
                self._count(piece)
        except Refusal as refusal:
            self._fault = refusal
        except (*_FAULTS, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the system failed; a damaged bzip2 stream is an error of this class too, without a number
            self._fault = self._damage(error)
        if self._fault and not self._piece and not filled:
            raise Refusal(self._fault.reason, self._fault.detail) from self._fault
        return bool(self._piece)

    def _count(self, piece: bytes) -> None:
        self._given += len(piece)
        if self._expansion:
            self._expansion.give(len(piece))
        self._piece = memoryview(piece)

    def _damage(self, error: Exception) -> Refusal:
        if isinstance(error, EOFError):
            return Refusal("bad-file", f"it is cut off: it ends in the middle, after {self._given:,} unpacked bytes")
        if "memory" in str(error).lower():
            return Refusal("expands-too-much", f"to unpack it takes more than {MAX_WINDOW_BYTES:,} bytes of memory")
        return Refusal("bad-file", f"it is damaged after {self._given:,} unpacked bytes ({error})")


def unpacked(packed: Packed, packing: str, expansion: Expansion | None) -> io.BufferedReader:
    """Give the stream of what is packed by `gzip`, `bzip2`, `xz`, `zstd`, `deflate` or `br`."""
    return stream_of(UNPACKERS[packing](packed), expansion)


def stream_of(pieces: Iterator[bytes], expansion: Expansion | None) -> io.BufferedReader:
    """Give the stream of the pieces, each counted where `expansion` is given."""
    return io.BufferedReader(Pieces(pieces, expansion), PIECE)


class _Unpacker(Protocol):
    """What unpacks one stream, as the standard library has it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Inflater:
    """zlib's unpacker, with the interface that those of bzip2 and xz have."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


def _gunzip() -> _Unpacker:
    return _Inflater(16 + zlib.MAX_WBITS)


def _unxz() -> _Unpacker:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_WINDOW_BYTES)


def _one(packed: Packed, data: bytes, unpacker: _Unpacker) -> Iterator[bytes]:
    """Unpack one stream that begins with `data`."""
    while not unpacker.eof:
        if unpacker.needs_input and not data and not (data := packed.read()):
            raise EOFError
        yield unpacker.decompress(data, PIECE)
        data = b""


def _many(packed: Packed, begin: Callable[[], _Unpacker], magic: bytes) -> Iterator[bytes]:
    """Unpack streams behind one another, with zeros (of tapes and disks) between and behind them."""
    data = packed.read()
    first = True
    while data:
        if len(data) < len(magic):
            data += packed.read()
        if not first and not data.startswith(magic):
            packed.left_over = True
            return
        unpacker = begin()
        yield from _one(packed, data, unpacker)
        data = unpacker.unused_data.lstrip(b"\0")
        while not data and (more := packed.read()):
            data = more.lstrip(b"\0")
        first = False


def _gzip(packed: Packed) -> Iterator[bytes]:
    return _many(packed, _gunzip, b"\x1f\x8b")


def _bzip2(packed: Packed) -> Iterator[bytes]:
    return _many(packed, bz2.BZ2Decompressor, b"BZh")


def _xz(packed: Packed) -> Iterator[bytes]:
    return _many(packed, _unxz, b"\xfd7zXZ\x00")


def _deflate(packed: Packed) -> Iterator[bytes]:
    """Unpack as browsers do: with the header that the standard asks for or, as some servers send it, without."""
    data = packed.read()
    headed = len(data) > 1 and data[0] & 0x0F == zlib.DEFLATED and not int.from_bytes(data[:2], "big") % 31
    yield from _one(packed, data, _Inflater(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)) if data else ()


def _zstd(packed: Packed) -> Iterator[bytes]:
    """Unpack frame by frame and, in each, block by block.

    No block holds more than 128 KiB; given more, the library holds all that it grows to. It also takes a frame that is
    cut off for a whole one, which the walk along the blocks does not.
    """
    first = True
    while start := packed.read(4):
        if start[0] >> 4 == 5 and start[1:] == _SKIPPABLE:
            yield from _skipped(packed, int.from_bytes(packed.exactly(4), "little"))
        elif first or start == _ZSTD_MAGIC:
            yield from _frame(packed, start)
        else:
            packed.left_over = True
            return
        first = False


def _skipped(packed: Packed, size: int) -> Iterator[bytes]:
    while size:
        size -= len(packed.exactly(min(size, PIECE)))
        yield b""


def _frame(packed: Packed, start: bytes) -> Iterator[bytes]:
    """Walk along a frame (RFC 8878, 3.1.1): a header whose first byte says how long it is, blocks, a checksum."""
    frame = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW_BYTES).decompressobj()
    said = packed.exactly(1)
    single, checked = said[0] >> 5 & 1, said[0] >> 2 & 1
    size = (not single) + (0, 1, 2, 4)[said[0] & 3] + (single, 2, 4, 8)[said[0] >> 6]
    yield frame.decompress(start + said + packed.exactly(size))
    last = 0
    while not last:
        head = packed.exactly(3)
        number = int.from_bytes(head, "little")
        last, kind, size = number & 1, number >> 1 & 3, number >> 3
        yield frame.decompress(head + packed.exactly(1 if kind == _RLE else size))
    if checked:
        yield frame.decompress(packed.exactly(4))


class _Brotli(Protocol):
    def process(self, data: bytes, *, output_buffer_limit: int) -> bytes: ...
    def can_accept_more_data(self) -> bool: ...
    def is_finished(self) -> bool: ...


def can_unpack(packing: str) -> bool:
    """Tell whether it is known and what unpacks it is installed."""
    return packing in UNPACKERS and (packing != "br" or importlib.util.find_spec("brotli") is not None)


def _brotli(packed: Packed) -> Iterator[bytes]:
    library = importlib.import_module("brotli")
    unpacker = cast("_Brotli", library.Decompressor())
    try:
        while not unpacker.is_finished():
            data = packed.read() if unpacker.can_accept_more_data() else b""
            piece = unpacker.process(data, output_buffer_limit=PIECE)
            if not data and not piece and unpacker.can_accept_more_data() and not unpacker.is_finished():
                raise EOFError
            yield piece
    except library.error as error:
        raise zlib.error(str(error)) from error


UNPACKERS: Final[dict[str, Callable[[Packed], Iterator[bytes]]]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
    "deflate": _deflate,
    "br": _brotli,
}
"""What unpacks each packing, by its name."""
